"""拆分的算术: 亩 of a patch's children, and when the program offers to split at all."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.units import close_parts, exact_mu, half_up, to_mu

#: Check field of a coverage → what the covered part lies in. The first that covers a part speaks.
_GROUNDS = {
    "legal_share": "批准范围",
    "temporary_share": "临时用地批准范围",
    "facility_share": "设施农用地备案范围",
    "mine_share": "采矿权范围",
}


def family_mu(areas: Mapping[str, float], parents: Mapping[str, str]) -> dict[str, Decimal]:
    """Number → 亩 such that the children of each patch sum to it as printed (formats.md §6: the patch, then its children).

    `areas` in m² of the patches as issued and of all that were split from them; `parents`: child → parent.
    """
    found = {number: to_mu(area) for number, area in areas.items() if number not in parents}
    waiting = list(found)
    for parent in waiting:
        children = [child for child, above in parents.items() if above == parent]
        if children:
            parts = close_parts([exact_mu(areas[child]) for child in children], found[parent])
            found |= dict(zip(children, parts, strict=True))
            waiting += children
    return found


def split_offer(values: Mapping[str, Value], thresholds: Mapping[str, str]) -> str:
    """Why the patch had better be split (rules.md §3 no. 2); "" when no ground covers just a part of it."""
    whole = values.get("patch_mu")
    least, most = Decimal(thresholds.get("minor", "0.02")), Decimal(thresholds.get("cover", "0.999"))
    for key, ground in _GROUNDS.items():
        share = values.get(key)
        if not isinstance(share, Decimal) or not isinstance(whole, Decimal) or not least < share < most:
            continue
        left = half_up(whole * (1 - share))
        if min(left, whole - left) > Decimal(thresholds.get("sliver_mu", "0.05")):
            return f"图斑{half_up(share * 100, Decimal('0.1'))}%在{ground}内，{left}亩在范围外，可拆分后分别判定。"
    return ""
