/// A number that kernels compute with: `Double`, or `Float` where half the memory and twice the lanes matter more.
///
/// The largest errors measured, in ULPs of the result; those of `Float` over all 2^32 arguments, against `Double`:
///
/// | function | `Double` | `Float` |
/// |---|---|---|
/// | `exponential` | 0.72 (subnormal results: 0.81) | 0.78 (0.79) |
/// | `exponentialMinusOne` | 1.78 | 1.68 |
/// | `logarithm` | 0.82 | 0.86 |
/// | `logarithmOnePlus` | 1.44 | 1.44 |
/// | `logistic`, where e^-x does not overflow | 2.4 | 2.49 |
/// | `hyperbolicTangent` | 2.5 | 2.50 |
/// | `softPlus` | 1.91 | 1.96 |
/// | `sineCosine` | 1.82 | 1.96 |
///
/// Gaussian numbers in `Float` are within 1.2e-6 of those in `Double` from the same bits.
public protocol Precision: BinaryFloatingPoint, SIMDScalar, Codable, BitwiseCopyable, Sendable
where
  SIMD2Storage: BitwiseCopyable & Sendable, SIMD4Storage: BitwiseCopyable & Sendable,
  SIMD8Storage: BitwiseCopyable & Sendable, SIMD16Storage: BitwiseCopyable & Sendable
{
  /// An unsigned integer of the same size.
  associatedtype Pattern: FixedWidthInteger & UnsignedInteger

  /// What the functions of this module must know about the format.
  associatedtype Format: BinaryFormat where Format.Number == Self

  /// The bits of the number.
  var bitPattern: Pattern { get }

  /// The number with these bits.
  init(bitPattern: Pattern)
}

/// An IEEE 754 format: its layout, and the series and bounds that are right for its number of digits.
///
/// Computed properties and not stored ones, so that kernels in other modules see literals. The functions of which the
/// series are part are in `Elementary`; what each series leaves out is stated where it is defined.
public protocol BinaryFormat {
  /// The type of the numbers.
  associatedtype Number: Precision where Number.Format == Self

  /// As many numbers as a calculation on many of them does well to handle at a time: two registers, whose latencies
  /// overlap.
  associatedtype Wide: Lane where Wide.Scalar == Number

  // MARK: Layout

  /// Numbers in a vector register of the machines that the project is tuned for (AVX2); others are as right.
  static var numbersPerRegister: Int { get }

  /// 1.5 * 2^p for p bits below the exponent field: here the numbers are 1 apart, so adding it rounds a small number to
  /// an integer, which then stands in the low bits (in two's complement, thanks to the 0.5 * 2^p).
  static var integerMagic: Number { get }

  /// 2^p: ORing an unsigned integer below 2^p into its bits adds that integer.
  static var unsignedMagic: Number { get }

  /// The bits of `unsignedMagic`.
  static var unsignedMagicBits: Number.Pattern { get }

  /// The bits of 1.
  static var oneBits: Number.Pattern { get }

  /// The bits of sqrt(1/2).
  static var rootHalfBits: Number.Pattern { get }

  /// The bits that hold the significand without its leading one.
  static var significandMask: Number.Pattern { get }

  /// p, the number of bits below the exponent field.
  static var significandWidth: Number.Pattern { get }

  /// What the exponent field holds for 2^0.
  static var exponentBias: Number { get }

  // MARK: Comparisons, which are one instruction only where the compiler sees the very type

  /// The lanes in which `a < b`.
  static func areLess(_ a: SIMD2<Number>, _ b: SIMD2<Number>) -> SIMDMask<SIMD2<Number.SIMDMaskScalar>>
  /// The lanes in which `a < b`.
  static func areLess(_ a: SIMD4<Number>, _ b: SIMD4<Number>) -> SIMDMask<SIMD4<Number.SIMDMaskScalar>>
  /// The lanes in which `a < b`.
  static func areLess(_ a: SIMD8<Number>, _ b: SIMD8<Number>) -> SIMDMask<SIMD8<Number.SIMDMaskScalar>>
  /// The lanes in which `a < b`.
  static func areLess(_ a: SIMD16<Number>, _ b: SIMD16<Number>) -> SIMDMask<SIMD16<Number.SIMDMaskScalar>>

  // MARK: Reductions and bounds

  /// The leading bits of log(2): their product with the exponent of any number is exact.
  static var logarithmOfTwoHigh: Number { get }

  /// What `logarithmOfTwoHigh` lacks, rounded.
  static var logarithmOfTwoLow: Number { get }

  /// An argument below which e^x is 0 after rounding.
  static var exponentialIsZeroBelow: Number { get }

  /// An argument above which e^x overflows.
  static var exponentialIsInfiniteAbove: Number { get }

  /// An argument below which e^x - 1 is -1 after rounding.
  static var exponentialMinusOneIsConstantBelow: Number { get }

  /// An exponent k from which on 2^-k does not matter beside 1.
  static var negligibleExponent: Number { get }

  /// A size below which x^3 / 3 is less than half of the last bit of x.
  static var tangentIsLinearBelow: Number { get }

  /// An exponent k such that 2^k lifts every subnormal number to a normal one.
  static var subnormalLift: Number { get }

  // MARK: Series

  /// `e^r - 1 - r` for `|r| <= log(2) / 2`.
  static func exponentialRemainder<L: Lane>(_ r: L) -> L where L.Scalar == Number

  /// `2/3 s^2 + 2/5 s^4 + ...`, the part of `log((1 + s) / (1 - s)) / s` beyond 2, for the square of
  /// `|s| <= 3 - 2 sqrt(2)`.
  static func logarithmSeries<L: Lane>(square: L) -> L where L.Scalar == Number

  /// `-1/3! + x^2/5! - ...`, with which `sin x = x + x^3 (...)`, for the square of `|x| <= pi / 4`.
  static func sineSeries<L: Lane>(square: L) -> L where L.Scalar == Number

  /// `1/4! - x^2/6! + ...`, with which `cos x = 1 - x^2/2 + x^4 (...)`, for the square of `|x| <= pi / 4`.
  static func cosineSeries<L: Lane>(square: L) -> L where L.Scalar == Number

  // MARK: Random numbers

  /// Which lane each of the words belongs to, so that they become numbers without being moved.
  static func laneOrder<Words: WordLanes>(_: Words.Type) -> Words

  /// Two independent standard normal numbers in every lane, from its random block.
  static func gaussianPair<L: Lane>(from block: PhiloxLanes<L.Words>) -> (L, L) where L.Scalar == Number
}
