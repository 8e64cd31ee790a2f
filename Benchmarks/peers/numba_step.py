"""Numba: the whole loop over steps compiled, in two ways. Which one is faster depends on the network.

Products of matrices and vectors are plain loops, or left to BLAS (`np.dot`); all else is the same. Arrays of one
population are rows of one array, and these lie in tuples: flat arrays with offsets are slower, since Numba then cannot
exclude negative indices and does not vectorise.
"""

from __future__ import annotations

import time
from typing import Any

import numba
import numpy as np
from start import Array, Start, Variables

_jit = numba.njit(fastmath=True, error_model="numpy")


@_jit
def _logistic(x: float) -> float:
    return 1 / (1 + np.exp(-x))


# The generator that compiled code has.
@_jit
def _seed(seed: int) -> None:
    np.random.seed(seed)  # noqa: NPY002


@_jit
def _normal() -> float:
    return np.random.standard_normal()  # noqa: NPY002


@_jit
def _loop(w: Array, x: Array, y: Array) -> None:
    """y = w x."""
    for k in range(w.shape[0]):
        total = 0.0
        for j in range(w.shape[1]):
            total += w[k, j] * x[j]
        y[k] = total


@_jit
def _loop_both(w: Array, x: Array, v: Array, z: Array, y: Array) -> None:
    """y = w x + v z."""
    for k in range(w.shape[0]):
        total = 0.0
        for j in range(w.shape[1]):
            total += w[k, j] * x[j] + v[k, j] * z[j]
        y[k] = total


@_jit
def _dot(w: Array, x: Array, y: Array) -> None:
    np.dot(w, x, y)


@_jit
def _dot_both(w: Array, x: Array, v: Array, z: Array, y: Array) -> None:
    y[:] = np.dot(w, x) + np.dot(v, z)


@_jit
def _add_product(w: Array, rate: float, post: Array, pre: Array) -> None:
    for k in range(w.shape[0]):
        factor = rate * post[k]
        for j in range(w.shape[1]):
            w[k, j] += factor * pre[j]


def _compiled(product: Any, products: Any) -> Any:
    """A function that takes steps."""

    @_jit
    def run(
        steps: int, t: int, W: Any, WI: Any, B: Any, BI: Any, r0: Array, target: Array, p: Any, q: Any, xi: Any,
        c: Array, forward: Array, inter: Array, apical: Array, given: Any,
    ) -> None:  # fmt: skip
        """Steps from t on.

        - p[i]: rows u, u_inf, u_breve, r, r_old, h, v_bas, v_bas_old, v_api, v_api_old of a layer
        - q[j]: rows u, u_inf, u_breve, r, r_old, v_den, v_den_old of interneurons
        - xi[i]: row t % 4 is the noise of step t
        - c: as `_constants` has them
        - given[i]: (steps, neurons), or empty where noise is drawn
        """
        depth = len(W)
        hidden = depth - 1
        for s in range(steps):
            now, before, answered = t % 4, (t + 3) % 4, (t + 1) % 4
            for i in range(depth):
                x = p[i]
                for k in range(x.shape[1]):
                    x[4, k] = x[3, k]
                    x[7, k] = x[6, k]
                    x[9, k] = x[8, k]
                    x[2, k] = x[1, k]
                    x[3, k] = _logistic(x[2, k])
            for i in range(hidden):
                y = q[i]
                for k in range(y.shape[1]):
                    y[4, k] = y[3, k]
                    y[6, k] = y[5, k]
                    y[2, k] = y[1, k]
                    y[3, k] = _logistic(y[2, k])
            for i in range(depth):
                product(W[i], r0 if i == 0 else p[i - 1][3], p[i][6])
            for i in range(hidden):
                x, y, noise, above = p[i], q[i], xi[i], p[i + 1]
                product(WI[i], x[3], y[5])
                products(B[i], above[3], BI[i], y[3], x[8])
                for k in range(x.shape[1]):
                    noise[now, k] = given[i][s, k] if len(given[i]) else c[13] * _normal()
                    x[1, k] = c[0] * x[6, k] + c[1] * (x[8, k] + noise[before, k])
                    x[0, k] += c[6] * (x[1, k] - x[0, k])
                for k in range(y.shape[1]):
                    y[1, k] = c[4] * y[5, k] + c[5] * above[2, k]
                    y[0, k] += c[8] * (y[1, k] - y[0, k])
            x = p[hidden]
            for k in range(x.shape[1]):
                x[1, k] = c[2] * x[6, k] + c[3] * target[k]
                x[0, k] += c[7] * (x[1, k] - x[0, k])
            for i in range(depth):
                x = p[i]
                kappa = c[9] if i < hidden else c[10]
                for k in range(x.shape[1]):
                    x[5, k] += x[3, k] - x[4, k] - c[12] * x[5, k]
                    # The error lies where the old potential lay, which nobody reads any more.
                    x[7, k] = x[3, k] - _logistic(kappa * x[7, k])
                _add_product(W[i], forward[i], x[7], r0 if i == 0 else p[i - 1][4])
            for i in range(hidden):
                x, y, b = p[i], q[i], B[i]
                for k in range(y.shape[1]):
                    y[6, k] = y[3, k] - _logistic(c[11] * y[6, k])
                _add_product(WI[i], inter[i], y[6], x[4])
                _add_product(BI[i], -apical[i], x[9], y[4])
                h = p[i + 1][5]
                for k in range(b.shape[0]):
                    noise_k = xi[i][answered, k]
                    for j in range(b.shape[1]):
                        b[k, j] += c[15] * (noise_k * h[j] - c[14] * b[k, j])
            t += 1

    return run


_RUNS = {"loops": _compiled(_loop, _loop_both), "dot": _compiled(_dot, _dot_both)}


def _constants(start: Start) -> Array:
    c = start.coefficients
    return np.array([
        c.hidden_drive, c.hidden_nudge, c.output_drive, c.output_nudge, c.inter_drive, c.inter_nudge,
        c.hidden_rate, c.output_rate, c.inter_rate, c.hidden_attenuation, c.output_attenuation, c.inter_attenuation,
        c.high_pass, c.sigma, c.alpha, c.feedback,
    ])  # fmt: skip


class Numba:
    """See `peers.Peer`.

    - product: "loops" or "dot", what multiplies a matrix and a vector
    """

    def __init__(
        self, starts: list[Start], noise: list[list[Array]] | None, *, product: str = "loops"
    ) -> None:
        start = self.start = starts[0]
        v, c = start.variables, start.coefficients
        hidden = len(v["BPP"])
        self.compiled = _RUNS[product]
        self.weights = tuple(tuple(w.copy() for w in v[name]) for name in ("WPP", "WIP", "BPP", "BPI"))
        zeros = [np.zeros_like(u) for u in v["uP"]]
        apical = [*v["vapi"], zeros[-1]]
        pyramidal = (v["uP"], v["uP_inf"], v["uP_breve"], v["rP_breve"], zeros, v["rP_breve_HI"], v["vbas"], zeros)
        self.p = tuple(np.array(rows) for rows in zip(*pyramidal, apical, zeros, strict=True))
        inter = (v["uI"], v["uI_inf"], v["uI_breve"], v["rI_breve"], zeros[1:], v["vden"], zeros[1:])
        self.q = tuple(np.array(rows) for rows in zip(*inter, strict=True))
        # Rows by step modulo 4: t begins with 0, so the last step was 3.
        self.xi = tuple(np.array([zeros[i], *(x[i] for x in start.xi[::-1])]) for i in range(hidden))
        self.rates = tuple(np.array(rates) for rates in (c.forward, c.inter, c.apical))
        self.given = tuple(noise[0]) if noise is not None else tuple(np.zeros((0, 0)) for _ in range(hidden))
        self.t = 0

    def prepare(self, steps: int) -> None:
        """Compiles, by taking no step."""
        _seed(1)
        self.run(0)

    def run(self, steps: int) -> float:
        begun = time.perf_counter()
        self.compiled(
            steps, self.t, *self.weights, self.start.r0, self.start.target, self.p, self.q, self.xi,
            _constants(self.start), *self.rates, self.given,
        )  # fmt: skip
        self.t += steps
        return time.perf_counter() - begun

    def end(self) -> list[Variables]:
        weights = dict(zip(("WPP", "WIP", "BPP", "BPI"), map(list, self.weights), strict=True))
        rows = {"uP": 0, "uP_inf": 1, "uP_breve": 2, "rP_breve": 3, "rP_breve_HI": 5, "vbas": 6}
        pyramidal = {name: [x[row] for x in self.p] for name, row in rows.items()}
        rows = {"uI": 0, "uI_inf": 1, "uI_breve": 2, "rI_breve": 3, "vden": 5}
        inter = {name: [y[row] for y in self.q] for name, row in rows.items()}
        return [{**weights, **pyramidal, "vapi": [x[8] for x in self.p[:-1]], **inter}]
