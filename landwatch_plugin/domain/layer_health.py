"""图层体检: from what was measured of a layer to findings with one plain sentence of cure each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from landwatch_plugin.domain.control import FIELD_SYNONYMS, Role
from landwatch_plugin.domain.diagnosis import Diagnosis, Health
from landwatch_plugin.domain.encoding import same_encoding
from landwatch_plugin.domain.extent import Box, distance_km, share_within, times_larger
from landwatch_plugin.domain.land_class import LandClasses
from landwatch_plugin.domain.land_system import LandSystem, tell_system
from landwatch_plugin.domain.layer_facts import LayerFacts

FIELD_TITLES = {
    "class": "地类编码", "ridge_share": "田坎系数", "village_code": "坐落代码", "village_name": "坐落名称", "settlement": "城镇村属性", "number": "文号", "holder": "单位",
    "project": "项目", "date": "批准日期", "start": "起始日期", "end": "截止日期", "top": "采深上限", "bottom": "采深下限", "name": "名称",
    "code": "代码", "boundary": "边界类型",
}  # fmt: skip
_WITHOUT = {
    "class": "不能计算地类面积", "ridge_share": "坡耕地不扣田坎，耕地面积偏大", "number": "结论中写不出文号", "date": "不能判断批准是否早于建设",
    "start": "不能判断是否在有效期内", "end": "不能判断是否超期", "top": "不能提示越层", "bottom": "不能提示越层", "name": "结论中写不出名称",
    "code": "不能按代码归属",
}  # fmt: skip
_TERMED = (Role.TEMPORARY, Role.MINE)
_COVERING = (Role.LAND, Role.TOWN, Role.VILLAGE, Role.BEFORE, Role.AFTER)
"""Roles whose layer is expected to cover the whole county."""
TEMPORARY = "临时图层"
EMPTY_LAYER, EMPTY_CURE = "图层没有要素，按未覆盖处理", "请确认是否漏给数据"
_SHOWN = 5
_SHOWN_CODES = 20
_COVERED, _OUTSIDE, _LARGER = 0.95, 0.5, 20.0


def diagnose(
    facts: LayerFacts, county: tuple[str, Box] | None, land: LandClasses, systems: Sequence[LandSystem]
) -> list[Diagnosis]:
    """Every item of one bound layer, good ones too. `county`: (what it is taken from, box)."""
    title = facts.role.title
    if facts.trouble is not None:
        return [Diagnosis(title, "数据源", facts.trouble[0], Health.BAD, facts.trouble[1])]
    found = [_source(facts), _crs(facts), *_extent(facts, county)]
    if facts.role.is_raster:
        return [*found, Diagnosis(title, "影像大小", facts.size), _date(facts)]
    found += [_encoding(facts), _count(facts), _validity(facts), *_fields(facts)]
    if facts.role is Role.LAND:
        found += _classes(facts, land, systems)
    return [*found, _date(facts)]


def _source(facts: LayerFacts) -> Diagnosis:
    said = f"{facts.source}（{facts.kind}）"
    if facts.kind == TEMPORARY:
        return Diagnosis(
            facts.role.title,
            "数据源",
            said,
            Health.WARN,
            "临时图层在关闭工程后内容消失，请另存为 GeoPackage 后重新绑定。",
        )
    return Diagnosis(facts.role.title, "数据源", said)


def _crs(facts: LayerFacts) -> Diagnosis:
    if facts.crs_trouble is not None:
        return Diagnosis(facts.role.title, "坐标系", facts.crs_trouble[0], Health.BAD, facts.crs_trouble[1])
    return Diagnosis(facts.role.title, "坐标系", facts.crs)


def _extent(facts: LayerFacts, county: tuple[str, Box] | None) -> list[Diagnosis]:
    """Nothing where the coordinate system is wrong already, or nothing is known to compare with."""
    if facts.crs_trouble is not None or facts.box is None or county is None:
        return []
    title, name = facts.role.title, county[0]
    if name == title:
        return [Diagnosis(title, "范围", "以本图层作为县域范围，其他图层与它比较")]
    within, covered = share_within(facts.box, county[1]), share_within(county[1], facts.box)
    apart = distance_km(facts.box, county[1])
    if within == 0 and covered == 0:
        return [Diagnosis(
            title, "范围", f"与县域（{name}）不重合，相距约{apart:.0f}公里", Health.BAD,
            "请核对是否绑错图层，或坐标系（带号、中央经线）是否指定错误。",
        )]  # fmt: skip
    if facts.role in _COVERING:
        if covered < _COVERED:
            return [Diagnosis(
                title, "范围", f"只覆盖县域（{name}）范围的{covered:.0%}", Health.WARN,
                "未覆盖处的图斑得不到结果，请补齐数据或确认本批图斑都在覆盖范围内。",
            )]  # fmt: skip
        return [Diagnosis(title, "范围", f"覆盖县域（{name}）范围")]
    if within < _OUTSIDE and times_larger(facts.box, county[1]) < _LARGER:
        return [Diagnosis(
            title, "范围", f"范围的{1 - within:.0%}在县域（{name}）以外", Health.WARN, "请核对坐标系和数据是否属于本县。"
        )]  # fmt: skip
    if within < _OUTSIDE:
        return [Diagnosis(
            title, "范围", f"范围为县域（{name}）的{times_larger(facts.box, county[1]):.0f}倍", Health.WARN,
            "像是全省或全市数据，可以使用，但裁剪到本县后核查更快。",
        )]  # fmt: skip
    return [Diagnosis(title, "范围", f"在县域（{name}）范围内")]


def _encoding(facts: LayerFacts) -> Diagnosis:
    if facts.guessed_encoding and not same_encoding(facts.encoding, facts.guessed_encoding):
        return Diagnosis(
            facts.role.title, "文字编码", f"按{facts.encoding}读取，数据像是{facts.guessed_encoding}", Health.WARN,
            f"中文会成乱码：请在图层属性“数据源”中把编码改为{facts.guessed_encoding}。",
        )  # fmt: skip
    return Diagnosis(facts.role.title, "文字编码", facts.encoding or "由格式规定")


def _count(facts: LayerFacts) -> Diagnosis:
    if facts.features == 0:
        return Diagnosis(
            facts.role.title, "要素", EMPTY_LAYER, Health.WARN, f"{EMPTY_CURE}：确无此类数据的可以保留，否则请改绑有数据的图层。",
        )  # fmt: skip
    if facts.empty:
        return Diagnosis(
            facts.role.title, "要素", f"{facts.features:,}个，其中{facts.empty}个没有图形", Health.WARN,
            "没有图形的要素不参与套合，请补图形或删除。",
        )  # fmt: skip
    return Diagnosis(facts.role.title, "要素", f"{facts.features:,}个")


def _validity(facts: LayerFacts) -> Diagnosis:
    if not facts.invalid:
        return Diagnosis(facts.role.title, "图形有效性", "全部有效")
    listed = "、".join(str(number) for number in facts.invalid[:_SHOWN])
    more = "等" if len(facts.invalid) > _SHOWN else ""
    return Diagnosis(
        facts.role.title, "图形有效性", f"{len(facts.invalid)}个图形无效（要素{listed}{more}）", Health.WARN,
        "核查时自动修复并列入记录；面积可能因此变化，建议用“修复几何图形”工具修复后另存。",
    )  # fmt: skip


def _fields(facts: LayerFacts) -> list[Diagnosis]:
    """The field map: complete, or what cannot be told without the missing ones."""
    title, wanted = facts.role.title, facts.role.fields
    if facts.field_trouble is not None:
        return [Diagnosis(title, "字段", facts.field_trouble[0], Health.BAD, facts.field_trouble[1])]
    if not wanted:
        return [Diagnosis(title, "字段", "只用图形，不需要字段")]
    found = "、".join(f"{FIELD_TITLES[key]}={facts.fields[key]}" for key in wanted if key in facts.fields)
    missed = [key for key in wanted if key not in facts.fields and _matters(facts.role, key)]
    if not missed:
        return [Diagnosis(title, "字段", found or "未找到可用字段")]
    lacks = "；".join(f"没有{FIELD_TITLES[key]}：{_WITHOUT[key]}" for key in missed)
    names = "、".join(FIELD_SYNONYMS[missed[0]][:3])
    health = Health.BAD if "class" in missed else Health.WARN
    return [Diagnosis(
        title, "字段", f"{lacks}（已认出：{found or '无'}）", health,
        f"请把相应字段改名（{FIELD_TITLES[missed[0]]}可用{names}），现有字段：{'、'.join(facts.own_fields[:12])}。",
    )]  # fmt: skip


def _matters(role: Role, key: str) -> bool:
    """Holder, project and kind of boundary are a comfort; a term counts for what has one."""
    if key in ("start", "end"):
        return role in _TERMED
    if key == "date":
        return role is not Role.MINE
    return key in _WITHOUT


def _classes(facts: LayerFacts, land: LandClasses, systems: Sequence[LandSystem]) -> list[Diagnosis]:
    """Which code system, and whether the rule book speaks it. A mixture blocks: the same digits mean other land."""
    title, counts = facts.role.title, facts.classes
    if "class" not in facts.fields:
        return []
    told = tell_system(counts, systems)
    if told.mixed:
        parts = "；".join(f"{name}独有{_listed(codes, counts)}" for name, codes in told.mixed)
        if told.unknown:
            parts += f"；各体系都没有{_listed(told.unknown, counts)}"
        return [Diagnosis(
            title, "地类编码体系", f"几套编码混用：{parts}", Health.BAD, "同一编码在各体系中含义不同，请按一套体系统一编码后重新绑定。"
        )]  # fmt: skip
    found = []
    if told.possible and land.system not in told.possible:
        found.append(Diagnosis(
            title, "地类编码体系", f"图层为{'或'.join(told.possible)}，规则手册为{land.system}", Health.BAD,
            "请换用与图层体系一致的规则手册，或先把地类编码转换到规则手册的体系。",
        ))  # fmt: skip
    elif told.possible:
        sure = (
            ""
            if len(told.possible) == 1
            else f"（所含编码也见于{'、'.join(n for n in told.possible if n != land.system)}，请核实）"
        )
        health = Health.GOOD if len(told.possible) == 1 else Health.WARN
        cure = "" if len(told.possible) == 1 else "请向数据提供单位核实地类编码体系。"
        found.append(Diagnosis(title, "地类编码体系", f"{land.system}{sure}", health, cure))
    strange = (
        [code for code in counts if code and code not in land.kinds]
        if not found or found[0].health is not Health.BAD
        else []
    )
    if strange:
        found.append(Diagnosis(
            title, "地类编码", f"规则手册中没有{_listed(strange, counts)}", Health.WARN,
            "压到这些要素的图斑核查时会停下：请改正编码，或在规则手册 [landclass.kinds] 中补充。",
        ))  # fmt: skip
    if told.blank:
        found.append(
            Diagnosis(
                title,
                "地类编码",
                f"{told.blank}个要素没有地类编码",
                Health.WARN,
                "请补填，否则压到它们的图斑核查时会停下。",
            )
        )
    return found


def _listed(codes: Sequence[str], counts: Mapping[str, int]) -> str:
    shown = "、".join(f"{code}（{counts[code]}个）" for code in sorted(codes)[:_SHOWN_CODES])
    return shown + (f"等{len(codes)}种编码" if len(codes) > _SHOWN_CODES else "")


def _date(facts: LayerFacts) -> Diagnosis:
    title = facts.role.title
    if facts.odd_dates:
        return Diagnosis(
            title, "数据日期", f"{len(facts.odd_dates)}个日期认不出，如“{facts.odd_dates[0]}”", Health.WARN,
            "认不出的日期按“没有日期”处理，请改为2026-03-12的写法。",
        )  # fmt: skip
    if len(facts.years) > 1:
        listed = "、".join(f"{year}年{count}个" for year, count in sorted(facts.years.items()))
        return Diagnosis(
            title, "数据日期", f"数据年份不一：{listed}", Health.WARN, "请确认应使用变更前的基期年度数据。"
        )
    if facts.years:
        return Diagnosis(title, "数据日期", f"{next(iter(facts.years))}年")
    if facts.dates is not None:
        return Diagnosis(title, "数据日期", f"{facts.dates[0]}至{facts.dates[1]}，文件修改于{facts.modified or '未知'}")
    return Diagnosis(title, "数据日期", f"文件修改于{facts.modified}" if facts.modified else "未知")


def unbound(role: Role) -> Diagnosis:
    """A role without a layer: nothing is known, which is not "nothing there"."""
    return Diagnosis(
        role.title,
        "绑定",
        "未绑定图层",
        Health.NO_DATA,
        f"需要判断{role.title}时，请在“绑定图层”中绑定；不绑定则一律按无数据处理。",
    )
