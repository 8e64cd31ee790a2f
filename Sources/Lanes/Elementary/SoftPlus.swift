/// The soft rectifier `log(1 + e^x)`, stable for every x, within 2 ULP (measured: 1.91,
/// in `Float` 1.96).
///
/// 0 at -infinity, +infinity at +infinity; NaN stays NaN.
@inlinable @inline(__always)
public func softPlus<L: Lane>(_ x: L) -> L {
  let rectified = x.replacing(with: L(0), where: x.isLess(than: L(0)))
  return rectified + logarithmOnePlusOfOrdinary(exponential(-x.magnitude))
}
