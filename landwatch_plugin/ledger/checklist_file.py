"""自查清单文件: from a TOML file to the checklist; its digest is that of the very bytes."""

from __future__ import annotations

import tomllib
from hashlib import sha256
from pathlib import Path

from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.self_check import Checklist, parse_checklist
from landwatch_plugin.paths import shipped


def default_checklist() -> Path:
    return shipped("resources", "selfchecks", "monthly-default.toml")


def read_checklist(path: Path) -> Checklist:
    """Raises RuleBookError that names the file and what is wrong in it."""
    path = Path(path)
    try:
        data = path.read_bytes()
        tables = tomllib.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise RuleBookError(
            f"无法读取自查清单（{error.strerror}）。", "请检查文件是否被移动、是否有读权限。", source=path.name
        ) from error
    except UnicodeDecodeError as error:
        raise RuleBookError(
            "自查清单不是 UTF-8 编码。", "请用文本编辑器另存为 UTF-8 编码。", source=path.name
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise RuleBookError(
            f"自查清单不符合 TOML 语法（{error}）。", "请检查引号、等号和括号；同一个键只能出现一次。", source=path.name
        ) from error
    return parse_checklist(tables, path.name, sha256(data).hexdigest())
