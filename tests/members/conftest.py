"""Where and when the tests of members take place."""

from tests.surroundings import broken_log, surroundings

__all__ = ["broken_log", "surroundings"]
