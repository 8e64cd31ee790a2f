"""JAX: `lax.scan` over the steps, compiled, and `vmap` of it for ensembles."""

from __future__ import annotations

import functools
import time
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from start import Array, Start, Variables
from works import Coefficients

jax.config.update("jax_enable_x64", True)

State = dict[str, Any]


def _dot(w: jax.Array, x: jax.Array) -> jax.Array:
    return w @ x


def _sum(w: jax.Array, x: jax.Array) -> jax.Array:
    """The same product without a call into a library of matrices, which does not pay for small ones."""
    return jnp.sum(w * x, axis=-1)


_PRODUCTS = {"dot": _dot, "sum": _sum}


def _step(product: Any, c: Coefficients, s: State, xi: tuple[jax.Array, ...]) -> State:
    """One step of dt with this noise."""
    W, WI, B, BI, r_old, rI_old = s["WPP"], s["WIP"], s["BPP"], s["BPI"], s["rP_breve"], s["rI_breve"]
    hidden = range(len(B))
    layers = range(len(W))
    u_breve, uI_breve = s["uP_inf"], s["uI_inf"]
    r = [jax.nn.sigmoid(u) for u in u_breve]
    rI = [jax.nn.sigmoid(u) for u in uI_breve]
    v_bas = [product(w, x) for w, x in zip(W, [s["r0"], *r], strict=False)]
    v_den = [product(w, x) for w, x in zip(WI, r, strict=False)]
    v_api = [product(B[i], r[i + 1]) + product(BI[i], rI[i]) for i in hidden]
    u_inf = [c.hidden_drive * v_bas[i] + c.hidden_nudge * (v_api[i] + s["xi"][0][i]) for i in hidden]
    u_inf.append(c.output_drive * v_bas[-1] + c.output_nudge * s["target"])
    uI_inf = [c.inter_drive * v_den[i] + c.inter_nudge * u_breve[i + 1] for i in hidden]
    rates = [*(c.hidden_rate for _ in hidden), c.output_rate]
    h = [h + new - old - c.high_pass * h for h, new, old in zip(s["rP_breve_HI"], r, r_old, strict=True)]
    kappa = [*(c.hidden_attenuation for _ in hidden), c.output_attenuation]
    error = [r[i] - jax.nn.sigmoid(kappa[i] * s["vbas"][i]) for i in layers]
    errorI = [rI[i] - jax.nn.sigmoid(c.inter_attenuation * s["vden"][i]) for i in hidden]
    below = [s["r0"], *r_old]
    return {
        "WPP": [W[i] + c.forward[i] * jnp.outer(error[i], below[i]) for i in layers],
        "WIP": [WI[i] + c.inter[i] * jnp.outer(errorI[i], r_old[i]) for i in hidden],
        "BPP": [B[i] + c.feedback * (jnp.outer(s["xi"][2][i], h[i + 1]) - c.alpha * B[i]) for i in hidden],
        "BPI": [BI[i] - c.apical[i] * jnp.outer(s["vapi"][i], rI_old[i]) for i in hidden],
        "uP": [u + rates[i] * (u_inf[i] - u) for i, u in enumerate(s["uP"])],
        "uI": [u + c.inter_rate * (uI_inf[i] - u) for i, u in enumerate(s["uI"])],
        "uP_inf": u_inf, "uP_breve": u_breve, "rP_breve": r, "rP_breve_HI": h, "vbas": v_bas, "vapi": v_api,
        "uI_inf": uI_inf, "uI_breve": uI_breve, "rI_breve": rI, "vden": v_den,
        "xi": [list(xi), *s["xi"][:2]], "r0": s["r0"], "target": s["target"],
    }  # fmt: skip


def _run_drawing(product: Any, c: Coefficients, steps: int, state: State, key: jax.Array) -> tuple[State, jax.Array]:
    """Steps with noise that is drawn on the way."""

    def body(carry: tuple[State, jax.Array], _: None) -> tuple[tuple[State, jax.Array], None]:
        state, key = carry
        key, *own = jax.random.split(key, 1 + len(state["vapi"]))
        # Numbers of one's own precision: constants of Python's do not widen them.
        xi = tuple(
            c.sigma * jax.random.normal(one, v.shape, v.dtype) for one, v in zip(own, state["vapi"], strict=True)
        )
        return (_step(product, c, state, xi), key), None

    return jax.lax.scan(body, (state, key), length=steps)[0]


def _run_given(product: Any, c: Coefficients, state: State, noise: tuple[jax.Array, ...]) -> State:
    """Steps with this noise, one row of each array a step."""
    return jax.lax.scan(lambda s, xi: (_step(product, c, s, xi), None), state, noise)[0]


def _run_bulk(product: Any, c: Coefficients, steps: int, state: State, key: jax.Array) -> tuple[State, jax.Array]:
    """Steps with noise that is drawn for all of them before the first."""
    key, *own = jax.random.split(key, 1 + len(state["vapi"]))
    xi = tuple(
        c.sigma * jax.random.normal(one, (steps, *v.shape), v.dtype) for one, v in zip(own, state["vapi"], strict=True)
    )
    return _run_given(product, c, state, xi), key


def _state(start: Start) -> State:
    return {**start.variables, "xi": start.xi, "r0": start.r0, "target": start.target}


class JAX:
    """See `peers.Peer`.

    - product: "dot" or "sum", what multiplies a matrix and a vector
    - bulk: whether the noise of many steps is drawn at once, instead of each step's in it
    - members: of an ensemble, which repeats the starts that there are; 0: a single network
    - dtype: of all numbers
    """

    def __init__(
        self, starts: list[Start], noise: list[list[Array]] | None, *, product: str = "dot", bulk: bool = False,
        members: int = 0, dtype: str = "float64",
    ) -> None:  # fmt: skip
        self.coefficients = starts[0].coefficients
        self.multiply = _PRODUCTS[product]
        self.draw = _run_bulk if bulk else _run_drawing
        self.is_ensemble = members > 0
        kept = [starts[m % len(starts)] for m in range(members)] if self.is_ensemble and noise is None else starts

        def numbers(*arrays: Array) -> jax.Array:
            return jnp.asarray(np.stack(arrays) if self.is_ensemble else arrays[0], dtype)

        self.state = jax.tree.map(numbers, *map(_state, kept))
        self.noise = jax.tree.map(numbers, *map(tuple, noise)) if noise is not None else None
        key = jax.random.key(1)
        self.key = jax.random.split(key, len(kept)) if self.is_ensemble else key

    def prepare(self, steps: int) -> None:
        """Compiles a scan over so many steps; `run` takes a multiple of them."""
        if self.noise is None:
            run: Any = functools.partial(self.draw, self.multiply, self.coefficients, steps)
            arguments: Any = (self.state, self.key)
        else:
            run = functools.partial(_run_given, self.multiply, self.coefficients)
            arguments = (self.state, self.noise)
        self.chunk = steps
        mapped = jax.vmap(run) if self.is_ensemble else run
        self.compiled = jax.jit(mapped, donate_argnums=0).lower(*arguments).compile()

    def run(self, steps: int) -> float:
        begun = time.perf_counter()
        for _ in range(steps // self.chunk):
            if self.noise is None:
                self.state, self.key = self.compiled(self.state, self.key)
            else:
                self.state = self.compiled(self.state, self.noise)
        jax.block_until_ready(self.state)
        return time.perf_counter() - begun

    def end(self) -> list[Variables]:
        members = len(self.state["r0"]) if self.is_ensemble else 1
        return [
            {
                name: [np.asarray(array[m] if self.is_ensemble else array) for array in arrays]
                for name, arrays in self.state.items() if isinstance(arrays, list) and name != "xi"
            }
            for m in range(members)
        ]  # fmt: skip
