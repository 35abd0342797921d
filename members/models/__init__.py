"""There is a member, a placement, a post, and always …"""

from members.models.people import Circumstance, Education, Employment, Member, Standing
from members.models.placements import Placement
from members.models.posts import Post

__all__ = [
    "Circumstance",
    "Education",
    "Employment",
    "Member",
    "Placement",
    "Post",
    "Standing",
]
