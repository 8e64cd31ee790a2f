"""The works that are timed: networks, ensembles, and the one set of parameters that all of them have.

Every work is the corrected, delay-matched PAL with everything on: layered feedback, logistic neurons, interneurons, a
target, white noise with a new sample in every step, and plasticity of W, W^I, B and B^I.
"""

from __future__ import annotations

from dataclasses import dataclass

# Defaults of the model, in 1/ms, and what the experiments of the catalogue have.
LEAK, BASAL, APICAL, DENDRITIC, INTER_NUDGING, TARGET_NUDGING = 0.03, 0.1, 0.06, 0.1, 0.06, 0.06
DT = 0.01
HIGH_PASS = 0.1
SIGMA = 0.036
ALPHA = 1e-5
#: eta of B. Those of the other weights are shared out among their synapses, so that large networks stay stable.
FEEDBACK_RATE = 50.0
OTHER_RATE = 20.0
#: Steps between a sample of the noise and the response that it is paired with.
DELAY = 3


@dataclass(frozen=True)
class Coefficients:
    """What one step multiplies by: every product of constants is formed once, in all implementations alike.

    u_inf = drive v + nudge w for a dendrite v and an apical dendrite, target or mirrored neuron w.
    """

    hidden_drive: float
    hidden_nudge: float
    output_drive: float
    output_nudge: float
    inter_drive: float
    inter_nudge: float
    #: dt / tau of the three kinds of soma.
    hidden_rate: float
    output_rate: float
    inter_rate: float
    #: kappa: what is left of a dendrite's potential in its soma.
    hidden_attenuation: float
    output_attenuation: float
    inter_attenuation: float
    #: dt / tau_HP.
    high_pass: float
    sigma: float
    alpha: float
    #: dt eta, one per projection.
    forward: tuple[float, ...]
    inter: tuple[float, ...]
    apical: tuple[float, ...]
    feedback: float


@dataclass(frozen=True)
class Work:
    """A network to step, or an ensemble of such networks.

    - layers: neurons per layer, input first
    - members: networks of the ensemble; 1: a single network
    """

    layers: tuple[int, ...]
    members: int = 1

    @property
    def name(self) -> str:
        """As it is asked for: 5-20-10-5, or ensemble-4-8-3."""
        sizes = "-".join(map(str, self.layers))
        return f"ensemble-{sizes}" if self.is_ensemble else sizes

    @property
    def title(self) -> str:
        """As the table has it."""
        sizes = ", ".join(map(str, self.layers))
        return f"ensemble of [{sizes}]" if self.is_ensemble else f"[{sizes}]"

    @property
    def is_ensemble(self) -> bool:
        return self.members > 1

    @property
    def hidden(self) -> int:
        """Hidden layers."""
        return len(self.layers) - 2

    @property
    def weights(self) -> int:
        """Weights of one network: W, and W^I, B and B^I between the upper layers."""
        pairs = [below * above for below, above in zip(self.layers, self.layers[1:], strict=False)]
        return sum(pairs) + 3 * sum(pairs[1:])

    @property
    def chunk(self) -> int:
        """Steps of one call, where a call costs something: a few ms of work."""
        return max(10, min(1000, 2_000_000 // (self.weights * self.members)))

    def learning(self) -> dict[str, list[float]]:
        """eta of every projection in 1/ms, as a configuration has it."""
        n = self.layers
        return {
            "WPP": [OTHER_RATE / below for below in n[:-1]],
            "WIP": [OTHER_RATE / below for below in n[1:-1]],
            "BPI": [OTHER_RATE / above for above in n[2:]],
            "BPP": [FEEDBACK_RATE] * self.hidden,
        }

    def coefficients(self) -> Coefficients:
        """See `Coefficients`."""
        hidden = LEAK + BASAL + APICAL
        output = LEAK + BASAL + TARGET_NUDGING
        inter = LEAK + DENDRITIC + INTER_NUDGING
        learning = self.learning()
        return Coefficients(
            hidden_drive=BASAL / hidden, hidden_nudge=APICAL / hidden,
            output_drive=BASAL / output, output_nudge=TARGET_NUDGING / output,
            inter_drive=DENDRITIC / inter, inter_nudge=INTER_NUDGING / inter,
            hidden_rate=DT * hidden, output_rate=DT * output, inter_rate=DT * inter,
            hidden_attenuation=BASAL / hidden, output_attenuation=BASAL / (LEAK + BASAL),
            inter_attenuation=DENDRITIC / (LEAK + DENDRITIC),
            high_pass=DT / HIGH_PASS, sigma=SIGMA, alpha=ALPHA,
            forward=tuple(DT * eta for eta in learning["WPP"]),
            inter=tuple(DT * eta for eta in learning["WIP"]),
            apical=tuple(DT * eta for eta in learning["BPI"]),
            feedback=DT * FEEDBACK_RATE,
        )


WORKS = (
    Work((1, 1, 1)),
    Work((5, 20, 10, 5)),
    Work((4, 30, 3)),
    Work((784, 100, 10)),
    Work((784, 500, 10)),
    Work((784, 500, 500, 10)),
    Work((1, 1, 1), members=1024),
    Work((4, 8, 3), members=1024),
    Work((30, 50, 3), members=1024),
)
