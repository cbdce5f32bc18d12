"""台账文件: one open GeoPackage, its transactions, and SQLite's errors in words that a user can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger import schema

Clock = Callable[[], str]
Values = Sequence[object] | Mapping[str, object]
BUSY_MS = 5000


def now() -> str:
    """Local time with its offset, to the second."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


class LedgerFile:
    """An open ledger. Use as a context manager, on the thread that opened it."""

    def __init__(self, path: Path, *, busy_ms: int = BUSY_MS, clock: Clock = now) -> None:
        self.path = Path(path).absolute()
        self.clock = clock
        self._busy_ms = busy_ms
        self._acting = False
        with self._explained():
            self._db = sqlite3.connect(str(self.path), timeout=busy_ms / 1000, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        try:
            self._set_up()
        except LedgerError:
            self._db.close()
            raise

    @property
    def home(self) -> Path:
        return self.path.parent

    @property
    def layer_source(self) -> str:
        """What QGIS's ogr provider opens as the polygon layer."""
        return f"{self.path}|layername=patches"

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """BEGIN IMMEDIATE … COMMIT; all or nothing. One inside another is refused."""
        if self._acting:
            raise LedgerError("台账的上一项操作尚未完成，不能同时开始另一项。", "请等待上一项操作结束后重试。")
        self._run("BEGIN IMMEDIATE")
        self._acting = True
        try:
            yield
            self._run("COMMIT")
        finally:
            self._acting = False
            if self._db.in_transaction:
                self._db.rollback()

    def _run(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        """All rows of one statement: no cursor stays open, so no lock outlives the call."""
        with self._explained():
            return self._db.execute(sql, values).fetchall()

    def _run_many(self, sql: str, rows: Iterable[Values]) -> None:
        with self._explained():
            self._db.executemany(sql, rows)

    def _value(self, sql: str, values: Values = ()) -> Any:
        """First column of the first row, None without rows."""
        rows = self._run(sql, values)
        return rows[0][0] if rows else None

    def _set_up(self) -> None:
        self._run("PRAGMA foreign_keys = ON")
        self._run("PRAGMA secure_delete = ON")
        self._run("PRAGMA synchronous = FULL")
        if self._value("PRAGMA journal_mode") != "delete":
            self._leave_wal()

    def _leave_wal(self) -> None:
        """WAL freezes on network drives. QGIS switches to it while it holds a layer open; then it stays until later."""
        self._db.execute("PRAGMA busy_timeout = 0")
        try:
            self._db.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            if not _is_busy(error):
                raise self._explain(error) from error
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {int(self._busy_ms)}")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self._explain(error) from error

    def _explain(self, error: sqlite3.Error) -> LedgerError:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        message, cure = _REASONS.get(
            code, ("台账“{name}”读写出错（{error}）。", "请重试；仍不行时请从备份恢复台账文件。")
        )
        return LedgerError(message.format(name=self.path.name, error=error, seconds=self._busy_ms / 1000), cure)


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def check_format(file: LedgerFile) -> int:
    """The version of the ledger. Raises LedgerError unless the file is a ledger that this version can read."""
    name = file.path.name
    tables = {row[0] for row in file._run("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if file._value("PRAGMA application_id") != schema.APPLICATION_ID or not {"meta", "journal", "patches"} <= tables:
        raise LedgerError(f"“{name}”不是本插件的台账文件。", "请选择由“新建台账”生成的 .gpkg 文件。")
    version = int(file._value("SELECT value FROM meta WHERE key = ?", (schema.VERSION_KEY,)) or 0)
    if version > schema.VERSION:
        raise LedgerError(
            f"台账“{name}”由更新版本的插件建立（台账版本 {version}，本插件支持到 {schema.VERSION}）。",
            "请升级本插件后再打开；不要用旧版本改写该台账。",
        )
    return version


_BUSY = ("台账“{name}”正被其他人或其他程序占用，等待 {seconds:g} 秒后仍无法读写。",
         "请稍候重试；若在 QGIS 中正编辑台账图层，请先保存并停止编辑。")  # fmt: skip
_READ_ONLY = ("台账“{name}”是只读的，无法写入。", "请检查文件属性和共享文件夹的写权限。")
_BROKEN = ("“{name}”不是有效的台账文件，或文件已损坏（{error}）。", "请从备份恢复台账文件。")
_REASONS = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_FULL: ("磁盘空间不足，台账“{name}”无法写入，本次操作未保存。", "请清理磁盘空间后重试。"),
    sqlite3.SQLITE_CANTOPEN: ("无法打开台账“{name}”。", "请检查文件夹是否存在、网络盘是否连通、是否有读写权限。"),
    sqlite3.SQLITE_IOERR: ("读写台账“{name}”时磁盘或网络出错（{error}）。", "请检查磁盘或网络盘连接后重试。"),
    sqlite3.SQLITE_CORRUPT: _BROKEN,
    sqlite3.SQLITE_NOTADB: _BROKEN,
    sqlite3.SQLITE_CONSTRAINT: ("台账“{name}”拒绝了这项写入（{error}）。", "请核对数据后重试。"),
}
