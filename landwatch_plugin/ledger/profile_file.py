"""字段映射方案文件, the year's code lists, and which rule book and profile are taken when the user names none."""

from __future__ import annotations

import re
from pathlib import Path

from landwatch_plugin.domain.errors import InputError
from landwatch_plugin.domain.field_profile import Profile
from landwatch_plugin.domain.type_codes import TypeCodes
from landwatch_plugin.ledger.toml_text import parse_toml
from landwatch_plugin.paths import shipped

DEFAULT_PROFILE = "2026监测图斑"
DEFAULT_RULEBOOK = "2022-default"
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def shipped_profiles() -> list[str]:
    """Names of the profiles that come with the plugin."""
    return sorted(path.stem for path in shipped("resources", "profiles").glob("*.toml"))


def profile_names(folder: Path | None = None) -> list[str]:
    """The user's own in `folder`, then the shipped ones."""
    own = sorted(path.stem for path in folder.glob("*.toml")) if folder is not None and folder.is_dir() else []
    return list(dict.fromkeys([*own, *shipped_profiles()]))


def default_rulebook() -> Path:
    return shipped("resources", "rulebooks", f"{DEFAULT_RULEBOOK}.toml")


def read_profile(name: str = "", folder: Path | None = None) -> Profile:
    """The user's own by name from `folder` or by path, or a shipped one by name. Raises InputError naming the file."""
    own = Path(name or DEFAULT_PROFILE)
    path = own if own.suffix == ".toml" else shipped("resources", "profiles", f"{own.name}.toml")
    if folder is not None and own.suffix != ".toml" and (folder / f"{own.name}.toml").is_file():
        path = folder / f"{own.name}.toml"
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"找不到字段映射方案“{name}”。",
            f"可用方案：{'、'.join(profile_names(folder))}，或给出 .toml 文件的路径。",
        ) from error
    return Profile.parse(parse_toml(data, path.name, "字段映射方案"), path.name)


def save_profile(profile: Profile, folder: Path) -> Path:
    """Write the user's own profile under its name; one of the same name is replaced. Raises InputError."""
    name = profile.name.strip()
    if not name or _FORBIDDEN.search(name) or name.startswith("."):
        raise InputError(f"方案名称“{name}”不能用作文件名。", '请填写名称，不要用 \\ / : * ? " < > | 等符号。')
    if name in shipped_profiles():
        raise InputError(f"“{name}”是随程序提供的方案，不能覆盖。", "请换一个名称，例如加上本县的名字。")
    path = folder / f"{name}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(profile.to_toml(), encoding="utf-8")
    except OSError as error:
        raise InputError(f"无法保存方案（{error.strerror}）。", "请检查文件夹的写权限。", source=str(path)) from error
    return path


def read_type_codes(name: str) -> TypeCodes | None:
    """The code list that a profile names; None when it names none. Raises InputError."""
    if not name:
        return None
    path = shipped("resources", "codes", f"{Path(name).name}.toml")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"找不到图斑类型编码表“{name}”。", "请在字段映射方案中改正 type_codes，或留空不核对。"
        ) from error
    return TypeCodes.parse(parse_toml(data, path.name, "图斑类型编码表"), path.name)
