"""粘贴坐标接线: reads what was pasted after every change, draws it on the map, and writes it where the user says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtGui import QGuiApplication

from landwatch_plugin.casework.pasted_area import TARGETS, Area, Particulars, add_layer, add_to_role, read_area, text_of
from landwatch_plugin.coordinates.pasted_system import DATUMS, System
from landwatch_plugin.coordinates.pasted_table import NONE, Wish
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.errors import InputError, LandwatchError
from landwatch_plugin.domain.extent import Box
from landwatch_plugin.gis.area_preview import AreaPreview
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.layers import bindings
from landwatch_plugin.ui.free_strip import free_strip
from landwatch_plugin.ui.paste_dialog import COLUMNS, PasteDialog
from landwatch_plugin.ui.questions import sure
from landwatch_plugin.ui.slots import Wiring

_ZONES = (*range(25, 46), *range(13, 24))
_SHOWN = 500
"""Corners listed in the table."""


class Purpose(NamedTuple):
    """What the area is for when it goes into no layer."""

    around: tuple[str, Box] | None
    """What it must lie near, and its box in degrees."""
    take: Callable[[Area, str], None]
    """Hears the area and its text. Raises LandwatchError when it is of no use; the dialog shows why and stays."""


class PastePresenter:
    """`area` is what the text now means, None while it means none. The preview goes with the dialog."""

    def __init__(
        self, dialog: PasteDialog, canvas: QgsMapCanvas, project: QgsProject, purpose: Purpose | None = None
    ) -> None:
        self._dialog, self._canvas, self._project, self._purpose = dialog, canvas, project, purpose
        self._open = True
        self._bound: list[Binding] = bindings(project)
        self.preview = AreaPreview(canvas, project)
        self.area: Area | None = None
        self._seen = ""
        self._wiring = Wiring(lambda error: dialog.show_done(str(error)))
        self._wiring.join(dialog.changed, self.read)
        self._wiring.join(dialog.add_requested, self.add)
        self._wiring.join(dialog.copy_requested, self.copy)
        self._wiring.join(dialog.file_chosen, self.open_file)
        self._wiring.join(dialog.zoom_requested, self.zoom)
        self._wiring.join(dialog.finished, lambda _code: self.close())
        free = [binding for binding in self._bound if binding.role in TARGETS]
        dialog.offer_targets([
            (tr("New temporary layer"), None),
            *((tr("Layer bound as {}").format(item.role.title), item.role) for item in free),
        ])  # fmt: skip
        self._offer(None)
        dialog.show_waiting()

    def read(self) -> None:
        """Understand the text anew. The map follows when a new table is pasted, not while it is corrected."""
        text = self._dialog.text.toPlainText()
        self.area = None
        if not text.strip():
            self.preview.clear()
            self._offer(None)
            self._dialog.show_waiting()
            return
        try:
            self.area = read_area(text, self._wish(), self._bound, self._purpose.around if self._purpose else None)
            box = self.preview.show(self.area.shape, self.area.crs)
        except LandwatchError as error:
            self.area = None
            self.preview.clear()
            self._dialog.forget_guesses()
            self._dialog.show_problem(str(error), error.row if isinstance(error, InputError) else None)
            return
        self._offer(self.area)
        self._show(self.area)
        if text != self._seen:
            self.preview.zoom_to(box, free_strip(self._canvas, self._dialog))
        self._seen = text

    def add(self) -> None:
        """Write the area; a bound layer is changed only after a question."""
        area, role = self.area, self._dialog.target.currentData()
        if area is None:
            return
        if self._purpose is not None:
            self._purpose.take(area, self._dialog.text.toPlainText())
            self._dialog.accept()
            return
        about = Particulars(self._dialog.name.text().strip(), self._dialog.number.text().strip())
        if role is None:
            title = add_layer(self._project, area, about)
            self._dialog.show_done(
                tr("Added as layer “{}”. It is temporary: save it as a file to keep it.").format(title)
            )
        elif self._agreed(area, role, about):
            binding = next(item for item in self._bound if item.role is role)
            self._dialog.show_done(add_to_role(binding, area, about))

    def open_file(self, path: str) -> None:
        """Put a file's text where the pasted one would stand."""
        self._dialog.show_text(text_of(Path(path)))

    def copy(self) -> None:
        if self.area is not None:
            QGuiApplication.clipboard().setText(self.area.wkt)
            self._dialog.show_done(tr("Copied as WKT, {}.").format(self.area.crs.authid()))

    def zoom(self) -> None:
        if self.area is not None:
            self.preview.zoom_to(
                self.preview.show(self.area.shape, self.area.crs), free_strip(self._canvas, self._dialog)
            )

    def end(self) -> None:
        """Close the dialog, if it still stands."""
        if self._open:
            self._dialog.reject()

    def close(self) -> None:
        self._open = False
        self._wiring.undo()
        self.preview.close()

    def _agreed(self, area: Area, role: Role, about: Particulars) -> bool:
        text = tr(
            "One polygon with {} corners will be written into the layer bound as {}: name “{}”, number “{}”."
        ).format(sum(map(len, area.pasted.rings)), role.title, about.name, about.number)
        return sure(self._dialog, tr("Write into a bound layer"), text, tr("Write"))

    def _wish(self) -> Wish:
        choice = self._dialog.choice
        return Wish(
            choice("label"), choice("ring"), choice("north"), choice("east"), choice("datum") or "", choice("zone"),
            bool(choice("rings")),
        )  # fmt: skip

    def _show(self, area: Area) -> None:
        degrees = area.pasted.system.degrees
        headers = (
            tr("Ring"),
            tr("Point"),
            tr("Line"),
            *((tr("Latitude"), tr("Longitude")) if degrees else ("X（北）", "Y（东）")),
        )
        rows = []
        for number, (ring, hole) in enumerate(zip(area.pasted.rings, area.pasted.holes, strict=True), 1):
            title = tr("{} (hole)").format(number) if hole else str(number)
            for corner in ring[: _SHOWN - len(rows)]:
                places = (f"{corner.y:.8f}", f"{corner.x:.8f}") if degrees else (f"{corner.y:.3f}", f"{corner.x:.3f}")
                rows.append((title, corner.label, str(corner.row), *places))
        self._dialog.show_area(area.account, area.notes, headers, rows)

    def _offer(self, area: Area | None) -> None:
        """What was guessed goes into the boxes' first line, what could be meant instead below it."""
        pasted = area.pasted if area is not None else None
        titles = (
            [tr("Column {} ({})").format(at + 1, title) for at, title in enumerate(pasted.titles)] if pasted else []
        )
        for key in COLUMNS:
            at = pasted.columns.get(key) if pasted else None
            guess = titles[at] if at is not None and at < len(titles) else tr("none") if pasted else ""
            others = [(title, k) for k, title in enumerate(titles)]
            if key in ("label", "ring") and pasted:
                others.insert(0, (tr("none"), NONE))
            self._dialog.offer(key, guess, others)
        system = pasted.system if pasted else None
        self._dialog.offer(
            "datum", DATUMS[system.datum] if system else "", [(title, key) for key, title in DATUMS.items()]
        )
        self._dialog.offer(
            "zone", _zone_title(system) if system else "", [(_zone_title(System(zone=k)), k) for k in _ZONES]
        )
        guess = tr("{} rings").format(len(pasted.rings)) if pasted else ""
        self._dialog.offer("rings", guess, [(tr("All points are one ring"), True)])


def _zone_title(system: System) -> str:
    if system.degrees:
        return tr("degrees, no zone")
    return tr("{}-degree zone {} (meridian {}°)").format(system.width, system.zone, system.meridian)
