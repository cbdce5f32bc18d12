"""处理工具箱: the provider that brings the algorithms into QGIS's toolbox and qgis_process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from landwatch_plugin.paths import metadata_value, shipped

if TYPE_CHECKING:
    from landwatch_plugin.processing.algorithm import Algorithm

_ROOM = "landwatch_plugin.processing"

#: "module.Class" in this folder, in the order of the month's work. A class is imported when the provider loads.
ALGORITHMS: tuple[str, ...] = (
    "import_patches.ImportPatches",
    "import_approvals.ImportApprovals",
    "import_records.ImportRecords",
    "import_coordinates.ImportCoordinates",
    "export_coordinates.ExportCoordinates",
    "overlay.Overlay",
    "check_patches.CheckPatches",
    "doctor.Doctor",
    "compare_rulebooks.CompareRulebooks",
    "split_patch.SplitPatch",
    "rejoin_patch.RejoinPatch",
    "lock_month.LockMonth",
    "self_check.SelfCheck",
    "accountability.Accountability",
    "minutes.Minutes",
    "letters.Letters",
    "dossiers.Dossiers",
)


def algorithm_classes(names: Sequence[str] = ALGORITHMS) -> Iterator[type[Algorithm]]:
    """The classes behind "module.Class" names. One that is missing or broken raises: an algorithm never vanishes in silence."""
    for name in names:
        module, _, class_name = name.rpartition(".")
        yield getattr(import_module(f"{_ROOM}.{module}"), class_name)


class LandwatchProvider(QgsProcessingProvider):
    """`landwatch:…` in the toolbox. `classes` replaces the shipped algorithms."""

    def __init__(self, classes: Sequence[type[Algorithm]] | None = None) -> None:
        super().__init__()
        self._classes = classes

    def id(self) -> str:
        return "landwatch"

    def name(self) -> str:
        return "LandWatch 卫片执法"

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(shipped("resources", "icons", "landwatch.svg"))

    def versionInfo(self) -> str:
        return metadata_value("version")

    def helpId(self) -> str:
        return ""

    def loadAlgorithms(self) -> None:
        for algorithm_class in algorithm_classes() if self._classes is None else self._classes:
            self.addAlgorithm(algorithm_class())
