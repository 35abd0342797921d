"""What the ground floor builds in 邻县."""

from datetime import date

from branches.models import Appointment, Organisation, User
from branches.options import Option
from branches.services import accounts, organisations, registers, requests, schools
from branches.services.organisations import Facts
from branches.services.schools import Counts, SchoolFacts
from tests.county import PASSWORD
from tests.factories.branches import TODAY

FOUNDED = date(2020, 3, 1)
ENDED = date(2025, 3, 1)
ASKED = date(2026, 11, 2)


def build(there):
    """Enter the county as its staff would, one thing after the other; return what there is."""
    committee = _found("COMMITTEE", "中共邻县教育工作委员会", "邻县教育工委", "LX", None)
    by = _account("lx-staff", "孔远山", "STAFF", committee)
    admin = _account("lx-admin", "邵明辉", "ADMINISTRATOR", committee)
    party = _found("PARTY_COMMITTEE", "中共邻县第一中学委员会", "邻县一中党委", "LX10", committee)
    branch = _found("BRANCH", "中共邻县第一小学支部委员会", "邻县一小党支部", "LX01", committee)
    secretary = _account("lx-secretary", "蒋云帆", "SECRETARY", branch)
    dissolved = _found("BRANCH", "中共邻县老校支部委员会", "邻县老校党支部", "LX02", committee)
    organisations.dissolve(
        today=TODAY,
        organisation=dissolved,
        on=ENDED,
        document="邻教工委发〔2025〕1号",
        version=1,
        by=by,
    )
    registers.grant_power(
        organisation=committee, starts_on=FOUNDED, document="邻组发〔2020〕1号", by=by
    )
    registers.enter_outside_person(
        name="孟知远",
        unit="邻县教育局",
        office="局长",
        is_party_member=True,
        kept_by=committee,
        by=by,
    )
    registers.make_setting(
        organisation=committee,
        option=Option.JOINT_BRANCH_UNITS,
        value="4",
        since=FOUNDED,
        reason="邻县约定",
        by=by,
    )
    covered = _enter("LX-S1", "邻县第一小学", "邻县一小", committee, by)
    uncovered = _enter("LX-S2", "邻县第二小学", "邻县二小", committee, by)
    closed = _enter("LX-S3", "邻县老学校", "邻县老校", committee, by)
    schools.close_school(school=closed, on=ENDED, reason="撤并", version=1, by=by)
    schools.record_head_count(
        school=covered, school_year=2026, counts=Counts(staff=60), version=None, by=by
    )
    schools.cover(
        organisation=branch,
        school=covered,
        role="OWN",
        starts_on=FOUNDED,
        document="邻教工委发〔2020〕2号",
        by=by,
    )
    for code in ("LX01", "SF0101", "SF0102"):  # beside one's own a sister's, and one far away
        _ask(Organisation.objects.get(code=code))
    gone = _account("lx-gone", "曲未央", "CLERK", branch)
    accounts.disable(today=TODAY, user=gone, reason="调出", version=gone.version, by=by)
    return {
        "committee": committee,
        "party_committee": party,
        "branch": branch,
        "dissolved": dissolved,
        "covered": covered,
        "uncovered": uncovered,
        "closed": closed,
        "admin": admin,
        "staff": by,
        "secretary": secretary,
        "gone": gone,
    }


def _found(kind, name, short_name, code, superior):
    facts = Facts(
        code=code,
        member_kind="MIXED",
        founded_on=FOUNDED,
        founding_document="邻发〔2020〕1号",
    )
    return organisations.found(
        kind=kind, name=name, short_name=short_name, superior=superior, facts=facts, by=None
    )


def _ask(branch):
    asker = Appointment.objects.filter(organisation=branch, role="SECRETARY").first()
    requests.ask(
        kind="TRANSFER_IN",
        organisation=branch,
        decided_by=branch.superior,
        subject=None,
        words=f"申请将席慕容的组织关系转入{branch}",
        today=ASKED,
        by=asker.user if asker else None,
    )


def _enter(code, name, short_name, committee, by):
    facts = SchoolFacts(
        code=code,
        name=name,
        short_name=short_name,
        stage="PRIMARY",
        ownership="PUBLIC",
        level="COUNTY",
        township="",
        opened_on=FOUNDED,
    )
    return schools.enter_school(facts=facts, kept_by=committee, by=by)


def _account(username, name, role, place):
    user, _ = accounts.open_account(username=username, name=name, by=None)
    accounts.adopt_password(user=user, password=PASSWORD)
    accounts.appoint(
        user=user, organisation=place, role=role, starts_on=FOUNDED, reason="邻县", by=None
    )
    return User.objects.get(pk=user.pk)
