/// A few elements that are computed side by side: the postsynaptic elements of one tile, in registers.
@usableFromInline
protocol Block<Element>: BitwiseCopyable {
  associatedtype Element: BitwiseCopyable
  static var height: Int { get }
  init(_ element: (Int) -> Element)
  subscript(index: Int) -> Element { get }
  func map(_ transform: (Int, Element) -> Element) -> Self
  func forEach(_ body: (Int, Element) -> Void)
}

/// One element.
@usableFromInline
struct Single<Element: BitwiseCopyable>: Block {
  @usableFromInline var a: Element

  @inlinable @inline(__always)
  static var height: Int { 1 }

  @inlinable @inline(__always)
  init(_ element: (Int) -> Element) { a = element(0) }

  @inlinable @inline(__always)
  subscript(index: Int) -> Element { a }

  @inlinable @inline(__always)
  func map(_ transform: (Int, Element) -> Element) -> Single { Single { _ in transform(0, a) } }

  @inlinable @inline(__always)
  func forEach(_ body: (Int, Element) -> Void) { body(0, a) }
}

/// Two elements.
@usableFromInline
struct Pair<Element: BitwiseCopyable>: Block {
  @usableFromInline var a, b: Element

  @inlinable @inline(__always)
  static var height: Int { 2 }

  @inlinable @inline(__always)
  init(_ element: (Int) -> Element) { (a, b) = (element(0), element(1)) }

  @inlinable @inline(__always)
  subscript(index: Int) -> Element { index == 0 ? a : b }

  @inlinable @inline(__always)
  func map(_ transform: (Int, Element) -> Element) -> Pair { Pair { transform($0, self[$0]) } }

  @inlinable @inline(__always)
  func forEach(_ body: (Int, Element) -> Void) {
    body(0, a)
    body(1, b)
  }
}

/// Four elements.
@usableFromInline
struct Quad<Element: BitwiseCopyable>: Block {
  @usableFromInline var a, b, c, d: Element

  @inlinable @inline(__always)
  static var height: Int { 4 }

  @inlinable @inline(__always)
  init(_ element: (Int) -> Element) { (a, b, c, d) = (element(0), element(1), element(2), element(3)) }

  @inlinable @inline(__always)
  subscript(index: Int) -> Element {
    switch index {
    case 0: a
    case 1: b
    case 2: c
    default: d
    }
  }

  @inlinable @inline(__always)
  func map(_ transform: (Int, Element) -> Element) -> Quad { Quad { transform($0, self[$0]) } }

  @inlinable @inline(__always)
  func forEach(_ body: (Int, Element) -> Void) {
    body(0, a)
    body(1, b)
    body(2, c)
    body(3, d)
  }
}
