"""清单连接: an Excel or CSV list joined to the layer by patch number; rows without partner on either side are listed."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from landwatch_plugin.domain.encoding import decode
from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.field_profile import Profile
from landwatch_plugin.domain.intake import WARN, Issue, plain_text
from landwatch_plugin.domain.patch_number import half_width, loose
from landwatch_plugin.reports.sheet_reading import left_sheets, read_sheet

_SEARCHED = 15
"""The header may stand under a title and a line of notes."""
_BOOKS = (".xlsx", ".xlsm")
SHOWN_AS = "（清单）"


@dataclass
class JoinedList:
    """`rows`: patch number → (row in the list, field → text). `columns` are the list's own, in order."""

    name: str
    key: str
    columns: list[str]
    rows: dict[str, tuple[int, dict[str, str]]]
    issues: list[Issue] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def join(self, number: str, values: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """The row with what the list adds. What the layer has stays; what the list says otherwise is kept beside it,
        and its columns are told."""
        partner = self.rows.get(number)
        if partner is None:
            return values, []
        self.used.add(number)
        joined, other = dict(values), []
        for column, text in partner[1].items():
            if column == self.key or not text:
                continue
            own = plain_text(joined.get(column))
            if not own:
                joined[column] = text
            elif own != text and not _same_figure(own, text):
                joined[column + SHOWN_AS] = text
                other.append(f"{column}（图层{own}，清单{text}）")
        return joined, other

    def cure_for(self, number: str) -> str:
        """What to do about a number of the layer that a row of the list almost has; "" when none has."""
        like = [row for other, (row, _) in self.rows.items() if loose(other, False) == loose(number, False)]
        return f"与清单第{like[0]}行的编号只差大小写、空格或前导零，请统一编号后重新接收" if like else ""

    def without_partner(self, secret_marks: Sequence[str], numbers: Sequence[str] = ()) -> list[Issue]:
        """The list's rows whose number no row of the layer has; a 涉密 one without its number. `numbers`: the layer's
        open ones, to tell those that are almost the same."""
        found, alike = [], {loose(number, False): number for number in numbers}
        for number, (row, values) in self.rows.items():
            if number in self.used:
                continue
            texts = ["".join(text.split()) for text in values.values()]
            secret = any(mark in text for mark in secret_marks for text in texts)
            like = alike.get(loose(number, False), "")
            found.append(
                Issue(
                    0,
                    "（涉密）" if secret else number,
                    WARN,
                    f"清单第{row}行的编号在图层中没有图形",
                    f"与图层中的“{like}”只差大小写、空格或前导零，请统一编号后重新接收"
                    if like and not secret
                    else "请向下发单位索取该图斑的图形；本次不接收这一行",
                )
            )
        return found


def read_list(path: Path, profile: Profile) -> JoinedList:
    """Find the header by the profile's names for the number, and read what stands under it. Raises InputError."""
    lines = _lines(path)
    names = {name.upper() for name in profile.fields.get("number", ())}
    for at, (_, texts) in enumerate(lines[:_SEARCHED]):
        column = next((index for index, text in enumerate(texts) if text.strip().upper() in names), None)
        if column is not None:
            made = _table(path.name, lines[at:], column)
            made.issues += _left_out(path)
            return made
    raise InputError(
        f"清单中没有找到编号列（{'、'.join(profile.fields.get('number', ()))}）。",
        f"第一行为：{'、'.join(text for text in (lines[0][1] if lines else []) if text) or '（空）'}。请检查表头，或在字段映射方案中加入该列名。",
        source=path.name,
    )


def _left_out(path: Path) -> list[Issue]:
    left = left_sheets(path) if path.suffix.lower() in _BOOKS else []
    problem = f"清单只读了第一个有内容的工作表，没有读：{'、'.join(left)}"
    return [Issue(0, "", WARN, problem, "如需要其中的内容，请把它移到第一个工作表，或另存为单独的文件")] if left else []


def _table(name: str, lines: list[tuple[int, list[str]]], key: int) -> JoinedList:
    header = [text.strip() for text in lines[0][1]]
    columns = [text for text in dict.fromkeys(header) if text]
    made = JoinedList(name, header[key], columns, {})
    for row, texts in lines[1:]:
        values = {title: text for title, text in zip(header, texts, strict=False) if title}
        number = half_width(values.get(made.key, ""))
        if not number:
            made.issues.append(
                Issue(0, "", WARN, f"清单第{row}行没有编号，未连接", "如为合计行可不理会，否则请补填编号后重新接收")
            )
        elif number in made.rows:
            made.issues.append(
                Issue(
                    0,
                    number,
                    WARN,
                    f"清单第{row}行编号与第{made.rows[number][0]}行重复，只采用先出现的一行",
                    "请核对清单",
                )
            )
        else:
            made.rows[number] = (row, values)
    return made


def _lines(path: Path) -> list[tuple[int, list[str]]]:
    if path.suffix.lower() in _BOOKS:
        return read_sheet(path)
    if path.suffix.lower() == ".xls":
        raise InputError(
            "不能读取旧版 .xls 文件。", "请用 Excel 或 WPS 打开后另存为 .xlsx 或 CSV 再选择。", source=path.name
        )
    try:
        text = decode(path.read_bytes()).lstrip("\ufeff")
        reader = csv.reader(io.StringIO(text.replace("\x00", "")), delimiter=_delimiter(text))
        return [
            (reader.line_num, [cell.strip() for cell in row]) for row in reader if any(cell.strip() for cell in row)
        ]
    except (OSError, csv.Error) as error:
        raise InputError(
            "清单无法读取。", "请检查文件是否存在、是否被占用、引号是否成对。", source=path.name
        ) from error


def _delimiter(text: str) -> str:
    """Comma, semicolon or tab: the commonest in the first line that has one."""
    lines = (line for line in text[:4000].splitlines() if any(sign in line for sign in _DELIMITERS))
    return max(_DELIMITERS, key=next(lines, "").count)


_DELIMITERS = ",;\t"


def _same_figure(own: str, text: str) -> bool:
    """2000.0 in the layer and 2000 in the list; 01 and 1 are not the same."""
    try:
        return (own[:1] == "0") == (text[:1] == "0") and abs(float(own) - float(text)) < 0.005
    except ValueError:
        return False
