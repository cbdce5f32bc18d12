"""On a PC where a package is missing only that feature is off, and the message says what to install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]


def run(missing: str, code: str, folder: Path) -> str:
    """Run code in a fresh Python in which a package cannot be imported."""
    lines = [
        "import sys", f"sys.modules['{missing}'] = None", "from pathlib import Path",
        "from landwatch_plugin.domain.errors import LandwatchError",
        "from landwatch_plugin.reports.render import make_document",
        f"folder = Path({str(folder)!r})", "template = str(folder / '试.txt')",
        "try:", *(f"    {line}" for line in code.splitlines()),
        "except LandwatchError as error:", "    sys.stdout.buffer.write(str(error).encode())",
    ]  # fmt: skip
    (folder / "试.txt").write_text("@版式 卷宗\n@卷内目录\n@页码 1\n@卷件 题名=甲\n{{ a }}", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, cwd=ROOT, check=True)
    return done.stdout.decode()


def test_without_reportlab_the_word_file_is_still_made(tmp_path: Path) -> None:
    said = run("reportlab", "make_document(template, {'a': '乙'}, folder / '出', '甲', formats=('docx',))", tmp_path)
    assert said == ""
    assert (tmp_path / "出" / "甲.docx").exists()


def test_without_reportlab_the_pdf_is_refused_with_the_package_s_name(tmp_path: Path) -> None:
    said = run("reportlab", "make_document(template, {'a': '乙'}, folder / '出', '甲')", tmp_path)
    assert "缺少软件包 reportlab，无法生成 PDF" in said
    assert not list((tmp_path / "出").iterdir())


def test_without_jinja_no_document_is_made(tmp_path: Path) -> None:
    said = run("jinja2", "make_document(template, {'a': '乙'}, folder, '甲')", tmp_path)
    assert "缺少软件包 jinja2，无法生成文书" in said


def test_without_openpyxl_no_workbook_is_made(tmp_path: Path) -> None:
    code = (
        "from landwatch_plugin.reports.xlsx import Sheet, write_table\n"
        "write_table(folder / '表.xlsx', [Sheet('甲', '乙', ['丙'], [])])"
    )
    assert "缺少软件包 openpyxl，无法导出 Excel 表格" in run("openpyxl", code, tmp_path)


def test_without_pillow_a_picture_is_refused_with_the_package_s_name(tmp_path: Path) -> None:
    code = (
        "from landwatch_plugin.reports.pictures import prepare\n"
        "(folder / '图.png').write_bytes(b'x')\n"
        "prepare(str(folder / '图.png'), 100, None, None, 100)"
    )
    assert "缺少软件包 pillow，无法放入图片" in run("PIL", code, tmp_path)
