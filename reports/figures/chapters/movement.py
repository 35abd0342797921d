"""How the roll came about over the period: opening + in - out = closing."""

from __future__ import annotations

from collections.abc import Callable

from members.articles import DECREASES, INCREASES, RESUMED, SUSPENDED
from members.querysets.movement import Movement, movement
from reports.figures.figure import Measure, Rows, Scope

# The lines of both sides, in the order of the yearly statistics: id and label. Where 党籍 is
# suspended or resumed the rows are no placements, so these stand on a line of their own.
IN = {
    "movement.in.opening": "启用时登记",
    "movement.in.admitted": "发展党员",
    "movement.in.restored": "恢复党籍",
    "movement.in.arrived": "转入组织关系",
}
OUT = {
    "movement.out.expelled": "出党",
    "movement.out.died": "死亡",
    "movement.out.left": "转出组织关系",
}
INSIDE = "在本级范围内从一个党组织转到另一个的不计。"


def _of(scope: Scope) -> Movement:
    return movement(scope.organisations, scope.elapsed)


def _begun(label: str) -> Callable[[Scope], Rows]:
    return lambda scope: _of(scope).begun.filter(begin__in=INCREASES[label])


def _ended(label: str) -> Callable[[Scope], Rows]:
    return lambda scope: _of(scope).ended.filter(end__in=DECREASES[label])


MEASURES = [
    Measure("movement.opening", "期初党员", "名", lambda scope: _of(scope).opening),
    *(
        Measure(
            name,
            f"增加：{label}",
            "名",
            _begun(label),
            note="从支部大会接收之日起计入党员。" if name.endswith("admitted") else INSIDE,
        )
        for name, label in IN.items()
    ),
    Measure(
        "movement.in.resumed",
        "增加：停止党籍后恢复",
        "名",
        lambda scope: _of(scope).into(RESUMED),
    ),
    *(
        Measure(name, f"减少：{label}", "名", _ended(label), note=INSIDE)
        for name, label in OUT.items()
    ),
    Measure(
        "movement.out.suspended",
        "减少：停止党籍",
        "名",
        lambda scope: _of(scope).out_of(SUSPENDED),
    ),
    Measure("movement.closing", "期末党员", "名", lambda scope: _of(scope).closing),
]
