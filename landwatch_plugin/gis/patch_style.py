"""图斑图式: the ledger's patches by the classes of the rule book: a colour for what a class amounts to, a shade and a hatch
for each further class of the same kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsFillSymbol,
    QgsRendererCategory,
    QgsSimpleFillSymbolLayer,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

from landwatch_plugin.domain.book_parts import ILLEGAL, LEGAL, OTHER

UNLISTED = "手册未列的大类"
_SHADES = {
    LEGAL: ("#00843d", "#5cb531", "#00a896", "#9ccc3c"),
    ILLEGAL: ("#e60012", "#ff7a59", "#b3007d", "#8b1a1a"),
    OTHER: ("#1565c0", "#29b6f6", "#7e57c2", "#5c6bc0"),
}
_HATCHES = ("no", "b_diagonal", "f_diagonal", "horizontal", "vertical", "cross", "diagonal_x")
_STATES = {"暂缓": "#ff8f00", "未判定": "#ffd400"}
_CASING = "#202020"
_DEFAULT_STROKE = "#232323"
"""Of the symbol that QGIS gives a layer which nobody has styled."""


@dataclass(frozen=True)
class Look:
    """Outline colour, and the pattern of the fill (“no”: the image shows through)."""

    colour: str
    hatch: str = "no"


def class_looks(kinds: Mapping[str, str]) -> dict[str, Look]:
    """Each class of a book (class → 合法 / 违法 / 其他), in its order, then the two states without a class."""
    seen: Counter[str] = Counter()
    looks = {}
    for name, kind in kinds.items():
        shades = _SHADES[kind]
        looks[name] = Look(shades[seen[kind] % len(shades)], _HATCHES[seen[kind] % len(_HATCHES)])
        seen[kind] += 1
    return looks | {state: Look(colour) for state, colour in _STATES.items()}


def state_renderer(
    kinds: Mapping[str, str], unlisted: bool = False, width: float = 0.7
) -> QgsCategorizedSymbolRenderer:
    """The patches by decision: outline in the class's colour on a dark casing. A split patch is not drawn: its children
    are. `unlisted`: with a row for classes that the book does not know, decided by another one."""
    looks = class_looks(kinds) | ({UNLISTED: Look("#9e9e9e", "dense6")} if unlisted else {})
    rows = [QgsRendererCategory(name, _symbol(look, width), name) for name, look in looks.items()]
    return QgsCategorizedSymbolRenderer(_expression(kinds), rows)


def follow_book(layer: QgsVectorLayer, kinds: Mapping[str, str]) -> bool:
    """Give the ledger's patches the classes of a book; True when something changed.

    A style that somebody made is left alone, and so are colours changed by hand while the classes stay the same.
    """
    renderer = layer.renderer()
    known = {*kinds, ""}
    decided = layer.uniqueValues(layer.fields().indexFromName("verdict"))
    made = state_renderer(kinds, unlisted=any(isinstance(name, str) and name not in known for name in decided))
    if isinstance(renderer, QgsCategorizedSymbolRenderer):
        if not renderer.classAttribute().startswith(_HEAD) or _values(renderer) == _values(made):
            return False
    elif not _as_qgis_adds_it(renderer):
        return False
    layer.setRenderer(made)
    layer.triggerRepaint()
    return True


_HEAD = "CASE WHEN \"state\" = '被拆分'"


def _expression(kinds: Mapping[str, str]) -> str:
    listed = ", ".join(QgsExpression.quotedString(name) for name in kinds)
    return (
        f'{_HEAD} THEN NULL WHEN "state" = \'暂缓\' THEN \'暂缓\' WHEN "verdict" IN ({listed}) THEN "verdict" '
        f"WHEN \"verdict\" <> '' THEN '{UNLISTED}' ELSE '未判定' END"
    )


def _symbol(look: Look, width: float) -> QgsFillSymbol:
    casing = {"style": "no", "outline_color": _CASING, "outline_width": str(width * 1.8)}
    inner = {"style": look.hatch, "color": look.colour, "outline_color": look.colour, "outline_width": str(width)}
    symbol, line = QgsFillSymbol.createSimple(casing), QgsFillSymbol.createSimple(inner)
    symbol.appendSymbolLayer(line.symbolLayer(0).clone())
    return symbol


def _values(renderer: QgsCategorizedSymbolRenderer) -> list[str]:
    return [str(row.value()) for row in renderer.categories()]


def _as_qgis_adds_it(renderer: object) -> bool:
    if not isinstance(renderer, QgsSingleSymbolRenderer) or renderer.symbol().symbolLayerCount() != 1:
        return False
    fill = renderer.symbol().symbolLayer(0)
    return isinstance(fill, QgsSimpleFillSymbolLayer) and fill.strokeColor().name() == _DEFAULT_STROKE
