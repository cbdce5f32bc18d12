"""接收第一步 来源: the issued file, what it was read as, and where it is to go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qgis.core import QgsCoordinateReferenceSystem
from qgis.gui import QgsProjectionSelectionWidget
from qgis.PyQt.QtCore import QSignalBlocker, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.colours import shade, tinted
from landwatch_plugin.ui.file_field import FileField
from landwatch_plugin.ui.labels import WrapLabel, heading, softened
from landwatch_plugin.ui.plain_table import PlainTable

if TYPE_CHECKING:
    from landwatch_plugin.casework.intake_look import Look


class SourcePage(QWidget):
    """`look_wanted`: file, layer, list or system changed, the file is to be looked at again."""

    look_wanted = pyqtSignal()
    file_chosen = pyqtSignal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        kinds = tr("Layers (*.shp *.zip *.gpkg *.geojson *.json *.kml *.kmz);;All files (*)")
        self.source = FileField(tr("Issued file"), kinds, folders=tr("Geodatabase…"), parent=self)
        self.layer = QComboBox(self)
        self.listing = FileField(tr("List to join"), tr("Lists (*.xlsx *.csv *.txt);;All files (*)"), parent=self)
        self.listing.box.lineEdit().setPlaceholderText(tr("Optional; Excel or CSV, joined by patch number"))
        self.batch, self.operator = QLineEdit(self), QLineEdit(self)
        self.ledger = FileField(tr("Ledger, new or existing"), tr("Ledger (*.gpkg)"), new=True, parent=self)
        self.batch.setPlaceholderText(tr("For example 2026年6月"))
        self.operator.setPlaceholderText(tr("Name written beside each decision"))
        self.about, self.doubt = WrapLabel(parent=self), WrapLabel(parent=self)
        self.fix_crs = QCheckBox(tr("Set the coordinate system"), self)
        self.crs = QgsProjectionSelectionWidget(self)
        self.take_hint = QPushButton(self)
        self.encoding = QComboBox(self)
        for title, name in ((tr("By its content"), ""), ("GBK（GB18030）", "gb18030"), ("UTF-8", "utf-8")):
            self.encoding.addItem(title, name)
        self.table = PlainTable(self)
        self._hint, self._seen, self._listed = "", "", ""
        self._lay_out()
        self._wire()
        self.clear()

    def clear(self) -> None:
        """No file has been looked at."""
        self.about.show_plain(tr("Choose the issued file; what is in it will be shown here."))
        self.table.show_rows((), ())
        for widget in (self.doubt, self.take_hint, self.fix_crs, self.crs):
            widget.hide()
        self._offer_encoding(bool(self.encoding_chosen()))
        self._show_layers((), "")

    def show_look(self, look: Look) -> None:
        lines = [
            tr("{} rows, {} fields.").format(look.count, len(look.fields)),
            tr("Text encoding: {}.").format(look.encoding),
            tr("Coordinate system: {}.").format(look.crs or tr("not settled")),
        ]
        if look.list_rows:
            lines.append(tr("List: {} rows.").format(look.list_rows))
        self.about.show_plain(" ".join(lines))
        self._show_layers(look.layers, look.layer)
        self._hint = look.crs_hint
        self.doubt.show_rich(tinted(softened(look.crs_problem), shade("warn" if look.crs else "bad", self.palette())))
        self.doubt.setVisible(bool(look.crs_problem))
        self.take_hint.setText(tr("Use {}").format(look.crs_hint))
        self.take_hint.setVisible(bool(look.crs_hint) and not look.crs)
        self.fix_crs.show()
        self._offer_encoding(look.encoding_open)
        self.crs.setVisible(self.fix_crs.isChecked())
        self.table.show_rows(look.fields, look.head, figures=False)

    def crs_text(self) -> str:
        """What the user has set; "" for none."""
        chosen = self.crs.crs()
        return (chosen.authid() or chosen.toWkt()) if self.fix_crs.isChecked() and chosen.isValid() else ""

    def encoding_chosen(self) -> str:
        """gb18030 or utf-8 as the user has set it; "" leaves it to the content."""
        return str(self.encoding.currentData())

    def layer_name(self) -> str:
        return self.layer.currentText() if self.layer.count() > 1 else ""

    def _offer_encoding(self, offered: bool) -> None:
        """A choice with which the file cannot be read must stay in sight."""
        self.encoding.setVisible(offered)
        self._encoding_title.setVisible(offered)

    def _show_layers(self, names: Sequence[str], chosen: str) -> None:
        blocked = QSignalBlocker(self.layer)
        self.layer.clear()
        self.layer.addItems(list(names))
        self.layer.setCurrentText(chosen)
        blocked.unblock()
        self.layer.setVisible(len(names) > 1)
        self._layer_title.setVisible(len(names) > 1)

    def _use_hint(self) -> None:
        blocked = QSignalBlocker(self.crs)
        self.crs.setCrs(QgsCoordinateReferenceSystem(self._hint))
        blocked.unblock()
        self.fix_crs.setChecked(True)

    def _fix(self, fixed: bool) -> None:
        self.crs.setVisible(fixed)
        if not fixed or self.crs.crs().isValid():
            self.look_wanted.emit()

    def _new_file(self, path: str) -> None:
        """Another file has another system and encoding; leaving the line without a change is no new file."""
        if path == self._seen:
            return
        self._seen = path
        blocked = [QSignalBlocker(widget) for widget in (self.fix_crs, self.crs, self.encoding)]
        self.fix_crs.setChecked(False)
        self.encoding.setCurrentIndex(0)
        self.crs.setCrs(QgsCoordinateReferenceSystem())
        for one in blocked:
            one.unblock()
        self._show_layers((), "")
        self.file_chosen.emit(path)

    def _new_list(self, path: str) -> None:
        if path != self._listed:
            self._listed = path
            self.look_wanted.emit()

    def _wire(self) -> None:
        self.source.path_changed.connect(self._new_file)
        self.listing.path_changed.connect(self._new_list)
        self.layer.currentIndexChanged.connect(lambda _index: self.look_wanted.emit())
        self.fix_crs.toggled.connect(self._fix)
        self.crs.crsChanged.connect(lambda _crs: self.look_wanted.emit())
        self.take_hint.clicked.connect(self._use_hint)
        self.encoding.currentIndexChanged.connect(lambda _index: self.look_wanted.emit())

    def _lay_out(self) -> None:
        form = QFormLayout()
        self._layer_title = QLabel(tr("Layer"), self)
        form.addRow(tr("Issued file"), self.source)
        form.addRow(self._layer_title, self.layer)
        form.addRow(tr("List to join"), self.listing)
        form.addRow(tr("Batch name"), self.batch)
        form.addRow(tr("Ledger"), self.ledger)
        form.addRow(tr("Operator"), self.operator)
        system = QHBoxLayout()
        self._encoding_title = QLabel(tr("Text encoding"), self)
        system.addWidget(self._encoding_title)
        system.addWidget(self.encoding)
        system.addSpacing(16)
        self.take_hint.setAutoDefault(False)
        for widget in (self.fix_crs, self.take_hint):
            system.addWidget(widget)
        system.addWidget(self.crs, 1)
        system.addStretch(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        layout.addWidget(heading(tr("As read"), self))
        layout.addWidget(self.about)
        layout.addWidget(self.doubt)
        layout.addLayout(system)
        layout.addWidget(self.table, 1)
