"""外业核查、整改和会审决定的表格接收: CSV and photo folders into the ledger, every row taken or listed."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path

from landwatch_plugin.casework.review import Review
from landwatch_plugin.domain.dates import parse_date
from landwatch_plugin.domain.encoding import decode
from landwatch_plugin.domain.errors import InputError, LandwatchError, why_unreadable
from landwatch_plugin.domain.verdict import PARTY, Decision
from landwatch_plugin.ledger.records import Photo, Remedy
from landwatch_plugin.ledger.store import Ledger
from landwatch_plugin.reports.photo import photo_facts

NUMBER = "图斑编号"
EVIDENCE = "举证材料"
SEPARATORS = str.maketrans("；、，,", ";;;;")


@dataclass
class TableReport:
    """rows = taken + len(refused)."""

    rows: int = 0
    taken: int = 0
    refused: list[str] = field(default_factory=list)
    """Chinese lines that name file, row and cure."""
    told: list[str] = field(default_factory=list)
    """What is to be looked at in rows that were taken."""


def read_table(path: Path, wanted: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    """(row number in the file, column → text) of a CSV in UTF-8 or GBK.

    The whole file is read before the first row is given: InputError for absent columns, an open quotation mark, or a row
    with more or fewer cells than the header; so a slip in one row never swallows or shifts others.
    """
    try:
        text = decode(Path(path).read_bytes())
    except OSError as error:
        raise InputError(
            f"无法读取（{why_unreadable(error)}）。", "请检查文件是否存在、是否被占用。", source=Path(path).name
        ) from error
    plain = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.DictReader(io.StringIO(plain), strict=True)
    missing = [name for name in wanted if name not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            f"缺少列：{'、'.join(missing)}。",
            f"现有列：{'、'.join(reader.fieldnames or ()) or '（空）'}。",
            source=Path(path).name,
        )
    yield from _whole_rows(reader, Path(path).name)


def _whole_rows(reader: csv.DictReader[str], source: str) -> list[tuple[int, dict[str, str]]]:
    found: list[tuple[int, dict[str, str]]] = []
    width = len(reader.fieldnames or ())
    try:
        for row in reader:
            cells = width + len(row.get(None) or ()) - sum(value is None for value in row.values())  # type: ignore[call-overload]
            if cells != width:
                raise InputError(
                    f"这一行有{cells}格，表头有{width}格。", "请检查该行的逗号和引号，内容中有逗号的用英文双引号括起。",
                    source=source, row=reader.line_num,
                )  # fmt: skip
            found.append((reader.line_num, {str(key): str(value).strip() for key, value in row.items()}))
    except csv.Error as error:
        row_number = (found[-1][0] if found else 1) + 1
        raise InputError(
            "引号没有成对，表格读到文件末尾仍未结束。", "请检查该行及以后的英文双引号。", source=source, row=row_number
        ) from error
    return found


def _each(path: Path, wanted: tuple[str, ...], take: Callable[[dict[str, str]], None]) -> TableReport:
    report = TableReport()
    for line, row in read_table(path, wanted):
        report.rows += 1
        try:
            take(row)
        except LandwatchError as error:
            report.refused.append(f"【{Path(path).name}】第{line}行：{error}")
        else:
            report.taken += 1
    return report


def import_facts(path: Path, ledger: Ledger, by: str = "", evidence: Collection[str] | None = None) -> TableReport:
    """外业核查表: one row a patch; 举证材料 is a list of evidence names. Names that are not among the book's `evidence` are
    kept and told: they count for nothing."""
    strange: dict[str, list[str]] = {}

    def take(row: dict[str, str]) -> None:
        number = row.pop(NUMBER)
        held = row.pop(EVIDENCE, "")
        written = row.get("建设时间", "")
        if written and parse_date(written) is None:
            raise InputError(f"建设时间“{written}”无法识别。", "请写成 2026-05-12 的形式。")
        ledger.save_facts(number, {key: value for key, value in row.items() if value}, by)
        for name in filter(None, (item.strip() for item in held.translate(SEPARATORS).split(";"))):
            ledger.set_evidence(number, name, True, by)
            if evidence is not None and name not in evidence:
                strange.setdefault(name, []).append(number)

    report = _each(path, (NUMBER, "实地用途"), take)
    report.told = [
        f"【{Path(path).name}】举证材料“{name}”不在规则手册中，不计入必备材料（图斑{'、'.join(numbers)}）。请改用："
        f"{'、'.join(sorted(evidence or ()))}。"
        for name, numbers in strange.items()
    ]
    return report


def import_remedies(path: Path, ledger: Ledger, by: str = "") -> TableReport:
    """整改台账: 图斑编号, 整改方式, 耕地面积亩, 文号, 日期, 证明材料."""

    def take(row: dict[str, str]) -> None:
        on = parse_date(row["日期"])
        if on is None:
            raise InputError(f"日期“{row['日期']}”无法识别。", "请写成 2026-07-12 的形式。")
        try:
            area = Decimal(row["耕地面积亩"])
        except InvalidOperation:
            area = Decimal("NaN")
        if not area.is_finite():
            raise InputError(f"耕地面积“{row['耕地面积亩']}”不是数字。", "请填写以亩为单位的数字。")
        _refuse_too_much(ledger, row[NUMBER], row["整改方式"], area)
        ledger.add_remedies([Remedy(row[NUMBER], row["整改方式"], area, row["文号"], on, row.get("证明材料", ""))], by)

    return _each(path, (NUMBER, "整改方式", "耕地面积亩", "文号", "日期"), take)


def _refuse_too_much(ledger: Ledger, number: str, kind: str, area: Decimal) -> None:
    """More cultivated land put right than lies under the patch is a typing error; it could not be taken back later."""
    check = ledger.check(number)
    arable = check.values.get("arable_mu") if check else None
    before = sum((item.arable_mu for item in ledger.remedies(number) if item.kind == kind), Decimal(0))
    if isinstance(arable, Decimal) and before + area > arable + Decimal("0.01"):
        already = f"，此前已登记{before}亩" if before else ""
        raise InputError(f"整改耕地{area}亩{already}，大于图斑耕地{arable}亩。", "请核对整改面积（单位为亩）。")


def import_decisions(path: Path, review: Review) -> TableReport:
    """会审决定表: decisions taken elsewhere or written down beforehand, each through the same door as the dock's."""

    def take(row: dict[str, str]) -> None:
        if row["动作"] not in ("判定", "暂缓"):
            raise InputError(f"动作“{row['动作']}”无法识别。", "请填写“判定”或“暂缓”。")
        deadline: date | None = parse_date(row.get("整改期限", ""))
        if row.get("整改期限", "") and deadline is None:
            raise InputError(f"整改期限“{row['整改期限']}”无法识别。", "请写成 2026-10-31 的形式。")
        tags = tuple(filter(None, (tag.strip() for tag in row.get("标签", "").translate(SEPARATORS).split(";"))))
        unknown = [tag for tag in tags if tag not in review.book.tags]
        if unknown:
            raise InputError(
                f"标签“{'、'.join(unknown)}”不在规则手册中。", f"可用：{'、'.join(review.book.tags) or '（无）'}。"
            )
        party = row.get(PARTY, "")
        if party and party not in review.book.parties:
            raise InputError(
                f"主体类型“{party}”不在规则手册中。",
                f"可用：{'、'.join(review.book.parties) or '（无）'}；不明的留空。",
            )
        deferred = row["动作"] == "暂缓"
        review.decide(
            row[NUMBER],
            Decision(
                "" if deferred else row["判定"], "" if deferred else row["子类"], row["理由"], review.operator, tags,
                deferred, row.get("责任单位", ""), deadline, review.meeting, parse_date(row.get("会审日期", "")) or review.on,
                party,
            ),
        )  # fmt: skip

    return _each(path, (NUMBER, "动作", "判定", "子类", "理由"), take)


def import_photos(folder: Path, ledger: Ledger, by: str = "") -> TableReport:
    """Photos whose file names begin with the patch number (number_1.jpg). Position, azimuth and time from EXIF."""
    folder, report = Path(folder).absolute(), TableReport()
    if not folder.is_dir():
        raise InputError("找不到照片文件夹。", "请检查文件夹是否存在。", source=folder.name)
    known = set(ledger.numbers())
    for path in sorted(p for p in folder.iterdir() if p.suffix.lower() in _PICTURES):
        report.rows += 1
        try:
            photo = _photo(path, known, ledger)
        except InputError as error:
            report.refused.append(str(error))
        else:
            ledger.add_photos([photo], by)
            report.taken += 1
    return report


_PHOTOS = (".jpg", ".jpeg")
_PICTURES = (*_PHOTOS, ".png", ".heic", ".webp", ".bmp", ".tif", ".tiff")


def _photo(path: Path, known: set[str], ledger: Ledger) -> Photo:
    """The photo and the patch it is of: number_1.jpg is the first photo of a split patch, not of its child number_1; that
    one's are number_1_1.jpg … Raises InputError for a file that cannot be taken; 涉密 numbers are not named."""
    names = path.stem, path.stem.rsplit("_", 1)[0]
    if ledger.children(names[1]):
        names = names[1], names[0]
    if ledger.secret_among(names):
        raise InputError("有一张照片属于涉密图斑。", "请把涉密图斑的照片移出该文件夹，按机要件办理。")
    number = next((name for name in names if name in known), None)
    if number is None:
        raise InputError("文件名不是以台账中的图斑编号开头。", "请改名为“图斑编号_序号.jpg”。", source=path.name)
    if path.suffix.lower() not in _PHOTOS:
        raise InputError("不是 JPEG 照片。", "请转换为 .jpg 后重新接收。", source=path.name)
    facts = photo_facts(path)
    digest = sha256(path.read_bytes()).hexdigest()
    return Photo(number, str(path), digest, facts.lon, facts.lat, facts.azimuth, facts.taken_at)
