"""The year-end summary: figures and texts in, a document out."""
