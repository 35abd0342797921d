"""What each app brings to the tests of this folder: one module an app, all of the shape of Floor.

The tests ask for what all floors bring together; no app is named in them.
"""

from tests.security.floors import activities, branches, dues, members, posts, reports

# From the ground up: what a floor is given was built by those before it.
FLOORS = [each.FLOOR for each in (branches, members, posts, dues, activities, reports)]
# Several modules may bring what is of one app.
APPS = list(dict.fromkeys(floor.app for floor in FLOORS))


def together(what):
    """Return what all floors bring under this name, as one dictionary, set or list."""
    brought = [getattr(floor, what) for floor in FLOORS]
    if isinstance(brought[0], list):
        return [one for each in brought for one in each]
    if isinstance(brought[0], set):
        return set().union(*brought)
    return merged(brought)


def merged(dictionaries):
    """Return one dictionary of many, of which no two may know the same key."""
    found = {}
    for each in dictionaries:
        assert not found.keys() & each.keys(), found.keys() & each.keys()
        found |= each
    return found
