"""信号接线: joins signals to acts, shows the user's errors once, and takes every joint apart again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import Qgis
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QObject

from landwatch_plugin.domain.errors import Cancelled, LandwatchError
from landwatch_plugin.gis.i18n import tr

Tell = Callable[[LandwatchError], None]


def message_bar_teller(bar: QgsMessageBar) -> Tell:
    """Shows an error in QGIS's message bar; the same text twice in a row is shown once."""

    def tell(error: LandwatchError) -> None:
        current = bar.currentItem()
        if current is not None and current.text() == str(error):
            return
        level = Qgis.MessageLevel.Info if isinstance(error, Cancelled) else Qgis.MessageLevel.Warning
        bar.pushMessage(tr("LandWatch"), str(error), level, 0 if level == Qgis.MessageLevel.Warning else 5)

    return tell


class Wiring:
    """The ui slot: a LandwatchError that reaches it goes to `tell`; every other error goes to QGIS."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._joined: list[Any] = []

    def join(self, signal: Any, act: Callable[..., Any]) -> None:
        """`act` gets what the signal carries."""
        self._joined.append(signal.connect(self.guarded(act)))

    def guarded(self, act: Callable[..., Any]) -> Callable[..., None]:
        def slot(*carried: Any) -> None:
            try:
                act(*carried)
            except LandwatchError as error:
                self._tell(error)

        return slot

    def undo(self) -> None:
        """Take all joints apart, the last one first.

        By connection and not by signal: a signal whose sender Qt has deleted must not be touched any more.
        """
        while self._joined:
            QObject.disconnect(self._joined.pop())
