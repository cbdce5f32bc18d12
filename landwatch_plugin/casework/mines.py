"""矿山边界: the licences under a mine patch with term and elevation band, and how far it reaches beyond each boundary.

A mine may be drawn with up to three boundaries (矿区范围, 开采范围, 治理范围 …); the rule book names them, a field of
the licence layer says which one a polygon is. The first named one is that of the licence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from landwatch_plugin.casework.licences import Licence, licence_of
from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.check_fields import shown
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.elevation import height, height_doubt
from landwatch_plugin.domain.intake import plain_text
from landwatch_plugin.domain.progress import Feedback
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.units import CENT, half_up, to_mu
from landwatch_plugin.overlay.coverage import union_cover
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.result import Options

OTHERS = ("second", "third")
ALSO = (("arable_mu", "耕地"), ("farmland_mu", "永久基本农田"), ("redline_mu", "生态保护红线"))
HEIGHTS = ("最高开采标高", "最低开采标高")
Values = dict[str, dict[str, Value]]


@dataclass(frozen=True)
class Boundaries:
    """The polygons of each boundary, in the book's order; an empty frame where the layer has none of a kind."""

    frames: list[Any]
    strange: Any
    """Polygons of a kind that the book does not name: what they are cannot be said."""

    def strange_under(
        self, patches: Any, options: Options, touch_m2: float, named: Sequence[str]
    ) -> dict[str, list[str]]:
        """Such a polygon, as it is told → the patches that lie on it by more than mere touching."""
        found: dict[str, list[str]] = {_kind_told(row, named): [] for row in _rows(self.strange)}
        for row in measure(patches, self.strange, options).hits.itertuples() if found else ():
            if row.area_m2 > touch_m2:
                found[_kind_told(self.strange.iloc[int(row.feature_index)], named)].append(row.patch_id)
        return found


def split_boundaries(frame: Any, book: RuleBook) -> Boundaries:
    """A polygon says which boundary it is by name or by its place in the book (1, 2, 3). Without such a field, or where
    it is blank, a polygon is the licence's; so is all of a layer of one kind under a book that names none."""
    named, nothing = book.boundaries, frame.take([])
    if "boundary" not in frame.columns:
        return Boundaries([frame], nothing)
    texts = [plain_text(value) for value in frame["boundary"]]
    if not named and len(set(texts) - {""}) < 2:
        return Boundaries([frame], nothing)
    kinds = {"": 0} | {text: at for at, name in enumerate(named) for text in (name, str(at + 1))}
    which = [kinds.get(text) for text in texts]

    def of(wanted: int | None) -> Any:
        return frame.take([row for row, kind in enumerate(which) if kind == wanted])

    return Boundaries([of(at) for at in range(max(1, len(named)))], of(None))


def _rows(frame: Any) -> Iterator[Any]:
    """The attributes, feature by feature."""
    return (frame.iloc[at] for at in range(len(frame)))


def _kind_told(source: Any, named: Sequence[str]) -> str:
    cure = (
        f"请改为规则手册 [mine] boundaries 中的名称或序号（{'、'.join(named)}）"
        if named
        else "规则手册 [mine] 没有写 boundaries，请在其中列出"
    )
    return f"要素{source.get('fid')}的边界类型“{plain_text(source.get('boundary'))}”不在规则手册中（{cure}）"


def band_doubts(frame: Any) -> list[str]:
    """Licences whose elevation band cannot be used, and why."""
    if not {"top", "bottom"} & set(frame.columns):
        return []
    found = ((row.get("fid"), licence_of(row)) for row in _rows(frame))
    return [
        f"{Role.MINE.title}要素{fid}（{mine.title}）{mine.band.doubt}，许可标高按无数据；请按采矿许可证副本核对后更正"
        for fid, mine in found
        if mine.band.doubt
    ]


def term_doubts(frame: Any) -> list[str]:
    """Licences whose term is turned round: neither in force nor over can be said of them."""
    found = ((row.get("fid"), licence_of(row)) for row in _rows(frame))
    return [
        f"{Role.MINE.title}要素{fid}（{mine.title}）{mine.term_doubt}，所压图斑存疑；请按采矿许可证副本核对后更正"
        for fid, mine in found
        if mine.turned
    ]


def licences_under(patches: Any, frame: Any, options: Options, touch_m2: float) -> dict[str, list[Licence]]:
    """Patch → the licences that it lies on by more than mere touching."""
    found: dict[str, list[Licence]] = defaultdict(list)
    for row in measure(patches, frame, options).hits.itertuples():
        if row.area_m2 > touch_m2:
            found[row.patch_id].append(licence_of(frame.iloc[int(row.feature_index)]))
    return found


def boundary_values(patches: Any, boundaries: Sequence[Any], options: Options, feedback: Feedback) -> Values:
    """Outside and largest distance outside for the second and third boundary. A boundary that the layer does not
    have at all is 无数据."""
    found: Values = defaultdict(dict)
    for name, frame in zip(OTHERS, boundaries, strict=False):
        if not len(frame):
            continue
        for row in union_cover(patches, {Role.MINE.title: frame}, options, feedback, distances=True).frame.itertuples():
            far = half_up(Decimal(repr(float(row.farthest_m))), CENT) if row.share > 0 else None
            found[row.patch_id] |= {f"{name}_out_mu": to_mu(row.uncovered_m2), f"{name}_out_m": far}
    return found


def insides(values: Mapping[str, Value]) -> dict[str, Value]:
    """亩 inside each boundary: what is left of the printed patch, so that inside and outside sum to it."""
    whole, found = values.get("patch_mu"), {}
    for name in ("mine", *OTHERS):
        out = values.get(f"{name}_out_mu")
        if isinstance(whole, Decimal) and isinstance(out, Decimal):
            found[f"{name}_in_mu"] = max(whole - out, Decimal("0.00"))
    return found


def also_on(values: Mapping[str, Value]) -> str:
    """同时占用耕地1.20亩、永久基本农田0.50亩，生态保护红线无数据: what else the same ground is."""
    on = [f"{title}{shown(key, values[key])}" for key, title in ALSO if values.get(key)]
    off = [title for key, title in ALSO if values.get(key) == Decimal("0.00")]
    unknown = "、".join(f"{title}无数据" for key, title in ALSO if values.get(key) is None)
    told = (
        f"同时占用{'、'.join(on)}"
        if on
        else f"未占用{'、'.join(off[:-1])}{'和' if off[1:] else ''}{off[-1]}"
        if off
        else ""
    )
    return "，".join(part for part in (told, unknown) if part)


def mine_facts(facts: Mapping[str, str]) -> dict[str, Value]:
    """What the field visit says of a mine: heights dug to, and the paper on a renewal."""
    doubts = dig_doubts(facts)
    top, bottom = (None if doubts else height(facts.get(name, "")) for name in HEIGHTS)
    return {
        "dig_top_m": top, "dig_bottom_m": bottom, "renewal": facts.get("延续受理") or None,
        "mine_doubt": "；".join(doubts) or None,
    }  # fmt: skip


def dig_doubts(facts: Mapping[str, str]) -> list[str]:
    """Why the heights of the field visit cannot be used: unreadable, vague, or the lower above the upper."""
    found = [f"外业{name}{doubt}" for name in HEIGHTS if (doubt := height_doubt(facts.get(name, "")))]
    top, bottom = (height(facts.get(name, "")) for name in HEIGHTS)
    if top is not None and bottom is not None and top < bottom:
        found.append(f"外业{HEIGHTS[0]}{top}米低于{HEIGHTS[1]}{bottom}米，疑填反")
    return found
