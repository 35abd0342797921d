"""Party members: people, placements, development, posts. Not accounts, which are branches'."""
