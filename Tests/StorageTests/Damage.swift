import Storage
import TestSupport

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
