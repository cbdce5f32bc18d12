"""拆分: a patch proposed in parts along approvals, land classes, a drawn line or a layer; then put in the ledger, or taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from landwatch_plugin.casework.checking import CheckReport, check
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.card import not_in_force
from landwatch_plugin.domain.check import Paper
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.dates import parse_date
from landwatch_plugin.domain.errors import InputError, LandwatchError
from landwatch_plugin.domain.intake import plain_text
from landwatch_plugin.domain.progress import Feedback
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.units import to_mu
from landwatch_plugin.gis.crs import working_grid
from landwatch_plugin.gis.frames import frame, shapes_of
from landwatch_plugin.gis.layers import field_names, open_vector
from landwatch_plugin.gis.nearby import nearby
from landwatch_plugin.gis.patch_frame import crs_of, extent_of, moved, patch_frame
from landwatch_plugin.ledger.records import Piece
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.splitting import Cut, Split, split

_INSIDE = {
    Role.BATCH: "批准范围内", Role.SINGLE: "批准范围内", Role.SUPPLY: "批准范围内", Role.TEMPORARY: "临时用地批准范围内",
    Role.FACILITY: "设施农用地备案范围内", Role.MINE: "采矿权范围内",
}  # fmt: skip
"""Which part the ground of a role makes, in the order in which they speak where they lie upon each other."""
_MOST = 60
"""More children than anybody would judge one by one: a wrong layer."""


class Method(str, Enum):
    """Ways to split; the value is how the journal tells it."""

    APPROVALS = "按批准范围"
    LAND = "按地类界线"
    LINE = "按所画界线"
    LAYER = "按图层要素"


@dataclass(frozen=True)
class Proposed:
    """One child as it would be. `wkb` in the ledger's coordinate system."""

    number: str
    label: str
    area_m2: float
    mu: Decimal
    wkb: bytes


@dataclass(frozen=True)
class Plan:
    """A split to look at before it is done. `version` of the parent as it was seen."""

    number: str
    how: str
    mu: Decimal
    parts: tuple[Proposed, ...]
    notes: tuple[str, ...]
    version: int


class Splitter:
    """Proposes splits of one patch. Nothing is written."""

    def __init__(self, ledger: Ledger, number: str, book: RuleBook) -> None:
        self.ledger, self.book = ledger, book
        self.row, self.patch = ledger.row(number), ledger.patch(number)
        self.crs = crs_of(ledger.srid, ledger.srs_wkt)
        self.box = extent_of([(number, self.patch.wkb)])
        self.plane, self.grid = working_grid(self.crs, self.box)

    def by_approvals(self, bindings: Sequence[Binding]) -> Plan:
        """Along the papers in force on the day of the after image: 批文 as one ground, 临时 and 设施 as grounds of their own;
        a mine patch along the licences."""
        mine = self.patch.change_type in self.book.mine_types
        bound = [item for item in bindings if item.role in _INSIDE and (item.role is Role.MINE) == mine]
        if not bound:
            raise LandwatchError(
                "没有绑定批准范围图层。" if not mine else "没有绑定采矿权图层。",
                "请先绑定图层角色，或改用其他拆分方式。",
            )
        cuts: list[Cut] = []
        notes: list[str] = []
        for binding in sorted(bound, key=lambda item: list(_INSIDE).index(item.role)):
            layer = open_vector(binding)
            names = field_names(layer, binding)
            for shape, values in self._shapes(layer, names):
                paper = _paper(binding.role, values)
                late = not_in_force(paper, self.patch.after)
                if late:
                    notes.append(f"{paper.number or binding.role.title}{late}，不作为拆分界线。")
                else:
                    cuts.append(Cut(shape, _INSIDE[binding.role]))
                if paper.date is paper.start is paper.end is None:
                    notes.append(f"{paper.number or binding.role.title}没有日期，是否有效须人工核对。")
        return self._plan(Method.APPROVALS.value, cuts, "采矿权范围外" if mine else "批准范围外", notes)

    def by_land(self, bindings: Sequence[Binding]) -> Plan:
        """Along the boundaries between land classes; polygons of one class are one part."""
        binding = next((item for item in bindings if item.role is Role.LAND), None)
        if binding is None:
            raise LandwatchError("没有绑定地类图斑图层。", "请先绑定图层角色，或改用其他拆分方式。")
        layer = open_vector(binding)
        names = field_names(layer, binding)
        if "class" not in names:
            raise InputError("没有找到地类编码字段。", "请在图层角色绑定中指定地类编码字段。", source=layer.name())
        found = self._shapes(layer, {"class": names["class"]})
        cuts = [Cut(shape, self.book.land.title(plain_text(values["class"])) or "地类为空") for shape, values in found]
        return self._plan(Method.LAND.value, cuts, "地类图斑未覆盖")

    def by_layer(self, layer: Any) -> Plan:
        """Along the features of a polygon or line layer (QGIS), of those selected if any are."""
        found = self._shapes(layer, {}, chosen=True)
        polygons = layer.geometryType().name == "Polygon"
        cuts = [Cut(shape, f"{layer.name()}要素{values['fid']}" if polygons else "") for shape, values in found]
        return self._plan(f"{Method.LAYER.value}（{layer.name()}）", cuts, f"{layer.name()}以外")

    def by_line(self, wkb: bytes, crs: Any) -> Plan:
        """Along a line drawn on the map, in the map's coordinate system."""
        return self._plan(Method.LINE.value, [Cut(shape) for shape in shapes_of(moved([wkb], crs, self.crs))], "")

    def _shapes(self, layer: Any, names: dict[str, str], chosen: bool = False) -> list[tuple[Any, dict[str, Any]]]:
        """Shape and values of the features around the patch, in the ledger's system. One that cannot be read stops it."""
        table = frame(layer, names, self.crs, within=nearby(layer, self.box, self.crs, chosen))
        found = []
        for row in table.to_dict("records"):
            if row["problem"]:
                raise InputError(
                    f"要素{row['fid']}不能作为拆分界线：{row['problem']}。", "请修正该要素。", source=layer.name()
                )
            found.append((row["geometry"], row))
        return found

    def _plan(self, how: str, cuts: Sequence[Cut], rest: str, notes: Sequence[str] = ()) -> Plan:
        if not cuts:
            raise LandwatchError(
                "所选界线没有经过该图斑，无需拆分。" + "".join(notes), "请核对图层，或改用其他拆分方式。"
            )
        sliver_mu = Decimal(self.book.thresholds.get("sliver_mu", "0.05"))
        made = split(shapes_of([self.patch.wkb])[0], cuts, self._measure, float(sliver_mu * 2000 / 3), rest)
        if len(made.parts) > _MOST:
            raise LandwatchError(
                f"拆分结果有{len(made.parts)}个部分，多于{_MOST}个，未作拆分。", "请核对所选图层是否正确。"
            )
        names = self.ledger.child_numbers(self.patch.number, len(made.parts))
        parts = tuple(
            Proposed(name, part.label, part.area_m2, part.mu, part.shape.wkb)
            for name, part in zip(names, made.parts, strict=True)
        )
        return Plan(self.patch.number, how, made.mu, parts, (*notes, *_told(made, names)), self.row.version)

    def _measure(self, shapes: Any) -> Any:
        """Ellipsoidal m² of shapes in the ledger's system, as intake measures."""
        named = [(str(at), shape.wkb) for at, shape in enumerate(shapes)]
        return areas(patch_frame(named, self.crs, self.plane).geometry.values, Basis.ELLIPSOIDAL, self.grid)


def carry_out(ledger: Ledger, plan: Plan, reason: str, by: str) -> list[str]:
    """Put the plan into the ledger; returns the children's numbers. Another hand's change in between is refused."""
    pieces = [Piece(part.wkb, part.area_m2, part.mu, part.label) for part in plan.parts]
    return ledger.split(plan.number, pieces, plan.how, reason, by, expected_version=plan.version)


def parent_of(ledger: Ledger, number: str) -> str:
    """The patch whose split `number` came from, or itself when it was split. Raises LandwatchError when neither."""
    row = ledger.row(number)
    parent = number if ledger.children(number) else row.parent
    if not parent:
        raise LandwatchError(f"图斑{number}没有被拆分过。", "无需撤销。")
    return parent


def check_children(
    ledger_path: Path,
    numbers: Collection[str],
    bindings: Sequence[Binding],
    rulebook: Path | None,
    feedback: Feedback,
    by: str,
) -> CheckReport | None:
    """The children's own overlay, with the layers bound or those used last; None when there are none."""
    with Ledger.open(ledger_path) as ledger:
        known = bool(bindings) or bool(ledger.inputs())
    return check(ledger_path, bindings, rulebook, feedback, by=by, only=numbers) if known else None


def _paper(role: Role, values: dict[str, Any]) -> Paper:
    text = {key: plain_text(values.get(key)) for key in ("number", "date", "start", "end")}
    return Paper(
        role,
        text["number"],
        date=parse_date(text["date"]),
        start=parse_date(text["start"]),
        end=parse_date(text["end"]),
    )


def _told(made: Split, names: Sequence[str]) -> list[str]:
    """What the split did besides: repairs and slivers, in Chinese."""
    lines = ["图斑图形自相交，已修复后拆分。"] if made.repaired else []
    dust = sum(one.area_m2 < DUST_M2 for one in made.slivers)
    lines += [
        f"边角{to_mu(one.area_m2)}亩（{one.area_m2:.1f}平方米{'，' + one.label if one.label else ''}）小于限值，并入{names[one.into]}。"
        for one in made.slivers
        if one.area_m2 >= DUST_M2
    ]
    return [*lines, f"另有{dust}处不足{DUST_M2}平方米的细缝，并入相邻部分。"] if dust else lines


DUST_M2 = 0.1
"""Slivers below this many m² come from edges that nearly fall together; they are counted and not listed one by one."""
