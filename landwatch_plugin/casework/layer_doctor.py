"""图层体检: each bound layer and each optional component, what is wrong with it, and the cure in one sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from landwatch_plugin import door
from landwatch_plugin.domain.control import Binding, Role
from landwatch_plugin.domain.diagnosis import Diagnosis, Health, account, by_subject, worst
from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.domain.extent import Box
from landwatch_plugin.domain.layer_health import diagnose, unbound
from landwatch_plugin.domain.mine_health import mine_findings
from landwatch_plugin.domain.progress import Feedback, Span
from landwatch_plugin.gis.county_box import county_box, world_box
from landwatch_plugin.gis.layer_examination import examine_layer
from landwatch_plugin.gis.patch_frame import crs_of, extent_of
from landwatch_plugin.ledger.land_system_file import read_land_systems
from landwatch_plugin.ledger.profile_file import default_rulebook
from landwatch_plugin.ledger.rulebook_file import read_rulebook
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.reports.xlsx import Sheet, write_table

COMPONENTS = "软件组件"
HEADER = ("对象", "检查项", "情况", "状态", "处理办法")
COLUMNS = (("subject", "文字"), ("item", "文字"), ("said", "文字"), ("state", "文字"), ("cure", "文字"))
_SHOWN = ("数据源", "坐标系", "要素", "数据日期")
OVERVIEW = ("对象", "状态", *_SHOWN, "说明")
_WITHOUT = {
    "reportlab": "不能生成 PDF 文书", "jinja2": "不能生成文书", "lxml": "不能生成 Word 文书", "openpyxl": "不能读写 Excel 表格",
    "pypdf": "不能装订卷宗", "PIL": "不能在卷宗中放照片",
}  # fmt: skip
_PACKAGES = {"PIL": "pillow"}
_COMPONENT_SHARE = 2.0


def examine(
    bindings: Sequence[Binding], feedback: Feedback, ledger: Path | None = None, rulebook: Path | None = None
) -> list[Diagnosis]:
    """Findings in the order of the roles, then the components. Raises RuleBookError, LedgerError and Cancelled.

    Without bindings the layers that the ledger remembers are examined.
    """
    book, systems = read_rulebook(rulebook or default_rulebook()), read_land_systems()
    chosen = list(bindings) or _remembered(ledger)
    county = county_box(chosen) or _patches_box(ledger)
    found = _bound_twice(chosen)
    total = max(1, len(chosen))
    ticks = Span(feedback, 0, 100 - _COMPONENT_SHARE)
    for role in Role:
        own = [(at, binding) for at, binding in enumerate(chosen) if binding.role is role]
        if not own:
            found.append(unbound(role))
        for at, binding in own:
            facts = examine_layer(binding, lambda part, at=at: ticks.tick((at + part) / total))
            found += diagnose(facts, county, book.land, systems)
            found += mine_findings(facts, book.boundaries) if role is Role.MINE else []
    found += components()
    Span(feedback, 0, 100).tick(1.0)
    return found


def _bound_twice(bindings: Sequence[Binding]) -> list[Diagnosis]:
    counts = Counter(binding.role for binding in bindings)
    return [
        Diagnosis(role.title, "绑定", f"绑定了{count}个图层", Health.BAD, "每个角色只绑定一个图层，请合并后重新绑定。")
        for role, count in counts.items()
        if count > 1
    ]


def _remembered(ledger: Path | None) -> list[Binding]:
    if ledger is None:
        return []
    with Ledger.open(ledger) as opened:
        return [item.binding for item in opened.inputs()]


def _patches_box(ledger: Path | None) -> tuple[str, Box] | None:
    """Where the patches lie, when no layer tells where the county is."""
    if ledger is None:
        return None
    with Ledger.open(ledger) as opened:
        shapes = [(number, opened.patch(number).wkb) for number in opened.numbers()]
        box = world_box(crs_of(opened.srid, opened.srs_wkt), extent_of(shapes)) if shapes else None
    return ("图斑", box) if box is not None else None


def components(is_there: Callable[[str], bool] | None = None) -> list[Diagnosis]:
    """The optional libraries: geopandas and shapely must also pass their self-test."""
    there = is_there or (lambda name: find_spec(name) is not None)
    found = [_overlay_component()]
    for name, loss in _WITHOUT.items():
        package = _PACKAGES.get(name, name)
        if there(name):
            found.append(Diagnosis(COMPONENTS, package, f"已安装 {_version(package)}"))
        else:
            cure = f"请在 OSGeo4W Shell（Linux 为终端）中运行 python -m pip install {package} 后重启 QGIS，或请技术人员安装。"
            found.append(Diagnosis(COMPONENTS, package, f"未安装：{loss}，其他功能不受影响", Health.WARN, cure))
    return found


def _overlay_component() -> Diagnosis:
    name = "geopandas、shapely"
    try:
        version = f"{door.geopandas().__version__}、{door.shapely().__version__}"
    except LandwatchError as error:
        return Diagnosis(COMPONENTS, name, error.message, Health.BAD, error.cure)
    return Diagnosis(COMPONENTS, name, f"已安装 {version}，自检通过")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def overview(findings: Sequence[Diagnosis]) -> list[tuple[str, ...]]:
    """One row per layer, as in `OVERVIEW`: the components as a whole are the last."""
    rows = []
    for subject, own in by_subject(findings).items():
        seen = {one.item: _short(one) for one in own}
        rows.append((subject, worst(own).value, *(seen.get(item, "") for item in _SHOWN), _in_short(own)))
    return rows


def _short(finding: Diagnosis) -> str:
    """What is seen without its explanation; a wrong value only by its state."""
    return re.split("[（，]", finding.said)[0] if finding.health is Health.GOOD else finding.health.value


def _in_short(findings: Sequence[Diagnosis]) -> str:
    """How many of each state, and which items."""
    parts = [one.said for one in findings if one.health is Health.NO_DATA]
    for health in (Health.BAD, Health.WARN):
        items = list(dict.fromkeys(one.item for one in findings if one.health is health))
        parts += [f"{health.value}{len(items)}项：{'、'.join(items)}"] if items else []
    return "；".join(parts) or f"{len(findings)}项均正常"


def finding_rows(findings: Sequence[Diagnosis]) -> list[tuple[str, str, str, str, str]]:
    return [(one.subject, one.item, one.said, one.health.value, one.cure) for one in findings]


def write_workbook(path: Path, findings: Sequence[Diagnosis]) -> Path:
    """Two sheets: the overview and every finding."""
    note = account(findings)
    return write_table(path, [
        Sheet("总览", "图层体检总览", OVERVIEW, overview(findings), note=note, widths=(9, 5, 14, 14, 7, 9, 34)),
        Sheet("明细", "图层体检明细", HEADER, finding_rows(findings), note=note, widths=(9, 8, 34, 5, 34)),
    ])  # fmt: skip
