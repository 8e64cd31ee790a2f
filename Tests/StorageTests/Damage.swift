import Storage

/// A small generator with a fixed seed (SplitMix64), so that failures repeat.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The bytes with `flips` random ones replaced.
func damaged(_ bytes: [UInt8], flips: Int, _ generator: inout SeededGenerator) -> [UInt8] {
  var bytes = bytes
  for _ in 0..<flips {
    bytes[Int.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
  }
  return bytes
}

/// The error that `body` throws, nil if it throws none or another type.
func failure<Result>(_ body: () throws -> Result) -> StorageError? {
  do {
    _ = try body()
    return nil
  } catch {
    return error as? StorageError
  }
}
