"""Findings: what a rule asks and the records do not show, gathered over all apps."""
