"""Who may see it, which rows, one verb, which page."""
