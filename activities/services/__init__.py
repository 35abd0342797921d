"""Do: every write of this app, each one act with one event in the log."""
