"""What the texts say about dues, and the wage items they name, as data."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from branches.regulations import Article, Confidence, Dated, Version

_RULES = "关于中国共产党党费收缴、使用和管理的规定"
_NOTICE = "关于进一步规范党费工作的通知（组电明字〔2017〕5号）"
_ANSWERS = "中组部关于党费规定的问答"

ARTICLES: dict[str, Article] = {
    "DUE-B01": Article(
        _RULES,
        "第一条",
        Confidence.A,
        "以每月工资收入中相对固定的、经常性的部分（税后）为计算基数。",
    ),
    "DUE-B02": Article(
        _RULES,
        "第一条",
        Confidence.A,
        "事业单位人员的基数包括岗位工资、薪级工资、绩效工资、津贴补贴。",
    ),
    "DUE-B03": Article(
        _ANSWERS,
        "",
        Confidence.B,
        "计入的津贴补贴是人人都发的规范津贴补贴，不包括改革性补贴和特殊岗位津贴。",
    ),
    "DUE-B04": Article(_ANSWERS, "", Confidence.B, "税后，是列入基数的收入减去个人所得税。"),
    "DUE-B05": Article(
        _NOTICE,
        "第一条第二项",
        Confidence.A,
        "个人所得税，各项社会保险、住房公积金、职业年金，改革性补贴，只对少数人发放的津贴补贴不计入。",
    ),
    "DUE-B06": Article(
        _NOTICE,
        "",
        Confidence.B,
        "个人缴纳的养老、医疗、失业保险、住房公积金、职业年金和个人所得税从基数中减去。",
    ),
    "DUE-B07": Article(
        _NOTICE,
        "第一条第三项",
        Confidence.A,
        "事业单位的基础性绩效工资计入，奖励性绩效工资不计入。",
    ),
    "DUE-B11": Article(
        _NOTICE,
        "",
        Confidence.B,
        "离退休人员以基本离退休费（基本养老金）为基数，不含津贴补贴。",
    ),
    "DUE-B12": Article(
        _NOTICE,
        "",
        Confidence.C,
        "教龄、班主任、乡镇等津贴全国没有逐项写明，属于特殊岗位、部分人员的，不计入。",
    ),
    "DUE-R01": Article(_RULES, "第二条", Confidence.A, "3000元以下（含）的，交纳0.5%。"),
    "DUE-R02": Article(_RULES, "第二条", Confidence.A, "3000元以上至5000元（含）的，交纳1%。"),
    "DUE-R03": Article(_RULES, "第二条", Confidence.A, "5000元以上至10000元（含）的，交纳1.5%。"),
    "DUE-R04": Article(_RULES, "第二条", Confidence.A, "10000元以上的，交纳2%。"),
    "DUE-R05": Article(_RULES, "第二条", Confidence.B, "比例乘以全部基数，不分段累进。"),
    "DUE-R06": Article(
        _RULES,
        "第五条",
        Confidence.B,
        "离退休党员5000元以下（含）交0.5%，5000元以上交1%；有困难的，支部研究同意可以少交或免交。",
    ),
    "DUE-R08": Article(
        _RULES,
        "第六条",
        Confidence.A,
        "学生党员、下岗失业以及依靠抚恤、救济、最低生活保障金生活的党员，每月交纳0.2元。",
    ),
    "DUE-R09": Article(
        _NOTICE,
        "第一条第一项",
        Confidence.A,
        "每月交纳党费一般不超过1000元，自愿多交不限。",
    ),
    "DUE-R10": Article(
        _RULES,
        "第七条",
        Confidence.A,
        "交纳党费确有困难的，经党支部研究，报上一级党委批准，可以少交或免交。",
    ),
    "DUE-R11": Article(
        "各地做法", "", Confidence.B, "全国没有写明取整；做法是最后一步四舍五入，到分。"
    ),
    "DUE-T01": Article(_RULES, "第八条", Confidence.A, "预备党员从支部大会通过之日起交纳党费。"),
    "DUE-T02": Article(
        _NOTICE,
        "第一条第一项",
        Confidence.A,
        "每年年初核定月交纳数额，年内一般不变动。",
    ),
    "DUE-T03": Article(
        _RULES, "第十条", Confidence.A, "工资变动的，从领取新工资的当月起按新的工资交纳。"
    ),
    "DUE-T04": Article(
        _RULES,
        "第十二条",
        Confidence.A,
        "按月交纳；有特殊情况的，经支部同意可以每季度交纳、委托交纳或者补交。",
    ),
    "DUE-T05": Article(_RULES, "第十二条", Confidence.A, "补交一般不超过6个月。"),
    "DUE-T06": Article(
        _RULES,
        "第十三条",
        Confidence.A,
        "没有正当理由，连续6个月不交纳党费，按自行脱党处理。",
    ),
    "DUE-T07": Article(_RULES, "第九条", Confidence.A, "党费交给正式组织关系所在的党支部。"),
    "DUE-T09": Article(
        _RULES,
        "第十一条",
        Confidence.A,
        "一次多交1000元以上的大额党费，全部上缴中央。",
    ),
    "DUE-T10": Article("各地做法", "", Confidence.B, "不得为了方便一次预交几个月。"),
}


class Category(StrEnum):
    """By what a member pays."""

    SALARIED = "SALARIED"
    RETIRED = "RETIRED"
    STUDENT = "STUDENT"
    UNEMPLOYED = "UNEMPLOYED"


CATEGORIES: dict[str, str] = {
    Category.SALARIED: "按月领取工资",
    Category.RETIRED: "离退休",
    Category.STUDENT: "学生",
    Category.UNEMPLOYED: "下岗失业或依靠抚恤、救济、低保",
}


@dataclass(frozen=True)
class WageItem:
    """One line of a wage slip: how it counts in the base, and by which article.

    sign: 1 for what is received, -1 for what is taken off. counted: whether it enters the base.
    category: whose slip it stands on.
    """

    label: str
    article: str
    counted: bool
    sign: int = 1
    category: Category = Category.SALARIED


# In the order of a slip. Which allowances of teachers count is local practice (DUE-B12).
WAGE_ITEMS: dict[str, WageItem] = {
    "POST_WAGE": WageItem("岗位工资", "DUE-B02", counted=True),
    "GRADE_WAGE": WageItem("薪级工资", "DUE-B02", counted=True),
    "BASIC_PERFORMANCE": WageItem("基础性绩效工资", "DUE-B07", counted=True),
    "ALLOWANCE": WageItem("规范津贴补贴", "DUE-B03", counted=True),
    "REWARD_PERFORMANCE": WageItem("奖励性绩效工资", "DUE-B07", counted=False),
    "TOWNSHIP": WageItem("乡镇工作补贴、乡村教师补助", "DUE-B12", counted=False),
    "HEAD_TEACHER": WageItem("班主任津贴", "DUE-B12", counted=False),
    "TEACHING_YEARS": WageItem("教龄津贴", "DUE-B12", counted=False),
    "INCOME_TAX": WageItem("个人所得税", "DUE-B04", counted=True, sign=-1),
    "PENSION": WageItem("养老保险", "DUE-B06", counted=True, sign=-1),
    "MEDICAL": WageItem("医疗保险", "DUE-B06", counted=True, sign=-1),
    "UNEMPLOYMENT": WageItem("失业保险", "DUE-B06", counted=True, sign=-1),
    "HOUSING_FUND": WageItem("住房公积金", "DUE-B06", counted=True, sign=-1),
    "ANNUITY": WageItem("职业年金", "DUE-B06", counted=True, sign=-1),
    "BASIC_PENSION": WageItem(
        "基本养老金（基本离退休费）", "DUE-B11", counted=True, category=Category.RETIRED
    ),
    "PENSION_ALLOWANCE": WageItem(
        "离退休津贴补贴", "DUE-B11", counted=False, category=Category.RETIRED
    ),
}


@dataclass(frozen=True)
class Bracket:
    """Bases up to and including `ceiling`, in yuan a month, pay `rate` of the whole."""

    ceiling: Decimal
    rate: Decimal
    article: str


_IN_FORCE = date(2008, 4, 1)
_WITHOUT_END = Decimal("Infinity")

SALARIED_RATES = Dated(
    [
        Version(
            _IN_FORCE,
            ARTICLES["DUE-R01"],
            (
                Bracket(Decimal(3000), Decimal("0.005"), "DUE-R01"),
                Bracket(Decimal(5000), Decimal("0.010"), "DUE-R02"),
                Bracket(Decimal(10000), Decimal("0.015"), "DUE-R03"),
                Bracket(_WITHOUT_END, Decimal("0.020"), "DUE-R04"),
            ),
        )
    ]
)
RETIRED_RATES = Dated(
    [
        Version(
            _IN_FORCE,
            ARTICLES["DUE-R06"],
            (
                Bracket(Decimal(5000), Decimal("0.005"), "DUE-R06"),
                Bracket(_WITHOUT_END, Decimal("0.010"), "DUE-R06"),
            ),
        )
    ]
)
FLAT_AMOUNT = Dated([Version(_IN_FORCE, ARTICLES["DUE-R08"], Decimal("0.20"))])
# The notice is of 2017; which day of it is not known here, so it is taken from the year's first.
NORMALLY_MOST = Dated([Version(date(2017, 1, 1), ARTICLES["DUE-R09"], Decimal(1000))])
LARGE_FROM = Decimal(1000)  # DUE-T09, 1000 itself included
LAPSES_AFTER_MONTHS = 6  # DUE-T06
