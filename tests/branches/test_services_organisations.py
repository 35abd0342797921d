"""Found, correct, rename, move, dissolve, restore: what is so afterwards, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from branches.audit import Verb
from branches.models import (
    MAX_DEPTH,
    Coverage,
    Organisation,
    OrganisationName,
    Stale,
    Superior,
    User,
)
from branches.querysets import STEP
from branches.services import organisations, places
from branches.services.organisations import (
    CannotDissolve,
    CannotMove,
    CannotRestore,
    Facts,
    NewOrganisation,
)
from tests.database import rolled_back
from tests.events import detail, recorded
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    ApprovalPowerFactory,
    CommitteeFactory,
    CoverageFactory,
    OrganisationFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
CHANGED = date(2025, 7, 1)


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
def staff(top):
    return AppointmentFactory(organisation=top).user


def facts(**values):
    valid = {"code": "N1", "member_kind": "MIXED", "founded_on": CHANGED}
    return Facts(**(valid | values))


def found(superior, *, by=None, kind="BRANCH", name="中共新支部委员会", **values):
    return organisations.found(
        kind=kind, name=name, short_name="新支部", superior=superior, facts=facts(**values), by=by
    )


def correct(organisation, *, by, version=1, **values):
    kept = {name: getattr(organisation, name) for name in Facts.__dataclass_fields__}
    return organisations.correct(
        organisation=organisation,
        facts=Facts(**(kept | values)),
        reason="录入有误",
        version=version,
        by=by,
    )


def rename(organisation, *, by, on=CHANGED, version=1, **values):
    names = {"kind": organisation.kind, "name": "新全称", "short_name": "新简称"}
    return organisations.rename(
        today=TODAY,
        organisation=organisation,
        **(names | values),
        on=on,
        document="批复1号",
        version=version,
        by=by,
    )


def move(organisation, to, *, by, on=CHANGED, version=1):
    return organisations.move(
        today=TODAY,
        organisation=organisation,
        to=to,
        on=on,
        document="批复2号",
        version=version,
        by=by,
    )


def dissolve(organisation, *, by, on=CHANGED, version=1):
    return organisations.dissolve(
        today=TODAY, organisation=organisation, on=on, document="批复3号", version=version, by=by
    )


def restore(organisation, *, by, version=2):
    return organisations.restore(
        organisation=organisation, reason="误操作", version=version, by=by
    )


def refused(act, *args, **values):
    """Return what a refusal says, by field."""
    with pytest.raises(ValidationError) as refusal, recorded() as events:
        act(*args, **values)
    assert events == []
    return refusal.value.message_dict


def as_stored(row):
    return type(row).objects.get(pk=row.pk)


def state():
    """Return all that is stored of the tree, to be compared before and after."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Organisation, OrganisationName, Superior, Coverage)
    ]


# Found -----------------------------------------------------------------------------------------


def test_founded_organisation_stands_under_its_superior(top, staff):
    made = as_stored(found(top, by=staff))

    assert made.superior == top
    assert made.path[:-STEP] == top.path
    assert len(made.path) == 2 * STEP
    assert made.recorded_by == staff
    assert made.name_key == "zhonggongxinzhibuweiyuanhui zgxzbwyh 中共新支部委员会"


def test_founding_records_the_first_name_and_superior(top, staff):
    made = found(top, by=staff, founding_document="批复9号")

    name, superior = made.names.get(), made.superiors.get()
    assert (name.kind, name.name, name.short_name) == ("BRANCH", "中共新支部委员会", "新支部")
    assert (name.starts_on, name.ends_on, name.document) == (CHANGED, None, "批复9号")
    assert (superior.superior, superior.starts_on, superior.ends_on) == (top, CHANGED, None)
    assert (name.recorded_by, superior.recorded_by) == (staff, staff)


def test_founding_is_logged_once(top, staff):
    with recorded() as events:
        made = found(top, by=staff)

    (event,) = events
    assert event.verb == Verb.ORGANISATION_FOUNDED
    assert (event.actor_id, event.actor_name, event.role) == (staff.pk, staff.name, "STAFF")
    assert (event.organisation_id, event.target_uid) == (made.pk, made.uid)
    assert detail(event) == {
        "code": "N1",
        "member_kind": "MIXED",
        "founded_on": "2025-07-01",
        "founding_document": "",
        "outside_superior": "",
    }


def test_top_is_founded_without_a_superior(staff):
    made = found(None, by=staff, kind="COMMITTEE")

    assert (made.superior, len(made.path)) == (None, STEP)
    assert made.superiors.count() == 0


def test_nothing_is_founded_when_the_log_fails(top, staff, broken_log):
    before = state()

    with pytest.raises(broken_log):
        found(top, by=staff)

    assert state() == before


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("BRANCH", "党支部不能设在党支部之下，请选择别的上级党组织。"),
        ("COMMITTEE", "教育工委不能设在党支部之下，请选择别的上级党组织。"),
    ],
)
def test_nothing_is_founded_under_a_branch(branch, staff, kind, message):
    assert refused(found, branch, by=staff, kind=kind) == {"superior": [message]}


def test_branch_is_not_founded_without_a_superior(staff):
    assert refused(found, None, by=staff) == {"superior": ["党支部要有上级党组织，请选择。"]}


def test_nothing_is_founded_before_its_superior(top, staff):
    message = f"上级党组织 {FOUNDED} 才成立，成立日期不能更早。"

    assert refused(found, top, by=staff, founded_on=FOUNDED - DAY) == {"founded_on": [message]}


def test_organisation_may_be_founded_on_the_day_of_its_superior(top, staff):
    assert found(top, by=staff, founded_on=FOUNDED).founded_on == FOUNDED


def test_nothing_is_founded_under_what_is_dissolved(top, branch, general, staff):
    dissolve(branch, by=staff)
    dissolve(general, by=staff)
    message = f"{general}已经撤销，请选择别的上级党组织。"

    assert refused(found, general, by=staff) == {"superior": [message]}


def test_code_is_not_given_twice(top, staff):
    found(top, by=staff)

    assert refused(found, top, by=staff) == {"code": ["这个编码已被使用，请换一个。"]}


def test_founding_looks_at_the_superior_as_it_is_now(top, branch, general, staff):
    seen_before = as_stored(general)
    move(general, OrganisationFactory(kind="PARTY_COMMITTEE", superior=top), by=staff)

    made = found(seen_before, by=staff)

    assert made.path[:-STEP] == as_stored(general).path


def deepest(levels):
    """Return the lowest of so many committees, one under the other."""
    lowest = CommitteeFactory()
    for _ in range(levels - 1):
        lowest = CommitteeFactory(superior=lowest)
    return lowest


def test_tree_may_be_as_deep_as_its_paths_are_long(staff):
    assert found(deepest(MAX_DEPTH - 1), by=staff).depth == MAX_DEPTH


def test_tree_is_no_deeper(staff):
    message = "层级最多 12 级，请选择更高一级的党组织。"

    assert refused(found, deepest(MAX_DEPTH), by=staff) == {"superior": [message]}


# Found many ------------------------------------------------------------------------------------


def row(code, superior, *, kind="BRANCH", name="支部", **values):
    return NewOrganisation(
        kind=kind, name=name, short_name=name, superior=superior, facts=facts(code=code, **values)
    )


def test_many_are_founded_each_under_its_superior(top, staff):
    rows = [
        row("G", top.code, kind="GENERAL_BRANCH"),
        row("G1", "G"),
        row("B", top.code),
        row("C", "", kind="COMMITTEE"),
    ]

    made = organisations.found_many(rows=rows, by=staff)

    stored = {code: as_stored(one) for code, one in made.items()}
    assert {code: one.superior and one.superior.code for code, one in stored.items()} == {
        "G": top.code,
        "G1": "G",
        "B": top.code,
        "C": None,
    }
    assert stored["G1"].path[:-STEP] == stored["G"].path
    assert {one.recorded_by for one in stored.values()} == {staff}


def test_founding_many_records_first_names_and_superiors(top, staff):
    made = organisations.found_many(rows=[row("B", top.code)], by=staff)["B"]

    name, superior = made.names.get(), made.superiors.get()
    assert (name.name, name.starts_on, name.recorded_by) == ("支部", CHANGED, staff)
    assert (superior.superior, superior.starts_on, superior.recorded_by) == (top, CHANGED, staff)


def test_founding_many_is_logged_once_with_their_number(top, staff):
    with recorded() as events:
        organisations.found_many(rows=[row("B1", top.code), row("B2", top.code)], by=staff)

    (event,) = events
    assert event.verb == Verb.ORGANISATIONS_FOUNDED
    assert detail(event)["count"] == 2
    assert len(detail(event)["digest"]) == 64


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (row("B", "T"), "第 2 行：编码 B 已被使用，请换一个。"),
        (row("T", "T"), "第 2 行：编码 T 已被使用，请换一个。"),
        (row("X", "NOBODY"), "第 2 行：没有编码为 NOBODY 的上级党组织。"),
        (row("X", "LATER"), "第 2 行：没有编码为 LATER 的上级党组织。"),
        (row("X", "B"), "第 2 行：党支部不能设在党支部之下，请选择别的上级党组织。"),
        (row("X", ""), "第 2 行：党支部要有上级党组织，请选择。"),
        (
            row("X", "T", founded_on=FOUNDED - DAY),
            "第 2 行：上级党组织 2020-01-01 才成立，成立日期不能更早。",
        ),
        (
            row("X", "T", name="一\n二"),
            "第 2 行：这里只能写一行，请去掉换行和制表符。；这里只能写一行，请去掉换行和制表符。",
        ),
        (row("X", "T", member_kind="NOPE"), "第 2 行：值 'NOPE' 不是有效选项。"),
    ],
)
def test_bad_row_is_named_and_nothing_is_written(staff, bad, message):
    CommitteeFactory(code="T")
    before = state()

    with pytest.raises(ValidationError) as refusal, recorded() as events:
        organisations.found_many(rows=[row("B", "T"), bad, row("LATER", "T")], by=staff)

    assert refusal.value.messages == [message]
    assert (state(), events) == (before, [])


def test_nothing_of_many_is_founded_when_the_log_fails(top, staff, broken_log):
    before = state()

    with pytest.raises(broken_log):
        organisations.found_many(rows=[row("B", top.code)], by=staff)

    assert state() == before


@pytest.mark.parametrize("number", [3, 30])
def test_founding_many_asks_the_same_number_of_queries(
    top, staff, number, django_assert_num_queries
):
    rows = [row(f"B{place}", top.code) for place in range(number)]

    with django_assert_num_queries(9):
        organisations.found_many(rows=rows, by=staff)


# Correct ---------------------------------------------------------------------------------------


def test_facts_are_corrected(branch, staff):
    correct(branch, by=staff, code="NEW", outside_superior="县直机关工委")

    stored = as_stored(branch)
    assert (stored.code, stored.outside_superior, stored.version) == ("NEW", "县直机关工委", 2)


def test_correction_is_logged_once_with_what_changed(branch, staff):
    code = branch.code

    with recorded() as events:
        correct(branch, by=staff, code="NEW")

    (event,) = events
    assert (event.verb, event.reason) == (Verb.ORGANISATION_CORRECTED, "录入有误")
    assert detail(event) == {"changes": {"code": [code, "NEW"]}}


@pytest.mark.parametrize("founded_on", [FOUNDED + DAY, FOUNDED + 100 * DAY])
def test_corrected_day_of_founding_is_that_of_the_first_name_and_superior(
    branch, staff, founded_on
):
    rename(branch, by=staff)

    correct(branch, by=staff, version=2, founded_on=founded_on)

    names = branch.names.order_by("starts_on").values_list("starts_on", "ends_on")
    assert list(names) == [(founded_on, CHANGED), (CHANGED, None)]
    assert branch.superiors.get().starts_on == founded_on


def test_day_of_founding_cannot_pass_the_first_change(branch, staff):
    rename(branch, by=staff)

    found_message = refused(correct, branch, by=staff, version=2, founded_on=CHANGED)

    assert found_message == {"founded_on": [f"成立日期必须早于 {CHANGED} 的变动。"]}


def test_correction_of_a_row_changed_meanwhile_is_stale(branch, staff):
    seen_before = as_stored(branch)
    correct(branch, by=staff, code="THEIRS")

    with pytest.raises(Stale), recorded() as events:
        correct(seen_before, by=staff, code="MINE")

    assert (as_stored(branch).code, events) == ("THEIRS", [])


def test_correction_leaves_the_place_in_the_tree_to_moves(top, general, branch, staff):
    seen_before = as_stored(branch)
    move(general, OrganisationFactory(kind="PARTY_COMMITTEE", superior=top), by=staff)

    correct(seen_before, by=staff, code="NEW")

    assert as_stored(branch).path[:-STEP] == as_stored(general).path


def test_correction_to_a_code_in_use_is_refused(top, branch, staff):
    message = "这个编码已被使用，请换一个。"

    assert refused(correct, branch, by=staff, code=top.code) == {"code": [message]}


def test_nothing_is_corrected_when_the_log_fails(branch, staff, broken_log):
    before = state()

    with pytest.raises(broken_log):
        correct(branch, by=staff, code="NEW")

    assert state() == before


# Rename ----------------------------------------------------------------------------------------


def test_new_name_is_todays_and_the_old_is_kept(branch, staff):
    name = branch.name

    rename(branch, by=staff)

    stored = as_stored(branch)
    history = branch.names.order_by("starts_on").values_list("name", "starts_on", "ends_on")
    assert (stored.name, stored.short_name) == ("新全称", "新简称")
    assert stored.name_key == "xinquancheng xqc 新全称"
    assert list(history) == [(name, FOUNDED, CHANGED), ("新全称", CHANGED, None)]
    assert branch.names.get(ends_on=None).document == "批复1号"


def test_kind_changes_with_the_name(branch, staff):
    rename(branch, by=staff, kind="JOINT_BRANCH")

    kinds = branch.names.order_by("starts_on").values_list("kind", flat=True)
    assert as_stored(branch).kind == "JOINT_BRANCH"
    assert list(kinds) == ["BRANCH", "JOINT_BRANCH"]


def test_renaming_is_logged_once_with_what_changed(branch, staff):
    name = branch.name

    with recorded() as events:
        rename(branch, by=staff)

    (event,) = events
    assert event.verb == Verb.ORGANISATION_RENAMED
    assert detail(event) == {
        "on": "2025-07-01",
        "document": "批复1号",
        "changes": {"name": [name, "新全称"], "short_name": [name, "新简称"]},
    }


def test_organisation_may_be_renamed_again_and_again(branch, staff):
    rename(branch, by=staff, name="甲")
    rename(branch, by=staff, name="乙", on=CHANGED + DAY, version=2)
    rename(branch, by=staff, name="丙", on=TODAY, version=3)

    names = [branch.names.on(day).get().name for day in (CHANGED, CHANGED + DAY, TODAY)]
    assert names == ["甲", "乙", "丙"]


@pytest.mark.parametrize("on", [FOUNDED, FOUNDED - DAY])
def test_renaming_comes_after_the_last_change(branch, staff, on):
    message = f"日期必须晚于上一次变动的 {FOUNDED}。"

    assert refused(rename, branch, by=staff, on=on) == {"on": [message]}


def test_renaming_may_be_of_today_and_not_of_tomorrow(branch, staff):
    assert refused(rename, branch, by=staff, on=TODAY + DAY) == {"on": ["日期不能晚于今天。"]}

    rename(branch, by=staff, on=TODAY)

    assert as_stored(branch).name == "新全称"


def test_branch_cannot_become_what_stands_elsewhere(branch, staff):
    message = "党委不能设在党总支之下，请选择别的上级党组织。"

    assert refused(rename, branch, by=staff, kind="PARTY_COMMITTEE") == {"kind": [message]}


def test_top_cannot_become_what_needs_a_superior(top, staff):
    message = "党支部要有上级党组织，请选择。"

    assert refused(rename, top, by=staff, kind="BRANCH") == {"kind": [message]}


def test_general_branch_with_branches_cannot_become_a_branch(general, branch, staff):
    message = f"党支部之下不能有{branch}，请先把它移走或撤销。"

    assert refused(rename, general, by=staff, kind="BRANCH") == {"kind": [message]}


def test_general_branch_whose_branches_are_dissolved_can(general, branch, staff):
    dissolve(branch, by=staff)

    rename(general, by=staff, kind="BRANCH")

    assert as_stored(general).kind == "BRANCH"


def test_renaming_of_a_row_changed_meanwhile_is_stale(branch, staff):
    before = as_stored(branch)
    rename(branch, by=staff, name="对方")

    with pytest.raises(Stale), recorded() as events:
        rename(before, by=staff, name="我", on=TODAY)

    assert (as_stored(branch).name, branch.names.count(), events) == ("对方", 2, [])


def test_nothing_is_renamed_when_the_log_fails(branch, staff, broken_log):
    before = state()

    with pytest.raises(broken_log):
        rename(branch, by=staff)

    assert state() == before


# Move ------------------------------------------------------------------------------------------


@pytest.fixture
def target(top):
    return OrganisationFactory(kind="PARTY_COMMITTEE", superior=top)


def test_move_takes_the_whole_subtree_along(top, general, branch, target, staff):
    tails = [general.path[-STEP:], branch.path[-2 * STEP :]]

    move(general, target, by=staff)

    moved = [as_stored(general), as_stored(branch)]
    assert [one.path for one in moved] == [target.path + tail for tail in tails]
    assert [one.superior for one in moved] == [target, general]


def test_move_leaves_everything_else_where_it_was(top, general, branch, target, staff):
    beside = OrganisationFactory(superior=top)

    move(general, target, by=staff)

    assert [as_stored(one).path for one in (top, target, beside)] == [
        one.path for one in (top, target, beside)
    ]


def test_move_keeps_the_former_superior_on_record(top, general, target, staff):
    move(general, target, by=staff)

    history = general.superiors.order_by("starts_on").values_list(
        "superior", "starts_on", "ends_on", "document"
    )
    assert list(history) == [
        (top.pk, FOUNDED, CHANGED, ""),
        (target.pk, CHANGED, None, "批复2号"),
    ]


def test_access_follows_the_move(general, branch, target, staff):
    before = AppointmentFactory(organisation=general, role="GENERAL_SECRETARY").user
    after = AppointmentFactory(organisation=target, role="GENERAL_SECRETARY").user

    move(branch, target, by=staff)

    def may_read(user):
        return set(Organisation.objects.readable_by(User.objects.get(pk=user.pk), today=TODAY))

    assert may_read(before) == {general}
    assert may_read(after) == {target, branch}


def test_move_is_logged_once(top, general, target, staff):
    with recorded() as events:
        move(general, target, by=staff)

    (event,) = events
    assert (event.verb, event.organisation_id) == (Verb.ORGANISATION_MOVED, general.pk)
    assert detail(event) == {
        "on": "2025-07-01",
        "document": "批复2号",
        "changes": {"superior": [str(top), str(target)]},
    }


def test_organisation_may_be_moved_back(top, general, target, staff):
    path = general.path

    move(general, target, by=staff)
    move(general, top, by=staff, on=TODAY, version=2)

    assert (as_stored(general).path, general.superiors.count()) == (path, 3)


def test_committee_at_the_top_may_be_moved_under_another(general, branch, top, staff):
    province = CommitteeFactory()

    move(top, province, by=staff)

    assert as_stored(branch).path == province.path + branch.path
    assert top.superiors.get().superior == province


@pytest.mark.parametrize("where", ["itself", "beneath"])
def test_nothing_is_moved_under_itself(top, where, staff):
    committee = CommitteeFactory(superior=top)
    to = committee if where == "itself" else CommitteeFactory(superior=committee)

    with pytest.raises(CannotMove, match="不能移到自己或自己的下级之下"), recorded() as events:
        move(committee, to, by=staff)

    assert events == []


def test_nothing_is_moved_to_where_it_is(general, branch, staff):
    with pytest.raises(CannotMove, match=f"它现在就在{general}之下"):
        move(branch, general, by=staff)


def test_nothing_is_moved_under_a_branch(top, branch, staff):
    other = OrganisationFactory(superior=top)

    with pytest.raises(CannotMove, match="党支部不能设在党支部之下"):
        move(other, branch, by=staff)


def test_nothing_is_moved_under_what_is_dissolved(branch, target, staff):
    dissolve(target, by=staff)

    with pytest.raises(CannotMove, match=f"{target}已经撤销"):
        move(branch, target, by=staff, on=TODAY)


def test_nothing_is_moved_deeper_than_paths_are_long(general, branch, staff):
    with pytest.raises(CannotMove, match="移动后超过 12 级"):
        move(general, deepest(MAX_DEPTH - 1), by=staff)


def test_subtree_may_reach_the_deepest_level(general, branch, staff):
    move(general, deepest(MAX_DEPTH - 2), by=staff)

    assert as_stored(branch).depth == MAX_DEPTH


def test_nothing_is_moved_to_a_time_before_its_new_superior(top, branch, staff):
    young = OrganisationFactory(kind="GENERAL_BRANCH", superior=top, founded_on=CHANGED + DAY)
    message = f"{young}到 {CHANGED + DAY} 才成立，日期不能更早。"

    assert refused(move, branch, young, by=staff) == {"on": [message]}


@pytest.mark.parametrize("on", [FOUNDED, FOUNDED - DAY])
def test_move_comes_after_the_last_change(top, general, target, staff, on):
    old = OrganisationFactory(
        kind="PARTY_COMMITTEE", superior=CommitteeFactory(founded_on=on), founded_on=on
    )
    message = f"日期必须晚于上一次变动的 {FOUNDED}。"

    assert refused(move, general, old, by=staff, on=on) == {"on": [message]}


def test_move_may_be_of_today_and_not_of_tomorrow(general, target, staff):
    assert refused(move, general, target, by=staff, on=TODAY + DAY) == {
        "on": ["日期不能晚于今天。"]
    }

    move(general, target, by=staff, on=TODAY)

    assert as_stored(general).superior == target


def test_move_of_a_row_changed_meanwhile_is_stale_and_moves_nothing(general, target, staff):
    seen_before = as_stored(general)
    rename(general, by=staff)
    before = state()

    with pytest.raises(Stale), recorded() as events:
        move(seen_before, target, by=staff)

    assert (state(), events) == (before, [])


def test_nothing_is_moved_when_the_log_fails(general, branch, target, staff, broken_log):
    before = state()

    with pytest.raises(broken_log):
        move(general, target, by=staff)

    assert state() == before


@pytest.mark.parametrize("number", [3, 30])
def test_move_asks_the_same_number_of_queries_however_much_is_beneath(
    general, target, staff, number, django_assert_num_queries
):
    OrganisationFactory.create_batch(number, superior=general)

    with django_assert_num_queries(40):
        move(general, target, by=staff)


# Dissolve and restore --------------------------------------------------------------------------


def test_dissolved_organisation_is_over_from_the_day(branch, staff):
    dissolve(branch, by=staff)

    stored = as_stored(branch)
    assert (stored.dissolved_on, stored.dissolution_document) == (CHANGED, "批复3号")
    assert Organisation.objects.on(CHANGED - DAY).filter(pk=branch.pk).exists()
    assert not Organisation.objects.on(CHANGED).filter(pk=branch.pk).exists()


def test_dissolution_ends_coverages_and_powers(target, staff):
    former = CoverageFactory(organisation=target, ends_on=CHANGED - DAY)
    open_one = CoverageFactory(organisation=target)
    planned = CoverageFactory(organisation=target, ends_on=TODAY)
    power = ApprovalPowerFactory(organisation=target)

    dissolve(target, by=staff)

    ends = [as_stored(one).ends_on for one in (former, open_one, planned, power)]
    assert ends == [CHANGED - DAY, CHANGED, CHANGED, CHANGED]


def test_dissolution_is_logged_once_with_the_number_that_ended(branch, staff):
    CoverageFactory.create_batch(2, organisation=branch)

    with recorded() as events:
        dissolve(branch, by=staff)

    (event,) = events
    assert event.verb == Verb.ORGANISATION_DISSOLVED
    assert detail(event) == {"on": "2025-07-01", "document": "批复3号", "ended": 2}


def test_organisation_with_others_beneath_is_not_dissolved(general, branch, staff):
    with pytest.raises(CannotDissolve, match="它还有下级党组织"), recorded() as events:
        dissolve(general, by=staff)

    assert events == []


def test_organisation_is_not_dissolved_before_one_beneath_was_founded(general, staff):
    OrganisationFactory(superior=general, founded_on=CHANGED + DAY)

    with pytest.raises(CannotDissolve):
        dissolve(general, by=staff)


@pytest.mark.parametrize("offset", [0, 1])
def test_organisation_is_dissolved_on_the_day_of_the_last_beneath_or_later(
    general, branch, staff, offset
):
    dissolve(branch, by=staff)

    dissolve(general, by=staff, on=CHANGED + offset * DAY)

    assert as_stored(general).dissolved_on == CHANGED + offset * DAY


def test_organisation_is_not_dissolved_before_the_last_beneath(general, branch, staff):
    dissolve(branch, by=staff)

    with pytest.raises(CannotDissolve):
        dissolve(general, by=staff, on=CHANGED - DAY)


@pytest.mark.parametrize("starts_on", [CHANGED, CHANGED + DAY])
def test_dissolution_comes_after_the_last_coverage_began(branch, staff, starts_on):
    CoverageFactory(organisation=branch, starts_on=starts_on)
    message = f"日期必须晚于覆盖或授权开始的 {starts_on}。"

    assert refused(dissolve, branch, by=staff) == {"on": [message]}


def test_dissolution_comes_after_founding(branch, staff):
    assert refused(dissolve, branch, by=staff, on=FOUNDED) == {
        "dissolved_on": ["撤销日期必须晚于成立日期。"]
    }


def test_dissolution_may_be_of_today_and_not_of_tomorrow(branch, staff):
    assert refused(dissolve, branch, by=staff, on=TODAY + DAY) == {"on": ["日期不能晚于今天。"]}

    dissolve(branch, by=staff, on=TODAY)

    assert as_stored(branch).dissolved_on == TODAY


def test_dissolution_of_a_row_changed_meanwhile_is_stale_and_ends_nothing(branch, staff):
    coverage = CoverageFactory(organisation=branch)
    seen_before = as_stored(branch)
    rename(branch, by=staff)

    with pytest.raises(Stale), recorded() as events:
        dissolve(seen_before, by=staff)

    assert (as_stored(coverage).ends_on, events) == (None, [])


def test_nothing_is_dissolved_when_the_log_fails(branch, staff, broken_log):
    CoverageFactory(organisation=branch)
    before = state()

    with pytest.raises(broken_log):
        dissolve(branch, by=staff)

    assert state() == before


def test_restored_organisation_exists_again_without_its_coverages(branch, staff):
    coverage = CoverageFactory(organisation=branch)
    dissolve(branch, by=staff)

    with recorded() as events:
        restore(branch, by=staff)

    (event,) = events
    stored = as_stored(branch)
    assert (stored.dissolved_on, stored.dissolution_document) == (None, "")
    assert as_stored(coverage).ends_on == CHANGED
    assert (event.verb, event.reason) == (Verb.ORGANISATION_RESTORED, "误操作")
    assert detail(event) == {
        "changes": {
            "dissolved_on": ["2025-07-01", None],
            "dissolution_document": ["批复3号", ""],
        }
    }


def test_organisation_is_not_restored_under_what_is_dissolved(general, branch, staff):
    dissolve(branch, by=staff)
    dissolve(general, by=staff)

    with pytest.raises(CannotRestore, match=f"它的上级{general}已经撤销"), recorded() as events:
        restore(as_stored(branch), by=staff)

    assert events == []


def test_organisation_is_not_restored_under_what_became_a_branch(general, branch, staff):
    dissolve(branch, by=staff)
    rename(general, by=staff, kind="BRANCH")

    with pytest.raises(CannotRestore, match="党支部不能设在党支部之下"):
        restore(as_stored(branch), by=staff)


def test_superior_then_organisation_can_be_restored(general, branch, staff):
    dissolve(branch, by=staff)
    dissolve(general, by=staff)

    restore(general, by=staff)
    restore(as_stored(branch), by=staff)

    assert set(Organisation.objects.within(general).on(TODAY)) == {general, branch}


def test_restoring_of_a_row_changed_meanwhile_is_stale(branch, staff):
    dissolve(branch, by=staff)

    with pytest.raises(Stale), recorded() as events:
        restore(branch, by=staff, version=1)

    assert events == []


def test_nothing_is_restored_when_the_log_fails(branch, staff, broken_log):
    Organisation.objects.filter(pk=branch.pk).update(dissolved_on=CHANGED)
    before = state()

    with pytest.raises(broken_log):
        restore(as_stored(branch), by=staff, version=1)

    assert state() == before


# Whatever is done, in whatever order -----------------------------------------------------------

KINDS = [kind.value for kind in Organisation.Kind]


class Tree(RuleBasedStateMachine):
    """Random trees, changed at random through the services, by people who may look at old rows."""

    keys = Bundle("keys")

    def __init__(self):
        super().__init__()
        self.undo = rolled_back()
        self.undo.__enter__()
        self.by = UserFactory()
        self.made = 0
        self.day = FOUNDED

    def teardown(self):
        self.undo.__exit__(None, None, None)

    def attempt(self, act, *args, **values):
        """Let a service do it or refuse it; anything but a refusal of its own is a fault."""
        self.day += DAY
        try:
            act(*args, on=self.day, by=self.by, **values)
        except (CannotMove, CannotDissolve, ValidationError):
            return

    def begin(self, kind, superior):
        self.made += 1
        return organisations.found(
            kind=kind,
            name=f"组织{self.made}",
            short_name=f"组织{self.made}",
            superior=superior,
            facts=Facts(code=f"K{self.made}", member_kind="MIXED", founded_on=self.day),
            by=self.by,
        ).pk

    @initialize(target=keys)
    def begin_at_the_top(self):
        return self.begin("COMMITTEE", None)

    @rule(target=keys, kind=st.sampled_from(KINDS), under=keys)
    def found(self, kind, under):
        try:
            return self.begin(kind, Organisation.objects.get(pk=under))
        except ValidationError:
            return under

    @rule(key=keys, under=keys)
    def move(self, key, under):
        one, to = Organisation.objects.get(pk=key), Organisation.objects.get(pk=under)
        self.attempt(move, one, to, version=one.version)

    @rule(key=keys, kind=st.sampled_from(KINDS))
    def rename(self, key, kind):
        one = Organisation.objects.get(pk=key)
        self.attempt(rename, one, kind=kind, version=one.version)

    @rule(key=keys, moved=keys, under=keys)
    def correct_what_was_looked_at_before_a_move(self, key, moved, under):
        seen_before = Organisation.objects.get(pk=key)
        self.move(moved, under)
        try:
            correct(seen_before, by=self.by, version=seen_before.version, founding_document="x")
        except Stale:
            return

    @rule(key=keys)
    def dissolve(self, key):
        one = Organisation.objects.get(pk=key)
        self.attempt(dissolve, one, version=one.version)

    @rule(target=keys, key=keys)
    def restore(self, key):
        one = Organisation.objects.get(pk=key)
        try:
            restore(one, by=self.by, version=one.version)
        except CannotRestore:
            return key
        return key

    @invariant()
    def every_path_is_that_of_the_superior_and_one_step(self):
        for one in Organisation.objects.select_related("superior"):
            assert one.path[:-STEP] == (one.superior.path if one.superior else "")
            assert len(one.path) % STEP == 0
            assert 1 <= one.depth <= MAX_DEPTH

    @invariant()
    def no_path_is_anothers(self):
        paths = list(Organisation.objects.values_list("path", flat=True))
        assert len(set(paths)) == len(paths)

    @invariant()
    def what_exists_stands_under_what_exists(self):
        rows = Organisation.objects.filter(dissolved_on=None, superior__isnull=False)
        assert not rows.exclude(superior__dissolved_on=None).exists()

    @invariant()
    def every_kind_is_in_its_place(self):
        for one in Organisation.objects.filter(dissolved_on=None).select_related("superior"):
            above = one.superior.kind if one.superior else ""
            assert organisations.may_stand_under(one.kind, above)

    @invariant()
    def last_name_and_superior_on_record_are_todays(self):
        for one in Organisation.objects.all():
            last = one.names.get(ends_on=None)
            assert (last.kind, last.name) == (one.kind, one.name)
            superiors = one.superiors.filter(ends_on=None).values_list("superior", flat=True)
            assert list(superiors) == ([one.superior_id] if one.superior_id else [])


def test_tree_stays_a_tree_whatever_is_done():
    run_state_machine_as_test(
        Tree, settings=settings(max_examples=12, stateful_step_count=14, derandomize=True)
    )


# What upper apps say against it -----------------------------------------------------------------


@pytest.fixture
def hindered(monkeypatch):
    """Return a list of what an upper app was asked; it says no to all but joint branches."""
    asked = []

    def ask(organisation, on, kind):
        asked.append((organisation, on, kind))
        return None if kind == "JOINT_BRANCH" else "还有事情没有办完。"

    monkeypatch.setattr(places, "HINDRANCES", [lambda *_: None, ask])
    return asked


def test_upper_app_may_hinder_a_dissolution(branch, staff, hindered):
    with pytest.raises(CannotDissolve, match="还有事情没有办完。"):
        dissolve(branch, by=staff)

    assert (as_stored(branch).dissolved_on, hindered) == (None, [(branch, CHANGED, "")])


def test_upper_app_may_hinder_a_change_of_kind(general, staff, hindered):
    message = "还有事情没有办完。"

    assert refused(rename, general, by=staff, kind="BRANCH") == {"kind": [message]}
    assert hindered == [(general, CHANGED, "BRANCH")]


def test_upper_app_that_says_nothing_hinders_nothing(branch, staff, hindered):
    rename(branch, by=staff, kind="JOINT_BRANCH")

    assert as_stored(branch).kind == "JOINT_BRANCH"


def test_upper_apps_are_not_asked_where_the_kind_stays(branch, staff, hindered):
    rename(branch, by=staff)

    assert hindered == []
