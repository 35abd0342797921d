"""Every act of every floor as one POST that succeeds, in 邻县.

A POST pattern that is missing here fails `test_audit`: it would have no event in the log.
"""

from tests.county import PASSWORD
from tests.security.floors import FLOORS
from tests.security.floors.branches.acts import NEW_PASSWORD

__all__ = ["NEW_PASSWORD", "PASSWORD", "every"]


def every():
    """Return each act by the name of its address, on the rows as they are now."""
    return {act.name: act for floor in FLOORS for act in floor.acts()}
