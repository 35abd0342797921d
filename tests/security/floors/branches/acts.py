"""Every act of the ground floor as one POST that succeeds, in 邻县."""

from branches.audit import Verb
from branches.models import (
    Appointment,
    ApprovalPower,
    Coverage,
    HeadCount,
    Organisation,
    OutsidePerson,
    Request,
    School,
    User,
)
from tests.county import PASSWORD
from tests.security.floors.shape import Post, on

NEW_PASSWORD = "青山 绿水 Harbour-4417"


def acts():
    """Return each act of the ground floor, on the rows as they are now."""
    return [
        *_of_doors(),
        *_of_organisations(),
        *_of_schools(),
        *_of_accounts(),
        *_of_registers(),
    ]


def _of_doors():
    branch = Organisation.objects.get(code="LX01")
    change = {"old_password": PASSWORD, "new_password": NEW_PASSWORD, "again": NEW_PASSWORD}
    log_in = {"username": "lx-secretary", "password": PASSWORD, "next": ""}
    staff = "lx-staff"
    return [
        Post("branches:login", "anonymous", log_in, (Verb.LOGGED_IN,)),
        Post("branches:logout", staff, {}, (Verb.LOGGED_OUT,)),
        Post("branches:password-change", staff, change, (Verb.PASSWORD_CHANGED,)),
        # What one looks at is not a change of the registers.
        Post("branches:switch", staff, {"organisation": branch.pk, "next": "/branches/"}, ()),
    ]


def _of_organisations():
    committee, party, branch, dissolved = (
        Organisation.objects.get(code=code) for code in ("LX", "LX10", "LX01", "LX02")
    )
    uncovered = School.objects.get(code="LX-S2")
    facts = {
        "code": "LX03",
        "member_kind": "IN_POST",
        "founded_on": "2024-5-6",
        "founding_document": "邻教工委发〔2024〕3号",
        "outside_superior": "",
    }
    name = {
        "kind": "BRANCH",
        "name": "中共邻县新校支部委员会",
        "short_name": "邻县新校党支部",
    }
    found = {**facts, **name, "superior": committee.pk}
    rename = {**name, "on": "2026-11-2", "document": "邻教工委发〔2026〕4号"}
    move = {"to": party.pk, "on": "2026-11-3", "document": "邻教工委发〔2026〕5号"}
    cover = {"school": uncovered.pk, "role": "OWN", "starts_on": "2026-9-1", "document": "甲"}
    end = {"on": "2026-11-4", "reason": "期满"}
    power = {"starts_on": "2026-1-1", "document": "邻组发〔2026〕6号"}
    staff = "lx-staff"
    return [
        Post("branches:organisation-create", staff, found, (Verb.ORGANISATION_FOUNDED,)),
        on(
            "branches:organisation-update",
            staff,
            branch,
            {**facts, "code": "LX01", "founded_on": "2020-3-1", "reason": "录错"},
            Verb.ORGANISATION_CORRECTED,
        ),
        on("branches:organisation-rename", staff, branch, rename, Verb.ORGANISATION_RENAMED),
        on("branches:organisation-move", staff, branch, move, Verb.ORGANISATION_MOVED),
        on(
            "branches:organisation-dissolve",
            staff,
            branch,
            {"on": "2026-11-5", "document": "邻教工委发〔2026〕7号"},
            Verb.ORGANISATION_DISSOLVED,
        ),
        on(
            "branches:organisation-restore",
            staff,
            dissolved,
            {"reason": "误撤"},
            Verb.ORGANISATION_RESTORED,
        ),
        on("branches:coverage-create", staff, branch, cover, Verb.COVERAGE_BEGUN),
        on(
            "branches:coverage-end",
            staff,
            Coverage.objects.get(organisation=branch),
            end,
            Verb.COVERAGE_ENDED,
        ),
        on("branches:power-create", staff, party, power, Verb.POWER_GRANTED),
        on(
            "branches:power-end",
            staff,
            ApprovalPower.objects.get(organisation=committee),
            end,
            Verb.POWER_ENDED,
        ),
    ]


def _of_schools():
    covered, closed = (School.objects.get(code=code) for code in ("LX-S1", "LX-S3"))
    counted = HeadCount.objects.get(school=covered)
    facts = {
        "name": "邻县新学校",
        "short_name": "邻县新校",
        "code": "LX-S4",
        "stage": "JUNIOR",
        "ownership": "PRIVATE",
        "level": "TOWNSHIP",
        "township": "青石镇",
        "opened_on": "2024-9-1",
    }
    correct = {**facts, "code": "LX-S1", "opened_on": "2020-3-1", "reason": "录错"}
    counts = {
        "staff": "61",
        "teachers": "50",
        "teachers_to_35": "20",
        "women": "40",
        "backbone_teachers": "5",
        "pupils": "700",
        "version": counted.version,
    }
    staff = "lx-staff"
    return [
        Post("branches:school-create", staff, facts, (Verb.SCHOOL_ENTERED,)),
        on("branches:school-update", staff, covered, correct, Verb.SCHOOL_CORRECTED),
        on(
            "branches:school-close",
            staff,
            covered,
            {"on": "2026-11-6", "reason": "撤并"},
            Verb.SCHOOL_CLOSED,
        ),
        on("branches:school-reopen", staff, closed, {"reason": "误停"}, Verb.SCHOOL_REOPENED),
        Post(
            "branches:head-count-update",
            staff,
            counts,
            (Verb.HEAD_COUNT_RECORDED,),
            {"pk": covered.pk, "school_year": 2026},
            counted,
        ),
    ]


def _of_accounts():
    branch = Organisation.objects.get(code="LX01")
    secretary, gone = (User.objects.get(username=name) for name in ("lx-secretary", "lx-gone"))
    held = Appointment.objects.get(user=secretary)
    opened = {
        "username": "lx-clerk",
        "name": "柳依依",
        "organisation": branch.pk,
        "role": "CLERK",
    }
    role = {
        "organisation": branch.pk,
        "role": "CLERK",
        "starts_on": "2026-11-1",
        "ends_on": "2026-12-1",
        "reason": "代理",
    }
    admin, why = "lx-admin", {"reason": "本人要求"}
    return [
        Post("branches:account-create", admin, opened, (Verb.ACCOUNT_OPENED, Verb.APPOINTED)),
        on("branches:account-update", admin, secretary, {"name": "蒋云"}, Verb.ACCOUNT_CORRECTED),
        on("branches:account-reset", admin, secretary, why, Verb.PASSWORD_RESET),
        on("branches:account-disable", admin, secretary, why, Verb.ACCOUNT_DISABLED),
        on("branches:account-enable", admin, gone, why, Verb.ACCOUNT_ENABLED),
        on("branches:appointment-create", admin, secretary, role, Verb.APPOINTED),
        on(
            "branches:appointment-end",
            admin,
            held,
            {"on": "2026-11-7", "reason": "换届"},
            Verb.APPOINTMENT_ENDED,
        ),
    ]


def _of_registers():
    committee = Organisation.objects.get(code="LX")
    person = OutsidePerson.objects.get(kept_by=committee)
    typed = {"name": "纪晓岚", "unit": "邻县党校", "office": "讲师", "is_party_member": "on"}
    setting = {
        "organisation": committee.pk,
        "option": "JOINT_BRANCH_UNITS",
        "value": "6",
        "since": "2026-1-1",
        "reason": "试行",
    }
    asked = Request.objects.get(organisation__code="LX01")
    refused = {"state": "REFUSED", "on": "2026-11-8", "reply_number": "", "comment": "没有调动"}
    staff = "lx-staff"
    return [
        on("branches:request-answer", staff, asked, refused, Verb.REQUEST_ANSWERED),
        on(
            "branches:request-withdraw",
            "lx-secretary",
            asked,
            {"reason": "录错"},
            Verb.REQUEST_WITHDRAWN,
        ),
        Post("branches:outside-person-create", staff, typed, (Verb.OUTSIDE_PERSON_ENTERED,)),
        on("branches:outside-person-update", staff, person, typed, Verb.OUTSIDE_PERSON_CORRECTED),
        Post("branches:setting-create", "lx-admin", setting, (Verb.SETTING_MADE,)),
    ]
