"""Feedback weights beside the forward weights that they are to transpose."""

from __future__ import annotations

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from rtdeep.errors import ArgumentError
from rtdeep.metrics._network import Network
from rtdeep.metrics.similarity import angle
from rtdeep.series import Records, dataset_of, layers_of, variable

TRANSPOSE = "angle(BPP, WPP^T)"
"""The angle to the transposed forward path."""

JACOBIAN = "angle(BPP, dphi WPP^T dphi)"
"""The angle to what learned feedback aligns with."""


def forward_path(records: Records, layer: int) -> xr.DataArray:
    """W^T over time: the transposed forward weights from hidden layer `layer` to the layer that feeds back onto it.

    Shape (records, n_layer, n_source), in mV: that of B. With layered feedback it is one matrix, with feedback that
    skips layers the product of all in between. Raises `UnknownNameError` or `RunFolderError` where weights were not
    recorded, `ArgumentError` where they were at other times.
    """
    feedback = variable(records, f"BPP_{layer}")
    path: NDArray[np.float64] | None = None
    for index in range(layer + 1, _source(feedback) + 1):
        values = _at_times_of(feedback, variable(records, f"WPP_{index}"))
        path = values if path is None else values @ path
    assert path is not None
    return feedback.copy(data=path.swapaxes(-2, -1)).rename(f"WPP^T onto layer {layer}").assign_attrs(
        long_name="transposed forward path"
    )


def norm_ratio(records: Records) -> xr.DataArray:
    """|B_i| / |W^T| over time, of every hidden layer i: shape (records, hidden layers), without unit.

    W^T is that of `forward_path`, whose errors it raises.
    """
    layers = _hidden(records)
    ratios = []
    for layer in layers:
        feedback = variable(records, f"BPP_{layer}")
        path = forward_path(records, layer)
        with np.errstate(divide="ignore", invalid="ignore"):
            lengths = [np.linalg.norm(matrix.values, axis=(-2, -1)) for matrix in (feedback, path)]
            ratios.append(xr.DataArray(lengths[0] / lengths[1], dims=feedback.dims[:1], coords=_time(feedback)))
    return _by_layer(ratios, layers).rename("norm_ratio").assign_attrs(units="1", long_name="norm of B over that of W")


def alignment(records: Records, *, input: ArrayLike | None = None) -> xr.Dataset:
    """How feedback agrees with what it is to become, over time and for every hidden layer i.

    - input: shape (n_0,), rates at which slopes are taken

    The dataset has, in degrees and of the shape (records, hidden layers),

    - "angle(BPP, WPP^T)": between B_i and the forward path (see `forward_path`), layered or skipping layers
    - "angle(BPP, dphi WPP^T dphi)": between B_i and the same with slopes, D_i W_{i+1}^T D_{i+1} ..., at which learned
      feedback arrives; D = diag phi'(kappa v^b). Basal potentials are those of the network at rest that is shown
      `input`; without `input` the recorded ones, and where there are none this is left out.

    Records must have BPP and WPP (with `input`: of all layers). Raises `UnknownNameError` or `RunFolderError` where
    they have not, and `ArgumentError` where times or the shape of `input` do not fit.
    """
    layers = _hidden(records)
    transposes = [angle(variable(records, f"BPP_{i}"), forward_path(records, i)) for i in layers]
    angles = {TRANSPOSE: _by_layer(transposes, layers)}
    basal = _resting(records, input) if input is not None else _recorded_basal(records)
    if basal is not None:
        network = Network.of(records)
        slopes = [network.slopes(index, potentials) for index, potentials in enumerate(basal)]
        angles[JACOBIAN] = _by_layer(
            [angle(variable(records, f"BPP_{i}"), _jacobian(records, i, slopes)) for i in layers], layers
        )
    meanings = {TRANSPOSE: "angle between BPP and WPP^T", JACOBIAN: "angle between B and phi' W^T phi'"}
    return xr.Dataset({
        name: array.assign_attrs(units="degree", long_name=meanings[name]) for name, array in angles.items()
    })


def _jacobian(records: Records, layer: int, slopes: list[NDArray[np.float64]]) -> xr.DataArray:
    """D_i W_{i+1}^T D_{i+1} ... over time."""
    feedback = variable(records, f"BPP_{layer}")
    path: NDArray[np.float64] | None = None
    for index in range(layer + 1, _source(feedback) + 1):
        # One step up: the slopes of the layer below stand at its columns, those of the last at its rows.
        values = _at_times_of(feedback, variable(records, f"WPP_{index}")) * slopes[index - 1][:, np.newaxis, :]
        path = values if path is None else values @ path
    assert path is not None
    return feedback.copy(data=(path * slopes[_source(feedback)][:, :, np.newaxis]).swapaxes(-2, -1))


def _resting(records: Records, input: ArrayLike) -> list[NDArray[np.float64]]:
    """Basal potentials (records, n_i) of the network at rest that is shown `input`, without nudging."""
    network = Network.of(records)
    shown = np.asarray(input, dtype=np.float64)
    if shown.shape != (network.layers[0],):
        raise ArgumentError(f"input has the shape {shown.shape}, but must be ({network.layers[0]},)")
    feedback = variable(records, f"BPP_{_hidden(records)[0]}")
    rates = np.broadcast_to(shown, (len(feedback), len(shown)))
    potentials = []
    for layer in range(network.output + 1):
        weights = _at_times_of(feedback, variable(records, f"WPP_{layer}"))
        potentials.append(np.einsum("tij,tj->ti", weights, rates))
        rates = network.rates(layer, potentials[-1])
    return potentials


def _recorded_basal(records: Records) -> list[NDArray[np.float64]] | None:
    """Recorded basal potentials (records, n_i) of all layers; None where some were not recorded."""
    feedback = variable(records, f"BPP_{_hidden(records)[0]}")
    if f"vbas_{_source(feedback)}" not in dataset_of(records):
        return None
    return [_at_times_of(feedback, variable(records, f"vbas_{layer}")) for layer in layers_of(records, "vbas")]


def _hidden(records: Records) -> list[int]:
    """The hidden layers whose feedback weights were recorded."""
    layers = layers_of(records, "BPP")
    if not layers:
        variable(records, "BPP_0")
    return layers


def _source(feedback: xr.DataArray) -> int:
    """The layer that feeds back: the last axis of B is named after it."""
    return int(str(feedback.dims[-1]).removeprefix("pyramidal_"))


def _at_times_of(reference: xr.DataArray, array: xr.DataArray) -> NDArray[np.float64]:
    """The values of an array that must have been recorded together with another."""
    if array.dims[0] != reference.dims[0]:
        raise ArgumentError(f"{reference.name} and {array.name} were not recorded at the same times")
    return np.asarray(array.values, dtype=np.float64)


def _time(array: xr.DataArray) -> dict[str, xr.DataArray]:
    return {str(array.dims[0]): array[array.dims[0]]}


def _by_layer(arrays: list[xr.DataArray], layers: list[int]) -> xr.DataArray:
    """One array per hidden layer, side by side."""
    axis = arrays[0].dims[0]
    return xr.DataArray(
        np.stack([array.values for array in arrays], axis=-1), dims=(axis, "hidden_layer"),
        coords={**_time(arrays[0]), "hidden_layer": layers},
    )
