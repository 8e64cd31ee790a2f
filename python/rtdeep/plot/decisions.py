"""What a network answers everywhere in the plane of its task."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.patches import Patch

from rtdeep import yinyang
from rtdeep.errors import RunFolderError
from rtdeep.plot import palette
from rtdeep.plot.canvas import canvas
from rtdeep.runs import Run
from rtdeep.tasks import Task

COLORS = (palette.SKY_BLUE, palette.ORANGE, palette.GREEN)
"""Of yin, yang and the dots."""

STRENGTH = 0.65
"""Of the colours, so that the borders stand out."""


def decision_map(run: Run, axes: Axes | None = None) -> Axes:
    """What the best network of the yin-yang answers in the disc, as colours, and the areas themselves, as lines.

    The title says in which part of the disc the answer is right. Raises `RunFolderError` where the run has no map of
    decisions.
    """
    axes = canvas(axes)
    decisions = run.decisions
    if decisions is None:
        raise RunFolderError(
            run.path / "decisions.npz",
            "missing; runs of the yin-yang write it at their end where evaluation.decisionMap says how many points")
    names = Task.of(run).classes
    x, y = np.meshgrid(decisions["x"].values, decisions["y"].values)
    areas = yinyang.area(x, y)
    inside = areas != yinyang.OUTSIDE
    right = float(np.mean(decisions.values[inside] == areas[inside]))
    lines = yinyang.borders()
    image = axes.imshow(
        decisions.values, cmap=ListedColormap(COLORS), vmin=-0.5, vmax=2.5,
        alpha=STRENGTH, extent=(0, 1, 0, 1), origin="lower", interpolation="nearest", aspect="equal")
    frame, = axes.fill(*lines.pop("disc").T, facecolor="none", edgecolor=palette.BLACK, linewidth=1.0)
    # Fields on the border are cut there, others outside of it are not to be seen.
    image.set_clip_path(frame)
    for line in lines.values():
        axes.plot(*line.T, color=palette.BLACK, linewidth=1.0)
    axes.set_xlim(-0.01, 1.01)
    axes.set_ylim(-0.01, 1.01)
    axes.set_xticks([0, 0.5, 1])
    axes.set_yticks([0, 0.5, 1])
    axes.set_xlabel("x (1)")
    axes.set_ylabel("y (1)")
    axes.set_title(f"{100 * right:.0f} % of the disc answered rightly")
    answers = [Patch(facecolor=color, alpha=STRENGTH, label=name) for color, name in zip(COLORS, names, strict=True)]
    axes.legend(handles=answers, title="answer", alignment="left", loc="upper left", bbox_to_anchor=(1.02, 1))
    return axes
