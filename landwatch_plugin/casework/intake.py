"""接收: a month's batch as it comes, into the ledger: every row accepted or listed with its cure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from landwatch_plugin.casework.places import Places, find_places
from landwatch_plugin.domain.area_basis import Basis
from landwatch_plugin.domain.control import Binding
from landwatch_plugin.domain.errors import Cancelled, InputError, LandwatchError
from landwatch_plugin.domain.intake import (
    REJECT,
    REPAIR,
    UNITS,
    WARN,
    Issue,
    Profile,
    area_issue,
    guess_unit,
    make_patch,
    plain_text,
)
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.progress import Feedback
from landwatch_plugin.gis.crs import working_grid
from landwatch_plugin.gis.crs_check import check_coordinates
from landwatch_plugin.gis.layers import fingerprint, source_file
from landwatch_plugin.gis.patch_frame import crs_of, extent_of, moved, patch_frame
from landwatch_plugin.gis.patch_source import Row, open_source, rows
from landwatch_plugin.ledger import records
from landwatch_plugin.ledger.profile_file import default_rulebook, read_profile
from landwatch_plugin.ledger.records import Batch
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.overlay.plane import areas


@dataclass
class IntakeReport:
    """received = accepted + rejected; the secret ones are among the accepted and set aside."""

    batch: str
    received: int = 0
    accepted: int = 0
    rejected: int = 0
    secret: int = 0
    encoding: str = ""
    area_unit: str = ""
    issues: list[Issue] = field(default_factory=list)

    @property
    def text(self) -> str:
        unit = f"，面积单位{self.area_unit}" if self.area_unit else ""
        return (
            f"批次“{self.batch}”：收到{self.received}个，接收{self.accepted}个（其中涉密另行报送{self.secret}个），"
            f"退回{self.rejected}个；文字编码{self.encoding}{unit}。"
        )


def import_batch(
    source: Path | str,
    batch: str,
    ledger: Path,
    profile: str,
    feedback: Feedback,
    rulebook: Path | None = None,
    by: str = "",
    bindings: Sequence[Binding] = (),
) -> IntakeReport:
    """Read a received layer into the ledger (made when absent) in one transaction; cancel leaves nothing behind.

    Township and village come from the bound layers; without them the check fills them in later.

    Raises InputError / CrsError naming the file; rows that cannot be taken are `report.issues`, never an error.
    """
    batch = batch.strip()
    if not batch:
        raise InputError("没有填写批次名称。", "请填写批次名称，例如“2026年6月”。")
    chosen = read_profile(profile)
    layer, encoding = open_source(str(source))
    name = Path(layer.source().split("|")[0]).name
    if layer.featureCount() == 0:
        raise InputError("图层中没有图斑。", "请核对下发文件是否完整。", source=name)
    mapping = chosen.resolve(layer.fields().names(), name)
    check_coordinates(name, layer.crs(), layer.extent())
    intake = _Intake(batch, chosen, mapping, IntakeReport(batch, encoding=_ENCODINGS.get(encoding, encoding)))
    intake.secret_marks = read_rulebook(rulebook or default_rulebook()).secret_marks
    total = max(1, layer.featureCount())
    for row in rows(layer):
        _go_on(feedback, 70 * row.number / total)
        intake.take(row)
    intake.measure(layer.crs())
    _go_on(feedback, 85)
    intake.places = find_places([(patch.number, patch.wkb) for patch in intake.patches], layer.crs(), bindings)
    _go_on(feedback, 90)
    _save(intake, layer, ledger, by)
    feedback.progress(100)
    return intake.report


def _go_on(feedback: Feedback, percent: float) -> None:
    if feedback.cancelled():
        raise Cancelled
    feedback.progress(percent)


WITHHELD = "（涉密）"
"""Stands for the number of a 涉密 patch in every message."""
_ENCODINGS = {"gb18030": "GBK（GB18030）", "utf-8": "UTF-8", "utf-8-sig": "UTF-8（带BOM）"}


class _Intake:
    """Rows on their way to patches."""

    def __init__(self, batch: str, profile: Profile, mapping: dict[str, str], report: IntakeReport) -> None:
        self.batch, self.profile, self.mapping, self.report = batch, profile, mapping, report
        self.secret_marks: tuple[str, ...] = ()
        self.patches: list[Patch] = []
        self.row_of: dict[str, int] = {}
        self.secret: list[str] = []
        self.late: list[str] = []
        """涉密 only by this batch, and in the ledger from an earlier one."""
        self.places: Places = {}

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
        if self._is_secret(patch):
            self.secret.append(patch.number)
            return
        self.patches.append(patch)
        self.report.issues += notes
        if row.repair:
            self.report.issues.append(Issue(row.number, patch.number, REPAIR, row.repair, "请核对修复后的图形"))

    def _is_secret(self, patch: Patch) -> bool:
        """A mark in any text of the row, or the number of a row marked before."""
        own = (value for value in vars(patch).values() if isinstance(value, str))
        texts = ["".join(text.split()) for text in (*own, *patch.extra.values())]
        return patch.number in self.secret or any(mark in text for mark in self.secret_marks for text in texts)

    def refuse(self, row: int, patch: Patch, problem: str, cure: str) -> None:
        number = WITHHELD if self._is_secret(patch) else patch.number
        self.report.issues.append(Issue(row, number, REJECT, problem, cure))

    def known(self, elsewhere: dict[str, str], aside: set[str]) -> None:
        """Refuse numbers that the ledger already holds: nothing decided is overwritten. Those `aside` are not named."""
        for patch in self.patches:
            if patch.number in elsewhere and patch.number not in aside:
                problem = f"编号已在台账批次“{elsewhere[patch.number]}”中"
                self.refuse(
                    self.row_of[patch.number], patch, problem, "已接收过的图斑不重复接收；如需更新请先核实"
                )
        self.late = [number for number in self.secret if number in elsewhere and number not in aside]
        hidden = [*self.secret, *(patch.number for patch in self.patches if patch.number in aside)]
        self._hide(aside)
        self.report.issues += [
            Issue(
                self.row_of[number], WITHHELD, REJECT,
                "编号已在台账中，本次标注为涉密，已从台账移出" if number in self.late else "编号已在台账中",
                "按涉密图斑另行报送" if number in self.late else "无需重复接收",
            )
            for number in hidden
            if number in elsewhere
        ]
        self.patches = [patch for patch in self.patches if patch.number not in elsewhere]
        self.secret = [number for number in self.secret if number not in elsewhere]

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

    def measure(self, crs: Any) -> None:
        """Ellipsoidal areas, then the unit of MJ, then what differs."""
        if not self.patches:
            return
        shapes = [(patch.number, patch.wkb) for patch in self.patches]
        plane, grid = working_grid(crs, extent_of(shapes))
        sizes = areas(patch_frame(shapes, crs, plane).geometry.values, Basis.ELLIPSOIDAL, grid)
        pairs = [(p.official_m2 or 0.0, float(m2)) for p, m2 in zip(self.patches, sizes, strict=True)]
        unit = self.profile.area_unit or guess_unit(pairs)
        written = any(area for area, _ in pairs)
        self.report.area_unit = unit if written else ""
        factor = UNITS.get(unit)
        self.patches = [
            replace(
                p,
                area_m2=float(m2),
                official_m2=p.official_m2 * factor if factor and p.official_m2 is not None else None,
                extra=p.extra if factor else p.extra | self._unread_area(p),
            )
            for p, m2 in zip(self.patches, sizes, strict=True)
        ]
        if not unit and written:
            self.report.issues.append(
                Issue(0, "", WARN, "下发面积的单位与图形面积对不上，未采用", "请核对面积字段的单位（平方米/亩/公顷）")
            )
        if self.profile.area_checked:
            found = (area_issue(self.row_of[p.number], p, self.profile.area_tolerance) for p in self.patches)
            self.report.issues += [issue for issue in found if issue]

    def _unread_area(self, patch: Patch) -> dict[str, str]:
        """MJ as written, kept with what else was received while its unit is not known."""
        return {} if patch.official_m2 is None else {self.mapping["area"]: plain_text(patch.official_m2)}

    def close(self) -> None:
        report = self.report
        report.secret = len(self.secret)
        report.rejected = sum(issue.kind == REJECT for issue in report.issues)
        report.accepted = len(self.patches) + report.secret
        report.issues.sort(key=lambda issue: (issue.row, issue.kind))


def _save(intake: _Intake, layer: Any, path: Path, by: str) -> None:
    existing = path.is_file()
    opened = Ledger.open(path) if existing else Ledger.create(path, layer.crs().postgisSrid(), layer.crs().toWkt())
    try:
        _add(intake, layer, opened, by)
    except LandwatchError:
        if not existing:
            path.unlink(missing_ok=True)
        raise


def _add(intake: _Intake, layer: Any, opened: Ledger, by: str) -> None:
    report = intake.report
    with opened as ledger:
        if ledger.srid != layer.crs().postgisSrid():
            _reproject(intake, layer.crs(), ledger)
        intake.known(ledger.known_numbers(intake.row_of), ledger.secret_among(intake.row_of))
        intake.close()
        file = source_file(layer.source())
        digest, _ = fingerprint(layer.source())
        ledger.add_batch(
            Batch(
                intake.batch, file.name if file else layer.source(), digest, report.received, report.accepted,
                report.rejected, report.secret, intake.profile.name, report.encoding,
                "", by, report.area_unit,
            ),
            intake.patches, [_entry(issue) for issue in report.issues], secret_numbers=intake.secret,
        )  # fmt: skip
        taken = {patch.number for patch in intake.patches}
        for number in intake.late:
            ledger.set_aside(number, "后续批次标注涉军涉密", by)
        ledger.save_places({number: place for number, place in intake.places.items() if number in taken}, by)


def _entry(issue: Issue) -> records.Issue:
    return records.Issue(issue.row or None, issue.number, f"{issue.problem}。{issue.cure}。", issue.kind)


def _reproject(intake: _Intake, crs: Any, ledger: Ledger) -> None:
    """Later batches in another system are brought into the ledger's."""
    target = crs_of(ledger.srid, ledger.srs_wkt)
    shapes = moved([patch.wkb for patch in intake.patches], crs, target)
    intake.patches = [replace(patch, wkb=wkb) for patch, wkb in zip(intake.patches, shapes, strict=True)]


def issue_lines(issues: Sequence[Issue]) -> list[str]:
    """The list of rows as text: 第n行 编号 退回：… What is only 提示 and the same in several rows is one line."""
    notes: dict[tuple[str, str], list[Issue]] = {}
    lines = []
    for issue in issues:
        if issue.kind == WARN:
            notes.setdefault((issue.problem, issue.cure), []).append(issue)
        else:
            lines.append(_line(f"第{issue.row}行 {issue.number}", issue))
    for same in notes.values():
        rows = "、".join(str(issue.row) for issue in same)
        place = f"第{rows}行" + (f" {same[0].number}" if len(same) == 1 else f"（{len(same)}个）")
        lines.append(_line(place if same[0].row else "", same[0]))
    return lines


def _line(place: str, issue: Issue) -> str:
    return f"{place} {issue.kind}：{issue.problem}。{issue.cure}。".lstrip()
