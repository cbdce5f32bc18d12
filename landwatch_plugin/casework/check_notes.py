"""核查说明: what a check has to say beside its figures: doubtful layers, repairs, rejects, gaps that were rounded away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from landwatch_plugin.casework.figures import Measured
from landwatch_plugin.casework.mines import dig_doubts
from landwatch_plugin.domain.control import Role
from landwatch_plugin.domain.layer_health import EMPTY_CURE, EMPTY_LAYER
from landwatch_plugin.overlay.result import Reject, Repair, Result


def check_notes(
    found: Measured, results: Iterable[Result], facts: Mapping[str, Mapping[str, str]], empty: Iterable[str]
) -> list[str]:
    """One line each, none twice. `facts`: patch → field record; `empty`: titles of layers without features."""
    lines = [f"{title}{EMPTY_LAYER}；{EMPTY_CURE}" for title in empty]
    lines += [
        f"{Role.LAND.title}{told}，涉及图斑{count}个，其地类面积按无数据"
        for told, count in sorted(found.strange.items(), key=lambda item: _feature(item[0]))
    ]
    lines += sorted(found.mine_notes, key=_feature)
    lines += [
        f"图斑{number}{doubt}，按无数据；请核对外业核查记录"
        for number, record in facts.items()
        for doubt in dig_doubts(record)
    ]
    for result in results:
        lines += _of_layer(result, found)
    return list(dict.fromkeys(lines))


def _of_layer(result: Result, found: Measured) -> Iterator[str]:
    if result.untouched:
        yield untouched_text(result)
    yield from (
        f"{one.layer}要素{one.feature}：{one.what}（已修复，参与套合）"
        for one in sorted(result.repairs, key=_by_number)
    )
    yield from (
        f"{one.layer}要素{one.feature}：{one.reason}（未参与套合）" for one in sorted(result.rejects, key=_by_number)
    )
    for gap in result.open_patches:
        if gap.patch_id not in found.unclosed:
            size = f"相差{gap.missing_m2:.4f}平方米（{gap.where}）"
            yield f"图斑{gap.patch_id}：{result.layer_name}与图斑{size}，在容差以内，已按面积平差处理"


def _feature(line: str) -> int:
    """要素12…: the number of the feature that a line is about, to list them in the order of the layer."""
    hit = re.search(r"要素(\d+)", line)
    return int(hit[1]) if hit else 0


def _by_number(one: Repair | Reject) -> int:
    return _feature(f"要素{one.feature}")


def untouched_text(result: Result) -> str:
    """A layer in a wrong system or of another county answers 0 like one that is truly clear of the patches."""
    return (
        f"“{result.layer_name}”的{result.features.used}个要素没有一个与图斑相交，各图斑的重叠面积均为0；"
        "如与实际不符，请核对该图层的坐标系和范围"
    )
