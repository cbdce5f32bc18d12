"""台账: the one door to what is kept between sittings. Everything that reads or writes the ledger asks this class."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Self

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger import schema
from landwatch_plugin.ledger.checks import CheckRegister
from landwatch_plugin.ledger.connection import BUSY_MS, Clock, check_format, now
from landwatch_plugin.ledger.decisions import DecisionRegister
from landwatch_plugin.ledger.field_work import FieldWork
from landwatch_plugin.ledger.location import LocationRegister
from landwatch_plugin.ledger.numbering import LetterRegister
from landwatch_plugin.ledger.particulars import Particulars
from landwatch_plugin.ledger.reissue_register import ReissueRegister
from landwatch_plugin.ledger.remedies import RemedyRegister
from landwatch_plugin.ledger.secret_doubts import SecretDoubts
from landwatch_plugin.ledger.self_checks import SelfCheckRegister
from landwatch_plugin.ledger.splits import SplitRegister
from landwatch_plugin.ledger.upgrade import bring_up


class Ledger(
    ReissueRegister, LocationRegister, CheckRegister, FieldWork, DecisionRegister, RemedyRegister, LetterRegister,
    Particulars, SelfCheckRegister, SecretDoubts, SplitRegister,
):  # fmt: skip
    """A GeoPackage on a local or shared disk. Every public act is one transaction of its own."""

    @classmethod
    def create(cls, path: Path, srid: int, srs_wkt: str, *, busy_ms: int = BUSY_MS, clock: Clock = now) -> Self:
        """A new, empty ledger whose layer is in EPSG:`srid`. Raises LedgerError when the file is there already."""
        path = Path(path)
        try:
            path.touch(exist_ok=False)
        except FileExistsError:
            raise LedgerError(f"“{path.name}”已存在，不能新建台账。", "请打开已有台账，或换一个文件名。") from None
        except OSError as error:
            raise LedgerError(
                f"无法在“{path.parent}”新建台账（{error.strerror}）。", "请检查文件夹是否存在、是否有写权限。"
            ) from error
        ledger = cls(path, busy_ms=busy_ms, clock=clock)
        try:
            with ledger.transaction():
                schema.lay_out(ledger._run, srid, srs_wkt)
        except LedgerError:
            ledger.close()
            path.unlink()
            raise
        return ledger

    @classmethod
    def open(cls, path: Path, *, busy_ms: int = BUSY_MS, clock: Clock = now) -> Self:
        """Raises LedgerError when the file is absent, is no ledger, is of a newer version, or is in use.
        A clean-up that a set-aside left over is tried again."""
        path = Path(path)
        if not path.is_file():
            raise LedgerError(f"找不到台账“{path}”。", "请检查文件是否被移动或改名、网络盘是否连通。")
        ledger = cls(path, busy_ms=busy_ms, clock=clock)
        try:
            if check_format(ledger) < schema.VERSION:
                with ledger.transaction():
                    bring_up(ledger._run, check_format(ledger))
        except LedgerError:
            ledger.close()
            raise
        with suppress(LedgerError):
            ledger.scrub()
        return ledger


def is_ledger(path: Path) -> bool:
    """Whether a GeoPackage has a ledger's tables. A file that cannot be read is taken for one: opening it tells why."""
    try:
        with closing(sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)) as file:
            return bool(file.execute("SELECT 1 FROM sqlite_master WHERE name = 'set_aside'").fetchall())
    except sqlite3.Error:
        return True
