"""What a network has learned of its task: confusion, and decisions in the plane."""

from __future__ import annotations

import numpy as np
from bokeh.core.properties import value
from bokeh.core.property.vectorization import Value
from bokeh.models import ColumnDataSource, HoverTool, LegendItem, LinearColorMapper
from bokeh.plotting import figure

from rtdeep import yinyang
from rtdeep.plot import palette
from rtdeep.plot.confusion import DARK
from rtdeep.plot.decisions import COLORS, STRENGTH
from rtdeep.report.page import Figure
from rtdeep.report.style import FONT, INK, legend, styled
from rtdeep.runs import Run
from rtdeep.tasks import Task

SIDE, SQUARE = 330, 250
"""Pixels of a figure's height, and of the sides of what is as wide as high."""


def confusion_figure(run: Run) -> Figure | None:
    """How many test samples of every class got which answer of the best network; None without an examination."""
    if run.examination is None:
        return None
    score = run.score()
    counts = score.confusion
    names = list(Task.of(run).classes)
    if len(names) != len(counts):
        names = [str(number) for number in range(len(counts))]
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    rows, columns = (indices.ravel() for indices in np.indices(counts.shape))
    source = ColumnDataSource({
        "answer": [names[column] for column in columns], "class": [names[row] for row in rows],
        "count": counts.ravel(), "share": 100 * shares.ravel(),
        "color": [_blue(share) for share in shares.ravel()],
        "ink": ["#FFFFFF" if share > DARK else palette.BLACK if count else palette.GREY
                for share, count in zip(shares.ravel(), counts.ravel(), strict=True)]})
    drawn = figure(
        height=SIDE, sizing_mode="stretch_width", x_range=names, y_range=names[::-1], x_axis_label="answer",
        y_axis_label="class", tools="", toolbar_location=None)
    styled(drawn)
    drawn.grid.visible = False
    fields = drawn.rect("answer", "class", 0.97, 0.97, source=source, color="color", line_color=None)
    drawn.text(
        "answer", "class", "count", source=source, text_color="ink", text_align="center", text_baseline="middle",
        text_font=value(FONT), text_font_size="12px" if len(names) <= 12 else "9px")
    drawn.add_tools(HoverTool(renderers=[fields], tooltips=[
        ("class", "@class"), ("answer", "@answer"), ("samples", "@count (@share{0.0} % of the class)")]))
    total = int(counts.sum())
    right = 100 * float(np.trace(counts)) / total if total else float("nan")
    return Figure(f"{right:.1f} % of {total} test samples answered rightly by the best network", drawn)


def decision_figure(run: Run) -> Figure | None:
    """What the best network answers everywhere in the plane of the yin-yang; None where there is no map."""
    decisions = run.decisions
    if decisions is None:
        return None
    names = Task.of(run).classes
    x, y = np.meshgrid(decisions["x"].values, decisions["y"].values)
    areas = yinyang.area(x, y)
    inside = areas != yinyang.OUTSIDE
    right = 100 * float(np.mean(decisions.values[inside] == areas[inside]))
    shown = np.where(inside, decisions.values, np.nan).astype(np.float32)
    drawn = figure(
        frame_width=SQUARE, frame_height=SQUARE, x_range=(-0.01, 1.01), y_range=(-0.01, 1.01), x_axis_label="x (1)",
        y_axis_label="y (1)", tools="", toolbar_location=None)
    styled(drawn)
    drawn.grid.visible = False
    drawn.image(
        image=[shown], x=0, y=0, dw=1, dh=1, alpha=STRENGTH,
        color_mapper=LinearColorMapper(palette=list(COLORS), low=-0.5, high=2.5, nan_color="#FFFFFF00"))
    for name, line in yinyang.borders().items():
        line = np.vstack([line, line[:1]]) if name == "disc" else line
        drawn.line(line[:, 0], line[:, 1], color=INK, line_width=1.4)
    items = []
    for name, color in zip(names, COLORS, strict=True):
        # Out of sight: only the legend shows it.
        mark = drawn.scatter([-1], [-1], color=color, alpha=STRENGTH, marker="square", size=11)
        items.append(LegendItem(label=Value(name), renderers=[mark]))
    drawn.add_layout(legend(items), "above")
    return Figure(f"Decisions of the best network: {right:.0f} % of the disc answered rightly", drawn)


def _blue(share: float) -> str:
    """From white to the blue of what is learned."""
    channels = [round(255 + share * (int(palette.LEARNED[place : place + 2], 16) - 255)) for place in (1, 3, 5)]
    return "#" + "".join(f"{channel:02X}" for channel in channels)
