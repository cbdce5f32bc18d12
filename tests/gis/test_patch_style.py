"""图斑图式: colours, hatches and legend of the ledger's patches are those of the classes of the rule book in use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsExpression,
    QgsExpressionContext,
    QgsFillSymbol,
    QgsProject,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtGui import QColor

from landwatch_plugin.domain.book_parts import KINDS
from landwatch_plugin.gis.ledger_layers import patch_layers, show_classes
from landwatch_plugin.gis.patch_style import UNLISTED, class_looks, follow_book, state_renderer
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook, shipped_rulebooks
from tests.hand_made import SmallCounty, layer_of, patch_row, rect

pytestmark = pytest.mark.usefixtures("qgis_app")
THREE = read_rulebook(default_rulebook()).kinds
FIVE = read_rulebook(default_rulebook().with_name("2026-hebei.toml")).kinds
ROWS = [
    ("已会审", "非农违法"),
    ("已会审", "违法"),
    ("暂缓", ""),
    ("已预筛", ""),
    ("被拆分", ""),
    ("已会审", "农村道路"),
]


def patches(*rows: tuple[str, str]) -> QgsVectorLayer:
    return layer_of([(rect(0, 0, 9, 9), {"state": state, "verdict": verdict}) for state, verdict in rows or ROWS])


def legend(layer: QgsVectorLayer) -> list[str]:
    return [row.label() for row in layer.renderer().categories()]


def drawn_as(renderer: QgsCategorizedSymbolRenderer, layer: QgsVectorLayer) -> list[Any]:
    context, found = QgsExpressionContext(), []
    context.setFields(layer.fields())
    for feature in layer.getFeatures():
        context.setFeature(feature)
        found.append(QgsExpression(renderer.classAttribute()).evaluate(context))
    return found


@pytest.mark.parametrize("book", shipped_rulebooks(), ids=lambda path: path.stem)
def test_every_class_of_a_shipped_book_looks_otherwise(book: Path) -> None:
    """No two classes share colour and hatch; the first of each kind has the kind's own colour and no hatch."""
    kinds = read_rulebook(book).kinds
    looks = class_looks(kinds)
    assert list(looks) == [*kinds, "暂缓", "未判定"]
    assert len(set(looks.values())) == len(looks)
    for kind in set(kinds.values()):
        first = next(name for name, its in kinds.items() if its == kind)
        assert looks[first] == class_looks({kind: kind})[kind] and looks[first].hatch == "no"


def test_classes_of_one_kind_are_told_apart_by_shade_and_hatch() -> None:
    """Even eight of them: four shades, seven hatches."""
    looks = class_looks({f"其他{at}": "其他" for at in range(8)})
    assert len(set(looks.values())) == 10


def test_the_expression_sorts_the_patches() -> None:
    """By class, 暂缓 or 未判定; a split patch is not drawn; a class of another book has its own row where asked for."""
    layer, renderer = patches(), state_renderer(FIVE, unlisted=True)
    assert drawn_as(renderer, layer) == ["非农违法", UNLISTED, "暂缓", "未判定", None, "农村道路"]
    assert [row.value() for row in renderer.categories()] == [*FIVE, "暂缓", "未判定", UNLISTED]
    assert UNLISTED not in [row.value() for row in state_renderer(FIVE).categories()]


def test_a_class_with_a_quote_in_its_name_is_sorted_too() -> None:
    layer = patches(("已会审", "甲'乙"))
    assert drawn_as(state_renderer({"甲'乙": KINDS[0]}), layer) == ["甲'乙"]


def test_the_layer_follows_the_book() -> None:
    """Three-way, then five-way: categories and legend change; the class decided by the old book keeps a row."""
    layer = patches(("已会审", "违法"))
    layer.setRenderer(state_renderer(THREE))
    assert not follow_book(layer, THREE)
    assert follow_book(layer, FIVE)
    assert legend(layer) == [*FIVE, "暂缓", "未判定", UNLISTED]
    assert follow_book(layer, THREE)
    assert legend(layer) == ["合法", "违法", "其他", "暂缓", "未判定"]


def test_a_style_that_somebody_made_is_left_alone() -> None:
    """A single symbol with an outline of one's own, categories by another field, and our own with a colour changed."""
    layer = patches()
    own = QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"outline_color": "#ff00ff"}))
    layer.setRenderer(own)
    assert not follow_book(layer, FIVE)
    layer.setRenderer(QgsCategorizedSymbolRenderer("state", []))
    assert not follow_book(layer, FIVE)
    mine = state_renderer(FIVE, unlisted=True)
    first = mine.categories()[0]  # kept: its symbol goes with it
    symbol = first.symbol().clone()
    symbol.setColor(QColor("#123456"))
    mine.updateCategorySymbol(0, symbol)
    layer.setRenderer(mine)
    assert not follow_book(layer, FIVE)
    kept = layer.renderer().categories()[0]
    assert kept.symbol().color().name() == "#123456"


def test_a_layer_as_qgis_adds_it_gets_the_classes() -> None:
    layer = patches(("已会审", "农村道路"))
    assert follow_book(layer, FIVE)
    assert legend(layer) == [*FIVE, "暂缓", "未判定"]


@pytest.fixture
def project(small: SmallCounty) -> Iterator[QgsProject]:
    """A project that shows the small county's ledger, and another layer."""
    small.receive(patch_row("1", rect(20, 20, 40, 50)))
    made = QgsProject.instance()
    made.clear()
    made.addMapLayer(QgsVectorLayer(f"{small.ledger}|layername=patches", "图斑（台账）", "ogr"))
    made.addMapLayer(patches())
    yield made
    made.clear()


def test_only_the_layers_of_this_ledger_follow(project: QgsProject, small: SmallCounty, tmp_path: Path) -> None:
    [(layer, path)] = patch_layers(project)
    assert path == small.ledger
    show_classes(project, tmp_path / "别的.gpkg", FIVE)
    assert layer.renderer().type() == "singleSymbol"
    show_classes(project, small.ledger, FIVE)
    assert legend(layer) == [*FIVE, "暂缓", "未判定"]
