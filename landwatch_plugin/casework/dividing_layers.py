"""拆分所依的图层: the features around one patch, and the papers on it that the coverage counts on its day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from landwatch_plugin import door
from landwatch_plugin.casework.mines import split_boundaries
from landwatch_plugin.domain.check import Paper
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.dates import parse_date, turned_round
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.intake import plain_text
from landwatch_plugin.domain.paper_dates import date_lacking, not_in_force
from landwatch_plugin.domain.paper_terms import Term, counts
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.gis.frames import frame, shapes_of
from landwatch_plugin.gis.layers import field_names, open_vector
from landwatch_plugin.gis.nearby import nearby


def features_around(
    layer: Any, names: dict[str, str], crs: Any, box: Any, chosen: bool = False
) -> list[tuple[Any, dict[str, Any]]]:
    """Shape and values of the features whose boxes meet `box`, in the system `crs`; see `nearby` for `chosen`."""
    return [(row["geometry"], row) for row in _table(layer, names, crs, box, chosen).to_dict("records")]


def papers_on(
    wkb: bytes, binding: Binding, crs: Any, box: Any, book: RuleBook, metre: float
) -> list[tuple[Any, Paper]]:
    """Shape and particulars of the papers that lie on the patch by more than mere touching; of a mine's boundaries the
    licence's alone, as in the check. `metre` in the patch's units."""
    sh, layer = door.shapely(), open_vector(binding)
    table = _table(layer, field_names(layer, binding), crs, box)
    if binding.role is Role.MINE:
        table = split_boundaries(table, book).frames[0]
    own = sh.make_valid(shapes_of([wkb])[0])
    least = float(book.thresholds.get("touch_m2", "0")) * metre**2
    found = [(row["geometry"], _paper(binding.role, row)) for row in table.to_dict("records")]
    return [one for one in found if sh.area(sh.intersection(own, sh.make_valid(one[0]))) > least]


def not_counted(paper: Paper, day: date | None) -> str:
    """Why the coverage does not count a paper on the day of the after image; "" when it does, or when there is no day."""
    valid = counts(paper.role, Term(paper.date, paper.start, paper.end), day) if day else True
    if valid is None:
        if turned_round(paper.start, paper.end):
            return "有效期起晚于有效期止，有效与否须人工核对"
        return f"没有{date_lacking(paper)}，有效与否须人工核对"
    return "" if valid else not_in_force(paper, day) or "不在有效期内"


def unbound(book: RuleBook, bound: Collection[Role]) -> list[str]:
    """What is said while the coverage has no data, because an obligatory ground is not bound."""
    missing = [role.title for role in book.grounds if role not in bound]
    return [f"没有绑定{'、'.join(missing)}图层，子图斑的批准覆盖情况仍为无数据。"] if missing else []


def _table(layer: Any, names: dict[str, str], crs: Any, box: Any, chosen: bool = False) -> Any:
    """A feature that cannot be read stops it."""
    table = frame(layer, names, crs, within=nearby(layer, box, crs, chosen))
    for row in table.to_dict("records"):
        if row["problem"]:
            raise InputError(
                f"要素{row['fid']}不能作为拆分界线：{row['problem']}。", "请修正该要素。", source=layer.name()
            )
    return table


def _paper(role: Role, values: dict[str, Any]) -> Paper:
    number = plain_text(values.get("number"))
    dates = {key: parse_date(plain_text(values.get(key))) for key in ("date", "start", "end")}
    return Paper(role, number, **dates)
