"""Drawing a timeline: a tall picture for a phone, on ground of its own, so that it reads in light and dark."""

import io
from dataclasses import dataclass
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Polygon

from bot.timeline import Group, Row, Timeline

__all__ = ["draw"]

WIDTH, ROW, HEADING, MARGIN, TOP, FOOT = 1080, 46, 80, 44, 150, 104
"""Sizes in pixels; a phone shows the width at about a third."""
DPI = 100
POINT = 72 / DPI
"""Points in a pixel."""
TEXT, SMALL, HEAD, TITLE = 25, 22, 29, 38
"""Heights of letters in pixels."""
GROUND, GRID, PAPER, FAINT, TODAY = "#0b2450", "#25406f", "#ffffff", "#a9bbdc", "#ffcc33"
COLOURS = {"dialogue": "#ffcc33", "summit": "#ff8a70", "programme": "#63d2c3"}
ENDED = "#8fa6d3"
INK = "#0b2450"
TICKS = 5
"""Years from one line to the next."""


@dataclass(slots=True)
class _Sheet:
    """The paper: pixels from the top left corner, with years across."""

    axes: Axes
    first: int
    last: int

    def x(self, year: float) -> float:
        """Return where a year begins."""
        share = (year - self.first) / (self.last - self.first)
        return MARGIN + share * (WIDTH - 2 * MARGIN)

    def write(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        colour: str,
        ha: Literal["left", "center", "right"] = "left",
        weight: str = "normal",
        on: str = "none",
    ) -> None:
        """Write a text from its left, right or middle at `x`, its half height at `y`, on a ground that hides the lines."""
        self.axes.text(
            x,
            y,
            text,
            fontsize=size * POINT,
            color=colour,
            ha=ha,
            va="center",
            weight=weight,
            parse_math=False,
            bbox={"facecolor": on, "edgecolor": "none", "pad": 1},
        )

    def width(self, text: str, size: float, weight: str = "normal") -> float:
        """Return how wide a text is."""
        written = self.axes.text(0, 0, text, fontsize=size * POINT, weight=weight, parse_math=False)
        extent = written.get_window_extent()
        written.remove()
        return float(extent.width)


def draw(timeline: Timeline) -> bytes:
    """Return the timeline as a PNG picture."""
    height = TOP + FOOT + sum(HEADING + ROW * len(group.rows) for group in timeline.groups)
    figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=GROUND)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(height, 0))
    axes.set_axis_off()
    first = min(row.start for row in timeline.rows) - 1
    last = max(timeline.this_year + 2, *(row.end or row.start for row in timeline.rows)) + 1
    FigureCanvasAgg(figure)  # what measures texts, without a screen
    sheet = _Sheet(axes, first, last)
    _heading(sheet, timeline)
    _years(sheet, timeline, height)
    y = float(TOP)
    for group in timeline.groups:
        y = _group(sheet, group, timeline.this_year, y)
    sheet.write(MARGIN, height - FOOT / 3, timeline.legend, SMALL, FAINT)
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", facecolor=GROUND)
    return buffer.getvalue()


def _heading(sheet: _Sheet, timeline: Timeline) -> None:
    size = TITLE
    while size > TEXT and sheet.width(timeline.title, size, "bold") > WIDTH - 2 * MARGIN - 8:
        size -= 1
    sheet.write(MARGIN, 62, timeline.title, size, PAPER, weight="bold")


def _years(sheet: _Sheet, timeline: Timeline, height: int) -> None:
    """Draw a line every few years, named above and below, and a broken one for this year."""
    top, bottom = TOP - 16, height - FOOT
    now = timeline.this_year
    for year in range(-(-sheet.first // TICKS) * TICKS, sheet.last, TICKS):
        x = sheet.x(year)
        sheet.axes.plot((x, x), (top, bottom), color=GRID, linewidth=1.6, zorder=0)
        if abs(year - now) > 2:  # else their names would touch
            _name_year(sheet, year, x, (top, bottom), FAINT)
    x = sheet.x(now)
    dashes = (0, (4, 4))
    sheet.axes.plot((x, x), (top, bottom), color=TODAY, linewidth=1.6, linestyle=dashes, zorder=1)
    _name_year(sheet, now, x, (top, bottom), TODAY)


def _name_year(sheet: _Sheet, year: int, x: float, ends: tuple[float, float], colour: str) -> None:
    for y in (ends[0] - 20, ends[1] + 22):
        sheet.write(x, y, str(year), SMALL, colour, ha="center")


def _group(sheet: _Sheet, group: Group, this_year: int, y: float) -> float:
    """Draw one kind of record from `y` downwards; return where it ends."""
    colour = COLOURS.get(group.kind, ENDED)
    sheet.write(MARGIN, y + HEADING * 0.55, group.title, HEAD, colour, weight="bold")
    y += HEADING
    for row in group.rows:
        _row(sheet, row, colour, this_year, y + ROW / 2)
        y += ROW
    return y


def _row(sheet: _Sheet, row: Row, colour: str, this_year: int, y: float) -> None:
    years = str(row.start) if row.end in (None, row.start) else f"{row.start}–{row.end}"
    half = ROW * 0.36
    if row.end == row.start:
        left, right = sheet.x(row.start + 0.5) - half, sheet.x(row.start + 0.5) + half
        middle = (left + right) / 2
        corners = [(middle, y - half), (right, y), (middle, y + half), (left, y)]
        sheet.axes.add_patch(Polygon(corners, closed=True, color=colour, zorder=3))
    else:
        ended = row.end is not None and row.end < this_year
        colour = ENDED if ended else colour
        left = sheet.x(row.start)
        right = sheet.x(row.end + 1 if row.end else sheet.last) - (3 if row.end else half)
        shape = "round,pad=0,rounding_size=7"
        box = (left, y - half), max(right - left, half), 2 * half
        sheet.axes.add_patch(FancyBboxPatch(*box, boxstyle=shape, color=colour, zorder=2))
        if row.end is None:
            tip = [(right - 6, y - half), (right + half - 4, y), (right - 6, y + half)]
            sheet.axes.add_patch(Polygon(tip, closed=True, color=colour, zorder=2))
    _label(sheet, row.name, years, (left, right), y, inside=row.end != row.start)


def _label(
    sheet: _Sheet, name: str, years: str, bar: tuple[float, float], y: float, *, inside: bool
) -> None:
    """Write a label into its bar, to the right or to the left of it: where it fits, else shortened."""
    left, right = bar
    gap = 12.0
    rooms = {
        "in": right - left - 2 * gap if inside else 0.0,
        "right": WIDTH - MARGIN / 2 - right - gap,
        "left": left - gap - MARGIN / 2,
    }
    text = f"{name}  {years}"
    width = sheet.width(text, TEXT)
    where = next((w for w, room in rooms.items() if width <= room), None)
    if where is None:
        where = max(rooms, key=lambda w: rooms[w])
        while len(name) > 1 and sheet.width(text, TEXT) > rooms[where]:
            name = name[:-1].rstrip()
            text = f"{name}…  {years}"
    if where == "in":
        sheet.write(left + gap, y, text, TEXT, INK)
    elif where == "right":
        sheet.write(right + gap, y, text, TEXT, PAPER, on=GROUND)
    else:
        sheet.write(left - gap, y, text, TEXT, PAPER, ha="right", on=GROUND)
