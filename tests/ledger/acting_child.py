"""A second person at the ledger, in a process of its own: waits for a line on stdin, acts, and says what was done on
stdout once the call has returned.

python acting_child.py decide|letter LEDGER NAME COUNT      (COUNT 0: until killed)
"""

from __future__ import annotations

import sys
from itertools import count, cycle
from pathlib import Path

from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.verdict import Decision
from landwatch_plugin.ledger.store import Ledger


def main(act: str, path: str, name: str, times: str) -> None:
    with Ledger.open(Path(path), busy_ms=60_000) as ledger:
        numbers = cycle(ledger.numbers())
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        for step in count(1):
            number = next(numbers)
            if act == "decide":
                seen = Check(number, "试用手册", "椭球面积", f"第{step}次", {"photos": step})
                said = f"{number} {ledger.decide(number, Decision('违法', '疑似违法用地', f'第{step}次', name), seen)}"
            else:
                said = ledger.issue_number("演自然资函", 2026, "督办函", f"{name}第{step}函", name, f"{name}{step}")
            sys.stdout.write(said + "\n")
            sys.stdout.flush()
            if step == int(times):
                return


if __name__ == "__main__":
    main(*sys.argv[1:])
