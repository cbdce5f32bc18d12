"""拆分接线: offers to split the patch that is shown, takes a split back, and ends with the sitting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtWidgets import QDialog

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.questions import asked_reason
from landwatch_plugin.ui.slots import Tell

if TYPE_CHECKING:
    from landwatch_plugin.ui.presenter import ReviewPresenter
    from landwatch_plugin.ui.split_presenter import SplitPresenter


class SplitDesk:
    """Belongs to the workbench."""

    def __init__(
        self, iface: QgisInterface, tell: Tell, show: Callable[[QDialog], None], sitting: Callable[[], ReviewPresenter | None]
    ) -> None:  # fmt: skip
        """`show` brings up a dialog, one at a time; `sitting` is the one that is open now."""
        self.iface = iface
        self._tell = tell
        self._show = show
        self._sitting = sitting
        self._splitting: SplitPresenter | None = None

    def split(self) -> None:
        """Offer to split the patch that is shown. The dialog keeps to the left, so that the patch stays in sight."""
        from landwatch_plugin.ui.split_dialog import SplitDialog
        from landwatch_plugin.ui.split_presenter import SplitPresenter

        sitting = self._sitting()
        if sitting is None or sitting.number is None:
            return
        number, review = sitting.number, sitting.review
        card = review.card(number)
        dialog = SplitDialog(number, card.patch_mu, card.offer, self.iface.mainWindow())
        self._show(dialog)
        corner = self.iface.mapCanvas().mapTo(self.iface.mainWindow(), QPoint(0, 0))
        dialog.move(self.iface.mainWindow().mapToGlobal(QPoint(0, corner.y())))
        self._splitting = SplitPresenter(dialog, review, number, self.iface.mapCanvas(), self._tell, self._after_split)

    def rejoin(self) -> None:
        """Take back the split that the shown patch came from."""
        from landwatch_plugin.casework.splitting import parent_of

        sitting = self._sitting()
        if sitting is None or sitting.number is None:
            return
        parent = parent_of(sitting.review.ledger, sitting.number)
        sitting.review.ledger.require_rejoinable(parent)
        children = "、".join(sitting.review.ledger.children(parent))
        text = tr(
            "Patch {} stands again in the place of {}; decisions on these are taken back. The journal keeps both."
        )
        title = tr("Undo the split")
        reason = asked_reason(self.iface.mainWindow(), title, text.format(parent, children), title)
        if reason is not None:
            sitting.rejoin(reason)

    def end(self) -> None:
        if self._splitting is not None:
            self._splitting.end()
            self._splitting = None

    def _after_split(self, names: list[str]) -> None:
        sitting = self._sitting()
        if sitting is not None:
            sitting.show_split(names)
