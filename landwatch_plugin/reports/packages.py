"""可选软件包: the one door to the room's foreign packages; an absent one is named, with what to do."""

from __future__ import annotations

import importlib
from types import ModuleType

from landwatch_plugin.domain.errors import MissingPackage

_CURE = "请在 OSGeo4W Shell（Linux 为终端）中运行 python -m pip install {package} 后重启 QGIS，或请技术人员安装。"


def package(module: str, purpose: str) -> ModuleType:
    """Import `module` (dots allowed) or raise MissingPackage saying what cannot be done without it."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        top = module.partition(".")[0]
        name = {"PIL": "pillow"}.get(top, top)
        raise MissingPackage(f"缺少软件包 {name}，无法{purpose}。", _CURE.format(package=name)) from error
