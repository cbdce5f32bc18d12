"""图斑之间: patches that overlap, children that should tile their parent, numbers that stand twice."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from landwatch_plugin.domain.units import to_mu
from landwatch_plugin.ledger.records import Issue
from landwatch_plugin.overlay.coverage import union_cover
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.result import Options

_CHILD = re.compile(r"(.+)_(\d+)")
_TWICE = re.compile(r"编号与第\d+行重复|编号已在台账批次")


class Tiling(NamedTuple):
    """A parent against its children."""

    children: int
    gap_mu: Decimal
    """Ground of the parent without a child, and of children outside the parent."""
    off_mu: Decimal
    """Difference of the sums."""


def families(numbers: Sequence[str]) -> dict[str, list[str]]:
    """Parent → children, for parents that are in the list; X_1, X_2 … are the children of X."""
    known, found = set(numbers), defaultdict(list)
    for number in numbers:
        parent = parent_of(number)
        if parent in known:
            found[parent].append(number)
    return dict(found)


def parent_of(number: str) -> str:
    """The number of the parent; "" for a patch that is no child."""
    hit = _CHILD.fullmatch(number)
    return hit[1] if hit else ""


def tilings(patches: Any, family: Mapping[str, Sequence[str]], options: Options) -> dict[str, Tiling]:
    """`patches`: GeoDataFrame(patch_id, geometry) in the working plane."""
    found = {}
    for parent, children in family.items():
        whole = patches[patches["patch_id"] == parent].reset_index(drop=True)
        parts = patches[patches["patch_id"].isin(children)].reset_index(drop=True)
        inside = union_cover(whole, {"子图斑": parts}, options).frame
        outside = union_cover(parts, {"父图斑": whole}, options).frame
        gap = float(inside["uncovered_m2"].sum()) + float(outside["uncovered_m2"].sum())
        off = abs(float(outside["patch_m2"].sum()) - float(inside["patch_m2"].sum()))
        found[parent] = Tiling(len(children), to_mu(gap), to_mu(off))
    return found


def overlaps(patches: Any, options: Options) -> dict[str, tuple[str, Decimal]]:
    """Patch → (the other patch, 亩) of its largest overlap. Leave out parents that were split: they lie on their children."""
    numbers = list(patches["patch_id"])
    found: dict[str, tuple[str, float]] = {}
    for row in measure(patches, patches, options).hits.itertuples():
        other = numbers[int(row.feature_index)]
        if other != row.patch_id and row.area_m2 > found.get(row.patch_id, ("", 0.0))[1]:
            found[row.patch_id] = other, float(row.area_m2)
    return {number: (other, to_mu(area)) for number, (other, area) in found.items()}


def same_numbers(numbers: Sequence[str], issues: Sequence[Issue]) -> dict[str, int]:
    """Patch → how many other rows bear its number: in the ledger by another way of writing, or sent back at intake."""
    known = Counter(_folded(number) for number in numbers)
    refused = Counter(_folded(issue.number) for issue in issues if issue.level == "退回" and _TWICE.search(issue.text))
    return {number: known[_folded(number)] - 1 + refused[_folded(number)] for number in numbers}


def _folded(number: str) -> str:
    return "".join(unicodedata.normalize("NFKC", number).split()).upper()
