"""核查: overlay the ledger's patches with the layers by role, try the rule book, and keep the result in the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from landwatch_plugin.casework.check_notes import check_notes
from landwatch_plugin.casework.child_suggestion import beside_parent
from landwatch_plugin.casework.control_sheets import sheet, user_shelf
from landwatch_plugin.casework.figure_mark import figure_mark
from landwatch_plugin.casework.figures import Figures, Measured, missing_fields
from landwatch_plugin.casework.judging import Judge
from landwatch_plugin.casework.licences import mine_times
from landwatch_plugin.casework.locked_months import open_patches
from landwatch_plugin.casework.making_good import measure_making_good
from landwatch_plugin.casework.own_values import own_values
from landwatch_plugin.casework.places import places_by_overlap
from landwatch_plugin.domain.area_basis import Basis, basis_text
from landwatch_plugin.domain.card import held_evidence
from landwatch_plugin.domain.check import Check, Value
from landwatch_plugin.domain.control import OVERLAID, Binding, Role
from landwatch_plugin.domain.dates import parse_date
from landwatch_plugin.domain.errors import InputError, LandwatchError, RuleBookError
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.progress import Feedback, Part, Rising
from landwatch_plugin.domain.recheck import Difference, differences
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.splitting import family_mu
from landwatch_plugin.domain.verdict import Suggestion
from landwatch_plugin.gis.crs import working_grid
from landwatch_plugin.gis.crs_check import check_layer
from landwatch_plugin.gis.layers import field_names, fingerprint, open_vector
from landwatch_plugin.gis.nearby import nearby
from landwatch_plugin.gis.patch_frame import crs_of, extent_of, patch_frame
from landwatch_plugin.ledger.journal import DOUBT_NAME, redactor
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.records import LayerInput
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.overlay.coverage import union_cover
from landwatch_plugin.overlay.result import Options
from landwatch_plugin.overlay.width import mean_widths

#: Percent of the progress after which the layers are read, and after which the figures are measured.
READING, MEASURED = 40.0, 95.0


@dataclass
class CheckReport:
    """What a run did, for the log and the account."""

    checked: int = 0
    suggestions: Counter[str] = field(default_factory=Counter)
    unbound: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    """Layers that were bound and could not be used, with the reason."""
    empty: tuple[str, ...] = ()
    """Layers that were bound and have no features: they cover nothing, or somebody forgot to hand the data in."""
    open_patches: dict[str, float] = field(default_factory=dict)
    """Patch → m² by which its land classes miss it (negative: counted twice)."""
    notes: list[str] = field(default_factory=list)
    """Repairs and rejects in control layers, in Chinese."""
    basis: str = ""
    rulebook: str = ""
    differences: list[Difference] = field(default_factory=list)
    """What is otherwise than in the checks that stood before."""
    withheld: frozenset[str] = frozenset()
    """Patches of which somebody has still to say whether they are 涉军涉密: nothing of them goes into a table or a log."""
    kept: bool = True
    """False when the differences were not agreed to and the earlier checks stand."""


def check(
    ledger_path: Path,
    bindings: Sequence[Binding],
    rulebook_path: Path | None,
    feedback: Feedback,
    basis: Basis = Basis.ELLIPSOIDAL,
    by: str = "",
    agreed: Callable[[Sequence[Difference]], bool] | None = None,
    only: Collection[str] = (),
) -> CheckReport:
    """Check every patch of the ledger (or `only` those of some numbers) and store the checks in one transaction.

    Without bindings the layers that the ledger remembers are used. Where figures differ from the checks that stand,
    `agreed` is asked first; on False nothing is stored. Raises LandwatchError subclasses.
    """
    book = read_rulebook(rulebook_path or default_rulebook())
    with Ledger.open(ledger_path) as ledger:
        chosen = list(bindings) or [item.binding for item in ledger.inputs()]
        patches, kept = open_patches(ledger, only)
        run = _Run(ledger, book, patches, chosen, basis, feedback, near=bool(only))
        checks, places = run.checks(), run.places()
        report = run.report
        report.differences = differences(ledger.checks(), checks)
        report.withheld = ledger.withheld(book.secret_marks)
        report.notes = list(map(redactor(report.withheld, DOUBT_NAME), report.notes))
        doubtful = len(ledger.secret_doubts(book.secret_marks).keys() & {patch.number for patch in patches})
        report.notes += [f"{doubtful}个图斑的外业核查等记录含涉军涉密字样，待确认是否另行报送"] if doubtful else []
        report.notes += kept
        report.kept = agreed is None or not report.differences or agreed(report.differences)
        if report.kept:
            ledger.save_places(places)
            ledger.save_checks(checks, run.inputs, by)
    return report


def _by_role(bindings: Sequence[Binding]) -> dict[Role, Binding]:
    twice = [role.title for role, count in Counter(binding.role for binding in bindings).items() if count > 1]
    if twice:
        raise LandwatchError(
            f"图层角色“{'、'.join(twice)}”绑定了多个图层。", "每个角色只绑定一个图层，请合并图层后重新绑定。"
        )
    return {binding.role: binding for binding in bindings}


def _reason(error: InputError, role: Role) -> str:
    """What went wrong with a layer, without its path and without naming the role again."""
    return error.message.removeprefix(f"【{error.source}】").removeprefix(role.title).rstrip("。")


class _Run:
    def __init__(
        self, ledger: Ledger, book: RuleBook, patches: list[Patch], bindings: Sequence[Binding], basis: Basis, feedback: Feedback,
        near: bool = False,
    ) -> None:  # fmt: skip
        """`near`: read only what lies around the patches, which are few."""
        self.ledger, self.book, self.received, self.feedback = ledger, book, patches, Rising(feedback)
        self.figured_by = figure_mark(book)
        self.bindings = _by_role(bindings)
        source_crs = crs_of(ledger.srid, ledger.srs_wkt)
        shapes = [(patch.number, patch.wkb) for patch in patches]
        extent = extent_of(shapes)
        crs, grid = working_grid(source_crs, extent)
        self.options = Options(grid=grid, basis=basis)
        self.patches = patch_frame(shapes, source_crs, crs)
        self.around = (extent, source_crs) if near else None
        self.printed = self._printed(source_crs, crs)
        self.inputs: list[LayerInput] = []
        self.failed: dict[Role, str] = {}
        """Bound roles whose layer could not be used, and why."""
        self.empty: list[Role] = []
        """Bound roles whose layer has no feature."""
        self.frames = self._frames(crs)
        self.report = CheckReport(basis=basis_text(basis, grid), rulebook=book.stamp)

    def _frames(self, crs: Any) -> dict[Role, Any]:
        """Role → frame in the working plane. A bound layer that cannot be used is named in the result: it is no “未压占”."""
        found: dict[Role, Any] = {}
        prints: dict[str, tuple[str, str]] = {}
        share = READING / max(1, len(self.bindings))
        for at, (role, binding) in enumerate(self.bindings.items()):
            try:
                self._read(role, binding, crs, found, prints, Part(self.feedback, share * at, share * (at + 1)))
            except RuleBookError:
                raise
            except InputError as error:
                self.failed[role] = _reason(error, role)
        return found

    def _read(
        self, role: Role, binding: Binding, crs: Any, found: dict[Role, Any], prints: dict[str, tuple[str, str]], part: Part
    ) -> None:  # fmt: skip
        features, authid = 0, ""
        names = dict(binding.fields)
        if not role.is_raster:
            layer = open_vector(binding)
            names = field_names(layer, binding)
            if role is Role.LAND and "class" not in names:
                raise InputError(
                    "没有找到地类编码字段。",
                    f"现有字段：{'、'.join(layer.fields().names())}。请在图层角色绑定中指定地类编码字段。",
                    source=layer.name(),
                )
            check_layer(f"{role.title}（{layer.name()}）", layer)
            found[role] = self._sheet(layer, names, crs, part)
            features, authid = layer.featureCount(), layer.crs().authid()
            self.empty += [role] if features == 0 else []
        file = binding.source.partition("|")[0]
        if file not in prints:
            prints[file] = fingerprint(binding.source)
        digest, modified = prints[file]
        self.inputs.append(
            LayerInput(role, binding.source, binding.provider, names, digest, features, authid, modified)
        )

    def _sheet(self, layer: Any, names: Mapping[str, str], crs: Any, part: Part) -> Any:
        """The whole layer, from the shelf where it stands there; of a few patches what lies around them."""
        if self.around is None:
            return sheet(layer, names, crs, kept_on=user_shelf(), feedback=part)
        return sheet(layer, names, crs, within=nearby(layer, *self.around), feedback=part)

    def _printed(self, source: Any, plane: Any) -> dict[str, Decimal]:
        """亩 of the children of splits: together the patch as printed, each measured as the check measures it."""
        parents = self.ledger.parents()
        if not parents:
            return {}
        shapes = [(number, self.ledger.patch(number).wkb) for number in {*parents, *parents.values()}]
        cover = union_cover(patch_frame(shapes, source, plane), {}, self.options)
        areas = {row.patch_id: float(row.patch_m2) for row in cover.frame.itertuples()}
        ledgers = self.options.basis is Basis.ELLIPSOIDAL
        return family_mu(areas, parents, {number: self.ledger.row(number).mu for number in areas} if ledgers else None)

    def checks(self) -> list[Check]:
        figures = Figures(self.patches, self.frames, self.options, self.book, self.printed)
        found = figures.run(self.received, Part(self.feedback, READING, MEASURED))
        self.facts = {patch.number: self.ledger.facts(patch.number) for patch in self.received}
        built = {number: parse_date(facts.get("建设时间", "")) for number, facts in self.facts.items()}
        measure_making_good(figures, self.received, built, Part(self.feedback, MEASURED, 100))
        widths = mean_widths(self.patches)
        judge = Judge(self.book)
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        unmeasured = [patch.number for patch in self.received if patch.number not in found.patch_m2]
        if unmeasured:
            raise LandwatchError(
                f"有{len(unmeasured)}个图斑的图形没有面积，无法核查：{'、'.join(unmeasured[:5])}。",
                "请向下发单位索取正确图形。",
            )
        made = [self._check(patch, found, widths, judge, at) for patch in self.received]
        report = self.report
        report.checked = len(made)
        report.suggestions = Counter(one.suggestion.verdict or "存疑" for one in made)
        report.unbound = tuple(role.title for role in Role if role not in self.bindings)
        report.failed = tuple(f"{role.title}（{why}）" for role, why in self.failed.items())
        report.open_patches = dict(found.unclosed)
        report.empty = tuple(role.title for role in self.empty if role in OVERLAID)
        report.notes += [f"规则手册提示：{line}" for line in judge.book.warnings]
        report.notes += check_notes(found, figures.results, self.facts, report.empty)
        return made

    def _check(self, patch: Patch, found: Measured, widths: Mapping[str, float], judge: Judge, at: str) -> Check:
        number = patch.number
        facts, ticked = self.facts[number], self.ledger.evidence(number)
        photos = self.ledger.photos(number)
        values = self._values(patch, found, own_values(patch, facts, ticked, len(photos), widths[number], self.book))
        failed = self.failed | ({Role.LAND: found.unclassed[number]} if number in found.unclassed else {})
        failed |= {Role.MINE: found.unbounded[number]} if number in found.unbounded else {}
        bound = set(self.bindings) - set(failed)
        check = Check(
            number, self.book.stamp, self.report.basis, at, values,
            tuple(found.shares[number]), tuple(found.papers[number]),
            unbound=tuple(role.title for role in Role if role not in bound),
            patch_m2=found.patch_m2[number], unclosed_m2=found.unclosed.get(number, 0.0),
            failed=tuple(f"{role.title}（{why}）" for role, why in failed.items()), figured_by=self.figured_by,
        )  # fmt: skip
        held = held_evidence(self.book, check, ticked, len(photos), bool(facts))
        made = judge.judge(values, bound, held, failed, check.papers)
        suggestion = self._with_parent(number, values, made.suggestion)
        return replace(check, findings=made.findings, suggestion=suggestion, tags=made.tags)

    def _values(self, patch: Patch, found: Measured, own: dict[str, Value]) -> dict[str, Value]:
        """Every check field of a patch: from the layers, from itself and its field visit, and from both together."""
        number = patch.number
        measured, built = found.values[number], own["built_on"]
        if Role.MINE in self.frames and number not in found.unbounded:
            day = built if isinstance(built, date) else None
            measured |= mine_times(patch, found.licences.get(number, ()), day, own)
        doubts = [str(text) for text in (measured.get("mine_doubt"), own["mine_doubt"]) if text]
        empty = [role.title for role in self.empty if role in OVERLAID]
        told = {"mine_doubt": "；".join(doubts) or None, "empty_layers": "、".join(empty) or None}
        return missing_fields(measured | own | told)

    def _with_parent(self, number: str, values: Mapping[str, Value], suggestion: Suggestion) -> Suggestion:
        """What a child of a split has to be seen beside: the patch that it was split from, as it was last checked."""
        parents, top = self.ledger.parents(), number
        while top in parents:
            top = parents[top]
        parent = self.ledger.check(top) if top != number else None
        return beside_parent(self.book, values, suggestion, parent) if parent else suggestion

    def places(self) -> dict[str, dict[str, str]]:
        """Township and village of each patch by largest overlap; nothing for roles that are not bound."""
        return places_by_overlap(self.patches, self.frames, self.options)
