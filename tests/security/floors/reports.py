"""What reports brings: the home page."""

from tests.security.floors.shape import Floor

TABLE = """
reports:home                     -            LoooooooL LmmmmmmmL
"""

FLOOR = Floor(
    app="reports",
    table=TABLE,
    open_to_all={
        "reports:home": "shows only what readable_by lets through; each role lands on its own",
    },
)
