"""The model without interneurons: every neuron inhibits its own apical dendrite."""

from __future__ import annotations

from microcircuit.models import phased_noise_model


class no_inter_model(phased_noise_model):
    """A `phased_noise_model` whose apical potential is B r - u_breve (revision 1c417e1)."""

    _kind = "no_inter_model"
