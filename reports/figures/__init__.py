"""Figures: a number each, with its unit and the way to its rows. One module a chapter."""
