"""Two who save the same row: the second is told, loses nothing, and decides."""

import re

import pytest
from django.urls import reverse

from branches.models import Organisation, OutsidePerson, School, User
from tests.security import posts
from tests.security.doors import fingerprint, text_of, undone
from tests.security.floors import together
from tests.security.matrix import ROWS

NOTICE = "在您填写的时候，别人先保存了这条记录"
UNVERSIONED = together("unversioned")
# Acts on one row that somebody may have changed meanwhile.
VERSIONED = [
    name
    for name, row in ROWS.items()
    if row.names_an_object
    and row.may_be_posted
    and not name.endswith("-create")
    and name not in UNVERSIONED
]


def of(name):
    return posts.every()[name if ":" in name else f"branches:{name}"]


def version_in(body):
    return re.search('name="version" value="([^"]*)"', body).group(1)


def conflict_in(body):
    """Return the rows of the table of differences: what, theirs, mine."""
    table = body.split('aria-label="两边的不同"')[1].split("</table>")[0]
    return [
        tuple(re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row))
        for row in re.findall(r"<tr>(.*?)</tr>", table.split("<tbody>")[1], re.DOTALL)
    ]


EDITED = together("edited")


@pytest.mark.parametrize(("name", "first", "second", "shown"), EDITED)
def test_second_editor_is_shown_both_and_keeps_what_was_typed(enter, name, first, second, shown):
    act = of(name)
    mine = {**act.data, **second}
    enter(act.by).post(act.url, {**act.data, **first})
    saved = fingerprint()

    answer = enter(act.by).post(act.url, mine)

    body = text_of(answer)
    assert answer.status_code == 409
    assert NOTICE in body
    assert shown is None or shown in conflict_in(body)
    assert [row for row in conflict_in(body) if row[1] == row[2] or row[0] == "None"] == []
    typed = [str(value) for key, value in mine.items() if key not in {"version", "on"}]
    assert [value for value in typed if f'value="{value}"' not in body and value not in body] == []
    assert "以我填写的为准" in body
    assert fingerprint() == saved


@pytest.mark.parametrize(("name", "first", "second", "shown"), EDITED)
def test_saving_again_then_is_deliberate_and_succeeds(enter, name, first, second, shown):
    act, visitor = of(name), enter(of(name).by)
    mine = {**act.data, **second}
    enter(act.by).post(act.url, {**act.data, **first})
    told = visitor.post(act.url, mine)

    again = visitor.post(act.url, {**mine, "version": version_in(text_of(told))})

    assert again.status_code == 302


def test_last_deliberate_save_is_what_stays(enter):
    act, visitor = of("outside-person-update"), enter("lx-staff")
    enter("lx-staff").post(act.url, {**act.data, "unit": "甲校"})
    told = visitor.post(act.url, {**act.data, "unit": "乙校"})

    visitor.post(act.url, {**act.data, "unit": "乙校", "version": version_in(text_of(told))})

    assert OutsidePerson.objects.get(pk=act.row.pk).unit == "乙校"


def test_a_third_editor_is_told_again(enter):
    act, visitor = of("outside-person-update"), enter("lx-staff")
    enter("lx-staff").post(act.url, {**act.data, "unit": "甲校"})
    told = visitor.post(act.url, {**act.data, "unit": "乙校"})
    version = version_in(text_of(told))
    enter("lx-staff").post(act.url, {**act.data, "unit": "丙校", "version": version})

    again = visitor.post(act.url, {**act.data, "unit": "乙校", "version": version})

    assert again.status_code == 409
    assert ("单位", "丙校", "乙校") in conflict_in(text_of(again))


@pytest.mark.parametrize("name", VERSIONED)
def test_missing_old_or_forged_version_is_a_conflict(enter, name):
    act = posts.every()[name]
    visitor, before = enter(act.by), fingerprint()
    rest = {key: value for key, value in act.data.items() if key != "version"}
    forged = ["", "0", "-1", str(act.row.version + 1), "10" * 15, "\x00"]

    answers = {
        version: visitor.post(act.url, {**rest, "version": version}).status_code
        for version in forged
    }

    assert answers == dict.fromkeys(forged, 409)
    assert visitor.post(act.url, rest).status_code == 409
    assert fingerprint() == before


@pytest.mark.parametrize("name", VERSIONED)
def test_conflict_says_so_even_when_nothing_in_the_form_differs(enter, name):
    act = posts.every()[name]

    answer = enter(act.by).post(act.url, {**act.data, "version": 77})

    assert answer.status_code == 409
    assert NOTICE in text_of(answer)
    assert version_in(text_of(answer)) == str(act.row.version)


@pytest.mark.parametrize("name", VERSIONED)
def test_act_that_was_done_meanwhile_is_not_done_twice(enter, name):
    act = posts.every()[name]
    assert enter(act.by).post(act.url, act.data).status_code == 302
    done = fingerprint()

    again = enter(act.by).post(act.url, act.data)

    # A second tab, a double click: told of the conflict, or of what is so already.
    assert again.status_code in {409, 422}
    assert fingerprint() == done


def test_ten_pairs_of_editors_lose_no_update(enter):
    act, visitor, lost = of("outside-person-update"), enter("lx-staff"), 0

    for number in range(10):
        version = OutsidePerson.objects.get(pk=act.row.pk).version
        first, second = (
            visitor.post(act.url, {**act.data, "unit": f"{who}{number}", "version": version})
            for who in ("甲", "乙")
        )
        lost += OutsidePerson.objects.get(pk=act.row.pk).unit != f"甲{number}"
        assert (first.status_code, second.status_code) == (302, 409)

    assert lost == 0


def test_editing_what_was_closed_meanwhile_is_a_conflict(enter):
    act, staff = of("school-update"), enter("lx-staff")
    close = of("school-close")
    staff.post(close.url, close.data)

    answer = staff.post(act.url, act.data)

    assert answer.status_code == 409
    assert School.objects.get(pk=act.row.pk).closed_on is not None


def test_editing_what_moved_out_of_reach_meanwhile_is_not_found(enter):
    act = of("organisation-update")
    Organisation.objects.filter(pk=act.row.pk).update(
        path=Organisation.objects.get(code="SF").path + "elsewher"
    )

    assert enter("lx-staff").post(act.url, act.data).status_code == 404


def test_choosing_what_was_dissolved_meanwhile_is_told_at_the_field(enter):
    act, move = of("organisation-create"), of("organisation-dissolve")
    url = reverse("branches:organisation-create")
    party = Organisation.objects.get(code="LX10")
    with undone():
        enter("lx-staff").post(
            reverse("branches:organisation-dissolve", args=[party.pk]),
            {**move.data, "version": party.version},
        )

        answer = enter("lx-staff").post(url, {**act.data, "superior": party.pk})

    assert answer.status_code == 422
    assert "请从列出的选项中选择。" in text_of(answer)


def test_password_reset_twice_is_told(enter):
    act = of("account-reset")
    enter("lx-admin").post(act.url, act.data)
    kept = User.objects.get(pk=act.row.pk).password

    assert enter("lx-admin").post(act.url, act.data).status_code == 409
    assert User.objects.get(pk=act.row.pk).password == kept
