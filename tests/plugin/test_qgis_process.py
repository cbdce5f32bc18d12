"""In the real qgis_process: the provider is listed, algorithms run with Chinese texts, and --json stays JSON."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools.process import prepare, run_process

PROBE = Path(__file__).parent / "landwatch_probe"


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment whose profile holds the staged plugin and the probe algorithms."""
    return prepare(tmp_path_factory.mktemp("process"), PROBE)


def run_greet(probed: dict[str, str], town: str) -> subprocess.CompletedProcess[str]:
    return run_process("run", "landwatch_probe:greet", "--json", f"--TOWN={town}", env=probed)


def test_the_provider_is_listed() -> None:
    """qgis_process knows LandWatch as soon as the plugin is switched on."""
    listed = run_process("list", "--json")
    provider = json.loads(listed.stdout)["providers"]["landwatch"]
    assert provider["name"] == "LandWatch 卫片执法"
    assert provider["is_active"]


def test_an_algorithm_on_the_base_class_runs(probed: dict[str, str]) -> None:
    """Chinese goes in and comes out."""
    done = run_greet(probed, "甲乡")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["SAID"] == "甲乡，False"


def test_an_error_for_the_user_arrives_in_chinese_and_fails_the_run(probed: dict[str, str]) -> None:
    """File, row and cure are in it; no Python traceback is."""
    failed = run_greet(probed, "空")
    assert failed.returncode != 0
    said = failed.stdout + failed.stderr
    assert "【乡镇.shp】第2行：乡镇名称为空。 处理办法：请补填后重试。" in said
    assert "Traceback" not in said


def test_help_carries_the_help_of_every_parameter_in_chinese(probed: dict[str, str]) -> None:
    """Title, group and parameter texts are translated in a Chinese profile."""
    shown = json.loads(run_process("help", "landwatch_probe:greet", "--json", env=probed).stdout)
    assert shown["algorithm_details"]["name"] == "图斑"
    assert shown["algorithm_details"]["group"] == "关闭"
    assert shown["algorithm_details"]["short_description"] == "关于 LandWatch"
    parameter: dict[str, Any] = shown["parameters"]["TOWN"]
    assert parameter["description"] == "图斑"
    assert parameter["help"] == "绑定图层"


def test_shapely_and_geopandas_answer_rightly_inside_qgis_process(
    probed: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The executable's own GEOS, GDAL and PROJ do not get in the way of the wheels' libraries."""
    monkeypatch.syspath_prepend(PROBE.parent)
    from landwatch_probe.wheels import EXPECTED

    done = run_process("run", "landwatch_probe:wheels", "--json", env=probed)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(json.loads(done.stdout)["results"]["ANSWERS"]) == EXPECTED


def test_make_process_prints_nothing_but_json(repository: Path) -> None:
    """Set-up messages go to the other stream, so a script can read the answer."""
    made = subprocess.run(["make", "process", "ARGS=list --json"], cwd=repository, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    assert "landwatch" in json.loads(made.stdout)["providers"]
