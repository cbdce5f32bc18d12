"""标高: elevations as counties write them; what is vague, unreadable or turned round is never a number."""

from __future__ import annotations

from decimal import Decimal

import pytest

from landwatch_plugin.domain.elevation import Band, height, height_doubt, read_band, read_elevation

D = Decimal
ONE = {
    "+85": "85.00", "-12.5m": "-12.50", "85米": "85.00", " 0 ": "0.00", "９５": "95.00", "－２０．５ｍ": "-20.50", "＋９５Ｍ": "95.00",
    "−20": "-20.00", "—20米": "-20.00", "九十": "90.00", "八十五": "85.00", "十": "10.00", "负二十": "-20.00", "一百零五": "105.00",
    "一百二十": "120.00", "一千两百": "1200.00", "九十五点五": "95.50", "零": "0.00", "±0": "0.00", "±0.00米": "0.00",
    "95（1985国家高程基准）": "95.00", "1985年国家高程基准，95米": "95.00", "85国家高程基准95": "95.00", "黄海高程95米": "95.00",
    "海拔95": "95.00", "标高：+95.0m": "95.00",
}  # fmt: skip
TWO = {
    "+95m～-20m": ("95", "-20"), "由95米至-20米标高": ("95", "-20"), "95至-20": ("95", "-20"), "＋９５米至－２０米": ("95", "-20"),
    "95~-20": ("95", "-20"), "95—-20": ("95", "-20"), "+95m标高至+85m标高": ("95", "85"), "±0至-120m": ("0", "-120"), "95/85": ("95", "85"),
    "1985国家高程基准 95米到-20米": ("95", "-20"), "采深上下限：95至-20": ("95", "-20"), "九十至负二十": ("90", "-20"),
}  # fmt: skip
VAGUE = {
    "约95": "约",
    "大约九十米": "大约",
    "95左右": "左右",
    "90余米": "余",
    "近95": "近",
    "±5": "±",
    "95米以上": "以上",
    "≥95": "≥",
    "95？": "？",
}
UNREAD = (
    "nan",
    "1985国家高程",
    "见许可证",
    "95-20",
    "95--20",
    "95——20",
    "95至",
    "九五",
    "1e5",
    "95.5.5",
    "95,-20",
    "95至20至-20",
    "Infinity",
)


@pytest.mark.parametrize(("text", "metres"), ONE.items())
def test_one_limit_as_it_is_written(text: str, metres: str) -> None:
    assert height(text) == D(metres)
    assert height_doubt(text) == ""


@pytest.mark.parametrize(("text", "ends"), TWO.items())
def test_both_ends_in_one_text(text: str, ends: tuple[str, str]) -> None:
    """A whole band is read as one; it is no single height."""
    assert read_elevation(text).limits == tuple(map(D, ends))
    assert height(text) is None and "两个标高" in height_doubt(text)


@pytest.mark.parametrize(("text", "word"), VAGUE.items())
def test_a_vague_limit_is_in_doubt(text: str, word: str) -> None:
    """存疑 with the word that makes it so, never the number beside it."""
    assert height(text) is None
    assert height_doubt(text) == f"“{text}”写有“{word}”，不是确定的标高"


@pytest.mark.parametrize("text", UNREAD)
def test_what_cannot_be_read_is_said(text: str) -> None:
    """A dash may join two numbers or be the sign of the second: nobody guesses which."""
    assert height(text) is None
    assert height_doubt(text) == f"“{text}”不能识别为标高"


def test_a_blank_is_no_doubt() -> None:
    assert read_elevation("  ") == read_elevation("")
    assert (height(""), height_doubt("")) == (None, "")


@pytest.mark.parametrize(
    ("top", "bottom", "band"),
    [
        ("95", "-20", ("95", "-20")), ("95", "95", ("95", "95")), ("+95m～-20m", "", ("95", "-20")), ("", "95至-20", ("95", "-20")),
        ("95至-20", "-20", ("95", "-20")), ("95至-20", "95至-20", ("95", "-20")), ("95", "95至-20", ("95", "-20")),
        ("95", "", ("95", None)), ("", "-20", (None, "-20")), ("", "", (None, None)),
    ],
)  # fmt: skip
def test_the_band_of_two_fields(top: str, bottom: str, band: tuple[str | None, str | None]) -> None:
    high, low = (None if one is None else D(one) for one in band)
    assert read_band(top, bottom) == Band(high, low)


@pytest.mark.parametrize(
    ("top", "bottom", "told"),
    [
        ("-20", "95", "采深上限-20.00米低于下限95.00米，疑上下限颠倒"),
        ("-20至95", "", "采深上限“-20至95”的上限低于下限，疑上下限颠倒"),
        ("约95", "-20", "采深上限“约95”写有“约”，不是确定的标高"),
        ("95", "见附图", "采深下限“见附图”不能识别为标高"),
        ("约95", "二十左右", "采深上限“约95”写有“约”，不是确定的标高、采深下限“二十左右”写有“左右”，不是确定的标高"),
        ("95至-20", "-30", "采深上限“95至-20”与下限“-30”互相矛盾"),
        ("95至-20", "80至-20", "采深上限“95至-20”与下限“80至-20”互相矛盾"),
    ],
)
def test_a_band_that_contradicts_itself_is_neither_used_nor_turned_round(top: str, bottom: str, told: str) -> None:
    assert read_band(top, bottom) == Band(doubt=told)


@pytest.mark.parametrize("text", ["1 82", "12 0", "1　82", "95. 5", "9 5米", "95米 20米", "上限95 下限20"])
def test_a_blank_within_a_number_is_not_read_over(text: str) -> None:
    """1 82 may be 182 or 1.82; two limits without a word between them are not one number."""
    assert "不能识别为标高" in read_elevation(text).doubt


@pytest.mark.parametrize(
    ("text", "read"), [(" 95 ", "95"), ("标高 95 米", "95"), ("95 m", "95"), ("95 （1985国家高程基准）", "95")]
)
def test_blanks_around_a_number_do_no_harm(text: str, read: str) -> None:
    assert height(text) == Decimal(read)


@pytest.mark.parametrize("text", ["9999", "-9999", "99999", "+9999米", "9999至-9999"])
def test_a_placeholder_is_no_elevation(text: str) -> None:
    assert "疑为没有数据的占位" in read_elevation(text).doubt
    assert height(text) is None


@pytest.mark.parametrize("text", ["8848", "-8999", "999"])
def test_possible_elevations_stand(text: str) -> None:
    assert height(text) == Decimal(text)
