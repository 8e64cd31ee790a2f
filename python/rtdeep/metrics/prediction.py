"""What interneurons fail to predict, and what the output fails to reproduce."""

from __future__ import annotations

import numpy as np
import xarray as xr

from rtdeep.errors import ArgumentError
from rtdeep.metrics._network import Network
from rtdeep.series import Records, layers_of, variable


def lateral_mismatch(records: Records, interneurons: int = 0) -> xr.DataArray:
    """u^I_breve - kappa v^b over time: interneurons minus what the layer that they mirror is without nudging.

    - interneurons: the population, from 0; with feedback that skips layers there is only one

    Shape (records, neurons), in mV. Raises `UnknownNameError` or `RunFolderError` where uI_breve and vbas were not
    recorded, `ArgumentError` where they were at different times.
    """
    potentials = variable(records, f"uI_breve_{interneurons}")
    mirrored = _mirrored(records, interneurons)
    basal = variable(records, f"vbas_{mirrored}")
    _require_same_times(potentials, basal)
    difference = potentials.values - Network.of(records).attenuation(mirrored) * basal.values
    return potentials.copy(data=difference).rename(f"lat_mismatch_{interneurons}").assign_attrs(
        long_name=f"interneurons minus what layer {mirrored + 1} is without nudging"
    )


def self_prediction(records: Records) -> xr.Dataset:
    """How far weights are from the self-predicting state, relative to their size, over time.

    - "BPI": |B^I_i + B_i| / |B_i| of every hidden layer i, shape (records, hidden layers)
    - "WIP": |kappa^I W^I_j - kappa W| / |kappa W| of every population of interneurons, shape (records, interneurons), W
      being the weights onto the layer that it mirrors

    Both are 0 in that state, and each is there if its weights were recorded. Raises `UnknownNameError` or
    `RunFolderError` where neither can be computed, `ArgumentError` where two were recorded at different times.
    """
    network = Network.of(records)
    result: dict[str, xr.DataArray] = {}
    feedback = sorted(set(layers_of(records, "BPI")) & set(layers_of(records, "BPP")))
    if feedback:
        pairs = [(variable(records, f"BPI_{layer}"), -1 * variable(records, f"BPP_{layer}")) for layer in feedback]
        result["BPI"] = _distances(pairs, "hidden_layer", feedback)
    recorded_weights = set(layers_of(records, "WPP"))
    interneurons = [j for j in layers_of(records, "WIP") if _mirrored(records, j) in recorded_weights]
    if interneurons:
        pairs = []
        for j in interneurons:
            mirrored = _mirrored(records, j)
            gain = network.interneuron_attenuation / network.attenuation(mirrored)
            pairs.append((gain * variable(records, f"WIP_{j}"), variable(records, f"WPP_{mirrored}")))
        result["WIP"] = _distances(pairs, "interneurons", interneurons)
    if not result:
        variable(records, "BPI_0")
        variable(records, "BPP_0")
    return xr.Dataset(result)


def free_error(records: Records) -> xr.DataArray:
    """Mean square over the output neurons of kappa v^b - u*, what the output would be without nudging minus its target.

    Shape (records,), in mV^2. Where no target is shown the recorded one is that which was shown last: leave such
    records out, or let the simulator record "mse", which has NaN there. Raises `UnknownNameError` or `RunFolderError`
    where vbas of the output and target were not recorded, `ArgumentError` where they were at different times.
    """
    output = Network.of(records).output
    basal, target = variable(records, f"vbas_{output}"), variable(records, "target")
    _require_same_times(basal, target)
    errors = Network.of(records).attenuation(output) * basal.values - target.values
    axis = basal.dims[0]
    return xr.DataArray(
        np.mean(errors**2, axis=-1), dims=(axis,), coords={axis: basal[axis]}, name="mse",
        attrs={"units": "mV^2", "long_name": "mean square of the un-nudged output minus the target"},
    )


def _mirrored(records: Records, interneurons: int) -> int:
    """The layer that a population of interneurons mirrors: with layered feedback the next, else the output."""
    network = Network.of(records)
    return interneurons + 1 if network.is_layered else network.output


def _distances(pairs: list[tuple[xr.DataArray, xr.DataArray]], dimension: str, labels: list[int]) -> xr.DataArray:
    """|a - b| / |b| of every pair, over time."""
    distances = []
    for a, b in pairs:
        _require_same_times(a, b)
        with np.errstate(divide="ignore", invalid="ignore"):
            lengths = [np.linalg.norm(values, axis=(-2, -1)) for values in (a.values - b.values, b.values)]
            distances.append(lengths[0] / lengths[1])
    axis = pairs[0][0].dims[0]
    return xr.DataArray(
        np.stack(distances, axis=-1), dims=(axis, dimension), coords={axis: pairs[0][0][axis], dimension: labels},
        attrs={"units": "1", "long_name": "relative distance from the self-predicting state"},
    )


def _require_same_times(a: xr.DataArray, b: xr.DataArray) -> None:
    if a.dims[0] != b.dims[0]:
        raise ArgumentError(f"{a.name} and {b.name} were not recorded at the same times")
