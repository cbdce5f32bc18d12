"""规则手册的提示: what is accepted but should be looked at: unknown keys, limits that nothing uses, words of a verdict."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from landwatch_plugin.domain.book_keys import called, unknown_keys
from landwatch_plugin.domain.threshold import READ_BY_PROGRAM

VERDICT_WORDS = (
    "罚款", "没收", "处分", "拘留", "予以处罚", "给予处罚", "责令", "移送司法", "违法事实清楚", "卫片证明", "影像证明", "图斑证明",
    "认定为违法", "认定违法", "构成违法", "构成犯罪", "属于违法", "属违法", "系违法",
)  # fmt: skip
"""Words with which a text would speak a verdict or a penalty. The list is inferred, hence a warning and no refusal."""
_SPEAKING = {"rule": ("title", "message"), "tag": ("message",), "linkage": ("title", "then"), "subtype": ("next",)}
_LIMIT = re.compile(r"@(\w+)")


def warnings_of(tables: Mapping[str, Any], before: Mapping[str, Any], extending: bool) -> tuple[str, ...]:
    """A line each. `before`: the tables of the books that this one extends."""
    inherited: Collection[str] = before.get("thresholds", {})
    found = list(unknown_keys(tables))
    if not extending and tables.get("drop"):
        found.append("表 [drop] 不起作用：本手册没有写 extends，没有可去掉的部分。")
    if extending:
        found += [
            f"表 [thresholds] 的 {name}：本手册没有规则使用，也不改写所继承的阈值，请核对名称。"
            for name in tables["thresholds"]
            if name not in inherited and name not in READ_BY_PROGRAM and name not in _used(tables)
        ]
    return (*_no_marks(tables), *_lost(tables, before), *found, *_verdicts(tables))


def _lost(tables: Mapping[str, Any], before: Mapping[str, Any]) -> Iterator[str]:
    """A list is replaced as a whole: what was meant to be added to may have lost what it had."""
    marks, parents = tables["book"].get("secret_marks", ()), before.get("book", {}).get("secret_marks", ())
    gone = [mark for mark in parents if not any(own in mark for own in marks)]
    if marks and gone:
        yield f"表 [book] 的 secret_marks 不再含所继承的“{'”“'.join(gone)}”：列表整体替换，要保留的须照抄。"
    codes = {code for listed in _kinds(tables) for code in listed}
    gone = [code for listed in _kinds(before) for code in listed if code not in codes]
    if gone:
        yield f"表 [landclass.kinds] 不再含所继承的地类编码{'、'.join(gone)}：图层中出现时核查停止；列表整体替换，要保留的须照抄。"


def _kinds(tables: Mapping[str, Any]) -> list[list[str]]:
    return [listed for listed in tables.get("landclass", {}).get("kinds", {}).values() if isinstance(listed, list)]


def _no_marks(tables: Mapping[str, Any]) -> Iterator[str]:
    """Without marks nothing is set aside at intake, and nobody would notice."""
    if not tables["book"].get("secret_marks"):
        yield (
            "表 [book] 的 secret_marks 为空：涉军涉密图斑将不会被识别，会与其他图斑一样入库、上图、打印。"
            '请写明字样，例如 secret_marks = ["涉军", "涉密"]。'
        )


def _used(tables: Mapping[str, Any]) -> set[str]:
    conditions = [str(row.get("when", "")) for title in ("rule", "tag", "linkage") for row in tables.get(title, ())]
    return {name for text in conditions for name in _LIMIT.findall(text)}


def _verdicts(tables: Mapping[str, Any]) -> Iterator[str]:
    for title, keys in _SPEAKING.items():
        for row in tables.get(title, ()):
            for key in keys:
                said = [word for word in VERDICT_WORDS if word in str(row.get(key, ""))]
                if said:
                    yield (
                        f"表 [[{title}]]（{called(row)}）的 {key} 中有“{'”“'.join(said)}”：程序只提建议，"
                        "请改用“经核查”“疑似”“存疑”等说法。"
                    )
