"""单元格: one pasted line into its cells, whatever separates them; degrees, minutes and seconds into one number."""

from __future__ import annotations

import re

_SIGNS = {0xFF01 + at: 0x21 + at for at in range(94)} | {
    ord(sign): plain
    for signs, plain in (
        ("\u3000\u00a0\u2002\u2003\u2009", " "), ("、", ","), ("″”“〞", '"'), ("′’‘", "'"), ("º˚", "°"), ("–—～", "~"), ("−", "-"),
        ("\u200b\ufeff\u200e\u200f", ""),
    )
    for sign in signs
}  # fmt: skip
_ANGLE = re.compile(
    r"(?<![\d.])(\d{1,3}) *[°度] *(\d{1,2}(?:\.\d{1,12})?) *['分]"
    r"(?: *(\d{1,2}(?:\.\d{1,12})?)(?![\d.°度分]|'(?!'))(?: *(?:\"|''|秒))?)?"
)
_DASHED = re.compile(r"(?<![\w.:-])(\d{2,3})[-:](\d{1,2})[-:](\d{1,2}\.\d{1,12})(?![\w.:-])")
_NAMED = re.compile(
    r"(?:东经|北纬|经度|纬度|(?<![A-Za-z])[XYBLNE](?:坐标)?) *[=:]? *(?=[\d.]+[ ,;°\t)。]|[\d.]+$)", re.IGNORECASE
)
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:,\d{3}){2,}(?:\.\d{1,12})?|,\d{3}\.\d{1,12})(?![\d.,])")
_QUOTED = re.compile(r"(?:^|(?<=[,;\t]))\"([^\",;\t]*)\"(?=[,;\t]|$)")
"""Cells in quotation marks, as a CSV has them; a lone mark is that of seconds."""
_NUMBER = re.compile(r"([+-]?\d{1,9}(?:\.\d{0,14})?)(?:m|米|°?[EN]?)", re.IGNORECASE)
_IN_CELL = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")


def plain_line(line: str) -> str:
    """Half-width, with plain blanks, quotes and hyphens."""
    line = line.translate(_SIGNS).replace("\r", "").rstrip()
    if "|" in line:
        line = line.strip(" |").replace("|", "\t")
    return _QUOTED.sub(r"\1", line)


def cells_of(line: str) -> list[str]:
    """The cells of a plain line. Empty ones between tabs or commas stay, so that columns keep their place."""
    line = _DASHED.sub(_as_degrees, _ANGLE.sub(_as_degrees, line))
    line = re.sub(r"\((?=[\d.])|(?<=[\d.°])\)", " ", line)
    line = _NAMED.sub(" ", line)
    if "\t" in line:
        cells = [_joined(cell) for cell in line.split("\t")]
        finer = [part for cell in cells for part in (_split(cell) or [""])]
        if _numbers(cells) < 2 <= _numbers(finer):
            cells = finer
    else:
        cells = _split(_GROUPED.sub(lambda hit: hit[0].replace(",", ""), line))
    cells = [re.sub(r"^(\d{1,4})\.$", r"\1", cell.strip(" :[]{}<>。|")) for cell in cells]
    while cells and not cells[-1]:
        cells.pop()
    return cells


def number(cell: str) -> float | None:
    """The number of a cell; None for text, for masked digits, and for 3.1E+06, which has lost its metres."""
    hit = _NUMBER.fullmatch(cell)
    return float(hit[1]) if hit else None


def decimals(cell: str) -> int:
    """How many digits stand behind the point."""
    return len(cell.partition(".")[2].strip("°mMEeNn米"))


def label_number(cell: str) -> int | None:
    """5 of J5, j05, 5 and 界址点5; None of J1-1 and other names."""
    hit = re.fullmatch(r"[^\W\d]{0,6}[-_#]?(\d{1,6})[#号]?", cell)
    return int(hit[1]) if hit else None


def _as_degrees(hit: re.Match[str]) -> str:
    """One number with its degree sign. Minutes or seconds of 60 and more stay text, and the row is refused for them."""
    degrees, minutes, seconds = int(hit[1]), float(hit[2]), float(hit[3] or 0)
    if minutes >= 60 or seconds >= 60:
        return hit[0].replace(" ", "").replace("°", "度").replace("'", "分")
    return f"{degrees + minutes / 60 + seconds / 3600:.12f}°"


def _numbers(cells: list[str]) -> int:
    return sum(number(cell) is not None for cell in cells)


def _joined(cell: str) -> str:
    cell = cell.strip()
    return cell.replace(",", "") if _IN_CELL.fullmatch(cell) else cell


def _split(text: str) -> list[str]:
    if "," not in text and ";" not in text:
        return text.split()
    parts = [part.strip() for part in re.split("[,;]", text)]
    return [cell for part in parts for cell in (part.split() or [""])]
