/// One number, or a SIMD vector of numbers: what a kernel computes with.
///
/// Every kernel of the engine is written once over `Lane`. With `Double` it advances one network, with
/// `SIMD8<Double>` it advances eight (seeds or parameter values) in lockstep, with `Float` and `SIMD16<Float>` it does
/// so in single precision. Each lane does exactly the operations
/// that the scalar does, in the same order, so a member has the same bits alone and in company.
///
/// Kernels write `a + b * c`: Swift never contracts it to a fused operation, which is what keeps the bits equal on
/// every CPU.
public protocol Lane: BitwiseCopyable, Sendable {
  /// One `Bool` per lane, the result of a comparison.
  associatedtype Mask
  /// The type of the numbers in the lanes.
  associatedtype Scalar: Precision
  /// One 64-bit word per lane, for random numbers.
  associatedtype Words: WordLanes

  /// The number of lanes (1 for a plain number).
  static var laneCount: Int { get }

  /// The same number in every lane.
  init(repeating number: Scalar)

  /// The same value in every lane, rounded to the precision of the lanes.
  init(_ value: Double)

  /// The value of one lane, as `Double`, which is exact; a new one is rounded.
  subscript(lane lane: Int) -> Double { get set }

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self

  /// The mask of the lanes in which `self` is smaller than `other`; false where either is NaN.
  func isLess(than other: Self) -> Mask

  /// `self`, with `other` in the lanes of `mask`.
  func replacing(with other: Self, where mask: Mask) -> Self

  /// The distance from zero, lane by lane.
  var magnitude: Self { get }

  /// The square root, correctly rounded, lane by lane.
  func squareRoot() -> Self

  /// `self * 2^k`, for integral `k` in -1021...1023 in `Double` and -125...127 in `Float` (the result is
  /// exact where it is a normal number).
  func scaled(byPowerOfTwo k: Self) -> Self

  /// Nearest integral value, ties to even, for magnitudes below 2^51 in `Double` and 2^22 in `Float`.
  func roundedToIntegral() -> Self

  /// `(m, e)` with `self = m * 2^e`, `m` in [sqrt(1/2), sqrt(2)), for positive normal numbers.
  var significandAndExponent: (significand: Self, exponent: Self) { get }
}
