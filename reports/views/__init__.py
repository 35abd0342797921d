"""The home pages, which cross apps."""
