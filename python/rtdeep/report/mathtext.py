"""The mathematics of figures as plain text, for whatever cannot set mathtext."""

from __future__ import annotations

import re

_SYMBOLS = {
    r"\varphi": "φ", r"\angle": "∠", r"\Delta": "Δ", r"\cos": "cos", r"\cdot": "·", r"\tau": "τ", r"\xi": "ξ",
    r"\eta": "η", r"\pi": "π", r"\,": "\u2009", r"\ ": " ", "'": "′", "-": "−",
}
_ACCENTS = {r"\breve": "\u0306", r"\hat": "\u0302"}
RAISED = str.maketrans("0123456789−+ITP", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ᴵᵀᴾ")
"""Digits and letters as superscripts."""
_LOWERED = str.maketrans("0123456789−+", "₀₁₂₃₄₅₆₇₈₉₋₊")
_SCRIPT = re.compile(r"([\^_])(?:\{([^{}]*)\}|(.))")
_COMMAND = re.compile(r"\\(?:mathrm|bf|it)\{([^{}]*)\}")
_ACCENT = re.compile(r"(\\breve|\\hat)\{([^{}]*)\}")


def plain(text: str) -> str:
    """Mathtext as Unicode: "$W^T$" becomes "Wᵀ"; what lies outside of dollar signs stays as it is."""
    parts = text.split("$")
    # A single dollar sign begins nothing.
    if len(parts) % 2 == 0:
        return text
    return "".join(_mathematics(part) if place % 2 else part for place, part in enumerate(parts))


def _mathematics(text: str) -> str:
    text = _ACCENT.sub(lambda found: "".join(letter + _ACCENTS[found[1]] for letter in found[2]), text)
    text = _COMMAND.sub(r"\1", text)
    for command, symbol in _SYMBOLS.items():
        text = text.replace(command, symbol)
    return _SCRIPT.sub(_script, text).replace("{", "").replace("}", "")


def _script(found: re.Match[str]) -> str:
    content = (found[2] if found[2] is not None else found[3]).replace("\u2009", "")
    return content.translate(RAISED if found[1] == "^" else _LOWERED)
