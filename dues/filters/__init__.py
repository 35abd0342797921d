"""These questions; what they mean is asked of the querysets."""
