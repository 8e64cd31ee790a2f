"""The attributes of the original's models."""

from __future__ import annotations

from microcircuit.state import ComputedAttribute, Parameter, StateAttribute


class Attributes:
    """What can be read of a model by name: arrays of its state, what follows from it, and what it was made of.

    Lists have one array per layer: u are potentials, r rates, v dendritic potentials, W and B weights.
    """

    # Variables of the engine, which can be set
    WPP = StateAttribute()
    WIP = StateAttribute()
    BPP = StateAttribute()
    BPI = StateAttribute()
    uP = StateAttribute()
    uP_old = StateAttribute()
    uP_breve = StateAttribute()
    uI = StateAttribute()
    uI_old = StateAttribute()
    uI_breve = StateAttribute()
    rP_breve = StateAttribute()
    rI_breve = StateAttribute()
    rP_breve_HI = StateAttribute()
    vbas = StateAttribute()
    vapi = StateAttribute()
    vden = StateAttribute()
    vapi_noise = StateAttribute()
    noise_breve = StateAttribute()
    dWPP_LO = StateAttribute()
    _noise = StateAttribute("noise")

    # What a step computes
    dWPP = ComputedAttribute()
    dWIP = ComputedAttribute()
    dBPP = ComputedAttribute()
    dBPI = ComputedAttribute()
    Time = ComputedAttribute()
    active_bw_syn = ComputedAttribute()
    noise_counter = ComputedAttribute()
    taueffP = ComputedAttribute()
    taueffI = ComputedAttribute()
    r0 = ComputedAttribute()
    epsilon = ComputedAttribute()
    epsilon_LO = ComputedAttribute()

    # Arguments of the constructor
    dt = Parameter()
    dtxi = Parameter()
    tausyn = Parameter()
    Tbw = Parameter()
    Tpres = Parameter()
    tauHP = Parameter()
    tauLO = Parameter()
    tauxi = Parameter()
    taur = Parameter()
    taueps = Parameter()
    noise_scale = Parameter()
    noise_deg = Parameter()
    noise_mode = Parameter()
    noise_type = Parameter()
    alpha = Parameter()
    inter_low_pass = Parameter()
    pyr_hi_pass = Parameter()
    dWPP_low_pass = Parameter()
    dWPP_r_low_pass = Parameter()
    dWPP_post_low_pass = Parameter()
    dWPP_use_activation = Parameter()
    gate_regularizer = Parameter()
    varphi_regularizer = Parameter()
    bw_connection_mode = Parameter()
    model = Parameter()
    activation = Parameter()
    d_activation = Parameter()
    layers = Parameter()
    seed = Parameter()
    gl = Parameter()
    gden = Parameter()
    gbas = Parameter()
    gapi = Parameter()
    gnI = Parameter()
    gntgt = Parameter()
    eta_fw = Parameter()
    eta_bw = Parameter()
    eta_PI = Parameter()
    eta_IP = Parameter()
