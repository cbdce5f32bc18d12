"""拆分的算术: 亩 of a patch's children, and when the program offers to split at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.errors import ClosureError
from landwatch_plugin.domain.units import CENT, close_parts, exact_mu, half_up, to_mu

#: Check field of a coverage → what the covered part lies in. The first that covers a part speaks.
_GROUNDS = {
    "legal_share": "批准范围",
    "temporary_share": "临时用地批准范围",
    "facility_share": "设施农用地备案范围",
}
_MINE_GROUNDS = {"mine_share": "采矿权范围"}
_LEFT = {"legal_share": "legal_left_mu", "mine_share": "mine_out_mu"}
"""Coverage → the field in which the check prints what it leaves: one figure for one thing."""
_DUST = Decimal("0.0000001")
"""亩 by which a figure may lie nearer to the next hundredth than arithmetic proves: areas measured anew agree to 1e-5 m²."""


def children_mu(areas: Sequence[float], whole_m2: float, printed: Decimal) -> list[Decimal]:
    """亩 of the children, in their order, that sum to their parent as it is printed; each moves by less than 0.01.

    `printed` need not be `whole_m2` rounded: a child's own printed area was adjusted when its parent was split. Raises
    ClosureError when the two are a hundredth apart or more.
    """
    whole = exact_mu(whole_m2)
    if not areas or abs(whole - printed) > CENT + _DUST:
        raise ClosureError(
            f"台账面积{printed}亩与图形面积{half_up(whole)}亩不符。", "请核对台账是否被其他软件改动，重新接收后再拆分。"
        )
    parts = [exact_mu(area) for area in areas]
    target = min(max(whole, printed - CENT + _DUST), printed + CENT - _DUST)
    largest = max(range(len(parts)), key=lambda at: parts[at])
    parts[largest] += target - sum(parts)
    return close_parts(parts, printed)


def family_mu(
    areas: Mapping[str, float], parents: Mapping[str, str], stored: Mapping[str, Decimal] | None = None
) -> dict[str, Decimal]:
    """Number → 亩 such that the children of each patch sum to it as printed (formats.md §6: the patch, then its children).

    `areas` in m² of the patches as issued and of all that were split from them; `parents`: child → parent. What the
    ledger has `stored` stands while it closes, so that a check prints what was announced when the patch was split.
    """
    kept = {number: mu for number, mu in (stored or {}).items() if abs(mu - exact_mu(areas[number])) < CENT + _DUST}
    found = {number: kept.get(number, to_mu(area)) for number, area in areas.items() if number not in parents}
    waiting = list(found)
    for parent in waiting:
        children = [child for child, above in parents.items() if above == parent]
        if not children:
            continue
        parts = [kept[child] for child in children if child in kept]
        if len(parts) < len(children) or sum(parts) != found[parent]:
            parts = children_mu([areas[child] for child in children], areas[parent], found[parent])
        found |= dict(zip(children, parts, strict=True))
        waiting += children
    return found


def shares_of(parts: Sequence[Decimal]) -> list[str]:
    """Each part as a percentage of their sum, to 0.1 %, together 100.0 %; — where there is nothing to divide."""
    whole = sum(parts, Decimal(0))
    if not whole:
        return ["—"] * len(parts)
    exact = [part * 100 / whole for part in parts]
    exact[0] += 100 - sum(exact)
    return [f"{share}%" for share in close_parts(exact, Decimal("100.0"), Decimal("0.1"))]


def sum_text(parts: Sequence[Decimal], whole: Decimal) -> str:
    """合计7.50亩，与原图斑一致, from the figures as they are printed."""
    total = sum(parts, Decimal("0.00"))
    return f"合计{total:,}亩，" + ("与原图斑一致" if total == whole else f"原图斑{whole:,}亩")


def split_offer(values: Mapping[str, Value], thresholds: Mapping[str, str], mine: bool = False) -> str:
    """Why the patch had better be split (rules.md §3 no. 2); "" when no ground covers just a part of it. A `mine` patch
    is covered by licences alone, as it is split along them alone."""
    whole = values.get("patch_mu")
    least, most = Decimal(thresholds.get("minor", "0.02")), Decimal(thresholds.get("cover", "0.999"))
    for key, ground in (_MINE_GROUNDS if mine else _GROUNDS).items():
        share = values.get(key)
        if not isinstance(share, Decimal) or not isinstance(whole, Decimal) or not least < share < most:
            continue
        known = values.get(_LEFT.get(key, ""))
        left = known if isinstance(known, Decimal) else half_up(whole * (1 - share))
        if min(left, whole - left) > Decimal(thresholds.get("sliver_mu", "0.05")):
            return f"图斑{half_up(share * 100, Decimal('0.1'))}%在{ground}内，{left}亩在范围外，可拆分后分别判定。"
    return ""
