"""Figures of one run: a panel for every layer, or for every quantity of a kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from rtdeep import plot
from rtdeep.courses import UPDATE_ANGLES
from rtdeep.figures.columns import Drawn
from rtdeep.plot.potentials import settled
from rtdeep.runs import Run
from rtdeep.series import dataset_of, layers_of

MATRICES = ("WPP", "BPP", "WIP", "BPI")
"""The weights, by the names of the public code."""


@dataclass(frozen=True)
class Panels:
    """A figure of one run."""

    title: str
    needs: str
    """What has to be there, in words."""
    items: Callable[[Run], Sequence[Any]]
    """What there is a panel for; nothing where what is needed is not there."""
    draw: Callable[[Run, Axes, Any], Axes]

    def of(self, run: Run) -> Sequence[Drawn]:
        """What is drawn, a panel each."""
        return [partial(self._draw, run, item) for item in self.items(run)]

    def _draw(self, run: Run, item: Any, axes: Axes) -> Axes:
        return self.draw(run, axes, item)


def _named(beginning: str) -> Callable[[Run], Sequence[str]]:
    """The recorded quantities whose names begin so."""
    return lambda run: sorted(str(name) for name in dataset_of(run) if str(name).startswith(beginning))


def _layers(*families: str) -> Callable[[Run], Sequence[int]]:
    """The layers of which all these variables were recorded, counted as those of the first."""

    def common(run: Run) -> Sequence[int]:
        first, *others = (layers_of(run, family) for family in families)
        return first if all(others) else []

    return common


def _hidden(run: Run) -> Sequence[int]:
    """The layers whose prospective potentials were recorded, without the output."""
    return [layer for layer in layers_of(run, "uP_breve") if layer < len(run.settings["layers"]) - 2]


def _last(family: str) -> Callable[[Run], Sequence[int]]:
    """The last layer of a family, if any was recorded."""
    return lambda run: layers_of(run, family)[-1:]


def _matrices(run: Run) -> Sequence[str]:
    """The recorded weights that are more than one number."""
    names = (f"{family}_{layer}" for family in MATRICES for layer in layers_of(run, family))
    return [name for name in names if run.dataset[name][0].size > 1] if run.dataset.sizes else []


def _angles(run: Run) -> Sequence[str]:
    """The recorded angles; that to W^T is computed where weights were recorded instead."""
    computed = ["angle(BPP, WPP^T)"] if _layers("BPP", "WPP")(run) else []
    return _named("angle")(run) or computed


def _there_is(condition: Callable[[Run], object]) -> Callable[[Run], Sequence[None]]:
    """One panel where something is there."""
    return lambda run: [None] if condition(run) is not None else []


def _updates(run: Run) -> object:
    return (run.path / "compare-bp.npz").exists() or None


def _examination(run: Run) -> object:
    return run.examination


def _decisions(run: Run) -> object:
    return run.decisions


PANELS = {
    "hidden-potential": Panels(
        "prospective potentials of hidden neurons", "uP_breve", _hidden,
        lambda run, axes, layer: plot.hidden_potential(run, axes, layer=layer, start=settled(run))),
    "output-potential": Panels(
        "interneurons over the neurons that they mirror", "uP_breve and uI_breve", _layers("uI_breve", "uP_breve"),
        lambda run, axes, population: plot.output_potential(
            run, axes, interneurons=population, start=settled(run))),
    "somatic-potential": Panels(
        "the output's somatic and prospective potentials", "uP and uP_breve",
        lambda run: _layers("uP", "uP_breve")(run)[-1:],
        lambda run, axes, layer: plot.somatic_potential(run, axes, layer=layer, start=settled(run))),
    "high-passed-rate": Panels(
        "high-passed rates of the output", "rP_breve_HI", _last("rP_breve_HI"),
        lambda run, axes, layer: plot.high_passed_rate(run, axes, layer=layer, start=settled(run))),
    "alignment": Panels(
        "cosines over time", "a recorded cos(...)", _named("cos("),
        lambda run, axes, name: plot.alignment(run, axes, comparison=name)),
    "angles": Panels(
        "angles over time, with their course in theory", "a recorded angle(...), or BPP and WPP", _angles,
        lambda run, axes, name: plot.angles(run, axes, quantity=name)),
    "update-angles": Panels(
        f"{UPDATE_ANGLES}: updates beside those of backpropagation", "compare-bp.npz, which rtdeep reproduce writes",
        _there_is(_updates), lambda run, axes, _: plot.update_angles(run, axes)),
    "direction": Panels(
        "directions of B and of the transposed forward path", "BPP and WPP", _layers("BPP", "WPP"),
        lambda run, axes, layer: plot.direction(run, axes, layer=layer)),
    "feedback-weights": Panels(
        "B, the transposed forward path, and the predicted fixed point", "BPP and WPP", _layers("BPP", "WPP"),
        lambda run, axes, layer: plot.feedback_weights(run, axes, layer=layer)),
    "lateral-weights": Panels(
        "weights from interneurons beside -B", "BPI and BPP", _layers("BPI", "BPP"),
        lambda run, axes, layer: plot.lateral_weights(run, axes, layer=layer)),
    "interneuron-weights": Panels(
        "weights onto interneurons beside those that they copy", "WIP and WPP", _layers("WIP", "WPP"),
        lambda run, axes, population: plot.interneuron_weights(run, axes, interneurons=population)),
    "weight-matrices": Panels(
        "every weight matrix at the end, as a picture", "WPP, BPP, WIP or BPI of more than one number", _matrices,
        lambda run, axes, name: plot.weight_matrix(run, name, axes)),
    "weight-scatter": Panels(
        "every weight of B over the one that it is to become", "BPP and WPP", _layers("BPP", "WPP"),
        lambda run, axes, layer: plot.weight_scatter(run, axes, layer=layer)),
    "confusion": Panels(
        "what the best network takes for what", "a task, and a run that has come to its end",
        _there_is(_examination), lambda run, axes, _: plot.confusion(run, axes)),
    "decisions": Panels(
        "what the best network answers in the plane of the yin-yang",
        "evaluation.decisionMap, and a run that has come to its end",
        _there_is(_decisions), lambda run, axes, _: plot.decision_map(run, axes)),
}
"""By the names of the figures, in the order in which they are listed."""
