"""编码与标点: the bytes of a coordinate text as lines; full-width signs as half-width ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from landwatch_plugin.domain.encoding import guess_encoding

#: Words that such a text has. They tell a damaged UTF-8 text (whose bytes GB18030 would take) from a GBK one.
_WORDS = ("属性描述", "坐标", "地块", "带号", "单位", "投影", "分带", "用地")
_SIGNS = str.maketrans("，＝＠［］【】〔〕　\xa0\t", ",=@[][][]   ")
_DIGITS = str.maketrans("０１２３４５６７８９ＪｊＸＹ．－＋＊", "0123456789JjXY.-+*")
_QUOTED = re.compile(r'(?:^|(?<=[,;\t]))"([^"]*)"(?=[,;\t]|$)')
"""A cell in quotation marks, as Excel writes it; a lone mark is that of seconds."""
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_BREAKS = re.compile(r"\r\n|\r|\n")


def decode_text(data: bytes) -> tuple[str, str]:
    """Text and encoding: a mark at the start, UTF-16 by its zero bytes, strict UTF-8, then GB18030.

    Bytes that fit nothing become �: the caller says so.
    """
    name = guess_encoding(data)
    if name in ("utf-8-sig", "utf-16"):
        return data.decode(name, "replace"), name
    if half := _zero_side(data[:4000]):
        return data.decode(half, "replace"), half
    if name == "utf-8":
        return data.decode(name), name
    tried = [(data.decode(code, "replace"), code) for code in ("gb18030", "utf-8")]
    return max(tried, key=lambda one: (sum(word in one[0] for word in _WORDS), -one[0].count("\ufffd")))


def _zero_side(head: bytes) -> str:
    """utf-16-le or utf-16-be when digits and commas stand beside zero bytes; "" otherwise."""
    for side, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        zeros = head[side::2].count(0)
        if zeros > len(head) // 6 and head[1 - side :: 2].count(0) * 10 < zeros:
            return name
    return ""


def lines_of(text: str) -> Iterator[tuple[int, str]]:
    """(line number as the editor counts, raw line)."""
    number, start = 1, 0
    for found in _BREAKS.finditer(text):
        yield number, text[start : found.start()]
        number, start = number + 1, found.end()
    yield number, text[start:]


def half_width(line: str) -> str:
    """Signs that separate and mark, in half-width, without blanks and invisible marks around."""
    if not line.isascii():
        line = line.translate(_SIGNS).replace("\ufeff", "").replace("\u200b", "")
    return line.strip(" \t\x0b\x0c\x1a\x00")


def plain_digits(text: str) -> str:
    """Full-width digits, points and signs as half-width ones."""
    return text if text.isascii() else text.translate(_DIGITS)


def unquoted(raw: str) -> str:
    """A line without Excel's quotation marks. A comma inside them separates nothing."""
    line = raw.strip()
    if line.count('"') == 2 and line[0] == line[-1] == '"':
        return line[1:-1]
    return _QUOTED.sub(lambda hit: hit[1].replace(",", "" if _THOUSANDS.fullmatch(hit[1]) else "，"), line)


def enumerated(raw: str) -> str:
    """A line whose cells stand between 、, with commas instead; any other line as it is."""
    if raw.count("、") < 2 or re.search("[,，;；\t]", raw) or not re.search(r"\d、|、\d|[@＠]\s*$", raw):
        return raw
    return raw.replace("、", ",")
