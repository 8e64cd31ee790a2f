"""What a page holds of a recording keeps every peak, and fits into it."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from rtdeep.plot.panel import Curve
from rtdeep.report import held as module
from rtdeep.report.budget import records_per_pair
from rtdeep.report.held import extremes, hold, records_of
from rtdeep.report.mathtext import plain
from rtdeep.report.metric_names import metric_name
from rtdeep.report.table import in_digits, in_list

RANDOM = np.random.default_rng(3)
NOISE = RANDOM.normal(size=1000)


def changed(**values: float) -> np.ndarray:
    """Noise with some values replaced, by their indices."""
    series = NOISE.copy()
    for index, value in values.items():
        series[int(index.removeprefix("at"))] = value
    return series


SERIES = {
    "noise": NOISE,
    "spike": changed(at777=1e3),
    "dip at the end": changed(at999=-1e3),
    "NaN": changed(at10=np.nan, at500=np.nan),
    "infinite": changed(at0=np.inf, at600=-np.inf),
    "only NaN": np.full(1000, np.nan),
    "constant": np.full(1000, 2.5),
    "one point": np.array([4.0]),
    "two points": np.array([4.0, -4.0]),
    "none": np.array([]),
    "too large for single precision": changed(at5=1e300, at6=-1e300),
    "denormal": np.full(1000, 5e-324),
}


def recording(values: np.ndarray) -> xr.Dataset:
    """A dataset of one variable, recorded every 0.1 ms."""
    return xr.Dataset({"u": (("time_ms", "n"), values[:, np.newaxis], {"units": "mV"})},
                      coords={"time_ms": 0.1 * (1 + np.arange(len(values)))})


@pytest.mark.parametrize("per", [1, 2, 7, 64, 5000])
@pytest.mark.parametrize("name", SERIES)
def test_extremes_and_gaps_stay(name: str, per: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of every `per` records, also where the recording is read in small stretches."""
    monkeypatch.setattr(module, "CHUNK", 50)
    values = SERIES[name]
    held = hold(Curve("u", "u", "black"), recording(values), np.array([0]), per)
    assert held.records == len(values)
    assert len(held.low) == len(held.high) == len(held.time) == -(-len(values) // per)
    for place in range(len(held.time)):
        part = values[place * per : (place + 1) * per]
        finite = part[np.isfinite(part)]
        if len(finite):
            assert (held.low[place, 0], held.high[place, 0]) == (finite.min(), finite.max())
        else:
            assert np.isnan(held.low[place, 0])
            assert np.isnan(held.high[place, 0])
        if per > 1:
            has_gap = held.gaps is not None and bool(held.gaps[place, 0])
            assert has_gap == (len(finite) < len(part))
    compact = held.compact()
    assert compact.low.dtype == (np.float64 if "too large" in name else np.float32)
    assert np.array_equal(np.isnan(compact.low), np.isnan(held.low))
    assert not np.isinf(compact.high).any()


def test_every_record_is_held_once() -> None:
    low, high, gaps = extremes(NOISE[:, np.newaxis], 1)
    assert low is high
    assert not gaps.any()
    assert np.array_equal(low[:, 0], NOISE)


def test_some_elements_from_a_start_on() -> None:
    matrix = RANDOM.normal(size=(100, 3, 4))
    dataset = xr.Dataset({"W": (("time_ms", "a", "b"), matrix)}, coords={"time_ms": np.arange(100.0)})
    curve = Curve("W", "W", "black", start=10.0)
    assert records_of(curve, dataset) == (90, 12)
    held = hold(curve, dataset, np.array([0, 11]), 1)
    assert np.array_equal(held.low, matrix[10:, [0, 2], [0, 3]])
    assert held.time[0] == 10
    assert held.distance == 1


def test_derived_quantities_are_read_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 10)
    seen = []

    def negative(records: xr.Dataset) -> module.Any:
        seen.append(records.sizes["time_ms"])
        return -Curve("u", "u", "black").series(records)

    held = hold(Curve("u", "u", "black", derived=negative), recording(NOISE), np.array([0]), 4)
    assert max(seen) <= 10
    assert held.high.max() == -NOISE.min()


@pytest.mark.parametrize(("times", "distance"), [
    ([0.1, 0.2, 0.30000000000000004], 0.1), ([1.0, 2.0, 4.0], None), ([1.0], None), ([], None)])
def test_distances(times: list[float], distance: float | None) -> None:
    dataset = xr.Dataset({"u": (("time_ms", "n"), np.zeros((len(times), 1)))}, coords={"time_ms": np.array(times)})
    assert hold(Curve("u", "u", "black"), dataset, np.array([0]), 1).distance == pytest.approx(distance)


@pytest.mark.parametrize("sizes", [
    [], [(0, 3)], [(10, 1)], [(1000, 1)] * 3, [(10, 1), (10**6, 1), (10**9, 8)], [(10**6, 2)] * 40])
@pytest.mark.parametrize("numbers", [100, 10_000, 10**6])
def test_all_curves_together_fit(sizes: list[tuple[int, int]], numbers: int) -> None:
    pairs = records_per_pair(sizes, numbers)
    assert len(pairs) == len(sizes)
    held = [
        records * elements if per == 1 else 2 * -(-records // per) * elements
        for (records, elements), per in zip(sizes, pairs, strict=True)]
    # One pair per element is the least.
    assert sum(held) <= numbers + sum(2 * elements for _, elements in sizes)
    assert all(per == 1 for (records, elements), per in zip(sizes, pairs, strict=True)
               if records * elements * len(sizes) <= numbers)


@pytest.mark.parametrize(("text", "expected"), [
    (r"$\breve{u}^{\,\mathrm{P}}_{1}$ (mV)", "u\u0306ᴾ₁ (mV)"), (r"$B^{\mathrm{I}}$ learns $-B$", "Bᴵ learns −B"),
    (r"$\cos(B,\,W^T)$ (1)", "cos(B,\u2009Wᵀ) (1)"), (r"$3.1 \cdot 10^{-5}$ mV", "3.1 · 10⁻⁵ mV"),
    ("a price of 3$", "a price of 3$"), ("no mathematics", "no mathematics"), (r"$\angle(B,\ W^T)$", "∠(B, Wᵀ)")])
def test_mathematics_without_mathtext(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(("name", "expected"), [
    ("cos(BPP, WPP^T)", "cos(B, Wᵀ)"), ("cos(BPI, -BPP)", "cos(Bᴵ, −B)"), ("cos(BPP_0, WPP_1^+)", "cos(B₀, W₁⁺)"),
    ("angle(BPP, dphi WPP^T dphi)", "∠(B, φ′ Wᵀ φ′)"), ("uP_0", "uP_0"), ("accuracy", "validation accuracy")])
def test_names_of_metrics(name: str, expected: str) -> None:
    assert metric_name(name) == expected


@pytest.mark.parametrize(("value", "expected"), [
    (-0.06863362, "−0.06863"), (6.85e-05, "6.85 · 10⁻⁵"), (3e12, "3 · 10¹²"), (300000, "300,000"), (None, "–"),
    (float("nan"), "–"), (float("inf"), "–"), (0.0, "0"), (True, "True"), ("a", "a")])
def test_numbers_in_tables(value: object, expected: str) -> None:
    assert in_digits(value) == expected


def test_long_lists_end() -> None:
    assert in_list([1.0] * 20, most=3) == "1, 1, 1, … (20)"
