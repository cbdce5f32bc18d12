"""演示运行: a headless QGIS with the plugin's toolbox, a clock per step, and a plain account on the screen."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject

from landwatch_plugin.processing.provider import LandwatchProvider


class Account:
    """Says what is done, in Chinese, and how long it took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self.started = time.perf_counter()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        print(f"\n【{name}】", flush=True)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 2)
        print(f"　用时 {self.seconds[name]:.1f} 秒", flush=True)

    def say(self, text: str) -> None:
        print(f"　{text}", flush=True)


class Listener(QgsProcessingFeedback):
    """Keeps what an algorithm says, and prints it when asked."""

    def __init__(self, account: Account | None) -> None:
        super().__init__(False)
        self.account = account

    def pushInfo(self, info: str) -> None:
        if self.account:
            self.account.say(info)

    def pushWarning(self, warning: str) -> None:
        if self.account:
            self.account.say(f"注意：{warning}")

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N803 (the name is QGIS's)
        print(f"错误：{error}", file=sys.stderr)


class Toolbox:
    """Runs the plugin's algorithms by id, as the toolbox would."""

    def __init__(self, account: Account) -> None:
        self.account = account
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="landwatch-"))
        self.application = QgsApplication([], False)
        self.application.initQgis()
        self.provider = LandwatchProvider()
        QgsApplication.processingRegistry().addProvider(self.provider)

    def run(self, name: str, quiet: bool = False, **parameters: Any) -> dict[str, Any]:
        """Raises SystemExit when the algorithm fails: a demo that goes on after an error would lie."""
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"landwatch:{name}")
        if algorithm is None:
            raise SystemExit(f"没有算法 landwatch:{name}")
        plain = {key: str(value) if isinstance(value, Path) else value for key, value in parameters.items()}
        result, done = algorithm.run(plain, context, Listener(None if quiet else self.account))
        if not done:
            raise SystemExit(f"landwatch:{name} 未完成")
        return dict(result)

    def close(self) -> None:
        QgsProject.instance().clear()
        self.application.exitQgis()
