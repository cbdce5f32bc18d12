"""qgis_process with the plugin of this checkout: python -m tools.process run landwatch:overlay --INPUT=…

Relative paths are relative to the repository. Standard output is qgis_process's own, so --json stays JSON.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.qgis_profile import environment, write_profile
from tools.stage import BUILD, ROOT, stage


def program() -> str:
    """The executable. Debian's qgis_process is a wrapper that passes an option its program does not know."""
    found = shutil.which("qgis_process.bin") or shutil.which("qgis_process")
    if found is None:
        sys.exit("qgis_process is not installed; run: make dev")
    return found


def prepare(folder: Path = BUILD / "process", *more_plugins: Path) -> dict[str, str]:
    """Stage the plugin and its profile; the environment in which to call `program`."""
    write_profile(folder, stage(), *more_plugins)
    return environment(QGIS_CUSTOM_CONFIG_PATH=str(folder), QT_QPA_PLATFORM="offscreen", XDG_RUNTIME_DIR=_runtime())


def run_process(
    *arguments: str, env: dict[str, str] | None = None, text: str | None = None, timeout: float = 120
) -> subprocess.CompletedProcess[str]:
    """Run qgis_process and keep its output. `env` is another `prepare`'s; `text` goes to standard input."""
    return subprocess.run(
        [program(), *arguments], env=env or prepare(), cwd=ROOT, input=text, capture_output=True, text=True,
        timeout=timeout,
    )  # fmt: skip


def _runtime() -> str:
    folder = BUILD / "run"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    return str(folder)


if __name__ == "__main__":
    os.chdir(ROOT)
    os.execve(program(), [program(), *sys.argv[1:]], prepare())
