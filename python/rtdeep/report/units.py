"""The units of settings, as the documentation of configurations has them: times in ms, potentials and weights in mV."""

from __future__ import annotations

import re

_UNITS = {
    r"dt|duration|presentations\.(duration|settling|learningLag|targetDelay|inputLowPass|targetLowPass)": "ms",
    r"evaluation\.outputLag|feedback\.(highPass|phase)|interneurons\.lowPass|learning\.(lowPass|trace)(\..*)?": "ms",
    r"initial\.(WPP|WIP|BPP|BPI|biasP|biasI|uP|uI)|teacher(\..*)?|target|task\.targets(\..*)?|learning\.limits": "mV",
    r"feedback\.noise(\.(white|held|ou|soma))?": "mV",
    r"feedback\.noise\.(hold|tau)": "ms",
    r"conductances(\..*)?": "1/ms",
    r"voltageNoise": "mV per square root of ms",
}


def unit_of(path: str, per_presentation: bool = False) -> str:
    """The unit of a setting by its path; nothing where it has none.

    - per_presentation: whether learning rates are those of a whole presentation
    """
    if re.fullmatch(r"learning\.(WPP|WIP|BPP|BPI)", path):
        return "per presentation" if per_presentation else "1/ms"
    return next((unit for pattern, unit in _UNITS.items() if re.fullmatch(pattern, path)), "")
