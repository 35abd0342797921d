"""邻县, a second county in the same database, with one of everything.

For the people of 示范县 it is there to be leaked and never to be seen; being small, it is also
where acts are tried out.
"""

from tests.security.floors import FLOORS


def build():
    """Have every floor enter what it keeps, one after the other."""
    there = {}
    for floor in FLOORS:
        added = floor.build(there)
        assert not added.keys() & there.keys(), added.keys() & there.keys()
        there |= added
