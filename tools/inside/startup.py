"""PYQGIS_STARTUP, run before QGIS's own Python modules are imported.

Packages: qgis.core (3.40 and later) imports shapely when it can find it, before any plugin runs and without the guard
that pip's wheels need inside QGIS on Linux (see landwatch_plugin/door.py). So the folder that LANDWATCH_PACKAGES
names joins Python's path when qgis.utils is imported, which comes after qgis.core and before the plugins.

Errors: in a scripted run (LANDWATCH_OUT) nobody closes QGIS's error window. An uncaught error, in the plugin's start or
in a slot, ends the run with its traceback instead.
"""

import json
import os
import sys
import traceback


class _Watch:
    """Finds nothing; it only sees which module is being looked for."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name == "qgis.utils":
            sys.path.insert(0, os.environ["LANDWATCH_PACKAGES"])
        elif name == "landwatch_plugin":
            sys.meta_path.remove(cls)
            if "LANDWATCH_OUT" in os.environ:
                sys.modules["qgis.utils"].showException = _end_with


def _end_with(kind, value, trace, message, *_more, **_named):
    text = "".join([message or "", "\n", *traceback.format_exception(kind, value, trace)])
    with open(os.path.join(os.environ["LANDWATCH_OUT"], "result.json"), "w", encoding="utf-8") as file:
        json.dump({"error": text}, file, ensure_ascii=False)
    os._exit(1)


sys.meta_path.insert(0, _Watch)
