"""选址: finds for every case a place where its patch can really lie: land class, road, distance to other patches."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field

import numpy as np
import shapely
from shapely import LineString, Polygon
from shapely.strtree import STRtree

from demo.cases import Case, Site
from demo.curves import direction, long_axis, on_grid, polygons
from demo.shapes import centred, patch_shape
from demo.survey import ARABLE, BUILT, Survey
from landwatch_plugin.domain.units import to_mu

APART = 45.0
"""Patches keep this distance (m) from each other."""
MINE_ROOM = 240.0
"""What is no mine keeps this distance (m) from the middle of a quarry."""
LANES = ("1006", "1107")
_ANY = (*ARABLE, "0201", "0202", "0204", "0307", "0305", "0404", "1006", "1107", "1104", "1206")


@dataclass(frozen=True)
class Placed:
    """A patch where it lies, in the county's own metres."""

    case: Case
    shape: shapely.Geometry
    """As issued: it may cross itself."""
    angle: float
    town: str
    village: str
    classes: dict[str, float] = field(default_factory=dict)
    """m² of each land class under it."""
    arable: float = 0.0
    """m² of cultivated land, ridges taken off."""

    def told(self, text: str) -> str:
        """A text of the case with names and figures of the place put in."""
        figures = {"mu": to_mu(self.sound.area), "arable": to_mu(self.arable), "width": f"{self.width:.1f}"}
        return text.format(town=self.town, t=self.town[:2], village=self.village, **figures)

    @property
    def width(self) -> float:
        """Mean width (m) of a long thin patch: area over half the outline."""
        return float(2 * self.sound.area / self.sound.length)

    @property
    def sound(self) -> shapely.Geometry:
        """The shape, repaired where it crosses itself."""
        return self.shape if self.shape.is_valid else shapely.make_valid(self.shape, method="structure")


class Ground:
    """The surveyed land, asked about places."""

    def __init__(
        self, made: Survey, farmland: shapely.Geometry, urban: shapely.Geometry,
        red: shapely.Geometry, quarries: list[tuple[float, float, float]], seed: int,
    ) -> None:  # fmt: skip
        self.made, self.seed, self.quarries = made, seed, quarries
        self.shapes = np.array([face.shape for face in made.faces], dtype=object)
        self.classes = np.array([face.dlbm for face in made.faces])
        self.shares = np.array(made.shares())
        self.areas = shapely.area(self.shapes)
        self.tree = STRtree(self.shapes)
        self.farmland, self.urban, self.red = farmland, urban, red
        self.inner = shapely.coverage_union_all(self.shapes).buffer(-30)
        for shape in (farmland, urban, red, self.inner):
            shapely.prepare(shape)
        self.roads = self._lines(("1003", "1006"), 900)
        self.road_tree = STRtree(self.roads)
        self.homes = [face.shape for face in made.faces if face.dlbm == "0702"]
        self.home_tree = STRtree(self.homes)
        self.taken: list[shapely.Geometry] = []

    def _lines(self, codes: tuple[str, ...], least: float) -> list[Polygon]:
        faces = self.made.faces
        return [f.shape for f in faces if f.dlbm in codes and f.zone == "line" and f.shape.area > least]

    def place_all(self, cases: list[Case]) -> list[Placed]:
        """Every case in its place, in the order given; those with a fixed spot choose first."""
        order = sorted(range(len(cases)), key=lambda k: cases[k].site.form != "spot")
        found = {k: self.place(cases[k]) for k in order}
        return [found[k] for k in range(len(cases))]

    def place(self, case: Case) -> Placed:
        """The first candidate that fits. The dice depend on the patch's number alone, not on the patches before it."""
        rng = np.random.default_rng([self.seed, zlib.crc32(f"{case.number}{case.refused}".encode())])
        for in_town in (True, False):
            for index in self._candidates(case, in_town, rng):
                shape, angle = self._try(case.site, int(index), rng)
                if shape is None or not self._fits(case, shape):
                    continue
                placed = self._described(case, shape, angle)
                if placed.town == case.town or not in_town or case.site.form == "spot":
                    self.taken.append(shape)
                    return placed
        raise ValueError(f"no place for patch {case.number} ({case.project or case.sub})")

    def _candidates(self, case: Case, in_town: bool, rng: np.random.Generator) -> np.ndarray:
        site = case.site
        if site.form == "spot":
            return np.array([0])
        hosts = site.hosts or ARABLE
        fit = np.isin(self.classes, hosts)
        if site.form in ("face", "track"):
            low, high = (site.length * 667, site.width * 667) if site.form == "face" else (900, 3300)
            fit &= (self.areas > low) & (self.areas < high)
        else:
            fit &= self.areas > min(900.0, site.length * site.width * 0.3)
        if in_town:
            fit &= np.array([self.made.communities[k].town.name == case.town for k in self.made.village])
        return rng.permutation(np.flatnonzero(fit))

    def _try(self, site: Site, index: int, rng: np.random.Generator) -> tuple[shapely.Geometry | None, float]:
        host = self.shapes[index]
        if site.form == "spot":
            number, dx, dy = site.spot or (0, 0.0, 0.0)
            x, y, _ = self.quarries[number]
            angle = float(rng.uniform(0, 180))
            return on_grid(patch_shape(site, (x + dx, y + dy), angle, rng)), angle
        angle, length, _ = long_axis(host)
        if site.form == "face":
            parts = polygons(host.buffer(-0.7, join_style="mitre"))
            return (on_grid(parts[0]), angle) if len(parts) == 1 else (None, angle)
        if site.form == "track":
            straight = site.length < length < site.width and 3.7 < 2 * host.area / host.length < 5.2
            return (on_grid(host.buffer(0.3, join_style="mitre").simplify(0.1)), angle) if straight else (None, angle)
        centre, angle = self._anchor(site, host, angle)
        if centre is None:
            return None, angle
        return on_grid(patch_shape(site, centre, angle, rng)), angle

    def _anchor(self, site: Site, host: Polygon, angle: float) -> tuple[tuple[float, float] | None, float]:
        """Middle and direction of a patch beside a road or a village; in the middle of the host otherwise."""
        spot = host.representative_point()
        if not site.near:
            return (spot.x, spot.y), angle
        tree, lines = (self.road_tree, self.roads) if site.near == "road" else (self.home_tree, self.homes)
        edge = lines[int(tree.nearest(host))]
        if edge.distance(host) > (9 if site.near == "road" else 5):
            return None, angle
        rim = LineString(edge.exterior)
        at = rim.interpolate(rim.project(spot))
        return centred(at, spot, site, direction(rim, at))

    def _fits(self, case: Case, shape: shapely.Geometry) -> bool:
        site = case.site
        sound = shape if shape.is_valid else shapely.make_valid(shape, method="structure")
        if not self.inner.contains(sound) or any(other.distance(sound) < APART for other in self.taken):
            return False
        if site.form == "spot":
            return True
        if site.urban and not self.urban.contains(sound):
            return False
        if any(sound.distance(shapely.Point(x, y)) < MINE_ROOM for x, y, _ in self.quarries):
            return False
        return self._red_fits(site, sound) and self._farmland_fits(case, sound) and self._lies_on(site, self.parts(sound), sound.area)

    def _red_fits(self, site: Site, sound: shapely.Geometry) -> bool:
        if site.red is None:
            return True
        return self.red.intersection(sound).area > 0.6 * sound.area if site.red else self.red.disjoint(sound)

    def _farmland_fits(self, case: Case, sound: shapely.Geometry) -> bool:
        """Where an approval stands behind the patch, permanent farmland makes room for it."""
        share = self.farmland.intersection(sound).area / sound.area
        if case.site.farmland:
            return share > 0.6
        return case.site.farmland is None or case.site.form == "face" or bool(case.papers) or share < 0.12

    def _lies_on(self, site: Site, parts: dict[str, float], area: float) -> bool:
        if site.form == "track":
            return not any(parts.get(code, 0) > 60 for code in (*BUILT, "1101", "1104"))
        if site.form == "strip":
            return sum(parts.get(code, 0) for code in _ANY) > 0.985 * area
        wanted = sum(parts.get(code, 0) for code in site.hosts)
        if set(site.hosts) & set(BUILT) or site.form == "face":
            return wanted > 0.99999 * area
        return wanted > 0.9 * area and wanted + sum(parts.get(code, 0) for code in LANES) > 0.99 * area

    def parts(self, shape: shapely.Geometry) -> dict[str, float]:
        """m² of each land class under a shape, largest first."""
        index = np.sort(self.tree.query(shape, predicate="intersects"))
        areas = shapely.area(shapely.intersection(self.shapes[index], shape))
        found: dict[str, float] = {}
        for code, area in zip(self.classes[index].tolist(), areas.tolist(), strict=True):
            found[code] = found.get(code, 0.0) + area
        return dict(sorted(found.items(), key=lambda item: -item[1]))

    def _described(self, case: Case, shape: shapely.Geometry, angle: float) -> Placed:
        placed = Placed(case, shape, angle, "", "")
        sound = placed.sound
        index = np.sort(self.tree.query(sound, predicate="intersects"))
        areas = shapely.area(shapely.intersection(self.shapes[index], sound))
        tally: dict[int, float] = {}
        for k, area in zip(index.tolist(), areas.tolist(), strict=True):
            tally[self.made.village[k]] = tally.get(self.made.village[k], 0.0) + area
        village = self.made.communities[max(sorted(tally), key=lambda v: tally[v])]
        arable = np.isin(self.classes[index], ARABLE)
        net = float(np.sum(areas[arable] * (1 - self.shares[index][arable])))
        return Placed(case, shape, angle, village.town.name, village.name, self.parts(sound), net)
