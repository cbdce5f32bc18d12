"""月核自查: tries the checklist on every patch of a period, keeps what it found in the ledger, and lists it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from landwatch_plugin.casework.month_end import rows_of_period
from landwatch_plugin.casework.platform_table import read_platform
from landwatch_plugin.casework.secret_doubts import apart_text, printable
from landwatch_plugin.casework.self_check_values import MonthValues
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.errors import Cancelled, InputError, LandwatchError
from landwatch_plugin.domain.intake import plain_text
from landwatch_plugin.domain.patch import State
from landwatch_plugin.domain.progress import Feedback, Silent
from landwatch_plugin.domain.self_check import Checked, Checklist, Level, Result
from landwatch_plugin.domain.self_check_fields import UNDECIDED
from landwatch_plugin.gis.layers import field_names, open_vector
from landwatch_plugin.gis.self_check_runner import SelfCheckRunner
from landwatch_plugin.ledger.checklist_file import default_checklist, read_checklist
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.self_checks import KeptProblem
from landwatch_plugin.ledger.store import Ledger


@dataclass(frozen=True)
class Problem:
    """One line of the 问题清单. `number` is "" for what concerns every patch alike."""

    number: str
    town: str
    check: str
    title: str
    level: str
    text: str
    """The problem with its figures, or why 未检查."""
    state: str
    cure: str = ""
    corrected_by: str = ""
    corrected_at: str = ""
    note: str = ""
    found_at: str = ""
    closed_at: str = ""
    source: str = ""
    certainty: str = ""
    checks: tuple[str, ...] = ()
    """Of a line 未检查: all checks that could not be made for this one reason."""

    @property
    def label(self) -> str:
        several = f"等{len(self.checks)}项" if len(self.checks) > 1 else ""
        return f"{self.check} {self.title}{several}"

    @property
    def told(self) -> str:
        """The text, and which checks it stands for."""
        return f"{self.text}（{'、'.join(self.checks)}）" if len(self.checks) > 1 else self.text

    @property
    def unchecked(self) -> bool:
        return self.state == Result.UNCHECKED.value


@dataclass(frozen=True)
class Tally:
    """The list by what its lines are: headline, filter of the dock, workbook and toolbox all count so. A line 未检查 counts
    every check that it stands for."""

    blocking: int
    warning: int
    unchecked: int
    closed: int

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> Tally:
        listed = list(problems)
        kinds = Counter("" if one.closed_at else one.level for one in listed if not one.unchecked)
        unchecked = sum(max(1, len(one.checks)) for one in listed if one.unchecked)
        return cls(kinds[Level.BLOCKING.value], kinds[Level.WARNING.value], unchecked, kinds[""])

    def told(self, patches: int, left_out: str = "") -> str:
        """What the list means for the month, in a few sentences."""
        head = f"自查图斑{patches}个：阻断问题{self.blocking}项，提示问题{self.warning}项，未检查{self.unchecked}项。"
        head += f"另有{left_out}。" if left_out else ""
        if self.blocking:
            return head + "阻断问题更正并复查通过前，不宜确认上报。"
        return head + ("没有阻断问题；未检查的项目请补齐资料后复查。" if self.unchecked else "没有阻断问题。")


@dataclass
class SelfCheckReport:
    """`tried` counts each patch, and each parent that was split, once for each check."""

    patches: int = 0
    tried: dict[str, Counter[Result]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    """Open and closed problems of the period, blocking ones first, then what could not be checked."""
    checklist: Checklist | None = None
    rulebook: str = ""
    today: date | None = None
    notes: list[str] = field(default_factory=list)
    left_out: str = ""
    """How many patches wait for a word on 涉军涉密, and how many are reported elsewhere: nothing of them is listed."""

    @property
    def tally(self) -> Tally:
        return Tally.of(self.problems)

    @property
    def conclusion(self) -> str:
        """What the list means for the month."""
        return self.tally.told(self.patches, self.left_out)


def self_check(
    ledger_path: Path,
    *,
    period: str = "",
    rulebook: Path | None = None,
    checklist: Path | None = None,
    platform: Path | None = None,
    today: date | None = None,
    by: str = "",
    feedback: Feedback | None = None,
) -> SelfCheckReport:
    """Run and keep. Problems that no longer show are closed; what cannot be checked this time stays as it was.

    Raises InputError for an unknown period or a platform table that cannot be read, RuleBookError for a faulty list.
    """
    feedback = feedback or Silent()
    book = read_rulebook(rulebook or default_rulebook())
    listed = read_checklist(checklist or default_checklist())
    report = SelfCheckReport(checklist=listed, rulebook=book.stamp, today=today or date.today())
    figures = read_platform(platform, listed) if platform else None
    if figures and figures.strange:
        report.notes.append(
            f"平台导出表中没有用到的列：{'、'.join(figures.strange)}。列名有出入的，请在自查清单的 [platform] 中补写。"
        )
    runner = SelfCheckRunner(listed, book.thresholds)
    with Ledger.open(ledger_path) as ledger:
        rows = rows_of_period(ledger, period) if ledger.numbers() else []
        withheld = ledger.withheld(book.secret_marks)
        rows, report.left_out = printable(rows, withheld)
        if not rows and report.left_out:
            raise LandwatchError(f"{report.left_out}，没有其他可自查的图斑。", "请先在图斑面板确认或排除涉军涉密。")
        if not rows:
            raise LandwatchError("台账中没有可自查的图斑。", "请先接收批次图斑。")
        report.left_out = "；".join(filter(None, (report.left_out, apart_text(ledger, period))))
        month = MonthValues(
            ledger, book, listed, report.today or date.today(), _towns(ledger, report.notes), figures, withheld
        )
        results: list[Checked] = []
        report.patches = len(rows)
        rows = month.with_parents(rows)
        for at, row in enumerate(rows):
            if feedback.cancelled():
                raise Cancelled
            feedback.progress(100 * at / len(rows))
            subject = month.of(row)
            results += runner.run(row.number, subject.values, subject.unbound, subject.checked, subject.known)
        report.tried = {check.id: Counter() for check in listed.checks}
        for item in results:
            report.tried[item.check.id][item.result] += 1
        towns = {row.number: row.town for row in rows}
        _keep(ledger, results, report, by, towns, sorted({row.batch for row in rows}), withheld)
        kept = [item for item in ledger.self_check_problems() if not item.names(withheld)]
        report.problems = _listed(kept, results, towns, report.patches)
    return report


def open_problems(ledger: Ledger, withheld: frozenset[str] = frozenset()) -> list[Problem]:
    """What the ledger keeps of earlier runs, open ones and closed ones; of parents that were split too."""
    rows = [*ledger.patches(), *ledger.patches(state=State.SPLIT)]
    towns = {row.number: row.town for row in rows if row.number not in withheld}
    return _listed([item for item in ledger.self_check_problems() if not item.names(withheld)], [], towns)


def _towns(ledger: Ledger, notes: list[str]) -> set[str] | None:
    """Codes of the township layer that the checks used last; None when there is none, or it has no codes."""
    binding = next((item.binding for item in ledger.inputs() if item.role is Role.TOWN), None)
    if binding is None:
        return None
    try:
        layer = open_vector(binding)
        name = field_names(layer, binding).get("code")
    except InputError as error:
        notes.append(f"乡镇代码未检查：{error}")
        return None
    codes = {plain_text(feature[name]) for feature in layer.getFeatures()} if name else set()
    return codes - {""} or None


def _keep(
    ledger: Ledger, results: Sequence[Checked], report: SelfCheckReport, by: str, towns: dict[str, str], batches: list[str],
    withheld: frozenset[str],
) -> None:  # fmt: skip
    failed = [item for item in results if item.result is Result.FAILED]
    stamp = report.checklist.stamp if report.checklist else ""
    counts = {name: {result.value: count for result, count in tried.items()} for name, tried in report.tried.items()}
    payload = {"checklist": stamp, "rulebook": report.rulebook, "counts": counts, "batches": batches}

    def told(kept: list[KeptProblem]) -> str:
        shown = [item for item in kept if not item.names(withheld)]
        text = Tally.of(_listed(shown, results, towns, report.patches)).told(report.patches, report.left_out)
        return f"{text}清单：{stamp}；规则手册：{report.rulebook}；检查日期：{report.today}"

    ledger.save_self_check(failed, _settled(ledger, results, report, towns, withheld), by, told, payload)


def _settled(
    ledger: Ledger, results: Sequence[Checked], report: SelfCheckReport, towns: dict[str, str], withheld: frozenset[str]
) -> dict[tuple[str, str], str]:  # fmt: skip
    """(patch, check) → why a problem found before holds no more: passed, 不适用, the decision that it spoke of was taken
    back, or the list has no such check any more. What names a patch `withheld` stays until somebody has said of that."""
    why = {Result.PASSED: "复查通过", Result.NOT_CONCERNED: "不再适用"}
    found = {(item.number, item.check.id): why[item.result] for item in results if item.result in why}
    gone = [item for item in results if item.result is Result.UNCHECKED and item.reason == UNDECIDED]
    found |= {(item.number, item.check.id): "判定已撤销" for item in gone}
    known = {check.id for check in report.checklist.checks} if report.checklist else set()
    kept = [item for item in ledger.self_check_problems() if not item.closed_at and item.number in towns]
    found |= {item.key: "自查清单已无此项检查" for item in kept if item.check not in known}
    silent = {item.key for item in kept if item.names(withheld)}
    return {key: why for key, why in found.items() if key not in silent}


def _listed(
    kept: Sequence[KeptProblem], results: Sequence[Checked], towns: dict[str, str], patches: int = 0
) -> list[Problem]:  # fmt: skip
    """Open problems (blocking first), then 未检查, then those that have passed since."""
    mine = [item for item in kept if item.number in towns]
    order = {level.value: at for at, level in enumerate(Level)}
    mine.sort(
        key=lambda item: (bool(item.closed_at), order.get(item.level, 9), towns[item.number], item.number, item.check)
    )
    told = [
        Problem(
            item.number, towns[item.number], item.check, item.title, item.level, item.message, item.state, item.cure,
            item.corrected_by, item.corrected_at, item.note, item.found_at, item.closed_at, item.source, item.certainty,
        )
        for item in mine
    ]  # fmt: skip
    open_ones = [item for item in told if not item.closed_at]
    return [*open_ones, *_unchecked(results, towns, patches), *(item for item in told if item.closed_at)]


def _unchecked(results: Sequence[Checked], towns: dict[str, str], patches: int) -> list[Problem]:
    """One line a patch and reason, and one line for all patches where a check could be made on none, for the same reason.
    `patches`: how many the headline counts; parents that were split are looked at besides."""
    every: dict[tuple[str, str], list[Checked]] = defaultdict(list)
    for item in results:
        if item.result is Result.UNCHECKED:
            every[item.check.id, item.reason].append(item)
    groups: dict[tuple[str, str], list[Checked]] = defaultdict(list)
    for (_, reason), items in every.items():
        if len(items) == len(towns) > 1:
            groups["", reason].append(items[0])
        else:
            for item in items:
                groups[item.number, reason].append(item)
    return [_line(number, reason, items, towns, patches) for (number, reason), items in groups.items()]


def _line(number: str, reason: str, items: Sequence[Checked], towns: dict[str, str], patches: int) -> Problem:
    first = items[0].check
    level = min((item.check.level for item in items), key=list(Level).index)
    text = reason if number else f"全部{patches}个图斑：{reason}"
    return Problem(
        number, towns.get(number, ""), first.id, first.title, level.value, text, Result.UNCHECKED.value, "请补齐资料后重新自查。",
        source=first.source, certainty=first.certainty, checks=tuple(item.check.id for item in items),
    )  # fmt: skip
