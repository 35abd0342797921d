"""What screens of members, and of what names a member, are made of."""
