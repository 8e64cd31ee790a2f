"""The module `no_inter` of the original."""

from microcircuit import *  # noqa: F403
from microcircuit.no_inter import no_inter_model  # noqa: F401
