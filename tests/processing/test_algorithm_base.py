"""The base of all algorithms: names, help on every parameter, Chinese errors, progress and cancel."""

from __future__ import annotations

from typing import Any

import pytest
from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterNumber,
)

from landwatch_plugin.domain.errors import Cancelled, InputError
from landwatch_plugin.gis import i18n
from landwatch_plugin.gis.i18n import mark
from landwatch_plugin.processing.algorithm import Algorithm, Feedback
from tools.i18n import compile_catalogue


class Count(Algorithm):
    """Counts to N, and refuses 13."""

    key, title = "count", mark("Patches")
    section_key, section = "probe", mark("Close")
    about = mark("About LandWatch")

    def declare(self) -> None:
        number = QgsProcessingParameterNumber("N", self.tr("Patches"), defaultValue=3, minValue=1)
        self.add(number, self.tr("Bind layers"))
        self.addOutput(QgsProcessingOutputNumber("COUNTED", "counted"))

    def execute(self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: Feedback) -> dict[str, Any]:
        number = self.parameterAsInt(parameters, "N", context)
        if number == 13:
            raise InputError("图斑编号重复。", "请删去一行。", source="图斑.shp", row=13)
        if number == 99:
            raise ZeroDivisionError("a mistake of the program")
        for step in range(number):
            if feedback.cancelled():
                raise Cancelled
            feedback.progress(100 * (step + 1) / number)
        feedback.note(f"共 {number} 个")
        return {"COUNTED": number}


class CountAside(Count):
    """Sees plain data alone."""

    on_main_thread = False


@pytest.fixture
def algorithm() -> Count:
    """As QGIS makes one for a run: by `create`, which initialises it."""
    made = Count().create()
    assert made is not None
    return made


@pytest.fixture
def feedback() -> QgsProcessingFeedback:
    return QgsProcessingFeedback()


def run(algorithm: Algorithm, number: int, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    results, succeeded = algorithm.run({"N": number}, QgsProcessingContext(), feedback, {}, False)
    assert succeeded
    return results


def test_it_runs_and_reports(algorithm: Count, feedback: QgsProcessingFeedback) -> None:
    """Result, progress and log lines come through."""
    assert run(algorithm, 4, feedback) == {"COUNTED": 4}
    assert feedback.progress() == 100
    assert "共 4 个" in feedback.textLog()


def test_an_error_for_the_user_becomes_qgis_s_own_with_the_same_words(
    algorithm: Count, feedback: QgsProcessingFeedback
) -> None:
    """File, row and cure, and nothing of Python."""
    with pytest.raises(QgsProcessingException) as caught:
        run(algorithm, 13, feedback)
    assert str(caught.value) == "【图斑.shp】第13行：图斑编号重复。 处理办法：请删去一行。"


def test_a_mistake_of_the_program_is_not_dressed_up(algorithm: Count, feedback: QgsProcessingFeedback) -> None:
    """A bug stays a bug: QGIS hands its whole traceback on."""
    with pytest.raises(QgsProcessingException, match=r"(?s)Traceback.*in execute.*ZeroDivisionError"):
        run(algorithm, 99, feedback)


def test_cancelling_stops_with_a_word_about_what_was_kept(algorithm: Count, feedback: QgsProcessingFeedback) -> None:
    feedback.cancel()
    with pytest.raises(QgsProcessingException, match="已取消，未写入任何结果"):
        run(algorithm, 5, feedback)


def test_every_parameter_carries_its_help(algorithm: Count) -> None:
    assert [definition.help() for definition in algorithm.parameterDefinitions()] == ["Bind layers"]


def test_a_parameter_named_twice_is_a_mistake(algorithm: Count) -> None:
    """QGIS would drop the second one without a word."""
    with pytest.raises(ValueError, match="N of count"):
        algorithm.add(QgsProcessingParameterNumber("N", "again"), "help")


def test_names_come_from_the_class(algorithm: Count) -> None:
    assert (algorithm.name(), algorithm.groupId()) == ("count", "probe")
    assert algorithm.helpUrl().endswith("#count")
    assert not algorithm.icon().isNull()


def test_the_toolbox_speaks_chinese(algorithm: Count) -> None:
    """Class attributes are English sources; they turn Chinese when they are shown."""
    compile_catalogue()
    translator = i18n.install("zh_CN")
    assert translator is not None
    shown = (algorithm.displayName(), algorithm.group(), algorithm.shortHelpString())
    tags = algorithm.tags()
    i18n.remove(translator)
    assert shown == ("图斑", "关闭", "关于 LandWatch")
    assert {"Patches", "图斑"} <= set(tags)


@pytest.mark.parametrize(("kind", "on_main_thread"), [(Count, True), (CountAside, False)])
def test_layers_are_read_on_the_main_thread(kind: type[Algorithm], on_main_thread: bool) -> None:
    """Unless an algorithm says that it sees plain data alone."""
    assert bool(kind().flags() & Qgis.ProcessingAlgorithmFlag.NoThreading) is on_main_thread


def test_a_copy_is_of_the_same_kind(algorithm: Count) -> None:
    """QGIS copies an algorithm for each run."""
    assert type(algorithm.createInstance()) is Count
