"""采矿权图层体检: kinds of boundary that the rule book does not name, and elevation bands that cannot be used."""

from __future__ import annotations

from collections.abc import Sequence

from landwatch_plugin.domain.diagnosis import Diagnosis, Health
from landwatch_plugin.domain.elevation import read_band
from landwatch_plugin.domain.layer_facts import LayerFacts

_SHOWN = 5


def mine_findings(facts: LayerFacts, named: Sequence[str]) -> list[Diagnosis]:
    """`named`: the boundaries of the rule book. Nothing for a layer without these fields."""
    found = []
    if "boundary" in facts.fields:
        found.append(_kinds(facts, named))
    if {"top", "bottom"} & set(facts.fields):
        found.append(_bands(facts))
    return found


def _kinds(facts: LayerFacts, named: Sequence[str]) -> Diagnosis:
    known = {"", *named, *(str(at + 1) for at in range(len(named)))}
    used = {row.kind for row in facts.mines} - {""}
    strange = [row for row in facts.mines if row.kind not in known]
    if not strange or (not named and len({row.kind for row in facts.mines}) < 2):
        return Diagnosis(facts.role.title, "边界类型", "、".join(sorted(used)) or "全部按矿区范围")
    told = "、".join(f"要素{row.fid}“{row.kind}”" for row in strange[:_SHOWN])
    more = f"等{len(strange)}个" if len(strange) > _SHOWN else ""
    return Diagnosis(
        facts.role.title, "边界类型", f"不在规则手册中：{told}{more}，所压图斑的矿产指标按无数据", Health.WARN,
        f"请改为规则手册 [mine] boundaries 中的名称或序号：{'、'.join(named) or '（手册没有写）'}。",
    )  # fmt: skip


def _bands(facts: LayerFacts) -> Diagnosis:
    doubts = [(row.fid, doubt) for row in facts.mines if (doubt := read_band(row.top, row.bottom).doubt)]
    if not doubts:
        return Diagnosis(facts.role.title, "许可标高", "均可识别")
    told = "；".join(f"要素{fid}{doubt}" for fid, doubt in doubts[:_SHOWN])
    more = f"等{len(doubts)}个" if len(doubts) > _SHOWN else ""
    return Diagnosis(
        facts.role.title, "许可标高", f"{told}{more}，按无数据", Health.WARN, "请按采矿许可证副本核对采深上限、下限后更正。"
    )  # fmt: skip
