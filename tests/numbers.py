"""Identity numbers nobody has: of area 999999, which is unassigned."""

from datetime import date

from hypothesis import strategies as st

from branches.identity import check_character

AREA = "999999"


def number_of(born_on, *, sequence=1, male=False):
    """Return the valid number of an invented person; another sequence is another person's."""
    order = sequence * 2 % 1000 + male
    digits = f"{AREA}{born_on:%Y%m%d}{order:03}"
    return digits + check_character(digits)


numbers = st.builds(
    number_of,
    st.dates(min_value=date(1920, 1, 1), max_value=date(2008, 12, 31)),
    sequence=st.integers(0, 499),
    male=st.booleans(),
)
