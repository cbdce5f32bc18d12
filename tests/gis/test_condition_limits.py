"""条件的限度: a judgement can be made again from the stored figures, compares like with like, and is refused in Chinese."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from qgis.core import QgsExpression

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.check_fields import FIELDS
from landwatch_plugin.domain.condition_functions import FUNCTIONS
from landwatch_plugin.domain.errors import RuleBookError, RuleBookErrors
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.verdict import Outcome
from landwatch_plugin.gis.expression_faults import value_fault_of
from landwatch_plugin.gis.expressions import RuleRunner
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture(scope="module")
def book() -> RuleBook:
    return read_rulebook(default_rulebook())


def only(book: RuleBook, *conditions: str) -> RuleBook:
    """The book with these rules alone: X-1, X-2 …"""
    rules = tuple(
        replace(book.rules[0], id=f"X-{at}", when=when, needs=(), dates=()) for at, when in enumerate(conditions, 1)
    )
    return replace(book, rules=rules, tag_rules=(), linkages=())


def refused(book: RuleBook, when: str) -> str:
    with pytest.raises(RuleBookError) as caught:
        RuleRunner(only(book, when))
    assert caught.value.cure
    return str(caught.value)


def outcome(book: RuleBook, when: str, **values: Value) -> Outcome:
    [trial] = RuleRunner(only(book, when)).run(values)
    return trial.outcome


@pytest.mark.parametrize(
    "when",
    [
        "now() > built_on", "$now > built_on", "rand(0, 1) > 0", "randf() > 0.5", "env('HOME') = 'x'", "$area > 1", "$id = 3", "uuid() = 'x'",
        "area($geometry) > 1", "aggregate('a', 'count', 1) > 1", "count(1) > 1", "overlay_within('a')", "get_feature('a', 'b', 1) IS NULL",
        "layer_property('a', 'name') = 'x'", "raster_value('a', 1, make_point(1, 1)) > 1", "file_exists('/x')", "is_layer_visible('a')",
        "eval('TRUE')", "with_variable('a', 1, @a = 1)", "var(kind) = 1", "attribute('kind') = '土地'", "represent_value(kind) = '土地'",
        "array(1, 2)[0] = 1", "format_date(built_on, 'yyyy') = '2023'", "try(1 / 0, 1) = 1", "concat(kind, now()) = 'x'", "$currentfeature IS NULL",
        "@row_number = 1", "@project_title = 'x'", "@geometry IS NULL", "@feature IS NULL", "var('user_account_name') = 'x'", "age(now()) > age(built_on)",
    ],
)  # fmt: skip
def test_what_looks_at_clock_chance_layer_shape_or_machine_is_refused(book: RuleBook, when: str) -> None:
    """A judgement must come out the same when it is made again."""
    text = refused(book, when)
    assert text.startswith("【2022-default.toml】规则 X-1 ")
    assert re.search("不能用的函数|未定义的阈值|间接读取指标|参数个数不对|没有函数", text)


def test_every_function_that_is_allowed_is_one_of_qgis_and_looks_at_nothing_else() -> None:
    """None of the groups that read layers, records, shapes or files."""
    known = {one.name(): one for one in QgsExpression.Functions()}
    assert set(FUNCTIONS) <= set(known)
    barred = {
        "Aggregates",
        "Files and Paths",
        "Record and Attributes",
        "Map Layers",
        "Rasters",
        "General",
        "Sensors",
        "Form",
    }
    assert [name for name in FUNCTIONS if barred & set(known[name].groups())] == []


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("kind > 3", "拿文字（kind）与数（3）相比"), ("kind = 3", "文字（kind）"), ("tblx IN (1, 2)", "拿文字（tblx）与数（1）相比"),
        ("patch_mu = '5'", "拿数（patch_mu）与文字（'5'）相比"), ("kind = @cover", "与数（@cover）相比"), ("patch_mu BETWEEN 1 AND 'x'", "文字（'x'）"),
        ("built_on > '2023-03-20'", "to_date("), ("built_on > 2023", "日期（built_on）"), ("after_date - built_on > 30", "day(after_date - built_on)"),
        ("built_on + 30 > after_date", "日期的加减不成立"), ("patch_mu + 1", "得出的是数"), ("kind", "得出的是文字"), ("built_on", "得出的是日期"),
        ("1", "得出的是数"), ("'是'", "得出的是文字"), ("kind = '土地' AND arable_mu", "在 AND 处"), ("NOT arable_mu", "在 NOT 处"), ("-kind > 1", "在 - 处"),
        ("CASE WHEN arable_mu THEN TRUE END", "在 WHEN 处"), ("if(arable_mu, TRUE, FALSE)", "if()"), ("CASE WHEN arable_mu > 1 THEN 'a' ELSE 2 END = 'a'", "文字"),
        ("coalesce(patch_mu, '无') > 1", "数（patch_mu）"), ("round(kind) > 1", "round()"), ("length(patch_mu) > 1", "length()"), ("patch_mu LIKE '1%'", "在 LIKE 处"),
        ("kind * 2 > 1", "在 * 处"), ("kind = TRUE", "条件（TRUE）"), ("strpos(kind, '土')", "得出的是数"), ("kind || 'x'", "得出的是文字"),
        ("(patch_mu > 1) + 1 > 1", "在 + 处"), ("year(built_on) > '2020'", "文字（'2020'）"),
    ],
)  # fmt: skip
def test_unlike_things_are_not_compared(book: RuleBook, when: str, said: str) -> None:
    """Found when the book is read, on no patch at all."""
    assert said in refused(book, when)


@pytest.mark.parametrize(
    ("when", "values"),
    [
        ("round(arable_mu - patch_mu, 2) <= @sum_mu", {"arable_mu": Decimal(1), "patch_mu": Decimal(1)}),
        ("day(after_date - built_on) > 30", {"after_date": date(2026, 5, 1), "built_on": date(2026, 1, 1)}),
        (
            "built_on + to_interval('1 years') > after_date",
            {"after_date": date(2026, 5, 1), "built_on": date(2026, 1, 1)},
        ),
        (
            "age(after_date, built_on) > to_interval('30 days')",
            {"after_date": date(2026, 5, 1), "built_on": date(2026, 1, 1)},
        ),
        ("year(built_on) = 2026", {"built_on": date(2026, 1, 1)}),
        ("max(arable_mu, farmland_mu) >= 2", {"arable_mu": Decimal(1), "farmland_mu": Decimal(2)}),
        ("CASE WHEN photos = 0 THEN TRUE ELSE kind = '土地' END", {"photos": 0}),
        ("if(photos > 0, kind, '土地') = '土地'", {"photos": 0}),
        ("regexp_match(tblx, '^DL') > 0", {"tblx": "DL1"}),
        ("kind || tblx = '土地DL1'", {"kind": "土地", "tblx": "DL1"}),
        ("tblx IN ('1', '01', NULL)", {"tblx": "01"}),
        ("coalesce(arable_mu, 0) BETWEEN 0 AND 1", {}),
        ("to_date('2023-03-20') > before_date", {"before_date": date(2023, 1, 1)}),
        ("TRUE", {}),
    ],
)
def test_what_compares_like_with_like_is_judged(book: RuleBook, when: str, values: dict[str, Value]) -> None:
    assert outcome(book, when, **values) is Outcome.MET


@pytest.mark.parametrize(
    ("when", "near"),
    [
        ("legal_shar > 0.5", "您是否要写 legal_share？"), ("Arable_MU > 1", "您是否要写 arable_mu？"), ("patch_nu > @big_mu", "您是否要写 patch_mu？"),
        ("arable_mu > @bigmu", "您是否要写 @big_mu？"), ("arable_mu > @cvoer", "您是否要写 @cover？"), ('kind = "土地"', "文字要加英文单引号，写成 '土地'"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_told_the_nearest(book: RuleBook, when: str, near: str) -> None:
    assert near in refused(book, when)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("arable_mu >", "没有写完"), ("kind = '土地' AND", "没有写完"), ("arable_mu > 1)", "括号没有配对"), ("(arable_mu > 1", "括号没有配对"), ("arable_mu ＞ 1", "全角符号“＞”"),
        ("kind = '土地", "引号没有配对"), ("kind == '土地'", "请写成 ="), ("arable_mu > 1 && photos > 1", "请写成 AND"), ("area_of(arable_mu) > 1", "没有函数 area_of"),
        ("round() > 1", "函数 round 的参数个数不对"), ("round(arable_mu, 1, 2) > 1", "参数个数不对"), ("round(valu:=1) > 0", "参数写法不对"),
        ("arable_mu > 1,5", "第14个字符"), ("arable_mu > 1\nAND photos > > 1", "第2行第14个字符"), ("耕地 面积 > 1", "第4个字符"), ("", "没有写完"),
    ],
)  # fmt: skip
def test_what_cannot_be_parsed_is_said_in_chinese_with_its_place(book: RuleBook, when: str, said: str) -> None:
    text = refused(book, when)
    assert said in text and "\n" not in text
    own = set(re.findall(r"\w+", when, re.ASCII)) | {"2022", "default", "toml", "docs", "rulebook", "md", "X", "AND"}
    assert [word for word in re.findall(r"[A-Za-z_]\w*", text, re.ASCII) if word not in own] == []


@pytest.mark.parametrize(
    "when",
    [
        "(" * 5000 + "kind = '土地'" + ")" * 5000, "NOT " * 3000 + "TRUE", "kind = '土地' AND " * 3000 + "TRUE", "- " * 1900 + "1 > 0",
        "NOT " * 990 + "TRUE", "abs(" * 300 + "1" + ")" * 300 + " > 0", "CASE WHEN TRUE THEN " * 150 + "TRUE" + " END" * 150,
    ],
    ids=range(7),
)  # fmt: skip
def test_a_condition_without_end_is_refused_politely(book: RuleBook, when: str) -> None:
    """No crash, and no recursion error."""
    try:
        RuleRunner(only(book, when)).run({})
    except RuleBookError as error:
        assert re.search("层数过多|过长", str(error))


def test_a_long_chain_within_the_limit_is_judged_and_taken_apart(book: RuleBook) -> None:
    own = only(book, " AND ".join(["photos >= 0"] * 200))
    runner = RuleRunner(own)
    assert runner.run({"photos": 1})[0].outcome is Outcome.MET
    assert len(runner.clauses(own.rules[0], {"photos": 1})) == 200


def test_all_conditions_that_cannot_be_judged_are_told_at_once(book: RuleBook) -> None:
    with pytest.raises(RuleBookErrors) as caught:
        RuleRunner(only(book, "kind > 3", "photos > 0", "now() > built_on", "legal_shar > 1"))
    text = str(caught.value)
    assert text.startswith("【2022-default.toml】共有3处问题：")
    assert all(f"规则 X-{at} " in text for at in (1, 3, 4)) and "X-2" not in text


def test_a_date_condition_does_not_hide_a_bracket_too_many(book: RuleBook) -> None:
    """Put in brackets and joined to the dates, "a) OR (b" would be read as something else."""
    own = only(book, "photos > 0) OR (photos > 1")
    dated = replace(own, rules=(replace(own.rules[0], dates=next(rule.dates for rule in book.rules if rule.dates)),))
    with pytest.raises(RuleBookError, match="无法解析"):
        RuleRunner(dated)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("to_date('2020-13-45') > built_on", "“2020-13-45”不能当作日期"), ("make_date(2020, 13, 45) > built_on", "计算出错"),
        ("regexp_match('a', '(') > 0", "“(”不是正则表达式"), ("substr('a', 'x') = 'b'", "“x”不能当作整数"), ("to_real('a') > 1", "“a”不能当作数"),
    ],
)  # fmt: skip
def test_what_fails_on_every_patch_is_found_when_the_book_is_read(book: RuleBook, when: str, said: str) -> None:
    assert said in refused(book, when)


@pytest.mark.parametrize(
    ("qgis", "said"),
    [
        ("Cannot convert '甲' to int", "“甲”不能当作整数"), ("无法将“甲”转换为整型", "“甲”不能当作整数"), ("无法将'x'转换为原生整型", "“x”不能当作整数"),
        ("Cannot convert 'xx' to Date", "“xx”不能当作日期"), ("无法将“xx”转换为日期", "“xx”不能当作日期"), ("'2020-13-45' 不是有效日期", "“2020-13-45”不能当作日期"),
        ("Cannot convert 'a' to double", "“a”不能当作数"), ("Cannot convert 'a' to boolean", "“a”不是“是”或“否”"), ("Something else", "函数的参数不合用"),
        ("无效的正则表达式“(”：missing closing parenthesis", "“(”不是正则表达式"), ("Invalid regular expression '(': missing", "“(”不是正则表达式"),
    ],
)  # fmt: skip
def test_the_words_of_qgis_in_any_language_become_ours(qgis: str, said: str) -> None:
    """Its Chinese catalogue is half English."""
    assert value_fault_of(qgis) == said


def test_fields_of_every_unit_have_a_kind(book: RuleBook) -> None:
    """A field of a new unit would be taken for text."""
    assert {field.unit for field in FIELDS.values()} <= {"亩", "比例", "米", "个", "日期", "文字"}


def test_the_file_is_named_and_not_only_the_id(book: RuleBook, tmp_path: Path) -> None:
    """At check time the county looks for the file."""
    path = tmp_path / "甲.toml"
    path.write_text('[book]\nid = "甲"\nextends = "2022-default"\ntitle = "甲"\nversion = "1"\n', encoding="utf-8")
    own = only(read_rulebook(path), "to_int(tz) > 3")
    with pytest.raises(RuleBookError, match=r"^【甲\.toml】规则 X-1 计算出错：“甲”不能当作整数"):
        RuleRunner(own).run({"tz": "甲"})
