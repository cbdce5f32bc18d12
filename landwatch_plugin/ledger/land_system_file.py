"""地类编码体系文件: the shipped table of code systems, which staff may correct with a text editor."""

from __future__ import annotations

import tomllib
from pathlib import Path

from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.land_system import LandSystem, parse_systems
from landwatch_plugin.paths import shipped


def read_land_systems(path: Path | None = None) -> tuple[LandSystem, ...]:
    """Raises RuleBookError naming the file."""
    path = path or shipped("resources", "landclass", "systems.toml")
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise RuleBookError(
            f"无法读取地类编码体系文件（{error.strerror}）。", "请检查文件是否被移动。", source=path.name
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleBookError(
            f"地类编码体系文件不符合 TOML 语法（{error}）。", "请核对引号、括号，并存为 UTF-8 编码。", source=path.name
        ) from error
    return parse_systems(tables, path.name)
