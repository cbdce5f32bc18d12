"""字段映射方案文件, and which rule book and profile are taken when the user names none."""

from __future__ import annotations

import tomllib
from pathlib import Path

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.intake import Profile
from landwatch_plugin.paths import shipped

DEFAULT_PROFILE = "2026监测图斑"
DEFAULT_RULEBOOK = "2022-default"


def shipped_profiles() -> list[str]:
    """Names of the profiles that come with the plugin."""
    return sorted(path.stem for path in shipped("resources", "profiles").glob("*.toml"))


def default_rulebook() -> Path:
    return shipped("resources", "rulebooks", f"{DEFAULT_RULEBOOK}.toml")


def read_profile(name: str = "") -> Profile:
    """A shipped profile by name, or the user's own by path. Raises InputError naming the file."""
    own = Path(name or DEFAULT_PROFILE)
    path = own if own.suffix == ".toml" else shipped("resources", "profiles", f"{own.name}.toml")
    try:
        return Profile.parse(tomllib.loads(path.read_text(encoding="utf-8-sig")), path.name)
    except OSError as error:
        raise InputError(
            f"找不到字段映射方案“{name}”。", f"可用方案：{'、'.join(shipped_profiles())}，或给出 .toml 文件的路径。"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"字段映射方案不符合 TOML 语法或不是 UTF-8：{error}。", "请按样例修改。", source=path.name
        ) from error
