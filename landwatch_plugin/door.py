"""库门: the one place where shapely, geopandas and their native wheels are first imported.

Inside the Linux QGIS executable the GEOS, GDAL and PROJ symbols that QGIS has loaded replace those of pip's
wheels, and the wheels then fail or crash. RTLD_DEEPBIND lets every wheel see its own library first. It works only
for the first import in a process, so everybody here gets these packages from this door and from nowhere else.
"""

from __future__ import annotations

import importlib
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from landwatch_plugin.domain.errors import LandwatchError, MissingPackage

#: In this order: what geopandas would import by itself must come through the door as well. pyogrio may be absent.
_WHEELS = ("shapely", "pyproj", "pyogrio", "pandas", "geopandas")
_OPTIONAL = ("pyogrio",)
_lock = threading.RLock()
_opened = False


def shapely() -> Any:
    """The shapely module, safe to use in this process."""
    _open()
    return sys.modules["shapely"]


def geopandas() -> Any:
    """The geopandas module, safe to use in this process."""
    _open()
    return sys.modules["geopandas"]


def pandas() -> Any:
    """The pandas module that geopandas uses."""
    _open()
    return sys.modules["pandas"]


def _open() -> None:
    global _opened
    if _opened:
        return
    with _lock:
        if _opened:
            return
        stranger = "shapely" in sys.modules
        with own_symbols_first():
            for name in _WHEELS:
                import_wheel(name)
        if not self_test(sys.modules["shapely"]):
            raise LandwatchError(_unsafe_text(stranger), _unsafe_cure(stranger))
        _opened = True


@contextmanager
def own_symbols_first() -> Iterator[None]:
    """While inside, a native module loaded on Linux prefers its own libraries to those of the executable."""
    if not sys.platform.startswith("linux") or not hasattr(os, "RTLD_DEEPBIND"):
        yield
        return
    before = sys.getdlopenflags()
    sys.setdlopenflags(os.RTLD_NOW | os.RTLD_LOCAL | os.RTLD_DEEPBIND)
    try:
        yield
    finally:
        sys.setdlopenflags(before)


def import_wheel(name: str) -> ModuleType | None:
    """Import one package; None for an optional one that is absent."""
    try:
        return importlib.import_module(name)
    except ImportError as error:
        if name in _OPTIONAL:
            return None
        raise MissingPackage(
            f"缺少或无法载入 Python 组件“{name}”（{error}），套合分析不可用，其他功能不受影响。",
            "Windows 请用 OSGeo4W 安装程序勾选 python3-geopandas；Linux 请安装 geopandas 与 shapely（2.0 以上）后重启 QGIS。",
        ) from error


def self_test(shapely_module: Any) -> bool:
    """Whether shapely talks to its own GEOS: dimensions, WKB and WKT of a known square and a known 3-D point."""
    try:
        square = shapely_module.box(0.0, 0.0, 2.0, 1.0)
        again = shapely_module.from_wkb(shapely_module.to_wkb(square))
        solid = shapely_module.from_wkt("POINT Z (1 2 3)")
        flat = shapely_module.from_wkt("POINT (1 2)")
        right = (
            bool(shapely_module.equals(square, again)),
            shapely_module.area(again) == 2.0,
            shapely_module.to_wkt(square).startswith("POLYGON (("),
            bool(shapely_module.has_z(solid)) and not shapely_module.has_z(flat),
            not hasattr(shapely_module, "has_m") or not shapely_module.has_m(solid),
        )
    except (ValueError, TypeError, AttributeError, RuntimeError, shapely_module.errors.ShapelyError):
        return False
    return all(right)


def _unsafe_text(stranger: bool) -> str:
    who = "其他插件先行载入了 shapely，" if stranger else ""
    return f"{who}几何计算库（shapely/GEOS）与 QGIS 自带的库发生冲突，自检未通过。为免面积出错，套合分析已停用。"


def _unsafe_cure(stranger: bool) -> str:
    if stranger:
        return "请在插件管理器中停用其他使用 shapely 或 geopandas 的插件，重启 QGIS 后先打开本插件再运行。"
    return "请改用与 QGIS 同源的 shapely（如系统软件包 python3-shapely），重启 QGIS 后再试。"
