"""Inside QGIS: ask the native wheels, through the library door, what mixed-up symbols would answer wrongly."""

from __future__ import annotations

import os
import sys

from desktop_script import result

sys.path.append(os.environ["LANDWATCH_PROBES"])

from landwatch_probe import shapes, wheels

result["answers"] = wheels.answers()
result["shapes"] = shapes.answers()
