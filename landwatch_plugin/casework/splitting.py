"""拆分: a patch proposed in parts along approvals, land classes, lines, coordinates or a layer; then put in the ledger, or taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

from landwatch_plugin import door
from landwatch_plugin.casework.checking import CheckReport, check
from landwatch_plugin.casework.dividing_layers import features_around, not_counted, papers_on, unbound
from landwatch_plugin.casework.pasted_area import Area, read_area
from landwatch_plugin.coordinates.pasted_lines import SOURCE
from landwatch_plugin.coordinates.pasted_table import Wish
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.errors import InputError, LandwatchError
from landwatch_plugin.domain.extent import Box
from landwatch_plugin.domain.intake import plain_text
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.progress import Feedback
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.splitting import sum_text
from landwatch_plugin.domain.units import to_mu
from landwatch_plugin.gis.county_box import world_box
from landwatch_plugin.gis.crs import named, needs_local_parameters, working_grid
from landwatch_plugin.gis.frames import shapes_of
from landwatch_plugin.gis.layers import field_names, open_vector
from landwatch_plugin.gis.patch_frame import crs_of, extent_of, moved, patch_frame
from landwatch_plugin.ledger.records import Piece
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.splitting import Cut, Kept, Split, split

_LAWFUL = "批准范围内"
_OTHERS = {Role.TEMPORARY: "临时用地批准范围内", Role.FACILITY: "设施农用地备案范围内"}
"""Grounds of their own; where they lie upon the lawful grounds (`[coverage]` of the rule book) those speak."""
_MOST = 60
"""More children than anybody would judge one by one: a wrong layer."""
_FAR_M = 10_000
_DEGREE_M = 111_320.0
"""Metres of a degree of latitude, for the reach of line ends."""


class Method(str, Enum):
    """Ways to split; the value is how the journal tells it."""

    APPROVALS = "按批准范围"
    LAND = "按地类界线"
    LINE = "按所画界线"
    LAYER = "按图层要素"
    COORDINATES = "按界址点坐标"


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

    @property
    def total(self) -> str:
        """The children's printed 亩 together, beside the patch's."""
        return sum_text([part.mu for part in self.parts], self.mu)


class Splitter:
    """Proposes splits of one patch. Nothing is written. Raises LedgerError at once when the patch cannot be split."""

    def __init__(self, ledger: Ledger, number: str, book: RuleBook) -> None:
        ledger.require_splittable(number)
        self.ledger, self.book = ledger, book
        self.row, self.patch = ledger.row(number), ledger.patch(number)
        self.crs = crs_of(ledger.srid, ledger.srs_wkt)
        self.box = extent_of([(number, self.patch.wkb)])
        self.plane, self.grid = working_grid(self.crs, self.box)
        self.metre = 1 / _DEGREE_M if self.crs.isGeographic() else 1.0
        """A metre in the ledger's units."""

    def by_approvals(self, bindings: Sequence[Binding]) -> Plan:
        """Along the papers that the check counts as coverage: the lawful grounds of the rule book as one, 临时 and 设施 as
        grounds of their own; a mine patch along the licences."""
        mine = self.patch.change_type in self.book.mine_types
        bound = {item.role: item for item in bindings}
        lawful = (*self.book.grounds, *self.book.grounds_if_bound)
        inside = {Role.MINE: "采矿权范围内"} if mine else {**_OTHERS, **dict.fromkeys(lawful, _LAWFUL)}
        roles = [role for role in (*lawful, *_OTHERS, Role.MINE) if role in inside and role in bound]
        if not roles:
            raise LandwatchError(
                "没有绑定批准范围图层。" if not mine else "没有绑定采矿权图层。",
                "请先绑定图层角色，或改用其他拆分方式。",
            )
        cuts: list[Cut] = []
        notes = [] if mine else unbound(self.book, bound)
        for role in dict.fromkeys(roles):
            for shape, paper in papers_on(self.patch.wkb, bound[role], self.crs, self.box, self.book, self.metre):
                why = not_counted(paper, self.patch.after)
                if why:
                    notes.append(f"{paper.number or role.title}{why}，不作为拆分界线。")
                else:
                    cuts.append(Cut(shape, inside[role]))
        notes += [] if self.patch.after else ["图斑没有后时相，批准日期未核对。"]
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
        found = features_around(layer, {"class": names["class"]}, self.crs, self.box)
        cuts = [Cut(shape, self.book.land.title(plain_text(values["class"])) or "地类为空") for shape, values in found]
        return self._plan(Method.LAND.value, cuts, "地类图斑未覆盖")

    def by_layer(self, layer: Any) -> Plan:
        """Along the features of a polygon or line layer (QGIS), of those selected if any are."""
        found = features_around(layer, {}, self.crs, self.box, chosen=True)
        polygons = layer.geometryType().name == "Polygon"
        cuts = [Cut(shape, f"{layer.name()}要素{values['fid']}" if polygons else "") for shape, values in found]
        return self._plan(f"{Method.LAYER.value}（{layer.name()}）", cuts, f"{layer.name()}以外")

    def by_lines(self, wkbs: Sequence[bytes], crs: Any) -> Plan:
        """Along lines drawn on the map, in the map's coordinate system."""
        return self._plan(Method.LINE.value, [Cut(shape) for shape in shapes_of(moved(wkbs, crs, self.crs))], "")

    def by_coordinates(self, area: Area) -> Plan:
        """Along the ring of a corner table. Raises InputError where only local parameters could place it exactly."""
        if needs_local_parameters(area.crs, self.crs):
            raise InputError(
                f"坐标系为{named(area.crs)}，与台账的{named(self.crs)}之间须用当地七参数转换，不能直接作为拆分界线。",
                "请先用当地参数转换为台账坐标系的坐标，再粘贴。", source=SOURCE,
            )  # fmt: skip
        [shape] = shapes_of(moved([bytes(area.shape.asWkb())], area.crs, self.crs))
        away = float(door.shapely().distance(shape, shapes_of([self.patch.wkb])[0])) / self.metre
        if away > 0:
            far = f"{away:.0f}米" if away < _FAR_M else f"{away / 1000:.0f}公里"
            raise InputError(
                f"坐标范围与图斑不相交，最近处相距约{far}。",
                "请核对坐标、带号和坐标系，并确认是本图斑的界址点。",
                source=SOURCE,
            )
        return self._plan(Method.COORDINATES.value, [Cut(shape, "坐标范围内")], "坐标范围外", area.notes)

    def read_corners(self, text: str) -> Area:
        """A corner table or coordinate text; the patch tells the zone where the text does not. Raises InputError."""
        return read_area(text, Wish(), (), self.around)

    @property
    def around(self) -> tuple[str, Box] | None:
        """What pasted corners are expected to lie near."""
        box = world_box(self.crs, self.box)
        return (f"图斑{self.patch.number}", box) if box else None

    def _plan(self, how: str, cuts: Sequence[Cut], rest: str, notes: Sequence[str] = ()) -> Plan:
        if not cuts:
            raise LandwatchError(
                "所选界线没有经过该图斑，无需拆分。" + "".join(notes), "请核对图层，或改用其他拆分方式。"
            )
        sliver_mu = Decimal(self.book.thresholds.get("sliver_mu", "0.05"))
        made = split(
            shapes_of([self.patch.wkb])[0], cuts, self._measure, float(sliver_mu * 2000 / 3), rest,
            kept=Kept(self.row.area_m2, self.row.mu), metre=self.metre,
        )  # fmt: skip
        if len(made.parts) > _MOST:
            raise LandwatchError(
                f"拆分结果有{len(made.parts)}个部分，多于{_MOST}个，未作拆分。", "请核对所选图层是否正确。"
            )
        if self.row.state is State.DECIDED:
            notes = ("该图斑已会审判定，拆分后各子图斑须重新判定。", *notes)
        names = self.ledger.child_numbers(self.patch.number, len(made.parts))
        parts = tuple(
            Proposed(name, part.label, part.area_m2, part.mu, part.shape.wkb)
            for name, part in zip(names, made.parts, strict=True)
        )
        return Plan(
            self.patch.number, how, made.mu, parts, (*dict.fromkeys(notes), *_told(made, names)), self.row.version
        )

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
