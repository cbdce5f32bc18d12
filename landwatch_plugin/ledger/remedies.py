"""整改台账: cultivated land put right (拆除复耕, 补办手续 …), piece by piece and paper by paper."""

from __future__ import annotations

from collections.abc import Sequence

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.ledger.codec import decode, encode
from landwatch_plugin.ledger.patch_table import PatchTable
from landwatch_plugin.ledger.records import Remedy

REMEDY = "整改"
_INSERT = """
INSERT INTO remedies (number, kind, arable_mu, document, remedied_on, proof)
VALUES (:number, :kind, :arable_mu, :document, :on, :proof)
"""


_COMPLETE = """
UPDATE remedies SET document = :document, proof = CASE WHEN :proof = '' THEN proof ELSE :proof END
WHERE number = :number AND kind = :kind AND arable_mu = :arable_mu AND remedied_on = :on AND document = :was
"""


class RemedyRegister(PatchTable):
    def add_remedies(self, remedies: Sequence[Remedy], by: str = "") -> None:
        """All or none. One entered before without its 文号 is completed by the same one with it. Raises LedgerError for an unknown patch, an area that is not above 0, or one entered already:
        an area counted twice would make the ratio look better than it is."""
        with self.transaction():
            for remedy in remedies:
                self._require_open(remedy.number)
                if self._completed(remedy, by):
                    continue
                self._refuse(remedy)
                plain = encode(remedy)
                self._run(_INSERT, plain)
                text = f"{plain['kind']} 耕地 {plain['arable_mu']} 亩；文号：{remedy.document}；日期：{plain['on']}"
                self._append(REMEDY, by, text, number=remedy.number, payload=plain)

    def remedies(self, number: str | None = None) -> list[Remedy]:
        """Of one patch or of all, in the order in which they were entered."""
        rows = self._run("SELECT * FROM remedies WHERE ?1 IS NULL OR number = ?1 ORDER BY fid", (number,))
        return [decode(Remedy, dict(row) | {"on": row["remedied_on"]}) for row in rows]

    def _completed(self, remedy: Remedy, by: str) -> bool:
        """The number of the paper, filled in afterwards: kind, area and day tell which remedy is meant."""
        blank = [
            one for one in self.remedies(remedy.number)
            if not one.document.strip() and (one.kind, one.arable_mu, one.on) == (remedy.kind, remedy.arable_mu, remedy.on)
        ]  # fmt: skip
        if not blank or not remedy.document.strip():
            return False
        plain, was = encode(remedy), encode(blank[0])
        self._run(_COMPLETE, plain | {"was": was["document"]})
        text = f"补填文号：{remedy.document}（{plain['kind']} 耕地 {plain['arable_mu']} 亩，{plain['on']}）"
        self._append(REMEDY, by, text, number=remedy.number, payload={"before": was, "after": plain})
        return True

    def _refuse(self, remedy: Remedy) -> None:
        if not remedy.arable_mu > 0:
            raise LedgerError(
                f"图斑 {remedy.number} 的整改耕地面积为 {remedy.arable_mu} 亩，应大于 0。", "请核对整改面积。"
            )
        if remedy in self.remedies(remedy.number):
            raise LedgerError(
                f"图斑 {remedy.number} 的这笔整改（{remedy.document}，{remedy.arable_mu} 亩）已登记过。",
                "同一笔整改只登记一次；如确为另一笔，请填写不同的文号。",
            )
