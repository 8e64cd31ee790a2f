/// Whether arrays of this shape can be counted: the lengths that are not zero have a product below 2^56, so that neither
/// their elements nor the elements' bytes overflow.
func isCountable(_ shape: [Int]) -> Bool {
  var product = 1
  for length in shape where length > 0 {
    let (value, overflow) = product.multipliedReportingOverflow(by: length)
    guard !overflow, value < 1 << 56 else { return false }
    product = value
  }
  return true
}
