"""规则手册文件: from a TOML file to the rule book; its digest is that of the very bytes."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from unicodedata import normalize

from landwatch_plugin.domain.book_check import checked
from landwatch_plugin.domain.book_merge import merged
from landwatch_plugin.domain.book_reader import Reader
from landwatch_plugin.domain.errors import RuleBookError
from landwatch_plugin.domain.rulebook import RuleBook, parse_rulebook
from landwatch_plugin.ledger.toml_text import parse_toml, read_bytes
from landwatch_plugin.paths import shipped


def shipped_rulebooks() -> list[Path]:
    """The rule books that come with the plugin, by file name."""
    return sorted(shipped("resources", "rulebooks").glob("*.toml"))


def read_rulebook(path: Path) -> RuleBook:
    """A book with all that it extends. Raises RuleBookError that names the file and, where known, the line or the
    table and key; also when the books extend each other in a circle or one of them is not there.

    The digest is that of the file's bytes; of a book that extends others, of its bytes and theirs.
    """
    chain = _chain(Path(path))
    tables: dict[str, Any] = {}
    problems: list[RuleBookError] = []
    before: dict[str, Any] = {}
    for level in reversed(chain):
        reader = Reader(level.path.name, before=tables)
        own, before = checked(level.tables, reader), tables
        _named_like_its_file(level, reader)
        tables = merged(tables, own, reader) if tables else own
        problems += reader.problems
    digest = chain[0].digest if len(chain) == 1 else sha256("".join(one.digest for one in chain).encode()).hexdigest()
    lineage = tuple(one.path.stem for one in chain[1:])
    return parse_rulebook(tables, chain[0].path.name, digest, lineage, problems, before)


def _named_like_its_file(level: _Level, reader: Reader) -> None:
    """Other books extend it by its file's name, papers print its id: both must be one."""
    book, stem = level.tables.get("book"), level.path.stem
    own = book.get("id") if isinstance(book, dict) else None
    if isinstance(own, str) and own.strip() and normalize("NFC", own) != normalize("NFC", stem):
        reader.note(
            f"表 [book] 的键 id“{own}”与文件名“{stem}”不同。", f'请写成 id = "{stem}"，或把文件改名为 {own}.toml。'
        )


@dataclass(frozen=True)
class _Level:
    path: Path
    tables: dict[str, Any]
    digest: str


def _chain(path: Path) -> list[_Level]:
    """The book and those it extends, nearest first."""
    chain = [_read(path)]
    while wanted := _extended(chain[-1]):
        found = _found(wanted, chain[-1].path)
        if found.resolve() in [one.path.resolve() for one in chain]:
            circle = " → ".join([*(one.path.stem for one in chain), found.stem])
            raise RuleBookError(
                f"表 [book] 的键 extends 循环继承：{circle}。", "请删去其中一处 extends。", source=path.name
            )
        chain.append(_read(found))
    return chain


def _extended(level: _Level) -> str:
    book = level.tables.get("book")
    wanted = book.get("extends", "") if isinstance(book, dict) else ""
    if not isinstance(wanted, str):
        raise RuleBookError(
            "表 [book] 的键 extends 不是文字。",
            'extends 写一个手册的编号，例如 "2022-default"。',
            source=level.path.name,
        )
    return wanted


def _found(name: str, child: Path) -> Path:
    """The book of that id beside its child, else among the shipped ones."""
    for place in (child.parent / f"{name}.toml", shipped("resources", "rulebooks", f"{name}.toml")):
        if place.is_file():
            return place
    listed = "、".join(path.stem for path in shipped_rulebooks())
    raise RuleBookError(
        f"表 [book] 的键 extends 所指的手册“{name}”找不到。",
        f"请把 {name}.toml 放在同一文件夹，或改为随附的手册：{listed}。", source=child.name,
    )  # fmt: skip


def _read(path: Path) -> _Level:
    data = read_bytes(path, "规则手册")
    return _Level(path, parse_toml(data, path.name, "规则手册"), sha256(data).hexdigest())
