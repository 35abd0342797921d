"""Which page: one verb and one page a class."""
