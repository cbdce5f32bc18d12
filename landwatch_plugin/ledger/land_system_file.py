"""地类编码体系文件: the shipped table of code systems, which staff may correct with a text editor."""

from __future__ import annotations

from pathlib import Path

from landwatch_plugin.domain.land_system import LandSystem, parse_systems
from landwatch_plugin.ledger.toml_text import parse_toml, read_bytes
from landwatch_plugin.paths import shipped


def read_land_systems(path: Path | None = None) -> tuple[LandSystem, ...]:
    """Raises RuleBookError naming the file."""
    path = path or shipped("resources", "landclass", "systems.toml")
    what = "地类编码体系文件"
    return parse_systems(parse_toml(read_bytes(path, what), path.name, what), path.name)
