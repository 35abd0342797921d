"""Which members, where, in which post? Every screen and figure starts from one of these."""

from members.querysets.development import DevelopmentCaseQuerySet
from members.querysets.elections import ElectionQuerySet, TermQuerySet
from members.querysets.movement import Movement, movement
from members.querysets.people import DatedFactQuerySet, MemberQuerySet
from members.querysets.placements import PlacementQuerySet
from members.querysets.posts import PostQuerySet, secretary_name

__all__ = [
    "DatedFactQuerySet",
    "DevelopmentCaseQuerySet",
    "ElectionQuerySet",
    "MemberQuerySet",
    "Movement",
    "PlacementQuerySet",
    "PostQuerySet",
    "TermQuerySet",
    "movement",
    "secretary_name",
]
