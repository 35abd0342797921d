"""Which members, where, in which post? Every screen and figure starts from one of these."""

from members.querysets.movement import Movement, movement
from members.querysets.people import DatedFactQuerySet, MemberQuerySet
from members.querysets.placements import PlacementQuerySet
from members.querysets.posts import PostQuerySet, secretary_name

__all__ = [
    "DatedFactQuerySet",
    "MemberQuerySet",
    "Movement",
    "PlacementQuerySet",
    "PostQuerySet",
    "movement",
    "secretary_name",
]
