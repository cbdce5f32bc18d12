"""接收: a month's batch as it comes, into the ledger: every row accepted or listed with its cure.

`read_batch` reads and checks and writes nothing; `Reading.save` writes all of it in one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from landwatch_plugin.casework.intake_doubts import tell_doubts
from landwatch_plugin.casework.intake_report import IntakeReport
from landwatch_plugin.casework.intake_rows import IntakeRows, with_values
from landwatch_plugin.casework.intake_shapes import measure
from landwatch_plugin.casework.joined_list import JoinedList, read_list
from landwatch_plugin.casework.places import Places, find_places
from landwatch_plugin.domain.control import Binding
from landwatch_plugin.domain.errors import Cancelled, InputError, LandwatchError, LedgerError
from landwatch_plugin.domain.field_profile import Profile, best_profile, passed_over
from landwatch_plugin.domain.intake import Issue, plain_text
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.patch_number import half_width
from landwatch_plugin.domain.progress import Feedback, Part, Span
from landwatch_plugin.domain.reissue import compare
from landwatch_plugin.gis.crs_settle import settle_crs
from landwatch_plugin.gis.layers import fingerprint
from landwatch_plugin.gis.patch_frame import crs_of, moved
from landwatch_plugin.gis.patch_source import ENCODING_NAMES, deleted_in, encoding_told, far_limit, open_source, rows
from landwatch_plugin.gis.received_file import ReceivedFile
from landwatch_plugin.gis.settings import profile_folder
from landwatch_plugin.ledger import records
from landwatch_plugin.ledger.profile_file import default_rulebook, profile_names, read_profile, read_type_codes
from landwatch_plugin.ledger.records import Batch
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.overlay.patch_shapes import same_shape


@dataclass(frozen=True)
class Request:
    """接收要求: what is to be taken in, and what the user has said about it; empty texts are decided by the program."""

    source: str
    batch: str
    ledger: Path
    profile: str = ""
    """Name or path; "" = the one that fits the layer's fields best."""
    layer: str = ""
    crs: str = ""
    unit: str = ""
    listing: Path | None = None
    """An Excel or CSV list to be joined by number."""
    fields: Mapping[str, str] | None = None
    """Key → field of the layer, as corrected by the user; None = by the profile's synonyms."""
    again: bool = False
    """The batch is in the ledger already and comes again."""
    rulebook: Path | None = None
    by: str = ""
    bindings: Sequence[Binding] = ()
    encoding: str = ""
    """gb18030 or utf-8 for a shapefile; "" = by its content."""


@dataclass
class Reading:
    """A file read and checked, nothing written yet."""

    request: Request
    report: IntakeReport
    rows: IntakeRows
    crs: Any
    srid: int
    """Of the ledger; the patches are in its system already."""
    places: Places = field(default_factory=dict)

    def save(self, feedback: Feedback) -> IntakeReport:
        """Write into the ledger (made when absent), all or nothing."""
        if feedback.cancelled():
            raise Cancelled
        path = self.request.ledger
        existing = path.is_file()
        opened = Ledger.open(path) if existing else Ledger.create(path, self.crs.postgisSrid(), self.crs.toWkt())
        try:
            with opened as ledger:
                if existing and ledger.srid != self.srid:
                    raise LedgerError("台账在核对之后被换过。", "请返回“核对”一步重新比较后再接收。")
                self._write(ledger, Span(feedback, 95, 99))
        except LandwatchError:
            if not existing:
                path.unlink(missing_ok=True)
            raise
        feedback.progress(100)
        return self.report

    def _write(self, ledger: Ledger, span: Span) -> None:
        report, by, rows = self.report, self.request.by, self.rows
        batch = Batch(
            report.batch, report.source, report.sha256, report.received, report.accepted, report.rejected, report.secret,
            report.profile, report.encoding, "", by, report.area_unit,
        )  # fmt: skip
        issues = [_entry(issue) for issue in report.issues]
        written = rows.patches
        if report.reissue is None:
            ledger.add_batch(batch, rows.patches, issues, secret_numbers=rows.secret, late=len(rows.late), span=span)
        else:
            new, changed = _told_apart(rows.patches, report)
            written = [*new, *(patch for patch, _ in changed)]
            ledger.receive_again(batch, new, changed, issues, secret_numbers=rows.secret, span=span)
        for number in rows.late:
            ledger.set_aside(number, "后续批次标注涉军涉密", by)
        taken = {patch.number for patch in written}
        ledger.save_places({number: place for number, place in self.places.items() if number in taken}, by)


def import_batch(
    source: Path | str, batch: str, ledger: Path, profile: str, feedback: Feedback, rulebook: Path | None = None,
    by: str = "", bindings: Sequence[Binding] = (), **said: Any,
) -> IntakeReport:  # fmt: skip
    """Read a received layer into the ledger (made when absent) in one transaction; cancel leaves nothing behind.

    Township and village come from the bound layers; without them the check fills them in later. `said`: layer, crs,
    unit, listing, fields, again of `Request`.

    Raises InputError / CrsError naming the file; rows that cannot be taken are `report.issues`, never an error.
    """
    request = Request(str(source), batch, ledger, profile, rulebook=rulebook, by=by, bindings=bindings, **said)
    return read_batch(request, feedback).save(feedback)


def read_batch(request: Request, feedback: Feedback) -> Reading:
    """Everything but the writing: rows, areas, places, and what the ledger holds already."""
    request = replace(request, batch=request.batch.strip())
    if not request.batch:
        raise InputError("没有填写批次名称。", "请填写批次名称，例如“2026年6月”。")
    _refuse_twice(request)
    with ReceivedFile(request.source) as file:
        layer, encoding = open_source(file.uri(request.layer), request.encoding)
        name = file.chosen.name
        if layer.featureCount() == 0:
            raise InputError("图层中没有图斑。", "请核对下发文件是否完整。", source=name)
        settled = settle_crs(name, layer, request.crs)
        intake, listed = _begin(request, layer, name)
        report = intake.report
        report.encoding, report.crs = ENCODING_NAMES.get(encoding, encoding), settled.text
        report.sha256, _ = fingerprint(str(file.chosen))
        if settled.doubt:
            intake.warn("", settled.doubt, settled.cure)
        told = encoding_told(file.uri(request.layer), encoding, request.encoding)
        if "不符" in told:
            intake.warn("", f"文字编码：{told}", "请核对预览中的汉字")
        _take_rows(intake, layer, listed, Span(feedback, 0, 60))
        _tell_lost(intake, layer, deleted_in(file.uri(request.layer)))
        intake.refuse_far(far_limit(layer))
        del layer
    srid = _compare_with_ledger(request, intake, settled.crs, Span(feedback, 60, 85))
    tell_doubts(intake)
    reading = Reading(request, report, intake, settled.crs, srid)
    Span(feedback, 85, 95).tick(0)
    shapes = [(patch.number, patch.wkb) for patch in intake.patches]
    place_crs = _crs_now(srid, settled.crs, request)
    reading.places = find_places(shapes, place_crs, request.bindings, Part(feedback, 85, 95))
    intake.close()
    Span(feedback, 85, 95).tick(1)
    return reading


def choose_profile(request: Request, names: Sequence[str]) -> Profile:
    """The profile that was named, else the one that fits best."""
    folder = profile_folder()
    if request.profile:
        return read_profile(request.profile, folder)
    return best_profile([read_profile(name, folder) for name in profile_names(folder)], names)


def batch_known(ledger: Path, batch: str) -> bool:
    """Whether this ledger has received a batch of this name."""
    if not ledger.is_file():
        return False
    with Ledger.open(ledger) as opened:
        return opened.has_batch(batch.strip())


def _refuse_twice(request: Request) -> None:
    if not request.again and batch_known(request.ledger, request.batch):
        raise LedgerError(
            f"批次“{request.batch}”已在台账中。", "请换一个批次名称；如为同一批次重新下发，请选择“补充接收”。"
        )


def _begin(request: Request, layer: Any, name: str) -> tuple[IntakeRows, JoinedList | None]:
    """Profile, list and mapping, with what is missing told."""
    own = layer.fields().names()
    listed = None
    profile = choose_profile(request, own)
    if request.listing is not None:
        listed = read_list(request.listing, profile)
        own = list(dict.fromkeys([*own, *(column for column in listed.columns if column != listed.key)]))
        profile = choose_profile(request, own)
    mapping = dict(profile.guess(own) if request.fields is None else request.fields)
    profile.check(mapping, own, name)
    marks = read_rulebook(request.rulebook or default_rulebook()).secret_marks
    intake = IntakeRows(request.batch, profile, mapping, IntakeReport(request.batch), marks, _lifted(request.ledger))
    intake.report.profile = profile.name
    intake.report.source = name + (f" + {listed.name}" if listed else "")
    if profile.absent(mapping):
        intake.warn(
            "",
            f"没有找到这些内容的字段：{'、'.join(profile.absent(mapping))}",
            "没有的按空处理；如有，请指定对应的字段",
        )
    folder = profile_folder()
    left = passed_over([read_profile(known, folder) for known in profile_names(folder)], mapping, own)
    if left:
        intake.warn(
            "",
            f"这些列像是图斑内容，按方案“{profile.name}”没有采用：{'、'.join(left)}",
            "原值另存未丢；如需采用，请在字段对应表中指定，或换用别的方案",
        )
    return intake, listed


def _lifted(path: Path) -> frozenset[str]:
    """Numbers whose mark of 涉军涉密 was taken back in the ledger, if there is one yet."""
    if not path.is_file():
        return frozenset()
    with Ledger.open(path) as ledger:
        return ledger.lifted_numbers()


def _take_rows(intake: IntakeRows, layer: Any, listed: JoinedList | None, span: Span) -> None:
    total = max(1, layer.featureCount())
    for row in rows(layer):
        span.tick(row.number / total)
        if listed is None:
            intake.take(row)
            continue
        number = half_width(plain_text(row.values.get(intake.mapping.get("number", ""))))
        values, other = listed.join(number, row.values)
        intake.take(with_values(row, values))
        if number in {patch.number for patch in intake.patches[-1:]} and intake.row_of.get(number) == row.number:
            if other:
                intake.warn(number, f"清单与图层不一致：{'；'.join(other)}", "已采用图层的值，清单的值另存；请核对")
            if number not in listed.rows:
                intake.warn(
                    number,
                    "清单中没有这个编号",
                    listed.cure_for(number) or "请核对清单是否完整；该图斑只有图层中的属性",
                )
    if listed is not None:
        secret = set(intake.secret)
        lost = [
            issue
            for issue in listed.without_partner(intake.secret_marks, [patch.number for patch in intake.patches])
            if issue.number not in secret
        ]
        intake.report.issues += [*listed.issues, *lost]


def _tell_lost(intake: IntakeRows, layer: Any, deleted: int) -> None:
    """No row is lost in silence. Raises InputError when a file that says it has rows gives none."""
    read, said = intake.report.received, layer.featureCount()
    cure = "请用 QGIS 或原软件打开核对行数，必要时向下发单位索取完整文件"
    if read == 0:
        raise InputError(f"文件记载有{said}行，一行也没有读到。", f"{cure}。", source=intake.report.source)
    if deleted:
        intake.warn("", f"属性表（.dbf）中有{deleted}行标记为已删除，未接收", "请向下发单位核实这些行是否确已删除")
    elif said >= 0 and said != read:
        intake.warn("", f"文件记载有{said}行，实际读到{read}行", cure)


def _compare_with_ledger(request: Request, intake: IntakeRows, crs: Any, span: Span) -> int:
    """What the ledger knows, areas and shapes, then the ledger's coordinate system. Returns its EPSG code."""
    codes = read_type_codes(intake.profile.type_codes)
    if not request.ledger.is_file():
        intake.known({}, set(), again=False)
        intake.tell_codes(codes)
        measure(intake, crs, request.unit, request.bindings, span)
        return int(crs.postgisSrid())
    with Ledger.open(request.ledger) as ledger:
        asked = intake.asked_numbers()
        intake.known(ledger.known_numbers(asked), ledger.secret_among(asked), request.again)
        intake.tell_codes(codes)
        measure(intake, crs, request.unit, request.bindings, span)
        if ledger.srid != crs.postgisSrid():
            shapes = moved([patch.wkb for patch in intake.patches], crs, crs_of(ledger.srid, ledger.srs_wkt))
            intake.patches = [replace(patch, wkb=wkb) for patch, wkb in zip(intake.patches, shapes, strict=True)]
        if request.again:
            _tell_reissue(request, intake, ledger)
        return ledger.srid


def _tell_reissue(request: Request, intake: IntakeRows, ledger: Ledger) -> None:
    held = ledger.held(request.batch)
    found = compare(
        held, intake.patches, {*intake.row_of, *intake.late, *intake.refused}, ledger.decided_numbers(), same_shape
    )
    intake.report.reissue = found
    for change in found.changed:
        if change.kept:
            intake.warn(
                change.number, f"已会审，本次文件有变化：{change.what}", "台账保持不动；确需更改的请提交会审重新判定"
            )
        else:
            intake.warn(change.number, f"与台账相比有变化：{change.what}", "接收后按本次文件更新，须重新核查")
    for number in found.gone:
        intake.warn(number, "台账中有，本次文件中没有", "台账保留不动；请向下发单位核实是否撤销")


def _told_apart(patches: Sequence[Patch], report: IntakeReport) -> tuple[list[Patch], list[tuple[Patch, str]]]:
    """(new ones, changed ones that are not decided, each with what changed)."""
    if report.reissue is None:
        return list(patches), []
    new = set(report.reissue.new)
    what = {change.number: change.what for change in report.reissue.changed if not change.kept}
    changed = [(patch, what[patch.number]) for patch in patches if patch.number in what]
    return [patch for patch in patches if patch.number in new], changed


def _crs_now(srid: int, crs: Any, request: Request) -> Any:
    """The system that the patches are in by now: the ledger's when there is one."""
    if srid == crs.postgisSrid() or not request.ledger.is_file():
        return crs
    with Ledger.open(request.ledger) as ledger:
        return crs_of(ledger.srid, ledger.srs_wkt)


def _entry(issue: Issue) -> records.Issue:
    return records.Issue(issue.row or None, issue.number, f"{issue.problem}。{issue.cure}。", issue.kind)
