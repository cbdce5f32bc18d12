"""规则手册的键: every table and key with its meaning. The docs are generated from here; other keys are kept and told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

ANY = "*"
"""Keys are chosen by whoever writes the book."""

_CITED = {
    "cite": "依据", "certainty": "依据的可靠程度：`方案原文`、`部门资料`、`经验待核`、`推断待核`；含“待核”的随结果一并显示",
}  # fmt: skip

TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "book": (
        "手册本身",
        {
            "id": "编号，须与文件名相同（`2022-default.toml`）",
            "title": "名称",
            "version": "版本，文字",
            "extends": "所继承手册的编号；先在同一文件夹里找，再找随附的",
            "signed_by": "核定人；空为未核定；与核定日期同时填写，不继承",
            "signed_on": "核定日期，`2026-06-20`，不能晚于今天",
            "tags": "标签名称的列表，供会审勾选；没有写 `[[tag]]` 的只供勾选，不作建议",
            "parties": "用地主体类型的列表",
            "mine_types": "按矿产处理的图斑类型（TBLX）编码",
            "secret_marks": "备注中出现即按涉军涉密另行报送的字样；为空时提示，涉军涉密图斑不会被识别",
        },
    ),
    "classes": (
        "判定大类，按顺序；键为简称，值为全称，或写成表",
        {
            "title": "全称",
            "kind": "性质：`合法`、`违法` 或 `其他`；问责比例、发函和纪要按性质统计。简称就是这三者之一时可省",
            "aliases": "其他系统中的别名",
        },
    ),
    "order": ("核查次序", {"steps": "步骤名称的列表；规则按步骤、同一步骤内按书写先后比对"}),
    "coverage": (
        "哪些图层是用地的合法依据，求并计算 `legal_share` 等指标",
        {
            "grounds": "图层角色的键（批准、供地、登记一类）；有一个没有绑定，合并覆盖率即为无数据",
            "grounds_if_bound": "绑定时并入，没有绑定时不影响其余",
        },
    ),
    "thresholds": (
        "阈值，键为名称，在条件中写作 `@名称`；值写成带引号的数字，或写成表",
        {
            "value": "数值，带引号；继承时只写数字即只改数值，单位和含义沿用",
            "unit": "单位：`比例`（0至1）、`亩`、`平方米`、`米`、`%`、`个`、`天`、`年`、`度`、`元`、`万元`；除`度`外数值都不能小于0",
            "meaning": "含义",
            "certainty": _CITED["certainty"],
        },
    ),
    "landclass": (
        "地类编码",
        {
            "system": "编码体系名称",
            "gap_free": "地类图层是否铺满全县：各地类之和必须等于图斑面积",
            "kinds": "`[landclass.kinds]` 各大类的编码列表；图层中出现未列的编码时核查停止，不猜",
            "names": "`[landclass.names]` 编码的名称",
        },
    ),
    "change_types": ("图斑类型（TBLX）编码的名称，随年度变化；未列的照原样显示", {ANY: "名称"}),
    "evidence": (
        "举证材料",
        {
            "source": "`photo` 有照片即具备，`facts` 有外业记录即具备，`overlay` 套合过即具备，图层角色的键则命中带文号的批文即具备；空由人勾选"
        },
    ),
    "uses": (
        "外业核查“实地用途”的归类；条件中用 `use_kinds`、`use_nature`，不直接比对文字",
        {
            "words": "字样的列表，出现其一即归入此类；“未、无、非、拟、废弃”等紧接在前，或“已拆除、改为”等紧接在后的不算",
            "without": "含有上述字样而另有所指的词，先行排除，例如 `大棚房`",
            "nature": "性质：`建设`（缺省）、`农业`、`不变`、`特定`（政策另有规定的，如电力设施、灾毁）",
        },
    ),
    "subtype": (
        "判定子类（表组）；继承时按大类和名称对应",
        {
            "class": "大类",
            "name": "名称",
            "evidence": "必备材料的列表",
            "one_of": "任选其一的材料：列表的列表，每组有一项即可",
            "optional": "可选材料的列表",
            "aliases": "别名的列表",
            "next": "下一步怎么做",
            "note": "说明",
            "certainty": _CITED["certainty"],
        },
    ),
    "rule": (
        "规则（表组）；继承时按 `id` 对应",
        {
            "id": "编号，不重复，不含空格",
            "title": "名称",
            "class": "所指大类",
            "subtype": "所指子类",
            "step": "属于 `[order]` 的哪一步",
            "when": "条件，QGIS 表达式，只能用下列指标和阈值",
            "dates": '日期条件的列表：`{ field = "built_on", from = "2023-03-20", until = "…" }`，日期不详为存疑',
            "needs": "所需图层角色的键；有一个没有绑定或读取失败，结果不会是“符合”",
            "message": "说明，`{指标}` 处填数值",
            **_CITED,
        },
    ),
    "tag": (
        "标签的建议条件（表组）；继承时按 `name` 对应",
        {
            "name": "标签名称，须在 `tags` 中",
            "when": "条件；符合时建议勾选，由人确定",
            "kinds": "只在这些性质的大类下建议",
            "message": "说明",
            **_CITED,
        },
    ),
    "linkage": (
        "达到界限时的联动事项（表组）；继承时按 `id` 对应",
        {
            "id": "编号",
            "title": "名称",
            "when": "条件；不写的只列出供查阅，由人把握，程序不触发",
            "then": "后续事项",
            **_CITED,
        },
    ),
    "key_area": (
        "年度通知所列重点区域（表组）；范围由绑定“重点区域”角色的图层给出",
        {"name": "名称", "year": "年度", "note": "说明", "certainty": _CITED["certainty"]},
    ),
    "calendar": ("日程（表组）", {"name": "事项", "due": "时限", "certainty": _CITED["certainty"]}),
    "mine": ("矿产", {"boundaries": "矿山边界的名称，至多三条"}),
    "ratio": (
        "问责比例",
        {
            "leaves_numerator": "从分子扣除的整改：`reclaimed` 拆除复耕、`regularised` 补办、`major` 重大基础设施",
            "leaves_denominator": "从分母扣除的整改",
            "precedence": "先后；一块面积只扣一次",
            "county_area_mu": "县级面积界限（亩）",
            "percent": "比例界限（%），15%写作 `15`",
            "form": "两项界限的关系：`and` 或 `or`",
            "legal_subtypes": "计入合法新增建设的子类",
            "farming_subtypes": "按农业项目处理、不计入的子类",
            "partial_subtypes": "只把批准范围以外的耕地计为违法的子类",
            "outside_classes": "性质虽为违法但不计入比例的大类（如非粮化）",
            "land_only": "矿产图斑不计入",
            "remedies": "`[ratio.remedies]` 整改方式的名称 = 上列整改，或 `stock` 存量、`farming` 农业项目",
        },
    ),
    "documents": (
        "文书",
        {
            "letter_code": "函的代字",
            "reply_working_days": "回复工作日数",
            "legal_basis": "发函依据",
            "law": "依据的法律规定",
        },
    ),
    "drop": (
        "继承时不要的部分",
        {
            "classes": "大类；其子类和规则一并去掉",
            "subtypes": "子类，写作 `大类—名称`；`*` 为全部",
            "rules": "规则编号；`*` 为全部",
            "tags": "有建议条件的标签；`*` 为全部",
            "linkages": "联动编号；`*` 为全部",
            "evidence": "举证材料名称",
        },
    ),
}

ROW_KEYS: dict[str, tuple[str, ...]] = {
    "subtype": ("class", "name"), "rule": ("id",), "tag": ("name",), "linkage": ("id",), "key_area": ("name",), "calendar": ("name",),
}  # fmt: skip
"""Groups of tables ([[rule]] and its like) and the keys by which their rows are told apart."""
ROWS = tuple(ROW_KEYS)
INNER = ("classes", "evidence", "thresholds", "uses")
"""Tables whose entries the book names itself and may write as tables."""


def row_name(title: str, row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(key, "") for key in ROW_KEYS[title])


def called(row: Mapping[str, Any]) -> str:
    """How an error calls a row: by its number, else by its name."""
    found = next((row[key] for key in ("id", "name", "title") if isinstance(row.get(key), str) and row[key]), "")
    return str(found) or "没有编号"


def unknown_keys(tables: Mapping[str, Any]) -> tuple[str, ...]:
    """What the book says that this version does not know, a line each: it is kept, and has no effect."""
    found: list[str] = []
    for name, table in tables.items():
        if name not in TABLES:
            found.append(f"未知的表 [{name}]，已保留，不起作用。{nearest(name, TABLES)}")
            continue
        known = TABLES[name][1]
        for label, keys in _placed(name, table):
            if ANY not in known:
                found += [
                    f"表 {label}中有未知的键 {key}，已保留，不起作用。{nearest(key, known)}"
                    for key in keys
                    if key not in known
                ]
    return tuple(found)


def nearest(wrong: str, known: Iterable[str]) -> str:
    """您是否要写 certainty？ "" when nothing is near."""
    there = {one.lower(): one for one in known}
    near = get_close_matches(wrong.lower(), list(there), 1)
    return f"您是否要写 {there[near[0]]}？" if near else ""


def _placed(name: str, table: Any) -> list[tuple[str, list[str]]]:
    """(how the place is called, its keys) of a table, of each row of a group, of each inner table of open names."""
    if name in ROWS:
        rows = [row for row in table if isinstance(row, Mapping)] if isinstance(table, list) else []
        return [(f"[[{name}]]（{called(row)}）", list(row)) for row in rows]
    if not isinstance(table, Mapping):
        return []
    if name in INNER:
        return [(f"[{name}.{key}] ", list(item)) for key, item in table.items() if isinstance(item, Mapping)]
    return [(f"[{name}] ", list(table))]
