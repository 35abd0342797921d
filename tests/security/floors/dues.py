"""What dues brings: nothing yet."""

from tests.security.floors.shape import Floor

FLOOR = Floor(app="dues")
