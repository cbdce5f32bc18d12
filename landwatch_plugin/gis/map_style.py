"""图式: how each role is drawn, in the project, on the wall and in the dossier, so that a colour always means one thing."""

from __future__ import annotations

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRenderer,
    QgsFillSymbol,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.land_class import LandClasses

#: First characters of a 三调 code → fill; the longest match wins.
LAND_COLOURS = {
    "0101": "#fdf3b4", "0102": "#fbeec6", "0103": "#f6e2b3", "02": "#dbe8a6", "03": "#b9d8a4", "04": "#d8ecc4",
    "05": "#f2b9a6", "06": "#d8a6a0", "0702": "#f4c6b6", "07": "#efaf9f", "08": "#f1c0c8", "09": "#d9b8d6",
    "10": "#d4d4d4", "1006": "#e2dccb", "1101": "#a9d3ee", "1103": "#a9d3ee", "1104": "#bfe0f2", "1107": "#bfe0f2",
    "1202": "#e8cfa4", "12": "#dedace",
}  # fmt: skip
OTHER_LAND = "#e6e6e6"

#: Outline colour, pen, fill pattern of the control lines and approvals.
OUTLINES: dict[Role, tuple[str, str, str]] = {
    Role.FARMLAND: ("#c98a00", "solid", "b_diagonal"),
    Role.REDLINE: ("#a0006e", "solid", "f_diagonal"),
    Role.URBAN: ("#7a3fb0", "dash", "no"),
    Role.BATCH: ("#00843d", "solid", "dense6"),
    Role.SINGLE: ("#006d6f", "solid", "dense6"),
    Role.SUPPLY: ("#2e8b57", "dot", "no"),
    Role.REGISTERED: ("#4c6a92", "dot", "no"),
    Role.LINKED: ("#3f8f5f", "dash dot", "dense7"),
    Role.TEMPORARY: ("#3a7ebf", "dash", "dense7"),
    Role.FACILITY: ("#6b8e23", "dash", "dense7"),
    Role.MINE: ("#7b3f00", "dash dot", "no"),
    Role.KEY_AREA: ("#d2691e", "dash dot dot", "no"),
    Role.TOWN: ("#555555", "dash dot", "no"),
    Role.VILLAGE: ("#888888", "dot", "no"),
}


def land_colour(code: str) -> str:
    """Fill of a land class code."""
    for length in range(len(code), 1, -1):
        if code[:length] in LAND_COLOURS:
            return LAND_COLOURS[code[:length]]
    return OTHER_LAND


def land_renderer(class_field: str, codes: list[str], classes: LandClasses | None) -> QgsFeatureRenderer:
    """Categories for the codes given, with the rule book's names."""
    rows = []
    for code in codes:
        fill = {"color": land_colour(code), "outline_color": "#a8a090", "outline_width": "0.1"}
        rows.append(
            QgsRendererCategory(code, QgsFillSymbol.createSimple(fill), classes.title(code) if classes else code)
        )
    return QgsCategorizedSymbolRenderer(class_field, rows)


def outline_renderer(role: Role, width: float = 0.5) -> QgsFeatureRenderer:
    """Outline (and light hatch) of a control line or approval; `width` in mm."""
    colour, pen, brush = OUTLINES[role]
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    fill = {
        "style": brush,
        "color": f"{red},{green},{blue},90",
        "outline_color": colour,
        "outline_style": pen,
        "outline_width": str(width),
    }
    return QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(fill))


def patch_renderer(width: float = 0.8) -> QgsFeatureRenderer:
    """The patch: red outline on a white casing, no fill, so that the image stays visible."""
    symbol = QgsFillSymbol.createSimple(
        {"style": "no", "outline_color": "#ffffff", "outline_width": str(width * 2), "outline_style": "solid"}
    )
    red = QgsFillSymbol.createSimple({"style": "no", "outline_color": "#e60012", "outline_width": str(width)})
    symbol.appendSymbolLayer(red.symbolLayer(0).clone())
    return QgsSingleSymbolRenderer(symbol)


def apply_style(layer: QgsVectorLayer, role: Role, class_field: str = "", classes: LandClasses | None = None) -> None:
    """Give a layer the look of its role."""
    if role is Role.LAND and class_field:
        index = layer.fields().indexFromName(class_field)
        codes = sorted(str(value) for value in layer.uniqueValues(index))
        layer.setRenderer(land_renderer(class_field, codes, classes))
    elif role in OUTLINES:
        layer.setRenderer(outline_renderer(role))
