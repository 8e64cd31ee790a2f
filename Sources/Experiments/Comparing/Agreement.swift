/// When two values count as the same.
protocol Agreement {
  func holds(_ a: Double, _ b: Double) -> Bool
}

/// The same 64 bits: -0 and 0 differ, and so do two not-a-numbers with different bits.
struct SameBits: Agreement {
  func holds(_ a: Double, _ b: Double) -> Bool { a.bitPattern == b.bitPattern }
}

/// No further apart than `bound`; any two not-a-numbers agree, and so do -0 and 0.
struct Within: Agreement {
  let bound: Double

  func holds(_ a: Double, _ b: Double) -> Bool { a == b || abs(a - b) <= bound || (a.isNaN && b.isNaN) }
}
