/// Where records go.
///
/// A record is the values of all probes of one recorder, one probe after the other.
public protocol Sink: AnyObject {
  /// Takes the record made after `step` steps; the row is valid during the call only.
  func append(step: Int, row: UnsafeBufferPointer<Double>) throws
  /// Called once after the last record.
  func finish() throws
}
