"""拆分接线: joins the split dialog to casework and to the map: previews there, lines drawn there, corners pasted, the split itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from qgis.core import QgsProject, QgsVectorLayer
from qgis.gui import QgsMapCanvas

from landwatch_plugin.casework.splitting import Plan, Splitter, check_children
from landwatch_plugin.domain.control import APPROVALS as PAPERS
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.gis import layers
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.line_tool import LineTool
from landwatch_plugin.gis.parts_view import PartsView, part_colour
from landwatch_plugin.ui.free_strip import free_strip
from landwatch_plugin.ui.paste_dialog import PasteDialog
from landwatch_plugin.ui.paste_presenter import PastePresenter, Purpose
from landwatch_plugin.ui.progress import ProgressWindow
from landwatch_plugin.ui.shown_ledgers import shown_ledgers
from landwatch_plugin.ui.slots import Tell, Wiring
from landwatch_plugin.ui.split_dialog import APPROVALS, COORDINATES, LAND, LAYER, LINE, SplitDialog

if TYPE_CHECKING:
    from landwatch_plugin.casework.pasted_area import Area
    from landwatch_plugin.casework.review import Review


class SplitPresenter:
    """Lives as long as its dialog. `close` leaves neither colours nor a tool on the map."""

    def __init__(
        self, dialog: SplitDialog, review: Review, number: str, canvas: QgsMapCanvas, tell: Tell,
        done: Callable[[list[str]], None],
    ) -> None:  # fmt: skip
        """`done` hears the children's numbers, when they are checked as well."""
        self.plan: Plan | None = None
        self._open = True
        self._dialog, self._review, self._canvas, self._done = dialog, review, canvas, done
        self._view, self._tool = PartsView(canvas), None
        self._lines: list[bytes] = []
        self._pasting: PastePresenter | None = None
        self._pasted = ""
        self._wiring = Wiring(tell)
        self._wiring.join(dialog.finished, lambda _code: self.close())
        try:
            self._splitter = Splitter(review.ledger, number, review.book)
        except LandwatchError as error:
            dialog.forbid(str(error))
            return
        self._wiring.join(dialog.way_chosen, self.propose)
        self._wiring.join(dialog.draw_requested, self.draw)
        self._wiring.join(dialog.paste_requested, self.paste)
        self._wiring.join(dialog.split_requested, self.split)
        dialog.show_layers(*self._layers())
        dialog.choose(APPROVALS)

    def propose(self, way: int, layer_id: str = "") -> None:
        """Show the children of one way, or why there are none."""
        self._drop_tools()
        self._keep_lines([])
        layer = QgsProject.instance().mapLayer(layer_id)
        hints = {
            LINE: tr("Press “Draw on the map” and click the corners of the line across the patch."),
            COORDINATES: tr("Press “Paste or open coordinates…”: the ring parts the patch into inside and outside."),
        } | ({} if layer else {LAYER: tr("Choose the layer whose features part the patch.")})
        if way in hints:
            self._clear(hints[way], hint=True)
            return
        ways = {
            APPROVALS: lambda: self._splitter.by_approvals(self._bound()),
            LAND: lambda: self._splitter.by_land(self._bound()),
            LAYER: lambda: self._splitter.by_layer(layer),
        }
        self._try(ways[way])

    def draw(self, anew: bool) -> None:
        """Wait for a line on the map; the dialog stays where it is, with the children of the lines drawn before."""
        self._drop_tools()
        if anew:
            self._keep_lines([])
        if not self._lines:
            text = tr("Click the corners of the line; it must cross the patch. A double or right click ends it.")
            self._clear(text, hint=True)
        self._tool = LineTool(self._canvas)
        self._tool.drawn.connect(self._wiring.guarded(self.take_line))
        self._tool.dropped.connect(self._line_dropped)
        self._tool.begin()

    def take_line(self, wkb: bytes) -> None:
        """One more line. When it does not help, those before stand."""
        crs = self._canvas.mapSettings().destinationCrs()
        lines = [*self._lines, bytes(wkb)]
        make = partial(self._splitter.by_lines, lines, crs if crs.isValid() else self._splitter.crs)
        if not self._lines:
            self._try(make)
        else:
            plan = make()
            if self.plan is not None and len(plan.parts) <= len(self.plan.parts):
                self._dialog.show_remark(
                    tr(
                        "This line parts nothing more and is left out. Its ends must reach the edge of the patch or a line drawn before."
                    )
                )
                return
            self._show(plan)
        self._keep_lines(lines if self.plan is not None else [])

    def paste(self) -> None:
        """Ask for the ring; the text pasted before is there again."""
        self._drop_tools()
        self._keep_lines([])
        self._clear(tr("Paste the corner table or open a text of boundary points."), hint=True)
        dialog = PasteDialog(self._dialog, tr("Split along this ring"))
        self._pasting = PastePresenter(
            dialog, self._canvas, QgsProject.instance(), Purpose(self._splitter.around, self.take_area)
        )
        dialog.text.setPlainText(self._pasted)
        dialog.show()
        dialog.stand_aside(self._dialog.parentWidget() or self._dialog)

    def take_area(self, area: Area, text: str) -> None:
        """The ring was understood. One that does not part the patch is told where it was pasted."""
        self._pasted = text
        self._show(self._splitter.by_coordinates(area))

    def split(self, reason: str) -> None:
        """Write it, check the children, and tell. A refused split leaves the dialog with the reason in it."""
        if self.plan is None:
            return
        try:
            names = self._review.split(self.plan, reason)
        except LandwatchError as error:
            self._clear(str(error))
            return
        review, window = self._review, self._dialog.parentWidget()
        self._dialog.accept()
        try:
            with ProgressWindow(tr("Checking patches"), window) as feedback:
                bound = layers.bindings(QgsProject.instance())
                check_children(review.ledger_path, names, bound, review.rulebook_path, feedback, review.operator)
        finally:
            self._done(names)

    def end(self) -> None:
        """Close the dialog, if it still stands: the sitting ends."""
        if self._open:
            self._dialog.reject()

    def close(self) -> None:
        self._open = False
        self._drop_tools()
        self._view.clear()
        self._wiring.undo()

    def _try(self, make: Callable[[], Plan]) -> None:
        try:
            plan = make()
        except LandwatchError as error:
            self._clear(str(error))
            return
        self._show(plan)

    def _show(self, plan: Plan) -> None:
        self.plan, ledger = plan, self._review.ledger
        self._view.show([part.wkb for part in plan.parts], ledger.srid, ledger.srs_wkt)
        self._view.look_at(free_strip(self._canvas, self._dialog))
        self._dialog.show_plan(plan, [part_colour(at) for at in range(len(plan.parts))])

    def _clear(self, text: str, hint: bool = False) -> None:
        self.plan = None
        self._view.clear()
        self._dialog.show_problem(text, hint)

    def _keep_lines(self, lines: list[bytes]) -> None:
        self._lines = lines
        self._dialog.show_lines(len(lines))

    def _line_dropped(self) -> None:
        if not self._lines:
            self._clear(tr("The line was dropped."), hint=True)

    def _drop_tools(self) -> None:
        """Neither a line nor a ring is waited for any more."""
        if self._tool is not None:
            self._tool.end()
            self._tool = None
        if self._pasting is not None:
            self._pasting.end()
            self._pasting = None

    def _bound(self) -> list[layers.Binding]:
        """The project's layers, else those that the ledger used last."""
        return layers.bindings(QgsProject.instance()) or [item.binding for item in self._review.ledger.inputs()]

    def _layers(self) -> tuple[list[tuple[str, str]], bool]:
        """Line and polygon layers that may hold boundaries, the bound approvals first, then the land classes; no
        ledger's. Whether the first is one of these, or the only one."""
        project = QgsProject.instance()
        ledgers = {path.resolve() for path in (self._review.ledger_path, *shown_ledgers(project))}
        roles = {item.source: item.role for item in layers.bindings(project)}
        wanted = [*PAPERS, Role.MINE, Role.LAND]

        def rank(layer: QgsVectorLayer) -> int:
            role = roles.get(layer.source())
            return wanted.index(role) if role in wanted else len(wanted)

        found = [layer for layer in layers.drawn_layers(project) if _file(layer) not in ledgers]
        found.sort(key=rank)
        likely = len(found) == 1 or bool(found and rank(found[0]) < len(wanted))
        return [(layer.id(), layer.name()) for layer in found], likely


def _file(layer: QgsVectorLayer) -> Path | None:
    path = layers.source_file(layer.source())
    return path.resolve() if path else None
