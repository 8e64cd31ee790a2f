/// Where records go.
///
/// A record is the values of all probes of one recorder, one probe after the other.
public protocol Sink: AnyObject {
  /// Takes the record made after `step` steps; the row is valid during the call only.
  func append(step: Int, row: UnsafeBufferPointer<Double>) throws
  /// Makes everything taken so far survive the end of the program.
  func flush() throws
  /// Called once after the last record.
  func finish() throws
}
