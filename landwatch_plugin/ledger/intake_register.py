"""接收登记: a received file enters the ledger whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from landwatch_plugin.domain.errors import LedgerError
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.progress import Span
from landwatch_plugin.ledger.codec import decode, encode
from landwatch_plugin.ledger.journal import ASIDE_ACT, ASIDE_NAME, ASIDE_TEXT
from landwatch_plugin.ledger.patch_table import INSERT, PatchTable, new_row
from landwatch_plugin.ledger.records import Batch, Issue

RECEIVE = "接收"
_PACE = 500
_INSERT_BATCH = """
INSERT INTO batches (name, source, sha256, rows, accepted, rejected, secret, profile, encoding, at, by, area_unit)
VALUES (:name, :source, :sha256, :rows, :accepted, :rejected, :secret, :profile, :encoding, :at, :by, :area_unit)
"""


class IntakeRegister(PatchTable):
    """Batches, what was wrong with their rows, and the patches themselves."""

    def add_batch(
        self, batch: Batch, patches: Sequence[Patch], issues: Sequence[Issue] = (), *,
        secret_numbers: Sequence[str] = (), late: int = 0, span: Span | None = None,
    ) -> None:  # fmt: skip
        """One transaction, left whole when `span` says cancelled. Of `secret_numbers` nothing but the number is written;
        `late` rows of the file were received with an earlier batch and are set aside from it next.

        Raises LedgerError when the figures do not add up or a number is in the ledger already (ask `known_numbers`
        first).
        """
        _check_sums(batch, patches, secret_numbers, late)
        at = batch.at or self.clock()
        with self.transaction():
            self._refuse_known(batch, [*(patch.number for patch in patches), *secret_numbers])
            values = encode(batch) | {"at": at}
            self._run(_INSERT_BATCH, values)
            self._run_many(INSERT, self._new_rows(patches, batch, at, span))
            self._run_many(
                "INSERT INTO set_aside (number, batch) VALUES (?, ?)",
                [(number, batch.name) for number in secret_numbers],
            )
            self._add_issues(batch.name, issues)
            text = f"批次“{batch.name}”：{batch.rows} 行，接收 {batch.accepted}，拒收 {batch.rejected}，涉密 {batch.secret}"
            self._append(RECEIVE, batch.by, text, payload=values, at=at)
            for number in secret_numbers:
                self._append(ASIDE_ACT, batch.by, ASIDE_TEXT, number=number, at=at)
            self._measure_extent()

    def _new_rows(
        self, patches: Sequence[Patch], batch: Batch, at: str, span: Span | None
    ) -> Iterator[dict[str, object]]:
        """One by one, so that a large batch can be stopped; what was inserted is then rolled back."""
        srid = self.srid
        for done, patch in enumerate(patches):
            if span is not None and done % _PACE == 0:
                span.tick(done / len(patches))
            yield new_row(patch, srid, batch.by, at)

    def batches(self) -> list[Batch]:
        """In the order of their receipt."""
        return [decode(Batch, dict(row)) for row in self._run("SELECT * FROM batches ORDER BY fid")]

    def issues(self, batch: str | None = None) -> list[Issue]:
        rows = self._run("SELECT * FROM issues WHERE ?1 IS NULL OR batch = ?1 ORDER BY fid", (batch,))
        return [decode(Issue, dict(row)) for row in rows]

    @property
    def srid(self) -> int:
        """EPSG code of the ledger's coordinate system; `CUSTOM_SRS` when only its WKT is known."""
        return int(self._value("SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'patches'"))

    @property
    def srs_wkt(self) -> str:
        return str(self._value("SELECT definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?", (self.srid,)))

    def _add_issues(self, batch: str, issues: Sequence[Issue]) -> None:
        """Of a row with a 涉密 number only that there is one: its text may tell what was in the remark."""
        secret, clean = self._secret_numbers(), self._redactor()
        self._run_many(
            "INSERT INTO issues (batch, row, number, text, level) VALUES (?, ?, ?, ?, ?)",
            [
                (batch, None, ASIDE_NAME, ASIDE_TEXT, issue.level)
                if issue.number in secret
                else (batch, issue.row, issue.number, clean(issue.text), issue.level)
                for issue in issues
            ],
        )

    def _refuse_known(self, batch: Batch, numbers: Sequence[str]) -> None:
        if self._run("SELECT 1 FROM batches WHERE name = ?", (batch.name,)):
            raise LedgerError(f"批次“{batch.name}”已在台账中。", "请换一个批次名称，或确认是否重复接收。")
        known, secret = self.known_numbers(numbers), self._secret_numbers()
        for number, other in known.items():
            if number in secret:
                raise LedgerError("本批次中有图斑已作为涉密图斑另行报送，不能再次接收。", "请将该图斑从本批次中移出。")
            raise LedgerError(
                f"图斑编号 {number} 已在批次“{other}”中接收。", "请核对是否重复下发，拒收重复的图斑后重试。"
            )


def _check_sums(batch: Batch, patches: Sequence[Patch], secret_numbers: Sequence[str], late: int) -> None:
    """行数 = 接收 + 拒收; 涉密 among the accepted; the patches are the accepted ones that are not 涉密."""
    if batch.rows != batch.accepted + batch.rejected or not 0 <= batch.secret <= batch.accepted:
        raise LedgerError(
            f"批次“{batch.name}”的数目不闭合：共 {batch.rows} 行，接收 {batch.accepted}，拒收 {batch.rejected}，"
            f"其中涉密 {batch.secret}。", "请重新读取来源文件后再接收。",
        )  # fmt: skip
    if len(patches) != batch.accepted - batch.secret or len(secret_numbers) + late != batch.secret:
        raise LedgerError(
            f"批次“{batch.name}”应写入图斑 {batch.accepted - batch.secret} 个、涉密 {batch.secret} 个，"
            f"实际为 {len(patches)} 个、{len(secret_numbers)} 个。", "请重新读取来源文件后再接收。",
        )  # fmt: skip
    seen: set[str] = set()
    for number in (*(patch.number for patch in patches), *secret_numbers):
        if not number.strip():
            raise LedgerError(f"批次“{batch.name}”中有图斑没有编号。", "请补全图斑编号，或拒收该行。")
        if number in seen:
            raise LedgerError(f"批次“{batch.name}”中图斑编号 {number} 重复。", "请保留一个，其余拒收。")
        seen.add(number)
    strangers = [patch.number for patch in patches if patch.batch != batch.name]
    if strangers:
        raise LedgerError(f"图斑 {strangers[0]} 不属于批次“{batch.name}”。", "请重新读取来源文件后再接收。")
