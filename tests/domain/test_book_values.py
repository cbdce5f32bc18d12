"""手册的取值: a value that makes no sense is refused by table, key and cure; all faults of a book are told at once."""

from __future__ import annotations

import re
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from landwatch_plugin.domain.book_keys import TABLES
from landwatch_plugin.domain.book_kinds import KINDS_OF
from landwatch_plugin.domain.errors import RuleBookError, RuleBookErrors
from landwatch_plugin.domain.rulebook import RuleBook, parse_rulebook

Tables = dict[str, Any]


def spoilt(tables: Tables, path: str, value: Any) -> Tables:
    """With one key set, e.g. "rule/0/when"."""
    *way, last = path.split("/")
    place: Any = tables
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    place[int(last) if isinstance(place, list) else last] = value
    return tables


def refused(tables: Tables) -> RuleBookError:
    with pytest.raises(RuleBookError) as caught:
        parse_rulebook(tables, "我县2026.toml", "0" * 64)
    return caught.value


#: Path, value, what is said.
SLIPS: list[tuple[str, Any, list[str]]] = [
    ("thresholds/cover", "95", ["[thresholds]", "cover", "95", "0与1之间"]),
    ("thresholds/cover", "-1", ["[thresholds]", "cover", "0与1之间"]),
    ("thresholds/cover", {"value": "1.2", "unit": "比例"}, ["[thresholds]", "cover", "0与1之间"]),
    ("thresholds/cover", {"value": "0,5", "unit": "比例"}, ["[thresholds]", "cover", "value", "不是数"]),
    ("thresholds/cover", {"unit": "比例"}, ["[thresholds]", "cover", "value"]),
    ("thresholds/cover", {"value": "0.9", "unit": "成"}, ["[thresholds]", "cover", "unit", "成", "亩"]),
    ("thresholds/cover", {"value": "0.9", "certainty": "听说"}, ["[thresholds]", "cover", "certainty", "听说"]),
    ("thresholds/minor", "2", ["minor", "0与1之间"]),
    ("thresholds/exit_cover", "95", ["exit_cover", "0与1之间"]),
    ("thresholds/own_share", "95", ["own_share", "0与1之间"]),
    ("thresholds/sliver_mu", "-0.05", ["sliver_mu", "不能小于0"]),
    ("thresholds/road_width_m", {"value": "-8", "unit": "米"}, ["road_width_m", "不能小于0"]),
    ("thresholds/tax", {"value": "120", "unit": "%"}, ["tax", "0与100之间"]),
    ("thresholds", [], ["[thresholds]"]),
    ("documents/reply_working_days", -3, ["[documents]", "reply_working_days", "-3"]),
    ("documents/reply_working_days", "十天", ["[documents]", "reply_working_days", "十天"]),
    ("documents/reply_working_days", 2.5, ["[documents]", "reply_working_days", "整数"]),
    ("documents/reply_working_days", True, ["[documents]", "reply_working_days"]),
    ("documents/law", "土地管理法", ["[documents]", "law", "列表"]),
    ("documents/letter_code", "", ["[documents]", "letter_code"]),
    ("coverage/grounds", ["pcyd", "dltb"], ["[coverage]", "grounds", "dltb", "pcyd"]),
    ("coverage/grounds_if_bound", ["不动产"], ["[coverage]", "grounds_if_bound", "不动产"]),
    ("landclass/gap_free", "yes", ["[landclass]", "gap_free", "yes", "true"]),
    ("landclass/names/0101", 3, ["[landclass", "names", "水田"]),
    ("uses/种植", {"words": "种植"}, ["[uses]", "种植", "words", "列表"]),
    ("uses/种植", {"words": ["种植"], "nature": "农"}, ["[uses]", "种植", "nature", "农业"]),
    ("uses/种植", {}, ["[uses]", "种植", "words"]),
    ("uses/种植", ["种植"], ["[uses]", "种植"]),
    ("thresholds/tax", "1e400", ["tax", "不是数"]),
    ("ratio/land_only", 1, ["[ratio]", "land_only", "true"]),
    ("ratio/percent", "150", ["[ratio]", "percent", "150", "100"]),
    ("ratio/percent", "15%", ["[ratio]", "percent", "15%"]),
    ("ratio/county_area_mu", -1, ["[ratio]", "county_area_mu"]),
    ("ratio/form", "AND", ["[ratio]", "form", "AND", "and、or"]),
    ("ratio/leaves_numerator", ["rebuilt"], ["[ratio]", "leaves_numerator", "rebuilt", "reclaimed"]),
    ("ratio/legal_subtypes", ["供地", "供地"], ["[ratio]", "legal_subtypes", "供地", "重复"]),
    ("rule/0/certainty", "肯定", ["K-01", "certainty", "肯定", "待核"]),
    ("rule/0/certainty", "据部门资料", ["K-01", "certainty"]),
    ("tag/0/certainty", "推断", ["非农化", "certainty", "推断待核"]),
    ("calendar/0/certainty", "口头通知", ["月清", "certainty"]),
    ("book/signed_by", "某某", ["[book]", "signed_by", "signed_on", "只填了一个"]),
    ("book/signed_on", "2026-06-20", ["[book]", "signed_by", "signed_on", "只填了一个"]),
    ("rule/0/id", "K 01", ["[[rule]]", "K 01", "空格"]),
    ("linkage/0/id", "L　01", ["[[linkage]]", "空格"]),
    ("rule/0/needs", ["ckq", "ckq"], ["K-01", "needs", "ckq", "重复"]),
    ("rule/0/dates", [{"field": "built_on", "form": "2023-01-01"}], ["K-01", "dates", "form", "from"]),
    ("rule/0/dates", [{"field": "built_on", "from": "2023-02-30"}], ["K-01", "dates", "2023-02-30"]),
    ("rule/0/dates", [{"from": "2023-02-03"}], ["K-01", "dates", "field", "built_on"]),
    ("evidence/红线坐标", {"source": "图"}, ["[evidence]", "红线坐标", "source", "图", "photo"]),
    ("evidence/红线坐标", {"source": ["photo"]}, ["[evidence]", "红线坐标", "source"]),
    ("mine/boundaries", ["甲", "甲"], ["[mine]", "boundaries", "重复"]),
    ("order/steps", ["矿产", "矿产"], ["[order]", "steps", "矿产", "重复"]),
    ("change_types/20", 20, ["[change_types]", "20"]),
    ("key_area/0/year", 2026, ["[[key_area]]", "year", "2026"]),
    ("classes/违法", {"title": "违法用地", "kind": True}, ["[classes]", "违法", "kind"]),
    ("subtype/0/one_of", [["甲", "甲"]], ["[[subtype]]", "one_of"]),
    ("drop", {"rule": ["K-01"]}, ["[drop]", "rule", "rules"]),
    ("book", 3, ["[book]"]),
    ("book/version", 1.0, ["[book]", "version", "请加引号", 'version = "1.0"']),
    ("book/signed_by", 3, ["[book]", "signed_by", 'signed_by = "3"']),
    ("ratio/percent", "0.15", ["[ratio]", "percent", "0.15%", 'percent = "15"']),
    ("ratio/percent", 0.5, ["[ratio]", "percent", 'percent = "50"']),
    ("thresholds/cover", {"value": "95", "unit": "%"}, ["[thresholds]", "cover", "比例", '{ value = "0.95", unit = "比例" }']),
    ("thresholds/cover", {"value": "95", "unit": "亩"}, ["[thresholds]", "cover", "亩", "比例"]),
    ("thresholds/touch_m2", {"value": "1", "unit": "亩"}, ["[thresholds]", "touch_m2", "亩", "平方米"]),
    ("thresholds/cover", "95%", ["cover", "不是数", 'cover = "0.95"']),
    ("thresholds/cover", "９５％", ["cover", "不是数", 'cover = "0.95"']),
    ("thresholds/house_mu", "0.3亩", ["house_mu", "不是数", 'house_mu = "0.3"']),
    ("thresholds/corp_arable_mu", "1,000", ["corp_arable_mu", 'corp_arable_mu = "1000"']),
    ("rule/0/cite", " ", ["[[rule]]", "K-01", "cite", "依据"]),
    ("rule/0/certainty", "", ["[[rule]]", "K-01", "certainty", "推断待核"]),
    ("rule/0/subtype", "采矿许可范围内", ["K-01", "您是否要写 合法—采矿许可证范围内？"]),
    ("rule/0/class", "合法用地", ["K-01", "您是否要写 合法—采矿许可证范围内？"]),
    ("rule/0/step", "矿产类", ["K-01", "矿产类", "您是否要写 矿产？"]),
    ("rule/0/message", "面积{arable}", ["K-01", "message", "您是否要写 arable_mu？"]),
    ("rule/0/needs", ["image_after"], ["K-01", "needs", "image_after"]),
    ("evidence/影像资料", {"source": "image_before"}, ["影像资料", "source", "image_before"]),
    ("subtype/0/aliases", ["供地"], ["[[subtype]]", "别名“供地”", "合法—供地"]),
    ("calendar", {"name": "月清"}, ["[[calendar]]"]),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "named"), SLIPS, ids=[f"{slip[0]} {at}" for at, slip in enumerate(SLIPS)])
def test_a_value_that_makes_no_sense_is_refused_by_table_key_and_cure(
    tables: Tables, path: str, value: Any, named: list[str]
) -> None:
    error = refused(spoilt(tables, path, value))
    text = str(error)
    assert text.startswith("【我县2026.toml】") and error.cure
    assert [word for word in named if word not in text] == []


KEPT = {"toml", "TOML", "docs", "rulebook", "md", "true", "false", "source", "built_on"}
"""File names, and words that the cure shows as they are to be typed."""


@pytest.mark.parametrize(("path", "value", "named"), SLIPS, ids=[f"{slip[0]} {at}" for at, slip in enumerate(SLIPS)])
def test_no_english_is_said_but_keys_and_what_the_county_wrote(
    tables: Tables, shipped_text: str, path: str, value: Any, named: list[str]
) -> None:
    text = str(refused(spoilt(tables, path, value)))
    known = set(
        re.findall(r"[A-Za-z_]\w*", f"{shipped_text} {path} {value} {' '.join(named)} {list(KINDS_OF.values())}")
    )
    known |= set(re.findall(r"[A-Za-z_]\w*", "".join(str(value).split())))
    known |= {key for _, keys in TABLES.values() for key in keys} | KEPT
    listed = re.search(r"可用：.*", text)
    said = text.replace(listed.group(), "") if listed else text
    assert [word for word in re.findall(r"[A-Za-z_]\w*", said) if word not in known] == []


def test_all_faults_of_a_book_are_told_at_once(tables: Tables) -> None:
    """Numbered, each with its cure; what hangs on a faulty part is not blamed as well."""
    for path, value in (
        ("thresholds/cover", "95"), ("rule/0/certainty", "肯定"), ("rule/1/subtype", "没有的子类"), ("documents/reply_working_days", 0),
        ("subtype/0/note", 3), ("landclass/kinds/水田", ["0101"]), ("ratio/percent", "十五"),
    ):  # fmt: skip
        spoilt(tables, path, value)
    error = refused(tables)
    assert isinstance(error, RuleBookErrors)
    assert len(error.problems) == 7 and all(one.cure for one in error.problems)
    text = str(error)
    assert text.startswith("【我县2026.toml】共有7处问题：\n（1）") and "（7）" in text
    for word in ("cover", "肯定", "没有的子类", "reply_working_days", "note", "水田", "percent"):
        assert word in text


def test_rules_are_not_blamed_for_a_sub_type_that_cannot_be_read(tables: Tables) -> None:
    """One slip of the pen, one problem."""
    text = str(refused(spoilt(tables, "subtype/0/class", 3)))
    assert "class" in text and "\n" not in text


@pytest.mark.parametrize("title", ["classes", "evidence", "subtype"])
def test_a_missing_table_is_one_problem(tables: Tables, title: str) -> None:
    """And not one for each row that speaks of it."""
    del tables[title]
    text = str(refused(tables))
    assert f"[{title}]" in text and "\n" not in text


def test_of_very_many_faults_the_first_forty_are_told(tables: Tables) -> None:
    for row in tables["subtype"] + tables["rule"]:
        row["certainty"] = "肯定"
    text = str(refused(tables))
    assert "（40）" in text and "（41）" not in text and "另有" in text


def test_one_fault_is_told_without_a_list(tables: Tables) -> None:
    error = refused(spoilt(tables, "rule/0/certainty", "肯定"))
    assert not isinstance(error, RuleBookErrors) and "\n" not in str(error)


@pytest.mark.parametrize(
    "value", ["0.95", 0.95, {"value": "0.95", "unit": "比例"}, {"value": 0.95}, " 0.95 ", "1", "0"]
)
def test_a_threshold_may_be_a_number_or_a_table(tables: Tables, value: Any) -> None:
    book = parse_rulebook(spoilt(tables, "thresholds/cover", value), "甲.toml", "0" * 64)
    assert book.thresholds["cover"] in ("0.95", "1", "0")


def test_the_thresholds_of_the_book_carry_unit_and_meaning(book: RuleBook) -> None:
    cover = next(item for item in book.limits if item.name == "cover")
    assert (cover.value, cover.unit, cover.meaning, cover.certainty) == (
        "0.999", "比例", "覆盖率达到此值视为全覆盖", "推断待核",
    )  # fmt: skip


@pytest.mark.parametrize("certainty", ["方案原文", "部门资料（外省口径，待核）", "2011年口径待核", "推断待核：次序"])
def test_a_certainty_starts_with_a_known_word_or_says_that_it_is_to_be_looked_up(
    tables: Tables, certainty: str
) -> None:
    read = parse_rulebook(spoilt(tables, "rule/0/certainty", certainty), "甲.toml", "0" * 64)
    assert next(rule for rule in read.rules if rule.id == "K-01").certainty == certainty


@pytest.mark.parametrize(
    ("path", "text", "word"),
    [
        ("rule/0/message", "经卫片证明，认定为违法。", "卫片证明”“认定为违法"), ("linkage/0/then", "处以罚款并没收", "罚款”“没收"),
        ("tag/0/message", "违法事实清楚", "违法事实清楚"), ("rule/0/title", "构成违法", "构成违法"), ("subtype/0/next", "给予处分", "处分"),
    ],
)  # fmt: skip
def test_words_of_a_verdict_or_penalty_are_pointed_out(tables: Tables, path: str, text: str, word: str) -> None:
    """A warning: the book can be used, the list of words is an inference."""
    [warning] = parse_rulebook(spoilt(tables, path, text), "甲.toml", "0" * 64).warnings
    assert word in warning and "疑似" in warning


@pytest.mark.parametrize(
    ("path", "value", "near"),
    [
        ("rule/0/certanity", "推断待核", "certainty"),
        ("threshold", {"cover": "0.9"}, "thresholds"),
        ("ratio/presedence", [], "precedence"),
    ],
)
def test_a_misspelt_key_is_told_the_nearest(tables: Tables, path: str, value: Any, near: str) -> None:
    """It is kept and has no effect."""
    [warning] = parse_rulebook(spoilt(tables, path, value), "甲.toml", "0" * 64).warnings
    assert path.rpartition("/")[2] in warning and f"您是否要写 {near}？" in warning


def test_parts_to_be_dropped_from_nothing_are_pointed_out(tables: Tables) -> None:
    [warning] = parse_rulebook(tables | {"drop": {"rules": ["K-01"]}}, "甲.toml", "0" * 64).warnings
    assert "[drop]" in warning and "extends" in warning


def test_the_shipped_book_speaks_no_verdict(book: RuleBook) -> None:
    assert book.warnings == ()


def test_every_key_of_the_format_has_its_kind() -> None:
    """A key that is added to the page needs the way it is written beside it."""
    open_tables = {"landclass": {"kinds", "names"}}
    for title, (_, keys) in TABLES.items():
        if title in KINDS_OF:
            assert set(keys) - set(KINDS_OF[title]) <= open_tables.get(title, set()), title


def test_reading_leaves_the_given_tables_alone(tables: Tables) -> None:
    before = deepcopy(tables)
    parse_rulebook(tables, "甲.toml", "0" * 64)
    assert tables == before


def test_nobody_signs_tomorrow(tables: Tables) -> None:
    tables["book"] |= {"signed_by": "某某", "signed_on": (date.today() + timedelta(days=1)).isoformat()}
    assert "晚于今天" in str(refused(tables))
    tables["book"]["signed_on"] = date.today().isoformat()
    assert parse_rulebook(tables, "甲.toml", "0" * 64).signed_on == date.today()


def test_two_sub_types_of_one_alias_are_refused(tables: Tables) -> None:
    """A decision of another system would fall to either; under another class the same word is another thing."""
    first, second = [row for row in tables["subtype"] if row["class"] == "违法"][:2]
    other = next(row for row in tables["subtype"] if row["class"] == "其他")
    other["aliases"] = first["aliases"] = ["别称"]
    assert parse_rulebook(tables, "甲.toml", "0" * 64).resolved("违法", "别称") == ("违法", first["name"])
    second["aliases"] = ["别称"]
    text = str(refused(tables))
    assert second["name"] in text and f"违法—{first['name']}" in text and "无法区分" in text


@pytest.mark.parametrize("marks", [[], None])
def test_a_book_without_secret_marks_says_what_that_means(tables: Tables, marks: Any) -> None:
    """It can be used, but never without a word."""
    tables["book"].pop("secret_marks") if marks is None else spoilt(tables, "book/secret_marks", marks)
    [warning] = parse_rulebook(tables, "甲.toml", "0" * 64).warnings
    assert "secret_marks 为空" in warning and "不会被识别" in warning


def test_a_linkage_without_condition_is_listed_for_reference(tables: Tables) -> None:
    del tables["linkage"][0]["when"]
    assert parse_rulebook(tables, "甲.toml", "0" * 64).linkages[0].when == ""
