"""闭合: the point rows of a parcel become closed rings: one ring number after the other, closed where the first comes again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from landwatch_plugin.coordinates.parcel import Parcel, Point, Ring
from landwatch_plugin.coordinates.points import Row
from landwatch_plugin.domain.errors import InputError

SNAP_M = 0.05
"""A closing point off by no more than this (m) is the first point again (formats.md §4.3)."""
DEGREE_M = 111_320.0

Fail = Callable[[str, str, int], InputError]


@dataclass
class Loop:
    """A closed ring, and the line of each of its sides' first points."""

    name: str
    ring: Ring
    lines: list[int]


class Closer:
    """Rows of one parcel to rings. What it mends it notes; a ring that cannot be one it refuses by its line."""

    def __init__(self, parcel: Parcel, fail: Fail, in_degrees: bool) -> None:
        self.parcel, self.fail = parcel, fail
        self.metre = 1 / DEGREE_M if in_degrees else 1.0

    def loops(self, rows: list[Row]) -> list[Loop]:
        found: list[Loop] = []
        open_rings: dict[str, int] = {}
        for run in self._runs(rows):
            name = run[0].ring or "1"
            if name in open_rings:
                raise self.fail(
                    f"第{name}圈在第{open_rings[name]}行尚未闭合就换了圈号，此处又出现。",
                    "请核对圈号，同一圈的界址点应连续排列。",
                    run[0].line,
                )
            pieces = self._split(run)
            if len(pieces) > 1:
                self.parcel.note(f"第{name}圈内自第{pieces[1][0].line}行起另成一圈，已分开读取")
            for piece in pieces:
                found += self._simple(self._close(name, piece))
            if self._gap(pieces[-1]) > SNAP_M:
                open_rings[name] = run[-1].line
        return found

    def _runs(self, rows: list[Row]) -> list[list[Row]]:
        """Rows with one ring number, as long as it stays."""
        runs: list[list[Row]] = []
        for row in rows:
            if runs and runs[-1][-1].ring == row.ring:
                runs[-1].append(row)
            else:
                runs.append([row])
        return runs

    def _split(self, run: list[Row]) -> list[list[Row]]:
        """A run that comes back to its first point and goes on holds several rings; the closing row may be repeated.

        So does one whose first point number comes again far from the first point.
        """
        pieces, piece, closed = [], [run[0]], False
        last = run[-1]
        for row in run[1:]:
            first = piece[0]
            same = row.x == first.x and row.y == first.y
            if closed:
                if same:
                    self.parcel.note(f"第{row.ring or '1'}圈的闭合点重复（第{row.line}行），已略去")
                    continue
                pieces.append(piece)
                piece, closed = [row], False
                continue
            if row.label == first.label is not None and len(piece) > 2 and row is not last and self._apart(first, row):
                pieces.append(piece)
                piece = [row]
                continue
            piece.append(row)
            closed = len(piece) > 3 and (same or row.label == first.label is not None) and not self._apart(first, row)
        return [*pieces, piece]

    def _apart(self, one: Row, other: Row) -> bool:
        return max(abs(one.x - other.x), abs(one.y - other.y)) > SNAP_M * self.metre

    def _gap(self, rows: list[Row]) -> float:
        """Metres between first and last."""
        first, last = rows[0], rows[-1]
        return max(abs(first.x - last.x), abs(first.y - last.y)) / self.metre

    def _close(self, name: str, rows: list[Row]) -> Loop:
        """The closed ring. A last point that bears the first's number but lies elsewhere is an error in the data."""
        first, last, gap = rows[0], rows[-1], self._gap(rows)
        ring: Ring = [(row.x, row.y) for row in rows]
        if len(rows) > 1 and gap > SNAP_M and first.label == last.label is not None:
            raise self.fail(
                f"第{name}圈首点与末点同为{last.label}，却相差{gap:.3f}米。", "请核对首末点坐标。", last.line
            )
        if gap > SNAP_M:
            ring.append(ring[0])
            self.parcel.note(f"第{name}圈未闭合，已补首点")
        elif gap > 0:
            ring[-1] = ring[0]
            self.parcel.note(f"第{name}圈首尾相差{gap:.3f}米，已闭合")
        lines = [row.line for row in rows]
        doubled = [index for index, (a, b) in enumerate(pairwise(ring)) if a == b]
        if doubled and len(rows) > 1:
            self.parcel.note(f"第{name}圈有{len(doubled)}个与前一点重合的点（第{lines[doubled[0]]}行之后），已略去")
            gone = set(doubled)
            lines = [line for index, line in enumerate(lines) if index not in gone]
            ring = [point for index, point in enumerate(ring) if index not in gone]
        if len(set(ring)) < 3:
            raise self._no_area(name, len(set(ring)), first.line)
        return Loop(name, ring, lines)

    def _no_area(self, name: str, points: int, line: int) -> InputError:
        return self.fail(f"地块{self.parcel.number}第{name}圈只有{points}个不同的点，不成面。", "请补全界址点。", line)

    def _simple(self, loop: Loop) -> list[Loop]:
        """A ring that comes back to a corner of its own parts there: the bridge to a hole, two plots in a corner."""
        if len(set(loop.ring)) == len(loop.ring) - 1:
            return [loop]
        path: list[tuple[Point, int]] = []
        place: dict[Point, int] = {}
        loops, spikes = [], 0
        for point, line in zip(loop.ring, [*loop.lines, loop.lines[0]], strict=False):
            start = place.get(point)
            if start is not None:
                cut = path[start:]
                if len(cut) > 2:
                    loops.append(Loop(loop.name, [*(p for p, _ in cut), point], [number for _, number in cut]))
                else:
                    spikes += 1
                for gone, _ in cut[1:]:
                    del place[gone]
                del path[start + 1 :]
                continue
            place[point] = len(path)
            path.append((point, line))
        if not loops:
            raise self._no_area(loop.name, len(set(loop.ring)), loop.lines[0])
        went = f"，略去往返线{spikes}处" if spikes else ""
        self.parcel.note(f"第{loop.name}圈（第{loop.lines[0]}行起）经过同一点两次，已拆为{len(loops)}圈{went}")
        return loops
