"""These questions to the roll."""

import unicodedata
from typing import Any

import django_filters as filters
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django_filters.filters import QuerySetRequestMixin

from branches.models import Organisation
from branches.screens.inputs import Line, RowChoice
from branches.screens.questions import LineFilter, Question, day_filter
from members.articles import HAN
from members.models import Circumstance, Education, Employment, Member, Placement
from members.querysets import PlacementQuerySet

# Years completed on the day looked at: the least and the most, by what the address says.
AGES: dict[str, tuple[int, int | None]] = {
    "TO_35": (0, 35),
    "TO_30": (0, 30),
    "31_35": (31, 35),
    "36_40": (36, 40),
    "41_45": (41, 45),
    "46_50": (46, 50),
    "51_55": (51, 55),
    "56_60": (56, 60),
    "FROM_61": (61, None),
}
_AGE_LABELS = {"TO_35": "35岁及以下", "TO_30": "30岁及以下", "FROM_61": "61岁及以上"}
COLLEGE_UP = (Education.Level.GRADUATE, Education.Level.UNDERGRADUATE, Education.Level.COLLEGE)
# So many digits are no name.
NUMBER_LENGTH = 6


class NameLine(Line):
    """A name or its pinyin; what looks like somebody's number is refused, and searched nowhere.

    An address stays behind in logs and histories; numbers are looked for by a form of their own.
    """

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        digits = [c for c in unicodedata.normalize("NFKC", text) if c.isdigit()]
        if len(digits) >= NUMBER_LENGTH:
            raise ValidationError(
                "这里只按姓名查，不要填身份号码或电话；要按号码查，请用“按号码查找”。",
                code="number",
            )
        return text


class NameFilter(LineFilter):
    field_class = NameLine


class OrganisationChoice(RowChoice):
    """One of the organisations the user may read."""

    def __init__(self, *, queryset: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.queryset = queryset
        self.empty_label = "全部"


class OrganisationAsked(QuerySetRequestMixin, filters.Filter):
    field_class = OrganisationChoice


def readable_organisations(request: HttpRequest) -> Any:
    """Return what the user may narrow a list to, by code."""
    today = timezone.localdate()
    user: Any = request.user
    return Organisation.objects.readable_by(user, today=today).on(today).order_by("code")


def _choice(label: str, choices: Any, method: str, empty: str = "全部") -> filters.ChoiceFilter:
    return filters.ChoiceFilter(label=label, choices=choices, empty_label=empty, method=method)


class RollFilter(Question):
    """Everything the figures split members by, crossed as one likes."""

    q = NameFilter(label="姓名、拼音或首字母", method="named")
    organisation = OrganisationAsked(
        label="党组织", queryset=readable_organisations, method="placed_within"
    )
    stage = _choice("人员类别", [("FULL", "正式"), ("PROBATIONARY", "预备")], "of_stage")
    retired = _choice("在职/离退休", [("0", "在职"), ("1", "离退休")], "of_retirement")
    sex = filters.ChoiceFilter(
        label="性别", field_name="member__sex", choices=Member.Sex.choices, empty_label="全部"
    )
    age = _choice(
        "年龄",
        [(key, _AGE_LABELS.get(key, f"{least}—{most}岁")) for key, (least, most) in AGES.items()],
        "of_age",
    )
    level = _choice("学历", [("COLLEGE_UP", "大专及以上"), *Education.Level.choices], "of_level")
    ethnicity = _choice("民族", [("MINORITY", "少数民族"), ("HAN", "汉族")], "of_people")
    job = _choice("工作岗位", Employment.Job.choices, "of_job")
    circumstance = _choice("情况", Circumstance.Kind.choices, "in_circumstance")
    standing = _choice(
        "党籍状态",
        [("SUSPENDED", "停止党籍"), ("ANY", "正常和停止党籍")],
        "of_standing",
        empty="正常",
    )
    counted = _choice("统计范围", [("1", "计入统计"), ("0", "系统外")], "of_tree")
    on = day_filter()

    class Meta:
        model = Placement
        fields = ("q",)

    def filter_queryset(self, rows: Any) -> Any:
        found = super().filter_queryset(rows)
        # Nobody is on the roll while her 党籍 is suspended, unless she is asked for.
        return found if self.form.cleaned_data.get("standing") else found.on_roll(self.day)

    def of_standing(self, rows: PlacementQuerySet, name: str, value: str) -> PlacementQuerySet:
        return rows.suspended(on=self.day) if value == "SUSPENDED" else rows

    def placed_within(
        self, rows: PlacementQuerySet, name: str, value: Organisation | None
    ) -> PlacementQuerySet:
        return rows.within(value) if value else rows

    def of_stage(self, rows: PlacementQuerySet, name: str, value: str) -> PlacementQuerySet:
        return rows.full(on=self.day) if value == "FULL" else rows.probationary(on=self.day)

    def of_retirement(self, rows: PlacementQuerySet, name: str, value: str) -> PlacementQuerySet:
        return rows.retired(on=self.day) if value == "1" else rows.in_post(on=self.day)

    def of_age(self, rows: PlacementQuerySet, name: str, value: str) -> PlacementQuerySet:
        least, most = AGES[value]
        return rows.of_age(on=self.day, least=least, most=most)

    def of_level(self, rows: PlacementQuerySet, name: str, value: str) -> PlacementQuerySet:
        levels = COLLEGE_UP if value == "COLLEGE_UP" else (value,)
        return rows.of_level(*levels, on=self.day)

    def of_people(self, rows: PlacementQuerySet, name: str, value: str) -> PlacementQuerySet:
        return rows.of_ethnicity(HAN) if value == "HAN" else rows.not_of_ethnicity(HAN)

    def of_job(self, rows: PlacementQuerySet, name: str, value: str) -> PlacementQuerySet:
        return rows.of_job(value, on=self.day)

    def in_circumstance(self, rows: PlacementQuerySet, name: str, value: str) -> PlacementQuerySet:
        return rows.in_circumstance(value, on=self.day)

    def of_tree(self, rows: PlacementQuerySet, name: str, value: str) -> PlacementQuerySet:
        return rows.counted() if value == "1" else rows.outside()


class OrganisationRollFilter(RollFilter):
    """The same of one organisation: which one, and what counts, its page has said."""

    organisation = None  # type: ignore[assignment]  # so a question is left out
    counted = None
