"""Numba: the whole loop over steps compiled, in two ways. Which one is faster depends on the network.

`NumbaLoops` is what suits Numba best on small networks: all populations and all weights in flat arrays with offsets, plain
loops, and nothing whose references would be counted. `NumbaDot` has tuples of arrays and leaves the products of matrices
and vectors to BLAS.
"""

# ruff: noqa: N803  the capitals are those of the equations
from __future__ import annotations

import time
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from start import COMPARED, Array, Start, Variables

Integers = NDArray[np.int64]
_jit = numba.njit(fastmath=True, error_model="numpy")


@_jit
def _logistic(x: float) -> float:
    return 1 / (1 + np.exp(-x))


@_jit
def _seed(seed: int) -> None:
    np.random.seed(seed)  # noqa: NPY002  the generator that compiled code has


# Loops over flat arrays


@_jit
def _step_flat(
    n: Integers, at: Integers, iat: Integers, wat: Integers, bat: Integers,
    W: Array, WI: Array, B: Array, BI: Array, r0: Array, target: Array, p: Array, q: Array,
    xi_now: Array, xi_before: Array, xi_answered: Array, c: Array, forward: Array, inter: Array, apical: Array,
) -> None:  # fmt: skip
    """One step. Rows of p: u, u_inf, u_breve, r, r_old, h, v_bas, v_bas_old, v_api, v_api_old; of q the interneurons'."""
    u, u_inf, u_breve, r, r_old, h, v_bas, v_bas_old, v_api, v_api_old = p
    uI, uI_inf, uI_breve, rI, rI_old, v_den, v_den_old = q
    depth = len(n) - 1
    hidden = depth - 1
    for k in range(len(u)):
        r_old[k] = r[k]
        v_bas_old[k] = v_bas[k]
        v_api_old[k] = v_api[k]
        u_breve[k] = u_inf[k]
        r[k] = _logistic(u_breve[k])
    for k in range(len(uI)):
        rI_old[k] = rI[k]
        v_den_old[k] = v_den[k]
        uI_breve[k] = uI_inf[k]
        rI[k] = _logistic(uI_breve[k])
    for i in range(depth):
        below, own = n[i], n[i + 1]
        o, w = at[i], wat[i]
        for k in range(own):
            total = 0.0
            if i == 0:
                for j in range(below):
                    total += W[w + k * below + j] * r0[j]
            else:
                b = at[i - 1]
                for j in range(below):
                    total += W[w + k * below + j] * r[b + j]
            v_bas[o + k] = total
    for i in range(hidden):
        own, above = n[i + 1], n[i + 2]
        o, a, y, w = at[i], at[i + 1], iat[i], bat[i]
        for k in range(above):
            total = 0.0
            for j in range(own):
                total += WI[w + k * own + j] * r[o + j]
            v_den[y + k] = total
        for k in range(own):
            total = 0.0
            for j in range(above):
                total += B[w + k * above + j] * r[a + j] + BI[w + k * above + j] * rI[y + j]
            v_api[o + k] = total
            u_inf[o + k] = c[0] * v_bas[o + k] + c[1] * (v_api[o + k] + xi_before[o + k])
            u[o + k] += c[6] * (u_inf[o + k] - u[o + k])
        for k in range(above):
            uI_inf[y + k] = c[4] * v_den[y + k] + c[5] * u_breve[a + k]
            uI[y + k] += c[8] * (uI_inf[y + k] - uI[y + k])
    o = at[hidden]
    for k in range(n[depth]):
        u_inf[o + k] = c[2] * v_bas[o + k] + c[3] * target[k]
        u[o + k] += c[7] * (u_inf[o + k] - u[o + k])
    for k in range(len(u)):
        h[k] += r[k] - r_old[k] - c[12] * h[k]
    for i in range(depth):
        below, own = n[i], n[i + 1]
        o, w = at[i], wat[i]
        kappa = c[9] if i < hidden else c[10]
        for k in range(own):
            factor = forward[i] * (r[o + k] - _logistic(kappa * v_bas_old[o + k]))
            if i == 0:
                for j in range(below):
                    W[w + k * below + j] += factor * r0[j]
            else:
                b = at[i - 1]
                for j in range(below):
                    W[w + k * below + j] += factor * r_old[b + j]
    for i in range(hidden):
        own, above = n[i + 1], n[i + 2]
        o, a, y, w = at[i], at[i + 1], iat[i], bat[i]
        for k in range(above):
            factor = inter[i] * (rI[y + k] - _logistic(c[11] * v_den_old[y + k]))
            for j in range(own):
                WI[w + k * own + j] += factor * r_old[o + j]
        for k in range(own):
            factor = apical[i] * v_api_old[o + k]
            noise = xi_answered[o + k]
            for j in range(above):
                BI[w + k * above + j] -= factor * rI_old[y + j]
                B[w + k * above + j] += c[15] * (noise * h[a + j] - c[14] * B[w + k * above + j])


@_jit
def _run_flat(
    steps: int, t: int, n: Integers, at: Integers, iat: Integers, wat: Integers, bat: Integers,
    W: Array, WI: Array, B: Array, BI: Array, r0: Array, target: Array, p: Array, q: Array, xi: Array,
    c: Array, forward: Array, inter: Array, apical: Array, given: Array,
) -> None:  # fmt: skip
    """Steps from t on. xi: (4, neurons), row t % 4 is that of step t; given: (steps, hidden neurons), or (0, 0)."""
    noisy = at[len(at) - 1]
    for s in range(steps):
        now = xi[t % 4]
        for k in range(noisy):
            now[k] = given[s, k] if len(given) else c[13] * np.random.standard_normal()
        _step_flat(
            n, at, iat, wat, bat, W, WI, B, BI, r0, target, p, q, now, xi[(t + 3) % 4], xi[(t + 1) % 4],
            c, forward, inter, apical,
        )  # fmt: skip
        t += 1


def _constants(start: Start) -> Array:
    c = start.coefficients
    return np.array([
        c.hidden_drive, c.hidden_nudge, c.output_drive, c.output_nudge, c.inter_drive, c.inter_nudge,
        c.hidden_rate, c.output_rate, c.inter_rate, c.hidden_attenuation, c.output_attenuation, c.inter_attenuation,
        c.high_pass, c.sigma, c.alpha, c.feedback,
    ])  # fmt: skip


def _offsets(sizes: list[int]) -> Integers:
    return np.array([0, *np.cumsum(sizes)[:-1]], dtype=np.int64)


def _flat(arrays: list[Array]) -> Array:
    return np.concatenate([array.ravel() for array in arrays])


class NumbaLoops:
    """See `peers.Peer`."""

    def __init__(self, starts: list[Start], noise: list[list[Array]] | None) -> None:
        start = self.start = starts[0]
        v, c, n = start.variables, start.coefficients, start.layers
        hidden = range(len(n) - 2)
        self.shapes = (
            np.array(n, dtype=np.int64), _offsets(list(n[1:])), _offsets(list(n[2:])),
            _offsets([w.size for w in v["WPP"]]), _offsets([w.size for w in v["BPP"]]),
        )  # fmt: skip
        self.weights = tuple(_flat(v[name]) for name in ("WPP", "WIP", "BPP", "BPI"))
        zeros = np.zeros(sum(n[1:]))
        apical = np.concatenate([*v["vapi"], np.zeros(n[-1])])
        pyramidal = [_flat(v[name]) for name in ("uP", "uP_inf", "uP_breve", "rP_breve")]
        self.p = np.array([*pyramidal, zeros, _flat(v["rP_breve_HI"]), _flat(v["vbas"]), zeros, apical, zeros])
        inter = [_flat(v[name]) for name in ("uI", "uI_inf", "uI_breve", "rI_breve")]
        self.q = np.array([*inter, inter[0], _flat(v["vden"]), inter[0]])
        # Rows by step modulo 4: t begins with 0, so the last step was 3.
        self.xi = np.array([np.concatenate([np.zeros(n[i + 1]) for i in hidden])] + [_flat(x) for x in start.xi[::-1]])
        self.rates = tuple(np.array(rates) for rates in (c.forward, c.inter, c.apical))
        self.given = np.concatenate(noise[0], axis=1) if noise is not None else np.zeros((0, 0))
        self.t = 0

    def prepare(self, steps: int) -> None:
        """Compiles, by taking no step."""
        _seed(1)
        self.run(0)

    def run(self, steps: int) -> float:
        begun = time.perf_counter()
        _run_flat(
            steps, self.t, *self.shapes, *self.weights, self.start.r0, self.start.target, self.p, self.q, self.xi,
            _constants(self.start), *self.rates, self.given,
        )  # fmt: skip
        self.t += steps
        return time.perf_counter() - begun

    def end(self) -> list[Variables]:
        u, u_inf, u_breve, r, _, h, v_bas, _, v_api, _ = self.p
        uI, uI_inf, uI_breve, rI, _, v_den, _ = self.q
        W, WI, B, BI = self.weights
        flat = (W, WI, B, BI, u, u_inf, u_breve, r, h, v_bas, v_api, uI, uI_inf, uI_breve, rI, v_den)
        return [{name: self._cut(name, array) for name, array in zip(COMPARED, flat, strict=True)}]

    def _cut(self, name: str, flat: Array) -> list[Array]:
        like = self.start.variables[name]
        ends = np.cumsum([array.size for array in like])
        return [flat[end - array.size : end].reshape(array.shape) for array, end in zip(like, ends, strict=True)]


# Tuples of arrays, and BLAS


@_jit
def _add_product(w: Array, rate: float, post: Array, pre: Array) -> None:
    for k in range(len(post)):
        factor = rate * post[k]
        for j in range(len(pre)):
            w[k, j] += factor * pre[j]


@_jit
def _run_dot(
    steps: int, t: int, W: Any, WI: Any, B: Any, BI: Any, r0: Array, target: Array, p: Any, q: Any, xi: Any,
    c: Array, forward: Array, inter: Array, apical: Array, given: Any,
) -> None:  # fmt: skip
    """As `_run_flat`, with one array per population: rows of p[i], q[i] as there, xi[i] of shape (4, neurons)."""
    depth = len(W)
    hidden = depth - 1
    for s in range(steps):
        now, before, answered = t % 4, (t + 3) % 4, (t + 1) % 4
        for i in range(depth):
            x = p[i]
            x[4], x[7], x[9] = x[3], x[6], x[8]
            x[2] = x[1]
            for k in range(x.shape[1]):
                x[3, k] = _logistic(x[2, k])
        for i in range(hidden):
            y = q[i]
            y[4], y[6] = y[3], y[5]
            y[2] = y[1]
            for k in range(y.shape[1]):
                y[3, k] = _logistic(y[2, k])
        for i in range(depth):
            np.dot(W[i], r0 if i == 0 else p[i - 1][3], p[i][6])
        for i in range(hidden):
            x, y, noise = p[i], q[i], xi[i]
            np.dot(WI[i], x[3], y[5])
            x[8] = np.dot(B[i], p[i + 1][3]) + np.dot(BI[i], y[3])
            for k in range(x.shape[1]):
                noise[now, k] = given[i][s, k] if len(given[i]) else c[13] * np.random.standard_normal()
                x[1, k] = c[0] * x[6, k] + c[1] * (x[8, k] + noise[before, k])
                x[0, k] += c[6] * (x[1, k] - x[0, k])
            for k in range(y.shape[1]):
                y[1, k] = c[4] * y[5, k] + c[5] * p[i + 1][2, k]
                y[0, k] += c[8] * (y[1, k] - y[0, k])
        x = p[hidden]
        for k in range(x.shape[1]):
            x[1, k] = c[2] * x[6, k] + c[3] * target[k]
            x[0, k] += c[7] * (x[1, k] - x[0, k])
        for i in range(depth):
            x = p[i]
            for k in range(x.shape[1]):
                x[5, k] += x[3, k] - x[4, k] - c[12] * x[5, k]
        for i in range(depth):
            x = p[i]
            kappa = c[9] if i < hidden else c[10]
            for k in range(x.shape[1]):
                x[7, k] = x[3, k] - _logistic(kappa * x[7, k])
            _add_product(W[i], forward[i], x[7], r0 if i == 0 else p[i - 1][4])
        for i in range(hidden):
            x, y, b = p[i], q[i], B[i]
            for k in range(y.shape[1]):
                y[6, k] = y[3, k] - _logistic(c[11] * y[6, k])
            _add_product(WI[i], inter[i], y[6], x[4])
            _add_product(BI[i], -apical[i], x[9], y[4])
            h = p[i + 1][5]
            for k in range(x.shape[1]):
                noise = xi[i][answered, k]
                for j in range(len(h)):
                    b[k, j] += c[15] * (noise * h[j] - c[14] * b[k, j])
        t += 1


class NumbaDot:
    """See `peers.Peer`."""

    def __init__(self, starts: list[Start], noise: list[list[Array]] | None) -> None:
        start = self.start = starts[0]
        v, c = start.variables, start.coefficients
        hidden = len(v["BPP"])
        self.weights = tuple(tuple(w.copy() for w in v[name]) for name in ("WPP", "WIP", "BPP", "BPI"))
        zeros = [np.zeros_like(u) for u in v["uP"]]
        apical = [*v["vapi"], zeros[-1]]
        pyramidal = (v["uP"], v["uP_inf"], v["uP_breve"], v["rP_breve"], zeros, v["rP_breve_HI"], v["vbas"], zeros)
        self.p = tuple(np.array(rows) for rows in zip(*pyramidal, apical, zeros, strict=True))
        inter = (v["uI"], v["uI_inf"], v["uI_breve"], v["rI_breve"], zeros[1:], v["vden"], zeros[1:])
        self.q = tuple(np.array(rows) for rows in zip(*inter, strict=True))
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
        _run_dot(
            steps, self.t, *self.weights, self.start.r0, self.start.target, self.p, self.q, self.xi,
            _constants(self.start), *self.rates, self.given,
        )  # fmt: skip
        self.t += steps
        return time.perf_counter() - begun

    def end(self) -> list[Variables]:
        weights = dict(zip(("WPP", "WIP", "BPP", "BPI"), map(list, self.weights), strict=True))
        rows = {"uP": 0, "uP_inf": 1, "uP_breve": 2, "rP_breve": 3, "rP_breve_HI": 5, "vbas": 6}
        pyramidal = {name: [x[row] for x in self.p] for name, row in rows.items()}
        inter = {name: [y[row] for y in self.q] for name, row in zip(
            ("uI", "uI_inf", "uI_breve", "rI_breve", "vden"), (0, 1, 2, 3, 5), strict=True)}  # fmt: skip
        return [{**weights, **pyramidal, "vapi": [x[8] for x in self.p[:-1]], **inter}]
