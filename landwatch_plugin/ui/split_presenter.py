"""拆分接线: joins the split dialog to casework and to the map: previews there, a line drawn there, the split itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.core import QgsProject
from qgis.gui import QgsMapCanvas

from landwatch_plugin.casework.splitting import Plan, Splitter, check_children
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.gis import layers
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.line_tool import LineTool
from landwatch_plugin.gis.parts_view import PartsView, part_colour
from landwatch_plugin.ui.progress import ProgressWindow
from landwatch_plugin.ui.slots import Tell, Wiring
from landwatch_plugin.ui.split_dialog import APPROVALS, LAND, LAYER, LINE, SplitDialog

if TYPE_CHECKING:
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
        self._splitter = Splitter(review.ledger, number, review.book)
        self._view, self._tool = PartsView(canvas), None
        self._wiring = Wiring(tell)
        self._wiring.join(dialog.way_chosen, self.propose)
        self._wiring.join(dialog.draw_requested, self.draw)
        self._wiring.join(dialog.split_requested, self.split)
        self._wiring.join(dialog.finished, lambda _code: self.close())
        dialog.show_layers(self._layers())
        dialog.choose(APPROVALS)

    def propose(self, way: int, layer_id: str = "") -> None:
        """Show the children of one way, or why there are none."""
        self._drop_tool()
        if way == LINE:
            self._clear(tr("Press “Draw on the map” and click the corners of the line across the patch."), hint=True)
            return
        ways = {
            APPROVALS: lambda: self._splitter.by_approvals(self._bound()),
            LAND: lambda: self._splitter.by_land(self._bound()),
            LAYER: lambda: self._splitter.by_layer(QgsProject.instance().mapLayer(layer_id)),
        }
        self._try(ways[way])

    def draw(self) -> None:
        """Wait for a line on the map; the dialog stays where it is."""
        self._drop_tool()
        self._clear(
            tr("Click the corners of the line; it must cross the patch. A double or right click ends it."), hint=True
        )
        self._tool = LineTool(self._canvas)
        self._tool.drawn.connect(self._wiring.guarded(self.take_line))
        self._tool.dropped.connect(lambda: self._clear(tr("The line was dropped."), hint=True))
        self._tool.begin()

    def take_line(self, wkb: bytes) -> None:
        crs = self._canvas.mapSettings().destinationCrs()
        self._try(lambda: self._splitter.by_line(bytes(wkb), crs if crs.isValid() else self._splitter.crs))

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
        self._drop_tool()
        self._view.clear()
        self._wiring.undo()

    def _try(self, make: Callable[[], Plan]) -> None:
        try:
            self.plan = make()
        except LandwatchError as error:
            self._clear(str(error))
            return
        ledger = self._review.ledger
        self._view.show([part.wkb for part in self.plan.parts], ledger.srid, ledger.srs_wkt)
        self._dialog.show_plan(self.plan, [part_colour(at) for at in range(len(self.plan.parts))])

    def _clear(self, text: str, hint: bool = False) -> None:
        self.plan = None
        self._view.clear()
        self._dialog.show_problem(text, hint)

    def _drop_tool(self) -> None:
        if self._tool is not None:
            self._tool.end()
            self._tool = None

    def _bound(self) -> list[layers.Binding]:
        """The project's layers, else those that the ledger used last."""
        return layers.bindings(QgsProject.instance()) or [item.binding for item in self._review.ledger.inputs()]

    def _layers(self) -> list[tuple[str, str]]:
        """Line and polygon layers, without the ledger's own."""
        own = layers.source_file(self._review.ledger.layer_source)
        return [
            (layer.id(), layer.name()) for layer in layers.drawn_layers(QgsProject.instance())
            if layers.source_file(layer.source()) != own
        ]  # fmt: skip
