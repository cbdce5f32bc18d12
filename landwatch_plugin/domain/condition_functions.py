"""条件中的函数: what a condition may call. Nothing that looks at the clock, a layer, a file, a shape or at chance: a
judgement must come out the same whenever it is made again from the stored figures."""

from __future__ import annotations

from typing import NamedTuple

NUMBER, TEXT, DAY, TRUTH, SPAN, ANY = "数", "文字", "日期", "条件", "时段", ""
SAME = "同"
"""Of the kind of its arguments."""


class Function(NamedTuple):
    takes: str
    """Kind of the first argument; ANY = not looked at."""
    gives: str
    meaning: str


FUNCTIONS: dict[str, Function] = {
    "abs": Function(NUMBER, NUMBER, "绝对值"),
    "round": Function(NUMBER, NUMBER, "四舍五入，`round(x, 2)` 留两位小数"),
    "floor": Function(NUMBER, NUMBER, "向下取整"),
    "ceil": Function(NUMBER, NUMBER, "向上取整"),
    "sqrt": Function(NUMBER, NUMBER, "平方根"),
    "min": Function(ANY, SAME, "各项中最小的"),
    "max": Function(ANY, SAME, "各项中最大的"),
    "clamp": Function(NUMBER, NUMBER, "限定在上下限之间"),
    "coalesce": Function(ANY, SAME, "各项中第一个不为空的"),
    "nullif": Function(ANY, SAME, "与第二项相等时为空"),
    "if": Function(TRUTH, SAME, "`if(条件, 甲, 乙)`"),
    "length": Function(TEXT, NUMBER, "字数"),
    "strpos": Function(TEXT, NUMBER, "字样所在位置，没有为 0"),
    "lower": Function(TEXT, TEXT, "转为小写"),
    "upper": Function(TEXT, TEXT, "转为大写"),
    "trim": Function(TEXT, TEXT, "去掉首尾空格"),
    "left": Function(TEXT, TEXT, "左边几个字"),
    "right": Function(TEXT, TEXT, "右边几个字"),
    "substr": Function(TEXT, TEXT, "从第几个字起取几个字"),
    "replace": Function(TEXT, TEXT, "替换字样"),
    "concat": Function(ANY, TEXT, "连成一段文字"),
    "regexp_match": Function(TEXT, NUMBER, "正则表达式所在位置，没有为 0"),
    "regexp_substr": Function(TEXT, TEXT, "正则表达式所得文字"),
    "to_int": Function(ANY, NUMBER, "转为整数"),
    "to_real": Function(ANY, NUMBER, "转为数"),
    "to_string": Function(ANY, TEXT, "转为文字"),
    "to_date": Function(TEXT, DAY, "转为日期，`to_date('2023-03-20')`"),
    "make_date": Function(NUMBER, DAY, "由年、月、日得日期"),
    "to_interval": Function(TEXT, SPAN, "时段，`to_interval('2 years')`"),
    "age": Function(DAY, SPAN, "两个日期之间的时段"),
    "year": Function(ANY, NUMBER, "年"),
    "month": Function(ANY, NUMBER, "月"),
    "day": Function(ANY, NUMBER, "日；时段的天数"),
}
