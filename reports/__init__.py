"""Figures over all apps, and the pages and papers that show them. It keeps no facts of its own."""
