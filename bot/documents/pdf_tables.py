"""Tables on paper, whose rows may be longer than a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fpdf import FPDF

from bot.documents.invitation_slips import latin


@dataclass(frozen=True)
class Table:
    """Draws rows one by one, in the paper's font; `widths` are proportions of its width.

    fpdf's own tables raise for a row that is higher than a page, and break every line thrice.
    """

    paper: FPDF
    widths: Sequence[int]
    line: float
    padding: float = 0

    def draw(self, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A row that does not fit below the last one begins a page, under the heading again; one
        that is longer than a page goes on over the next ones."""
        top = [[latin(word)] for word in heading]
        self._heading(top)
        under_heading = True
        for row in rows:
            cells = self._cells(row)
            while left := max(len(lines) for lines in cells):
                if left > self._room() and not under_heading:
                    self.paper.add_page()
                    self._heading(top)
                taken = max(1, min(left, self._room()))
                self._part([lines[:taken] for lines in cells], taken)
                cells = [lines[taken:] for lines in cells]
                under_heading = False

    def _columns(self) -> list[float]:
        return [self.paper.epw * width / sum(self.widths) for width in self.widths]

    def _cells(self, row: Sequence[str]) -> list[list[str]]:
        """The lines of each cell as wide as its column; an empty row has one."""
        return [
            self._broken(latin(cell), width - 2 * self.padding) or [""]
            for cell, width in zip(row, self._columns(), strict=True)
        ]

    def _broken(self, words: str, width: float) -> list[str]:
        lines = self.paper.multi_cell(width, text=words, align="L", dry_run=True, output="LINES")
        assert isinstance(lines, list)
        return lines

    def _room(self) -> int:
        """How many lines fit on the rest of the page."""
        return int((self.paper.page_break_trigger - self.paper.y - 2 * self.padding) // self.line)

    def _heading(self, cells: Sequence[Sequence[str]]) -> None:
        self.paper.set_font(style="B")
        self.paper.set_fill_color(232, 238, 244)
        self._part(cells, 1, style="DF")
        self.paper.set_font(style="")

    def _part(self, cells: Sequence[Sequence[str]], lines: int, style: str = "D") -> None:
        left, top = self.paper.l_margin, self.paper.y
        height = lines * self.line + 2 * self.padding
        for cell, width in zip(cells, self._columns(), strict=True):
            self.paper.rect(left, top, width, height, style=style)
            for number, words in enumerate(cell):
                down = self.padding + number * self.line
                self.paper.set_xy(left + self.padding, top + down)
                self.paper.cell(width - 2 * self.padding, self.line, words)
            left += width
        self.paper.set_xy(self.paper.l_margin, top + height)
