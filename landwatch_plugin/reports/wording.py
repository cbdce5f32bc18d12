"""写法: how figures and dates are written in documents. The template's filters (亩, 日期 …) live here."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from landwatch_plugin.domain.units import half_up

_DIGITS = "零一二三四五六七八九"
HECTARE = Decimal("0.0001")
NO_DATA = "无数据"
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_FIGURE = re.compile(r"-?\d+(\.\d+)?")


def figure_in(text: str) -> Decimal | None:
    """The figure that a text is ("12.30"), or None: 无数据, —."""
    return Decimal(text) if _FIGURE.fullmatch(text.strip()) else None


def number(value: Any) -> Decimal:
    """A figure as Decimal. Text, booleans and nothing are refused with ValueError: they are not figures."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise ValueError(f"“{value}”不是数")
    try:
        result = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except InvalidOperation as error:
        raise ValueError(f"“{value}”不是数") from error
    if not result.is_finite():
        raise ValueError(f"“{value}”不是数")
    return result


def two_places(value: Any) -> str:
    """12.3 → "12.30". Text passes: 无数据 and — are answers too."""
    return value if isinstance(value, str) else f"{half_up(number(value)):f}"


def mu_amount(value: Any) -> str:
    """12.3 → "12.30亩"; 无数据 stays 无数据."""
    text = two_places(value)
    return f"{text}亩" if _FIGURE.fullmatch(text) else text


def hectares(square_metres: Any) -> str:
    """m² → "0.8200" (公顷)."""
    return square_metres if isinstance(square_metres, str) else f"{half_up(number(square_metres) / 10000, HECTARE):f}"


def percentage(value: Any) -> str:
    """A value that already is a percentage: 15.3 → "15.30%"."""
    return value if isinstance(value, str) else f"{half_up(number(value)):f}%"


def chinese_date(value: Any) -> str:
    """date → "2026年7月3日", no leading zeros (GB/T 9704). Text passes as it is: “2026年上半年” is a date too."""
    if isinstance(value, (date, datetime)):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, str):
        return value
    raise ValueError(f"“{value}”不是日期")


def short_date(value: Any) -> str:
    """date, or text like 2026年7月3日 → "2026-07-03", for narrow columns. Other text passes."""
    if isinstance(value, (date, datetime)):
        return f"{value:%Y-%m-%d}"
    text = chinese_date(value)
    written = _DATE.fullmatch(text)
    return f"{written[1]}-{int(written[2]):02d}-{int(written[3]):02d}" if written else text


def chinese_month(value: Any) -> str:
    """date → "2026年7月"."""
    if isinstance(value, (date, datetime)):
        return f"{value.year}年{value.month}月"
    return chinese_date(value)


def chinese_time(value: Any) -> str:
    """datetime → "2026年7月3日15时04分", full hours without minutes."""
    if isinstance(value, datetime):
        minutes = f"{value.minute:02d}分" if value.minute else ""
        return f"{chinese_date(value)}{value.hour}时{minutes}"
    return chinese_date(value)


def chinese_number(value: Any) -> str:
    """1 → "一", 12 → "十二", 105 → "一百零五" (for 一、 and （一）), up to 999."""
    amount = int(number(value))
    if not 0 <= amount <= 999:
        raise ValueError(f"“{value}”超出0至999")
    hundreds, rest = divmod(amount, 100)
    tens, ones = divmod(rest, 10)
    if not hundreds and not tens:
        return _DIGITS[ones]
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    text += "零" if hundreds and not tens and ones else ""
    text += "" if not tens else "十" if tens == 1 and not hundreds else f"{_DIGITS[tens]}十"
    return text + (_DIGITS[ones] if ones else "")


def tick(value: Any) -> str:
    """True → "√", False → "": for the columns 有 and 缺."""
    if isinstance(value, bool):
        return "√" if value else ""
    raise ValueError(f"“{value}”不是“有/无”")


FILTERS: dict[str, Callable[[Any], str]] = {
    "亩": two_places,
    "亩数": mu_amount,
    "平方米": two_places,
    "公顷": hectares,
    "百分比": percentage,
    "日期": chinese_date,
    "短日期": short_date,
    "年月": chinese_month,
    "时间": chinese_time,
    "勾": tick,
}


def plain_value(value: Any) -> str:
    """How a value is printed without a filter. Figures with decimals must name their unit by a filter."""
    if isinstance(value, bool):
        raise ValueError("“是/否”不能直接打印，请用 {{ 字段|勾 }} 或 {% if %}")
    if isinstance(value, float):
        raise ValueError("小数不能直接打印，请写明写法，例如 {{ 字段|平方米 }}")
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, (str, int, date)):
        return str(value) if isinstance(value, (str, int)) else chinese_date(value)
    raise ValueError("这是一组内容，不能直接打印，请用 {% for %} 逐项写出")
