"""接收逐行: the rows of a received layer on their way to patches; what is refused, mended, doubted or 涉密."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from statistics import median
from typing import Any

from landwatch_plugin.casework.intake_report import IntakeReport
from landwatch_plugin.domain.field_profile import Profile
from landwatch_plugin.domain.intake import REJECT, REPAIR, WARN, Issue, make_patch
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.patch_number import PARENT, parent_of
from landwatch_plugin.domain.type_codes import TypeCodes
from landwatch_plugin.gis.patch_source import Row

_FEW = 3
"""With fewer patches nobody can say which of them is the stranger."""
WITHHELD = "（涉密）"
"""Stands for the number of a 涉密 patch in every message."""


class IntakeRows:
    """`patches` are those to be written; `secret` those of which only the number is."""

    def __init__(
        self,
        batch: str,
        profile: Profile,
        mapping: Mapping[str, str],
        report: IntakeReport,
        secret_marks: tuple[str, ...],
        lifted: frozenset[str] = frozenset(),
    ) -> None:
        """`lifted`: numbers whose mark a person took back: the words of their rows do not set them aside again."""
        self.batch, self.profile, self.mapping, self.report = batch, profile, dict(mapping), report
        self.secret_marks, self.lifted = secret_marks, lifted
        self.patches: list[Patch] = []
        self.row_of: dict[str, int] = {}
        self.centres: dict[str, tuple[float, float]] = {}
        self.secret: list[str] = []
        self.late: list[str] = []
        """涉密 only by this batch, and in the ledger from an earlier one."""
        self.refused: set[str] = set()
        """Numbers of the rows that were refused: in the file, though not taken."""

    def take(self, row: Row) -> None:
        self.report.received += 1
        patch, notes = make_patch(row.number, row.values, self.mapping, self.profile, self.batch, row.wkb or b"", 0.0)
        refusal = row.refusal, "请向下发单位索取正确图形后重新接收"
        if not patch.number:
            refusal = "没有图斑编号", "请补填图斑编号后重新接收"
        elif patch.number in self.row_of:
            refusal = f"编号与第{self.row_of[patch.number]}行重复", "请向下发单位核实编号；已接收先出现的一行"
            if self._is_secret(patch):
                self._withdraw(patch.number)
        if refusal[0]:
            self.refuse(row.number, patch, *refusal)
            return
        self.row_of[patch.number] = row.number
        self.centres[patch.number] = row.centre
        if self._is_secret(patch):
            self.secret.append(patch.number)
            return
        parent = parent_of(patch.number)
        self.patches.append(replace(patch, extra=patch.extra | {PARENT: parent}) if parent else patch)
        self.report.issues += notes
        if row.repair:
            self.report.issues.append(Issue(row.number, patch.number, REPAIR, row.repair, "请核对修复后的图形"))

    def refuse(self, row: int, patch: Patch, problem: str, cure: str) -> None:
        self.refused.add(patch.number)
        number = WITHHELD if self._is_secret(patch) else patch.number
        self.report.issues.append(Issue(row, number, REJECT, problem, cure))

    def warn(self, number: str, problem: str, cure: str) -> None:
        """Something to look at in the row of a patch; "" for the whole file."""
        self.report.issues.append(Issue(self.row_of.get(number, 0), number, WARN, problem, cure))

    def refuse_far(self, limit: float) -> None:
        """A patch that lies much further from the others than a county is wide has wrong coordinates."""
        if len(self.patches) < _FEW:
            return
        middle = [median(self.centres[patch.number][axis] for patch in self.patches) for axis in (0, 1)]
        far = {
            patch.number
            for patch in self.patches
            if max(abs(self.centres[patch.number][axis] - middle[axis]) for axis in (0, 1)) > limit
        }
        for patch in [patch for patch in self.patches if patch.number in far]:
            self.refuse(
                self.row_of[patch.number],
                patch,
                "图形远在其他图斑数百公里之外，坐标有误",
                "请向下发单位索取正确图形后重新接收",
            )
        self.patches = [patch for patch in self.patches if patch.number not in far]

    def asked_numbers(self) -> set[str]:
        """The numbers of the file and the parents of its children: what the ledger is asked about."""
        return {*self.row_of, *filter(None, map(parent_of, self.row_of))}

    def known(self, elsewhere: Mapping[str, str], aside: set[str], again: bool) -> None:
        """Refuse numbers that the ledger already holds: nothing decided is overwritten. Those `aside` are not named.

        When the batch comes `again`, its own numbers stay, to be compared.
        """
        for patch in [patch for patch in self.patches if parent_of(patch.number) in {*self.secret, *aside}]:
            self._withdraw(patch.number)
        held = {number: batch for number, batch in elsewhere.items() if not (again and batch == self.batch)}
        for patch in self.patches:
            if patch.number in held and patch.number not in aside:
                problem = f"编号已在台账批次“{held[patch.number]}”中"
                cure = (
                    f"已接收过的图斑不重复接收；如为同一批次重新下发，请把批次名称填为“{held[patch.number]}”作补充接收"
                )
                self.refuse(self.row_of[patch.number], patch, problem, cure)
        self.late = [number for number in self.secret if number in elsewhere and number not in aside]
        hidden = [*self.secret, *(patch.number for patch in self.patches if patch.number in aside)]
        self._hide(aside)
        self.report.issues += [
            self._told_aside(number, again and elsewhere[number] == self.batch)
            for number in hidden
            if number in elsewhere
        ]
        self.patches = [patch for patch in self.patches if patch.number not in held and patch.number not in aside]
        self.secret = [number for number in self.secret if number not in elsewhere]
        self._tell_parents(elsewhere, aside)

    def tell_codes(self, codes: TypeCodes | None) -> None:
        """Codes that the year's list does not have, and a list that is not of the images' year."""
        if codes is None or "change_type" not in self.mapping:
            return
        for patch in self.patches:
            if patch.change_type and not codes.knows(patch.change_type):
                self.warn(
                    patch.number, f"图斑类型“{patch.change_type}”不在{codes.name}中", "请核对编码，或换用当年的编码表"
                )
        years = Counter(patch.after.year for patch in self.patches if patch.after)
        year = years.most_common(1)[0][0] if years else codes.year
        if year not in (codes.year - 1, codes.year):
            self.warn(
                "",
                f"后时相多为{year}年，字段映射方案用的却是{codes.name}",
                "同一编码各年含义不同，请换用当年的方案或编码表",
            )

    def close(self) -> None:
        report = self.report
        report.secret = len(self.secret) + len(self.late)
        report.children = sum(PARENT in patch.extra for patch in self.patches)
        report.rejected = sum(issue.kind == REJECT for issue in report.issues)
        new = len(self.patches) if report.reissue is None else len(report.reissue.new)
        report.accepted = new + report.secret
        report.issues.sort(key=lambda issue: (issue.row, issue.kind))

    def _told_aside(self, number: str, of_this_batch: bool) -> Issue:
        """A late mark is an acceptance by the other channel; what was set aside from this batch before is held."""
        row = self.row_of[number]
        if number in self.late:
            return Issue(row, WITHHELD, WARN, "已接收的图斑本次标注为涉密，接收时从台账移出", "按涉密图斑另行报送")
        kind = WARN if of_this_batch else REJECT
        return Issue(row, WITHHELD, kind, "编号已在台账中", "无需重复接收")

    def _tell_parents(self, elsewhere: Mapping[str, str], aside: set[str]) -> None:
        taken = {patch.number for patch in self.patches}
        for patch in self.patches:
            parent = parent_of(patch.number)
            if parent in taken:
                self.warn(
                    patch.number, f"是图斑{parent}的子图斑，母图斑也在本批次中", "请核实是否已拆分，避免面积重复统计"
                )
            elif parent in elsewhere and parent not in aside:
                self.warn(
                    patch.number, f"是图斑{parent}的子图斑，母图斑已在台账中", "请核实是否已拆分，避免面积重复统计"
                )

    def _is_secret(self, patch: Patch) -> bool:
        """A mark in any text of the row, or the number of a row marked before."""
        own = (value for value in vars(patch).values() if isinstance(value, str))
        texts = ["".join(text.split()) for text in (*own, *patch.extra.values())]
        if patch.number in self.secret or patch.number in self.lifted:
            return patch.number in self.secret
        return any(mark in text for mark in self.secret_marks for text in texts)

    def _withdraw(self, number: str) -> None:
        """A later row says that this number is 涉密: the row that was taken before is set aside with it."""
        if number not in self.secret:
            self.patches = [patch for patch in self.patches if patch.number != number]
            self.secret.append(number)
            self._hide({number})

    def _hide(self, numbers: set[str]) -> None:
        """Of 涉密 rows only those that were refused stay listed, without number."""
        self.report.issues = [
            replace(issue, number=WITHHELD) if issue.number in numbers else issue
            for issue in self.report.issues
            if issue.number not in numbers or issue.kind == REJECT
        ]

    def renewed(self, change: Callable[[Patch], Patch]) -> None:
        """Every patch by another of the same number."""
        self.patches = [change(patch) for patch in self.patches]


def with_values(row: Row, values: dict[str, Any]) -> Row:
    """The same row with what the list added."""
    return replace(row, values=values)
