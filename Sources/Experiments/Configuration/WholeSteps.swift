/// The steps that a duration in ms consists of; nil where it is no multiple of the time step, negative or too long.
func wholeSteps(in duration: Double, timeStep: Double) -> Int? {
  // Both are decimal numbers in binary: their quotient is whole up to rounding, or it is not whole.
  let quotient = duration / timeStep
  let steps = quotient.rounded()
  guard abs(quotient - steps) <= 1e-9 * max(1, quotient), steps >= 0, steps < 0x1p53 else { return nil }
  return Int(steps)
}
