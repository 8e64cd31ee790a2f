/// The logistic function `1 / (1 + e^-x)`, evaluated exactly as this formula.
///
/// The formula, and not a more accurate one, so that results follow programs written with it: within 3 ULP (measured:
/// 2.4, in `Float` 2.49). It saturates at 0 (below -709.78, in `Float` -88.72) and at 1; NaN stays NaN.
@inlinable @inline(__always)
public func logistic<L: Lane>(_ x: L) -> L {
  L(1) / (L(1) + exponential(-x))
}
