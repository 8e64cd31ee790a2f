extension RandomStream {
  /// A random order of `0..<n`, every one of the `n!` orders being equally likely; n must be below 2^32.
  ///
  /// It depends on the stream, `n` and `draw` only. It uses the words of block `draw`, element by element.
  public func permutation(of n: Int, draw: UInt64) -> [Int] {
    precondition(n >= 0 && n < 1 << 32, "a permutation needs a count in 0..<2^32")
    var order = Array(0..<n)
    var words = WordSequence(stream: self, block: draw)
    for last in stride(from: n - 1, to: 0, by: -1) {
      order.swapAt(last, Int(words.next(below: UInt64(last + 1))))
    }
    return order
  }
}

/// The 64-bit words of one block, over all elements.
private struct WordSequence {
  let stream: RandomStream
  let block: UInt64
  var element: UInt32 = 0
  var waiting: UInt64?

  init(stream: RandomStream, block: UInt64) {
    self.stream = stream
    self.block = block
  }

  mutating func next() -> UInt64 {
    if let word = waiting {
      waiting = nil
      return word
    }
    let (first, second) = stream.words(block: block, element: element)
    // Traps at the end of the elements: a number is never used twice.
    element += 1
    waiting = second
    return first
  }

  /// An integer below `bound` (not 0), all of them equally likely.
  ///
  /// The high half of `word * bound` is one, if the few low halves that some results would get in excess are rejected
  /// (Lemire 2019, doi:10.1145/3230636).
  mutating func next(below bound: UInt64) -> UInt64 {
    let excess = (0 &- bound) % bound
    while true {
      let product = next().multipliedFullWidth(by: bound)
      if product.low >= excess { return product.high }
    }
  }
}
