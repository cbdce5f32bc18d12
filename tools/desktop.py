"""The real QGIS desktop: for a person (`python -m tools.desktop PROJECT`) or on an unseen screen for a script.

    run = run_desktop(Path("look.py"), project, Path("build/look"))
    run.result["layers"], run.out / "window.png"

The script runs inside QGIS once its window stands and the project is loaded, with the staged plugin switched on. It may
`from desktop_script import result, settle, wait_until, map_drawn, shot, screen, finish` (tools/inside).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.qgis_profile import INSIDE, PROFILE, environment, write_profile
from tools.stage import BUILD, ROOT, link, stage

SCREEN = "-screen 0 1920x1080x24 -dpi 96"
_COMMAND = ["qgis", "--nologo", "--noversioncheck"]
_PLAYED = """
left=$1 picture=$2; shift 2
( while [ $left -gt 0 ]; do sleep 1; kill -0 $$ 2>/dev/null || exit; left=$((left - 1)); done
  import -window root "$picture" ) &
watch=$!
openbox & manager=$!
"$@"; code=$?
kill $watch $manager 2>/dev/null
exit $code
"""


@dataclass(frozen=True)
class DesktopRun:
    """What a run left: its folder, exit code, the script's result, and what QGIS said."""

    out: Path
    exit_code: int
    result: dict[str, Any]
    log: str
    seconds: float

    def checked(self) -> dict[str, Any]:
        """The result, or a RuntimeError with the script's traceback or the end of the log."""
        if self.exit_code != 0 or "error" in self.result:
            said = self.result.get("error") or f"no result; exit code {self.exit_code}; {self.out}/stuck.png\n{self.log[-3000:]}"
            raise RuntimeError(f"the script in QGIS failed after {self.seconds:.0f} s:\n{said}")
        return self.result


def run_desktop(
    script: Path, project: Path | None, out: Path, timeout: int = 120, env: dict[str, str] | None = None,
    plugins: tuple[Path, ...] | None = None, enabled: bool = True,
) -> DesktopRun:  # fmt: skip
    """Play `script` in a fresh profile on an unseen screen; `out` is emptied first and holds all that is left.

    `plugins` are the plugin folders to link in (the one staged from the checkout unless told), switched on if `enabled`.
    A QGIS that has not ended after `timeout` seconds is ended, with its screen.
    """
    out = out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    for folder in ("tmp", "run"):
        (out / folder).mkdir(parents=True, mode=0o700)
    write_profile(out, *((stage(),) if plugins is None else plugins), enabled=enabled)
    started = time.monotonic()
    with (out / "qgis.log").open("wb") as log:
        ended = subprocess.run(
            _on_screen(out, timeout, ["--profiles-path", str(out), *_arguments(project), "--code", str(INSIDE / "start.py")]),
            env=_environment(script.resolve(), out) | (env or {}), cwd=ROOT, stdout=log, stderr=log,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    said = (out / "qgis.log").read_text(encoding="utf-8", errors="replace")
    answer = out / "result.json"
    result = json.loads(answer.read_text(encoding="utf-8")) if answer.exists() else {}
    code = ended.returncode if ended.returncode or result else 1
    return DesktopRun(out, code, result, said, time.monotonic() - started)


def _on_screen(out: Path, timeout: int, arguments: list[str]) -> list[str]:
    """`timeout` ends the whole group: QGIS, window manager and screen. Just before, it pictures what QGIS hangs on."""
    return [
        "timeout", "-k", "5", str(timeout), "xvfb-run", "-a", "-s", SCREEN,
        "sh", "-c", _PLAYED, "sh", str(max(1, timeout - 3)), str(out / "stuck.png"), *_COMMAND, "--profile", PROFILE, *arguments,
    ]  # fmt: skip


def _arguments(project: Path | None) -> list[str]:
    return [] if project is None else ["--project", str(project.resolve())]


def _environment(script: Path, out: Path) -> dict[str, str]:
    env = environment(
        LANDWATCH_SCRIPT=str(script), LANDWATCH_OUT=str(out), TMPDIR=str(out / "tmp"), XDG_RUNTIME_DIR=str(out / "run")
    )
    env["PYTHONPATH"] = str(INSIDE)
    for key in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY", "QGIS_CUSTOM_CONFIG_PATH"):
        env.pop(key, None)
    return env


def open_desktop(project: Path | None) -> int:
    """QGIS for a person, on this screen, in a profile that stays (build/profile), with the checkout's links."""
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        sys.exit("没有图形界面（DISPLAY 未设置）/ no screen to open QGIS on: DISPLAY is not set")
    folder = BUILD / "profile"
    write_profile(folder, link())
    env = environment()
    env.pop("QT_QPA_PLATFORM", None)
    command = [*_COMMAND, "--profiles-path", str(folder), "--profile", PROFILE, *_arguments(project)]
    return subprocess.run(command, env=env, cwd=ROOT).returncode


if __name__ == "__main__":
    sys.exit(open_desktop(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
