"""A QGIS profile of its own: Chinese, without first-run questions and news, with the plugin switched on."""

from __future__ import annotations

import os
import shutil
import sysconfig
from pathlib import Path

PROFILE = "default"
INSIDE = Path(__file__).resolve().parent / "inside"

_SETTINGS = """\
[locale]
overrideFlag=true
userLocale=zh-Hans
globalLocale=zh_CN
[qgis]
checkVersion=false
showTips=false
[fonts]
downloadMissingFonts=false
[app]
askToSaveMemoryLayers=false
plugin_installer\\checkOnStart=false
[core]
NewsFeed\\httpsfeedqgisorg\\disabled=true
"""


def write_profile(folder: Path, *plugins: Path, enabled: bool = True) -> Path:
    """A profile under `folder` (which QGIS takes as --profiles-path or QGIS_CUSTOM_CONFIG_PATH).

    `plugins` are linked in under their folders' names, and switched on unless told. Settings already there stay.
    """
    profile = folder / "profiles" / PROFILE
    settings = profile / "QGIS" / "QGIS3.ini"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        switched_on = [f"{plugin.name}=true" for plugin in plugins] if enabled else []
        settings.write_text("\n".join([_SETTINGS + "[PythonPlugins]", *switched_on, ""]), encoding="utf-8")
    for plugin in plugins:
        _link(profile / "python" / "plugins" / plugin.name, plugin)
    return profile


def _link(place: Path, plugin: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_symlink():
        place.unlink()
    elif place.exists():
        shutil.rmtree(place)
    place.symlink_to(os.path.relpath(plugin.resolve(), place.parent.resolve()))


def environment(**more: str) -> dict[str, str]:
    """This process's environment, with our packages for Python (see inside/startup.py) and Chinese glyph forms.

    Fontconfig chooses among Chinese and Japanese forms by FC_LANG, so no zh_CN locale need be generated; LC_ALL and
    LC_CTYPE could name a character set that cannot write Chinese file names and give way to a UTF-8 LANG.
    """
    kept = {key: value for key, value in os.environ.items() if not key.startswith("LC_") and key != "LANGUAGE"}
    if "UTF-8" not in kept.get("LANG", "").upper():
        kept["LANG"] = "C.UTF-8"
    kept |= {
        "FC_LANG": "zh-cn",
        "LANDWATCH_PACKAGES": sysconfig.get_path("purelib"),
        "PYQGIS_STARTUP": str(INSIDE / "startup.py"),
    }
    kept.pop("PYTHONPATH", None)
    return kept | more
