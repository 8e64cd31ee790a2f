/// Input rates or target potentials over time, in steps.
///
/// A signal is a pure function of the step, so that a run can be cut, resumed and repeated at will.
public protocol Signal: Sendable {
  /// The number of neurons that it drives.
  var width: Int { get }
  /// The values that hold during step `step` (counted from 0).
  func values(at step: Int) -> ArraySlice<Double>
  /// The first step after `step` at which the values may differ.
  func nextChange(after step: Int) -> Int
}
