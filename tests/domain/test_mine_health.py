"""采矿权图层体检: unknown kinds of boundary and bands in doubt are told with features and cure."""

from __future__ import annotations

from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.diagnosis import Diagnosis, Health
from landwatch_plugin.domain.layer_facts import LayerFacts, MineFacts
from landwatch_plugin.domain.mine_health import mine_findings

NAMED = ("矿区范围", "开采范围")
FIELDS = {"boundary": "BJLX", "top": "CSSX", "bottom": "CSXX"}


def found(
    *rows: tuple[str, str, str], named: tuple[str, ...] = NAMED, fields: dict[str, str] = FIELDS
) -> list[Diagnosis]:
    mines = tuple(MineFacts(at, *row) for at, row in enumerate(rows, 1))
    return mine_findings(LayerFacts(Role.MINE, fields=fields, mines=mines), named)


def test_a_good_layer_is_said_to_be_good() -> None:
    kinds, bands = found(("矿区范围", "95", "-20"), ("2", "", ""), ("", "95至-20", ""))
    assert (kinds.said, kinds.health) == ("2、矿区范围", Health.GOOD)
    assert (bands.said, bands.health) == ("均可识别", Health.GOOD)


def test_unknown_kinds_are_listed_by_feature() -> None:
    kinds, _ = found(("占地范围", "", ""), ("矿区范围", "", ""), *[("3", "", "")] * 6)
    assert kinds.health is Health.WARN
    assert kinds.said.startswith("不在规则手册中：要素1“占地范围”、要素3“3”") and "等7个" in kinds.said
    assert "矿区范围、开采范围" in kinds.cure


def test_a_book_without_names_takes_one_kind_for_the_licence() -> None:
    assert found(("甲", "", ""), ("甲", "", ""), named=())[0].health is Health.GOOD
    assert found(("甲", "", ""), ("乙", "", ""), named=())[0].health is Health.WARN


def test_bands_in_doubt_are_listed_by_feature() -> None:
    _, bands = found(("", "约95", "-20"), ("", "-20", "95"), ("", "95", "-20"))
    assert bands.health is Health.WARN
    assert bands.said == (
        "要素1采深上限“约95”写有“约”，不是确定的标高；要素2采深上限-20.00米低于下限95.00米，疑上下限颠倒，按无数据"
    )
    assert "副本" in bands.cure


def test_a_layer_without_these_fields_has_nothing_to_say() -> None:
    assert found(("", "", ""), fields={"number": "XKZH"}) == []
