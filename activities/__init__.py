"""What was held and who came. Not dues: the two meet only in reports."""
