"""Where and when the tests of dues take place: as those of the ground floor."""

from tests.surroundings import broken_log, surroundings

__all__ = ["broken_log", "surroundings"]
