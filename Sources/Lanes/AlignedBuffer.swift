/// Memory for `count` numbers, owned by this one value: aligned to 64 bytes and zero at the start.
///
/// The allocation extends to a whole number of 64-byte lines, so a vector may be read and written across the end.
public struct AlignedBuffer<Element: BitwiseCopyable>: ~Copyable, @unchecked Sendable {
  // Sendable, because nobody else has the memory: who holds the value may use it, on whatever thread.

  /// The number of elements.
  public let count: Int

  /// The first element; valid as long as the buffer lives.
  public let baseAddress: UnsafeMutablePointer<Element>

  /// Room for `count` elements (not negative), all of whose bits are zero.
  public init(count: Int) {
    precondition(count >= 0, "a buffer has no negative size")
    let memory = UnsafeMutableRawPointer.allocate(byteCount: Self.byteCount(of: count), alignment: Self.alignment)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: Self.byteCount(of: count))
    self.count = count
    baseAddress = memory.bindMemory(to: Element.self, capacity: count)
  }

  deinit {
    UnsafeMutableRawPointer(baseAddress).deallocate()
  }

  /// A second buffer with the same contents.
  public func copy() -> AlignedBuffer {
    let other = AlignedBuffer(count: count)
    UnsafeMutableRawPointer(other.baseAddress).copyMemory(
      from: UnsafeRawPointer(baseAddress), byteCount: Self.byteCount(of: count))
    return other
  }

  /// One element, with its index checked; loops that must be fast use `baseAddress`.
  @inlinable
  public subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "no such element")
      return baseAddress[index]
    }
    nonmutating set {
      precondition(index >= 0 && index < count, "no such element")
      baseAddress[index] = newValue
    }
  }

  private static var alignment: Int { 64 }

  private static func byteCount(of count: Int) -> Int {
    let bytes = count * MemoryLayout<Element>.stride
    return (bytes + alignment - 1) / alignment * alignment
  }
}
