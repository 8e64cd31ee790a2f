/// The random stream of NumPy's legacy generator, `numpy.random.RandomState(seed)`, number for number.
///
/// The integers, uniforms and orders have the bits of NumPy. The Gaussians agree to 1e-15 relative, because they
/// contain a logarithm, which is our own here. The generator is MT19937 (Matsumoto and Nishimura 1998,
/// doi:10.1145/272991.272995).
public struct NumPyLegacyStream: Sendable {
  private var key: [UInt32]
  private var position: Int
  private var cachedGaussian: Double?

  private static let length = 624
  private static let shift = 397

  /// The stream of `RandomState(seed)`.
  public init(seed: UInt32) {
    key = [seed]
    key.reserveCapacity(Self.length)
    for index in 1..<UInt32(Self.length) {
      let previous = key[key.count - 1]
      key.append(1_812_433_253 &* (previous ^ previous >> 30) &+ index)
    }
    position = Self.length
    cachedGaussian = nil
  }

  /// The stream that continues from a state: 624 words that are not all zero and a position in 0...624.
  public init(state: (key: [UInt32], position: Int, cachedGaussian: Double?)) {
    precondition(state.key.count == Self.length, "the key has 624 words")
    precondition(state.key.contains { $0 != 0 }, "the key must not be all zero")
    precondition((0...Self.length).contains(state.position), "the position lies in 0...624")
    key = state.key
    position = state.position
    cachedGaussian = state.cachedGaussian
  }

  /// All there is to save: in NumPy's `get_state()` the entries 1, 2 and, where entry 3 is 1, 4.
  public var state: (key: [UInt32], position: Int, cachedGaussian: Double?) {
    (key, position, cachedGaussian)
  }

  /// The next 32 random bits.
  public mutating func word() -> UInt32 {
    if position == Self.length {
      advance()
      position = 0
    }
    var bits = key[position]
    position += 1
    bits ^= bits >> 11
    bits ^= (bits << 7) & 0x9D2C_5680
    bits ^= (bits << 15) & 0xEFC6_0000
    return bits ^ bits >> 18
  }

  /// A uniform number in [0, 1), a multiple of 2^-53 (`random_sample()`).
  public mutating func double() -> Double {
    let high = Double(word() >> 5)
    let low = Double(word() >> 6)
    return (high * 0x1p26 + low) * 0x1p-53
  }

  /// A uniform number in [low, high) (`uniform(low, high)`).
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * double()
  }

  /// A number from the standard normal distribution (`standard_normal()`, `randn()`).
  ///
  /// Marsaglia's polar method makes two at a time; the second waits in the state, whatever else is drawn in between.
  public mutating func standardNormal() -> Double {
    if let waiting = cachedGaussian {
      cachedGaussian = nil
      return waiting
    }
    while true {
      let x = 2 * double() - 1
      let y = 2 * double() - 1
      let square = x * x + y * y
      if square > 0 && square < 1 {
        let factor = (-2 * logarithm(square) / square).squareRoot()
        cachedGaussian = factor * x
        return factor * y
      }
    }
  }

  /// A number from a normal distribution (`normal(mean, standardDeviation)`); a deviation of 0 draws all the same.
  public mutating func normal(_ mean: Double, _ standardDeviation: Double) -> Double {
    precondition(standardDeviation >= 0, "a standard deviation is not negative")
    return mean + standardDeviation * standardNormal()
  }

  /// An integer in `low..<high` (`randint(low, high)`), which must not be empty.
  ///
  /// The bits are those of `randint` with its default type, int64. A range of one integer draws nothing.
  public mutating func integer(in low: Int, below high: Int) -> Int {
    precondition(low < high, "a range of integers must not be empty")
    return low &+ Int(truncatingIfNeeded: integer(upTo: UInt64(bitPattern: Int64(high &- 1 &- low))))
  }

  /// The order in which `shuffle` would leave `0..<count` (`permutation(count)`).
  public mutating func shuffleOrder(count: Int) -> [Int] {
    var order = Array(0..<count)
    shuffle(&order)
    return order
  }

  /// Shuffles rows in place (`shuffle(rows)`).
  public mutating func shuffle<Row>(_ rows: inout [Row]) {
    for last in stride(from: rows.count - 1, to: 0, by: -1) {
      rows.swapAt(last, Int(integer(upTo: UInt64(last))))
    }
  }

  /// An integer in `0...largest`, by rejecting masked bits.
  private mutating func integer(upTo largest: UInt64) -> UInt64 {
    if largest == 0 { return 0 }
    let mask = UInt64.max >> UInt64(largest.leadingZeroBitCount)
    while true {
      let bits = largest > UInt64(UInt32.max) ? UInt64(word()) << 32 | UInt64(word()) : UInt64(word())
      if bits & mask <= largest { return bits & mask }
    }
  }

  /// Replaces the words by the next 624.
  private mutating func advance() {
    for index in 0..<Self.length {
      let next = key[index + 1 < Self.length ? index + 1 : 0]
      let joined = (key[index] & 0x8000_0000) | (next & 0x7FFF_FFFF)
      let far = index + Self.shift < Self.length ? index + Self.shift : index + Self.shift - Self.length
      key[index] = key[far] ^ joined >> 1 ^ (joined & 1 == 0 ? 0 : 0x9908_B0DF)
    }
  }
}
