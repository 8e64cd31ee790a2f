import CRtDeep
import Experiments
import MicrocircuitCore

// What callers hand over, checked before anything is done with it. Names are those of the header.

/// The most steps, records or numbers that are asked for at once: below it no sum of two overflows, and a Double counts
/// exactly.
let mostSteps: Int64 = 1 << 53

/// The place for an answer.
///
/// - Throws: `Refusal` where there is none.
func place<Value>(_ pointer: UnsafeMutablePointer<Value>?, _ name: String) throws(Refusal) -> UnsafeMutablePointer<
  Value
> {
  guard let pointer else { throw .argument("\(name) is NULL, but must be a place for the answer") }
  return pointer
}

/// A text that ends with a zero byte.
///
/// - Throws: `Refusal` where it is NULL or no UTF-8.
func text(_ pointer: UnsafePointer<CChar>?, _ name: String) throws(Refusal) -> String {
  guard let pointer else { throw .argument("\(name) is NULL, but must be a text") }
  guard let text = String(validatingCString: pointer) else { throw .argument("\(name) is no UTF-8") }
  return text
}

/// A whole number within bounds.
///
/// - Throws: `Refusal` where it is not.
func count(_ number: Int64, _ name: String, atLeast least: Int64 = 0, atMost most: Int64 = mostSteps) throws(Refusal)
  -> Int
{
  guard number >= least else { throw .argument("\(name) is \(number), but must be at least \(least)") }
  guard number <= most else {
    throw .argument("\(name) is \(number), but must be at most \(most == mostSteps ? "2^53" : "\(most)")")
  }
  return Int(number)
}

/// Numbers of which there must be `expected`.
///
/// - Throws: `Refusal` where there are more or fewer, or none at all.
func numbers<Pointer>(
  _ pointer: Pointer?, _ given: Int64, _ name: String, count: String? = nil, expected: Int, _ meaning: String
) throws(Refusal) -> Pointer {
  guard given == Int64(expected) else {
    throw .argument("\(count ?? "\(name)_count") is \(given), but must be \(expected): \(meaning)")
  }
  guard let pointer else { throw .argument("\(name) is NULL, but must hold \(expected) numbers") }
  return pointer
}

/// - Throws: `Refusal` where one of the numbers is not finite, or too large for `precision`; `first` is the index of
///   the first of them.
func requireFinite(
  _ values: UnsafeBufferPointer<Double>, _ name: String, first: Int = 0, in precision: NumberPrecision = .double
) throws(Refusal) {
  guard let index = values.firstIndex(where: { !precision.holds($0) }) else { return }
  let allowed =
    values[index].isFinite ? "at most \(Float.greatestFiniteMagnitude) in precision \(precision)" : "finite"
  throw .argument("\(name)[\(first + index)] is \(values[index]), but must be \(allowed)")
}

/// The product of two sizes.
///
/// - Throws: `Refusal` where no memory could hold so many numbers.
func product(_ a: Int, _ b: Int, _ name: String) throws(Refusal) -> Int {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  guard !overflow, product <= mostSteps else {
    throw .argument("\(name) ask for \(a) times \(b) numbers, but at most 2^53 can be given")
  }
  return product
}

/// Texts "key=value", as after `--set` of the command line.
///
/// - Throws: `Refusal` where one of them is not.
func settings(
  _ pointer: UnsafePointer<UnsafePointer<CChar>?>?, _ given: Int64
) throws(Refusal) -> [ConfigurationSetting] {
  let number = try count(given, "settings_count", atMost: 65536)
  guard number > 0 else { return [] }
  guard let pointer else { throw .argument("settings is NULL, but must hold \(number) texts") }
  var settings: [ConfigurationSetting] = []
  for index in 0..<number {
    let text = try text(pointer[index], "settings[\(index)]")
    guard let setting = ConfigurationSetting(text) else {
      throw Refusal(
        RTDEEP_BAD_CONFIGURATION, "a setting is \(text), but must be path=value, such as learning.BPP=200")
    }
    settings.append(setting)
  }
  return settings
}
