"""Where and when figures are looked at: on a morning of the sample county's last day."""

from tests.surroundings import surroundings

__all__ = ["surroundings"]
