"""What activities brings: nothing yet."""

from tests.security.floors.shape import Floor

FLOOR = Floor(app="activities")
