"""One sitting: the page, the form, and what is done to it."""

from collections import Counter
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import TemplateView

from activities.forms.sittings import (
    LECTURERS,
    ConfirmForm,
    CorrectSittingForm,
    OfficialForm,
    SittingForm,
)
from activities.models import Attendance, Lecturer, Sitting, SittingKind
from activities.rules import likely_year, needs_year
from activities.services import sittings
from activities.services.sittings import (
    CannotConfirm,
    CannotCorrect,
    CannotReopen,
    CannotWithdraw,
)
from branches.access import Permission, may
from branches.forms import ReasonForm
from branches.models import AuditEvent, Organisation
from branches.periods import parse_day
from branches.screens import FormScreen, Screen


class SittingScreen(Screen):
    """The base of what concerns one sitting."""

    _row: Sitting | None = None

    @property
    def row(self) -> Sitting:
        """The readable sitting the address names, if the permission reaches it."""
        if self._row is None:
            rows = self.readable(Sitting.objects).for_listing()
            self._row = self.find(
                rows.select_related("organisation", "campaign", "host", "confirmed_by"),
                self.kwargs["pk"],
            )
            self.allow(self._row.organisation)
        return self._row

    @property
    def kinds(self) -> list[str]:
        return [row.kind for row in self.row.kinds.all()]

    def page(self) -> str:
        return reverse("activities:sitting-detail", args=[self.kwargs["pk"]])


class SittingDetail(SittingScreen, TemplateView):
    """One sitting: what it was, who taught, who came, and who changed what."""

    permission = Permission.READ_ACTIVITIES
    template_name = "activities/sitting_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.row
        ours = self.readable(Sitting.objects).filter(pk=found.pk)
        roll = list(Attendance.objects.of_sittings(ours).for_listing())
        place = found.organisation
        return super().get_context_data(
            sitting=found,
            kinds="、".join(kind.get_kind_display() for kind in found.kinds.all()),
            roll=sorted(roll, key=lambda row: row.status == Attendance.Status.PRESENT),
            counts=Counter(row.status for row in roll),
            lecturers=Lecturer.objects.of_sittings(ours).for_listing(),
            events=self.readable(AuditEvent.objects).about(found).select_related("detail")[:50],
            may_keep=may(self.user, Permission.KEEP_ACTIVITIES, place, today=self.today),
            may_confirm=may(self.user, Permission.CONFIRM_ACTIVITIES, place, today=self.today),
        )


class SheetScreen(FormScreen):
    """The base of a form with a sign-in sheet, which lists its roll anew when it is asked."""

    permission = Permission.KEEP_ACTIVITIES
    template_name = "activities/sitting_form.html"
    form_class = SittingForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "relist" not in request.POST:
            return super().post(request, *args, **kwargs)
        sent = request.POST
        kept = {name: sent.get(name, "") for name in self.form_class.base_fields} | {
            "kinds": sent.getlist("kinds")
        }
        usual = self.get_form_kwargs()
        for name in ("data", "files", "initial"):
            usual.pop(name, None)
        form = self.form_class(initial=kept, sent=sent, **usual)
        return self.render_to_response(self.get_context_data(form=form))


class SittingCreate(SheetScreen):
    """Enter a sitting, of the organisation, the kind and the day the address names."""

    title, submit_label, done = "登记活动", "登记", "活动已登记，等待书记确认。"

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        kinds = [kind for kind in asked.getlist("kind") if kind in SittingKind.Kind.values]
        return {
            "kinds": kinds,
            "held_on": _day(asked.get("day"), self.today) if "month" not in asked else None,
            "title": SittingKind.Kind(kinds[0]).label if kinds else "",
            "organisation": asked.get("organisation") or self.likely_organisation(),
            "belongs_to_year": likely_year(self.today) if needs_year(kinds) else None,
        }

    def likely_organisation(self) -> int | None:
        """Return the one the user acts for, or the only one there is."""
        if self.acting:
            return self.acting.pk
        rows = self.readable(Organisation.objects).on(self.today).values_list("pk", flat=True)
        found = list(rows[:2])
        return found[0] if len(found) == 1 else None

    def act(self, form: SittingForm) -> str:
        facts = form.facts()
        self.allow(facts.organisation)
        sitting = sittings.record_sitting(
            facts=facts,
            kinds=form.cleaned_data["kinds"],
            lecturers=form.lecturers(),
            attendance=form.attendance(),
            today=self.today,
            by=self.user,
        )
        return reverse("activities:sitting-detail", args=[sitting.pk])

    def cancel_url(self) -> str:
        return reverse("activities:sitting-list")


class SittingAct(SittingScreen, FormScreen):
    """The base of what is done to one sitting."""

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.row.version}

    def cancel_url(self) -> str:
        return self.page()

    def subject(self) -> str:
        return str(self.row)

    def crumbs(self) -> list[tuple[str, str]]:
        return [("活动", reverse("activities:sitting-list")), (str(self.row), self.page())]


class SittingUpdate(SittingAct, SheetScreen):
    """Mend a draft."""

    form_class = CorrectSittingForm
    title, done = "修改活动", "已保存，等待书记确认。"
    refusals = (CannotCorrect,)

    def get_form_kwargs(self) -> dict[str, Any]:
        roll = Attendance.objects.of_sittings(
            self.readable(Sitting.objects).filter(pk=self.row.pk)
        )
        known = {key: (status, reason) for key, status, reason in roll.values_list(*_KNOWN)}
        kwargs = super().get_form_kwargs()
        return {**kwargs, "organisation": self.row.organisation, "known": known}

    def get_initial(self) -> dict[str, Any]:
        row = self.row
        ours = self.readable(Sitting.objects).filter(pk=row.pk)
        taught = Lecturer.objects.of_sittings(ours).for_listing()
        lecturers = {
            f"{name}_{number}": value
            for number, one in zip(LECTURERS, taught, strict=False)
            for name, value in (
                ("name", _name(one)),
                ("office", one.office),
                ("position", one.position),
            )
        }
        values = {name: getattr(row, name) for name in _SHOWN}
        return {**values, **lecturers, "kinds": self.kinds, "host": row.host_label}

    def act(self, form: SittingForm) -> str:
        sittings.correct_sitting(
            sitting=self.row,
            facts=form.facts(),
            kinds=form.cleaned_data["kinds"],
            lecturers=form.lecturers(),
            attendance=form.attendance(),
            today=self.today,
            version=form.cleaned_data["version"],
            by=self.user,
        )
        return self.page()


class SittingConfirm(SittingAct):
    """Settle a draft."""

    permission = Permission.CONFIRM_ACTIVITIES
    form_class = ConfirmForm
    title, submit_label, done = "确认活动", "确认", "活动已确认，计入统计。"
    intro = "确认后计入统计，不能再修改；发现有误可以退回，并写明原因。"
    refusals = (CannotConfirm,)

    def act(self, form: ConfirmForm) -> str:
        version = form.cleaned_data["version"]
        sittings.confirm_sitting(sitting=self.row, today=self.today, version=version, by=self.user)
        return self.page()


class SittingReopen(SittingAct):
    """Make a confirmed sitting a draft again."""

    permission = Permission.CONFIRM_ACTIVITIES
    form_class = ReasonForm
    title, submit_label, done = "退回活动", "退回修改", "已退回，可以修改。"
    intro = "退回后不再计入统计，改好后要重新确认。"
    refusals = (CannotReopen,)

    def act(self, form: ReasonForm) -> str:
        sittings.reopen_sitting(
            sitting=self.row, **form.cleaned("reason", "version"), by=self.user
        )
        return self.page()


class SittingWithdraw(SittingAct):
    """Take away a draft that should not have been entered."""

    permission = Permission.KEEP_ACTIVITIES
    form_class = ReasonForm
    title, submit_label, done = "撤回活动", "撤回这次登记", "登记已撤回。"
    intro = "登记错了才撤回。撤回后列表里不再有它，日志里保留全部内容。"
    refusals = (CannotWithdraw,)

    def act(self, form: ReasonForm) -> str:
        sittings.withdraw_sitting(
            sitting=self.row, **form.cleaned("reason", "version"), by=self.user
        )
        return reverse("activities:sitting-list")


class SittingOfficial(SittingAct):
    """Note that a sitting was entered in the official system."""

    permission = Permission.KEEP_ACTIVITIES
    form_class = OfficialForm
    title, done = "上级系统办理", "已标记。"
    intro = "在全国党员管理信息系统或省里的平台录入后，在这里标记日期和编号。"

    def get_initial(self) -> dict[str, Any]:
        row = self.row
        on = row.official_on or self.today
        return {"on": on, "number": row.official_number, "version": row.version}

    def act(self, form: OfficialForm) -> str:
        values = form.cleaned("on", "number", "version")
        sittings.enter_officially(sitting=self.row, **values, by=self.user)
        return self.page()


_KNOWN = ("member_id", "status", "reason")
_SHOWN = (
    *("held_on", "title", "others", "place", "starts_at", "minutes", "form", "summary"),
    *("campaign", "belongs_to_year", "version"),
)


def _name(lecturer: Lecturer) -> str:
    if lecturer.member:
        return lecturer.member.name
    return lecturer.outsider.name if lecturer.outsider else lecturer.name


def _day(text: str | None, today: date) -> date:
    try:
        return parse_day(text or "")
    except ValueError:
        return today
