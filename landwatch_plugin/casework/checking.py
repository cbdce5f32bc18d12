"""核查: overlay the ledger's patches with the layers by role, try the rule book, and keep the result in the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from landwatch_plugin.casework.figures import Figures, Measured, missing_fields
from landwatch_plugin.casework.mines import mine_facts
from landwatch_plugin.casework.places import places_by_overlap
from landwatch_plugin.domain.area_basis import Basis, basis_text
from landwatch_plugin.domain.card import held_evidence
from landwatch_plugin.domain.check import Check, Value
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.dates import parse_date
from landwatch_plugin.domain.errors import InputError, LandwatchError
from landwatch_plugin.domain.judgement import make_finding, suggest
from landwatch_plugin.domain.patch import Patch
from landwatch_plugin.domain.progress import Feedback
from landwatch_plugin.domain.rulebook import RuleBook
from landwatch_plugin.domain.units import CENT, half_up
from landwatch_plugin.gis.crs import working_grid
from landwatch_plugin.gis.crs_check import check_coordinates
from landwatch_plugin.gis.expressions import RuleRunner
from landwatch_plugin.gis.frames import frame
from landwatch_plugin.gis.layers import field_names, fingerprint, open_vector
from landwatch_plugin.gis.patch_frame import crs_of, extent_of, patch_frame
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.records import LayerInput
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.overlay.result import Options
from landwatch_plugin.overlay.width import mean_widths


@dataclass
class CheckReport:
    """What a run did, for the log and the account."""

    checked: int = 0
    suggestions: Counter[str] = field(default_factory=Counter)
    unbound: tuple[str, ...] = ()
    open_patches: dict[str, float] = field(default_factory=dict)
    """Patch → m² by which its land classes miss it (negative: counted twice)."""
    notes: list[str] = field(default_factory=list)
    """Repairs and rejects in control layers, in Chinese."""
    basis: str = ""
    rulebook: str = ""


def check(
    ledger_path: Path,
    bindings: Sequence[Binding],
    rulebook_path: Path | None,
    feedback: Feedback,
    basis: Basis = Basis.ELLIPSOIDAL,
    by: str = "",
) -> CheckReport:
    """Check every patch of the ledger and store the checks in one transaction.

    Without bindings the layers that the ledger remembers are used. Raises LandwatchError subclasses.
    """
    book = read_rulebook(rulebook_path or default_rulebook())
    with Ledger.open(ledger_path) as ledger:
        chosen = list(bindings) or [item.binding for item in ledger.inputs()]
        patches = [ledger.patch(number) for number in ledger.numbers()]
        if not patches:
            raise LandwatchError("台账中没有可核查的图斑。", "请先接收批次图斑。")
        run = _Run(ledger, book, patches, chosen, basis, feedback)
        checks = run.checks()
        ledger.save_places(run.places())
        ledger.save_checks(checks, run.inputs, by)
    return run.report


def _by_role(bindings: Sequence[Binding]) -> dict[Role, Binding]:
    twice = [role.title for role, count in Counter(binding.role for binding in bindings).items() if count > 1]
    if twice:
        raise LandwatchError(
            f"图层角色“{'、'.join(twice)}”绑定了多个图层。", "每个角色只绑定一个图层，请合并图层后重新绑定。"
        )
    return {binding.role: binding for binding in bindings}


class _Run:
    def __init__(
        self, ledger: Ledger, book: RuleBook, patches: list[Patch], bindings: Sequence[Binding], basis: Basis, feedback: Feedback
    ) -> None:  # fmt: skip
        self.ledger, self.book, self.received, self.feedback = ledger, book, patches, feedback
        self.bindings = _by_role(bindings)
        source_crs = crs_of(ledger.srid, ledger.srs_wkt)
        shapes = [(patch.number, patch.wkb) for patch in patches]
        extent = extent_of(shapes)
        crs, grid = working_grid(source_crs, extent)
        self.options = Options(grid=grid, basis=basis)
        self.patches = patch_frame(shapes, source_crs, crs)
        self.inputs: list[LayerInput] = []
        self.frames = self._frames(crs)
        self.report = CheckReport(basis=basis_text(basis, grid), rulebook=book.stamp)

    def _frames(self, crs: Any) -> dict[Role, Any]:
        """Role → frame in the working plane. A bound layer that cannot be read stops the run: it is not 无数据."""
        found = {}
        prints: dict[str, tuple[str, str]] = {}
        for role, binding in self.bindings.items():
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
                check_coordinates(f"{role.title}（{layer.name()}）", layer.crs(), layer.extent())
                found[role] = frame(layer, names, crs)
                features, authid = layer.featureCount(), layer.crs().authid()
            file = binding.source.partition("|")[0]
            if file not in prints:
                prints[file] = fingerprint(binding.source)
            digest, modified = prints[file]
            self.inputs.append(
                LayerInput(role, binding.source, binding.provider, names, digest, features, authid, modified)
            )
        return found

    def checks(self) -> list[Check]:
        figures = Figures(self.patches, self.frames, self.options, self.book)
        found = figures.run(self.received, self.feedback)
        widths = mean_widths(self.patches)
        runner = RuleRunner(self.book)
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        unmeasured = [patch.number for patch in self.received if patch.number not in found.patch_m2]
        if unmeasured:
            raise LandwatchError(
                f"有{len(unmeasured)}个图斑的图形没有面积，无法核查：{'、'.join(unmeasured[:5])}。",
                "请向下发单位索取正确图形。",
            )
        made = [self._check(patch, found, widths, runner, at) for patch in self.received]
        report = self.report
        report.checked = len(made)
        report.suggestions = Counter(one.suggestion.verdict or "存疑" for one in made)
        report.unbound = tuple(role.title for role in Role if role not in self.bindings)
        report.open_patches = dict(found.unclosed)
        for result in figures.results:
            report.notes += [f"{r.layer}要素{r.feature}：{r.what}（已修复，参与套合）" for r in result.repairs]
            report.notes += [f"{r.layer}要素{r.feature}：{r.reason}（未参与套合）" for r in result.rejects]
        report.notes = list(dict.fromkeys(report.notes))
        return made

    def _check(self, patch: Patch, found: Measured, widths: Mapping[str, float], runner: RuleRunner, at: str) -> Check:
        number = patch.number
        facts = self.ledger.facts(number)
        photos = self.ledger.photos(number)
        own = self._own_values(patch, facts, len(photos), widths[number]) | mine_facts(facts)
        values = missing_fields(found.values[number] | own)
        bound = set(self.bindings)
        findings = tuple(
            make_finding(trial.rule, trial.outcome, trial.fields, values, bound) for trial in runner.run(values)
        )
        check = Check(
            number, self.book.stamp, self.report.basis, at, values,
            tuple(found.shares[number]), tuple(found.papers[number]), findings,
            unbound=tuple(role.title for role in Role if role not in bound),
            patch_m2=found.patch_m2[number], unclosed_m2=found.unclosed.get(number, 0.0),
        )  # fmt: skip
        held = held_evidence(self.book, check, self.ledger.evidence(number), len(photos), bool(facts))
        return replace(check, suggestion=suggest(self.book, findings, held))

    def _own_values(self, patch: Patch, facts: Mapping[str, str], photos: int, width: float) -> dict[str, Value]:
        mine = patch.change_type in self.book.mine_types
        built: date | None = parse_date(facts.get("建设时间", ""))
        return {
            "kind": "矿产" if mine else "土地", "tblx": patch.change_type or None, "tz": patch.feature or None,
            "remark": patch.remark or None, "before_date": patch.before, "after_date": patch.after,
            "width_m": half_up(Decimal(repr(width)), CENT), "use": facts.get("实地用途") or None, "built_on": built,
            "party": facts.get("主体类型") or None, "photos": photos,
        }  # fmt: skip

    def places(self) -> dict[str, dict[str, str]]:
        """Township and village of each patch by largest overlap; nothing for roles that are not bound."""
        return places_by_overlap(self.patches, self.frames, self.options)
