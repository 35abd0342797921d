"""Transfer, let go, receive, suspend, mend: what is so afterwards, and what is refused."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from branches.audit import Verb
from branches.models import Stale
from branches.services import organisations
from branches.services.organisations import CannotDissolve
from members.models import Circumstance, Employment, Placement, Post, Standing
from members.services import placements
from members.services.facts import Entry, PlacementFacts
from members.services.placements import (
    CannotCorrect,
    CannotLeave,
    CannotReceive,
    CannotResume,
    CannotSuspend,
    CannotTransfer,
)
from tests.events import detail, recorded
from tests.factories.branches import (
    FOUNDED,
    TODAY,
    AppointmentFactory,
    CommitteeFactory,
    OrganisationFactory,
)
from tests.factories.members import (
    CircumstanceFactory,
    EducationFactory,
    EmploymentFactory,
    MemberFactory,
    PlacementFactory,
    PostFactory,
    StandingFactory,
)

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ON = date(2025, 9, 1)


@pytest.fixture
def top():
    return CommitteeFactory()


@pytest.fixture
def branch(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def other(top):
    return OrganisationFactory(superior=top)


@pytest.fixture
def staff(top):
    return AppointmentFactory(organisation=top).user


@pytest.fixture
def placement(branch):
    """Somebody placed in the branch since it was founded."""
    return PlacementFactory(organisation=branch)


@pytest.fixture
def member(placement):
    return placement.member


def transfer(member, to, *, by, on=ON, version=1, registered_on=None):
    return placements.transfer(
        member=member,
        to=to,
        on=on,
        document="介字1号",
        registered_on=registered_on or on,
        version=version,
        by=by,
    )


def leave(placement, *, by, on=ON, end="LEFT", version=1, registered_on=None, elsewhere="外省"):
    return placements.leave(
        placement=placement,
        on=on,
        end=end,
        document="介字2号",
        elsewhere=elsewhere,
        registered_on=registered_on or on,
        version=version,
        by=by,
    )


def receive(member, to, *, by, **values):
    valid = {"starts_on": TODAY, "begin": "ARRIVED", "registered_on": TODAY, "elsewhere": "外省"}
    entry = Entry(organisation=to, **(valid | values))
    return placements.receive(member=member, entry=entry, today=TODAY, by=by)


def suspend(member, *, by, on=ON, registered_on=None):
    return placements.suspend(
        member=member, on=on, document="停1号", registered_on=registered_on or on, by=by
    )


def resume(standing, *, by, on=TODAY, version=1):
    return placements.resume(standing=standing, on=on, document="复1号", version=version, by=by)


def mend(placement, *, by, version=1, **values):
    kept = {
        "starts_on": placement.starts_on,
        "registered_on": placement.begin_registered_on,
        "document": placement.begin_document,
        "elsewhere": placement.elsewhere,
        "ends_on": placement.ends_on,
        "end_registered_on": placement.end_registered_on,
        "end_document": placement.end_document,
    }
    return placements.correct_placement(
        placement=placement,
        facts=PlacementFacts(**(kept | values)),
        reason="录入有误",
        version=version,
        by=by,
    )


def refused(act, *args, **values):
    """Return what a refusal says, by field; nothing is logged."""
    with pytest.raises(ValidationError) as refusal, recorded() as events:
        act(*args, **values)
    assert events == []
    return refusal.value.message_dict


def as_stored(row):
    return type(row).objects.get(pk=row.pk)


def state():
    """Return all that is stored of where people are, to be compared before and after."""
    tables = (Placement, Standing, Circumstance, Employment, Post)
    return [list(model.objects.order_by("pk").values()) for model in tables]


def stays(member):
    return list(
        member.placements.order_by("starts_on").values_list(
            "organisation", "starts_on", "ends_on", "begin", "end"
        )
    )


# Transfer --------------------------------------------------------------------------------------


def test_transfer_closes_one_placement_and_opens_the_next_on_the_day(branch, other, member, staff):
    opened = transfer(member, other, by=staff, registered_on=ON + DAY)

    assert stays(member) == [
        (branch.pk, FOUNDED, ON, "OPENING", "TRANSFERRED"),
        (other.pk, ON, None, "TRANSFERRED", ""),
    ]
    closed = member.placements.get(organisation=branch)
    assert (closed.end_document, closed.end_registered_on) == ("介字1号", ON + DAY)
    assert (opened.begin_document, opened.begin_registered_on) == ("介字1号", ON + DAY)
    assert opened.recorded_by == staff


def test_transfer_is_logged_once(branch, other, member, staff):
    with recorded() as events:
        transfer(member, other, by=staff)

    (event,) = events
    assert (event.verb, event.target_uid, event.organisation_id) == (
        Verb.MEMBER_TRANSFERRED,
        member.uid,
        other.pk,
    )
    assert detail(event) == {
        "origin": str(branch),
        "to": str(other),
        "on": "2025-09-01",
        "document": "介字1号",
        "registered_on": "2025-09-01",
        "ended": 0,
    }


def test_member_may_be_transferred_again_and_again(branch, other, member, staff):
    transfer(member, other, by=staff)

    transfer(member, branch, by=staff, on=TODAY)

    assert [row[0] for row in stays(member)] == [branch.pk, other.pk, branch.pk]


@pytest.mark.parametrize("on", [FOUNDED - DAY, FOUNDED])
def test_transfer_comes_after_the_placement_began(top, member, staff, on):
    early = OrganisationFactory(
        superior=CommitteeFactory(founded_on=date(2019, 1, 1)), founded_on=date(2019, 1, 1)
    )

    found = refused(transfer, member, early, by=staff, on=on)

    assert found == {"on": [f"日期必须晚于进入现在的党支部的 {FOUNDED}。"]}


def test_transfer_into_the_same_branch_is_refused(branch, member, staff):
    found = refused(transfer, member, branch, by=staff)

    assert found == {"to": [f"{member}现在就在{branch}，请选择别的党支部。"]}


def test_transfer_into_what_was_not_there_yet_is_refused(top, member, staff):
    late = OrganisationFactory(superior=top, founded_on=ON + DAY)

    found = refused(transfer, member, late, by=staff)

    assert found == {"on": [f"{late}到 {ON + DAY} 才成立，日期不能更早。"]}


@pytest.mark.parametrize("dissolved_on", [ON - DAY, ON, ON + DAY])
def test_transfer_into_what_is_dissolved_is_refused(other, member, staff, dissolved_on):
    organisations.dissolve(
        today=TODAY, organisation=other, on=dissolved_on, document="", version=1, by=staff
    )

    found = refused(transfer, member, other, by=staff)

    assert found == {"to": [f"{other}从 {dissolved_on} 起已经撤销，请选择别的党支部。"]}


@pytest.mark.parametrize("kind", ["PARTY_COMMITTEE", "GENERAL_BRANCH", "TEMPORARY_BRANCH"])
def test_transfer_into_what_is_no_branch_is_refused(top, member, staff, kind):
    place = OrganisationFactory(kind=kind, superior=top)
    message = f"{place.get_kind_display()}不接收党员的组织关系，请选择党支部或联合党支部。"

    assert refused(transfer, member, place, by=staff) == {"to": [message]}


def test_transfer_into_a_joint_branch_is_a_transfer(top, member, staff):
    joint = OrganisationFactory(kind="JOINT_BRANCH", superior=top)

    assert transfer(member, joint, by=staff).organisation == joint


def test_transfer_is_not_registered_before_it_happened(other, member, staff):
    found = refused(transfer, member, other, by=staff, registered_on=ON - DAY)

    assert found == {"registered_on": [f"登记日期不能早于 {ON}，请核对两个日期。"]}


def test_who_is_nowhere_is_not_transferred(other, placement, member, staff):
    leave(placement, by=staff)

    with pytest.raises(CannotTransfer, match="现在不在任何党支部，不能转接。"):
        transfer(member, other, by=staff, on=TODAY, version=2)


def test_transfer_of_a_placement_changed_meanwhile_is_stale(top, other, member, staff):
    transfer(member, other, by=staff)
    third = OrganisationFactory(superior=top)

    with pytest.raises(Stale):
        transfer(member, third, by=staff, on=TODAY, version=2)


def test_posts_in_the_old_branch_end(branch, other, member, staff):
    post = PostFactory(member=member, organisation=branch)

    with recorded() as events:
        transfer(member, other, by=staff)

    assert (as_stored(post).ends_on, detail(events[0])["ended"]) == (ON, 1)


def test_post_in_what_she_still_stands_under_goes_on(top, branch, other, member, staff):
    post = PostFactory(member=member, organisation=top)

    transfer(member, other, by=staff)

    assert as_stored(post).ends_on is None


def test_post_in_what_she_no_longer_stands_under_ends(top, other, staff):
    general = OrganisationFactory(kind="GENERAL_BRANCH", superior=top)
    member = PlacementFactory(organisation__superior=general).member
    post = PostFactory(member=member, organisation=general)

    transfer(member, other, by=staff)

    assert as_stored(post).ends_on == ON


@pytest.mark.parametrize("kind", ["FIRST_SECRETARY", "INSTRUCTOR"])
def test_post_she_was_sent_to_goes_on(branch, other, member, staff, kind):
    post = PostFactory(member=member, organisation=branch, kind=kind, begin="SENT")

    transfer(member, other, by=staff)

    assert as_stored(post).ends_on is None


def test_post_that_begins_later_hinders_the_transfer(branch, other, member, staff):
    PostFactory(member=member, organisation=branch, starts_on=TODAY)
    before = state()

    found = refused(transfer, member, other, by=staff)

    assert found == {"on": [f"日期必须晚于任职开始的 {TODAY}。"]}
    assert state() == before


def test_post_that_has_ended_is_not_prolonged(branch, other, member, staff):
    post = PostFactory(member=member, organisation=branch, ends_on=ON - DAY)

    transfer(member, other, by=staff)

    assert as_stored(post).ends_on == ON - DAY


# Leave -----------------------------------------------------------------------------------------

ENDS = ["LEFT", "DIED", "EXPELLED", "RESIGNED", "PERSUADED", "REMOVED", "LAPSED", "NOT_RECOGNISED"]


@pytest.mark.parametrize("end", ENDS)
def test_placement_ends_by_its_kind(placement, staff, end):
    leave(placement, by=staff, end=end, registered_on=ON + DAY)

    stored = as_stored(placement)
    assert (stored.end, stored.ends_on, stored.end_registered_on) == (end, ON, ON + DAY)
    assert (stored.end_document, stored.elsewhere, stored.version) == ("介字2号", "外省", 2)


def test_leaving_ends_posts_circumstances_work_and_suspension(branch, placement, member, staff):
    rows = [
        PostFactory(member=member, organisation=branch),
        CircumstanceFactory(member=member, organisation=branch, kind="HARDSHIP"),
        CircumstanceFactory(member=member, organisation=branch, kind="MOBILE", ends_on=TODAY),
        EmploymentFactory(member=member),
        StandingFactory(member=member),
    ]
    over = EmploymentFactory(member=MemberFactory(), ends_on=ON - DAY)
    learnt = EducationFactory(member=member)

    with recorded() as events:
        leave(placement, by=staff, end="DIED")

    assert [as_stored(row).ends_on for row in rows] == [ON] * 5
    assert (as_stored(over).ends_on, as_stored(learnt).ends_on) == (ON - DAY, None)
    assert detail(events[0])["ended"] == 5


def test_leaving_is_logged_once(branch, placement, member, staff):
    with recorded() as events:
        leave(placement, by=staff)

    (event,) = events
    assert (event.verb, event.target_uid, event.organisation_id) == (
        Verb.MEMBER_LEFT,
        member.uid,
        branch.pk,
    )
    assert detail(event) == {
        "origin": str(branch),
        "end": "转出系统外",
        "on": "2025-09-01",
        "document": "介字2号",
        "registered_on": "2025-09-01",
        "came_from": "",
        "elsewhere": "外省",
        "ended": 0,
    }


def test_whence_somebody_came_is_kept_where_nothing_else_is_told(branch, staff):
    placement = PlacementFactory(organisation=branch, elsewhere="邻县")

    leave(placement, by=staff, end="DIED", elsewhere="")

    assert as_stored(placement).elsewhere == "邻县"


@pytest.mark.parametrize("end", ["TRANSFERRED", "REORGANISED"])
def test_leaving_is_not_moving_inside(placement, staff, end):
    found = refused(leave, placement, by=staff, end=end)

    assert found == {"end": ["这里登记离开系统的党员；在系统内换支部请办理转接。"]}


@pytest.mark.parametrize("end", ["NOPE", ""])
def test_leaving_says_how(placement, staff, end):
    assert list(refused(leave, placement, by=staff, end=end)) == ["end"]


@pytest.mark.parametrize(
    ("confirmed_on", "is_refused"), [(ON, True), (ON + DAY, False), (None, False)]
)
def test_only_a_probationary_member_has_probation_cancelled(
    branch, staff, confirmed_on, is_refused
):
    placement = PlacementFactory(organisation=branch, member__confirmed_on=confirmed_on)
    message = f"{placement.member}到这一天已经是正式党员，不能取消预备党员资格。"

    if is_refused:
        found = refused(leave, placement, by=staff, end="PROBATION_CANCELLED")
        assert found == {"end": [message]}
    else:
        assert leave(placement, by=staff, end="PROBATION_CANCELLED").ends_on == ON


@pytest.mark.parametrize("on", [FOUNDED - DAY, FOUNDED])
def test_leaving_comes_after_coming(placement, staff, on):
    found = refused(leave, placement, by=staff, on=on)

    assert found == {"on": [f"日期必须晚于进入的 {FOUNDED}。"]}


def test_leaving_is_not_registered_before_it_happened(placement, staff):
    found = refused(leave, placement, by=staff, registered_on=ON - DAY)

    assert found == {"registered_on": [f"登记日期不能早于 {ON}，请核对两个日期。"]}


@pytest.mark.parametrize("on", [ON - DAY, ON, ON + DAY])
def test_who_has_left_does_not_leave_again(branch, placement, staff, on):
    leave(placement, by=staff)

    with pytest.raises(CannotLeave, match=f"到 {ON} 就已结束。"):
        leave(as_stored(placement), by=staff, on=on, version=2)


def test_work_that_begins_later_hinders_leaving(placement, member, staff):
    EmploymentFactory(member=member, starts_on=TODAY)
    before = state()

    found = refused(leave, placement, by=staff)

    assert found == {"on": [f"日期必须晚于工作情况开始的 {TODAY}。"]}
    assert state() == before


def test_leaving_of_a_placement_changed_meanwhile_is_stale(placement, staff):
    seen_before = as_stored(placement)
    mend(placement, by=staff, document="介字9号")

    with pytest.raises(Stale):
        leave(seen_before, by=staff)


# Receive ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("begin", ["ARRIVED", "RESTORED"])
def test_who_left_comes_back(other, placement, member, staff, begin):
    leave(placement, by=staff)

    with recorded() as events:
        back = receive(member, other, by=staff, begin=begin)

    assert (back.organisation, back.begin, back.starts_on) == (other, begin, TODAY)
    assert [event.verb for event in events] == [Verb.MEMBER_RECEIVED]
    assert detail(events[0])["to"] == str(other)


def test_who_is_placed_somewhere_is_not_received(other, member, staff):
    with pytest.raises(CannotReceive, match="此人的组织关系已在系统内，请办理转接。"):
        receive(member, other, by=staff)


def test_who_died_is_not_received(other, placement, member, staff):
    leave(placement, by=staff, end="DIED")

    with pytest.raises(CannotReceive, match="此人登记为已去世，请先更正原来的记录。"):
        receive(member, other, by=staff)


@pytest.mark.parametrize("begin", ["OPENING", "ADMITTED", "TRANSFERRED", "REORGANISED"])
def test_coming_back_is_no_other_beginning(other, placement, member, staff, begin):
    leave(placement, by=staff)

    found = refused(receive, member, other, by=staff, begin=begin)

    assert found == {"begin": ["再次进入只能是系统外转入或恢复党籍，请重新选择。"]}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_on": TODAY + DAY}, "starts_on"),
        ({"registered_on": TODAY + DAY}, "registered_on"),
        ({"starts_on": ON - DAY}, "starts_on"),
    ],
)
def test_coming_back_is_after_leaving_and_not_to_come(
    other, placement, member, staff, values, field
):
    leave(placement, by=staff)

    assert list(refused(receive, member, other, by=staff, **values)) == [field]


# Suspend and resume -----------------------------------------------------------------------------


def test_suspension_takes_off_the_roll_and_restoring_puts_back(placement, member, staff):
    standing = suspend(member, by=staff, registered_on=ON + DAY)
    resume(standing, by=staff)

    rolls = [list(Placement.objects.on_roll(day)) for day in (ON - DAY, ON, TODAY - DAY, TODAY)]
    stored = as_stored(standing)
    assert rolls == [[placement], [], [], [placement]]
    assert (stored.document, stored.end_document) == ("停1号", "复1号")
    assert (stored.registered_on, stored.recorded_by) == (ON + DAY, staff)


def test_suspension_and_restoring_are_logged(branch, member, staff):
    with recorded() as events:
        resume(suspend(member, by=staff), by=staff)

    assert [event.verb for event in events] == [Verb.STANDING_SUSPENDED, Verb.STANDING_RESUMED]
    assert {event.organisation_id for event in events} == {branch.pk}
    assert [detail(event) for event in events] == [
        {"on": "2025-09-01", "document": "停1号", "registered_on": "2025-09-01"},
        {"on": "2026-11-20", "document": "复1号"},
    ]


def test_who_is_nowhere_is_not_suspended(member, staff):
    with pytest.raises(CannotSuspend, match="不在任何党支部，不能停止党籍，请核对日期。"):
        suspend(member, by=staff, on=FOUNDED - DAY)


def test_who_is_suspended_is_not_suspended_again(member, staff):
    suspend(member, by=staff)

    found = refused(suspend, member, by=staff, on=TODAY)

    assert found == {"starts_on": ["这段时间已经登记了另一种党籍状态。"]}


def test_suspension_is_not_registered_before_it_happened(member, staff):
    found = refused(suspend, member, by=staff, registered_on=ON - DAY)

    assert found == {"registered_on": [f"登记日期不能早于 {ON}，请核对两个日期。"]}


@pytest.mark.parametrize("on", [ON - DAY, ON])
def test_restoring_comes_after_suspending(member, staff, on):
    standing = suspend(member, by=staff)

    found = refused(resume, standing, by=staff, on=on)

    assert found == {"on": [f"日期必须晚于停止党籍的 {ON}。"]}


def test_what_was_restored_is_not_restored_again(member, staff):
    standing = suspend(member, by=staff)
    resume(standing, by=staff)

    with pytest.raises(CannotResume, match="起已经恢复。"):
        resume(standing, by=staff, version=2)


def test_who_is_nowhere_is_not_restored(placement, member, staff):
    standing = StandingFactory(member=member, starts_on=FOUNDED + DAY)
    placement.ends_on, placement.end, placement.end_registered_on = ON, "LAPSED", ON
    placement.save()

    with pytest.raises(CannotResume, match="不在任何党支部，请先登记接收。"):
        resume(standing, by=staff)


def test_restoring_of_a_standing_changed_meanwhile_is_stale(member, staff):
    standing = suspend(member, by=staff)

    with pytest.raises(Stale):
        resume(standing, by=staff, version=2)


# Mend ------------------------------------------------------------------------------------------


def test_days_and_documents_are_mended(placement, staff):
    mend(placement, by=staff, starts_on=ON, registered_on=ON, document="介字9号", elsewhere="邻县")

    stored = as_stored(placement)
    assert (stored.starts_on, stored.begin_registered_on, stored.version) == (ON, ON, 2)
    assert (stored.begin_document, stored.elsewhere) == ("介字9号", "邻县")


def test_mending_is_logged_once_with_what_changed(branch, placement, member, staff):
    with recorded() as events:
        mend(placement, by=staff, document="介字9号")

    (event,) = events
    assert (event.verb, event.reason, event.target_uid) == (
        Verb.PLACEMENT_CORRECTED,
        "录入有误",
        member.uid,
    )
    assert detail(event) == {"changes": {"begin_document": ["", "介字9号"]}}


@pytest.mark.parametrize("on", [ON - 9 * DAY, ON + 9 * DAY])
def test_transfer_is_mended_on_both_sides(branch, other, member, staff, on):
    opened = transfer(member, other, by=staff)

    mend(opened, by=staff, starts_on=on, registered_on=on, document="介字9号")

    assert stays(member) == [
        (branch.pk, FOUNDED, on, "OPENING", "TRANSFERRED"),
        (other.pk, on, None, "TRANSFERRED", ""),
    ]
    closed = member.placements.get(organisation=branch)
    assert (closed.end_document, closed.end_registered_on) == ("介字9号", on)


@pytest.mark.parametrize("on", [FOUNDED, FOUNDED - DAY])
def test_transfer_is_not_mended_to_before_the_placement_it_ended(member, other, staff, on):
    opened = transfer(member, other, by=staff)

    found = refused(mend, opened, by=staff, starts_on=on, registered_on=on)

    assert list(found) == ["starts_on"]


def test_only_the_last_placement_is_mended(placement, other, member, staff):
    transfer(member, other, by=staff)

    with pytest.raises(CannotCorrect, match="只能更正最近一段组织关系，更早的不能改。"):
        mend(as_stored(placement), by=staff, version=2, document="x")


@pytest.mark.parametrize("on", [ON - DAY, ON + DAY])
def test_day_of_leaving_is_mended(placement, staff, on):
    leave(placement, by=staff)

    mend(placement, by=staff, version=2, ends_on=on, end_registered_on=on, end_document="介字9号")

    stored = as_stored(placement)
    assert (stored.ends_on, stored.end_registered_on, stored.end_document) == (on, on, "介字9号")


@pytest.mark.parametrize("has_left", [True, False])
def test_whether_somebody_left_is_not_mended(placement, staff, has_left):
    if has_left:
        leave(placement, by=staff)
    ends_on = None if has_left else ON

    found = refused(
        mend,
        placement,
        by=staff,
        version=placement.version,
        ends_on=ends_on,
        end_registered_on=ends_on,
    )

    assert found == {"ends_on": ["这里只更正日期，不能登记离开，也不能撤回离开。"]}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"starts_on": FOUNDED - DAY}, "starts_on"),
        ({"starts_on": date(2008, 1, 1)}, "starts_on"),
        ({"starts_on": ON}, "registered_on"),
    ],
)
def test_placement_is_not_mended_to_what_cannot_be(placement, staff, values, field):
    assert list(refused(mend, placement, by=staff, **values)) == [field]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_on": FOUNDED, "end_registered_on": ON}, "ends_on"),
        ({"end_registered_on": ON - DAY}, "end_registered_on"),
        ({"end_registered_on": None}, "end"),
    ],
)
def test_end_is_not_mended_to_what_cannot_be(placement, staff, values, field):
    leave(placement, by=staff)

    assert list(refused(mend, placement, by=staff, version=2, **values)) == [field]


def test_mending_of_a_placement_changed_meanwhile_is_stale(placement, staff):
    seen_before = as_stored(placement)
    mend(placement, by=staff, document="对方")

    with pytest.raises(Stale):
        mend(seen_before, by=staff, document="我")


# Organisations in which members are placed ------------------------------------------------------


def dissolve(organisation, *, by, on=ON):
    return organisations.dissolve(
        today=TODAY, organisation=organisation, on=on, document="", version=1, by=by
    )


def test_branch_with_members_is_not_dissolved(branch, placement, staff):
    PlacementFactory(organisation=branch)

    with pytest.raises(CannotDissolve, match="还有2名党员的组织关系在这里，请先把他们转出。"):
        dissolve(branch, by=staff)


@pytest.mark.parametrize(("on", "is_refused"), [(ON - DAY, True), (ON, False), (ON + DAY, False)])
def test_branch_is_dissolved_from_the_day_the_last_one_left(
    branch, placement, staff, on, is_refused
):
    leave(placement, by=staff)

    if is_refused:
        with pytest.raises(CannotDissolve):
            dissolve(branch, by=staff, on=on)
    else:
        assert dissolve(branch, by=staff, on=on).dissolved_on == on


def rename(organisation, kind, *, by):
    return organisations.rename(
        today=TODAY,
        organisation=organisation,
        kind=kind,
        name="新名",
        short_name="新名",
        on=ON,
        document="",
        version=1,
        by=by,
    )


def test_branch_with_members_does_not_become_a_general_branch(branch, placement, staff):
    found = refused(rename, branch, "GENERAL_BRANCH", by=staff)

    assert found == {"kind": ["还有1名党员的组织关系在这里，请先把他们转出。"]}


@pytest.mark.parametrize("kind", ["BRANCH", "JOINT_BRANCH"])
def test_branch_with_members_may_be_renamed_or_become_joint(branch, placement, staff, kind):
    assert rename(branch, kind, by=staff).kind == kind


def test_branch_without_members_may_become_a_general_branch(branch, staff):
    assert rename(branch, "GENERAL_BRANCH", by=staff).kind == "GENERAL_BRANCH"


# The log ---------------------------------------------------------------------------------------

ACTS = {
    "transfer": lambda p, s, other, by: transfer(p.member, other, by=by),
    "leave": lambda p, s, other, by: leave(p, by=by),
    "suspend": lambda p, s, other, by: suspend(p.member, by=by),
    "resume": lambda p, s, other, by: resume(s, by=by),
    "mend": lambda p, s, other, by: mend(p, by=by, document="x"),
}


@pytest.mark.parametrize("name", ACTS)
def test_nothing_is_done_when_the_log_fails(branch, placement, other, staff, name, broken_log):
    elsewhere = PlacementFactory(organisation=branch)
    standing = StandingFactory(member=elsewhere.member)
    before = state()

    with pytest.raises(broken_log):
        ACTS[name](placement, standing, other, staff)

    assert state() == before


@pytest.fixture
def departed(branch):
    """Somebody who has left."""
    return PlacementFactory(organisation=branch, ends_on=ON, end="LEFT").member


def test_nobody_is_received_when_the_log_fails(departed, other, staff, broken_log):
    before = state()

    with pytest.raises(broken_log):
        receive(departed, other, by=staff)

    assert state() == before
