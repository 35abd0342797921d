"""These columns."""
