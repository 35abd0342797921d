"""Where and when the tests of activities take place."""

from tests.surroundings import broken_log, surroundings

__all__ = ["broken_log", "surroundings"]
