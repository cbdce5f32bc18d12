"""QGIS's --code file: waits until the desktop stands, then plays the script that LANDWATCH_SCRIPT names."""

import os
from pathlib import Path

from desktop_script import play
from qgis.PyQt.QtCore import QTimer

QTimer.singleShot(500, lambda: play(Path(os.environ["LANDWATCH_SCRIPT"])))
