"""The edge-pair kernel against GEOS as referee: the same areas, whatever the polygons; and nothing changes without it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import shapely

from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.overlay import kernel, settled
from landwatch_plugin.overlay.engine import measure
from landwatch_plugin.overlay.plane import areas
from landwatch_plugin.overlay.result import Options, Result
from landwatch_plugin.overlay.sheet import sheet_of

pytestmark = pytest.mark.usefixtures("with_kernel")

Build = Callable[..., Any]
EAST, NORTH = 38_500_000.0, 3_100_000.0
HOLED = "POLYGON ((0 0, 60 0, 60 60, 0 60, 0 0), (10 10, 10 50, 50 50, 50 10, 10 10))"
CASES = {
    "apart": ("POLYGON ((0 0, 9 0, 9 9, 0 0))", "POLYGON ((20 0, 29 0, 29 9, 20 0))"),
    "touching in a point": ("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))", "POLYGON ((9 9, 19 9, 19 19, 9 19, 9 9))"),
    "neighbours on an edge": ("POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0))", "POLYGON ((9 0, 19 0, 19 9, 9 9, 9 0))"),
    "a node upon a slanted edge": ("POLYGON ((0 0, 9 3, 0 9, 0 0))", "POLYGON ((0 0, 4.5 1.5, 9 3, 9 0, 0 0))"),
    "equal": (HOLED, HOLED),
    "inside": ("POLYGON ((20 20, 30 20, 30 30, 20 20))", "POLYGON ((0 0, 60 0, 60 60, 0 60, 0 0))"),
    "inside the hole": ("POLYGON ((20 20, 30 20, 30 30, 20 20))", HOLED),
    "filling the hole": ("POLYGON ((10 10, 50 10, 50 50, 10 50, 10 10))", HOLED),
    "over the hole": ("POLYGON ((-5 20, 65 20, 65 30, -5 30, -5 20))", HOLED),
    "an island in the hole": (
        "MULTIPOLYGON (((0 0, 60 0, 60 60, 0 60, 0 0), (10 10, 10 50, 50 50, 50 10, 10 10)), ((20 20, 40 20, 30 40, 20 20)))",
        "POLYGON ((5 5, 45 8, 40 45, 5 5))",
    ),
    "slivers": ("POLYGON ((0 0, 500 0.001, 500 0.002, 0 0))", "POLYGON ((0 0.001, 500 0, 500 0.003, 0 0.001))"),
    "upright slivers": ("POLYGON ((0 0, 0.001 500, 0.002 500, 0 0))", "POLYGON ((0.001 0, 0 500, 0.003 500, 0.001 0))"),
    "horns above the box": ("POLYGON ((0 0, 9 0, 9 1, 0 1, 0 0))", "POLYGON ((-1 -1, 10 -1, 10 9, 5 0.5, 2 7, -1 8, -1 -1))"),
    "crossed twice": ("POLYGON ((0 0, 30 0, 30 5, 0 5, 0 0))", "POLYGON ((2 -9, 28 -9, 28 9, 15 -4, 2 9, 2 -9))"),
}  # fmt: skip


@pytest.fixture
def with_and_without(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Result, Result]]:
    """The same measure twice: areas by the kernel however few, then by shapes alone."""

    def both(patches: Any, layer: Any, options: Options) -> tuple[Result, Result]:
        monkeypatch.setattr(settled, "WORTH", 0)
        monkeypatch.delenv(kernel.SWITCH, raising=False)
        swift = measure(patches, layer, options)
        monkeypatch.setenv(kernel.SWITCH, "1")
        return swift, measure(patches, layer, options)

    return both


def flat(shapes: Any) -> Any:
    """Shapes as a sheet."""
    shapes = np.asarray(shapes, dtype=object)
    return sheet_of(shapes, pd.DataFrame({"fid": range(len(shapes))}))


def shared(one: Any, other: Any, options: Options) -> Any:
    """m² of one[i] ∩ other[i] by the kernel."""
    rows = np.arange(len(one))
    return kernel.shared_areas(flat(one), rows, flat(other), rows, options)


def blob(chance: Any, vertices: int, reach: float, x: float = 0.0, y: float = 0.0) -> Any:
    """A ragged star, every second one with a hole, every third in two parts."""
    turn = np.sort(chance.uniform(0, 2 * np.pi, vertices))
    radius = reach * chance.uniform(0.5, 1, vertices)
    made = shapely.make_valid(
        shapely.Polygon(np.c_[x + radius * np.cos(turn), y + radius * np.sin(turn)]), method="structure"
    )
    kind = chance.integers(6)
    if kind % 2:
        made = shapely.difference(made, shapely.buffer(shapely.points(x, y), reach / 3))
    if kind % 3 == 0:
        made = shapely.difference(made, shapely.box(x - reach, y - reach / 9, x + reach, y + reach / 20))
    return made


def turned(chance: Any, shape: Any) -> Any:
    """The same ground, its rings begun elsewhere and half of them turned round, its parts in another order."""

    def ring(line: Any) -> Any:
        xy = np.roll(shapely.get_coordinates(line)[:-1], chance.integers(9), axis=0)
        return xy[:: chance.choice([-1, 1])]

    parts = [
        shapely.Polygon(ring(part.exterior), [ring(hole) for hole in part.interiors])
        for part in shapely.get_parts(shape)
    ]
    return shapely.MultiPolygon([parts[place] for place in chance.permutation(len(parts))])


def same_tables(swift: Result, plain: Result, least: float = 1e-6) -> None:
    """Areas within 1e-6 m²; the same rows but for areas that are near the threshold; the same words."""
    keys = {"shares": ["patch_id", "class"], "hits": ["patch_id", "feature_index"], "coverage": ["patch_id"]}
    for name, key in keys.items():
        joined = getattr(swift, name).merge(getattr(plain, name), on=key, how="outer", suffixes=("", "_plain"))
        columns = [column for column in joined.columns if column.endswith("_m2")]
        for column in columns:
            apart = (joined[column].fillna(0) - joined[f"{column}_plain"].fillna(0)).abs()
            assert (apart < 1e-6 + least).all(), f"{name} {column}: {joined[apart >= 1e-6 + least].to_dict()}"
            lone = joined[column].isna() | joined[f"{column}_plain"].isna()
            assert (joined.loc[lone, [column, f"{column}_plain"]].max(axis=1) < 2 * least).all()
    assert (swift.patches, swift.features, swift.basis_text) == (plain.patches, plain.features, plain.basis_text)
    assert (swift.repairs, swift.rejects) == (plain.repairs, plain.rejects)
    assert [item.patch_id for item in swift.open_patches] == [item.patch_id for item in plain.open_patches]
    assert [item.patch_id for item in swift.overlaps] == [item.patch_id for item in plain.overlaps]


@pytest.mark.parametrize("name", CASES)
def test_what_two_polygons_share(name: str, moved: Build, options: Build) -> None:
    """Touching, nested, holes, islands, slivers: as GEOS has it, both ways round."""
    one, other = (moved(wkt) for wkt in CASES[name])
    truth = shapely.intersection(one, other).area
    found = shared([one, other], [other, one], options())
    assert found == pytest.approx([truth, truth], abs=1e-6)


def test_random_polygons_share_what_geos_says(options: Build) -> None:
    """400 pairs with holes and parts, to 1e-6 m²; order of vertices and direction of rings do not matter."""
    chance = np.random.default_rng(7)
    one = [blob(chance, 58, 80) for _ in range(400)]
    other = [blob(chance, 51, 120, *chance.uniform(-150, 150, 2)) for _ in range(400)]
    found = shared(one, other, options())
    assert np.abs(found - shapely.area(shapely.intersection(one, other))).max() < 1e-6
    again = shared([turned(chance, shape) for shape in other], [turned(chance, shape) for shape in one], options())
    assert np.abs(found - again).max() < 1e-6


def test_a_huge_polygon_over_tiny_ones(options: Build) -> None:
    """20,000 vertices against 200 patches of an are each: far inside, far outside, across the edge."""
    chance = np.random.default_rng(3)
    turn = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    radius = 3_000 + 200 * np.sin(9 * turn) + 30 * np.sin(400 * turn) + chance.uniform(-0.3, 0.3, turn.size)
    huge = shapely.difference(
        shapely.Polygon(np.c_[radius * np.cos(turn), radius * np.sin(turn)]),
        shapely.buffer(shapely.points(0, 0), 900, quad_segs=500),
    )
    where = chance.uniform(0, 2 * np.pi, 200)
    reach = np.where(np.arange(200) % 4 == 0, 900, np.interp(where, turn, radius)) + chance.uniform(-20, 20, 200)
    tiny = [blob(chance, 40, 10, r * np.cos(a), r * np.sin(a)) for r, a in zip(reach, where, strict=True)]
    rows = np.arange(200)
    found = kernel.shared_areas(flat(tiny), rows, flat([huge]), np.zeros(200, int), options())
    assert np.abs(found - shapely.area(shapely.intersection(tiny, huge))).max() < 1e-6
    assert ((found > 1) & (found < shapely.area(tiny) - 1)).sum() > 50


def test_two_polygons_of_many_edges(options: Build) -> None:
    """2,500 edges each, waving through each other: more pairs than are taken at once, so the box is cut into strips."""
    x = np.linspace(0, 400, 1_250)
    waves = [
        shapely.Polygon(np.r_[np.c_[x, 40 + 5 * np.sin(x * pace)], np.c_[x, 3 * np.cos(x * pace)][::-1]])
        for pace in (3, 5)
    ]
    truth = shapely.intersection(*waves).area
    assert shared(waves[:1], waves[1:], options()) == pytest.approx([truth], abs=1e-6)


@pytest.mark.parametrize("east", [-140_000.0, 0.0, 60_000.0])
def test_on_the_ellipsoid_it_agrees_with_the_area_of_the_shared_polygon(east: float, options: Build) -> None:
    """At patch size within 1e-7 m² of the closed form on GEOS's intersection, anywhere in the zone."""
    chance = np.random.default_rng(11)
    near = options(basis=Basis.ELLIPSOIDAL).at((EAST + east, NORTH))
    one = [blob(chance, 58, 80) for _ in range(150)]
    other = [blob(chance, 51, 120, *chance.uniform(-100, 100, 2)) for _ in range(150)]
    features = flat(shapely.transform(other, lambda xy: xy))
    features.coords = features.coords + near.origin
    features.boxes = features.boxes + np.tile(near.origin, 2)
    patches = flat(one)
    patches.boxes = patches.boxes + np.tile(near.origin, 2)
    rows = np.arange(150)
    found = kernel.shared_areas(patches, rows, features, rows, near)
    far = shapely.transform(features.shapes(rows, near.origin), lambda xy: xy)
    truth = areas(shapely.intersection(one, far), near.basis, near.grid)
    assert np.abs(found - truth).max() < 1e-7


def tiling(chance: Any, side: int, gap: float = 0.0) -> list[tuple[str, Any]]:
    """A jittered net of quadrilaterals; every ninth one shrunk by `gap`."""
    x, y = np.meshgrid(np.arange(side + 1) * 25.0, np.arange(side + 1) * 25.0)
    x, y = x + chance.uniform(-9, 9, x.shape) + EAST, y + chance.uniform(-9, 9, y.shape) + NORTH
    cells = [(i, j) for i in range(side) for j in range(side)]
    rings = [[(x[a, b], y[a, b]) for a, b in ((i, j), (i, j + 1), (i + 1, j + 1), (i + 1, j))] for i, j in cells]
    shapes = [shapely.Polygon(ring) for ring in rings]
    shapes[::9] = [shapely.buffer(shape, -gap) if gap else shape for shape in shapes[::9]]
    return [(f"{(i + j) % 3:04d}", shape) for (i, j), shape in zip(cells, shapes, strict=True)]


def several(chance: Any, count: int, width: float) -> dict[str, Any]:
    """Patches over a square of that width, some beyond its edge."""
    places = chance.uniform(0, width, (count, 2)) + np.array([EAST, NORTH])
    return {f"P{number}": blob(chance, 40, 45, *place) for number, place in enumerate(places)}


@pytest.mark.parametrize("basis", list(Basis))
@pytest.mark.parametrize("gap", [0.0, 0.3])
def test_a_land_layer_gives_the_same_tables(
    gap: float, basis: Basis, with_and_without: Build, patches: Build, layer: Build, options: Build
) -> None:
    """Tiling or with gaps, inside and across its edge: shares, hits, coverage and open patches as with shapes alone."""
    chance = np.random.default_rng(5)
    rows = layer(tiling(chance, 16, gap), KCXS=[[0, 0.1, None][row % 3] for row in range(256)])
    asked = options(basis=basis, gap_free=True, group_by_feature=True, ridge_field="KCXS")
    swift, plain = with_and_without(patches(several(chance, 60, 400)), rows, asked)
    same_tables(swift, plain)
    assert {item.where for item in swift.open_patches} == {item.where for item in plain.open_patches}
    assert 5 < len(plain.open_patches) <= 60


@pytest.mark.parametrize("basis", list(Basis))
def test_overlapping_approvals_give_the_same_tables(
    basis: Basis, with_and_without: Build, patches: Build, layer: Build, options: Build
) -> None:
    """Features over each other, the same one twice, bowties among them: coverage is a union, repairs are told."""
    chance = np.random.default_rng(6)
    shapes = list(several(chance, 60, 400).values())
    bowtie = shapely.Polygon([(EAST + x, NORTH + y) for x, y in ((100, 100), (160, 160), (160, 100), (100, 160))])
    rows = layer([(str(place % 4), shape) for place, shape in enumerate([*shapes, shapes[0], bowtie])])
    swift, plain = with_and_without(
        patches(several(chance, 60, 400)), rows, options(basis=basis, group_by_feature=True, min_area_m2=1e-5)
    )
    same_tables(swift, plain, 1e-5)
    assert plain.overlaps
    assert len(plain.repairs) == 1


def test_only_a_patch_that_needs_shapes_gets_them(
    monkeypatch: pytest.MonkeyPatch, patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """In one parcel, across neighbours, beside everything: settled. Over an overlap or an invalid parcel: left."""
    bowtie = shapely.Polygon([(EAST + x, NORTH + y) for x, y in ((300, 0), (360, 60), (360, 0), (300, 60))])
    parcels = [square(0, 0, 50, 50), square(50, 0, 50, 50), square(150, 0, 50, 50), square(180, 0, 50, 50), bowtie]
    asked = {"one": (10, 10), "two": (45, 10), "none": (110, 10), "double": (175, 10), "healed": (310, 10)}
    left: list[str] = []
    monkeypatch.delenv(kernel.SWITCH, raising=False)
    monkeypatch.setattr(settled, "WORTH", 0)
    decide = settled.settled

    def listening(scene: Any, *rest: Any) -> Any:
        found, rows = decide(scene, *rest)
        left.extend(scene.names[rows])
        return found, rows

    monkeypatch.setattr("landwatch_plugin.overlay.engine.settled", listening)
    result = measure(
        patches({name: square(x, y, 12, 10) for name, (x, y) in asked.items()}),
        layer([("0101", parcel) for parcel in parcels]),
        options(),
    )
    assert left == ["double", "healed"]
    assert result.coverage.set_index("patch_id")["covered_m2"].round(6).to_dict() == {
        "one": 120.0, "two": 120.0, "none": 0.0, "double": 120.0, "healed": 50.0,
    }  # fmt: skip


def test_a_layer_that_no_patch_meets(
    with_and_without: Build, patches: Build, layer: Build, square: Build, options: Build
) -> None:
    """No pair at all: nothing covered, and the gap-free layer is said to be open there."""
    here, there = patches({"a": square(0, 0, 9, 9)}), layer([("0101", square(50, 50, 9, 9))])
    for gap_free in (False, True):
        swift, plain = with_and_without(here, there, options(group_by_feature=True, gap_free=gap_free))
        same_tables(swift, plain)
        assert len(swift.open_patches) == gap_free


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("patch_file", "layer_file", "crs"),
    [
        ("finland_topo/u_L4132R_p.shp", "finland_topo/m_L4132R_p.shp", None),
        ("hangzhou_osm_landuse/hangzhou_osm_landuse_nomilitary.gpkg",) * 2 + (4549,),
        ("wildfires_pt/wildfires_GT_2019_2020_32629.gpkg",) * 2 + (None,),
    ],
)
def test_real_layers_give_the_same_tables(
    patch_file: str, layer_file: str, crs: int | None, real_data: Any, with_and_without: Build, options: Build
) -> None:
    """Terrain, land use with 415 overlaps, burnt ground with 17 invalid polygons."""
    read = [geopandas.read_file(real_data(name)) for name in (patch_file, layer_file)]
    ours, theirs = (frame.to_crs(crs) if crs else frame for frame in read)
    patches = ours[["geometry"]].assign(patch_id=[f"P{row}" for row in range(len(ours))])
    rows = theirs[["geometry"]].assign(**{"class": [str(row % 5) for row in range(len(theirs))]})
    swift, plain = with_and_without(patches, rows, options(group_by_feature=True))
    same_tables(swift, plain)


@pytest.mark.thorough
def test_what_is_compiled_is_kept_in_the_users_cache_folder(tmp_path: Path, in_new_python: Build) -> None:
    """Nothing is written beside the plugin; a second start finds it, a damaged copy is made anew; without a folder to write to there is no kernel."""
    code = "from landwatch_plugin.overlay import kernel; print(kernel.available())"
    beside = set(Path(kernel.__file__).parent.rglob("*.nb?"))
    assert in_new_python(code, XDG_CACHE_HOME=str(tmp_path)) == "True"
    assert list(tmp_path.glob("landwatch/kernel/**/*.nbc"))
    assert set(Path(kernel.__file__).parent.rglob("*.nb?")) == beside == set()
    for name, junk in (("*.nbi", b"no index"), ("*.nbc", b"")):
        for file in tmp_path.glob(f"landwatch/kernel/**/{name}"):
            file.write_bytes(junk)
        assert in_new_python(code, XDG_CACHE_HOME=str(tmp_path)) == "True"
    (tmp_path / "file").write_text("")
    assert in_new_python(code, XDG_CACHE_HOME=str(tmp_path / "file")) == "False"
