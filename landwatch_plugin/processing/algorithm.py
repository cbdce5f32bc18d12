"""处理算法的基类: what every algorithm shares: names, help on every parameter, Chinese errors, progress and cancel.

    class Overlay(Algorithm):
        key, title = "overlay", mark("Overlay patches with control layers")
        section_key, section = "checking", mark("Checking")
        about = mark("Shared areas of each patch with each control layer.")

        def declare(self) -> None:
            self.add(QgsProcessingParameterFeatureSource("INPUT", self.tr("Patches")), self.tr("The month's patches."))

        def execute(self, parameters, context, feedback) -> dict[str, Any]:
            ...
"""

from __future__ import annotations

import getpass
from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtGui import QIcon

from landwatch_plugin.domain.errors import LandwatchError
from landwatch_plugin.gis.i18n import tr
from landwatch_plugin.gis.settings import Settings
from landwatch_plugin.paths import metadata_value, shipped


class Feedback:
    """Progress and cancel for rooms that know no QGIS: plain calls onto a QgsProcessingFeedback."""

    def __init__(self, feedback: QgsProcessingFeedback) -> None:
        self._feedback = feedback

    def progress(self, percent: float) -> None:
        """0 … 100."""
        self._feedback.setProgress(percent)

    def cancelled(self) -> bool:
        return self._feedback.isCanceled()

    def note(self, text: str) -> None:
        """A line in the algorithm's log."""
        self._feedback.pushInfo(text)

    def warn(self, text: str) -> None:
        """A line that stands out in the algorithm's log."""
        self._feedback.pushWarning(text)


class Algorithm(QgsProcessingAlgorithm):
    """Subclasses give the class attributes (texts by `mark`) and write `declare` and `execute`."""

    key: str
    """Stable name: `landwatch:<key>`."""
    title: str
    section: str = ""
    section_key: str = ""
    about: str
    """Help of the whole algorithm, shown beside the parameters."""
    icon_name: str = "landwatch"
    on_main_thread: bool = True
    """True where layers are read in `execute`; False only for algorithms that see plain data alone."""

    def declare(self) -> None:
        """Add the parameters and outputs, each with `add`."""
        raise NotImplementedError

    def execute(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback
    ) -> dict[str, Any]:
        """Do the work; raise LandwatchError with a text for the user."""
        raise NotImplementedError

    def add(self, parameter: QgsProcessingParameterDefinition, help_text: str) -> None:
        """Declare a parameter together with its help."""
        parameter.setHelp(help_text)
        name = parameter.name()
        if not self.addParameter(parameter):
            raise ValueError(f"parameter {name} of {self.key} was refused")

    def add_operator(self) -> None:
        """Who signs in the journal."""
        self.add(
            QgsProcessingParameterString("OPERATOR", self.tr("Signed by"), optional=True),
            self.tr("Name written into the journal. Empty = the name used last in the dock, else the system user."),
        )

    def operator(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        return (
            self.parameterAsString(parameters, "OPERATOR", context).strip()
            or Settings().text("operator")
            or getpass.getuser()
        )

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        try:
            return self.execute(parameters, context, Feedback(feedback))
        except LandwatchError as error:
            said = str(error)
        # Raised out here, without its cause: QGIS never frees this exception, and the cause's frames hold open files.
        raise QgsProcessingException(said)

    def tr(self, text: str) -> str:
        return tr(text)

    def createInstance(self) -> Algorithm:
        return type(self)()

    def initAlgorithm(self, configuration: dict[str, Any] | None = None) -> None:
        self.declare()

    def flags(self) -> Qgis.ProcessingAlgorithmFlag:
        flags = super().flags()
        return flags | Qgis.ProcessingAlgorithmFlag.NoThreading if self.on_main_thread else flags

    def name(self) -> str:
        return self.key

    def displayName(self) -> str:
        return tr(self.title)

    def group(self) -> str:
        return tr(self.section)

    def groupId(self) -> str:
        return self.section_key

    def shortHelpString(self) -> str:
        return tr(self.about)

    def shortDescription(self) -> str:
        return tr(self.about)

    def tags(self) -> list[str]:
        """So that the toolbox finds the algorithm by its English and its Chinese title."""
        return [self.title, tr(self.title), "landwatch", "卫片执法"]

    def helpUrl(self) -> str:
        return f"{metadata_value('homepage')}#{self.key}"

    def icon(self) -> QIcon:
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        return str(shipped("resources", "icons", f"{self.icon_name}.svg"))
