"""规则手册页: one book as a table, what is wrong with it, and what can be done with it. Edits happen in any text editor."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from qgis.PyQt.QtCore import QSignalBlocker, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QTabWidget,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.domain.errors import RuleBookError, RuleBookErrors
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import muted, shade, tinted
from landwatch_plugin.ui.labels import WrapLabel, softened
from landwatch_plugin.ui.plain_table import PlainTable
from landwatch_plugin.ui.rulebook_tables import basis_rows, other_rows, rule_detail, rule_rows, subtype_rows, use_rows

_RULE_WIDTHS = (56, 190, 180, 76, 120)
"""Of the list of rules; the condition takes what is left, and is left to the detail where that is too little."""
_CONDITION = 5
_CONDITION_FITS = 1200
_OTHER_WIDTHS = (44, 130, 160, 190, 100)
_SUBTYPE_WIDTHS = (44, 44, 124, 146, 96, 96, 90)
_BASIS_WIDTHS = (90, 130)
_USE_WIDTHS = (90, 60, 340)
_LEAST = 100
"""Of the last column, which takes the room that is left."""
_WARNINGS_ABOVE = 3
"""Told over the tables; more would push them off a small page, and stand in a table of their own."""


class RuleBookPanel(QWidget):
    """Shows and signals; the presenter reads the files."""

    book_chosen = pyqtSignal(str)
    other_requested = pyqtSignal()
    edit_requested = pyqtSignal()
    own_requested = pyqtSignal()
    reload_requested = pyqtSignal()
    try_requested = pyqtSignal()
    use_requested = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.books, self.status, self.notice = QComboBox(self), WrapLabel(parent=self), WrapLabel(parent=self)
        self.notice.hide()
        self.books.setMinimumContentsLength(24)
        self.tables, self.detail = QTabWidget(self), QTextBrowser(self)
        self.rules, self.subtypes, self.uses, self.others, self.basis, self.warnings = (
            PlainTable(self) for _ in range(6)
        )
        self.list = QSplitter(Qt.Orientation.Vertical, self)
        for part in (self.rules, self.detail):
            self.list.addWidget(part)
        self.list.setSizes([260, 170])
        self.list.setChildrenCollapsible(False)
        for table, title in (
            (self.list, tr("List of rules")), (self.subtypes, tr("Classes and evidence")), (self.uses, tr("Uses on site")),
            (self.others, tr("Limits, tags, calendar")), (self.basis, tr("Grounds, land classes, ratio")),
        ):  # fmt: skip
            self.tables.addTab(table, title)
        self.warnings.hide()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._fit)
        self._book: RuleBook | None = None
        self.rules.itemSelectionChanged.connect(self._explain)
        self.tables.currentChanged.connect(lambda _at: self._fit())
        self.buttons: dict[str, QPushButton] = {}
        self._lay_out()
        self.books.activated.connect(lambda at: self.book_chosen.emit(self.books.itemData(at)))

    def show_books(self, books: Sequence[tuple[str, str]], chosen: str) -> None:
        """(title, path) of the books to choose from."""
        blocked = QSignalBlocker(self.books)
        self.books.clear()
        for title, path in books:
            self.books.addItem(title, path)
        self.books.setCurrentIndex(max(0, self.books.findData(chosen)))
        blocked.unblock()

    def show_book(self, book: RuleBook, in_use: bool) -> None:
        """A book that can be read."""
        lines = [
            self._line("good", tr("Valid: {}").format(f"{book.title}　{book.stamp}")),
            self._line("warn" if not book.signed_by else "", tr("Signed off: {}").format(book.signature)),
        ]
        if book.lineage:
            lines.append(
                self._line(
                    "", tr("Extends {}; what is not written in it comes from there.").format("、".join(book.lineage))
                )
            )
        many = len(book.warnings) > _WARNINGS_ABOVE
        lines += [self._line("warn", text) for text in book.warnings[: _WARNINGS_ABOVE - many]]
        if many:
            lines.append(self._line("warn", tr("{} remarks in all, see “Remarks”.").format(len(book.warnings))))
        if in_use:
            lines.append(self._line("good", tr("In use in the open sitting.")))
        self.status.show_rich("<br>".join(lines))
        self._fill(book)
        self._show_warnings(book.warnings if many else ())
        self.buttons["use"].setEnabled(not in_use)

    def show_problem(self, error: RuleBookError) -> None:
        """A book that cannot be used: the tables are emptied, so that nothing old is taken for it; several problems are
        listed in the place of the rules."""
        self.status.show_rich(self._line("bad", str(error).split("\n")[0]))
        self._book = None
        self._show_warnings(())
        self.detail.hide()
        for table in (self.rules, self.subtypes, self.uses, self.others, self.basis):
            table.show_rows((), ())
        several = isinstance(error, RuleBookErrors)
        self.tables.setTabText(0, tr("Problems") if several else tr("List of rules"))
        if several:
            self.tables.setCurrentIndex(0)
            rows = [
                (str(at), one.message.removeprefix(f"【{error.source}】"), one.cure)
                for at, one in enumerate(error.problems, 1)
            ]
            self.rules.show_rows((tr("No."), tr("Problem"), tr("What to do")), rows)
            self.rules.setColumnHidden(_CONDITION, False)
            self.rules.setColumnWidth(1, max(200, (self.rules.viewport().width() - 60) * 3 // 5))
            self.rules.resizeRowsToContents()
        for key in ("use", "try"):
            self.buttons[key].setEnabled(False)

    def show_notice(self, text: str) -> None:
        """What could not be done with the book, above what is known of it."""
        self.notice.show_rich(self._line("bad", text))
        self.notice.setVisible(bool(text))

    def show_trial(self, possible: bool) -> None:
        """Whether there is a patch to try the rules on."""
        self.buttons["try"].setEnabled(possible)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._later.start()

    def _fit(self) -> None:
        """A narrow page (QGIS's options) has no room for the condition beside the rest: the detail shows it whole. Rows
        are as high as the text at the width that a table has only once it is seen."""
        if self._book is not None:
            self.rules.setColumnHidden(_CONDITION, self.width() < _CONDITION_FITS)
        shown = self.tables.currentWidget()
        table = self.rules if shown is self.list else shown
        if isinstance(table, PlainTable):
            table.resizeRowsToContents()

    def _explain(self) -> None:
        """The chosen rule in full."""
        at = self.rules.currentRow()
        if self._book is None or not 0 <= at < len(self._book.rules):
            return
        lines = rule_detail(self._book, self._book.rules[at])
        grey = muted(self.palette())
        self.detail.setHtml(
            "".join(
                f"<p style='margin:2px 0'>{tinted(label, grey)}　{escape(softened(text))}</p>" for label, text in lines
            )
        )
        self.detail.verticalScrollBar().setValue(0)

    def _show_warnings(self, told: Sequence[str]) -> None:
        at = self.tables.indexOf(self.warnings)
        if not told and at >= 0:
            self.tables.removeTab(at)
        elif told:
            self.warnings.show_rows((tr("No."), tr("Remark")), [(str(no), text) for no, text in enumerate(told, 1)])
            self.warnings.resizeRowsToContents()
            if at < 0:
                self.tables.addTab(self.warnings, tr("Remarks"))

    def _fill(self, book: RuleBook) -> None:
        """All tables anew; the rule that was looked at stays chosen."""
        at = self.rules.currentRow()
        chosen = self._book.rules[at].id if self._book is not None and 0 <= at < len(self._book.rules) else ""
        self.tables.setTabText(0, tr("List of rules"))
        self._book = book
        for table, (head, rows), widths in (
            (self.rules, rule_rows(book), _RULE_WIDTHS), (self.subtypes, subtype_rows(book), _SUBTYPE_WIDTHS), (self.uses, use_rows(book), _USE_WIDTHS),
            (self.others, other_rows(book), _OTHER_WIDTHS), (self.basis, basis_rows(book), _BASIS_WIDTHS),
        ):  # fmt: skip
            table.show_rows(head, rows, figures=False)
            for column, width in enumerate((*widths, _LEAST)):
                table.setColumnWidth(column, width)
            table.resizeRowsToContents()
        self.detail.show()
        self._fit()
        ids = [rule.id for rule in book.rules]
        if ids:
            self.rules.selectRow(ids.index(chosen) if chosen in ids else 0)

    def _line(self, colour: str, text: str) -> str:
        return tinted(softened(text), shade(colour, self.palette()) if colour else muted(self.palette()))

    def _lay_out(self) -> None:
        first, below = QHBoxLayout(), QHBoxLayout()
        first.addWidget(QLabel(tr("Rule book"), self))
        first.addWidget(self.books, 1)
        for row, key, text, signal in (
            (first, "other", tr("Other file…"), self.other_requested),
            (below, "edit", tr("Open in text editor"), self.edit_requested),
            (below, "own", tr("Make a book of our own…"), self.own_requested),
            (below, "reload", tr("Read again and validate"), self.reload_requested),
            (below, "try", tr("Try on the current patch…"), self.try_requested),
            (below, "use", tr("Use this book"), self.use_requested),
        ):
            button = QPushButton(text, self)
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit())
            self.buttons[key] = button
            row.addWidget(button)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.addLayout(first)
        layout.addWidget(self.notice)
        layout.addWidget(self.status)
        layout.addWidget(self.tables, 1)
        layout.addLayout(below)
