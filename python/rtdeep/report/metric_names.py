"""What quantities are called on a page."""

from __future__ import annotations

import re

_NAMES = {
    "free_mse": "error of the free output (mV²)", "mse": "error of the output (mV²)",
    "accuracy": "validation accuracy", "loss": "validation loss (mV²)",
}
_SYMBOLS = {"^T": "ᵀ", "^+": "⁺", "WPP": "W", "BPP": "B", "WIP": "Wᴵ", "BPI": "Bᴵ", "dphi": "φ′"}
_LAYER = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def metric_name(name: str) -> str:
    """A recorded quantity or metric as people write it: "cos(BPP, WPP^T)" becomes "cos(B, Wᵀ)"."""
    if name in _NAMES:
        return _NAMES[name]
    if not name.startswith(("cos(", "angle(")):
        return name
    for known, symbol in _SYMBOLS.items():
        name = name.replace(known, symbol)
    name = re.sub(r"_(\d+)", lambda found: found[1].translate(_LAYER), name.replace("-", "−"))
    return name.replace("angle(", "∠(")
