"""Every figure of the summary, a module a chapter; an id stays for ever."""

from reports.figures.chapters import (
    activities,
    development,
    dues,
    elections,
    evidence,
    members,
    movement,
    organisations,
    registers,
)
from reports.figures.figure import Measure

CHAPTERS: dict[str, tuple[str, list[Measure]]] = {
    "organisations": ("党组织和学校", organisations.MEASURES),
    "members": ("党员", members.MEASURES),
    "movement": ("党员增减", movement.MEASURES),
    "development": ("发展党员", development.MEASURES),
    "elections": ("换届和任职", elections.MEASURES),
    "dues": ("党费", dues.MEASURES),
    "activities": ("组织生活", activities.MEASURES),
    "registers": ("考试、督导、责任书和培训", registers.MEASURES),
}
MEASURES: dict[str, Measure] = {
    measure.id: measure for _, measures in CHAPTERS.values() for measure in measures
}
# What problems are told from: in the working paper only.
EVIDENCE: dict[str, Measure] = {measure.id: measure for measure in evidence.MEASURES}
