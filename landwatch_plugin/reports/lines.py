"""排行: text broken into lines the Chinese way: no ，。）at a line's head (避头), no （《 at its end (避尾).

Pure: widths come from the caller. Digits and Latin words stay whole; a line that must take one more mark is
squeezed at its own marks, otherwise a character moves down.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

NOT_FIRST = set("，。、；：！？）》】〕〉」』”’…—～·％‰℃,.;:!?)]}㎡亩")
NOT_LAST = set("（《【〔〈「『“‘([{")
SQUEEZABLE = set("，。、；：！？）》】〕〉」』”’（《【〔〈「『“‘")
"""Full-width marks whose half of the cell is empty."""
_SQUEEZE = 0.5
"""How much of its cell such a mark may give up."""
_STRETCH = 0.3
"""How much of the type size may be put between two characters of a full line."""

_ATOM = re.compile(r"[\x21-\x7e]+|\s|.", re.DOTALL)
_PAIRED = ("——", "……")


@dataclass(frozen=True)
class Atom:
    """What is never broken: a character, or a run of half-width ones. `width` in points, tracking included."""

    text: str
    face: str
    width: float
    full: bool
    """A full-width character: takes part in squeezing and tracking."""


@dataclass(frozen=True)
class Line:
    """A line's atoms and the amount to add after each (squeeze of marks is negative)."""

    atoms: tuple[Atom, ...]
    extra: tuple[float, ...]
    width: float


Measure = Callable[[str, str], float]
"""(text, face) → width in points."""


def atoms(spans: Sequence[tuple[str, str]], measure: Measure, tracking: float = 0.0) -> list[Atom]:
    """(text, face) spans → atoms. Line breaks come through as "\\n" atoms."""
    found: list[Atom] = []
    for text, face in spans:
        for match in _ATOM.finditer(text):
            piece = match[0]
            full = len(piece) == 1 and ord(piece) > 0x2000
            width = 0.0 if piece == "\n" else measure(piece, face) + (tracking if full else 0.0)
            found.append(Atom(piece, face, width, full))
    return found


def break_lines(
    given: Sequence[Atom], first_width: float, width: float, measure: Measure, *, size: float, justify: bool
) -> list[Line]:
    """Lines of at most `first_width`, then `width` points."""
    found: list[Line] = []
    for paragraph in _paragraphs(given):
        rest = _split_long(paragraph, min(first_width, width), measure)
        if not rest:
            found.append(Line((), (), 0.0))
        while rest:
            room = width if found else first_width
            end = _line_end(rest, room, size)
            last = end >= len(rest)
            found.append(_set_line(_trim(rest[:end]), room, size, justify and not last))
            rest = _lstrip(rest[end:])
    return found


def _paragraphs(given: Sequence[Atom]) -> list[list[Atom]]:
    found: list[list[Atom]] = [[]]
    for atom in given:
        if atom.text == "\n":
            found.append([])
        else:
            found[-1].append(atom)
    return found


def _split_long(given: list[Atom], width: float, measure: Measure) -> list[Atom]:
    """A run of half-width characters longer than a line may be broken anywhere."""
    found: list[Atom] = []
    for atom in given:
        if atom.width > width and len(atom.text) > 1:
            found.extend(Atom(char, atom.face, measure(char, atom.face), False) for char in atom.text)
        else:
            found.append(atom)
    return found


def _line_end(rest: list[Atom], room: float, size: float) -> int:
    """How many atoms go on this line."""
    used, end = 0.0, 0
    while end < len(rest) and (used + rest[end].width <= room + 0.01 or rest[end].text.isspace()):
        used += rest[end].width
        end += 1
    if end >= len(rest):
        return end
    taken = _squeeze_in(rest, end, used, room, size)
    if taken:
        return taken
    best = max(end, 1)
    while best > 1 and not _may_break(rest, best):
        best -= 1
    return best if _may_break(rest, best) else max(end, 1)


def _squeeze_in(rest: list[Atom], end: int, used: float, room: float, size: float) -> int:
    """Marks that may not begin a line are taken in when the line's own marks can give the room."""
    stop = end
    while stop < len(rest) and rest[stop].text[0] in NOT_FIRST and rest[stop].full:
        used += rest[stop].width
        stop += 1
    if stop == end or stop - end > 2:
        return 0
    give = sum(1 for atom in rest[:stop] if atom.text in SQUEEZABLE) * _SQUEEZE * size
    return stop if used - room <= give + 0.01 and _may_break(rest, stop) else 0


def _may_break(rest: list[Atom], index: int) -> bool:
    """May a line end before atom `index`?"""
    if index >= len(rest):
        return True
    before, after = rest[index - 1].text, rest[index].text
    if before[-1] in NOT_LAST or after[0] in NOT_FIRST:
        return False
    return before + after not in _PAIRED


def _trim(line: list[Atom]) -> list[Atom]:
    while line and line[-1].text.isspace() and line[-1].text != "\u3000":
        line = line[:-1]
    return line


def _lstrip(rest: list[Atom]) -> list[Atom]:
    while rest and rest[0].text.isspace():
        rest = rest[1:]
    return rest


def _set_line(line: list[Atom], room: float, size: float, justify: bool) -> Line:
    """Spread the slack over the gaps, or take the overflow out of the marks."""
    width = sum(atom.width for atom in line)
    slack = room - width
    extra = [0.0] * len(line)
    if slack < -0.01:
        marks = [index for index, atom in enumerate(line) if atom.text in SQUEEZABLE]
        for index in marks:
            extra[index] = slack / len(marks)
    elif justify and len(line) > 1 and slack / (len(line) - 1) <= _STRETCH * size:
        extra = [slack / (len(line) - 1)] * (len(line) - 1) + [0.0]
    return Line(tuple(line), tuple(extra), width + sum(extra))
