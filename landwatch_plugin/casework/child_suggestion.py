"""子图斑的建议: what is said of a child of a split is said beside the patch that it was split from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from landwatch_plugin.domain.book_parts import ILLEGAL
from landwatch_plugin.domain.check import Check, Value
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import Suggestion

_GROUNDS = (("mine_share", "矿区"), ("legal_share", "批准"))
"""Field of a coverage → how the ground is called that covered a part of the patch."""


def beside_parent(book: RuleBook, values: Mapping[str, Value], suggestion: Suggestion, parent: Check) -> Suggestion:
    """The part beyond the ground of a patch that lay on it in part is by itself on no ground at all: the next step says
    that 越界开采 or 批少占多 is to be weighed."""
    if book.kind(suggestion.verdict) != ILLEGAL:
        return suggestion
    least, most = Decimal(book.thresholds.get("minor", "0.02")), Decimal(book.thresholds.get("cover", "0.999"))
    for key, ground in _GROUNDS:
        whole, part = parent.values.get(key), values.get(key)
        if isinstance(whole, Decimal) and isinstance(part, Decimal) and part <= least < whole < most:
            return replace(suggestion, next_step=_joined(suggestion.next_step, _note(parent, ground)))
    return suggestion


def _note(parent: Check, ground: str) -> str:
    found = parent.suggestion
    said = f"原图斑建议为“{found.verdict}—{found.subtype}”，" if found.verdict else ""
    return (
        f"由图斑{parent.number}拆出，原图斑部分在{ground}范围内，{said}"
        f"请结合原图斑情况判定（{'越界开采' if ground == '矿区' else '批少占多'}）"
    )


def _joined(*steps: str) -> str:
    return "；".join(step for step in steps if step)
