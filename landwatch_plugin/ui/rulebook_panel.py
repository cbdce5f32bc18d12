"""规则手册页: one book as a table, what is wrong with it, and what can be done with it. Edits happen in any text editor."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import QSignalBlocker, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from landwatch_plugin.domain.errors import RuleBookError, RuleBookErrors
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.threshold import Threshold
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import muted, shade, tinted
from landwatch_plugin.ui.labels import WrapLabel, softened
from landwatch_plugin.ui.plain_table import PlainTable

_RULE_WIDTHS = (64, 44, 180, 190, 110, 130)
"""Of the list of rules; the condition takes what is left."""
_PROBLEM_WIDTH = 520
_OTHER_WIDTHS = (70, 170, 260, 330, 100)
"""Of limits, tags and calendar."""


def _unsaid(limit: Threshold) -> str:
    """A number alone: over one that the parent explains, or by itself."""
    return tr("changed by this book") if limit.meaning else tr("not said")


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
        self.tables = QTabWidget(self)
        self.rules, self.subtypes, self.others = (PlainTable(self) for _ in range(3))
        for table, title in (
            (self.rules, tr("List of rules")), (self.subtypes, tr("Classes and evidence")), (self.others, tr("Limits, tags, calendar")),
        ):  # fmt: skip
            self.tables.addTab(table, title)
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
        lines += [self._line("warn", text) for text in book.warnings]
        if in_use:
            lines.append(self._line("good", tr("In use in the open sitting.")))
        self.status.show_rich("<br>".join(lines))
        self._fill(book)
        self.buttons["use"].setEnabled(not in_use)

    def show_problem(self, error: RuleBookError) -> None:
        """A book that cannot be used: the tables are emptied, so that nothing old is taken for it; several problems are
        listed in the place of the rules."""
        self.status.show_rich(self._line("bad", str(error).split("\n")[0]))
        for table in (self.rules, self.subtypes, self.others):
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
            self.rules.setColumnWidth(1, _PROBLEM_WIDTH)
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

    def _fill(self, book: RuleBook) -> None:
        self.tables.setTabText(0, tr("List of rules"))
        self.rules.show_rows(
            (tr("Step"), tr("Rule"), tr("Title"), tr("Speaks for"), tr("Certainty"), tr("Needs layers"), tr("Condition")),
            [
                (rule.step, rule.id, rule.title, f"{rule.verdict}—{rule.subtype}", rule.certainty,
                 "、".join(role.title for role in rule.needs) or "—", rule.condition)
                for rule in book.rules
            ],
        )  # fmt: skip
        for column, width in enumerate(_RULE_WIDTHS):
            self.rules.setColumnWidth(column, width)
        self.rules.resizeRowsToContents()
        self.subtypes.show_rows(
            (tr("Class"), tr("Kind"), tr("Sub-type"), tr("Mandatory"), tr("One of"), tr("Optional"), tr("Certainty")),
            [
                (item.verdict, book.kind(item.verdict), item.name, "、".join(item.evidence) or "—",
                 "；".join("或".join(group) for group in item.one_of) or "—", "、".join(item.optional) or "—", item.certainty)
                for item in book.subtypes
            ],
        )  # fmt: skip
        rows = [
            (tr("Limit"), f"@{item.name}", f"{item.value}　{item.unit}", item.meaning, item.certainty or _unsaid(item))
            for item in book.limits
        ]
        rows += [(tr("Tag"), tag.name, tag.when, tag.message, tag.certainty) for tag in book.tag_rules]
        rows += [
            (tr("Linkage"), f"{link.id}　{link.title}", link.when, link.then, link.certainty) for link in book.linkages
        ]
        rows += [(tr("Calendar"), item.name, item.due, "", item.certainty) for item in book.calendar]
        rows += [(tr("Key area"), item.name, item.year, item.note, item.certainty) for item in book.key_areas]
        self.others.show_rows((tr("Part"), tr("Name"), tr("Value"), tr("Meaning"), tr("Certainty")), rows)
        for column, width in enumerate(_OTHER_WIDTHS):
            self.others.setColumnWidth(column, width)
        self.others.resizeRowsToContents()

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
