"""规则追溯: a condition with its values put in reads as a sentence; why a rule did not hold names the part."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from landwatch_plugin.domain.check import Value
from landwatch_plugin.domain.trace import Part, Traced, filled, of_other_kind
from landwatch_plugin.domain.verdict import Finding, Outcome

D = Decimal
LIMITS = {"cover": "0.999", "sliver_mu": "0.05"}
MET, NOT_MET, UNSURE = Outcome.MET, Outcome.NOT_MET, Outcome.UNSURE


@pytest.mark.parametrize(
    ("condition", "values", "text"),
    [
        ("batch_share >= @cover", {"batch_share": D("0.4")}, "批次用地覆盖率〔40.00%〕 ≥ 0.999"),
        ("kind = '土地' AND arable_mu > 0", {"kind": "土地", "arable_mu": D("3.20")}, "图斑类别〔土地〕 = '土地' 且 耕地面积〔3.20亩〕 > 0"),
        ("\"use\" LIKE '%未种植%' OR NOT arable_mu <> 1", {"use": "厂房"}, "实地用途〔厂房〕 含 '未种植' 或 非 耕地面积〔无数据〕 ≠ 1"),
        ("built_on IS NULL", {"built_on": date(2026, 3, 1)}, "建设时间〔2026年3月1日〕为空"),
        ("\"use\" NOT LIKE '%未种植%' AND \"use\" LIKE '农业%'", {"use": "种植"}, "实地用途〔种植〕 不含 '未种植' 且 实地用途 形如 '农业%'"),
        ("tblx IN ('AND', '@cover', 'use')", {"tblx": "20"}, "图斑类型〔20〕 属于 ('AND', '@cover', 'use')"),
        ("legal_left_mu <= @sliver_mu", {}, "合法依据未覆盖面积〔无数据〕 ≤ 0.05"),
        ("built_until <= to_date('2023-03-19')", {}, "建设时间上限〔无数据〕 ≤ 2023年3月19日"),
        ("built_on >= to_date('2023-03-20', NULL, NULL)", {}, "建设时间〔尚未外业核查〕 ≥ 2023年3月20日"),
        ("built_on >= to_date('20.3.2023', 'd.M.yyyy', NULL)", {}, "建设时间〔尚未外业核查〕 ≥ to_date('20.3.2023', 'd.M.yyyy')"),
        ("built_on > to_date('2023-13-20')", {}, "建设时间〔尚未外业核查〕 > to_date('2023-13-20')"),
        ("built_on IS NOT NULL AND renewal is null", {}, "建设时间〔尚未外业核查〕不为空 且 延续受理〔尚未外业核查〕为空"),
        ("kind = '矿产' and not arable_mu is null", {"kind": "矿产"}, "图斑类别〔矿产〕 = '矿产' 且 非 耕地面积〔无数据〕为空"),
        ("coalesce(tblx, '') NOT IN ('1')", {"tblx": "20"}, "图斑类型〔20〕（无数据时按''） 不属于 ('1')"),
    ],
)  # fmt: skip
def test_a_condition_is_told_with_its_values(condition: str, values: dict[str, Value], text: str) -> None:
    """Quoted texts stay as they are, whatever words they hold."""
    assert filled(condition, values, LIMITS) == text


@pytest.mark.parametrize("use", ["甲 AND 乙", "不是“厂房”", "a>=b"])
def test_a_value_is_never_taken_for_a_sign(use: str) -> None:
    """What somebody wrote in the field table is printed as it was written."""
    assert filled("\"use\" = '厂房'", {"use": use}, {}) == f"实地用途〔{use}〕 = '厂房'"


def test_a_record_is_put_in_once() -> None:
    """Three words asked of one record: the record stands at the first of them alone, whatever quotes the name is in."""
    text = filled("found LIKE '%甲%' OR \"found\" LIKE '%乙%' OR found LIKE '%丙%'", {"found": "已建成"}, {})
    assert text == "现场情况〔已建成〕 含 '甲' 或 现场情况 含 '乙' 或 现场情况 含 '丙'"


def test_a_long_record_is_shortened_in_the_condition() -> None:
    """Its beginning is enough to know which it is."""
    assert (
        filled("found LIKE '%越权%'", {"found": "经现场核查" * 10}, {})
        == f"现场情况〔{('经现场核查' * 10)[:24]}…〕 含 '越权'"
    )


def traced(outcome: Outcome, *parts: Part, reason: str = "") -> Traced:
    finding = Finding(
        "H-01", "批次", outcome, "合法", "供地", "覆盖率100%" if outcome is MET else "", {}, reason=reason
    )
    return Traced(finding, "合法依据", "…", "…", parts)


def test_why_not_names_the_parts_that_do_not_hold() -> None:
    """And not those that do, nor those that are merely unknown."""
    parts = (Part("甲", MET), Part("乙", NOT_MET), Part("丙", UNSURE))
    assert traced(NOT_MET, *parts).why == "不符合：乙"
    assert traced(UNSURE, parts[0], parts[2], reason="无数据：耕地面积").why == "存疑：丙。无数据：耕地面积"
    assert traced(MET, parts[0]).why == "覆盖率100%"


@pytest.mark.parametrize("clause", ["kind = '矿产'", "\"kind\" = '矿产'", "(kind IN ('矿产'))", "kind <> '土地'"])
def test_a_rule_for_the_other_kind_is_known_by_its_part(clause: str) -> None:
    """Only where that part does not hold; a part on another figure never makes it so."""
    assert of_other_kind(clause, NOT_MET)
    assert not of_other_kind(clause, MET) and not of_other_kind("tblx = 'CK'", NOT_MET)
