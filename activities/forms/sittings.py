"""A sitting's form with its sign-in sheet, and the forms of what is done to a sitting."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from activities.models import Attendance, Campaign, Lecturer, Sitting, SittingKind
from activities.services.rolls import OnRoll, roll_of
from activities.services.sittings import Attended, SittingFacts, Taught
from branches.models import Organisation, OutsidePerson
from branches.screens.inputs import (
    AnyChoiceField,
    DayField,
    Line,
    Number,
    Passage,
    RowChoice,
    VersionedForm,
)
from members.models import Member, Placement

LECTURERS = (1, 2)
LONGEST_REASON = 50


class Clock(forms.TimeField):
    """A time of day; `14：30` is read like `14:30`."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%H:%M"], **kwargs)

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str):
            value = unicodedata.normalize("NFKC", value)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "maxlength": 8, "placeholder": "例如 14:30"}


class CampaignChoice(AnyChoiceField):
    """One of the campaigns that may be named; none is an answer too."""

    def __init__(self) -> None:
        super().__init__(
            queryset=None,
            label="专项活动",
            required=False,
            empty_label="不属于专项活动",
            error_messages={"invalid_choice": "请从列出的选项中选择。"},
        )

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.year}）"


class Ticked(forms.Field):
    """The keys of the lines that were ticked."""

    widget = forms.SelectMultiple

    def to_python(self, value: Any) -> set[int]:
        keys = [str(one) for one in value or ()]
        if any(not (key.isascii() and key.isdigit()) or len(key) > 18 for key in keys):
            raise ValidationError("到会名单读不懂，请重新列出应到人员。", code="present")
        return {int(key) for key in keys}


@dataclass(frozen=True)
class SheetLine:
    """One line of the sign-in sheet as it is shown.

    token: what the line says unless it is touched; when that has changed, so has the sheet.
    """

    member: Member
    note: str
    token: str
    is_expected: bool
    is_likely: bool
    is_ticked: bool
    reason: str
    errors: list[str]


class SittingForm(VersionedForm):
    """Everything about one sitting.

    sent: what was typed, when the sheet is only listed anew. known: status and reason by the key
    of the member, of the sitting that is corrected. organisation: of that sitting.
    """

    kinds = forms.MultipleChoiceField(
        label="类型",
        choices=SittingKind.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="同一次活动可以选几个，各算一次，到会只登记一次。",
        error_messages={"invalid_choice": "请从列出的类型中选择。"},
    )
    organisation = RowChoice(label="党组织")
    held_on = DayField(label="日期")
    title = Line(label="主题", max_length=100)
    present = Ticked(label="到会情况", required=False)
    others = Number(label="其他到会人数", required=False, help_text="名单以外的：群众、来宾等。")
    place = Line(label="地点", max_length=100, required=False)
    starts_at = Clock(label="开始时间", required=False)
    minutes = Number(label="时长（分钟）", required=False)
    form = forms.ChoiceField(label="形式", choices=Sitting.Form.choices, required=False)
    host = Line(label="主持人", max_length=50, required=False)
    summary = Passage(
        label="内容摘要",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="可以粘贴会议记录，不超过 5000 字。",
    )
    name_1 = Line(label="讲课人", max_length=50, required=False)
    office_1 = forms.ChoiceField(
        label="讲课人身份", choices=[("", "请选择"), *Lecturer.Office.choices], required=False
    )
    position_1 = Line(label="讲课人职务", max_length=100, required=False)
    name_2 = Line(label="另一名讲课人", max_length=50, required=False)
    office_2 = forms.ChoiceField(
        label="另一名的身份", choices=[("", "请选择"), *Lecturer.Office.choices], required=False
    )
    position_2 = Line(label="另一名的职务", max_length=100, required=False)
    campaign = CampaignChoice()
    belongs_to_year = Number(
        label="所属年度",
        required=False,
        help_text="只有组织生活会、民主评议、民主生活会要填，例如 2026 年 2 月开的填 2025。",
    )

    def __init__(
        self,
        *args: Any,
        sent: Any = None,
        known: Mapping[int, tuple[str, str]] | None = None,
        organisation: Organisation | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known, self.fixed = known, organisation
        self.sent: Any = self.data if self.is_bound else sent
        if "organisation" in self.fields:
            self._field("organisation").queryset = self.readable()
        campaigns = Campaign.objects.carried_by(self.user, today=self.today)
        self._field("campaign").queryset = campaigns.for_listing()
        for name in ("host", "name_1", "name_2"):
            self.fields[name].widget.attrs["list"] = "people-on-roll"
        self.roll: list[OnRoll] = []
        self.sheet: list[SheetLine] = []
        self.kept: list[tuple[str, str]] = []
        if not self.is_bound:
            self._list_sheet(self._asked_organisation(), self._asked_day(), self._asked_kinds())

    def _field(self, name: str) -> Any:
        return self.fields[name]

    # The sheet ----------------------------------------------------------------------------

    def _asked_organisation(self) -> Organisation | None:
        if self.fixed:
            return self.fixed
        asked = self.initial.get("organisation")
        if isinstance(asked, Organisation) or not asked:
            return asked or None
        try:
            found: Organisation | None = self._field("organisation").clean(asked)
        except ValidationError:
            return None
        return found

    def _asked_day(self) -> Any:
        try:
            return self._field("held_on").clean(self.initial.get("held_on"))
        except ValidationError:
            return None

    def _asked_kinds(self) -> list[str]:
        known = set(SittingKind.Kind.values)
        return [kind for kind in self.initial.get("kinds") or () if kind in known]

    def _list_sheet(self, organisation: Organisation | None, day: Any, kinds: Any) -> None:
        if organisation is None or day is None:
            self.kept = list(self._sent_sheet())
            return
        rows = Placement.objects.readable_by(self.user, today=self.today)
        self.roll = roll_of(organisation, day, kinds, rows=rows)
        listed = set(self.sent.getlist("listed")) if self.sent is not None else set()
        self.sheet = [self._line(one, organisation, listed) for one in self.roll]

    def _sent_sheet(self) -> Iterator[tuple[str, str]]:
        """Yield what was sent of a sheet that cannot be listed now, so that it is not lost."""
        for name in self.sent or ():
            if name in {"listed", "present"} or name.startswith("reason_"):
                yield from ((name, value) for value in self.sent.getlist(name))

    def _line(self, one: OnRoll, organisation: Organisation, listed: set[str]) -> SheetLine:
        key, reason, errors = one.member.pk, "", []
        token = f"{key}-{int(one.is_expected)}{int(one.is_likely)}"
        is_ticked = one.is_likely
        if self.sent is not None and token in listed:
            is_ticked = str(key) in self.sent.getlist("present")
            reason = self.sent.get(f"reason_{key}", "")
        elif self.sent is None and self.known is not None:
            status, reason = self.known.get(key, ("", ""))
            is_ticked = status == Attendance.Status.PRESENT
        if self.is_bound and not is_ticked and one.is_expected:
            try:
                reason = Line(max_length=LONGEST_REASON, required=False).clean(reason)
            except ValidationError as error:
                errors = error.messages
        return SheetLine(
            member=one.member,
            note=_note(one, organisation),
            token=token,
            is_expected=one.is_expected,
            is_likely=one.is_likely,
            is_ticked=is_ticked,
            reason=reason,
            errors=errors,
        )

    def clean(self) -> None:
        cleaned = self.cleaned_data
        organisation = self.fixed or cleaned.get("organisation")
        self._list_sheet(organisation, cleaned.get("held_on"), cleaned.get("kinds", ()))
        ticked, tokens = cleaned.get("present"), {line.token for line in self.sheet}
        if not (organisation and cleaned.get("held_on") and "kinds" in cleaned):
            return
        if tokens != set(self.sent.getlist("listed")):
            self.add_error("present", "应到人员已按党组织、日期和类型重新列出，请核对后再保存。")
        elif ticked is not None and ticked - {line.member.pk for line in self.sheet}:
            self.add_error("present", "有人这一天不在名册上，名单已重新列出，请核对后再保存。")
        for line in self.sheet:
            for message in line.errors:
                self.add_error("present", f"{line.member.name}的请假原因：{message}")
        for number in LECTURERS:
            if cleaned.get(f"name_{number}") and not cleaned.get(f"office_{number}"):
                self.add_error(f"office_{number}", "请选择讲课人当时的身份。")

    def saved(self, row: Any, name: str) -> Any:
        """Return what another saved: kinds by name, the host by hers."""
        if name == "kinds":
            return [one.kind for one in row.kinds.all()]
        return row.host_label if name == "host" else super().saved(row, name)

    # What was typed, as services take it ---------------------------------------------------

    def facts(self) -> SittingFacts:
        """Return what the sitting is; a host found on the roll by name is that member."""
        name = self.cleaned_data["host"]
        host = self._on_roll(name)
        return SittingFacts(
            organisation=self.fixed or self.cleaned_data["organisation"],
            host=host,
            host_name="" if host else name,
            others=self.cleaned_data["others"] or 0,
            **self.cleaned(
                *("held_on", "title", "starts_at", "minutes", "place", "summary"),
                *("campaign", "belongs_to_year"),
            ),
            form=self.cleaned_data["form"] or Sitting.Form.ON_SITE,
        )

    def lecturers(self) -> list[Taught]:
        """Return who taught: members of the roll, people outside it, or names."""
        found = []
        for number in LECTURERS:
            name = self.cleaned_data[f"name_{number}"]
            if not name:
                continue
            member = self._on_roll(name)
            outsider = None if member else self._outside(name)
            found.append(
                Taught(
                    office=self.cleaned_data[f"office_{number}"],
                    member=member,
                    outsider=outsider,
                    name="" if member or outsider else name,
                    position=self.cleaned_data[f"position_{number}"],
                )
            )
        return found

    def attendance(self) -> list[Attended]:
        """Return who came, and who was expected and did not.

        The retired of a mixed branch are expected when they are ticked, or somebody says why not.
        """
        status = Attendance.Status
        found = []
        for line in self.sheet:
            if line.is_ticked:
                found.append(Attended(line.member, is_expected=line.is_expected))
            elif line.is_expected and (line.is_likely or line.reason):
                missed = status.EXCUSED if line.reason else status.ABSENT
                found.append(Attended(line.member, missed, line.reason))
        return found

    def _on_roll(self, name: str) -> Member | None:
        found = [one.member for one in self.roll if one.member.name == name]
        return found[0] if len(found) == 1 else None

    def _outside(self, name: str) -> OutsidePerson | None:
        people = OutsidePerson.objects.readable_by(self.user, today=self.today)
        found = list(people.filter(name=name)[:2])
        return found[0] if len(found) == 1 else None

    # Where it stands on the page -------------------------------------------------------------

    @property
    def first(self) -> list[forms.BoundField]:
        """What is asked before the sheet."""
        names = ("organisation", "kinds", "held_on", "title")
        return [self[name] for name in names if name in self.fields]

    @property
    def details(self) -> list[forms.BoundField]:
        """What is asked after the sheet."""
        names = ("place", "starts_at", "minutes", "form", "host", "summary", "campaign")
        return [self[name] for name in (*names, "belongs_to_year")]

    @property
    def tells_teaching(self) -> bool:
        """Whether there is a reason to ask at once who taught."""
        kinds = self["kinds"].value() or ()
        return "LECTURE" in kinds or any(one.value() or one.errors for one in self.teaching)

    @property
    def teaching(self) -> list[forms.BoundField]:
        """Who taught."""
        return [
            self[f"{name}_{number}"]
            for number in LECTURERS
            for name in ("name", "office", "position")
        ]


class CorrectSittingForm(SittingForm):
    """The same of a sitting that is entered already, whose organisation is what it is."""

    organisation = None  # type: ignore[assignment]  # Django's way to take a field away


class ConfirmForm(VersionedForm):
    """Nothing but the version the sitting was read at."""


class OfficialForm(VersionedForm):
    on = DayField(label="办理日期")
    number = Line(label="编号", max_length=100, required=False)


def _note(one: OnRoll, organisation: Organisation) -> str:
    parts = [
        one.organisation.short_name if one.organisation != organisation else "",
        "离退休" if one.is_retired else "",
        "" if one.is_expected else "不在应到范围",
    ]
    return "，".join(part for part in parts if part)
