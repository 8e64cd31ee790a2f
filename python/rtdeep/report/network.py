"""A drawing of the network: neurons with their dendrites, weights as lines, and how feedback is aligned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray as xr
from markupsafe import Markup

from rtdeep.plot import palette
from rtdeep.report.weights_over_time import FAMILIES, WeightsOverTime

MOST = 12
"""Layers with more neurons are not drawn one by one."""

ROW, LEFT, SPACING = 150, 250, 78
"""Pixels between layers, left of the neurons, and between two neurons at most."""

SYMBOLS = {"WPP": "W", "BPP": "B", "WIP": "Wᴵ", "BPI": "Bᴵ"}
MEANINGS = {
    "WPP": "forward, onto basal dendrites", "BPP": "feedback, onto apical dendrites",
    "WIP": "onto interneurons", "BPI": "from interneurons, onto apical dendrites"}

NEGATIVE, POSITIVE = palette.BLUE, palette.VERMILLION


@dataclass(frozen=True)
class _Population:
    """The neurons of one dimension of the weights."""

    name: str
    title: str
    x: Sequence[float]
    y: float

    @property
    def is_pyramidal(self) -> bool:
        return self.name.startswith("pyramidal")


def is_drawn(weights: WeightsOverTime) -> bool:
    """Whether all layers are small enough to draw every neuron."""
    return max(_sizes(weights.dataset).values()) <= MOST


def drawing(weights: WeightsOverTime) -> tuple[Markup, dict[str, Any]]:
    """An SVG with the weights of the last moment, and what a script needs to show others."""
    populations = _populations(weights.dataset)
    width = LEFT + max(max(one.x) for one in populations.values()) - LEFT + 70
    height = max(one.y for one in populations.values()) + 46
    parts = [
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" role="img" aria-label="the network and its weights" '
        f'style="max-width:{1.25 * width:.0f}px;margin:0 auto">']
    edges: dict[str, Any] = {}
    for family in FAMILIES:
        names = [name for name in weights.names if name.startswith(f"{family}_")]
        largest = weights.largest(family)
        for name in names:
            array = weights.dataset[name]
            after, before = (populations[str(dimension)] for dimension in array.dims[1:])
            values = np.asarray(array.values)
            paths = list(_paths(family, before, after))
            last = values[-1].ravel()
            parts.append(f'<g class="edges" data-family="{family}" data-name="{name}" fill="none">')
            for path, value in zip(paths, last, strict=True):
                color, thickness = _look(float(value), largest)
                parts.append(
                    f'<path d="{path}" stroke="{color}" stroke-width="{thickness:.2f}" stroke-opacity="0.85"'
                    f'{_dash(family)}><title>{name}: {value:.4g} mV</title></path>')
            parts.append("</g>")
            edges[name] = {"largest": largest, "values": [_short(moment.ravel()) for moment in values]}
    for one in populations.values():
        parts += _neurons(one)
    angles = weights.angles()
    for layer, angle in angles.items():
        parts += _protractor(layer, populations[f"pyramidal_{layer}"].y, float(angle[-1]))
    parts.append("</svg>")
    data = {
        "times": _short(weights.time, 6), "edges": edges, "negative": NEGATIVE, "positive": POSITIVE,
        "angles": {str(layer): _short(angle) for layer, angle in angles.items()}}
    return Markup("\n".join(parts)), data


def _sizes(dataset: xr.Dataset) -> dict[str, int]:
    return {
        str(name): size for name, size in dataset.sizes.items()
        if str(name).startswith(("input", "pyramidal_", "interneuron_"))}


def _populations(dataset: xr.Dataset) -> dict[str, _Population]:
    """Where the neurons lie: input at the bottom, interneurons to the right of the layer that drives them."""
    sizes = _sizes(dataset)
    layers = ["input", *sorted((name for name in sizes if name.startswith("pyramidal_")), key=_number)]
    widest = max(sizes[name] for name in layers)
    center = LEFT + 30 + SPACING * (widest - 1) / 2
    rows = {name: 62 + ROW * (len(layers) - 1 - place) for place, name in enumerate(layers)}
    titles = {"input": "input", layers[-1]: "output"} | {
        name: f"hidden layer {place + 1}" for place, name in enumerate(layers[1:-1])}
    found = {
        name: _Population(name, titles[name], [
            center + SPACING * (place - (sizes[name] - 1) / 2) for place in range(sizes[name])], rows[name])
        for name in layers}
    right = center + SPACING * (widest - 1) / 2 + 120
    for name in sizes:
        if name.startswith("interneuron_"):
            driver = next(
                (str(array.dims[2]) for key, array in dataset.data_vars.items()
                 if str(key).startswith("WIP_") and array.dims[1] == name), layers[1])
            found[name] = _Population(
                name, "interneurons", [right + 46 * place for place in range(sizes[name])], rows[driver])
    return found


def _number(name: str) -> int:
    return int(name.rpartition("_")[2])


def _paths(family: str, before: _Population, after: _Population) -> Iterator[str]:
    """The line of every weight, row by row of its matrix."""
    for x in after.x:
        for origin in before.x:
            yield _path(family, origin, before.y, x, after.y)


def _path(family: str, x0: float, y0: float, x1: float, y1: float) -> str:
    """From a presynaptic soma to the dendrite that it reaches."""
    if family == "WPP":
        start, end, bend = (x0 - 5, y0 - 9), (x1 - 7, y1 + 25), 34.0
        return _curve(start, (start[0], start[1] - bend), (end[0], end[1] + bend), end)
    if family == "BPP":
        start, end = (x0 + 6, y0 + 9), (x1 + 7, y1 - 45)
        return _curve(start, (start[0] + 12, start[1] + 42), (end[0] + 4, end[1] - 30), end)
    if family == "WIP":
        start, end = (x0 + 9, y0 + 3), (x1 - 4, y1 + 8)
        return _curve(start, (start[0] + 20, start[1] + 30), (end[0] - 20, end[1] + 26), end)
    start, end = (x0 - 3, y0 - 9), (x1 + 9, y1 - 42)
    return _curve(start, (start[0] - 6, start[1] - 34), (end[0] + 24, end[1] - 12), end)


def _curve(*points: tuple[float, float]) -> str:
    start, *others = (f"{x:.1f} {y:.1f}" for x, y in points)
    return f"M{start}C{','.join(others)}"


def _look(value: float, largest: float) -> tuple[str, float]:
    """Colour and width of a weight; the script has the same."""
    if not np.isfinite(value):
        return palette.GREY, 0.4
    return (NEGATIVE if value < 0 else POSITIVE), 0.4 + 4.6 * (abs(value) / largest if largest else 0)


def _dash(family: str) -> str:
    return ' stroke-dasharray="7 3"' if family in ("BPP", "BPI") else ""


def _neurons(one: _Population) -> Iterator[str]:
    """Somata and dendrites of a population, and what it is called."""
    for place, x in enumerate(one.x):
        yield f'<g transform="translate({x:.1f} {one.y:.1f})"><title>{one.title}, neuron {place + 1}</title>'
        if one.is_pyramidal:
            yield (
                '<path d="M0 -10V-38M0 -36L-9 -47M0 -36L9 -47M-7 8L-13 24M7 8L13 24M0 8V20" stroke="#6b7280" '
                'stroke-width="2" stroke-linecap="round" fill="none"/>'
                '<path d="M0 -13L11 9H-11Z" fill="#fff" stroke="#1f2937" stroke-width="1.8" stroke-linejoin="round"/>')
        elif one.name == "input":
            yield '<circle r="8" fill="#e5e7eb" stroke="#1f2937" stroke-width="1.6"/>'
        else:
            yield f'<circle r="10" fill="#fff" stroke="{palette.ORANGE}" stroke-width="2.4"/>'
        yield "</g>"
    if one.name.startswith("interneuron"):
        middle = (one.x[0] + one.x[-1]) / 2
        yield f'<text x="{middle:.1f}" y="{one.y + 38:.1f}" text-anchor="middle" class="label">{one.title}</text>'
    else:
        yield f'<text x="8" y="{one.y + 4:.1f}" class="label strong">{one.title}</text>'


def _protractor(layer: int, y: float, angle: float) -> Iterator[str]:
    """Two arms that enclose the angle between B and W^T."""
    known = np.isfinite(angle)
    turned = f"rotate({-angle:.1f})" if known else ""
    text = f"{angle:.1f}°" if known else "no angle"
    yield (
        f'<g class="protractor" data-layer="{layer}" transform="translate(152 {y - 4:.1f})">'
        "<title>the angle between B and the transposed forward weights</title>"
        '<path d="M-34 0A34 34 0 0 1 34 0" fill="none" stroke="#d1d5db"/>'
        f'<line x2="34" stroke="{palette.BLACK}" stroke-width="2.2"/>'
        f'<line class="arm" x2="34" stroke="{palette.FEEDBACK}" stroke-width="2.2" transform="{turned}"/>'
        '<text x="40" y="4" class="label">Wᵀ</text>'
        f'<text x="0" y="20" text-anchor="middle" class="label angle">∠(B, Wᵀ) = {text}</text></g>')


def _short(values: Any, digits: int = 4) -> list[float | None]:
    """Numbers with few digits, for a script; None where there is none."""
    return [float(f"{value:.{digits}g}") if np.isfinite(value) else None for value in np.asarray(values).tolist()]
