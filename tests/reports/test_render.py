"""Documents are made whole or not at all, under names every system takes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.domain.errors import InputError, LandwatchError, MissingPackage, TemplateError
from landwatch_plugin.reports import render
from landwatch_plugin.reports.packages import package
from landwatch_plugin.reports.render import make_document, safe_name, template_path, used_substitutes, write_all

pytestmark = pytest.mark.thorough


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def own(folder: Path, text: str) -> str:
    path = folder / "自己的.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_one_call_makes_the_word_file_and_the_pdf(samples: dict[str, Any], tmp_path: Path) -> None:
    made = make_document("警示提醒函", samples["警示提醒函"], tmp_path / "发函", "演自然资函〔2026〕15号_警示提醒函")
    assert [path.suffix for path in made] == [".pdf", ".docx"]
    assert names(tmp_path / "发函") == [
        "演自然资函〔2026〕15号_警示提醒函.docx",
        "演自然资函〔2026〕15号_警示提醒函.pdf",
    ]
    assert made[0].read_bytes().startswith(b"%PDF")


def test_one_format_may_be_asked_for(samples: dict[str, Any], tmp_path: Path) -> None:
    assert [
        path.name for path in make_document("问责比例", samples["问责比例"], tmp_path, "甲", formats=("docx",))
    ] == ["甲.docx"]


def test_an_unknown_format_is_a_mistake_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"odt"):
        make_document("问责比例", {}, tmp_path, "甲", formats=("odt",))


def test_a_template_of_one_s_own_is_used_by_its_path(tmp_path: Path) -> None:
    assert len(make_document(own(tmp_path, "{{ a }}"), {"a": "甲"}, tmp_path, "甲")) == 2


def test_a_template_of_one_s_own_may_include_shipped_pieces(tmp_path: Path, samples: dict[str, Any]) -> None:
    path = own(tmp_path, "{% include '问责比例.txt' %}")
    assert render.read_template(path, samples["问责比例"]).sections[0].layout.name == "卷宗"


def test_an_unknown_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"模板“感谢信.txt”：找不到这个文件"):
        make_document("感谢信", {}, tmp_path, "甲")


def test_shipped_templates_are_found_by_name() -> None:
    assert template_path("会审纪要") == template_path("会审纪要.txt")


def test_a_missing_field_leaves_no_file_behind(samples: dict[str, Any], tmp_path: Path) -> None:
    content = samples["警示提醒函"] | {"contact": None}
    with pytest.raises(TemplateError, match=r"contact（联系人）"):
        make_document("警示提醒函", content, tmp_path / "发函", "甲")
    assert names(tmp_path / "发函") == []


def test_a_missing_picture_leaves_no_file_behind(samples: dict[str, Any], tmp_path: Path) -> None:
    content = samples["图斑卷宗"]
    content["photos"][1]["file"] = str(tmp_path / "没有.jpg")
    with pytest.raises(InputError, match=r"没有.jpg"):
        make_document("图斑卷宗", content, tmp_path / "卷", "甲")
    assert names(tmp_path / "卷") == []


def test_old_files_stand_when_the_new_ones_fail(tmp_path: Path) -> None:
    first, second = tmp_path / "甲.pdf", tmp_path / "甲.docx"
    first.write_text("旧")

    def fail(path: Path) -> None:
        raise InputError("坏了。")

    with pytest.raises(InputError):
        write_all({first: lambda path: path.write_text("新") and None, second: fail})
    assert (first.read_text(), names(tmp_path)) == ("旧", ["甲.pdf"])


def test_both_files_are_replaced_or_neither(tmp_path: Path) -> None:
    first, second = tmp_path / "甲.pdf", tmp_path / "甲.docx"
    first.write_text("旧")
    second.mkdir()
    (second / "占用").write_text("")

    def write(path: Path) -> None:
        path.write_text("新")

    real = os.replace

    def locked(source: Any, target: Any) -> None:
        if Path(source) == second:
            raise PermissionError("open in Word")
        real(source, target)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(LandwatchError, match=r"甲.docx.*正在 Word"):
        patch.setattr(render.os, "replace", locked)
        write_all({first: write, second: write})
    assert (first.read_text(), names(tmp_path)) == ("旧", ["甲.docx", "甲.pdf"])


def test_making_a_document_again_replaces_it(tmp_path: Path) -> None:
    path = own(tmp_path, "{{ a }}")
    for text in ("甲", "乙"):
        make_document(path, {"a": text}, tmp_path / "出", "同名")
    assert names(tmp_path / "出") == ["同名.docx", "同名.pdf"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "文件").write_text("")
    with pytest.raises(LandwatchError, match=r"不能建立文件夹"):
        make_document(own(tmp_path, "甲"), {}, tmp_path / "文件" / "下级", "甲")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("130427/图斑:卷宗?", "130427_图斑_卷宗_"),
        ("〔2026〕15号", "〔2026〕15号"),
        ("con", "_con"),
        ("甲. ", "甲"),
        ("a\tb", "a_b"),
        ("图" * 200, "图" * 80),
    ],
)
def test_file_names_are_safe_and_stay_chinese(given: str, name: str) -> None:
    assert safe_name(given) == name


def test_an_empty_file_name_is_refused() -> None:
    with pytest.raises(InputError, match=r"文件名是空的"):
        safe_name(" . ")


def test_substitutes_of_the_last_document_can_be_reported(tmp_path: Path) -> None:
    make_document(own(tmp_path, "甲"), {}, tmp_path, "甲")
    assert all("标题" not in note for note in used_substitutes())
    assert all(isinstance(note, str) and note.endswith("。") for note in used_substitutes())


def test_a_missing_package_is_named_with_what_to_do() -> None:
    with pytest.raises(MissingPackage, match=r"缺少软件包 no_such_package，无法生成文书.*pip install"):
        package("no_such_package.part", "生成文书")


def test_starting_qgis_does_not_feel_the_room() -> None:
    """Importing the room loads none of its heavy friends."""
    code = (
        "import sys, landwatch_plugin.reports.render, landwatch_plugin.reports.xlsx\n"
        "print([n for n in ('jinja2', 'reportlab', 'openpyxl', 'PIL', 'qgis') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True
    )
    assert done.stdout.strip() == "[]"
