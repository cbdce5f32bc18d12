"""表达式的错误: what QGIS says of a condition in English (or in a word of its grammar), in Chinese and with its place."""

from __future__ import annotations

import re
from unicodedata import normalize

from qgis.core import QgsExpression

_ERROR = QgsExpression.ParserError.ParserErrorType
_WIDE = re.compile(r"[＞＜＝（），；“”‘’＋－＊／％＠＂＇！]")
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"[^\"]*\"")
_UNFINISHED = re.compile(r"([-+*/<>=,|]|\b(AND|OR|NOT|IN|LIKE|IS|BETWEEN|WHEN|THEN|ELSE))\s*$", re.IGNORECASE)
_USUAL = {
    "≥": ">=", "≤": "<=", "≠": "<>", "≧": ">=", "≦": "<=", "==": "=", "&&": "AND", "并且": "AND", "而且": "AND", "且": "AND",
    "或者": "OR", "或": "OR", "×": "*", "÷": "/", "！＝": "<>",
}  # fmt: skip
"""What people write who know another language, or who write as on paper."""
_VALUE = re.compile(r"['“](.*?)['”]", re.DOTALL)
_TYPES = (
    ("int|整", "不能当作整数"),
    ("date|日期", "不能当作日期"),
    ("double|数", "不能当作数"),
    ("boolean|布尔", "不是“是”或“否”"),
)


def parser_fault(expression: QgsExpression, when: str) -> str:
    """Where the first fault lies and what it is."""
    fault = expression.parserErrors()[0]
    lines = when.split("\n")
    row = min(max(fault.firstLine, 1), len(lines))
    # Bytes; the parser counts a line break as the first sign of the next line.
    before = fault.firstColumn - (1 if row == 1 else 0)
    column = len(lines[row - 1].encode()[: max(before, 0)].decode(errors="ignore"))
    rest = lines[row - 1][column:].strip()
    place = f"第{row}行第{column + 1}个字符" if len(lines) > 1 else f"第{column + 1}个字符"
    called = re.match(r"\$?\w+", rest)
    name = called.group() if called else ""
    if fault.errorType == _ERROR.FunctionUnknown:
        return f"{place}，没有函数 {name}"
    if fault.errorType == _ERROR.FunctionWrongArgs:
        return f"{place}，函数 {name} 的参数个数不对"
    if fault.errorType in (_ERROR.FunctionInvalidParams, _ERROR.FunctionNamedArgsError):
        return f"{place}，函数 {name} 的参数写法不对"
    return f"{place}，{_syntax(when, rest)}"


def _syntax(when: str, rest: str) -> str:
    bare = _QUOTED.sub("", when)
    usual = [
        wrong
        for wrong in _USUAL
        if wrong in bare and not any(wrong in other and wrong != other for other in _USUAL if other in bare)
    ]
    if usual:
        return f"“{rest[:16]}”处的写法不对，{'、'.join(f'“{wrong}”请写成 {_USUAL[wrong]}' for wrong in usual)}"
    wide = list(dict.fromkeys(_WIDE.findall(bare)))
    if wide:
        return (
            f"用了全角符号“{'”“'.join(wide)}”，请改用英文半角符号 {' '.join(normalize('NFKC', sign) for sign in wide)}"
        )
    if "'" in bare or '"' in bare:
        return "引号没有配对"
    if bare.count("(") != bare.count(")"):
        return f"括号没有配对（左括号{bare.count('(')}个，右括号{bare.count(')')}个）"
    if not rest or _UNFINISHED.search(when):
        return "到这里没有写完"
    return f"“{rest[:16]}”处的写法不对"


def value_fault(expression: QgsExpression) -> str:
    """Why a condition cannot be worked out on the values of a patch."""
    return value_fault_of(expression.evalErrorString())


def value_fault_of(said: str) -> str:
    """QGIS says it in English, in Chinese or half and half, as its catalogue has it: only the value is taken from it."""
    found = _VALUE.search(said)
    if not found:
        return "函数的参数不合用"
    what = next(
        (chinese for words, chinese in _TYPES if re.search(words, said[found.end() :], re.IGNORECASE)), "不能使用"
    )
    if re.search("regular|正则", said, re.IGNORECASE):
        what = "不是正则表达式"
    return f"“{found[1][:30]}”{what}"
