"""实地景物: what really stands on the patches, roof by roof, before and after, for whoever draws the images."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import Polygon

from demo.curves import box_at, extent, on_grid, polygons, strip
from demo.siting import Placed

BEFORE, AFTER, BOTH = "before", "after", "both"
Lot = tuple[tuple[float, float], float, float]
"""Middle, length and width."""


@dataclass(frozen=True)
class Thing:
    """One object: kind, outline, direction, and in which image it stands."""

    number: str
    kind: str
    shape: Polygon
    angle: float
    when: str = AFTER


class Plot:
    """A patch as a building site: gives out lots along its own direction."""

    def __init__(self, patch: Placed, shape: Polygon, rng: np.random.Generator) -> None:
        self.number, self.shape, self.angle, self.rng = patch.case.number, shape, patch.angle, rng
        self.things: list[Thing] = []

    def put(self, kind: str, shape: shapely.Geometry, when: str = AFTER, angle: float | None = None) -> None:
        turn = self.angle if angle is None else angle
        self.things += [Thing(self.number, kind, on_grid(p), turn, when) for p in polygons(shape) if p.area > 3]

    def ground(self, kind: str, when: str = AFTER, inward: float = 0.0) -> None:
        self.put(kind, self.shape.buffer(-inward, join_style="mitre") if inward else self.shape, when)

    def lots(self, columns: int, rows: int, lane: float, margin: float) -> list[Lot]:
        """Middles, lengths and widths of a grid of lots with lanes between them."""
        a0, a1, c0, c1 = extent(self.shape, self.angle)
        long = (a1 - a0 - 2 * margin - (columns - 1) * lane) / columns
        wide = (c1 - c0 - 2 * margin - (rows - 1) * lane) / rows
        u = np.array((np.cos(np.radians(self.angle)), np.sin(np.radians(self.angle))))
        n = np.array((-u[1], u[0]))
        found = []
        for i in range(columns):
            for j in range(rows):
                at = u * (a0 + margin + (i + 0.5) * long + i * lane) + n * (c0 + margin + (j + 0.5) * wide + j * lane)
                found.append(((float(at[0]), float(at[1])), long, wide))
        return found

    def grid(
        self, kind: str, length: float, width: float, gap: tuple[float, float], margin: float, when: str = AFTER
    ) -> None:
        """As many equal objects as fit."""
        a0, a1, c0, c1 = extent(self.shape, self.angle)
        columns = max(1, int((a1 - a0 - 2 * margin + gap[0]) // (length + gap[0])))
        rows = max(1, int((c1 - c0 - 2 * margin + gap[1]) // (width + gap[1])))
        inside = self.shape.buffer(-margin * 0.6)
        for at, _, _ in self.lots(columns, rows, 0, margin):
            box = box_at(at, length, width, self.angle)
            if inside.contains(box):
                self.put(kind, box, when)

    def roofs(
        self, columns: int, rows: int, kind: str = "roof", when: str = AFTER, fill: float = 0.86, lane: float = 9
    ) -> None:
        """Buildings that fill most of their lots; the ones that would stick out of the patch are left out."""
        inside = self.shape.buffer(-2)
        for at, long, wide in self.lots(columns, rows, lane, min(7, lane)):
            deep, broad = long * fill * self.rng.uniform(0.86, 1), wide * fill * self.rng.uniform(0.8, 1)
            box = box_at(at, deep, broad, self.angle)
            if inside.contains(box):
                self.put(kind, box, when)


def things_on(patch: Placed, seed: int) -> list[Thing]:
    """All objects of a patch."""
    rng = np.random.default_rng([seed, patch.case.serial, int(patch.case.batch), int(patch.case.refused)])
    made: list[Thing] = []
    for part in polygons(patch.sound):
        plot = Plot(patch, part, rng)
        _BUILDERS[patch.case.scene](plot)
        made += plot.things
        for hole in part.interiors:
            made.append(Thing(plot.number, "house", on_grid(Polygon(hole).buffer(-5)), patch.angle, BOTH))
    return made


def _works(
    columns: int, rows: int, ground: str = "yard", kind: str = "roof", lane: float = 9
) -> Callable[[Plot], None]:
    def build(plot: Plot) -> None:
        plot.ground(ground)
        plot.roofs(columns, rows, kind, lane=lane)

    return build


def _cover(kind: str, when: str = AFTER, inward: float = 0.0) -> Callable[[Plot], None]:
    return lambda plot: plot.ground(kind, when, inward)


def _rebuild(plot: Plot) -> None:
    """Old sheds before; new halls after, some rubble still there."""
    plot.ground("yard", BOTH)
    plot.roofs(3, 2, "house", BEFORE, 0.7)
    plot.roofs(2, 1, "roof", AFTER, 0.8)
    at, long, wide = plot.lots(4, 3, 4, 5)[0]
    plot.put("rubble", box_at(at, long * 0.7, wide * 0.6, plot.angle))


def _house(plot: Plot) -> None:
    plot.ground("concrete")
    at, long, wide = plot.lots(1, 1, 0, 0)[0]
    plot.put("house", box_at(at, long * 0.74, wide * 0.7, plot.angle))


def _old_house(plot: Plot) -> None:
    at, long, wide = plot.lots(1, 1, 0, 0)[0]
    plot.ground("concrete", BOTH)
    plot.put("house", box_at(at, long * 0.76, wide * 0.7, plot.angle), BEFORE)
    plot.put("roof", box_at(at, long * 0.76, wide * 0.7, plot.angle), AFTER)


def _homes(plot: Plot) -> None:
    plot.ground("concrete")
    plot.grid("house", 13, 10, (4.5, 9.0), 6)


def _greenhouses(plot: Plot) -> None:
    plot.ground("bare")
    plot.grid("greenhouse", 40, 8, (3.0, 1.2), 3)


def _arrays(plot: Plot) -> None:
    """Blocks of rows with lanes between; at a crooked edge the blocks follow it."""
    inside = plot.shape.buffer(-3.5)
    a0, a1, c0, c1 = extent(plot.shape, plot.angle)
    for at, long, wide in plot.lots(max(1, round((a1 - a0) / 30)), max(1, round((c1 - c0) / 24)), 2.5, 3):
        block = box_at(at, long, wide, plot.angle).intersection(inside)
        if block.area > 0.25 * long * wide:
            plot.put("panels", block)


def _ponds(plot: Plot) -> None:
    plot.ground("bare")
    for at, long, wide in plot.lots(2, 1, 6, 5):
        plot.put("pond", box_at(at, long, wide, plot.angle).buffer(-3).buffer(3).intersection(plot.shape.buffer(-3)))


def _highway(plot: Plot) -> None:
    """Earthworks with the carriageway half done."""
    plot.ground("bare")
    a0, a1, _, _ = extent(plot.shape, plot.angle)
    done = strip(plot.angle + 90, -(a0 + 0.55 * (a1 - a0)), -a0 + 10)
    plot.put("road", plot.shape.buffer(-5).intersection(done))


def _quarry(plot: Plot) -> None:
    plot.ground("quarry")


def _pit(plot: Plot) -> None:
    plot.ground("bare")
    plot.put("quarry", plot.shape.buffer(-6))


def _station(plot: Plot) -> None:
    plot.ground("concrete")
    plot.grid("roof", 14, 7, (9, 8), 9)


def _mixing(plot: Plot) -> None:
    plot.ground("concrete", BOTH)
    lots = plot.lots(3, 2, 8, 7)
    for k, (at, long, wide) in enumerate(lots):
        kind, when = (("roof", BOTH), ("bare", BOTH), ("roof", AFTER), ("bare", AFTER))[k % 4]
        plot.put(kind, box_at(at, long * 0.7, wide * 0.7, plot.angle), when)


def _dump(plot: Plot) -> None:
    plot.ground("bare")
    plot.put("road", strip(plot.angle, *_middle(plot, 4.5)).intersection(plot.shape))


def _middle(plot: Plot, width: float) -> tuple[float, float]:
    _, _, c0, c1 = extent(plot.shape, plot.angle)
    return (c0 + c1 - width) / 2, (c0 + c1 + width) / 2


def _yard_heaps(plot: Plot) -> None:
    plot.ground("concrete")
    for at, long, wide in plot.lots(3, 2, 8, 6)[::2]:
        plot.put("bare", box_at(at, long * 0.6, wide * 0.6, plot.angle))


def _building_site(plot: Plot) -> None:
    plot.ground("bare")
    for at, long, wide in plot.lots(3, 2, 10, 9)[1::3]:
        plot.put("concrete", box_at(at, long, wide, plot.angle))


_BUILDERS: dict[str, Callable[[Plot], None]] = {
    "factory": _works(2, 2), "warehouse": _works(2, 2, "concrete"), "park": _works(3, 2), "school": _works(2, 2),
    "barn": _works(1, 3, "bare", lane=5), "lodge": _works(3, 1, kind="house"),
    "pumpworks": _works(2, 2, lane=34), "plaza": _cover("concrete"), "dryer": _works(2, 1, "concrete"), "rebuild": _rebuild,
    "house": _house, "oldhouse": _old_house, "homes": _homes, "greenhouse": _greenhouses, "panels": _arrays,
    "pond": _ponds, "highway": _highway, "lane": _cover("road"), "quarry": _quarry, "pit": _pit, "borrow": _pit,
    "station": _station, "mixing": _mixing, "dump": _dump, "concrete": _yard_heaps, "bareyard": _building_site,
    "film": _cover("film", inward=1.5), "orchard": _cover("orchard", inward=1.0), "ploughed": _cover("bare", inward=1.5),
    "shrubs": _cover("orchard"), "water": _cover("pond"), "drained": _cover("bare", inward=2.0),
    "grave": _cover("grave", BOTH, 2.0), "overgrown": _cover("bare", BEFORE), "levelled": _cover("bare"),
}  # fmt: skip
