"""Is this input well formed? Whether it may be is asked of services."""
