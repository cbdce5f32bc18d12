"""界线端点: ends of dividing lines that stop a hair short are drawn through; those that stop farther inside are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from landwatch_plugin import door

REACH_M = 0.01
"""An end inside the patch no farther from its edge, or from another line, was meant to reach it: a snap that missed."""


def reaching(whole: Any, lines: Sequence[Any], metre: float) -> list[Any]:
    """The lines, each broken one by itself, their ends that stop within `REACH_M` of an edge drawn a little beyond it.

    `whole`: the patch; `metre` in its units.
    """
    sh = door.shapely()
    singles, edge = list(sh.get_parts(list(lines))), sh.boundary(whole)
    made = []
    for at, line in enumerate(singles):
        xy = sh.get_coordinates(line)
        if (xy[0] == xy[-1]).all():
            made.append(line)
            continue
        target = sh.union_all([edge, *singles[:at], *singles[at + 1 :]])
        first = _beyond(whole, target, xy[0], xy[1], metre)
        last = _beyond(whole, target, xy[-1], xy[-2], metre)
        made.append(sh.linestrings(np.concatenate([first, xy, last])))
    return made


def short_by(whole: Any, lines: Sequence[Any], metre: float) -> str:
    """Why lines do not part the patch, in Chinese; "" when it is none of this."""
    sh = door.shapely()
    if not any(sh.intersects(whole, line) for line in lines):
        return "界线没有经过图斑"
    ends = [sh.points(sh.get_coordinates(line)[end]) for line in sh.get_parts(list(lines)) for end in (0, -1)]
    gaps = [float(sh.distance(end, sh.boundary(whole))) / metre for end in ends if sh.contains(whole, end)]
    return f"界线有一端停在图斑内，距图斑边界{max(gaps):.2f}米" if gaps else ""


def _beyond(whole: Any, target: Any, end: Any, before: Any, metre: float) -> Any:
    """The corner to add at an end, as an array of one or none."""
    sh = door.shapely()
    point, reach = sh.points(end), REACH_M * metre
    gap = float(sh.distance(point, target))
    if gap > reach or not sh.intersects(whole, point):
        return np.empty((0, 2))
    towards = sh.get_coordinates(sh.shortest_line(point, target))[1] - end if gap > reach / 1000 else end - before
    return np.array([end + towards / np.hypot(*towards) * (gap + reach)])
