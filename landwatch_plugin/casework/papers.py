"""发文: minutes of the meeting and reminder letters, numbered in the ledger's register, as PDF and Word."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from landwatch_plugin.casework.cases import cases_of
from landwatch_plugin.casework.deciding_book import refuse_other_book
from landwatch_plugin.casework.month_end import sheet_of
from landwatch_plugin.casework.secret_doubts import rows_to_print
from landwatch_plugin.domain.case import Case
from landwatch_plugin.domain.dates import parse_date
from landwatch_plugin.domain.errors import Cancelled, InputError, LandwatchError, why_unreadable
from landwatch_plugin.domain.letters import letter_content, problem_cases
from landwatch_plugin.domain.minutes import minutes_content
from landwatch_plugin.domain.progress import Feedback
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.reports.render import make_document

_KEYS = {
    "会议名称": "name", "期号": "issue", "时间": "time", "地点": "place", "主持人": "host", "记录人": "recorder",
}  # fmt: skip
_LISTS = {"出席": "present", "列席": "observers", "请假": "absent"}


def read_meeting(path: Path) -> dict[str, Any]:
    """会议.toml → meeting, org, letter code, day of the meeting and of issue (发文日期, else the meeting's), contact. Raises InputError naming file and what is wrong."""
    try:
        tables = tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(
            f"无法读取（{why_unreadable(error)}）。", "请检查文件是否存在。", source=Path(path).name
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"不符合 TOML 语法或不是 UTF-8：{error}。", "请按样例修改。", source=Path(path).name
        ) from error
    missing = [
        name for name in ("会议名称", "时间", "地点", "主持人", "记录人", "单位", "日期") if not tables.get(name)
    ]
    if missing:
        raise InputError(f"缺少：{'、'.join(missing)}。", "请补填后重新生成。", source=Path(path).name)
    on = _day(tables, "日期", path)
    issued = _day(tables, "发文日期", path) if tables.get("发文日期") else on
    meeting = {key: tables.get(name, "") for name, key in _KEYS.items()}
    for name, key in _LISTS.items():
        meeting[key] = [_person(row, name, Path(path).name) for row in tables.get(name, ())]
    meeting["demands"] = _texts(tables.get("会议要求", ()))
    meeting["dissent"] = _texts(tables.get("保留意见", ()))
    meeting["units"] = (
        _texts(tables.get("签名单位", ())) or list(dict.fromkeys(p["unit"] for p in meeting["present"]))[:6]
    )
    return {
        "meeting": meeting, "org": tables["单位"], "code": tables.get("机关代字", ""), "date": on, "issued": issued,
        "contact": tables.get("联系人", ""), "phone": tables.get("联系电话", ""), "cc": _texts(tables.get("抄送", ())),
    }  # fmt: skip


def _day(tables: Mapping[str, Any], name: str, path: Path) -> date:
    found = parse_date(str(tables[name]))
    if found is None:
        raise InputError(f"{name}“{tables[name]}”无法识别。", "请写成 2026-08-27 的形式。", source=Path(path).name)
    return found


def _texts(value: Any) -> list[str]:
    """A list of texts; a single text is a list of one, not of its letters."""
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]


def _person(row: Any, name: str, source: str) -> dict[str, str]:
    if not isinstance(row, Mapping):
        raise InputError(
            f"“{name}”应写明单位、姓名和职务。", f'请写成 [["{name}"]]，下列“单位”“姓名”“职务”。', source=source
        )
    return {"unit": row.get("单位", ""), "name": row.get("姓名", ""), "post": row.get("职务", "")}


class _Sitting:
    """What every document of a period starts from."""

    def __init__(self, ledger: Ledger, period: str, rulebook: Path | None, as_of: date | None = None) -> None:
        self.book: RuleBook = read_rulebook(rulebook or default_rulebook())
        self.rows, self.left_out = rows_to_print(ledger, period, self.book)
        refuse_other_book(ledger, self.rows, self.book)
        self.cases: list[Case] = cases_of(ledger, self.rows, self.book, as_of)


def write_minutes(
    ledger_path: Path,
    meeting_file: Path,
    folder: Path,
    period: str = "",
    rulebook: Path | None = None,
    draft: bool = False,
) -> list[Path]:
    """会审纪要 and the signed sheet 会审意见表 of a period."""
    about = read_meeting(meeting_file)
    with Ledger.open(ledger_path) as ledger:
        sitting = _Sitting(ledger, period, rulebook)
        withheld = ledger.withheld(sitting.book.secret_marks)
        issued, _ = ledger.counts({row.batch for row in sitting.rows}, withheld)
    if not any(case.decision for case in sitting.cases):
        raise LandwatchError("本期图斑尚未会审，没有可写入纪要的决定。", "请先完成会审判定。")
    title = period or "、".join(dict.fromkeys(case.patch.batch for case in sitting.cases))
    content = minutes_content(sitting.cases, about["meeting"], title, sitting.book, about["org"], about["date"], issued)
    content["left_out"] = sitting.left_out
    written = []
    for template, items in (("会审纪要", content["items"]), ("会审意见表", content["heard"])):
        stem = f"{template}_{title}_{about['date']}"
        written += make_document(template, content | {"items": items}, folder, stem, draft=draft)
    return written


def write_letters(
    ledger_path: Path, meeting_file: Path, folder: Path, feedback: Feedback, period: str = "",
    rulebook: Path | None = None, towns: Sequence[str] = (), draft: bool = False, by: str = "",
) -> list[Path]:  # fmt: skip
    """警示提醒函 to each township that has illegal cultivated land not put right; the number stays on a second run."""
    about = read_meeting(meeting_file)
    if not about["code"]:
        raise InputError("缺少：机关代字。", "请补填后重新生成，例如“演自然资”。", source=Path(meeting_file).name)
    written: list[Path] = []
    with Ledger.open(ledger_path) as ledger:
        sitting = _Sitting(ledger, period, rulebook, about["issued"])
        lost = [case.number for case in problem_cases(sitting.cases) if not case.patch.town]
        if lost and not towns:
            raise LandwatchError(
                f"有{len(lost)}个问题图斑坐落未定，不能确定发函对象：{'、'.join(lost[:5])}。",
                "请绑定乡镇界图层重新核查后再发函。",
            )
        chosen = [name for name in _towns(sitting.cases) if not towns or name in towns]
        strange = [name for name in towns if name not in _towns(sitting.cases)]
        if strange:
            raise InputError(
                f"没有需要提醒的乡镇“{'、'.join(strange)}”。", f"可选：{'、'.join(_towns(sitting.cases)) or '（无）'}。"
            )
        title = period or "、".join(dict.fromkeys(case.patch.batch for case in sitting.cases))
        for index, town in enumerate(chosen):
            if feedback.cancelled():
                raise Cancelled(len(written))
            feedback.progress(100 * index / len(chosen))
            written += _letter(ledger, sitting, about, town, title, folder, draft, by)
    return written


def _towns(cases: Sequence[Case]) -> list[str]:
    return list(dict.fromkeys(case.patch.town for case in problem_cases(cases) if case.patch.town))


def _letter(
    ledger: Ledger, sitting: _Sitting, about: Mapping[str, Any], town: str, period: str, folder: Path, draft: bool, by: str
) -> list[Path]:  # fmt: skip
    own = [case for case in sitting.cases if case.patch.town == town]
    rows = [row for row in sitting.rows if row.town == town]
    documents, on = sitting.book.documents, about["issued"]
    sheet = sheet_of(ledger, rows, sitting.book, on)
    title = f"关于{town}{period}卫片执法有关问题的警示提醒函"
    number = ledger.issue_number(
        f"{about['code']}{documents.get('letter_code', '函')}", on.year, "警示提醒函", title, by, key=f"{town}|{period}"
    )
    content = letter_content(
        town, own, sitting.cases, sheet, org=about["org"], number=number, period=period,
        on=on, working_days=int(documents.get("reply_working_days", 10)), basis=str(documents.get("legal_basis", "")),
        contact=about["contact"], phone=about["phone"], cc=about["cc"], rulebook=sitting.book.stamp,
    )  # fmt: skip
    return make_document("警示提醒函", content | {"title": title}, folder, f"{number}_{town}_警示提醒函", draft=draft)
