"""核查结果表: findings as plain rows, for tables and sheets."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from landwatch_plugin.ledger.store import Ledger

COLUMNS = (
    ("patch_id", "文字"), ("town", "文字"), ("rule", "文字"), ("title", "文字"), ("outcome", "文字"), ("class", "文字"),
    ("subtype", "文字"), ("message", "文字"), ("values", "文字"), ("reason", "文字"), ("citation", "文字"),
    ("certainty", "文字"), ("suggestion", "文字"), ("missing", "文字"),
    ("tags", "文字"), ("party", "文字"),
)  # fmt: skip


def finding_rows(ledger_path: Path, withheld: Collection[str] = ()) -> Iterator[tuple[Any, ...]]:
    """One row per patch and rule, from the checks in force; none of the patches `withheld`."""
    with Ledger.open(ledger_path) as ledger:
        for row in (row for row in ledger.patches() if row.number not in withheld):
            check = ledger.check(row.number)
            for finding in check.findings if check else ():
                values = "；".join(f"{name}={value}" for name, value in finding.values.items())
                yield (
                    row.number, row.town, finding.rule, finding.title, finding.outcome.value, finding.verdict,
                    finding.subtype, finding.message, values, finding.reason, finding.citation, finding.certainty,
                    check.suggestion.text if check else "", "、".join(check.suggestion.missing) if check else "",
                    "、".join(row.tags), row.party,
                )  # fmt: skip
