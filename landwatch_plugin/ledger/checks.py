"""核查登记: every run of the checks is kept; the latest one of a patch is current."""

from __future__ import annotations

import json
from collections.abc import Sequence

from landwatch_plugin.domain.check import Check
from landwatch_plugin.domain.patch import State
from landwatch_plugin.ledger.codec import canonical, check_of, decode, encode, to_json
from landwatch_plugin.ledger.patch_table import RENEWED, PatchTable
from landwatch_plugin.ledger.places import resolved, stored
from landwatch_plugin.ledger.records import LayerInput

CHECK = "核查"
#: A patch that was received again with other values (act 更新) waits for its next check.
_LATEST = """
SELECT payload FROM checks WHERE number = ?1
    AND run > coalesce((SELECT max(seq) FROM journal WHERE journal.number = ?1 AND act = ?2), 0)
ORDER BY fid DESC LIMIT 1
"""
_ALL_LATEST = """
SELECT number, payload FROM checks WHERE fid IN (SELECT max(fid) FROM checks GROUP BY number)
    AND run > coalesce((SELECT max(seq) FROM journal WHERE journal.number = checks.number AND act = ?1), 0)
"""


class CheckRegister(PatchTable):
    def save_checks(self, checks: Sequence[Check], inputs: Sequence[LayerInput], by: str = "") -> int:
        """Keep one run with the layers it used; received patches become 已预筛. Returns how many were kept:
        a patch set aside as 涉密 while the run was under way is left out. Raises LedgerError for an unknown number.
        """
        if not checks:
            return 0
        layers = [encode(item) | {"source": stored(item.source, self.home)} for item in inputs]
        rows = [(check, to_json(check)) for check in checks]
        with self.transaction():
            secret = self._secret_numbers()
            kept = [(check, text) for check, text in rows if check.number not in secret]
            known = set(self.numbers())
            for check, _ in kept:
                if check.number not in known:
                    self._require(check.number)
            run = self._journal_run(checks[0], len(kept), layers, by)
            self._run_many(
                "INSERT INTO checks (run, number, payload) VALUES (?, ?, ?)",
                [(run, check.number, text) for check, text in kept],
            )
            self._run_many(
                "UPDATE patches SET suggestion = ?, state = iif(state = ?, ?, state) WHERE number = ?",
                [
                    (check.suggestion.text, State.RECEIVED.value, State.SCREENED.value, check.number)
                    for check, _ in kept
                ],
            )
            self._run_many(
                "INSERT INTO layer_inputs (run, role, payload) VALUES (?, ?, ?)",
                [(run, layer["role"], canonical(layer)) for layer in layers],
            )
        return len(kept)

    def check(self, number: str) -> Check | None:
        """The latest check of a patch; None before the first."""
        text = self._value(_LATEST, (number, RENEWED))
        return None if text is None else check_of(text)

    def checks(self) -> dict[str, Check]:
        """The latest check of each patch that has one."""
        rows = self._run(_ALL_LATEST, (RENEWED,))
        return {row["number"]: check_of(row["payload"]) for row in rows}

    def inputs(self) -> list[LayerInput]:
        """The layer of each role as the checks last used it, its path beside the ledger as it lies now."""
        rows = self._run(
            "SELECT payload FROM layer_inputs WHERE fid IN (SELECT max(fid) FROM layer_inputs GROUP BY role) ORDER BY fid"
        )
        plain = [json.loads(row[0]) for row in rows]
        return [decode(LayerInput, item | {"source": resolved(item["source"], self.home)}) for item in plain]

    def _journal_run(self, first: Check, count: int, layers: list[dict[str, object]], by: str) -> int:
        text = f"核查 {count} 个图斑，使用 {len(layers)} 个图层；规则手册 {first.rulebook}；面积口径：{first.basis}"
        return self._append(
            CHECK, by, text, at=first.at,
            payload={"count": count, "rulebook": first.rulebook, "basis": first.basis, "inputs": layers},
        )  # fmt: skip
