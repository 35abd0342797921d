"""Any bytes in an address: the usual page or none, never a crash and never more than is meant."""

import pytest
from django.urls import reverse

from branches.models import Organisation, School
from members.models import Member
from tests.security import nasty
from tests.security.doors import patterns, text_of
from tests.security.floors import together
from tests.security.matrix import ROWS, kwargs_of, looks_from_near

# Without the lists of one object, which are the same list narrowed.
LISTS = {
    name: pattern.callback.view_class
    for name, pattern in patterns()
    if hasattr(pattern.callback.view_class, "filterset_class") and not ROWS[name].names_an_object
}
READERS = together("readers")
TURNING = ["page", "per_page", "sort", "on", "export"]
UNDECLARED = [
    "_connector=OR",
    "_negated=1",
    "pk=0",
    "id__gt=999999999",
    "path__isnull=1",
    "kind__in=X",
    "name__regex=(a%2B)%2B$",
    "order_by=password",
    "fields=password",
    "q__icontains=zzzz",
    "sort=password&sort=__class__&sort=%00&sort=--pk",
    "page=1&page=2&page=%00",
    "ids=1&ids=2",
    "export=pdf",
    "__class__=x",
]
KEYS = ["10" * 15, "9" * 18, "-1", "0", "01", "1%00", "%ED%A0%80", "%D9%A3", "1%20", "+1", "0x1"]
KEYS += ["%7B00000000-0000-0000-0000-000000000000%7D", "..%2F1", "1;2", "1.0", "%0A1", "1%0A"]
# One page of each kind of object.
PAGES = {row.of: name for name, row in ROWS.items() if row.names_an_object}


def test_every_list_is_tried(county, db):
    assert READERS.keys() == LISTS.keys()


def crashes(visitor, urls):
    """Return the addresses that were not simply shown, with what was answered."""
    return {url[:200]: status for url in urls if (status := visitor.get(url).status_code) != 200}


def asking(name, parameters, values):
    """Return a list's address for each value, asked of all parameters at once."""
    return [
        f"{reverse(name, kwargs=kwargs_of(name, None))}?"
        + "&".join(f"{each}={value}" for each in parameters)
        for value in values
    ]


def rows_shown(answer):
    return text_of(answer).count('<th scope="row"')


@pytest.mark.parametrize("name", LISTS)
def test_list_shows_itself_whatever_it_is_asked(enter, name):
    parameters = [*LISTS[name].filterset_class.base_filters, *TURNING]

    assert crashes(enter(READERS[name]), asking(name, parameters, nasty.ASKED)) == {}


@pytest.mark.parametrize("name", LISTS)
def test_list_with_rows_shows_itself_whatever_page_and_order_are_asked(enter, name):
    assert crashes(enter(READERS[name]), asking(name, TURNING, nasty.TURNED)) == {}


@pytest.mark.parametrize("name", LISTS)
def test_list_takes_no_parameter_it_does_not_declare(enter, name):
    visitor, url = enter(READERS[name]), reverse(name, kwargs=kwargs_of(name, None))
    usual = rows_shown(visitor.get(f"{url}?per_page=2"))

    joined = ["&".join(UNDECLARED), *UNDECLARED[list(LISTS).index(name) :: 3]]
    shown = {query: rows_shown(visitor.get(f"{url}?per_page=2&{query}")) for query in joined}

    assert usual > 0
    assert shown == dict.fromkeys(joined, usual)


@pytest.mark.parametrize("asked", ["0", "-5", "1000000000", "abc", "%00", "٣٠٠٠", "1&export=pdf"])
def test_no_page_is_longer_than_a_hundred_rows(enter, asked):
    assert 1 <= rows_shown(enter("staff").get(f"/branches/?per_page={asked}")) <= 100


@pytest.mark.parametrize("value", ["0", "-5", "999999999", "abc", "%00"])
def test_page_beyond_the_end_is_one_there_is(enter, value):
    assert rows_shown(enter("staff").get(f"/branches/?page={value}")) > 0


def test_export_is_made_whatever_is_asked_beside_it(enter):
    visitor = enter("lx-staff")

    for value in nasty.TURNED[::3]:
        answer = visitor.get(f"/branches/?export=xlsx&q={value}&sort={value}&on={value}")
        assert answer.status_code == 200
        assert answer.content[:2] == b"PK"


@pytest.mark.parametrize("path", ["/", "/help/", "/branches/{}/", "/branches/{}/history/"])
def test_page_shows_today_when_the_day_cannot_be_read(enter, path):
    visitor, place = enter("lx-secretary"), Organisation.objects.get(code="LX01")

    urls = [f"{path.format(place.pk)}?on={value}" for value in nasty.ASKED[8::3]]

    assert crashes(visitor, urls) == {}


@pytest.mark.parametrize(("kind", "name"), PAGES.items(), ids=list(PAGES))
def test_address_of_no_object_is_not_found(enter, kind, name):
    visitor = enter(looks_from_near(name))
    pattern = reverse(name, kwargs=kwargs_of(name, 7654321))

    answers = {key: visitor.get(pattern.replace("7654321", key)).status_code for key in KEYS}

    assert answers == dict.fromkeys(KEYS, 404)


@pytest.mark.parametrize(
    ("month", "status"),
    [("1949-12", 404), ("1950-01", 200), ("2199-12", 200), ("2200-01", 404), ("9999-12", 404)],
)
def test_month_has_a_page_as_far_as_months_are_taken(enter, month, status):
    branch = Organisation.objects.get(code="LX06")

    assert enter("lx-keeper").get(f"/dues/{branch.pk}/{month}/").status_code == status


@pytest.mark.parametrize("year", ["1900", "1949", "1950", "2199", "2200"])
def test_dues_of_any_year_are_shown(enter, year):
    branch, member = Organisation.objects.get(code="LX06"), Member.objects.get(name="孔令仪")
    pages = [f"/dues/{branch.pk}/", f"/members/{member.pk}/dues/"]

    assert crashes(enter("lx-keeper"), [f"{page}?year={year}" for page in pages]) == {}


@pytest.mark.parametrize("year", ["1949", "2200", "20260", "0", "-2026", "二〇二六", "2026%00"])
def test_school_year_that_cannot_be_is_not_found(enter, year):
    school = School.objects.get(code="LX-S1")

    answer = enter("lx-staff").get(f"/schools/{school.pk}/head-counts/{year}/edit/")

    assert answer.status_code == 404
