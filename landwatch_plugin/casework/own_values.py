"""图斑自身的指标: check fields that come from the issued patch and the field visit, not from layers."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from landwatch_plugin.casework.making_good import bounds
from landwatch_plugin.casework.mines import mine_facts
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.dates import parse_date
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.units import CENT, half_up

NOTHING = "无"
"""What `held` says when the patch was visited and no paper is ticked."""


def own_values(
    patch: Patch, facts: Mapping[str, str], ticked: Collection[str], photos: int, width: float, book: RuleBook
) -> dict[str, Value]:
    """Empty facts stay None: nobody has looked."""
    built: date | None = parse_date(facts.get("建设时间", ""))
    first, last = bounds(patch, built)
    values: dict[str, Value] = {
        "kind": "土地", "tblx": patch.change_type or None,
        "tz": patch.feature or None, "remark": patch.remark or None, "before_date": patch.before, "after_date": patch.after,
        "width_m": half_up(Decimal(repr(width)), CENT), "use": facts.get("实地用途") or None, "built_on": built,
        "built_from": first, "built_until": last, "found": facts.get("现场情况") or None,
        "held": "、".join(sorted(ticked)) or (NOTHING if facts else None), "main_share": part(facts.get("主体建筑覆盖率", "")),
        "party": facts.get("主体类型") or None, "photos": photos,
    }  # fmt: skip
    return book.own_reading(values) | mine_facts(facts)


def part(text: str) -> Decimal | None:
    """“92.5%” or “92.5” as 0.925; None for anything else."""
    try:
        found = Decimal(text.strip().rstrip("%％")) / 100
    except InvalidOperation:
        return None
    return found if 0 <= found <= 1 else None
