"""The one error tree. Its text is Chinese and for the user: what, where, and the cure (怎么办)."""

from __future__ import annotations

from collections.abc import Sequence


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
        self.told = message
        super().__init__(f"{place}{line}{message}", cure)

    def moved_to(self, source: str) -> InputError:
        """The same of the file in which the text was found; itself where that is not known."""
        return InputError(self.told, self.cure, source=source, row=self.row) if source else self


def why_unreadable(error: OSError) -> str:
    """What the operating system says in English, in Chinese where it is one of the usual reasons."""
    usual = {FileNotFoundError: "找不到文件", PermissionError: "没有读取权限或被占用", IsADirectoryError: "是文件夹"}
    return next((told for kind, told in usual.items() if isinstance(error, kind)), str(error.strerror))


class CrsError(InputError):
    """Coordinates and coordinate system do not fit together."""


class ClosureError(LandwatchError):
    """Parts of a patch do not sum to the patch."""


class RuleBookError(InputError):
    """A rule book that cannot be used; names file, table and key."""

    problems: tuple[RuleBookError, ...] = ()
    """Each of several, where one error tells of several."""


class RuleBookErrors(RuleBookError):
    """Several things wrong with a book, all of them told."""

    MOST = 40
    """Told one by one; more would hide the first."""

    def __init__(self, problems: Sequence[RuleBookError], source: str) -> None:
        self.problems = tuple(problems)
        told = [str(one).removeprefix(f"【{source}】") for one in self.problems[: self.MOST]]
        lines = [f"（{at}）{line}" for at, line in enumerate(told, 1)]
        if len(self.problems) > self.MOST:
            lines.append(f"另有{len(self.problems) - self.MOST}处，改好以上各处后再读取。")
        super().__init__("\n".join([f"共有{len(self.problems)}处问题：", *lines]), source=source)
        self.cure = self.problems[0].cure


class TemplateError(InputError):
    """A template that names a missing field, or whose markup cannot be read."""


class LedgerError(LandwatchError):
    """The ledger (台账) cannot be opened, is of a newer version, or was changed by another hand."""


class StaleError(LedgerError):
    """Another hand has changed the patch since it was shown."""


class MissingPackage(LandwatchError):
    """An optional Python package is absent; only the one feature is off."""


class Cancelled(LandwatchError):
    """The user cancelled (已取消). Nothing half-done is kept; documents that were finished before are, and are told."""

    def __init__(self, finished: int = 0) -> None:
        super().__init__(f"已取消，此前生成的{finished}个文件保留。" if finished else "已取消，未写入任何结果。")
