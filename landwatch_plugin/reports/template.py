"""模板: a text file that staff edit in Notepad, filled by jinja2 in its sandbox. A missing field stops the document."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

import jinja2
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.sandbox import SandboxedEnvironment

from landwatch_plugin.domain.errors import TemplateError
from landwatch_plugin.reports.blocks import fault
from landwatch_plugin.reports.content import Blank, Gap, GapError, wrap_all
from landwatch_plugin.reports.marks import hide, origin_mark
from landwatch_plugin.reports.wording import FILTERS, NO_DATA, chinese_number, figure_in, number, plain_value

_FIELD_LINE = re.compile(r"^\s*([A-Za-z_][\w.\[\]]*)(?:[ \t]{2,}|\t)(\S+)(?:[ \t]+(.*))?$")
_FILL_CURE = "请在程序中补填该项后重新生成；确实可以空缺的，在模板中写明 {{ 字段|默认('　') }}。"
_ABSENT_CURE = "请核对模板里的字段名（模板开头列有全部字段），或恢复随插件提供的模板。"


class Markup(str):
    """Text made by a filter that may act as markup, e.g. the 一 of “一、”."""

    __slots__ = ()


class LineOrigins(Extension):
    """Marks in the rendered text which template line each line came from, for errors in the markup."""

    def filter_stream(self, stream: TokenStream) -> TokenStream | Iterable[Token]:
        return _with_origins(stream)


def _with_origins(stream: TokenStream) -> Iterator[Token]:
    source = Path(stream.filename or stream.name or "模板").name
    before: Token | None = None
    for token in stream:
        if before is None:
            yield Token(token.lineno, "data", origin_mark(source, token.lineno))
        if token.type == "data":
            lines = token.value.split("\n")
            marked = [origin_mark(source, token.lineno + index) + line for index, line in enumerate(lines[1:], 1)]
            yield Token(token.lineno, "data", "\n".join([lines[0], *marked]))
        else:
            yield token
        before = token


def _refuse_gaps(filter_: Callable[[Any], str]) -> Callable[[Any], str]:
    @wraps(filter_)
    def checked(value: Any) -> str:
        if isinstance(value, Gap):
            str(value)  # raises, naming the field
        try:
            return filter_(value)
        except ValueError as error:
            raise jinja2.exceptions.FilterArgumentError(str(error)) from error

    return checked


def _sum(rows: Any, field: str, instead: Any = None) -> Any:
    """合计: rows|合计('mu'). Rows without the figure (无数据) are left out, or count as `instead`."""
    found = []
    for index, row in enumerate(rows):
        try:
            value = row[field]
        except KeyError as error:
            raise GapError(f"{getattr(rows, 'path', '')}[{index}].{field}", absent=True) from error
        if isinstance(value, str):
            value = figure_in(value)
        if value is not None and not isinstance(value, Gap):
            found.append(number(value))
        elif instead is not None:
            found.append(number(instead))
    return sum(found) if found or not rows else NO_DATA


def _or_blank(value: Any, instead: str = "") -> Any:
    """默认 / or_blank: the template's own word that this field may be empty."""
    return instead if isinstance(value, Gap) or value == "" else value


def _finalize(value: Any) -> str:
    if isinstance(value, Markup):
        return value
    if isinstance(value, Gap):
        return str(value)  # raises, naming the field
    if value is None:
        raise jinja2.TemplateRuntimeError("要打印的内容为空")
    try:
        return hide(plain_value(value))
    except ValueError as error:
        raise jinja2.TemplateRuntimeError(str(error)) from error


def _environment(folders: Iterable[Path]) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders], encoding="utf-8-sig"),
        # HTML escaping is for .html; what a value may do to our own markup is stopped by _finalize, for every value.
        autoescape=jinja2.select_autoescape(),
        undefined=Gap,
        finalize=_finalize,
        # No trimming: empty lines mean nothing in the markup, and a line that ends with {% endif %} stays a line.
        extensions=[LineOrigins],
    )
    environment.filters.update({name: _refuse_gaps(filter_) for name, filter_ in FILTERS.items()})
    environment.filters["合计"] = _sum
    environment.filters.update({"默认": _or_blank, "or_blank": _or_blank})
    environment.filters["汉字"] = _refuse_gaps(lambda value: Markup(chinese_number(value)))
    environment.tests["none"] = lambda value: value is None or isinstance(value, Blank)
    return environment


def fill(path: Path, content: Mapping[str, Any], more_folders: Iterable[Path] = ()) -> str:
    """The template's text with the content filled in, ready for the parser. `more_folders` serve {% include %}."""
    name = path.name
    try:
        template = _environment([path.parent, *more_folders]).get_template(name)
        return template.render(wrap_all(content))
    except GapError as error:
        raise _gap_error(path, error) from error
    except jinja2.TemplateNotFound as error:
        raise fault(str(error.name), None, "找不到这个文件", f"请检查文件夹 {path.parent}") from error
    except jinja2.TemplateSyntaxError as error:
        raise _syntax_error(name, error) from error
    except UnicodeDecodeError as error:
        raise fault(name, None, "不是 UTF-8 编码", "请在记事本中选“另存为”，编码选 UTF-8。") from error
    except jinja2.TemplateError as error:
        raise _line_error(name, error, str(error)) from error
    except (TypeError, ValueError, ArithmeticError, LookupError) as error:
        raise _line_error(name, error, f"算不出来（{error}）") from error


def field_titles(path: Path) -> dict[str, str]:
    """Field path → Chinese title, read from the template's head comment ("meeting.place  会议地点  说明").

    Inside lists the path is written with []: "items[].owner". A title that ends with （可空） may be left empty.
    """
    head = path.read_text(encoding="utf-8-sig").partition("#}")[0]
    found = (_FIELD_LINE.match(line) for line in head.splitlines())
    return {match[1]: match[2] for match in found if match}


def _gap_error(path: Path, error: GapError) -> TemplateError:
    titles = field_titles(path)
    title = titles.get(re.sub(r"\[\d+\]", "[]", error.path), "")
    title = title.removesuffix("（可空）")
    named = f"{error.path}（{title}）" if title else error.path
    where = "".join(f"，第{int(index) + 1}项" for index in re.findall(r"\[(\d+)\]", error.path))
    word = "缺少字段" if error.absent else "字段为空"
    return _line_error(path.name, error, f"{word}“{named}”{where}", _ABSENT_CURE if error.absent else _FILL_CURE)


def _line_error(name: str, error: BaseException, message: str, cure: str = "") -> TemplateError:
    """The template's own frames in the traceback tell the line."""
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".txt")]
    source, line = (Path(lines[-1].filename).name, lines[-1].lineno) if lines else (name, None)
    return fault(source, line, message, cure or "请改正模板的这一行，或恢复随插件提供的模板。")


def _syntax_error(name: str, error: jinja2.TemplateSyntaxError) -> TemplateError:
    source = Path(error.filename or error.name or name).name
    cure = "请检查这一行的 {{ }}、{% %} 是否成对、过滤器名称是否写对，或恢复随插件提供的模板。"
    return fault(source, error.lineno, f"写法有误（{error.message}）", cure)
