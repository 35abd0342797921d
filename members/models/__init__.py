"""There is a member, a placement, a post, a term, and always …"""

from members.models.development import DevelopmentCase
from members.models.elections import Election, Term
from members.models.people import Circumstance, Education, Employment, Member, Standing
from members.models.placements import Placement
from members.models.posts import Post

__all__ = [
    "Circumstance",
    "DevelopmentCase",
    "Education",
    "Election",
    "Employment",
    "Member",
    "Placement",
    "Post",
    "Standing",
    "Term",
]
