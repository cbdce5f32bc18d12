"""自查清单文件: from a TOML file to the checklist; its digest is that of the very bytes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from landwatch_plugin.domain.self_check import Checklist, parse_checklist
from landwatch_plugin.ledger.toml_text import parse_toml, read_bytes
from landwatch_plugin.paths import shipped


def default_checklist() -> Path:
    return shipped("resources", "selfchecks", "monthly-default.toml")


def read_checklist(path: Path) -> Checklist:
    """Raises RuleBookError that names the file and what is wrong in it."""
    path = Path(path)
    data = read_bytes(path, "自查清单")
    return parse_checklist(parse_toml(data, path.name, "自查清单"), path.name, sha256(data).hexdigest())
