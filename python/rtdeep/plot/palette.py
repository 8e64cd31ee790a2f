"""Colours that the colour-blind can tell apart."""

# The palette of Okabe and Ito, by what is drawn: a quantity has the same colour in every figure.
BLACK = "#000000"
ORANGE = "#E69F00"
SKY_BLUE = "#56B4E9"
GREEN = "#009E73"
BLUE = "#0072B2"
VERMILLION = "#D55E00"
PURPLE = "#CC79A7"
GREY = "#8C8C8C"

HIDDEN = SKY_BLUE
OUTPUT = BLUE
INTERNEURON = ORANGE
FORWARD = BLACK
FEEDBACK = BLUE
LATERAL = GREEN
TO_INTERNEURON = ORANGE
THEORY = VERMILLION
LEARNED = BLUE
FIXED = VERMILLION

SERIES = (BLUE, ORANGE, GREEN, PURPLE, SKY_BLUE, VERMILLION, BLACK)
"""For what has no colour of its own, such as layers or rules."""
