"""规则手册接线: reads the book that the page shows, opens it in the system's editor, and reads it again when it is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QFileSystemWatcher, QTimer, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog

from landwatch_plugin.domain.errors import LandwatchError, RuleBookError
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.settings import Settings
from landwatch_plugin.ledger.own_book import write_own_book
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook, shipped_rulebooks
from landwatch_plugin.ui.rulebook_panel import RuleBookPanel
from landwatch_plugin.ui.slots import Wiring
from landwatch_plugin.ui.trace_dialog import TraceDialog

if TYPE_CHECKING:
    from landwatch_plugin.casework.review import Review

_SETTLED_MS = 300
"""Editors save in two steps; the second must be done before the file is read."""


class RuleBookPresenter:
    """`sitting` gives the open review and its patch, or None; `use` takes the path of the book to work with."""

    def __init__(
        self,
        panel: RuleBookPanel,
        settings: Settings,
        sitting: Callable[[], tuple[Review, str] | None],
        use: Callable[[str], None],
    ) -> None:
        self._panel, self._settings, self._sitting, self._use = panel, settings, sitting, use
        self.path = settings.path("rulebook") or default_rulebook()
        self.book: RuleBook | None = None
        self._mark = _mark_of(self.path)
        self._watcher = QFileSystemWatcher(panel)
        self._wait = QTimer(panel)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_SETTLED_MS)
        self._wiring = Wiring(lambda error: panel.show_notice(str(error)))
        for signal, act in (
            (panel.book_chosen, lambda path: self.open(Path(path))), (panel.other_requested, self.ask_other),
            (panel.edit_requested, self.edit), (panel.own_requested, self.ask_own), (panel.reload_requested, self.reload),
            (panel.try_requested, self.try_on), (panel.use_requested, self.take_into_use),
            (self._watcher.fileChanged, self._look_again), (self._watcher.directoryChanged, self._look_again),
            (self._wait.timeout, self.reload),
        ):  # fmt: skip
            self._wiring.join(signal, act)
        self.open(self.path)

    def open(self, path: Path) -> None:
        """Show another book; a book that cannot be used is shown with what is wrong in it."""
        self.path = Path(path)
        for watched in (self._watcher.files(), self._watcher.directories()):
            if watched:
                self._watcher.removePaths(watched)
        self._panel.show_books(self._books(), str(self.path))
        self.reload()

    def reload(self) -> None:
        """Read the file again and check every part of it, expressions too."""
        from landwatch_plugin.casework.judging import Judge

        self._panel.show_notice("")
        self._watch()
        try:
            self.book = Judge(read_rulebook(self.path)).book
        except RuleBookError as error:
            self.book = None
            self._panel.show_problem(error)
            return
        sitting = self._sitting()
        in_use = sitting is not None and sitting[0].book.digest == self.book.digest
        self._panel.show_book(self.book, in_use)
        self._panel.show_trial(sitting is not None)

    def _watch(self) -> None:
        """The file, which Qt forgets when it is deleted, and its folder, which tells that it is there again."""
        self._mark = _mark_of(self.path)
        for path, watched in ((self.path, self._watcher.files()), (self.path.parent, self._watcher.directories())):
            if path.exists() and str(path) not in watched:
                self._watcher.addPath(str(path))

    def _look_again(self, _path: str) -> None:
        """Other files of the folder change too; only this one is read again."""
        if _mark_of(self.path) != self._mark:
            self._wait.start()

    def edit(self) -> None:
        """In whatever program the system has for it."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.path))):
            raise LandwatchError(f"系统没有打开 .toml 文件的程序：{self.path.name}。", "请用任意文本编辑器打开该文件。")

    def ask_other(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._panel, tr("Rule book"), str(self.path.parent), tr("Rule book (*.toml)")
        )
        if chosen:
            self._settings.remember("rulebooks", chosen)
            self.open(Path(chosen))

    def ask_own(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._panel, tr("Make a book of our own"), str(Path.home()), tr("Rule book (*.toml)")
        )
        if chosen:
            self.make_own(Path(chosen))

    def make_own(self, path: Path) -> None:
        """A book that extends the one shown, opened at once."""
        if self.book is None:
            raise LandwatchError("当前手册不能使用，不能作为基础。", "请先选择一本可用的手册。")
        made = write_own_book(path, self.book)
        self._settings.remember("rulebooks", str(made))
        self.open(made)

    def try_on(self) -> None:
        """The rules of the book shown, on the patch under review; nothing is kept."""
        from landwatch_plugin.casework.judging import Judge
        from landwatch_plugin.casework.tracing import trace

        sitting = self._sitting()
        if sitting is None or self.book is None:
            raise LandwatchError("没有可以试算的图斑。", "请先打开台账并选中一个已核查的图斑。")
        review, number = sitting
        TraceDialog(number, trace(review.ledger, number, Judge(self.book)), self.book.stamp, self._panel).show()

    def take_into_use(self) -> None:
        """For the next sitting, and for the open one at once."""
        shipped = self.path == default_rulebook()
        self._use("" if shipped else str(self.path))
        self.reload()

    def _books(self) -> list[tuple[str, str]]:
        """Shipped ones, then those used before, then the one shown."""
        paths = [*shipped_rulebooks(), *(Path(name) for name in self._settings.names("rulebooks"))]
        listed = dict.fromkeys([path for path in paths if path.is_file()] + [self.path])
        return [(path.stem, str(path)) for path in listed]


def _mark_of(path: Path) -> tuple[int, int] | None:
    """When and how long a file was written last; None while it is not there."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
