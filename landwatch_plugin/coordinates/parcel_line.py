"""地块行: 界址点数,地块面积,地块编号,地块名称,记录图形属性,图幅号,地块用途,地类编码,@ with 7 to 14 fields, some blank."""

from __future__ import annotations

import re

from landwatch_plugin.coordinates.parcel import Parcel
from landwatch_plugin.coordinates.points import number_of, pair_in
from landwatch_plugin.coordinates.text import half_width

AREA, LINE, POINT = "面", "线", "点"
_KINDS = (AREA, LINE, POINT)
_CANONICAL_FIELDS = 8
_HAN = re.compile(r"[\u4e00-\u9fff]")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(\.\d+)?\s*[^\d\s]{0,3}")


def parcel_cells(raw: str) -> list[str] | None:
    """Cells of a parcel line, without the @ at its end; None when the line is none.

    A name may hold full-width signs: they separate only where there are no half-width commas.
    """
    own = raw.strip().rstrip(" ,;\t，；")
    line = own[:-1] + "@" if own.endswith(("@", "＠")) and own.count(",") >= 6 else half_width(raw).rstrip(" ,;；")
    marked = line.endswith("@")
    sign = "," if "," in line else "\t" if "\t" in own else None
    if sign == "\t":
        line = own
    cells = [cell.strip() for cell in line.rstrip("@＠ ").removesuffix(sign or "").split(sign)]
    if len(cells) <= 5 and pair_in(cells[-2:]):
        return None
    if marked:
        return cells
    kind = cells[4] if len(cells) > 4 else ""
    counted = len(cells) >= 7 and cells[0].isdigit() and not pair_in(cells)
    return cells if kind in _KINDS or counted else None


def short_cells(line: str) -> list[str] | None:
    """Cells of 界址点数,地块面积,地块编号,地块名称 and no more, without @; None when the line is none."""
    cells = [cell.strip() for cell in line.rstrip(" ,;").split(",")]
    if not 4 <= len(cells) <= 6 or not cells[0].isdigit() or not _HAN.search(",".join(cells[2:])):
        return None
    return cells if re.fullmatch(r"\d{1,5}\.\d{1,8}\s*[^\d\s]{0,3}", cells[1]) and not pair_in(cells) else None


def is_heading(cells: list[str]) -> bool:
    """The format's own line 界址点数,地块面积,地块编号,地块名称,… left in the file."""
    return (
        sum(name in cells for name in ("界址点数", "地块面积", "地块编号", "地块名称", "JZDS", "DKMJ", "DKBH", "DKMC"))
        > 1
    )


def kind_of(cells: list[str]) -> str:
    """面, 线 or 点; a blank one is 面."""
    at = _place_of_kind(cells)
    return cells[at] if at < len(cells) and cells[at] in _KINDS else AREA


def odd_kind(cells: list[str]) -> str:
    """记录图形属性 when it is none of the three; "" otherwise."""
    at = _place_of_kind(cells)
    return cells[at] if len(cells) >= _CANONICAL_FIELDS and cells[at] and cells[at] not in _KINDS else ""


def _place_of_kind(cells: list[str]) -> int:
    """Index of 记录图形属性: the fifth, unless it stands in a neighbour's place."""
    if len(cells) >= _CANONICAL_FIELDS and not cells[4]:
        return 4
    order = (*range(4, len(cells)), 3, 2) if _anchored(cells) else (4, 3, 5, 2, 6)
    return next((index for index in order if index < len(cells) and cells[index] in _KINDS), 4)


def _anchored(cells: list[str]) -> bool:
    """Whether the line begins with 界址点数 and 地块面积, and not with a column in front of them."""
    shifted = len(cells) > 2 and cells[1].isdigit() and re.fullmatch(r"(?:\d+\.\d+)?", cells[2])
    return not shifted or bool(_GROUPED.fullmatch(f"{cells[1]},{cells[2]}"))


def column_in_front(cells: list[str]) -> str:
    """What stands before 界址点数, such as a serial number; "" when nothing does."""
    at = _place_of_kind(cells)
    return cells[0] if at > 4 and cells[at : at + 1] and cells[at] in _KINDS and not _anchored(cells) else ""


def rejoined(cells: list[str]) -> tuple[list[str], str]:
    """The cells with what a comma inside the area or the name tore apart joined again, and what was joined; "" if none.

    Raises ValueError when a comma may be of the area as well as of the name.
    """
    surplus = _surplus(cells)
    if surplus < 1:
        return cells, ""
    for more in range(surplus, 0, -1):
        area = ",".join(cells[1 : 2 + more])
        if hit := _GROUPED.fullmatch(area):
            if hit[1] is None:
                raise ValueError(area)
            joined, said = rejoined([cells[0], area.replace(",", ""), *cells[2 + more :]])
            return joined, "；".join(filter(None, (f"地块面积“{area}”中的逗号按千分位读取", said)))
    name = ",".join(cells[3 : 4 + surplus])
    return [*cells[:3], name, *cells[4 + surplus :]], f"地块名称“{name}”中有逗号，已合为一项，请核对"


def _surplus(cells: list[str]) -> int:
    """How many cells too many stand before 记录图形属性. Where that is blank, the blank before a last code tells it."""
    if not _anchored(cells):
        return 0
    at = _place_of_kind(cells)
    if at < len(cells) and cells[at] in _KINDS:
        return at - 4
    blank_kind = len(cells) in (9, 10) and cells[4] and not cells[-4] and not _HAN.search(cells[-3] + cells[-1])
    return len(cells) - _CANONICAL_FIELDS if blank_kind else 0


def parcel_of(cells: list[str], line: int) -> Parcel:
    """The parcel that the cells name. A missing 地块编号 or 地块名称 shifts nothing where the 面 stands in its place."""
    at = _place_of_kind(cells)
    front = cells[:at] if at <= 4 else cells[at - 4 : at]
    front = [*front, *[""] * (4 - len(front))]
    rest = cells[at + 1 :]
    if rest and _HAN.search(rest[0]) and (len(rest) == 1 or not _HAN.search(rest[1])):
        rest = ["", *rest]
    rest = [*rest, *[""] * (3 - len(rest))]
    extra = tuple(cells[_CANONICAL_FIELDS:]) if at == 4 and any(cells[_CANONICAL_FIELDS:]) else ()
    return Parcel(
        number=front[2], name=front[3], use=rest[1], declared=front[1], count=front[0], line=line, land_code=rest[2],
        extra=extra,
    )  # fmt: skip


def count_of(text: str) -> int | None:
    """界址点数 as a number; None when it is none."""
    value = number_of(text) if text else None
    return int(value) if value is not None and value == int(value) else None
