"""The sample county: its figures, what is wrong in it on purpose, and its accounts."""

from datetime import date

import pytest
from django.apps import apps

from branches.models import (
    AuditEvent,
    Coverage,
    HeadCount,
    Organisation,
    Record,
    School,
    User,
)
from branches.options import Option
from branches.rules import may_be_appointed, may_cover, may_stand_under, school_year
from branches.services.registers import setting_on
from tests.factories.branches import TODAY

LAST_YEAR = date(2025, 12, 31)
BUSINESS = [
    model for model in apps.get_app_config("branches").get_models() if issubclass(model, Record)
]


def password_in(printed):
    return printed.strip().rpartition("password: ")[2]


# The last complete year ------------------------------------------------------------------------


def test_last_complete_year_has_sixty_six_branches(the_county):
    assert Organisation.objects.on(LAST_YEAR).basic().count() == 66


def test_last_complete_year_has_four_general_branches(the_county):
    rows = Organisation.objects.on(LAST_YEAR).counted().filter(kind="GENERAL_BRANCH")

    assert rows.count() == 4


def test_nine_county_schools_have_nineteen_branches(the_county):
    schools = School.objects.on(LAST_YEAR).county()
    covering = Organisation.objects.basic().covering(schools, on=LAST_YEAR)

    assert (schools.count(), covering.count()) == (9, 19)


def test_every_township_school_has_a_branch_of_its_own(the_county):
    schools = School.objects.on(LAST_YEAR).township()
    covered = [list(school.coverages.on(LAST_YEAR)) for school in schools]

    assert len(covered) == 45
    assert {len(rows) for rows in covered} == {1}
    assert len({rows[0].organisation_id for rows in covered}) == 45


def test_three_private_schools_have_two_branches(the_county):
    own = School.objects.private().covered_in_form("OWN", on=LAST_YEAR)
    joint = School.objects.private().covered_in_form("JOINT", on=LAST_YEAR)
    branches = Organisation.objects.basic().covering(own | joint, on=LAST_YEAR)

    assert (own.count(), joint.count(), branches.count()) == (1, 2, 2)


def test_private_kindergartens_have_an_instructor_only(the_county):
    rows = School.objects.on(LAST_YEAR).private().covered_in_form("INSTRUCTOR", on=LAST_YEAR)

    assert {row.stage for row in rows} == {"KINDERGARTEN"}


def test_branch_of_the_bureau_is_outside_the_sixty_six(the_county):
    (outside,) = Organisation.objects.on(LAST_YEAR).outside()

    assert outside.name == "中共示范县教育局机关支部委员会"
    assert not Organisation.objects.basic().filter(pk=outside.pk).exists()


def test_year_before_the_last_can_be_compared_with_it(the_county):
    before = Organisation.objects.on(date(2024, 12, 31)).basic().count()

    assert 0 < before < 66


def test_every_school_was_counted_in_the_last_complete_year(the_county):
    assert not School.objects.on(LAST_YEAR).uncounted(on=LAST_YEAR).exists()


# What is wrong on purpose ----------------------------------------------------------------------


def test_current_year_holds_a_school_nobody_covers(the_county):
    assert School.objects.on(TODAY).private().covered_in_form("NONE", on=TODAY).exists()
    assert not School.objects.on(LAST_YEAR).covered_in_form("NONE", on=LAST_YEAR).exists()


def test_current_year_holds_a_joint_branch_over_too_many_schools(the_county):
    (joint,) = Organisation.objects.filter(kind="JOINT_BRANCH").with_schools(on=TODAY)

    assert joint.schools_covered == 6
    assert setting_on(Option.JOINT_BRANCH_UNITS, joint, TODAY) == 5


def test_current_school_year_lacks_head_counts(the_county):
    assert School.objects.on(TODAY).uncounted(on=TODAY).count() == 3


def test_current_year_holds_an_organisation_without_a_document(the_county):
    missing = Organisation.objects.on(TODAY).filter(founding_document="")

    assert [row.kind for row in missing] == ["TEMPORARY_BRANCH"]


# What holds for every row ----------------------------------------------------------------------


def test_every_organisation_stands_where_its_kind_may(the_county):
    for row in Organisation.objects.select_related("superior"):
        assert may_stand_under(row.kind, row.superior.kind if row.superior else "")


def test_every_coverage_is_in_a_way_of_its_kind(the_county):
    for row in Coverage.objects.select_related("organisation", "school"):
        assert may_cover(row.organisation.kind, row.role)
        assert row.starts_on >= max(row.organisation.founded_on, row.school.opened_on)


def test_every_row_keeps_its_own_rules(the_county):
    for model in BUSINESS:
        for row in model._base_manager.all():
            row.full_clean(validate_unique=False, validate_constraints=False)


def test_nothing_is_dated_after_the_last_day(the_county):
    assert not Organisation.objects.filter(founded_on__gt=TODAY).exists()
    assert not School.objects.filter(opened_on__gt=TODAY).exists()
    assert not Coverage.objects.filter(starts_on__gt=TODAY).exists()
    assert not HeadCount.objects.filter(school_year__gt=school_year(TODAY)).exists()


def test_every_code_and_name_is_one_organisations(the_county):
    for model in (Organisation, School):
        names = list(model.objects.values_list("name", flat=True))
        assert len(set(names)) == len(names)


def test_record_begins_a_year_before_the_last_complete_one(the_county):
    top = Organisation.objects.get(code="SF")

    assert setting_on(Option.OPENED_ON, top, TODAY) == date(2024, 1, 1)


# Accounts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("username", "role", "code"),
    [
        ("admin", "ADMINISTRATOR", "SF"),
        ("staff", "STAFF", "SF"),
        ("general", "GENERAL_SECRETARY", "SF01"),
        ("secretary", "SECRETARY", "SF0101"),
        ("clerk", "CLERK", "SF0101"),
        ("secretary2", "SECRETARY", "SF1102"),
        ("auditor", "AUDITOR", "SF"),
    ],
)
def test_sample_account_holds_its_role_and_opens_by_the_password(the_county, username, role, code):
    user = User.objects.get(username=username)
    (held,) = user.appointments_on(TODAY)

    assert (held.role, held.organisation.code) == (role, code)
    assert may_be_appointed(
        role, kind=held.organisation.kind, is_top=held.organisation.superior is None
    )
    assert (user.check_password(password_in(the_county)), user.must_change_password) == (
        True,
        False,
    )


def test_command_chooses_day_and_password_and_prints_how_to_log_in(the_county):
    password = password_in(the_county)

    assert len(password) == 26
    assert the_county == (
        "示范县 as of 2026-11-20: 66 branches, 71 schools, 1494 members.\n"
        "Accounts: admin, staff, general, secretary, clerk, secretary2, auditor; "
        f"password: {password}\n"
    )


def test_log_holds_no_password(the_county):
    for event in AuditEvent.objects.select_related("detail"):
        assert password_in(the_county) not in event.detail.text
