"""For scripts that run inside the real QGIS desktop (see tools/desktop.py): wait, picture, finish.

A script says what it saw with `finish(...)`; it need not: whatever `result` holds at the end is handed over.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from qgis.PyQt.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer
from qgis.PyQt.QtWidgets import QWidget
from qgis.utils import iface

OUT = Path(os.environ["LANDWATCH_OUT"])
result: dict[str, Any] = {}


def settle(seconds: float = 0.3) -> None:
    """Let Qt work for a while, pending deletions included."""
    loop = QEventLoop()
    QTimer.singleShot(int(seconds * 1000), loop.quit)
    loop.exec()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wait_until(done: Callable[[], bool], seconds: float = 20, what: str = "") -> None:
    """Let Qt work until `done()`; TimeoutError names `what` did not come."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what or done}")
        settle(0.05)


def map_drawn(seconds: float = 20) -> None:
    """Wait until the main map has been drawn."""
    settle(0.1)
    wait_until(lambda: not iface.mapCanvas().isDrawing(), seconds, "the map")


def shot(name: str, widget: QWidget | None = None) -> Path:
    """A picture of a widget (QGIS's main window unless told) as OUT/name.png."""
    settle(0.2)
    path = OUT / f"{name}.png"
    if not (widget or iface.mainWindow()).grab().save(str(path)):
        raise OSError(f"could not write {path}")
    return path


def screen(name: str) -> Path:
    """A picture of the whole screen, open menus and several windows included."""
    settle(0.2)
    path = OUT / f"{name}.png"
    subprocess.run(["import", "-window", "root", str(path)], check=True)
    return path


def finish(code: int = 0, **more: Any) -> NoReturn:
    """Hand the result over and leave at once, without QGIS's questions."""
    text = json.dumps(result | more, ensure_ascii=False, indent=1, default=str)
    (OUT / "result.json").write_text(text, encoding="utf-8")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def play(script: Path) -> NoReturn:
    """Run `script` as a program; an error in it goes into the result as "error"."""
    iface.mainWindow().showMaximized()
    settle()
    try:
        space = {"__name__": "__main__", "__file__": str(script)}
        exec(compile(script.read_text(encoding="utf-8"), str(script), "exec"), space)
    except BaseException:  # noqa: BLE001 - nothing may leave QGIS standing on an unseen screen
        finish(1, error=traceback.format_exc())
    finish()
