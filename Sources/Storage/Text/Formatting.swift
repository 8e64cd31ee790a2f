#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A number with a fixed count of decimals, e.g. `formatted(3.14159, decimals: 2)` is "3.14".
///
/// The decimal sign is always a point. Not-a-number is "nan", infinities are "inf" and "-inf".
public func formatted(_ x: Double, decimals: Int) -> String {
  precondition((0...100).contains(decimals), "decimals must lie in 0...100")
  return printed("%.*f", decimals, x)
}

/// A number with a count of significant digits, e.g. `formatted(12345.678, significant: 3)` is "1.23e+04".
///
/// Trailing zeros are dropped; very small and very large values have an exponent.
public func formatted(_ x: Double, significant: Int) -> String {
  precondition((1...100).contains(significant), "significant must lie in 1...100")
  return printed("%.*g", significant, x)
}

/// A size in bytes as people read it, in powers of 1024, e.g. "1.5 MiB".
public func humanBytes(_ count: Int) -> String {
  count.magnitude < 1024 ? "\(count) B" : humanBytes(Double(count))
}

/// A size in bytes as people read it; it may be larger than an `Int`.
public func humanBytes(_ count: Double) -> String {
  let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
  var value = count
  var unit = 0
  // 1023.95 would print as "1024.0".
  while value.magnitude >= (unit == 0 ? 1024 : 1023.95), unit < units.count - 1 {
    value /= 1024
    unit += 1
  }
  return "\(formatted(value, decimals: unit == 0 ? 0 : 1)) \(units[unit])"
}

/// A duration as people read it, e.g. "12 ms", "3.4 s", "2 min 05 s", "3 h 04 min", "2 d 03 h".
public func humanDuration(_ seconds: Double) -> String {
  guard seconds.isFinite else { return printed("%.*f", 0, seconds) }
  guard seconds >= 0 else { return "-" + humanDuration(-seconds) }
  if seconds == 0 { return "0 s" }
  if seconds < 0.999_5e-3 { return "\(formatted(seconds * 1e6, significant: 3)) us" }
  if seconds < 0.999_5 { return "\(formatted(seconds * 1e3, significant: 3)) ms" }
  if seconds < 59.95 { return "\(formatted(seconds, decimals: 1)) s" }
  if seconds < 3599.5 { return twoUnits(seconds, unit: 60, part: 1, "min", "s") }
  if seconds < 86_370 { return twoUnits(seconds, unit: 3600, part: 60, "h", "min") }
  // Beyond this, whole units no longer fit an Int.
  guard seconds < 1e15 else { return "\(formatted(seconds / 86_400, significant: 3)) d" }
  return twoUnits(seconds, unit: 86_400, part: 3600, "d", "h")
}

private func twoUnits(_ seconds: Double, unit: Int, part: Int, _ large: String, _ small: String) -> String {
  let parts = Int((seconds / Double(part)).rounded())
  let (whole, rest) = parts.quotientAndRemainder(dividingBy: unit / part)
  return "\(whole) \(large) \(rest < 10 ? "0" : "")\(rest) \(small)"
}

/// The C locale: a program that embeds us may have set another one, with a decimal comma.
private nonisolated(unsafe) let plainLocale = newlocale(LC_NUMERIC_MASK, "C", nil)

private func printed(_ format: String, _ digits: Int, _ x: Double) -> String {
  guard x.isFinite else { return x.isNaN ? "nan" : x < 0 ? "-inf" : "inf" }
  let previous = uselocale(plainLocale)
  defer { uselocale(previous) }
  // The longest: 309 digits of the largest number, a sign, a point and 100 decimals.
  return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { buffer in
    _ = withVaList([Int32(digits), x]) { vsnprintf(buffer.baseAddress, buffer.count, format, $0) }
    return String(cString: buffer.baseAddress!)
  }
}
