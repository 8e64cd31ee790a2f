"""PyTorch, eager: float64 on one thread, updates in place where PyTorch has them."""

from __future__ import annotations

import time

import torch
from start import Array, Start, Variables
from torch import Tensor

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def _tensors(arrays: list[Array]) -> list[Tensor]:
    return [torch.tensor(array) for array in arrays]


class Torch:
    """See `peers.Peer`."""

    def __init__(self, starts: list[Start], noise: list[list[Array]] | None) -> None:
        torch.manual_seed(1)
        start = starts[0]
        self.c = start.coefficients
        self.v = {name: _tensors(arrays) for name, arrays in start.variables.items()}
        self.r0, self.target = torch.tensor(start.r0), torch.tensor(start.target)
        self.xi = [_tensors(arrays) for arrays in start.xi]
        self.given = _tensors(noise[0]) if noise is not None else None

    def prepare(self, steps: int) -> None:
        """There is nothing to compile."""

    def run(self, steps: int) -> float:
        begun = time.perf_counter()
        with torch.inference_mode():
            for step in range(steps):
                if self.given is None:
                    xi = [torch.randn(v.shape[0]).mul_(self.c.sigma) for v in self.v["vapi"]]
                else:
                    xi = [layer[step] for layer in self.given]
                self.step(xi)
        return time.perf_counter() - begun

    def step(self, xi: list[Tensor]) -> None:
        """One step of dt with this noise."""
        c, v = self.c, self.v
        W, WI, B, BI = v["WPP"], v["WIP"], v["BPP"], v["BPI"]
        hidden = range(len(B))
        r_old, rI_old, v_bas_old, v_api_old, v_den_old = (
            v["rP_breve"], v["rI_breve"], v["vbas"], v["vapi"], v["vden"],
        )  # fmt: skip
        u_breve, uI_breve = v["uP_inf"], v["uI_inf"]
        r = [torch.sigmoid(u) for u in u_breve]
        rI = [torch.sigmoid(u) for u in uI_breve]
        v_bas = [torch.mv(w, x) for w, x in zip(W, [self.r0, *r], strict=False)]
        v_den = [torch.mv(w, x) for w, x in zip(WI, r, strict=False)]
        v_api = [torch.mv(B[i], r[i + 1]).addmv_(BI[i], rI[i]) for i in hidden]
        u_inf = [c.hidden_drive * v_bas[i] + c.hidden_nudge * (v_api[i] + self.xi[0][i]) for i in hidden]
        u_inf.append(c.output_drive * v_bas[-1] + c.output_nudge * self.target)
        uI_inf = [c.inter_drive * v_den[i] + c.inter_nudge * u_breve[i + 1] for i in hidden]
        for i in hidden:
            v["uP"][i].lerp_(u_inf[i], c.hidden_rate)
            v["uI"][i].lerp_(uI_inf[i], c.inter_rate)
        v["uP"][-1].lerp_(u_inf[-1], c.output_rate)
        for h, new, old in zip(v["rP_breve_HI"], r, r_old, strict=True):
            h.mul_(1 - c.high_pass).add_(new).sub_(old)
        self.xi.insert(0, xi)
        answered = self.xi.pop()
        for i in hidden:
            B[i].addr_(answered[i], v["rP_breve_HI"][i + 1], beta=1 - c.feedback * c.alpha, alpha=c.feedback)
            error = rI[i] - torch.sigmoid(c.inter_attenuation * v_den_old[i])
            WI[i].addr_(error, r_old[i], alpha=c.inter[i])
            BI[i].addr_(v_api_old[i], rI_old[i], alpha=-c.apical[i])
        for i, below in enumerate([self.r0, *r_old[:-1]]):
            kappa = c.hidden_attenuation if i in hidden else c.output_attenuation
            W[i].addr_(r[i] - torch.sigmoid(kappa * v_bas_old[i]), below, alpha=c.forward[i])
        v.update(
            uP_inf=u_inf, uP_breve=u_breve, rP_breve=r, vbas=v_bas, vapi=v_api, uI_inf=uI_inf, uI_breve=uI_breve,
            rI_breve=rI, vden=v_den,
        )

    def end(self) -> list[Variables]:
        return [{name: [tensor.numpy() for tensor in tensors] for name, tensors in self.v.items()}]
