"""What theory says of an experiment: warnings before a run, and predictions."""

from __future__ import annotations

from rtdeep.errors import RtDeepError
from rtdeep.experiment import Experiment
from rtdeep.report.page import Section
from rtdeep.report.table import Table, in_digits

_FIGURES = {
    "mismatch_steps": "noise too recent by (steps)",
    "correlation": "correlation of noise and response (1)",
    "drift_mV": "drift of B per step (mV)",
    "fixed_point_mV": "length of the fixed point of B (mV)",
    "angle_to_transpose_degrees": "angle of the fixed point to Wᵀ (degrees)",
    "angle_to_jacobian_degrees": "angle of the fixed point to φ′ Wᵀ φ′ (degrees)",
    "time_constant_ms": "time constant (ms)",
    "time_constant_presentations": "time constant (presentations)",
    "final_angle_degrees": "angle at which noise leaves B (degrees)",
    "steps_to_20_degrees": "steps until 20 degrees",
}


def theory_section(experiment: Experiment | None, problem: str) -> Section:
    """Warnings and predictions; or why there are none."""
    title = "What theory says"
    if experiment is None:
        return Section(title, "tables", {"lead": [f"It cannot be asked here: {problem}"], "tables": []})
    try:
        prediction = experiment.predict()
    except RtDeepError as error:
        prediction = {"obstacle": str(error)}
    warnings = experiment.warnings
    lead = [] if warnings else ["It warns of nothing."]
    tables = []
    layers = prediction.get("layers") or []
    if layers:
        rows = [
            [name, *(in_digits(layer.get(key)) for layer in layers)]
            for key, name in _FIGURES.items() if any(layer.get(key) is not None for layer in layers)]
        names = ["", *(f"hidden layer {int(layer['layer']) + 1}" for layer in layers)]
        tables.append(Table(
            names, rows, numbers=range(1, len(names)),
            title="Predictions for the feedback weights, from the weights and inputs of the start"))
    elif prediction.get("obstacle"):
        lead.append(f"There is no closed form for the feedback weights: {prediction['obstacle']}.")
    return Section(title, "tables", {"lead": lead, "warnings": warnings, "tables": tables})
