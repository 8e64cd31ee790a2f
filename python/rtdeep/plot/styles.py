"""How figures look: small type, thin spines, and the widths that journals print."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import matplotlib as mpl
from cycler import cycler

from rtdeep.errors import UnknownNameError
from rtdeep.plot import palette

RC: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "axes.titlesize": 9.5,
    "axes.titlelocation": "left",
    "axes.titlepad": 5.0,
    "axes.labelsize": 8.5,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.prop_cycle": cycler(color=palette.SERIES),
    "xtick.labelsize": 8.0,
    "ytick.labelsize": 8.0,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.minor.width": 0.4,
    "ytick.minor.width": 0.4,
    "xtick.major.size": 3.0,
    "ytick.major.size": 3.0,
    "xtick.minor.size": 1.5,
    "ytick.minor.size": 1.5,
    "lines.linewidth": 1.3,
    "legend.fontsize": 8.0,
    "legend.frameon": False,
    "legend.handlelength": 1.6,
    "legend.borderaxespad": 0.2,
    "mathtext.fontset": "dejavusans",
    "pdf.fonttype": 42,
    "savefig.dpi": 200,
}
"""Settings of a figure that is looked at on a screen or a page of A4."""

_MM = 1 / 25.4

_PRINTED: dict[str, Any] = {
    "font.size": 7.0, "axes.titlesize": 7.5, "axes.labelsize": 7.0, "xtick.labelsize": 7.0, "ytick.labelsize": 7.0,
    "legend.fontsize": 7.0, "axes.linewidth": 0.5, "xtick.major.width": 0.5, "ytick.major.width": 0.5,
    "lines.linewidth": 1.0, "axes.titlepad": 3.5, "savefig.dpi": 600,
}

STYLES: dict[str, dict[str, Any]] = {
    "screen": {"figure.figsize": (6.0, 3.4), "figure.dpi": 110},
    "single": {**_PRINTED, "figure.figsize": (88 * _MM, 60 * _MM), "figure.dpi": 150},
    "double": {**_PRINTED, "figure.figsize": (180 * _MM, 60 * _MM), "figure.dpi": 150},
}
"""What each style adds: one panel for a screen, a column of 88 mm, a page of 180 mm."""


def settings(name: str) -> dict[str, Any]:
    """The settings of a style; raises `UnknownNameError` where there is none of that name."""
    if name not in STYLES:
        raise UnknownNameError(f"no style is called {name}: there are {', '.join(STYLES)}")
    return {**RC, **STYLES[name]}


@contextmanager
def style(name: str = "screen") -> Iterator[None]:
    """Figures made within have the look `name`.

        with rtdeep.plot.style("single"):
            figure, axes = plt.subplots(layout="constrained")

    - "screen": 6 inches wide, for notebooks
    - "single": 88 mm wide, type of 7 to 7.5 pt: one column of a journal
    - "double": 180 mm wide, likewise: two columns

    Text stays text in PDF files. Raises `UnknownNameError` where there is no such style.
    """
    with context(settings(name)):
        yield


def use(name: str = "screen") -> None:
    """Figures made from now on have the look `name`; see `style`. Raises `UnknownNameError` likewise."""
    mpl.rcParams.update(cast("Any", settings(name)))


def context(values: dict[str, Any]) -> Any:
    """`matplotlib.rc_context`, whose type hints list every key."""
    return mpl.rc_context(cast("Any", values))
