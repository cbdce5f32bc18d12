"""日志: QGIS's message log under one tag. Pure rooms use `logging.getLogger(__name__)` and arrive here too."""

from __future__ import annotations

import logging

from qgis.core import Qgis, QgsMessageLog

TAG = "LandWatch"
_PACKAGE = "landwatch_plugin"


def info(text: str) -> None:
    """A line for whoever looks; nothing pops up."""
    QgsMessageLog.logMessage(text, TAG, Qgis.MessageLevel.Info, False)


def warning(text: str) -> None:
    """A line that QGIS also marks with a balloon in the status bar."""
    QgsMessageLog.logMessage(text, TAG, Qgis.MessageLevel.Warning)


def error(text: str) -> None:
    """As `warning`, at the highest level."""
    QgsMessageLog.logMessage(text, TAG, Qgis.MessageLevel.Critical)


class MessageLogHandler(logging.Handler):
    """Carries Python log records of the package into QGIS's message log."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            error(self.format(record))
        elif record.levelno >= logging.WARNING:
            warning(self.format(record))
        else:
            info(self.format(record))


def install() -> MessageLogHandler:
    """Join the package's loggers to QGIS, from level INFO; undo with `remove`."""
    handler = MessageLogHandler(logging.INFO)
    handler.setFormatter(logging.Formatter("%(name)s: %(message)s"))
    logger = logging.getLogger(_PACKAGE)
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)
    return handler


def remove(handler: MessageLogHandler) -> None:
    """The reverse of `install`."""
    logger = logging.getLogger(_PACKAGE)
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)
