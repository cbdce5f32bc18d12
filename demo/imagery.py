"""前后时相影像: draws the satellite pictures before.tif and after.tif of the made-up county. `python -m demo.imagery FOLDER`"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from osgeo import gdal, gdal_array

from demo.landcover import PAINTERS, Pixels
from demo.parcels import COVERS, HILL_STEP, Parcels, projection, read_parcels
from demo.picture import Picture
from demo.rooftops import raise_building, settle, traffic
from demo.seasons import AFTER, BEFORE, Season
from demo.structures import footprints, place, read_things
from demo.sunlight import REACH, recorded
from demo.textures import Bytes, Floats, Textures, enlarged, soft_mask, window
from demo.trees import Trees, plant

TILE = 512
WATERS = ("river", "pond", "mine")
BUILT = ("highway", "street", "lane", "canal", "town", "works", "village", "facility")
RUNNING = ("highway", "street", "lane", "canal", "river", "town", "works", "woods")
MAX_BYTES = 14_500_000
QUALITIES = (78, 72, 66, 60, 54, 48, 42)


@dataclass(frozen=True)
class Piece:
    """A rectangle of the picture."""

    row: int
    col: int
    rows: int
    cols: int

    @property
    def at(self) -> tuple[int, int, int, int]:
        return self.row, self.col, self.rows, self.cols

    @property
    def slices(self) -> tuple[slice, slice]:
        return slice(self.row, self.row + self.rows), slice(self.col, self.col + self.cols)


def pieces(rows: int, cols: int) -> Iterator[Piece]:
    for row in range(0, rows, TILE):
        for col in range(0, cols, TILE):
            yield Piece(row, col, min(TILE, rows - row), min(TILE, cols - col))


def render_images(folder: Path, seed: int = 2026) -> list[Path]:
    """Draw both pictures of the county that lies in the folder; returns images/before.tif and images/after.tif."""
    parcels = read_parcels(folder / "county.gpkg", seed)
    textures = Textures.made(seed)
    trees = plant(parcels, textures, seed)
    pictures = [Picture.blank(season, *parcels.ids.shape) for season in (BEFORE, AFTER)]
    banks = _banks(parcels)
    for piece in pieces(*parcels.ids.shape):
        _paint_ground(pictures, piece, parcels, textures, trees, banks)
    things = read_things(folder / "scene.gpkg", parcels.frame)
    for building in settle(parcels, footprints(things, *parcels.ids.shape), seed):
        raise_building(pictures, building)
    for thing in things:
        place(pictures, thing, textures)
    for picture in pictures:
        traffic(picture, parcels, seed)
    target = folder / "images"
    target.mkdir(parents=True, exist_ok=True)
    return [_written(picture, parcels, textures, target / f"{picture.season.name}.tif") for picture in pictures]


def _banks(parcels: Parcels) -> Floats:
    """How far from the bank water is, coarse: 0.5 at the bank, 1 in the middle of a river."""
    water = np.isin(parcels.cover, [COVERS.index(name) for name in WATERS])[parcels.ids[::4, ::4]]
    return soft_mask(water, 5.0)


def _paint_ground(
    pictures: list[Picture], piece: Piece, parcels: Parcels, textures: Textures, trees: Trees, banks: Floats
) -> None:
    """Colours and heights of the land cover of one piece, in every picture."""
    pixels, cover = _pixels(piece, parcels, textures, banks)
    height, tint = trees.height[piece.slices], trees.tint[piece.slices]
    painted = [(np.empty((cover.size, 3), np.uint8), np.empty(cover.size, np.float32)) for _ in pictures]
    for kind in np.unique(cover):
        index = np.flatnonzero(cover == kind)
        part = pixels.part(index)
        for picture, (colours, heights) in zip(pictures, painted, strict=True):
            colour, lift = PAINTERS[COVERS[kind]](part, picture.season)
            colours[index] = np.clip(colour, 0, 255).T
            heights[index] = lift
    for picture, (colours, heights) in zip(pictures, painted, strict=True):
        _add_trees(colours, heights, height.ravel(), tint.ravel(), picture.season)
        picture.colour[piece.slices] = colours.reshape(piece.rows, piece.cols, 3)
        picture.height[piece.slices] = (heights * 100).reshape(piece.rows, piece.cols)


def _add_trees(colours: Bytes, heights: Floats, crown: Bytes, tint: Bytes, season: Season) -> None:
    index = np.flatnonzero(crown)
    lift = crown[index] * np.float32(0.1)
    shade = tint[index] * np.float32(1 / 255)
    leaf = np.where(
        (shade > 0.4)[:, None], np.asarray(season.broadleaf, np.float32), np.asarray(season.pine, np.float32)
    )
    bare = (shade > 1 - season.crown_bare)[:, None]
    leaf = np.where(bare, leaf * 0.5 + np.array([58, 53, 44], np.float32), leaf)
    light = 0.72 + 0.05 * lift + 0.3 * (shade - 0.4) * (shade > 0.4)
    colours[index] = np.clip(leaf * light[:, None], 0, 255)
    heights[index] = np.maximum(heights[index], lift)


def _pixels(piece: Piece, parcels: Parcels, textures: Textures, banks: Floats) -> tuple[Pixels, NDArray[np.uint8]]:
    """All that the painters need to know about a piece, as flat arrays, and the land cover of each pixel."""
    mid = window(textures.mid, *piece.at)
    ids = _bent_ids(piece, parcels, mid, window(textures.mid, piece.row + 700, piece.col + 300, *piece.at[2:]))
    margin = 8
    around = np.pad(ids, margin, mode="edge")
    border = _borders(around, parcels)
    inside = np.s_[margin:-margin, margin:-margin]
    edge = np.minimum(soft_mask(border, 1.1)[inside] * np.float32(2.4), 1)
    verge = np.minimum(soft_mask(border, 4.5)[inside] * np.float32(4.0), 1)
    cover = _ragged_woods(parcels.cover[ids], mid, window(textures.fine, *piece.at))
    y, x = np.mgrid[piece.row : piece.row + piece.rows, piece.col : piece.col + piece.cols].astype(np.float32)
    layers = (
        x, y, ids, parcels.angle[ids], parcels.roll[ids], parcels.region[ids], window(textures.fine, *piece.at), mid,
        window(textures.wide, *piece.at), window(textures.drift, *piece.at), window(textures.crown_height, *piece.at),
        window(textures.crown_tint, *piece.at), window(textures.scrub, *piece.at), edge, verge,
        enlarged(banks, 4, *piece.at), enlarged(parcels.hills, HILL_STEP, *piece.at),
    )  # fmt: skip
    return Pixels(*(layer.ravel() for layer in layers)), cover.ravel()


def _borders(ids: NDArray[np.int32], parcels: Parcels) -> NDArray[np.bool_]:
    """Where parcels meet; not where the survey merely cuts one road or river into several parcels."""
    cover = parcels.cover[ids]
    running = np.isin(parcels.cover, [COVERS.index(name) for name in RUNNING])[ids]
    border = np.zeros(ids.shape, bool)
    border[1:] |= (ids[1:] != ids[:-1]) & ~(running[1:] & (cover[1:] == cover[:-1]))
    border[:, 1:] |= (ids[:, 1:] != ids[:, :-1]) & ~(running[:, 1:] & (cover[:, 1:] == cover[:, :-1]))
    return border


def _bent_ids(piece: Piece, parcels: Parcels, down: Floats, right: Floats) -> NDArray[np.int32]:
    """Parcel numbers of a piece; borders between fields are bent by a metre or so, those of built things are not."""
    rows = np.arange(piece.row, piece.row + piece.rows)[:, None] + np.rint(down * 0.8).astype(np.int32)
    cols = np.arange(piece.col, piece.col + piece.cols)[None, :] + np.rint(right * 0.8).astype(np.int32)
    height, width = parcels.ids.shape
    bent = parcels.ids[np.clip(rows, 0, height - 1), np.clip(cols, 0, width - 1)]
    straight = parcels.ids[piece.slices]
    built = np.isin(parcels.cover, [COVERS.index(name) for name in BUILT])
    return np.where(built[bent] | built[straight], straight, bent)


def _ragged_woods(cover: NDArray[np.uint8], mid: Floats, fine: Floats) -> NDArray[np.uint8]:
    """Woods end in a ragged line: crowns hang over soft neighbours, and fade out over meadows and scrub."""
    woods = COVERS.index("woods")
    wooded = cover == woods
    if not wooded.any():
        return cover
    wild = np.isin(cover, [COVERS.index(name) for name in ("grass", "shrub", "bamboo")])
    tilled = np.isin(cover, [COVERS.index(name) for name in ("paddy", "dry", "bare", "orchard", "tea")])
    near = soft_mask(wooded, 4.0) + 0.14 * mid + 0.07 * fine
    far = soft_mask(wooded, 16.0) + 0.22 * mid + 0.10 * fine
    cover = np.where(wild & (far > 0.42) | tilled & (near > 0.62), woods, cover)
    open_to_wild = soft_mask(wild, 16.0) > 0.1
    return np.where(wooded & (np.where(open_to_wild, far, near) < 0.36), COVERS.index("grass"), cover).astype(np.uint8)


def _written(picture: Picture, parcels: Parcels, textures: Textures, path: Path) -> Path:
    """Light the picture piece by piece and write it as a tiled JPEG GeoTIFF with overviews."""
    rows, cols = picture.height.shape
    lit = np.empty((3, rows, cols), np.uint8)
    colour = np.pad(picture.colour, ((REACH, REACH), (REACH, REACH), (0, 0)), mode="edge")
    height = np.pad(picture.height, REACH, mode="edge")
    for piece in pieces(rows, cols):
        wide = np.s_[piece.row : piece.row + piece.rows + 2 * REACH, piece.col : piece.col + piece.cols + 2 * REACH]
        around = (piece.row - REACH, piece.col - REACH, piece.rows + 2 * REACH, piece.cols + 2 * REACH)
        hill = enlarged(parcels.hills, HILL_STEP, *around)
        speckle = window(textures.fine, piece.row + 911, piece.col + 613, piece.rows, piece.cols)
        metres = height[wide].astype(np.float32) * np.float32(0.01)
        lit[:, piece.slices[0], piece.slices[1]] = np.moveaxis(
            recorded(colour[wide], metres, hill, speckle, picture.season), -1, 0
        )
    source = gdal_array.OpenArray(lit)
    source.SetGeoTransform(parcels.frame.geotransform())
    source.SetProjection(projection())
    for quality in QUALITIES:
        _save(source, path, quality)
        if path.stat().st_size <= MAX_BYTES:
            break
    return path


def _save(source: gdal.Dataset, path: Path, quality: int) -> None:
    gdal.Translate(
        str(path), source, format="COG",
        creationOptions=["COMPRESS=JPEG", f"QUALITY={quality}", "BLOCKSIZE=512", "OVERVIEW_RESAMPLING=AVERAGE"],
    )  # fmt: skip


if __name__ == "__main__":
    for written in render_images(Path(sys.argv[1])):
        print(written)
