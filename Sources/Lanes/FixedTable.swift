/// A fixed table of small values (pointers, coefficients), filled once and read in every step.
///
/// It replaces an array in hot code: no retain, no release, no growth. The owner frees it.
public struct FixedTable<Element: BitwiseCopyable>: BitwiseCopyable, @unchecked Sendable {
  /// The first entry.
  public let base: UnsafeMutablePointer<Element>

  /// The number of entries.
  public let count: Int

  /// A copy of `elements`.
  public init(_ elements: [Element]) {
    count = elements.count
    base = .allocate(capacity: max(count, 1))
    base.initialize(from: elements, count: count)
  }

  /// Entry `i`.
  @inlinable
  public subscript(i: Int) -> Element {
    @inline(__always) get {
      assert(i >= 0 && i < count, "entry \(i) of \(count)")
      return base[i]
    }
    @inline(__always) nonmutating set {
      assert(i >= 0 && i < count, "entry \(i) of \(count)")
      base[i] = newValue
    }
  }

  /// Calls `body` for every entry, in order.
  @inlinable @inline(__always)
  public func forEach(_ body: (Element) -> Void) {
    var i = 0
    while i < count {
      body(base[i])
      i &+= 1
    }
  }

  /// Frees the table; no copy of it may be used afterwards.
  public func deallocate() { base.deallocate() }
}
