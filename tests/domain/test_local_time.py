"""时刻: a time stamp of the ledger as an official writes it, by the clock on the wall."""

from __future__ import annotations

import time

import pytest

from landwatch_plugin.domain.dates import local_time


@pytest.mark.parametrize(
    ("stamp", "shown"),
    [
        ("2026-11-22T12:34:14+00:00", "2026年11月22日20时34分"), ("2026-11-22T20:04:14+08:00", "2026年11月22日20时04分"),
        ("2026-10-08T16:00:00", "2026年10月8日16时00分"), ("2026-11-22T23:30:00+00:00", "2026年11月23日7时30分"), ("昨日", "昨日"), ("", ""),
    ],
)  # fmt: skip
def test_a_stamp_by_the_clock_in_china(monkeypatch: pytest.MonkeyPatch, stamp: str, shown: str) -> None:
    """The ledger keeps the universal time; the day may be another one here."""
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        assert local_time(stamp) == shown
    finally:
        monkeypatch.undo()
        time.tzset()
