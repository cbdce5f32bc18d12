"""条件的单位与取值: shares are not compared with 亩, fields only with values that they can have, nothing with NULL."""

from __future__ import annotations

from dataclasses import replace

import pytest

from landwatch_plugin.casework.judging import Judge
from landwatch_plugin.domain.book_parts import Linkage
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.threshold import Threshold
from landwatch_plugin.gis.expressions import RuleRunner
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook, shipped_rulebooks

pytestmark = pytest.mark.usefixtures("qgis_app")


@pytest.fixture(scope="module")
def book() -> RuleBook:
    """The shipped book with limits of every kind."""
    made = read_rulebook(default_rulebook())
    own = (
        Threshold("exit", "95"),
        Threshold("tax", "95", "%"),
        Threshold("days", "30", "天"),
        Threshold("least_share", "0.2", "比例"),
    )
    limits = (*made.limits, *own)
    return replace(made, limits=limits, thresholds={item.name: item.value for item in limits})


def only(book: RuleBook, when: str) -> RuleBook:
    return replace(book, rules=(replace(book.rules[0], id="X-1", when=when, dates=()),), tag_rules=(), linkages=())


def refused(book: RuleBook, when: str) -> str:
    with pytest.raises(RuleBookError) as caught:
        RuleRunner(only(book, when))
    assert caught.value.cure
    return str(caught.value)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("legal_share >= @house_mu", "拿比例（legal_share）与亩（@house_mu）相比"), ("arable_mu > @touch_m2", "亩（arable_mu）与平方米（@touch_m2）"),
        ("width_m <= @house_mu", "米（width_m）与亩（@house_mu）"), ("legal_share >= @tax", "0.95"), ("arable_mu > width_m", "亩（arable_mu）与米（width_m）"),
        ("arable_mu + legal_share > 1", "相加减"), ("abs(arable_mu - patch_mu) <= @cover", "与比例（@cover）"), ("-arable_mu < @cover", "亩"),
        ("arable_mu BETWEEN @minor AND 5", "比例（@minor）"), ("NOT (legal_share > @big_mu)", "亩（@big_mu）"), ("photos > @big_mu", "个（photos）"),
        ("CASE WHEN legal_share > @big_mu THEN TRUE ELSE FALSE END", "亩（@big_mu）"), ("coalesce(arable_mu, 0) > @cover", "比例（@cover）"),
    ],
)  # fmt: skip
def test_quantities_of_different_units_are_not_compared(book: RuleBook, when: str, said: str) -> None:
    assert said in refused(book, when)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("legal_share >= 95", "95% 写作 0.95"), ("legal_share > -1", "-1"), ("legal_share BETWEEN 0.5 AND 90", "90% 写作 0.9"), ("legal_share >= @exit", "95（@exit）"),
        ("95 <= legal_share", "0与1之间"), ("coalesce(legal_share, 0) >= 200", "200"),
    ],
)  # fmt: skip
def test_a_share_is_compared_with_a_share(book: RuleBook, when: str, said: str) -> None:
    assert said in refused(book, when)


@pytest.mark.parametrize(
    "when",
    [
        "legal_share >= @cover", "legal_share * 100 >= 95", "arable_mu * 2000 / 3 > @touch_m2", "round(arable_mu - patch_mu, 2) <= @sum_mu", "arable_mu > 50",
        "legal_share > 0 AND legal_share < 1", "legal_share + urban_share > @least_share", "day(after_date - built_on) > @days", "width_m <= @road_width_m",
        "arable_mu / patch_mu > 0.5", "arable_mu / patch_mu >= @cover", "kind = '土地'", "tblx IN ('20', 'ND')", "use_nature IN ('建设', '混合', '不明')",
        "use IS NULL", "use IS NOT NULL", "party IS NULL OR party = '村民'", "tblx IN ('1', NULL)", "photos >= 1",
    ],
)  # fmt: skip
def test_what_goes_together_is_taken_without_a_word(book: RuleBook, when: str) -> None:
    assert RuleRunner(only(book, when)).warnings == ()


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("kind = '土地图斑' AND arable_mu > 0", "您是否要写 '土地'？"), ("kind <> '矿山'", "可用：土地、矿产"), ("kind IN ('土地', '矿')", "“矿”"),
        ("use_nature = '农用'", "可用：建设、农业、不变、特定、混合、不明"), ("'建筑' = use_nature", "use_nature 没有这个值"),
    ],
)  # fmt: skip
def test_a_closed_field_is_compared_with_a_value_that_it_can_have(book: RuleBook, when: str, said: str) -> None:
    """The condition would never hold, and nobody would see why."""
    assert said in refused(book, when)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("tblx = '农村道路'", "您是否要写 'ND'（农村道路）？"), ("tblx IN ('ND', 'DL9')", "“DL9”不在本手册 [change_types] 中"),
        ("party = '企业' AND arable_mu > 1", "可用：市场主体、村民"),
    ],
)  # fmt: skip
def test_an_unknown_code_or_party_is_pointed_out(book: RuleBook, when: str, said: str) -> None:
    """The data may hold it: the book can be used, page and check say it."""
    judge = Judge(only(book, when))
    [warning] = judge.book.warnings
    assert said in warning and warning.startswith("规则 X-1 ")
    assert Judge(judge.book).book.warnings == judge.book.warnings


@pytest.mark.parametrize("when", ["use = NULL", "use <> NULL", "arable_mu > NULL", "NULL = party", "NOT (use = NULL)"])
def test_nothing_equals_null(book: RuleBook, when: str) -> None:
    assert "IS NULL" in refused(book, when) and "永远不会" in refused(book, when)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("arable_mu ≥ 1", "“≥”请写成 >="), ("arable_mu ≤ 1", "“≤”请写成 <="), ("arable_mu ≠ 1", "“≠”请写成 <>"), ("arable_mu > 0 且 patch_mu > 1", "“且”请写成 AND"),
        ("arable_mu > 0 或者 patch_mu > 1", "“或者”请写成 OR"), ("arable_mu > 0 或 patch_mu > 1", "“或”请写成 OR"), ("arable_mu == 1", "“==”请写成 ="),
        ("kind = '土地' AND （arable_mu > 0）", "“（”“）”，请改用英文半角符号 ( )"), ("arable_mu ＞ 1", "请改用英文半角符号 >"),
        ("tblx IN (ND, DL1)", "文字要加英文单引号，写成 'DL1'、'ND'"), ("tblx IN (‘ND’，‘DL1’)", "写成 'ND'、'DL1'"), ("耕地面积 > 0", "您是否要写 arable_mu？"),
        ('kind = "土地"', "写成 '土地'"),
    ],
)  # fmt: skip
def test_what_is_written_as_on_paper_is_told_as_it_is_typed(book: RuleBook, when: str, said: str) -> None:
    assert said in refused(book, when)


def test_a_linkage_without_condition_is_never_triggered(book: RuleBook) -> None:
    link = Linkage("L-9", "约谈", "", "由上级研究")
    with_link = replace(only(book, "arable_mu > 0"), linkages=(link, replace(link, id="L-8", when="arable_mu > 0")))
    assert [one.id for one in RuleRunner(with_link).follow({"arable_mu": 1})[1]] == ["L-8"]


@pytest.mark.parametrize("path", shipped_rulebooks(), ids=lambda path: path.stem)
def test_the_shipped_books_name_no_unknown_code(path: object) -> None:
    assert Judge(read_rulebook(path)).book.warnings == ()
