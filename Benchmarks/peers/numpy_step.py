"""Plain NumPy: arrays, products of arrays, one method for each stage of a step."""

from __future__ import annotations

import time

import numpy as np
from start import Array, Start, Variables


def logistic(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


class Microcircuit:
    """A network with layered feedback that learns by delay-matched PAL."""

    def __init__(self, start: Start, seed: int) -> None:
        self.c = start.coefficients
        own = {name: [array.copy() for array in arrays] for name, arrays in start.variables.items()}
        self.W, self.WI, self.B, self.BI = own["WPP"], own["WIP"], own["BPP"], own["BPI"]
        self.u, self.u_inf, self.u_breve = own["uP"], own["uP_inf"], own["uP_breve"]
        self.uI, self.uI_inf, self.uI_breve = own["uI"], own["uI_inf"], own["uI_breve"]
        self.r, self.rI, self.h = own["rP_breve"], own["rI_breve"], own["rP_breve_HI"]
        self.v_bas, self.v_api, self.v_den = own["vbas"], own["vapi"], own["vden"]
        self.r0 = start.r0
        self.xi = start.xi
        self.rng = np.random.default_rng(seed)
        self.hidden = range(len(self.B))
        self.layers = range(len(self.W))

    def step(self, r0: Array, target: Array, xi: list[Array] | None = None) -> None:
        """One step of dt; `xi` is its noise, drawn if it is left out."""
        self.remember()
        self.fire()
        self.integrate_dendrites(r0)
        self.drive_somata(target)
        self.high_pass()
        self.draw_noise(xi)
        self.learn()
        self.r0 = r0

    def remember(self) -> None:
        self.r_old, self.rI_old = self.r, self.rI
        self.v_bas_old, self.v_api_old, self.v_den_old = self.v_bas, self.v_api, self.v_den

    def fire(self) -> None:
        self.u_breve, self.uI_breve = self.u_inf, self.uI_inf
        self.r = [logistic(u) for u in self.u_breve]
        self.rI = [logistic(u) for u in self.uI_breve]

    def integrate_dendrites(self, r0: Array) -> None:
        self.v_bas = [W.dot(r) for W, r in zip(self.W, [r0, *self.r], strict=False)]
        self.v_den = [W.dot(r) for W, r in zip(self.WI, self.r, strict=False)]
        self.v_api = [
            B.dot(r) + BI.dot(rI) for B, BI, r, rI in zip(self.B, self.BI, self.r[1:], self.rI, strict=True)
        ]

    def drive_somata(self, target: Array) -> None:
        c = self.c
        # The noise of the step before reaches the soma in this one.
        self.u_inf = [
            c.hidden_drive * self.v_bas[i] + c.hidden_nudge * (self.v_api[i] + self.xi[0][i]) for i in self.hidden
        ]
        self.u_inf.append(c.output_drive * self.v_bas[-1] + c.output_nudge * target)
        self.uI_inf = [c.inter_drive * self.v_den[i] + c.inter_nudge * self.u_breve[i + 1] for i in self.hidden]
        for i in self.hidden:
            self.u[i] += c.hidden_rate * (self.u_inf[i] - self.u[i])
            self.uI[i] += c.inter_rate * (self.uI_inf[i] - self.uI[i])
        self.u[-1] += c.output_rate * (self.u_inf[-1] - self.u[-1])

    def high_pass(self) -> None:
        for h, r, r_old in zip(self.h, self.r, self.r_old, strict=True):
            h += r - r_old - self.c.high_pass * h

    def draw_noise(self, xi: list[Array] | None) -> None:
        if xi is None:
            xi = [self.c.sigma * self.rng.standard_normal(v.size) for v in self.v_api]
        self.xi = [xi, *self.xi]

    def learn(self) -> None:
        c = self.c
        # What was drawn three steps ago is answered now.
        xi = self.xi.pop()
        for i in self.hidden:
            self.B[i] *= 1 - c.feedback * c.alpha
            self.B[i] += (c.feedback * xi[i])[:, None] * self.h[i + 1]
            error = self.rI[i] - logistic(c.inter_attenuation * self.v_den_old[i])
            self.WI[i] += (c.inter[i] * error)[:, None] * self.r_old[i]
            self.BI[i] -= (c.apical[i] * self.v_api_old[i])[:, None] * self.rI_old[i]
        below = self.r0
        for i in self.layers:
            kappa = c.hidden_attenuation if i in self.hidden else c.output_attenuation
            error = self.r[i] - logistic(kappa * self.v_bas_old[i])
            self.W[i] += (c.forward[i] * error)[:, None] * below
            below = self.r_old[i]


class NumPy:
    """See `peers.Peer`."""

    def __init__(self, starts: list[Start], noise: list[list[Array]] | None) -> None:
        self.start = starts[0]
        self.network = Microcircuit(self.start, seed=1)
        self.noise = noise[0] if noise is not None else None

    def prepare(self, steps: int) -> None:
        """There is nothing to compile."""

    def run(self, steps: int) -> float:
        network, r0, target = self.network, self.start.r0, self.start.target
        begun = time.perf_counter()
        if self.noise is None:
            for _ in range(steps):
                network.step(r0, target)
        else:
            for step in range(steps):
                network.step(r0, target, [layer[step] for layer in self.noise])
        return time.perf_counter() - begun

    def end(self) -> list[Variables]:
        n = self.network
        return [{
            "WPP": n.W, "WIP": n.WI, "BPP": n.B, "BPI": n.BI, "uP": n.u, "uP_inf": n.u_inf, "uP_breve": n.u_breve,
            "rP_breve": n.r, "rP_breve_HI": n.h, "vbas": n.v_bas, "vapi": n.v_api, "uI": n.uI, "uI_inf": n.uI_inf,
            "uI_breve": n.uI_breve, "rI_breve": n.rI, "vden": n.v_den,
        }]  # fmt: skip
