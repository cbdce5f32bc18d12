"""台账编码: what a meeting saw must read the same in ten years."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landwatch_plugin.domain.accountability import Term
from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.verdict import Decision
from landwatch_plugin.ledger.codec import canonical, check_of, decision_of, decode, encode, patch_of, to_json
from landwatch_plugin.ledger.records import LayerInput, Remedy

pytestmark = pytest.mark.thorough

EXACT = {
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    float: st.floats(allow_nan=False, allow_infinity=False),
}
for kind, strategy in EXACT.items():
    st.register_type_strategy(kind, strategy)


@given(st.from_type(Patch))
def test_every_patch_comes_back_as_it_was(patch):
    """Geometry, dates, blanks and the fields that nobody knows."""
    assert patch_of(to_json(patch)) == patch


@given(st.from_type(Check))
def test_every_check_comes_back_as_it_was(check):
    """A Decimal keeps its places, a date stays a date, 无数据 stays None."""
    back = check_of(to_json(check))
    assert back == check
    assert {key: (type(value), str(value)) for key, value in back.values.items()} == {
        key: (type(value), str(value)) for key, value in check.values.items()
    }


@given(st.from_type(Decision))
def test_every_decision_comes_back_as_it_was(decision):
    assert decision_of(to_json(decision)) == decision


@given(st.from_type(Check))
def test_one_check_has_one_text(check):
    """The hash of the journal hangs on the text: writing what was read gives the same letters."""
    assert to_json(check_of(to_json(check))) == to_json(check)


def test_figures_are_readable_in_the_file(new_check):
    """An inspector may read the JSON without this program."""
    plain = json.loads(to_json(new_check("SJ0001")))
    assert plain["values"]["arable_mu"] == {"decimal": "1.10"}
    assert plain["values"]["after_date"] == {"date": "2026-08-20"}
    assert plain["values"]["redline_mu"] is None
    assert plain["shares"][0]["role"] == "dltb"
    assert plain["papers"][0]["date"] == "2025-03-01"
    assert plain["findings"][0]["outcome"] == "符合"


def test_chinese_is_written_as_chinese(new_decision):
    assert "未批先建" in to_json(new_decision())


def test_a_key_of_a_newer_version_is_passed_over(new_decision):
    """A colleague with a newer plugin wrote into the shared ledger."""
    plain = encode(new_decision()) | {"witness": "李四", "votes": {"for": 7}}
    assert decode(Decision, plain) == new_decision()


def test_a_key_of_a_newer_version_is_passed_over_deep_inside(new_check):
    plain = encode(new_check("SJ0001"))
    plain["shares"][0]["slope"] = "2级"
    assert decode(Check, plain) == new_check("SJ0001")


def test_a_missing_key_takes_the_default():
    """An older ledger did not know owner and deadline."""
    plain = {"verdict": "合法", "subtype": "批次用地", "reason": "", "by": "张三"}
    assert decode(Decision, plain) == Decision("合法", "批次用地", "", "张三")


@pytest.mark.parametrize(
    "wrong", [{"deadline": "2026年9月"}, {"tags": 3}, {"deadline": 20260901}], ids=["date", "tags", "number"]
)
def test_values_that_do_not_fit_are_an_error_with_a_cure(new_decision, wrong):
    with pytest.raises(LedgerError, match=r"无法读取.*备份"):
        decode(Decision, encode(new_decision()) | wrong)


def test_a_missing_key_without_default_is_an_error():
    with pytest.raises(LedgerError, match="Decision"):
        decode(Decision, {"verdict": "合法"})


def test_a_role_of_a_newer_version_is_an_error_that_says_upgrade():
    with pytest.raises(LedgerError, match="升级插件"):
        decode(LayerInput, {"role": "unheard_of", "source": "x"})


def test_an_enum_in_a_text_field_is_kept_by_its_value():
    """A remedy's kind may come as a Term; Python would write Term.RECLAIMED."""
    remedy = Remedy("SJ0001", Term.RECLAIMED, Decimal("1.20"), "验收〔2026〕3号", date(2026, 9, 9))
    assert encode(remedy)["kind"] == "已拆除复耕到位"


def test_roles_come_back_as_roles():
    layer = LayerInput(Role.LAND, "地类.gpkg|layername=DLTB", fields={"class": "DLBM"}, features=12)
    assert decode(LayerInput, encode(layer)) == layer


def test_canonical_json_has_one_order_and_no_nan():
    assert canonical({"乙": 1, "甲": [1.5, None]}) == '{"乙":1,"甲":[1.5,null]}'
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))
