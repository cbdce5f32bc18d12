"""涉军涉密接线: asks before a mark is set, denied or lifted; each answer goes into the journal with who, when and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.PyQt.QtWidgets import QWidget

from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.ui.questions import asked_reason, asked_texts, sure

if TYPE_CHECKING:
    from landwatch_plugin.ui.presenter import ReviewPresenter


class SecretDesk:
    """Belongs to the workbench."""

    def __init__(
        self, parent: Callable[[], QWidget | None], sitting: Callable[[], ReviewPresenter | None], changed: Callable[[], None]
    ) -> None:  # fmt: skip
        """`changed`: other lists that show patches follow."""
        self._parent, self._sitting, self._changed = parent, sitting, changed

    def mark(self) -> None:
        """Out of every list, after a confirmation."""
        sitting = self._sitting()
        if sitting is None or sitting.number is None:
            return
        text = tr(
            "Patch {}, with all that was split from the same patch, will be taken out of every list, map, count and document "
            "and is reported apart. Only the numbers are kept; the contents cannot be brought back here."
        ).format(sitting.number)
        if sure(self._parent(), tr("Mark as military or secret"), text, tr("Set aside")):
            sitting.mark_secret()
            self._changed()

    def deny(self) -> None:
        """The records speak of something else; the reason is obligatory and stays in the patch's history."""
        sitting = self._sitting()
        if sitting is None or sitting.number is None:
            return
        text = tr(
            "Patch {} is confirmed not to be military or secret. The reason is obligatory and is kept with your name; "
            "a record written later that holds such words asks again."
        ).format(sitting.number)
        reason = asked_reason(self._parent(), tr("Not military or secret"), text, tr("Confirm: not secret"))
        if reason is not None:
            sitting.deny_secret(reason)
            self._changed()

    def lift(self) -> None:
        """A mark put by mistake: the number may be taken in again with its file."""
        sitting = self._sitting()
        if sitting is None:
            return
        text = tr(
            "A mark put by mistake is lifted. What the ledger had of the patch is gone; receive the file of its batch "
            "again to take it in. Number and reason are obligatory and are kept with your name."
        )
        names = (tr("Patch number as issued"), tr("Reason"))
        given = asked_texts(self._parent(), tr("Lift a mark"), text, names, tr("Lift the mark"))
        if given is not None:
            sitting.lift_mark(*given)
