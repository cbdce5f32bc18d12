"""现场照片的画面: composes what is seen on a patch, from the kind of its object, into one picture."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from demo import photo_ground as ground
from demo import photo_things as draw
from demo.photo_world import (
    HEIGHT,
    WIDTH,
    GroundPaint,
    Noises,
    Things,
    View,
    backdrop,
    cast,
    developed,
    lay_ground,
    sky,
    tufts,
)
from demo.textures import Floats

ROOFS = ((70, 112, 168), (84, 124, 176), (176, 62, 52), (196, 200, 202))
TILES = ((104, 104, 106), (150, 84, 66), (120, 70, 60), (92, 98, 108), (74, 104, 142))
PLASTER = ((226, 220, 208), (232, 226, 218), (206, 196, 180), (236, 232, 226), (198, 170, 150))


@dataclass
class Shot:
    """One photo in the making."""

    picture: Floats
    view: View
    noises: Noises
    rng: np.random.Generator
    """Dice of this photo: place of the sun, small things."""
    style: np.random.Generator
    """Dice of the patch: its buildings look alike in all its photos."""
    distance: float
    """Metres to the near side of the patch."""
    building: bool
    """Work is still going on."""

    @property
    def grass(self) -> tuple[int, int, int]:
        """The tone of this day's grass."""
        tones = ((118, 132, 74), (128, 132, 82), (108, 130, 70), (134, 136, 90), (114, 124, 78))
        return tones[int(self.view.sun_height * 1e6) % len(tones)]

    def lay(self, *zones: GroundPaint) -> None:
        lay_ground(self.picture, self.view, self.noises, list(zones))

    def things(self) -> Things:
        return Things(self.view)

    def put(self, things: Things) -> None:
        things.onto(self.picture, self.noises)

    def pick(self, colours: tuple[tuple[int, int, int], ...]) -> tuple[int, int, int]:
        return colours[int(self.style.integers(len(colours)))]

    def heap(self, x: float, y: float, wide: float, high: float, colour: tuple[float, float, float]) -> None:
        draw.heap(self.picture, self.view, self.noises, (x, y), wide, high, colour, int(self.rng.integers(99)))

    def trees(self, count: int, near: float, far: float) -> None:
        places = sorted(((self.rng.uniform(near, far), self.rng.choice([-1, 1])) for _ in range(count)), reverse=True)
        for y, side in places:
            x = side * y * self.rng.uniform(0.38, 0.62)
            draw.tree(self.picture, self.view, self.rng, x, y, self.rng.uniform(5, 9))


def photograph(name: str, building: bool, distance: float, seeds: tuple[int, int], noises: Noises) -> NDArray[np.uint8]:
    """The finished picture of one of the SCENES; the seeds are those of the patch and of the photo."""
    rng = np.random.default_rng(seeds)
    high_eye = {
        "panels": 4.4,
        "quarry": 3.4,
        "pit": 3.6,
        "pond": 3.0,
        "crops": 2.2,
        "orchard": 2.4,
        "film": 2.6,
        "greenhouse": 2.6,
    }
    overcast = float(np.clip(rng.normal(0.3, 0.28), 0, 0.95))
    turn = rng.choice([-1, 1]) * rng.uniform(2.0, 2.8)
    view = View(high_eye.get(name, 1.9), HEIGHT * rng.uniform(0.50, 0.56), turn, rng.uniform(0.75, 1.05), overcast)
    style = np.random.default_rng(seeds[0])
    shot = Shot(sky(view, noises, rng), view, noises, rng, style, float(np.clip(distance, 18, 30)), building)
    backdrop(shot.picture, view, noises, rng)
    SCENES[name](shot)
    return developed(shot.picture, rng)


def _field_around(shot: Shot) -> tuple[GroundPaint, GroundPaint]:
    return ground.meadow(shot.grass), ground.fields(shot.rng, shot.distance + 30)


def _factory(shot: Shot) -> None:
    d, rng = shot.distance, shot.rng
    shot.lay(*_field_around(shot), ground.slabs(-60, 60, d - 8, d + 70))
    things = shot.things()
    turn = rng.choice([-1, 1]) * rng.uniform(0.12, 0.42)
    behind = draw.Box(-math.copysign(34, turn), d + 50, 34, 18, 7.4, turn)
    front = draw.Box(math.copysign(rng.uniform(1, 5), turn), d + 22, 36, 16, rng.uniform(6.6, 7.8), turn)
    roof, wall = shot.pick(ROOFS), shot.pick(((206, 210, 212), (186, 198, 208), (222, 220, 212)))
    cast(shot.picture, shot.view, [behind.shadow(shot.view), front.shadow(shot.view)])
    for box in (behind, front):
        draw.walls(things, box, wall, (168, 162, 152))
        draw.ribs(things, box, wall)
        for u in np.arange(-box.long / 2 + 2.4, box.long / 2 - 1.5, 3.4):
            draw.opening(things, box, u, box.high - 2.3, 2.2, 1.1)
        draw.opening(things, box, -4.2, 0, 4.2, 4.2, (96, 112, 132), frame=False)
        draw.opening(things, box, 9.2, 0, 1.2, 2.2, (88, 92, 96), frame=False)
        draw.gable(things, box, 2.0, 0.7, roof, wall)
    if shot.building:
        draw.scaffold(things, front)
        draw.excavator(things, -math.copysign(9, turn), d - 1, int(math.copysign(1, turn)))
    shot.put(things)
    if shot.building:
        shot.heap(math.copysign(11, -turn), d - 4, 7, 1.6, ground.SOIL)
    _foreground(shot)


def _block(shot: Shot) -> None:
    d, rng = shot.distance, shot.rng
    shot.lay(*_field_around(shot), ground.slabs(-50, 50, d - 9, d + 60))
    things = shot.things()
    turn = rng.choice([-1, 1]) * rng.uniform(0.1, 0.35)
    floors = int(shot.style.integers(3, 5))
    box = draw.Box(math.copysign(2.5, turn), d + 24, 30, 11, floors * 3.4, turn)
    cast(shot.picture, shot.view, [box.shadow(shot.view)])
    wall = (188, 184, 178) if shot.building else shot.pick(PLASTER)
    draw.walls(things, box, wall, (150, 120, 104))
    glass = (72, 74, 76) if shot.building else (66, 84, 104)
    for floor in range(floors):
        for u in np.arange(-box.long / 2 + 2, box.long / 2 - 1, 3.2):
            draw.opening(things, box, u, 1.0 + floor * 3.4, 2.1, 1.7, glass, frame=not shot.building)
    _parapet(things, box, (172, 96, 80))
    if shot.building:
        draw.scaffold(things, box)
    shot.put(things)
    if shot.building:
        shot.heap(math.copysign(10, -turn), d - 3, 6, 1.3, (196, 180, 150))
    shot.trees(2, d + 16, d + 40)
    _foreground(shot)


def _parapet(things: Things, box: draw.Box, colour: tuple[int, int, int]) -> None:
    top = draw.Box(box.x, box.y, box.long + 0.5, box.deep + 0.5, box.high, box.turn)
    h, d, z = top.long / 2, top.deep / 2, box.high
    light = things.view.shade(box.front_normal())
    end = box.side() * h
    side = things.view.shade(box.side_normal())
    edges = (((end, -d), (end, d), side), ((-h, -d), (h, -d), light))
    for (u0, v0), (u1, v1), shade in edges if end else edges[1:]:
        face = [top.at(u0, v0, z - 0.3), top.at(u1, v1, z - 0.3), top.at(u1, v1, z + 0.7), top.at(u0, v0, z + 0.7)]
        things.face(face, colour, shade)


def _house(shot: Shot) -> None:
    d, rng = shot.distance, shot.rng
    shot.lay(*_field_around(shot), ground.slabs(-9, 9, d - 6, d + 20, 3.0))
    shot.trees(3, d + 14, d + 45)
    things = shot.things()
    turn = rng.choice([-1, 1]) * rng.uniform(0.18, 0.5)
    box = draw.Box(rng.uniform(-2, 2), d + 6, 13, 9.5, 6.8, turn)
    cast(shot.picture, shot.view, [box.shadow(shot.view)])
    wall = (170, 102, 82) if shot.building else shot.pick(PLASTER)
    draw.walls(things, box, wall, (150, 146, 138))
    for floor in range(2):
        for u in (-4.6, 4.6, 0.0):
            door = floor == 0 and u == 0.0
            draw.opening(things, box, u, 0 if door else 1.0 + 3.4 * floor, 2.2 if door else 1.9, 2.6 if door else 1.6,
                         (104, 62, 48) if door else (70, 88, 106), frame=not shot.building)  # fmt: skip
    things.line([box.at(-6.5, -4.78, 3.4), box.at(6.5, -4.78, 3.4)], (214, 208, 198), 0.22)
    if shot.building:
        draw.scaffold(things, box)
    else:
        draw.gable(things, box, 2.3, 0.6, shot.pick(TILES), wall)
    shot.put(things)
    if shot.building:
        shot.heap(-6, d - 3, 4.5, 1.0, (200, 182, 148))
        shot.heap(7, d - 2.5, 3.4, 0.9, (168, 96, 78))
    _foreground(shot)


def _greenhouse(shot: Shot) -> None:
    d, rng = shot.distance, shot.rng
    shot.lay(*_field_around(shot), ground.earthworks(1.5, -48, 48, d - 5, d + 60, (164, 138, 104)))
    things = shot.things()
    draw.poles(things, rng, d + 55)
    off = rng.uniform(-4, 4)
    for k in (4, -4, 3, -3, 2, -2, 1, -1, 0):
        x = off + 9.2 * k
        draw.tunnel(things, x, d + rng.uniform(-0.3, 0.3), d + 44, 8, 3.3)
    shot.put(things)
    _foreground(shot)


def _panels(shot: Shot) -> None:
    d, rng = min(shot.distance, 20), shot.rng
    shot.lay(ground.meadow(shot.grass), ground.fields(rng, d + 90))
    things = shot.things()
    edge = rng.uniform(-6, 2)
    for k in range(9, -1, -1):
        y = d + 6.4 * k
        draw.solar_row(things, edge - 22 + 0.4 * k, edge + 24 + 0.5 * k, y)
    fence_y = d - 4.0
    for x in np.arange(-14, 15, 2.6):
        things.line([(x, fence_y, 0), (x, fence_y, 1.8)], (196, 200, 200), 0.07)
    for z in (0.3, 0.8, 1.3, 1.75):
        things.line([(-16, fence_y, z), (16, fence_y, z)], (178, 184, 184), 0.025)
    shadow = [[(edge - 22, d + 6.4 * k + 1.4), (edge + 24, d + 6.4 * k + 1.4), (edge + 24, d + 6.4 * k + 4),
               (edge - 22, d + 6.4 * k + 4)] for k in range(10)]  # fmt: skip
    cast(shot.picture, shot.view, shadow)
    shot.put(things)
    _foreground(shot)


def _quarry(shot: Shot) -> None:
    d, rng = shot.distance, shot.rng
    shot.lay(ground.meadow(shot.grass), ground.earthworks(0.4, -90, 90, d - 12, 200, ground.OCHRE))
    draw.cliff(shot.picture, shot.view, shot.noises, rng, d + 42, rng.uniform(15, 22))
    shot.heap(rng.uniform(-24, -12), d + 24, 16, 3.2, (184, 156, 116))
    shot.heap(rng.uniform(12, 22), d + 18, 11, 2.4, (196, 170, 132))
    things = shot.things()
    draw.excavator(things, rng.uniform(-6, 5), d + 12, int(rng.choice([-1, 1])))
    shot.put(things)
    _foreground(shot)


def _pit(shot: Shot) -> None:
    """Soil or sand dug out of level ground."""
    d, rng = shot.distance, shot.rng
    zones = (*_field_around(shot), ground.earthworks(rng.uniform(0.5, 2.4), -60, 60, d - 9, d + 48, ground.OCHRE))
    shot.lay(*zones, ground.plot((120, 96, 72), -24, 26, d + 3, d + 26, 0.12), ground.water(-22, 24, d + 6, d + 24))
    for x in (-17.0, -5.0, 9.0, 21.0):
        shot.heap(
            x + rng.uniform(-3, 3), d + rng.uniform(27, 36), rng.uniform(10, 17), rng.uniform(2.2, 3.6), (178, 150, 112)
        )
    things = shot.things()
    draw.excavator(things, rng.choice([-1, 1]) * rng.uniform(3, 7), d + 2, int(rng.choice([-1, 1])))
    shot.put(things)
    _foreground(shot)


def _bare(shot: Shot) -> None:
    d, rng = shot.distance, shot.rng
    shot.lay(*_field_around(shot), ground.earthworks(rng.uniform(0.5, 2.4), -70, 70, d - 9, d + 50))
    for _ in range(int(rng.integers(3, 6))):
        shot.heap(rng.uniform(-22, 22), d + rng.uniform(8, 34), rng.uniform(6, 14), rng.uniform(1.2, 2.8), ground.SOIL)
    things = shot.things()
    if rng.random() < 0.7:
        draw.excavator(things, rng.uniform(-8, 8), d + 6, int(rng.choice([-1, 1])))
    shot.put(things)
    _foreground(shot)


def _pond(shot: Shot) -> None:
    d = shot.distance
    shot.lay(
        *_field_around(shot),
        ground.plot((164, 140, 106), -60, 60, d - 9, d + 62, 0.12),
        ground.water(-46, 46, d - 6, d + 52),
    )
    shot.trees(5, d + 54, d + 70)
    _foreground(shot)


def _road(shot: Shot) -> None:
    rng = shot.rng
    offset = rng.choice([-1, 1]) * rng.uniform(2.6, 4.2)
    surface = (178, 150, 116) if shot.building else (196, 192, 184)
    zones = [ground.crops(0.3, ground.PADDY, (112, 112, 70), 0.3), ground.fields(rng, 60)]
    shot.lay(*zones, ground.road(offset, -0.02 * offset, 5.0, surface, rng.uniform(-0.25, 0.25)))
    things = shot.things()
    draw.poles(things, rng, 26)
    shot.put(things)
    shot.trees(4, 35, 90)
    _foreground(shot, lambda x, y: abs(x - offset + 0.02 * offset * y) < 3.4)


def _concrete(shot: Shot) -> None:
    d, rng = shot.distance, shot.rng
    shot.lay(*_field_around(shot), ground.slabs(-42, 42, d - 9, d + 46))
    shot.heap(rng.uniform(-16, -7), d + 15, 10, 2.6, (198, 180, 146))
    shot.heap(rng.uniform(6, 16), d + 20, 12, 3.0, (168, 166, 162))
    things = shot.things()
    shed = draw.Box(rng.uniform(-4, 6), d + 30, 14, 6, 3.2, rng.uniform(-0.3, 0.3))
    draw.walls(things, shed, (206, 212, 216))
    for u in (-4, 0, 4):
        draw.opening(things, shed, u, 1.1, 1.5, 1.1)
    draw.gable(things, shed, 0.7, 0.4, (70, 112, 168), (206, 212, 216))
    shot.put(things)
    _foreground(shot)


def _film(shot: Shot) -> None:
    shot.lay(ground.bands(1.3, shot.rng.uniform(-0.25, 0.25), 0), ground.fields(shot.rng, 95))
    things = shot.things()
    draw.poles(things, shot.rng, 60)
    shot.put(things)


def _orchard(shot: Shot) -> None:
    shot.lay(ground.crops(4.0, (116, 128, 72), (150, 128, 94), 0.05), ground.fields(shot.rng, 110))
    for y in np.arange(64, 8, -4.2):
        for k in range(-6, 7):
            x = 4.0 * k + 2 + shot.rng.normal(0, 0.15)
            if abs(x) < 0.6 * y:
                draw.tree(shot.picture, shot.view, shot.rng, x, float(y), shot.rng.uniform(1.6, 2.3))


def _grave(shot: Shot) -> None:
    d = shot.distance - 6
    shot.lay(ground.meadow(shot.grass), ground.fields(shot.rng, d + 60), ground.slabs(-7, 7, d, d + 9, 2.5))
    shot.trees(7, d + 8, d + 26)
    things = shot.things()
    for x in (3.6, -3.6, 0.0):
        stone = draw.Box(x, d + 4, 1.3, 0.3, 1.5, 0.0)
        draw.walls(things, draw.Box(x, d + 4.6, 2.8, 1.2, 0.5, 0.0), (176, 172, 164))
        draw.walls(things, stone, (120, 122, 124))
    shot.put(things)
    _foreground(shot)


def _rubble(shot: Shot) -> None:
    d, rng = shot.distance, shot.rng
    shot.lay(*_field_around(shot), ground.plot((178, 168, 154), -24, 24, d - 6, d + 30, 0.16, 1.4))
    for _ in range(7):
        tone = shot.pick(((188, 180, 168), (170, 116, 96), (160, 152, 142)))
        shot.heap(rng.uniform(-15, 15), d + rng.uniform(2, 22), rng.uniform(5, 10), rng.uniform(0.8, 2.0), tone)
    things = shot.things()
    draw.excavator(things, rng.uniform(-4, 7), d + 3, int(rng.choice([-1, 1])))
    shot.put(things)
    _foreground(shot)


def _crops(shot: Shot) -> None:
    rng = shot.rng
    tone = shot.pick(((106, 138, 60), (120, 146, 68), (134, 148, 76)))
    shot.lay(ground.crops(rng.uniform(0.4, 0.7), tone, (106, 104, 66), rng.uniform(-0.5, 0.5)), ground.fields(rng, 70))
    things = shot.things()
    draw.poles(things, rng, 70)
    shot.put(things)
    shot.trees(3, 60, 95)
    tufts(shot.picture, shot.view, rng, tone, 0.3)


def _foreground(shot: Shot, bare: Callable[[float, float], bool] | None = None) -> None:
    tufts(shot.picture, shot.view, shot.rng, shot.grass, 0.16, min(16.0, shot.distance - 7.5), bare)


SCENES: dict[str, Callable[[Shot], None]] = {
    "roof": _factory, "block": _block, "house": _house, "greenhouse": _greenhouse, "panels": _panels, "quarry": _quarry,
    "pit": _pit, "bare": _bare, "pond": _pond, "road": _road, "concrete": _concrete, "yard": _concrete, "film": _film,
    "orchard": _orchard, "grave": _grave, "rubble": _rubble, "crops": _crops,
}  # fmt: skip
SIZE = (WIDTH, HEIGHT)
