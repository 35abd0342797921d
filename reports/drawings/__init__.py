"""Computed data into bytes, with no numbers of their own."""
