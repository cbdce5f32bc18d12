"""The one error tree. Its text is Chinese and for the user: what, where, and the cure (怎么办)."""

from __future__ import annotations


class LandwatchError(Exception):
    """An error whose text may be shown as it stands; `cure` says what the user can do."""

    def __init__(self, message: str, cure: str = "") -> None:
        self.message = message
        self.cure = cure
        super().__init__(f"{message} 处理办法：{cure}" if cure else message)


class InputError(LandwatchError):
    """A file, row or value that cannot be used. Names the source and, where known, the row (1-based)."""

    def __init__(self, message: str, cure: str = "", *, source: str = "", row: int | None = None) -> None:
        self.source = source
        self.row = row
        place = f"【{source}】" if source else ""
        line = f"第{row}行：" if row is not None else ""
        super().__init__(f"{place}{line}{message}", cure)


class CrsError(InputError):
    """Coordinates and coordinate system do not fit together."""


class ClosureError(LandwatchError):
    """Parts of a patch do not sum to the patch."""


class RuleBookError(InputError):
    """A rule book that cannot be used; names file, table and key."""


class TemplateError(InputError):
    """A template that names a missing field, or whose markup cannot be read."""


class LedgerError(LandwatchError):
    """The ledger (台账) cannot be opened, is of a newer version, or was changed by another hand."""


class MissingPackage(LandwatchError):
    """An optional Python package is absent; only the one feature is off."""


class Cancelled(LandwatchError):
    """The user cancelled (已取消). Nothing half-done is kept; documents that were finished before are, and are told."""

    def __init__(self, finished: int = 0) -> None:
        super().__init__(f"已取消，此前生成的{finished}个文件保留。" if finished else "已取消，未写入任何结果。")
