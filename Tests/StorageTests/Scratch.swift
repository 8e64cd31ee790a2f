import Storage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder that lives as long as this value.
final class Scratch {
  let path: String

  init() {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/storage-tests-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { fatalError("no temporary folder: \(String(cString: strerror(errno)))") }
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  deinit { try? removeTree(path) }

  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }
}

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
