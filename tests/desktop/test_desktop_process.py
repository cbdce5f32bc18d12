"""In the real QGIS desktop: the plugin comes, speaks Chinese, works, and goes without leaving anything behind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from landwatch_plugin.paths import metadata_value
from tools.desktop import DesktopRun, run_desktop
from tools.stage import pack

SCRIPTS = Path(__file__).parent / "scripts"
PROBES = Path(__file__).parent.parent / "plugin"
TITLE = "LandWatch 卫片执法"


@pytest.fixture(scope="module")
def seen(in_desktop: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """What QGIS held before, with and after the plugin."""
    return in_desktop(SCRIPTS / "comes_and_goes.py", enabled=False)


def test_the_provider_is_in_the_toolbox(seen: dict[str, Any]) -> None:
    """It was not there before, and is there now."""
    assert "landwatch" not in seen["before"]["providers"]
    assert "landwatch" in seen["with"]["providers"]


def test_menu_and_toolbar_are_in_chinese(seen: dict[str, Any]) -> None:
    """The menu stands left of 数据处理 and 帮助, and its lines are Chinese."""
    assert TITLE in seen["with"]["menu_bar"]
    assert TITLE in seen["with"]["toolbars"]
    assert seen["with"]["menu_bar"][-1].startswith("帮助")
    assert seen["menu"][-1] == "关于 LandWatch"
    assert all(any("一" <= letter <= "鿿" for letter in text) for text in seen["menu"])


def test_texts_are_chinese_only_while_the_plugin_is_there(seen: dict[str, Any]) -> None:
    """The translator is taken out with the rest."""
    assert [seen[when]["chinese"] for when in ("before", "with", "after")] == ["Patches", "图斑", "Patches"]


@pytest.mark.parametrize("when", ["after", "after_again"])
def test_unload_leaves_nothing_behind(seen: dict[str, Any], when: str) -> None:
    """Objects, actions, shortcuts, docks, toolbars, menus, windows, providers, log handlers: as if never loaded."""
    before, after = dict(seen["before"]), dict(seen[when])
    left = Counter(after.pop("objects")) - Counter(before.pop("objects"))
    assert left == Counter()
    assert after == before


def test_it_can_be_loaded_again(seen: dict[str, Any]) -> None:
    """A second start gives what the first gave."""
    assert seen["again"]["menu_bar"] == seen["with"]["menu_bar"]
    assert seen["again"]["providers"] == seen["with"]["providers"]
    assert seen["again"]["docks"] == seen["with"]["docks"]


def test_start_up_does_not_feel_the_plugin(seen: dict[str, Any]) -> None:
    """No heavy package is imported before somebody asks for its feature."""
    assert seen["heavy"] == []
    assert seen["seconds"] < 1.0


@pytest.fixture(scope="module")
def installed(in_desktop: Callable[..., dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """QGIS without the plugin, after its own installer took the zip."""
    zip_file = pack(tmp_path_factory.mktemp("zip"))
    return in_desktop(SCRIPTS / "zip_installed.py", plugins=(), env={"LANDWATCH_ZIP": str(zip_file)})


def test_qgis_installs_the_zip(installed: dict[str, Any]) -> None:
    """A clerk's way: 插件 › 从 ZIP 文件安装."""
    assert not installed["there_before"]
    assert installed["active"]
    assert Path(installed["file"]).parts[-4:] == ("python", "plugins", "landwatch_plugin", "__init__.py")
    assert installed["version"] == metadata_value("version")
    assert installed["name"].startswith("LandWatch 卫片执法")


def test_the_installed_copy_finds_its_icons_and_its_chinese(installed: dict[str, Any]) -> None:
    """paths.py finds the shipped files beside the package."""
    assert installed["provider"] == TITLE
    assert not installed["icon"]
    assert not any(installed["icons"])
    assert installed["menu"][0] == TITLE
    assert installed["menu"][-1] == "关于 LandWatch"


def test_shapely_and_geopandas_answer_rightly_inside_the_desktop(
    in_desktop: Callable[..., dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The executable's own GEOS, GDAL and PROJ do not get in the way of the wheels' libraries."""
    answered = in_desktop(SCRIPTS / "wheels_in_desktop.py", env={"LANDWATCH_PROBES": str(PROBES)})
    monkeypatch.syspath_prepend(PROBES)
    from landwatch_probe import shapes, wheels

    assert answered["answers"] == wheels.EXPECTED
    assert answered["shapes"] == shapes.EXPECTED


def test_the_kernel_agrees_with_shapes_inside_the_desktop(in_desktop: Callable[..., dict[str, Any]]) -> None:
    """numba's compiler beside QGIS's own libraries: 400 patches over 400 fields, with and without it."""
    pytest.importorskip("numba", reason="numba is not installed, and the kernel is but an accelerator")
    seen = in_desktop(SCRIPTS / "kernel_in_desktop.py")
    assert seen["available"]
    assert seen["loaded"]
    assert seen["total"] > 1_000_000
    assert seen["apart"] < 1e-6


def test_an_error_in_a_script_comes_back_with_its_traceback(tmp_path: Path, repository: Path) -> None:
    """The harness does not hang on a broken script and does not hide it."""
    script = tmp_path / "broken.py"
    script.write_text("from desktop_script import result\nresult['so_far'] = 1\nraise ValueError('第3行坏了')\n")
    run = run_desktop(script, None, repository / "build" / "desktop" / "broken", plugins=())
    assert run.exit_code == 1
    assert run.result["so_far"] == 1
    with pytest.raises(RuntimeError, match="ValueError: 第3行坏了"):
        run.checked()


def test_a_script_that_never_ends_is_ended(tmp_path: Path, repository: Path) -> None:
    """QGIS on an unseen screen cannot block the tests."""
    script = tmp_path / "endless.py"
    script.write_text("from desktop_script import settle\nsettle(600)\n")
    run: DesktopRun = run_desktop(script, None, repository / "build" / "desktop" / "endless", timeout=6, plugins=())
    assert run.exit_code != 0
    assert run.seconds < 20
    with pytest.raises(RuntimeError, match="no result"):
        run.checked()


def test_an_error_in_a_slot_ends_the_run(tmp_path: Path, repository: Path) -> None:
    """What a user would see as QGIS's error window cannot pass unseen in a test."""
    script = tmp_path / "slot.py"
    lines = (
        "from desktop_script import settle",
        "from qgis.PyQt.QtCore import QTimer",
        "def clicked():",
        "    raise ValueError('in a slot')",
        "QTimer.singleShot(10, clicked)",
        "settle(5)",
    )
    script.write_text("\n".join(lines), encoding="utf-8")
    run = run_desktop(script, None, repository / "build" / "desktop" / "slot")
    with pytest.raises(RuntimeError, match="ValueError: in a slot"):
        run.checked()


def test_a_plugin_that_fails_at_start_ends_the_run(tmp_path: Path, repository: Path) -> None:
    """The traceback comes back at once; nobody waits for a window that nobody closes."""
    plugin = tmp_path / "landwatch_plugin"
    plugin.mkdir()
    (plugin / "__init__.py").write_text("def classFactory(iface):\n    raise OSError('no start')\n", encoding="utf-8")
    (plugin / "metadata.txt").write_bytes((repository / "metadata.txt").read_bytes())
    script = tmp_path / "nothing.py"
    script.write_text("", encoding="utf-8")
    run = run_desktop(script, None, repository / "build" / "desktop" / "no_start", plugins=(plugin,))
    assert run.exit_code == 1
    assert "OSError: no start" in run.result["error"]
