"""问责比例: the worked examples of rules.md §4.2 to the cent, and the wrong ways that give other numbers."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch_plugin.domain.accountability import Piece, Sheet, Term, Treatment, account, split_illegal
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.rulebook import RuleBook

QUICK = settings(deadline=None, max_examples=60)
MU = st.integers(0, 60_000).map(lambda cents: Decimal(cents) / 100)
PIECES = st.lists(st.builds(Piece, st.just("T"), st.just("甲乡"), st.sampled_from(Term), MU), max_size=12)
CITY = Treatment(area_mu=Decimal(500))
PROVINCE = Treatment(area_mu=Decimal(5000))


def sheet(treatment: Treatment | None = None, **mu: str) -> Sheet:
    """A sheet from 亩 by term: sheet(legal="820.00", illegal="180.00")."""
    return account([Piece(name, "甲乡", Term[name.upper()], Decimal(value)) for name, value in mu.items()], treatment)


def ratio(found: Sheet) -> tuple[str, str, str, bool]:
    """What the examples state: N, D, the printed percentage, in scope or not."""
    return f"{found.numerator:.2f}", f"{found.denominator:.2f}", found.percent_text, found.in_scope


def test_example_a_the_base() -> None:
    """180 of 1000 亩: 18 %, in scope."""
    assert ratio(sheet(legal="820.00", illegal="180.00")) == ("180.00", "1000.00", "18.00%", True)


def test_example_b_papers_made_good_leave_only_the_numerator() -> None:
    """60 亩 补办: 12 % of an unchanged denominator."""
    found = sheet(legal="820.00", illegal="120.00", regularised="60.00")
    assert ratio(found) == ("120.00", "1000.00", "12.00%", False)
    assert found.illegal == Decimal("180.00")


def test_example_c_land_reclaimed_leaves_both() -> None:
    """60 亩 拆除复耕: 12.77 %. 补办 lowers the ratio more than 拆除 for the same 亩."""
    found = sheet(legal="820.00", illegal="120.00", reclaimed="60.00")
    assert ratio(found) == ("120.00", "940.00", "12.77%", False)
    made_good = sheet(legal="820.00", illegal="120.00", regularised="60.00")
    assert found.percent is not None and made_good.percent is not None
    assert found.percent > made_good.percent


EVERYTHING = {
    "legal": "640.00", "reclaimed": "40.00", "regularised": "70.00", "major": "30.00", "illegal": "108.00",
    "stock": "25.00", "farming": "18.00",
}  # fmt: skip
HOUSE = Decimal("12.00")
"""一户一宅, not remedied: it stays illegal like any other."""


def everything() -> list[Piece]:
    """Example D's list of pieces."""
    pieces = [Piece(name, "甲乡", Term[name.upper()], Decimal(value)) for name, value in EVERYTHING.items()]
    return [*pieces, Piece("house", "乙乡", Term.ILLEGAL, HOUSE)]


def instead(changed: dict[str, Term]) -> list[Piece]:
    """Example D with some pieces put under a wrong term."""
    return [Piece(p.number, p.town, changed.get(p.number, p.term), p.arable_mu) for p in everything()]


def test_example_d_everything_together() -> None:
    """V = 260: N 120, D 830, 14.46 %, not in scope."""
    found = account(everything())
    assert ratio(found) == ("120.00", "830.00", "14.46%", False)
    assert (found.illegal, found.outside) == (Decimal("260.00"), Decimal("43.00"))
    assert found.percent == Decimal("14.46")


@pytest.mark.parametrize(
    ("pieces", "treatment", "wrong"),
    [
        (instead({"stock": Term.ILLEGAL, "farming": Term.ILLEGAL}), None, ("163.00", "873.00", "18.67%", True)),
        (instead({"house": Term.MAJOR}), None, ("108.00", "818.00", "13.20%", False)),
        (
            everything(),
            Treatment(denominator=frozenset({Term.RECLAIMED, Term.REGULARISED, Term.MAJOR})),
            ("120.00", "760.00", "15.79%", True),
        ),
        (everything(), Treatment(denominator=frozenset()), ("120.00", "900.00", "13.33%", False)),
    ],
    ids=["存量和农业项目计入", "宅基地扣除", "补办也扣分母", "拆除和重大工程只扣分子"],
)
def test_the_wrong_ways_of_example_d_give_other_numbers(
    pieces: list[Piece], treatment: Treatment | None, wrong: tuple[str, str, str, bool]
) -> None:
    """Two false alarms and two false calms, none of which is the sheet's answer."""
    assert ratio(account(pieces, treatment)) == wrong
    assert ratio(account(everything())) != wrong


@pytest.mark.parametrize(
    ("illegal", "legal", "printed", "in_scope"),
    [
        ("99.99", "300.01", "25.00%", False),
        ("100.00", "566.66", "15.00%", True),
        ("100.00", "566.67", "14.99%↓", False),
        ("150.00", "850.00", "15.00%", True),
        ("149.99", "850.01", "14.99%↓", False),
    ],
)
def test_example_e_the_edges_are_compared_exactly(illegal: str, legal: str, printed: str, in_scope: bool) -> None:
    """100 / 666.67 is below 15 % though it rounds to 15.00: the arrow says so. 100.00 itself counts (以上)."""
    found = sheet(legal=legal, illegal=illegal)
    assert (found.percent_text, found.in_scope) == (printed, in_scope)


COUNTIES = {"X": ("92.00", "408.00"), "Y": ("210.00", "1290.00"), "Z": ("205.00", "895.00")}


def county_pieces(name: str) -> list[Piece]:
    illegal, legal = COUNTIES[name]
    return [
        Piece(f"{name}1", name, Term.ILLEGAL, Decimal(illegal)),
        Piece(f"{name}2", name, Term.LEGAL, Decimal(legal)),
    ]


@pytest.mark.parametrize(
    ("county", "expected"),
    [
        ("X", ("92.00", "500.00", "18.40%", False)),
        ("Y", ("210.00", "1500.00", "14.00%", False)),
        ("Z", ("205.00", "1100.00", "18.64%", True)),
    ],
)
def test_example_f_each_county_by_itself(county: str, expected: tuple[str, str, str, bool]) -> None:
    """One is too small, one too flat, one in scope."""
    assert ratio(account(county_pieces(county))) == expected


def test_example_f_the_city_is_the_sum_and_not_the_mean() -> None:
    """N 507 of 3100: 16.35 % and in scope, although two of three counties are not."""
    city = account([piece for name in COUNTIES for piece in county_pieces(name)], CITY)
    assert ratio(city) == ("507.00", "3100.00", "16.35%", True)
    percents = [account(county_pieces(name)).percent for name in COUNTIES]
    assert sum(percent for percent in percents if percent is not None) / 3 != city.percent


def test_example_g_at_province_level_only_national_projects_leave() -> None:
    """Provincial projects stay illegal for the province's own evaluation: N 5700, D 39 500, 14.43 %."""
    evaluated = sheet(PROVINCE, legal="33800", illegal="5700", major="500")
    assert ratio(evaluated) == ("5700.00", "39500.00", "14.43%", False)
    too_kind = sheet(PROVINCE, legal="33800", illegal="4800", major="1400")
    assert ratio(too_kind) == ("4800.00", "38600.00", "12.44%", False)


@pytest.mark.parametrize(
    ("remedy", "mu", "n", "d", "in_scope"),
    [
        ("regularised", "30.00", "150.00", "1000.00", True),
        ("regularised", "30.01", "149.99", "1000.00", False),
        ("reclaimed", "35.29", "144.71", "964.71", True),
        ("reclaimed", "35.30", "144.70", "964.70", False),
        ("reclaimed", "80.01", "99.99", "919.99", False),
    ],
)
def test_example_h_what_it_takes_to_fall_under_the_limit(remedy: str, mu: str, n: str, d: str, in_scope: bool) -> None:
    """From example A: 30.01 亩 补办 or 35.30 亩 拆除; one cent less is still in scope."""
    left = str(Decimal("180.00") - Decimal(mu))
    found = sheet(legal="820.00", illegal=left, **{remedy: mu})
    assert (str(found.numerator), str(found.denominator), found.in_scope) == (n, d, in_scope)


def test_without_new_construction_there_is_no_ratio() -> None:
    """D = 0 is said in words, never as 0 %."""
    for found in (sheet(), sheet(stock="25.00", farming="18.00"), sheet(reclaimed="5.00")):
        assert found.percent is None
        assert found.percent_text == "无新增建设占用耕地"
        assert not found.in_scope


def test_either_threshold_is_enough_where_the_book_says_or() -> None:
    """The boolean form is data: a small county with a steep ratio."""
    small = {"legal": "50.00", "illegal": "20.00"}
    assert not sheet(Treatment(), **small).in_scope
    assert sheet(Treatment(either=True), **small).in_scope


def test_the_pieces_behind_the_sheet_are_kept() -> None:
    """So that every term can be listed patch by patch."""
    pieces = everything()
    assert account(iter(pieces)).pieces == tuple(pieces)


@QUICK
@given(PIECES)
def test_the_sheet_is_the_formula(pieces: list[Piece]) -> None:
    """N = V − R − P − M and D = L + V − R − M, summed anew in fractions; the order of the pieces is nothing."""

    def total(*terms: Term) -> Fraction:
        return sum((Fraction(piece.arable_mu) for piece in pieces if piece.term in terms), Fraction(0))

    found = account(reversed(pieces))
    illegal = total(Term.ILLEGAL, Term.RECLAIMED, Term.REGULARISED, Term.MAJOR)
    n = illegal - total(Term.RECLAIMED) - total(Term.REGULARISED) - total(Term.MAJOR)
    d = total(Term.LEGAL) + illegal - total(Term.RECLAIMED) - total(Term.MAJOR)
    assert (Fraction(found.numerator), Fraction(found.denominator)) == (n, d)
    assert found.in_scope == (n >= 100 and d > 0 and n / d >= Fraction(15, 100))
    assert found.outside == total(Term.STOCK, Term.FARMING)


@QUICK
@given(st.integers(1, 30_000), st.integers(1, 200_000))
def test_a_printed_percentage_never_belies_the_comparison(n: int, legal: int) -> None:
    """15.00 % is printed only where the ratio is 15 % or more."""
    found = sheet(legal=str(Decimal(legal) / 100), illegal=str(Decimal(n) / 100))
    steep = n * 100 >= (n + legal) * 15
    assert (Decimal(found.percent_text.rstrip("↓%")) >= 15) == steep
    assert found.percent_text.endswith("↓") == (not steep and found.percent == Decimal("15.00"))


@QUICK
@given(MU, st.dictionaries(st.sampled_from((Term.RECLAIMED, Term.REGULARISED, Term.MAJOR)), MU))
def test_a_remedied_part_is_used_once(arable: Decimal, remedies: dict[Term, Decimal]) -> None:
    """The pieces of a patch sum to its 耕地, and no remedy takes more than it did."""
    pieces = split_illegal("T1", "甲乡", arable, remedies)
    assert sum((piece.arable_mu for piece in pieces), Decimal(0)) == arable
    assert all(piece.arable_mu > 0 for piece in pieces)
    assert all(p.arable_mu <= remedies.get(p.term, Decimal(0)) for p in pieces if p.term is not Term.ILLEGAL)


def test_what_fits_several_remedies_goes_to_the_first_in_precedence() -> None:
    """R before P before M, unless the book says otherwise."""
    remedies = {Term.MAJOR: Decimal(6), Term.RECLAIMED: Decimal(4), Term.REGULARISED: Decimal(5)}
    pieces = split_illegal("T1", "甲乡", Decimal(10), remedies)
    assert [(p.term, p.arable_mu) for p in pieces] == [
        (Term.RECLAIMED, Decimal(4)), (Term.REGULARISED, Decimal(5)), (Term.MAJOR, Decimal(1)),
    ]  # fmt: skip
    turned = Treatment(precedence=(Term.MAJOR, Term.REGULARISED, Term.RECLAIMED))
    assert [p.term for p in split_illegal("T1", "甲乡", Decimal(10), remedies, turned)] == [
        Term.MAJOR,
        Term.REGULARISED,
    ]


@pytest.mark.parametrize("term", [Term.STOCK, Term.FARMING])
def test_old_building_and_farm_projects_stay_out_whole(term: Term) -> None:
    """Whatever else was remedied: neither term of the ratio sees the patch."""
    pieces = split_illegal("T1", "甲乡", Decimal("8.20"), {term: Decimal("8.20"), Term.RECLAIMED: Decimal(2)})
    assert [(p.term, p.arable_mu) for p in pieces] == [(term, Decimal("8.20"))]
    assert account(pieces).denominator == 0


def test_the_shipped_book_holds_the_2022_treatment(book: RuleBook) -> None:
    """[ratio] of the shipped book and the defaults in code are one and the same."""
    assert Treatment.parse(book.ratio) == Treatment()


def test_a_missing_key_takes_the_2022_form() -> None:
    """An empty [ratio] is the county plan of 2022."""
    assert Treatment.parse({}) == Treatment()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("leaves_numerator", ["demolished"]), ("leaves_numerator", "reclaimed"), ("leaves_denominator", ["legal"]),
        ("leaves_denominator", ["stock"]), ("precedence", ["reclaimed"]), ("precedence", ["reclaimed"] * 3),
        ("county_area_mu", "一百"), ("county_area_mu", "nan"), ("percent", -1), ("percent", "inf"), ("form", "xor"), ("form", ["or"]),
    ],
)  # fmt: skip
def test_a_treatment_that_makes_no_sense_is_refused_by_its_key(key: str, value: Any) -> None:
    """A slip in [ratio] must not change a county's fate unseen."""
    with pytest.raises(RuleBookError) as caught:
        Treatment.parse({key: value}, "我县.toml")
    assert "【我县.toml】" in str(caught.value)
    assert f"表 [ratio] 的键 {key}" in str(caught.value)


def test_the_formula_is_printed_as_the_book_treats_the_remedies() -> None:
    """补办 leaves the numerator alone; a book that says otherwise prints another formula."""
    found = sheet(LEGAL="640.00", ILLEGAL="120.00", RECLAIMED="40.00", REGULARISED="70.00", MAJOR="30.00")
    assert found.formula("V", found.treatment.numerator) == ("V－R－P－M", "260.00－40.00－70.00－30.00")
    assert found.formula("L＋V", found.treatment.denominator) == ("L＋V－R－M", "640.00＋260.00－40.00－30.00")
    other = sheet(Treatment(denominator=frozenset({Term.RECLAIMED})), LEGAL="10.00", ILLEGAL="5.00")
    assert other.formula("L＋V", other.treatment.denominator)[0] == "L＋V－R"


def test_the_condition_is_printed_with_its_conclusion() -> None:
    """与 or 或, as the book says."""
    assert sheet(LEGAL="820", ILLEGAL="180").threshold_text == "N≥100亩且比例≥15%"
    assert sheet(LEGAL="820", ILLEGAL="180").conclusion == "达到问责条件，应当纳入问责范围"
    assert sheet(Treatment(either=True), LEGAL="999", ILLEGAL="1").threshold_text == "N≥100亩或比例≥15%"
    assert sheet(LEGAL="999", ILLEGAL="1").conclusion == "未达到问责条件"
