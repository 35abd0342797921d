"""What the texts say about sittings, and for whom each duty holds, as data."""

from dataclasses import dataclass
from enum import StrEnum

from branches.regulations import Article, Confidence

_BRANCH = "中国共产党支部工作条例（试行）"
_CARE = "中国共产党党员教育管理工作条例"

ARTICLES: dict[str, Article] = {
    "MTG-01": Article(_BRANCH, "第十一条", Confidence.B, "支部党员大会一般每季度召开1次。"),
    "MTG-02": Article(_BRANCH, "第十二条", Confidence.B, "支部委员会会议一般每月召开1次。"),
    "MTG-03": Article(_BRANCH, "第十三条", Confidence.B, "党小组会一般每月召开1次。"),
    "MTG-04": Article(_BRANCH, "", Confidence.B, "党课一般每季度至少1次。"),
    "MTG-05": Article(_CARE, "第十六条", Confidence.A, "党支部每月相对固定1天开展主题党日。"),
    "MTG-06": Article(
        _CARE,
        "第十七条",
        Confidence.A,
        "组织生活会每年至少召开1次，可以党员大会、支委会或党小组会的形式召开。",
    ),
    "MTG-07": Article(_CARE, "第十八条", Confidence.A, "民主评议党员一般每年1次。"),
    "MTG-10": Article(
        _BRANCH, "", Confidence.B, "普通的三会一课没有全国统一的到会率要求，可以由本地规定。"
    ),
    "MTG-11": Article(
        _CARE,
        "第二十三条",
        Confidence.A,
        "对年老体弱党员参加组织生活不作硬性要求，可以送学上门。",
    ),
    "MTG-12": Article(
        "县以上党和国家机关党员领导干部民主生活会若干规定",
        "",
        Confidence.B,
        "民主生活会由领导班子召开，每年1次；党支部召开的是组织生活会。",
    ),
}


class Every(StrEnum):
    """How often a duty comes back."""

    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


@dataclass(frozen=True)
class Duty:
    """A kind of sitting that is owed, and for whom.

    of: kinds of organisation that owe it. least_full_members: how many it needs to owe it, by
    which a committee exists. rests_in_holidays: whether holiday months are free of it.
    """

    kind: str
    article: str
    every: Every
    of: frozenset[str]
    least_full_members: int = 0
    rests_in_holidays: bool = True


_BRANCHES = frozenset({"BRANCH", "JOINT_BRANCH"})
DUTIES: dict[str, Duty] = {
    "THEMED_DAY": Duty("THEMED_DAY", "MTG-05", Every.MONTH, _BRANCHES),
    "MEMBERS_MEETING": Duty("MEMBERS_MEETING", "MTG-01", Every.QUARTER, _BRANCHES),
    "COMMITTEE_MEETING": Duty(
        "COMMITTEE_MEETING", "MTG-02", Every.MONTH, _BRANCHES, least_full_members=7
    ),
    "LECTURE": Duty("LECTURE", "MTG-04", Every.QUARTER, _BRANCHES),
    "ORGANISATIONAL_LIFE": Duty(
        "ORGANISATIONAL_LIFE", "MTG-06", Every.YEAR, _BRANCHES, rests_in_holidays=False
    ),
    "APPRAISAL": Duty("APPRAISAL", "MTG-07", Every.YEAR, _BRANCHES, rests_in_holidays=False),
}

# What is held for a year that may be over already, and the last month in which it then is.
OF_A_YEAR = frozenset({"ORGANISATIONAL_LIFE", "APPRAISAL", "DEMOCRATIC_LIFE"})
LAST_MONTH_FOR_THE_YEAR_BEFORE = 3

# Whom a sitting of these kinds alone expects: the committee, or nobody in particular. Any other
# kind expects the whole roll.
OF_THE_COMMITTEE = frozenset({"COMMITTEE_MEETING", "DEMOCRATIC_LIFE", "CENTRE_GROUP"})
OF_WHOEVER_COMES = frozenset({"GROUP_MEETING", "SURVEY", "CONDOLENCE", "TALK", "CONTEST"})
