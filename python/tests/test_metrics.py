"""Measures computed afterwards agree with those that the simulator records, to rounding."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

import rtdeep
from rtdeep import metrics

LAYERED = dict(
    layers=[3, 4, 2, 3], activation=["logistic", "tanh", "softRelu"], dt=0.01,
    presentations={"count": 5, "duration": 0.4}, learning={"WPP": [0.5, 0.5, 0.5], "WIP": 3, "BPI": 2, "BPP": 20},
    feedback={"rule": "pal", "alpha": 0.01, "noise": {"white": 0.05}}, target=0.5, seed=5,
    conductances={"apical": 0.04, "dendritic": 0.2},
)
SKIP = {**LAYERED, "feedback": {"rule": "ldrl", "connection": "skip", "alpha": 0.01, "noise": {"white": 0.05}}}
RECORDED = [
    "WPP", "WIP", "BPP", "BPI", "vbas", "uI_breve", "target", "angle(BPP, WPP^T)", "cos(BPI, -BPP)", "norm_ratio",
    "angle(BPP, dphi WPP^T dphi)", "mse", "lat_mismatch",
]

#: Both sums have a few dozen terms; an angle of a few degrees makes 60 times as much of the cosine's rounding.
ROUNDING = dict(rtol=1e-11, atol=1e-11)


@pytest.fixture(scope="module", params=[LAYERED, SKIP], ids=["layered", "skip"])
def records(request: pytest.FixtureRequest) -> xr.Dataset:
    return rtdeep.Experiment(**request.param).run(record=RECORDED, every=7)


def test_angles_are_those_of_the_simulator(records: xr.Dataset) -> None:
    found = metrics.alignment(records)
    for name in ("angle(BPP, WPP^T)", "angle(BPP, dphi WPP^T dphi)"):
        assert found[name].shape == records[name].shape == (len(records["time_ms"]), 2)
        np.testing.assert_allclose(found[name], records[name], **ROUNDING)
    assert found["angle(BPP, WPP^T)"].attrs["units"] == "degree"


def test_cosines_are_those_of_the_simulator(records: xr.Dataset) -> None:
    for layer in (0, 1):
        found = metrics.cosine(records[f"BPI_{layer}"], -records[f"BPP_{layer}"])
        np.testing.assert_allclose(found, records["cos(BPI, -BPP)"][:, layer], **ROUNDING)
        assert found.dims == ("time_ms",)


def test_norms_errors_and_mismatches_are_those_of_the_simulator(records: xr.Dataset) -> None:
    np.testing.assert_allclose(metrics.norm_ratio(records), records["norm_ratio"], **ROUNDING)
    np.testing.assert_allclose(metrics.free_error(records), records["mse"], **ROUNDING)
    populations = [name for name in records if str(name).startswith("lat_mismatch_")]
    assert populations
    for index, name in enumerate(populations):
        np.testing.assert_allclose(metrics.lateral_mismatch(records, index), records[name], **ROUNDING)


def test_a_network_at_rest_has_the_slopes_of_its_input() -> None:
    # Without noise, learning and targets potentials settle where the forward pass has them.
    for connection in ("layered", "skip"):
        experiment = rtdeep.Experiment(**{
            **LAYERED, "target": None, "learning": {"WPP": 0}, "initial": {"selfPredicting": True},
            "feedback": {"rule": "fixed", "connection": connection},
        })
        shown = np.array([0.2, 0.9, 0.4])
        names = ["WPP", "BPP", "angle(BPP, dphi WPP^T dphi)"]
        records = experiment.simulation().run(inputs=[shown], hold=50, record=names, every=50)
        found = metrics.alignment(records, input=shown)["angle(BPP, dphi WPP^T dphi)"]
        np.testing.assert_allclose(found, records["angle(BPP, dphi WPP^T dphi)"], rtol=1e-9)
        other = metrics.alignment(records, input=[0, 0, 0])["angle(BPP, dphi WPP^T dphi)"]
        assert not np.allclose(found, other, rtol=1e-5)


def test_the_self_predicting_state_is_recognised() -> None:
    for settings in (LAYERED, SKIP):
        simulation = rtdeep.Experiment(**settings).simulation()
        names = ["WPP", "WIP", "BPP", "BPI"]
        before = metrics.self_prediction(simulation.run(0, record=names, include_start=True))
        simulation.set_self_predicting()
        after = metrics.self_prediction(simulation.run(0, record=names, include_start=True))
        for name in ("BPI", "WIP"):
            assert (before[name] > 0.1).all()
            # The factor of the conductances is rounded twice.
            assert (after[name] < 1e-15).all()


def test_the_transpose_is_found_by_the_names_of_the_axes(records: xr.Dataset) -> None:
    square = xr.Dataset({
        "B": (("time_ms", "pyramidal_0", "pyramidal_1"), [[[1.0, 2.0], [3.0, 4.0]]]),
        "W": (("time_ms", "pyramidal_1", "pyramidal_0"), [[[1.0, 3.0], [2.0, 4.0]]]),
    }, {"time_ms": [1.0]})
    assert metrics.angle(square["B"], square["W"]).item() == pytest.approx(0, abs=1e-5)
    assert metrics.angle(square["B"].values, square["W"].values)[0] > 5


def test_arrays_are_compared_too() -> None:
    a = np.array([[3.0, 0.0], [0.0, 4.0]])
    assert metrics.cosine(a, a) == 1
    assert metrics.angle(a, -a) == 180
    assert metrics.angle([[1.0, 0.0]], [[1.0, 1.0]]) == pytest.approx(45)
    assert np.isnan(metrics.cosine(a, np.zeros((2, 2))))
    # Rounding takes this cosine above 1, where arccos has no value.
    third = np.full((1, 3), 1 / 3)
    assert metrics.angle(third, third) == 0
    assert metrics.cosine(np.ones((4, 5, 2, 3)), np.ones((4, 5, 2, 3))).shape == (4, 5)


def test_what_cannot_be_compared_is_refused(records: xr.Dataset) -> None:
    with pytest.raises(rtdeep.ArgumentError, match="shapes"):
        metrics.cosine(np.ones((2, 3)), np.ones((3, 2)))
    with pytest.raises(rtdeep.ArgumentError, match="same times"):
        metrics.cosine(records["BPP_0"], records["BPP_0"][3:])
    with pytest.raises(rtdeep.UnknownNameError, match="BPP_0 was not recorded: there are WPP_0"):
        metrics.alignment(records[["WPP_0"]])
    with pytest.raises(rtdeep.ArgumentError, match="input has the shape"):
        metrics.alignment(records, input=[1])
    with pytest.raises(rtdeep.ArgumentError, match="configuration"):
        metrics.free_error(records.drop_attrs())
    twice = rtdeep.Experiment(**{**LAYERED, "record": [
        {"every": 10, "variables": ["BPP"]}, {"every": 20, "variables": ["WPP"]}]}).run()
    with pytest.raises(rtdeep.ArgumentError, match="same times"):
        metrics.alignment(twice)


def test_moving_averages() -> None:
    time = np.arange(100) * 0.1
    values = np.sin(time)
    array = xr.DataArray(np.stack([values, np.ones(100)], axis=1), dims=("time_ms", "n"), coords={"time_ms": time})
    found = metrics.moving_average(array, 0.5)
    np.testing.assert_allclose(found[10, 0], values[8:13].mean(), rtol=1e-14)
    np.testing.assert_allclose(found[0, 0], values[:3].mean(), rtol=1e-14)
    np.testing.assert_allclose(found[:, 1], 1, rtol=1e-14)
    gap = array.copy(deep=True)
    gap[10:12] = np.nan
    assert np.isfinite(metrics.moving_average(gap, 0.5)).all()
    np.testing.assert_allclose(metrics.moving_average(array, 1e9)[50, 0], values.mean(), rtol=1e-12)
    for duration in (0, -1, np.nan):
        with pytest.raises(rtdeep.ArgumentError, match="positive number of ms"):
            metrics.moving_average(array, duration)
    with pytest.raises(rtdeep.ArgumentError, match="equal distances"):
        metrics.moving_average(array[[0, 1, 5]], 1)


def test_theory_expects_what_happens() -> None:
    experiment = rtdeep.Experiment("seed", **{"initial.WPP": 1.0, "layers": [1, 3, 2], "learning.WIP": 0},
                                   initial={"selfPredicting": True}, random="streams")
    layer = experiment.predict()["layers"][0]
    start = experiment.simulation().weights["BPP"][0]
    fixed = np.reshape(layer["fixed_point"], start.shape)
    records = experiment.run(record=["BPP"], every=1000)
    expected = metrics.expected_angle(layer, start, fixed, records["time_ms"].values)
    assert expected[0] > 20 > expected[-1]
    found = metrics.angle(records["BPP_0"].values, np.broadcast_to(fixed, records["BPP_0"].shape))
    # Theory leaves out that feedback loops, and that B is one throw of its noise.
    assert np.abs(found - expected).mean() < 3
    with pytest.raises(rtdeep.ArgumentError, match="no fixed point"):
        metrics.expected_angle({"layer": 0}, start, fixed, [0.0])
    with pytest.raises(rtdeep.ArgumentError, match="6 elements"):
        metrics.expected_angle(layer, [1.0], fixed, [0.0])
