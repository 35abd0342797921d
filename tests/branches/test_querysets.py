"""Which rows: the day before, of and after; who may read; what adds up."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db.models import Count
from hypothesis import given, settings
from hypothesis import strategies as st

from branches import audit
from branches.audit import Verb
from branches.models import (
    Appointment,
    ApprovalPower,
    AuditEvent,
    Coverage,
    HeadCount,
    Organisation,
    OrganisationName,
    OutsidePerson,
    School,
    Setting,
    Superior,
    User,
)
from branches.options import Option
from branches.querysets import UnscopedRead, fuse, prefixes
from tests.database import rolled_back
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    ApprovalPowerFactory,
    CommitteeFactory,
    CoverageFactory,
    HeadCountFactory,
    OrganisationFactory,
    OutsidePersonFactory,
    SchoolFactory,
    SettingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
END = date(2025, 7, 1)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def general(top):
    return OrganisationFactory(kind="GENERAL_BRANCH", superior=top)


@pytest.fixture
def branch(general):
    return OrganisationFactory(superior=general)


@pytest.fixture
def sibling(top):
    """A branch beside the general branch: it exists, so it could leak."""
    return OrganisationFactory(superior=top)


def appointed(organisation, role="SECRETARY", **values):
    """Return somebody appointed there, as if asked anew."""
    row = AppointmentFactory(organisation=organisation, role=role, **values)
    return User.objects.get(pk=row.user_id)


def readable(rows, user, today=TODAY):
    return set(rows.readable_by(user, today=today))


# Days ------------------------------------------------------------------------------------------

DATED = {
    ApprovalPower: ApprovalPowerFactory,
    Appointment: AppointmentFactory,
    Coverage: CoverageFactory,
    Superior: lambda: Superior.objects.get(organisation=OrganisationFactory()),
    OrganisationName: lambda: OrganisationName.objects.get(organisation=CommitteeFactory()),
}
ROUND_ITS_TIME = [
    (FOUNDED - DAY, False),
    (FOUNDED, True),
    (FOUNDED + DAY, True),
    (END - DAY, True),
    (END, False),
    (END + DAY, False),
]


@pytest.mark.parametrize("model", DATED)
@pytest.mark.parametrize(("day", "holds"), ROUND_ITS_TIME)
def test_dated_row_holds_from_its_first_day_until_its_end(model, day, holds):
    row = DATED[model]()
    model.objects.filter(pk=row.pk).update(ends_on=END)

    assert model.objects.filter(pk=row.pk).on(day).exists() is holds


@pytest.mark.parametrize("model", DATED)
@pytest.mark.parametrize(("day", "holds"), [(FOUNDED - DAY, False), (date(2199, 1, 1), True)])
def test_dated_row_without_end_holds_for_ever(model, day, holds):
    row = DATED[model]()

    assert model.objects.filter(pk=row.pk).on(day).exists() is holds


@pytest.mark.parametrize(("day", "exists"), ROUND_ITS_TIME)
def test_organisation_exists_from_founding_until_dissolution(top, day, exists):
    Organisation.objects.filter(pk=top.pk).update(dissolved_on=END)

    assert Organisation.objects.on(day).exists() is exists


@pytest.mark.parametrize(("day", "exists"), ROUND_ITS_TIME)
def test_school_exists_from_opening_until_closing(day, exists):
    SchoolFactory(closed_on=END)

    assert School.objects.on(day).exists() is exists


@pytest.mark.parametrize(("day", "number"), [(day, int(holds)) for day, holds in ROUND_ITS_TIME])
def test_schools_are_counted_while_they_are_covered(day, number):
    row = CoverageFactory(ends_on=END)

    found = Organisation.objects.with_schools(on=day).get(pk=row.organisation_id)

    assert found.schools_covered == number


@pytest.mark.parametrize(("day", "covers"), ROUND_ITS_TIME)
def test_organisation_covers_while_its_coverage_holds(day, covers):
    CoverageFactory(ends_on=END)

    assert Organisation.objects.covering(School.objects.all(), on=day).exists() is covers


@pytest.mark.parametrize(("day", "holds"), ROUND_ITS_TIME)
def test_organisation_has_an_account_while_somebody_is_appointed_there(top, day, holds):
    AppointmentFactory(organisation=top, ends_on=END)

    assert Organisation.objects.without_account(on=day).exists() is not holds


@pytest.mark.parametrize(("day", "holds"), ROUND_ITS_TIME)
def test_role_is_held_while_the_appointment_holds(top, day, holds):
    user = appointed(top, "STAFF", ends_on=END)

    assert user.roles(on=day) == ({"STAFF"} if holds else set())
    assert user.roots(on=day) == ((top.path,) if holds else ())


# The tree --------------------------------------------------------------------------------------


def test_within_is_the_organisation_and_everything_beneath(top, general, branch, sibling):
    assert set(Organisation.objects.within(general)) == {general, branch}
    assert set(Organisation.objects.within(top)) == {top, general, branch, sibling}
    assert set(Organisation.objects.within(branch)) == {branch}


def test_within_never_takes_a_path_that_only_sorts_beside(top):
    rows = [
        Organisation(kind="COMMITTEE", code=path, path=path, founded_on=FOUNDED)
        for path in ("aaaaaaaa", "aaaaaaaaaaaaaaaa", "aaaaaaab", "aaaaaaaz", "aaaaaaa9")
    ]
    Organisation.objects.bulk_create(rows)

    found = Organisation.objects.within(rows[0]).values_list("path", flat=True)

    assert sorted(found) == ["aaaaaaaa", "aaaaaaaaaaaaaaaa"]


def test_above_is_the_organisation_and_its_superiors_the_top_first(top, general, branch, sibling):
    assert list(Organisation.objects.above(branch)) == [top, general, branch]


def test_prefixes_of_a_path_are_those_of_all_above():
    assert prefixes("aaaaaaaabbbbbbbbcccccccc") == [
        "aaaaaaaa",
        "aaaaaaaabbbbbbbb",
        "aaaaaaaabbbbbbbbcccccccc",
    ]


# The right to read -----------------------------------------------------------------------------


def test_secretary_reads_her_branch_alone(branch, sibling):
    assert readable(Organisation.objects, appointed(branch)) == {branch}


def test_secretary_of_a_general_branch_reads_what_is_beneath(general, branch, sibling):
    user = appointed(general, "GENERAL_SECRETARY")

    assert readable(Organisation.objects, user) == {general, branch}


def test_staff_read_the_whole_tree_and_no_other(top, general, branch, sibling):
    CommitteeFactory()

    assert readable(Organisation.objects, appointed(top, "STAFF")) == {
        top,
        general,
        branch,
        sibling,
    }


def test_auditor_reads_no_organisation(top):
    assert readable(Organisation.objects, appointed(top, "AUDITOR")) == set()


def test_who_is_an_auditor_and_something_else_reads_as_that(top, branch):
    user = appointed(branch)
    AppointmentFactory(user=user, organisation=top, role="AUDITOR")

    assert readable(Organisation.objects, user) == {branch}


def test_who_holds_two_branches_reads_both(branch, sibling):
    OrganisationFactory()
    user = appointed(branch)
    AppointmentFactory(user=user, organisation=sibling, role="CLERK")

    assert readable(Organisation.objects, user) == {branch, sibling}


def test_who_holds_a_branch_twice_reads_it_once(general, branch):
    user = appointed(branch)
    AppointmentFactory(user=user, organisation=general, role="GENERAL_SECRETARY")

    assert list(Organisation.objects.readable_by(user, today=TODAY).order_by("path")) == [
        general,
        branch,
    ]


READABLE = {
    Organisation: CommitteeFactory,
    Superior: lambda: Superior.objects.get(organisation=OrganisationFactory()),
    OrganisationName: lambda: OrganisationName.objects.get(organisation=CommitteeFactory()),
    ApprovalPower: ApprovalPowerFactory,
    OutsidePerson: OutsidePersonFactory,
    Setting: SettingFactory,
    School: SchoolFactory,
    Coverage: CoverageFactory,
    Appointment: AppointmentFactory,
}


def home_of(row):
    """Return the organisation a row belongs to."""
    if isinstance(row, Organisation):
        return row
    return getattr(row, "kept_by", None) or row.organisation


@pytest.mark.parametrize("model", READABLE)
def test_nothing_is_readable_without_an_appointment(model):
    READABLE[model]()

    assert readable(model.objects, UserFactory()) == set()


@pytest.mark.parametrize("model", READABLE)
def test_row_is_readable_where_one_is_appointed_and_no_other(model):
    READABLE[model]()  # of another committee: it exists, so it could leak
    row = READABLE[model]()
    user = UserFactory()
    AppointmentFactory.build(user=user, organisation=home_of(row), role="STAFF").save()
    rows = model.objects.exclude(user=user) if model is Appointment else model.objects

    assert set(rows.all().readable_by(user, today=TODAY)) == {row}


@pytest.mark.parametrize("model", READABLE)
@pytest.mark.parametrize(
    "held",
    [
        {"starts_on": FOUNDED, "ends_on": TODAY},  # ended this morning
        {"starts_on": TODAY + DAY},  # begins tomorrow
    ],
)
def test_row_is_not_readable_by_an_appointment_of_another_day(model, held):
    row = READABLE[model]()
    user = appointed(home_of(row), "STAFF", **held)

    assert readable(model.objects, user) == set()


def test_appointment_is_readable_on_its_first_day_and_its_last(top):
    user = appointed(top, "STAFF", starts_on=TODAY, ends_on=TODAY + DAY)

    assert readable(Organisation.objects, user) == {top}


@pytest.mark.parametrize("model", READABLE)
def test_what_is_readable_may_be_read_while_the_fuse_is_armed(model):
    user = appointed(home_of(READABLE[model]()), "STAFF")

    with fuse(on=True):
        assert readable(model.objects, user) != set()


# The fuse --------------------------------------------------------------------------------------

READ = {
    "list": list,
    "bool": bool,
    "len": len,
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "get": lambda rows: rows.get(pk=1),
    "index": lambda rows: rows.order_by("pk")[0],
    "slice": lambda rows: list(rows.order_by("pk")[:1]),
    "values": lambda rows: list(rows.values("pk")),
    "values_list": lambda rows: list(rows.values_list("pk", flat=True)),
    "iterator": lambda rows: list(rows.iterator()),
    "aggregate": lambda rows: rows.aggregate(number=Count("pk")),
    "in_bulk": lambda rows: rows.in_bulk(),
    "contains": lambda rows: rows.contains(Organisation(pk=1)),
    "filter": lambda rows: list(rows.filter(kind="BRANCH").exclude(code="").distinct()),
    "annotate": lambda rows: list(rows.annotate(number=Count("superiors")).order_by("pk")),
}


@pytest.mark.parametrize("read", READ)
def test_unscoped_read_blows_the_fuse(read):
    with fuse(on=True), pytest.raises(UnscopedRead, match="Organisation read without readable_by"):
        READ[read](Organisation.objects.all())


@pytest.mark.parametrize("read", [name for name in READ if name != "get"])
def test_scoped_read_does_not(top, read):
    rows = Organisation.objects.readable_by(appointed(top, "STAFF"), today=TODAY)

    with fuse(on=True):
        READ[read](rows)


@pytest.mark.parametrize("read", [name for name in READ if name != "get"])
def test_unscoped_read_is_free_where_the_fuse_is_lifted(top, read):
    with fuse(on=True), fuse(on=False):
        READ[read](Organisation.objects.all())


def test_rows_beside_scoped_ones_are_not_scoped(top):
    rows = Organisation.objects.readable_by(UserFactory(), today=TODAY)

    with fuse(on=True), pytest.raises(UnscopedRead):
        list(rows | Organisation.objects.all())


def test_rows_of_a_row_are_not_scoped(top):
    with fuse(on=True), pytest.raises(UnscopedRead):
        list(top.subordinates.all())


def test_rows_already_read_may_be_read_again(top):
    rows = Organisation.objects.all()
    list(rows)

    with fuse(on=True):
        assert (len(rows), rows.count(), rows.exists()) == (1, 1, True)


def test_fuse_is_as_before_when_something_fails_inside():
    with pytest.raises(ZeroDivisionError), fuse(on=True):
        raise ZeroDivisionError

    assert Organisation.objects.count() == 0


def test_scope_goes_with_the_rows_it_is_narrowed_to(top):
    rows = Organisation.objects.readable_by(appointed(top, "STAFF"), today=TODAY)

    assert not Organisation.objects.all().is_scoped
    assert rows.is_scoped
    assert rows.filter(kind="BRANCH").order_by("code")[:5].is_scoped


# Kinds of organisations ------------------------------------------------------------------------


@pytest.fixture
def kinds(top):
    """One organisation of each kind, and a branch that answers to somebody else."""
    made = {
        kind: OrganisationFactory(kind=kind, superior=top)
        for kind in Organisation.Kind
        if kind != "COMMITTEE"
    }
    made["OUTSIDE"] = OrganisationFactory(superior=top, outside_superior="县直机关工委")
    return {"COMMITTEE": top} | made


def names_of(kinds, rows):
    keys = {row.pk: kind for kind, row in kinds.items()}
    return {keys[row.pk] for row in rows}


def test_counted_are_all_of_this_tree(kinds):
    assert names_of(kinds, Organisation.objects.counted()) == set(kinds) - {"OUTSIDE"}


def test_outside_are_those_that_answer_to_another_body(kinds):
    assert names_of(kinds, Organisation.objects.outside()) == {"OUTSIDE"}


def test_basic_are_branches_and_joint_branches_of_this_tree(kinds):
    assert names_of(kinds, Organisation.objects.basic()) == {"BRANCH", "JOINT_BRANCH"}


def test_covering_leaves_out_who_only_sends_an_instructor(top):
    CoverageFactory(organisation=top, role="INSTRUCTOR")
    row = CoverageFactory(role="ATTACHED")

    found = Organisation.objects.covering(School.objects.all(), on=TODAY)

    assert list(found) == [row.organisation]


def test_covering_asks_for_these_schools_alone():
    row = CoverageFactory()
    CoverageFactory()

    found = Organisation.objects.covering(School.objects.filter(pk=row.school_id), on=TODAY)

    assert list(found) == [row.organisation]


def test_organisation_covering_two_of_the_schools_is_found_once(branch):
    CoverageFactory.create_batch(2, organisation=branch)

    assert list(Organisation.objects.covering(School.objects.all(), on=TODAY)) == [branch]


def test_schools_covered_in_any_way_are_counted(top, branch):
    CoverageFactory.create_batch(3, organisation=branch)
    CoverageFactory.create_batch(2, organisation=top, role="INSTRUCTOR")

    found = Organisation.objects.with_schools(on=TODAY)

    assert found.get(pk=branch.pk).schools_covered == 3
    assert found.get(pk=top.pk).schools_covered == 2


def test_organisation_above_has_no_account_because_one_beneath_has(general, branch):
    AppointmentFactory(organisation=branch, role="SECRETARY")

    found = Organisation.objects.without_account(on=TODAY)

    assert branch not in found
    assert general in found


@pytest.mark.parametrize(
    "typed",
    [
        "第一中学",
        "diyizhong",
        "DIYI",
        "sfxdyzx",
        "一中党支部",  # the short name is what lists show
        "SF01",
        "sf01",
    ],
)
@pytest.mark.parametrize("build", [OrganisationFactory, SchoolFactory])
def test_row_is_found_by_what_people_type(build, typed):
    row = build(name="示范县第一中学", short_name="一中党支部", code="SF0101")

    assert list(type(row).objects.named(typed)) == [row]


@pytest.mark.parametrize("typed", ["第二中学", "0101", "%", "_", "\\", "'", "x" * 100])
@pytest.mark.parametrize("build", [OrganisationFactory, SchoolFactory])
def test_row_is_not_found_by_anything_else(build, typed):
    row = build(name="示范县第一中学", short_name="一中党支部", code="SF0101")
    rows = type(row).objects.filter(pk=row.pk)

    assert list(rows.named(typed)) == []


@pytest.mark.parametrize("typed", ["周怀民", "zhouhuaimin", "zhm", "组织部"])
def test_outside_person_is_found_by_name_or_unit(typed):
    row = OutsidePersonFactory(name="周怀民", unit="县委组织部")
    OutsidePersonFactory(name="郑书雅", unit="教育局")

    assert list(OutsidePerson.objects.named(typed)) == [row]


# Schools ---------------------------------------------------------------------------------------


def test_schools_are_divided_by_ownership_and_level(top):
    rows = {
        (ownership, level): SchoolFactory(
            kept_by=top, ownership=ownership, level=level, township="城关镇"
        )
        for ownership in School.Ownership
        for level in School.Level
    }

    assert list(School.objects.county()) == [rows["PUBLIC", "COUNTY"]]
    assert list(School.objects.township()) == [rows["PUBLIC", "TOWNSHIP"]]
    assert set(School.objects.private()) == {rows["PRIVATE", level] for level in School.Level}


def test_school_is_readable_by_whose_branch_covers_it_today(branch):
    row = CoverageFactory(organisation=branch)
    SchoolFactory(kept_by=row.school.kept_by)  # kept beside it, covered by nobody

    assert readable(School.objects, appointed(branch)) == {row.school}


@pytest.mark.parametrize(
    "held", [{"ends_on": TODAY}, {"starts_on": TODAY + DAY}, {"ends_on": END}]
)
def test_school_is_not_readable_by_a_coverage_of_another_day(branch, held):
    CoverageFactory(organisation=branch, **held)

    assert readable(School.objects, appointed(branch)) == set()


def test_school_covered_twice_is_read_once(top, branch, sibling):
    row = CoverageFactory(organisation=branch)
    CoverageFactory(organisation=sibling, school=row.school, role="ATTACHED")

    assert list(School.objects.readable_by(appointed(top, "STAFF"), today=TODAY)) == [row.school]


def test_auditor_reads_no_school(branch):
    CoverageFactory(organisation=branch)

    assert readable(School.objects, appointed(branch.superior, "AUDITOR")) == set()


@pytest.mark.parametrize(("day", "is_within"), ROUND_ITS_TIME)
def test_school_is_within_whoever_covers_it_on_that_day(branch, day, is_within):
    CoverageFactory(organisation=branch, ends_on=END)

    assert School.objects.within(branch, on=day).exists() is is_within


def test_school_is_within_whoever_keeps_it_and_all_above(top, general, sibling):
    row = SchoolFactory(kept_by=general)

    assert list(School.objects.within(top, on=TODAY)) == [row]
    assert list(School.objects.within(general, on=TODAY)) == [row]
    assert list(School.objects.within(sibling, on=TODAY)) == []


ROLES = ["OWN", "JOINT", "ATTACHED", "INSTRUCTOR"]


@pytest.mark.parametrize(
    ("roles", "form"),
    [
        ([], "NONE"),
        (["INSTRUCTOR"], "INSTRUCTOR"),
        (["ATTACHED"], "ATTACHED"),
        (["JOINT"], "JOINT"),
        (["OWN"], "OWN"),
        (["INSTRUCTOR", "ATTACHED"], "ATTACHED"),
        (["ATTACHED", "JOINT"], "JOINT"),
        (["JOINT", "OWN"], "OWN"),
        (ROLES, "OWN"),
        (["OWN", "OWN"], "OWN"),
    ],
)
def test_school_is_covered_in_its_strongest_form(roles, form):
    school = SchoolFactory()
    for role in roles:
        CoverageFactory(school=school, role=role)

    assert School.objects.with_coverage_form(on=TODAY).get(pk=school.pk).coverage_form == form
    assert list(School.objects.covered_in_form(form, on=TODAY)) == [school]


@pytest.mark.parametrize(("day", "holds"), ROUND_ITS_TIME)
def test_form_of_coverage_is_that_of_the_day(day, holds):
    row = CoverageFactory(ends_on=END)

    found = School.objects.with_coverage_form(on=day).get(pk=row.school_id)

    assert found.coverage_form == ("OWN" if holds else "NONE")


@st.composite
def covered_schools(draw):
    """Draw for each of some schools the ways it is covered: role, first day, end."""
    way = st.tuples(
        st.sampled_from(ROLES),
        st.integers(min_value=0, max_value=4),
        st.none() | st.integers(min_value=5, max_value=8),
    )
    return draw(st.lists(st.lists(way, max_size=4), max_size=5))


def strongest(ways, number):
    """Recount in plain words: the first of ROLES that holds on that day."""
    held = {role for role, start, end in ways if start <= number and (end is None or number < end)}
    return next((role for role in ROLES if role in held), "NONE")


@settings(max_examples=25)
@given(schools=covered_schools(), number=st.integers(min_value=0, max_value=9))
def test_forms_of_coverage_are_a_partition(schools, number):
    with rolled_back():
        committee = CommitteeFactory()
        branches = OrganisationFactory.create_batch(4, superior=committee)
        made = [SchoolFactory(kept_by=committee) for _ in schools]
        Coverage.objects.bulk_create(
            Coverage(
                organisation=branch,
                school=school,
                role=role,
                starts_on=FOUNDED + start * DAY,
                ends_on=None if end is None else FOUNDED + end * DAY,
            )
            for school, ways in zip(made, schools, strict=True)
            for branch, (role, start, end) in zip(branches, ways, strict=False)
        )
        day = FOUNDED + number * DAY
        expected = Counter(strongest(ways, number) for ways in schools)

        rows = School.objects.with_coverage_form(on=day)
        parts = {form: rows.filter(coverage_form=form).count() for form in [*ROLES, "NONE"]}

        assert parts == {form: expected[form] for form in parts}
        assert sum(parts.values()) == len(schools)


# Head counts -----------------------------------------------------------------------------------


@pytest.fixture
def counted():
    """A school counted in 2023 and 2025."""
    school = SchoolFactory()
    HeadCountFactory(school=school, school_year=2023, staff=30, teachers=20)
    HeadCountFactory(school=school, school_year=2025, staff=50)
    return school


CARRIED = [
    (date(2023, 8, 31), None),
    (date(2023, 9, 1), 2023),
    (date(2024, 9, 1), 2023),  # nobody counted that year
    (date(2025, 8, 31), 2023),
    (date(2025, 9, 1), 2025),
    (date(2026, 11, 20), 2025),
]


@pytest.mark.parametrize(("day", "year"), CARRIED)
def test_head_count_is_carried_forward_until_a_newer_one(counted, day, year):
    found = School.objects.with_head_count(on=day).get(pk=counted.pk)
    expected = {None: (None, None, None), 2023: (30, 20, 2023), 2025: (50, None, 2025)}

    assert (found.staff, found.teachers, found.counted_year) == expected[year]


@pytest.mark.parametrize(("day", "year"), CARRIED)
def test_newest_head_count_of_a_day_is_one_row_a_school(counted, day, year):
    HeadCountFactory(school_year=2020)

    found = (
        HeadCount.objects.as_of(day).filter(school=counted).values_list("school_year", flat=True)
    )

    assert list(found) == ([] if year is None else [year])


@pytest.mark.parametrize(
    ("day", "is_uncounted"),
    [
        (date(2025, 8, 31), True),
        (date(2025, 9, 1), False),
        (date(2026, 8, 31), False),
        (date(2026, 9, 1), True),
    ],
)
def test_school_is_uncounted_until_it_has_a_count_of_the_school_year(counted, day, is_uncounted):
    assert School.objects.uncounted(on=day).exists() is is_uncounted


def test_head_counts_of_readable_schools_are_readable(counted):
    schools = School.objects.readable_by(appointed(counted.kept_by, "STAFF"), today=TODAY)
    HeadCountFactory()  # of another committee

    with fuse(on=True):
        found = HeadCount.objects.of_schools(schools).values_list("school", flat=True)

        assert set(found) == {counted.pk}


def test_head_counts_of_any_schools_are_not(counted):
    with fuse(on=True), pytest.raises(UnscopedRead):
        list(HeadCount.objects.of_schools(School.objects.all()))


def test_school_list_shows_a_row_without_another_query(counted, django_assert_num_queries):
    CoverageFactory(school=counted)

    with django_assert_num_queries(1):
        (row,) = School.objects.for_listing(on=TODAY)

        assert (row.coverage_form, row.staff, row.counted_year) == ("OWN", 50, 2025)


def test_organisation_list_shows_a_row_without_another_query(branch, django_assert_num_queries):
    with django_assert_num_queries(1):
        rows = list(Organisation.objects.with_schools(on=TODAY).for_listing())

        assert [(row.superior and row.superior.code, row.schools_covered) for row in rows] == [
            (None, 0),
            (rows[0].code, 0),
            (rows[1].code, 0),
        ]


# Accounts and the log --------------------------------------------------------------------------


def test_administrator_manages_all_accounts(top):
    user = appointed(top, "ADMINISTRATOR")
    other = UserFactory()

    assert set(User.objects.managed_by(user, today=TODAY)) == {user, other}


@pytest.mark.parametrize("role", ["STAFF", "AUDITOR", "SECRETARY", "CLERK", "GENERAL_SECRETARY"])
def test_nobody_else_manages_accounts(top, role):
    assert list(User.objects.managed_by(appointed(top, role), today=TODAY)) == []


@pytest.mark.parametrize("held", [{"ends_on": TODAY}, {"starts_on": TODAY + DAY}])
def test_administrator_of_another_day_manages_none(top, held):
    assert (
        list(User.objects.managed_by(appointed(top, "ADMINISTRATOR", **held), today=TODAY)) == []
    )


def test_accounts_come_with_what_they_hold_on_the_day(top, branch):
    held = AppointmentFactory(organisation=top)
    AppointmentFactory(user=held.user, organisation=branch, role="SECRETARY", ends_on=TODAY)

    found = User.objects.all().with_roles(on=TODAY).get()

    assert found.held == [held]


def test_appointments_of_accounts_one_manages_are_readable(top):
    user = appointed(top, "ADMINISTRATOR")
    accounts = User.objects.managed_by(user, today=TODAY)

    with fuse(on=True):
        assert [row.user for row in Appointment.objects.of_accounts(accounts)] == [user]


def test_appointments_of_any_accounts_are_not(top):
    with fuse(on=True), pytest.raises(UnscopedRead):
        list(Appointment.objects.of_accounts(User.objects.all()))


@pytest.mark.parametrize("typed", ["wangxin", "WANGXIN", "王欣", "ngx"])
def test_account_is_found_by_user_name_or_name(typed):
    user = UserFactory(username="wangxin", name="王欣")
    UserFactory()

    assert list(User.objects.all().named(typed)) == [user]


@pytest.fixture
def log(general, branch, sibling):
    """One event of the branch, one of its sibling, one of the installation."""
    AuditEvent.objects.model._base_manager.all()
    made = {
        "branch": audit.record(Verb.EXPORTED, by=None, organisation=branch),
        "sibling": audit.record(Verb.EXPORTED, by=None, organisation=sibling),
        "installation": audit.record(Verb.EXPORTED, by=None),
    }
    return {event.pk: name for name, event in made.items()}


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("ADMINISTRATOR", {"branch", "sibling", "installation"}),
        ("AUDITOR", {"branch", "sibling", "installation"}),
        ("STAFF", {"branch", "sibling"}),
    ],
)
def test_log_is_readable_by_role_at_the_top(log, top, role, expected):
    rows = AuditEvent.objects.filter(verb=Verb.EXPORTED)

    found = rows.readable_by(appointed(top, role), today=TODAY)

    assert {log[event.pk] for event in found} == expected


def test_log_of_a_branch_is_readable_there_and_above(log, general, branch):
    rows = AuditEvent.objects.filter(verb=Verb.EXPORTED)
    users = [appointed(general, "GENERAL_SECRETARY"), appointed(branch)]

    found = [[log[event.pk] for event in rows.readable_by(user, today=TODAY)] for user in users]

    assert found == [["branch"], ["branch"]]


def test_log_is_closed_without_an_appointment(log):
    assert list(AuditEvent.objects.readable_by(UserFactory(), today=TODAY)) == []


def test_events_about_a_row_come_newest_first(branch, sibling):
    first = audit.record(Verb.ORGANISATION_CORRECTED, branch, by=None)
    audit.record(Verb.ORGANISATION_CORRECTED, sibling, by=None)
    second = audit.record(Verb.ORGANISATION_RENAMED, branch, by=None)

    founded, *later = reversed(AuditEvent.objects.about(branch))

    assert founded.verb == Verb.ORGANISATION_FOUNDED
    assert later == [first, second]


# Settings --------------------------------------------------------------------------------------


def values(organisation, day=TODAY):
    rows = Setting.objects.in_force(
        {Option.JOINT_BRANCH_UNITS: day}, paths=prefixes(organisation.path)
    )
    return [row.value for row in rows]


def test_setting_nearest_then_newest_decides(top, general, branch, sibling):
    SettingFactory(organisation=top, value="6")
    SettingFactory(organisation=top, value="7", since=END)
    SettingFactory(organisation=general, value="8")
    SettingFactory(organisation=sibling, value="9")

    assert values(branch) == ["8", "7", "6"]
    assert values(top) == ["7", "6"]


@pytest.mark.parametrize(("day", "found"), [(END - DAY, []), (END, ["7"]), (END + DAY, ["7"])])
def test_setting_holds_from_its_day(top, day, found):
    SettingFactory(organisation=top, value="7", since=END)

    assert values(top, day) == found


def test_setting_of_another_option_does_not_decide(top):
    SettingFactory(organisation=top, option=Option.OPENED_ON, value="2025-01-01")

    assert values(top) == []
