"""笔: puts lines of text, rules and pictures on a reportlab canvas. Everything in points."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from landwatch_plugin.reports.fonts import MISSING, FontBook
from landwatch_plugin.reports.lines import Atom, Line
from landwatch_plugin.reports.paper import HEITI

_ASCENT = 0.86
"""Share of the type size above the baseline, for Chinese faces."""
_STROKE = 0.028
"""Width of the stroke that makes a light face bold, in type sizes."""
_OPENING = set("（《【〔〈「『“‘")


class Ruler:
    """Widths of text in the faces of a font book, as drawn."""

    def __init__(self, book: FontBook) -> None:
        self._book = book
        self._widths: dict[tuple[str, str], float] = {}

    def width(self, text: str, role: str, size: float) -> float:
        return sum(self._em(char, role) for char in text) * size

    def natural(self, char: str, role: str) -> float:
        """Width of the glyph itself in type sizes; full-width cells may be wider."""
        name = self._book.font_of(char, role)
        if name is None:
            return 1.0
        from reportlab.pdfbase.pdfmetrics import stringWidth

        return float(stringWidth(char, name, 1.0))

    def _em(self, char: str, role: str) -> float:
        key = (char, role)
        if key not in self._widths:
            self._widths[key] = 1.0 if ord(char) > 0x2000 else self.natural(char, role)
        return self._widths[key]


class Pen:
    """Draws on one canvas with one font book."""

    def __init__(self, canvas: Any, book: FontBook) -> None:
        self.canvas = canvas
        self._book = book
        self._ruler = Ruler(book)

    def line(self, line: Line, x: float, top: float, size: float, pitch: float, tracking: float, color: str) -> None:
        """One line of text whose strip begins at `top`; the glyphs stand in the middle of the pitch."""
        baseline = top - (pitch - size) / 2 - _ASCENT * size
        run: list[Atom] = []
        run_x, extra = x, 0.0
        for atom, more in zip(line.atoms, line.extra, strict=True):
            joins = (
                more >= 0 and self._joins(atom) and (not run or (atom.face == run[0].face and abs(more - extra) < 1e-6))
            )
            if run and not joins:
                self._run(
                    "".join(each.text for each in run), run[0].face, run_x, baseline, size, tracking + extra, color
                )
                run = []
            if joins:
                if not run:
                    run_x, extra = x, more
                run.append(atom)
            else:
                blank_before = more if more < 0 and atom.text in _OPENING else 0.0
                self._single(atom, x + blank_before, baseline, size, color)
            x += atom.width + more
        if run:
            self._run("".join(each.text for each in run), run[0].face, run_x, baseline, size, tracking + extra, color)

    def rule(self, x1: float, x2: float, y: float, thickness: float, color: str = "000000") -> None:
        """A horizontal rule whose middle is at y."""
        self._stroke(color, thickness)
        self.canvas.line(x1, y, x2, y)

    def box(self, x: float, top: float, width: float, height: float, thickness: float = 0.5) -> None:
        self._stroke("000000", thickness)
        self.canvas.rect(x, top - height, width, height, stroke=1, fill=0)

    def picture(self, data: bytes, x: float, top: float, width: float, height: float) -> None:
        from reportlab.lib.utils import ImageReader

        self.canvas.drawImage(ImageReader(BytesIO(data)), x, top - height, width, height)

    def text(self, text: str, role: str, x: float, baseline: float, size: float, color: str = "000000") -> None:
        """Plain text from x on, without line breaking."""
        for char in text:
            width = self._ruler.width(char, role, size)
            self._single(Atom(char, role, width, ord(char) > 0x2000), x, baseline, size, color)
            x += width

    def watermark(self, text: str, width: float, height: float) -> None:
        """Large grey text across the page."""
        size = 130.0
        self.canvas.saveState()
        self.canvas.translate(width / 2, height / 2)
        self.canvas.rotate(45)
        across = self._ruler.width(text, HEITI, size)
        self.text(text, HEITI, -across / 2, -size * 0.36, size, "E4E4E4")
        self.canvas.restoreState()

    def _joins(self, atom: Atom) -> bool:
        """A full-width character whose glyph fills its cell can be drawn in one go with its neighbours."""
        font = self._book.face(atom.face).name
        if not atom.full or self._book.font_of(atom.text, atom.face) != font or any(self._book.nudge(atom.text, font)):
            return False
        return abs(self._ruler.natural(atom.text, atom.face) - 1.0) < 0.002

    def _single(self, atom: Atom, x: float, baseline: float, size: float, color: str) -> None:
        """An atom by itself; a glyph narrower than its full cell is set left, right or in the middle of it."""
        names = [self._book.font_of(char, atom.face) for char in atom.text]
        if len(set(names)) > 1:
            for char in atom.text:
                width = self._ruler.width(char, atom.face, size)
                self._single(Atom(char, atom.face, width, atom.full), x, baseline, size, color)
                x += width
            return
        if not names or names[0] is None:
            self._drawn(atom, x, baseline, size, color)
            return
        if atom.full:
            slack = size * (1.0 - self._ruler.natural(atom.text, atom.face))
            across, up = self._book.nudge(atom.text, names[0])
            x += across * size + (slack if atom.text in _OPENING else 0.0 if atom.text in "”’，。" else slack / 2)
            baseline += up * size
        self._run(atom.text, atom.face, x, baseline, size, 0.0, color, names[0])

    def _run(
        self, text: str, role: str, x: float, baseline: float, size: float, spacing: float, color: str, name: str = ""
    ) -> None:
        face = self._book.face(role)
        piece = self.canvas.beginText(x, baseline)
        piece.setFont(name or face.name, size)
        piece.setCharSpace(spacing)
        piece.setFillColor(_color(color))
        bold = face.embolden and name in ("", face.name)
        if bold:
            self._stroke(color, _STROKE * size)
        piece.setTextRenderMode(2 if bold else 0)
        piece.textOut(text)
        piece.setTextRenderMode(0)  # the mode outlives the text object
        self.canvas.drawText(piece)

    def _drawn(self, atom: Atom, x: float, baseline: float, size: float, color: str) -> None:
        """A character no embeddable font has: its picture, with the character itself kept for search and copy."""
        picture = self._book.drawn(atom.text)
        if picture is None:
            self._run(MISSING, atom.face, x, baseline, size, 0.0, color, self._book.font_of(MISSING, atom.face) or "")
            return
        from reportlab.lib.utils import ImageReader

        meant = atom.text.encode("utf-16-be").hex().upper()
        self.canvas.addLiteral(f"/Span <</ActualText <FEFF{meant}>>> BDC")
        unseen = self.canvas.beginText(x, baseline)
        unseen.setFont(self._book.face(atom.face).name, size)
        unseen.setTextRenderMode(3)
        unseen.textOut("　")
        unseen.setTextRenderMode(0)
        self.canvas.drawText(unseen)
        self.canvas.addLiteral("EMC")
        self.canvas.drawImage(ImageReader(picture), x, baseline - size * 0.117, size, size, mask=[250, 255])

    def _stroke(self, color: str, thickness: float) -> None:
        self.canvas.setStrokeColor(_color(color))
        self.canvas.setLineWidth(thickness)


def _color(text: str) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(f"#{text}")
