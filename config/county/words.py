"""The committee's own words for the summaries of the two complete years: neutral, invented."""

from __future__ import annotations

from branches.models import Organisation
from config.county.years import BEFORE, LAST, Years
from reports.services import keep_text

TEXTS = {
    "LEAD": (
        "{year}年，县教育工委围绕立德树人根本任务，以“{theme}”为主题，"
        "推动党建与教育教学同步安排、同步落实。"
    ),
    "INSTITUTIONS": "工委书记负总责，班子成员分工负责，每名班子成员联系若干学校党组织。",
    "IDEOLOGY": "坚持集中学习和个人自学相结合，把学习情况纳入日常检查。",
    "ORGANISATIONS": "按照支部工作规范，统一记录样式，按月通报组织生活开展情况。",
    "CULTURE": "结合重要节点开展校园文化活动，引导教师爱岗敬业。",
    "CONDUCT": "层层签订责任书，明确责任，定期检查。",
    "NEXT_STEPS": "继续办好党务干部培训班，改善党员活动室条件。",
}
THEMES = {BEFORE: "夯实基础，规范提升", LAST: "守正创新，服务育人"}


def keep_texts(committee: Organisation, years: Years) -> None:
    """Keep the words of both years; those of the running one are still to be filled in."""
    for year, theme in THEMES.items():
        number = years.last + year
        for slot, text in TEXTS.items():
            if year == BEFORE and slot in ("CULTURE", "NEXT_STEPS"):
                continue
            keep_text(
                organisation=committee,
                year=number,
                slot=slot,
                text=text.format(year=number, theme=theme),
                source=f"示教工委发〔{number}〕1号《{number}年党建工作要点》",
                version=None,
                by=None,
            )
