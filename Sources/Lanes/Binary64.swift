/// Constants of the IEEE 754 binary64 layout, shared by the conformances to `Lane`.
///
/// Computed properties and not stored ones, so that kernels in other modules see literals.
@usableFromInline
enum Binary64 {
  /// 1.5 * 2^52: here the numbers are 1 apart, so adding it rounds a small number to an integer, which then stands in
  /// the low bits (in two's complement, thanks to the 0.5 * 2^52).
  @inlinable @inline(__always)
  static var integerMagic: Double { 0x1.8p52 }

  /// 2^52: ORing an unsigned integer below 2^52 into its bits adds that integer.
  @inlinable @inline(__always)
  static var unsignedMagic: Double { 0x1p52 }

  /// The bits of 2^52.
  @inlinable @inline(__always)
  static var unsignedMagicBits: UInt64 { 0x4330_0000_0000_0000 }

  /// The bits of 1.
  @inlinable @inline(__always)
  static var oneBits: UInt64 { 0x3FF0_0000_0000_0000 }

  /// The bits of sqrt(1/2).
  @inlinable @inline(__always)
  static var rootHalfBits: UInt64 { 0x3FE6_A09E_667F_3BCD }

  /// The bits that hold the significand without its leading one.
  @inlinable @inline(__always)
  static var significandMask: UInt64 { 0x000F_FFFF_FFFF_FFFF }

  /// The number of bits below the exponent field.
  @inlinable @inline(__always)
  static var significandWidth: UInt64 { 52 }

  /// What the exponent field holds for 2^0.
  @inlinable @inline(__always)
  static var exponentBias: Double { 1023 }
}
