"""规则手册里的错误: every slip of the pen is refused with file, table and key, before the month begins."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest

from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.rulebook import parse_rulebook

pytestmark = pytest.mark.thorough

Tables = dict[str, Any]


def put(path: str, value: Any) -> Callable[[Tables], None]:
    """Set one key, e.g. put("rule/0/when", "")."""

    def spoil(tables: Tables) -> None:
        *way, last = path.split("/")
        place: Any = tables
        for step in way:
            place = place[int(step) if isinstance(place, list) else step]
        place[int(last) if isinstance(place, list) else last] = value

    return spoil


def drop(path: str) -> Callable[[Tables], None]:
    """Take one key out."""

    def spoil(tables: Tables) -> None:
        *way, last = path.split("/")
        place: Any = tables
        for step in way:
            place = place[int(step) if isinstance(place, list) else step]
        del place[last]

    return spoil


SLIPS: list[tuple[Callable[[Tables], None], list[str]]] = [
    *((drop(name), [f"[{name}]"]) for name in ("book", "classes", "evidence", "thresholds", "landclass")),
    *((drop(name), [f"[[{name}]]"]) for name in ("subtype", "rule")),
    (put("rule", []), ["[[rule]]"]),
    (put("rule", {"id": "K-01"}), ["[[rule]]"]),
    (put("rule", ["K-01"]), ["[[rule]]"]),
    (put("subtype", "合法"), ["[[subtype]]"]),
    (put("classes", ["合法"]), ["[classes]"]),
    *((drop(f"book/{key}"), ["[book]", key]) for key in ("id", "title", "version")),
    (put("book/version", 1.0), ["[book]", "version"]),
    (put("book/tags", "非农化"), ["[book]", "tags"]),
    (put("book/secret_marks", [""]), ["[book]", "secret_marks"]),
    (put("book/mine_types", "CK"), ["[book]", "mine_types"]),
    (put("evidence/现场照片", "photo"), ["[evidence]", "现场照片"]),
    (put("evidence/现场照片", {"source": "foto"}), ["[evidence]", "现场照片"]),
    (drop("evidence/现场照片"), ["现场照片", "evidence"]),
    (drop("subtype/0/name"), ["[subtype]", "name"]),
    (put("subtype/0/class", "非农违法"), ["class", "非农违法", "[classes]"]),
    (put("subtype/0/evidence", "批准文件"), ["已批准建设用地（批次）", "evidence"]),
    (put("subtype/0/evidence", ["准生证"]), ["已批准建设用地（批次）", "准生证"]),
    *((drop(f"rule/0/{key}"), ["[rule]", "K-01", key]) for key in ("title", "class", "subtype", "when", "message")),
    (drop("rule/0/id"), ["[rule]", "id"]),
    (put("rule/0/when", "  "), ["[rule]", "K-01", "when"]),
    (put("rule/0/when", True), ["[rule]", "K-01", "when"]),
    (put("rule/1/id", "K-01"), ["[[rule]]", "K-01", "重复"]),
    (put("rule/0/class", "违法"), ["K-01", "违法—采矿许可证范围内"]),
    (put("rule/0/needs", ["kuang"]), ["K-01", "needs", "kuang"]),
    (put("rule/0/needs", "ckq"), ["K-01", "needs"]),
    (put("rule/0/message", "面积{arable}"), ["K-01", "message", "arable"]),
    (put("rule/0/message", "面积{}"), ["K-01", "message"]),
    (put("rule/0/message", "面积{arable_mu.__class__}"), ["K-01", "message", "arable_mu.__class__"]),
    (put("rule/0/message", "占耕地{arable_mu:.1f}亩"), ["K-01", "message", "arable_mu", "格式"]),
    (put("rule/0/message", "占耕地{arable_mu!x}"), ["K-01", "message", "arable_mu", "格式"]),
    (put("rule/0/message", "占耕地{arable_mu!r}"), ["K-01", "message", "arable_mu", "格式"]),
    (put("rule/0/message", "占耕地{arable_mu:{patch_mu}}"), ["K-01", "message", "arable_mu", "格式"]),
    (put("tag/0/message", "占耕地{arable_mu:.1f}亩"), ["非农化", "message", "arable_mu", "格式"]),
    (put("rule/0/message", "面积{arable_mu"), ["K-01", "message"]),
    (put("thresholds/cover", "全部"), ["[thresholds]", "cover"]),
    (put("thresholds/cover", "nan"), ["[thresholds]", "cover"]),
    (put("thresholds/cover", [1]), ["[thresholds]", "cover"]),
    (put("thresholds/cover", True), ["[thresholds]", "cover"]),
    (drop("landclass/kinds"), ["[landclass.kinds]"]),
    (put("landclass/kinds/建设用地", ["0101"]), ["[landclass.kinds]", "0101"]),
    (put("landclass/kinds/耕地", "0101"), ["[landclass.kinds]", "耕地"]),
    (put("landclass/kinds/水田", ["0101"]), ["[landclass.kinds]", "水田"]),
    (put("ratio", 15), ["[ratio]"]),
    (put("ratio/form", "xor"), ["[ratio]", "form"]),
    (put("ratio/percent", "十五"), ["[ratio]", "percent"]),
    (put("ratio/leaves_numerator", ["stock"]), ["[ratio]", "leaves_numerator"]),
    (put("ratio/legal_subtypes", ["供地证"]), ["[ratio]", "legal_subtypes", "供地证"]),
    (put("ratio/farming_subtypes", "破坏耕地"), ["[ratio]", "farming_subtypes"]),
    (put("ratio/remedies/补办", "made_good"), ["[ratio.remedies]", "补办", "made_good"]),
    (put("ratio/remedies", ["补办"]), ["[ratio.remedies]"]),
    (put("documents", "函"), ["[documents]"]),
    (put("book/signed_on", "去年"), ["[book]", "signed_on", "去年"]),
    (put("book/signed_by", 3), ["[book]", "signed_by"]),
    (put("book/parties", "村民"), ["[book]", "parties"]),
    (put("classes/违法", {"title": "违法用地", "kind": "犯法"}), ["[classes]", "违法", "kind", "犯法"]),
    (put("classes/非农违法", "非农违法"), ["[classes]", "非农违法", "kind"]),
    (put("classes/违法", {"aliases": ["合法"]}), ["[classes]", "违法", "合法"]),
    (put("classes/违法", {"title": 5}), ["[classes]", "违法", "title"]),
    (put("classes", {}), ["[classes]"]),
    (put("order/steps", "矿产"), ["[order]", "steps"]),
    (put("order/steps", ["矿产"]), ["H-", "step", "[order]"]),
    (drop("rule/0/step"), ["K-01", "step", "[order]"]),
    (put("coverage/grounds", ["pc"]), ["[coverage]", "grounds", "pc"]),
    (put("coverage", []), ["[coverage]"]),
    (put("subtype/0/one_of", ["批准文件", "供地合同"]), ["已批准建设用地（批次）", "one_of"]),
    (put("subtype/0/one_of", [["批准文件"]]), ["已批准建设用地（批次）", "one_of"]),
    (put("subtype/0/one_of", [["批准文件", "准生证"]]), ["已批准建设用地（批次）", "准生证"]),
    (put("subtype/0/optional", ["准生证"]), ["已批准建设用地（批次）", "准生证"]),
    (put("subtype/1/name", "已批准建设用地（批次）"), ["[[subtype]]", "合法—已批准建设用地（批次）", "重复"]),
    (put("subtype/0/next", 1), ["已批准建设用地（批次）", "next"]),
    (put("rule/0/cite", ["甲"]), ["K-01", "cite"]),
    (put("rule/0/dates", "2023-03-20"), ["K-01", "dates"]),
    (put("rule/0/dates", [{"field": "patch_mu", "from": "2023-03-20"}]), ["K-01", "dates", "patch_mu"]),
    (put("rule/0/dates", [{"field": "built_on"}]), ["K-01", "dates"]),
    (put("rule/0/dates", [{"field": "built_on", "from": "2023-13-20"}]), ["K-01", "from", "2023-13-20"]),
    (
        put("rule/0/dates", [{"field": "built_on", "from": "2024-01-01", "until": "2023-01-01"}]),
        ["K-01", "dates", "颠倒"],
    ),
    (put("tag/0/name", "非牧化"), ["[[tag]]", "非牧化", "tags"]),
    (drop("tag/0/when"), ["[tag]", "when"]),
    (put("tag/1/name", "非农化"), ["[[tag]]", "非农化", "重复"]),
    (put("tag/0/kinds", ["违规"]), ["非农化", "kinds", "违规"]),
    (put("tag/0/message", "{耕地}"), ["非农化", "message", "耕地"]),
    (put("linkage/1/id", "L-01"), ["[[linkage]]", "L-01", "重复"]),
    (drop("linkage/0/then"), ["[linkage]", "L-01", "then"]),
    (put("linkage", {"id": "L-01"}), ["[[linkage]]"]),
    (drop("calendar/0/due"), ["[calendar]", "due"]),
    (drop("key_area/0/name"), ["[key_area]", "name"]),
    (put("mine/boundaries", ["甲", "乙", "丙", "丁"]), ["[mine]", "boundaries", "4"]),
    (put("mine/boundaries", "甲"), ["[mine]", "boundaries"]),
    (put("ratio/outside_classes", ["非粮违法"]), ["[ratio]", "outside_classes", "非粮违法"]),
]


def test_there_are_more_than_fifty_slips() -> None:
    """And no two of them are the same case."""
    assert len(SLIPS) > 50


@pytest.mark.parametrize(
    ("spoil", "named"), SLIPS, ids=[" ".join(named) + f" {n}" for n, (_, named) in enumerate(SLIPS)]
)
def test_a_slip_is_refused_by_file_table_and_key(
    tables: Tables, spoil: Callable[[Tables], None], named: list[str]
) -> None:
    """In Chinese, with a cure; never another exception, never a book that is silently wrong."""
    spoil(tables)
    with pytest.raises(RuleBookError) as caught:
        parse_rulebook(tables, "我县2026.toml", "0" * 64)
    text = str(caught.value)
    assert text.startswith("【我县2026.toml】")
    assert caught.value.cure
    for word in named:
        assert word in text


@pytest.mark.parametrize(
    "path",
    [
        "book", "classes", "evidence", "evidence/红线坐标", "subtype", "subtype/0", "subtype/0/evidence", "rule", "rule/0",
        "rule/0/needs", "rule/0/message", "thresholds", "thresholds/cover", "landclass", "landclass/kinds", "landclass/kinds/耕地",
        "landclass/names", "ratio", "ratio/precedence", "ratio/county_area_mu", "ratio/remedies", "documents", "book/tags",
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_kind_anywhere_is_read_or_refused(shipped_tables: Tables, path: str) -> None:
    """Nothing but a RuleBookError comes out of a wrong kind of value."""
    for value in (5, "文字", [1], ["x"], {"a": 1}, [{"a": 1}], True, [], {}):
        tables = deepcopy(shipped_tables)
        put(path, value)(tables)
        with suppress(RuleBookError):
            assert parse_rulebook(tables, "我县2026.toml", "0" * 64).rules
