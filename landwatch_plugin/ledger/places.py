"""文件位置: paths are kept relative to the ledger where they lie near it, so that the folder can be moved as one."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

_NEAR = 2
"""How many folders up from the ledger still count as the same work folder."""


def stored(source: str, home: Path) -> str:
    """`source` as the ledger keeps it. `home` is the ledger's folder; a "|layername=…" tail and URLs stay."""
    name, bar, tail = source.partition("|")
    path = Path(name)
    if not _is_file(name) or not path.is_absolute():
        return source
    for steps, folder in enumerate((home, *list(home.parents)[:_NEAR])):
        if folder != Path(folder.anchor) and path.is_relative_to(folder):
            return str(PurePosixPath(*[".."] * steps, *path.relative_to(folder).parts)) + bar + tail
    return source


def resolved(source: str, home: Path) -> str:
    """What `stored` kept, absolute again beside the ledger as it lies now."""
    name, bar, tail = source.partition("|")
    if not _is_file(name) or Path(name).is_absolute():
        return source
    folder, parts = home, list(PurePosixPath(name).parts)
    while parts and parts[0] == "..":
        folder, parts = folder.parent, parts[1:]
    return str(folder.joinpath(*parts)) + bar + tail


def _is_file(name: str) -> bool:
    """False for URLs, GDAL's virtual files and connection strings such as dbname='…' or type=xyz&url=…"""
    return bool(name) and "://" not in name and "=" not in name and not name.startswith("/vsi")
