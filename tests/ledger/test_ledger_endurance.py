"""台账的耐久: the power fails, two people press at once, a month has thousands of patches."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from landwatch_plugin.ledger.store import Ledger

pytestmark = pytest.mark.thorough

CHILD = Path(__file__).with_name("acting_child.py")


def start(repository: Path, act: str, path: Path, name: str, count: int) -> subprocess.Popen[str]:
    """Another process at the same ledger; it has opened it and waits for `go`."""
    environment = os.environ | {"PYTHONPATH": str(repository), "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, str(CHILD), act, str(path), name, str(count)]
    pipe = subprocess.PIPE
    child = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8", env=environment)
    assert child.stdout.readline() == "ready\n"
    return child


def go(*children: subprocess.Popen[str]) -> None:
    for child in children:
        child.stdin.write("go\n")
        child.stdin.flush()


def finish(*children: subprocess.Popen[str]) -> list[list[str]]:
    """What each of them said, when all have ended well."""
    said = [child.communicate(timeout=120)[0].split("\n")[:-1] for child in children]
    assert [child.returncode for child in children] == [0] * len(children)
    return said


def killed(child: subprocess.Popen[str], lines: int, pause: float) -> list[str]:
    """What it had confirmed when it was killed without warning, `pause` seconds after so many lines."""
    go(child)
    first = [child.stdout.readline() for _ in range(lines)]
    time.sleep(pause)
    child.kill()
    rest = child.stdout.read()
    assert child.wait(timeout=30) != 0
    child.stdin.close()
    child.stdout.close()
    whole = "".join(first) + rest
    return whole.split("\n")[:-1]


def test_a_confirmed_decision_outlives_a_killed_process(month, repository):
    """Killed six times in the middle of work: each number that was said is in the ledger, with its decision and its
    figures, the chain holds, the file is sound, and nothing is half written."""
    dice, confirmed = random.Random(20261122), []
    for round_number in range(6):
        child = start(repository, "decide", month.path, f"第{round_number}轮", 0)
        confirmed += killed(child, dice.randint(1, 12), dice.random() / 50)
        with sqlite3.connect(month.path) as file:
            assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        with Ledger.open(month.path) as again:
            check_confirmed(again, confirmed)
    assert len(confirmed) >= 6


def check_confirmed(ledger: Ledger, confirmed: list[str]) -> None:
    assert ledger.verify_journal() is None
    assert ledger.altered_patches() == []
    rows = {entry.seq: entry for entry in ledger.journal()}
    latest = {}
    for line in confirmed:
        number, seq = line.split()
        assert (rows[int(seq)].number, rows[int(seq)].act) == (number, "会审")
        latest[number] = int(seq)
    for number, seq in latest.items():
        assert ledger._value("SELECT decision_seq FROM patches WHERE number = ?", (number,)) >= seq
        assert ledger.decision(number).verdict == "违法"
        assert ledger.decision_snapshot(number).at == ledger.decision(number).reason
    decisions = sum(entry.act == "会审" for entry in rows.values())
    assert decisions == ledger._value("SELECT sum(version - 1) FROM patches")


def test_two_people_decide_at_once_and_nothing_is_lost(month, repository):
    """Each act of both is a row of its own in one chain."""
    people = [start(repository, "decide", month.path, name, 60) for name in ("张三", "李四")]
    go(*people)
    said = finish(*people)
    seqs = [int(line.split()[1]) for lines in said for line in lines]
    assert len(seqs) == len(set(seqs)) == 120
    decided = [entry for entry in month.journal() if entry.act == "会审"]
    assert {entry.seq for entry in decided} == set(seqs)
    assert sum(entry.who == "李四" for entry in decided) == 60
    assert len({entry.who for entry in decided[10:-10]}) == 2, "they did not work at the same time"
    assert month._value("SELECT sum(version - 1) FROM patches") == 120
    assert month.verify_journal() is None
    assert month.altered_patches() == []


def test_two_offices_never_get_the_same_number(month, repository):
    offices = [start(repository, "letter", month.path, name, 40) for name in ("甲", "乙")]
    go(*offices)
    said = finish(*offices)
    given = [number for lines in said for number in lines]
    assert sorted(given) == sorted(f"演自然资函〔2026〕{serial}号" for serial in range(1, 81))
    assert month.verify_journal() is None


def test_reading_goes_on_while_another_decides(month, repository):
    """The list on the wall is drawn again and again meanwhile."""
    child = start(repository, "decide", month.path, "张三", 80)
    go(child)
    versions = [0]
    while child.poll() is None:
        versions.append(sum(row.version for row in month.patches()))
    finish(child)
    assert versions == sorted(versions)
    assert sum(row.version for row in month.patches()) == 83


@pytest.fixture
def county(ledger, new_patch, receive):
    """Five thousand patches of twelve townships."""
    begun = time.perf_counter()
    patches = [
        new_patch(f"SJ{n:05d}", town=f"第{n % 12}乡", remark="硬化", extra={"QSX": "20260601"}) for n in range(5000)
    ]
    made = time.perf_counter()
    receive(ledger, *patches)
    ledger.received_in = time.perf_counter() - made
    assert made - begun < 30
    return ledger


def test_a_county_of_five_thousand_patches_is_quick(county, new_check, new_decision):
    """Bounds for a slow disk; on a desk PC each is a tenth of it."""
    assert county.received_in < 3
    begun = time.perf_counter()
    assert len(county.patches()) == 5000
    assert time.perf_counter() - begun < 1
    begun = time.perf_counter()
    assert county.save_checks([new_check(number) for number in county.numbers()], []) == 5000
    assert time.perf_counter() - begun < 10
    begun = time.perf_counter()
    for number in county.numbers()[:50]:
        county.decide(number, new_decision(), new_check(number))
    assert (time.perf_counter() - begun) / 50 < 0.1
    begun = time.perf_counter()
    county.set_aside("SJ02500", "涉军", "主任")
    assert time.perf_counter() - begun < 5
    assert county.verify_journal() is None
