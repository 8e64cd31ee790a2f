/// A matrix as an array of rows.
public typealias Matrix = [[Double]]

/// Linear algebra in the plainest form, for the oracle and the theory tests.
public enum Textbook {
  /// Rows of `columns` elements each.
  public static func matrix(_ elements: [Double], columns: Int) -> Matrix {
    var rows: Matrix = []
    for start in stride(from: 0, to: elements.count, by: columns) {
      rows.append(Array(elements[start..<start + columns]))
    }
    return rows
  }

  /// A matrix of zeros.
  public static func zeros(_ rows: Int, _ columns: Int) -> Matrix {
    Array(repeating: Array(repeating: 0, count: columns), count: rows)
  }

  /// m x
  public static func product(_ m: Matrix, _ x: [Double]) -> [Double] {
    var y: [Double] = []
    for row in m {
      var sum = 0.0
      for j in 0..<x.count { sum += row[j] * x[j] }
      y.append(sum)
    }
    return y
  }

  /// a b
  public static func product(_ a: Matrix, _ b: Matrix) -> Matrix {
    transpose(transpose(b).map { product(a, $0) })
  }

  /// The transpose of `m`.
  public static func transpose(_ m: Matrix) -> Matrix {
    (0..<m[0].count).map { j in m.map { $0[j] } }
  }

  /// diag(left) m diag(right)
  public static func scaled(_ left: [Double], _ m: Matrix, _ right: [Double]) -> Matrix {
    zip(left, m).map { l, row in zip(row, right).map { l * $0 * $1 } }
  }

  /// factor x yᵀ, with x as rows.
  public static func outer(_ factor: Double, _ x: [Double], _ y: [Double]) -> Matrix {
    x.map { a in y.map { b in factor * a * b } }
  }

  /// a + b
  public static func sum(_ a: Matrix, _ b: Matrix) -> Matrix {
    zip(a, b).map { rowA, rowB in zip(rowA, rowB).map { $0 + $1 } }
  }

  /// a + b
  public static func sum(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 + $1 } }

  /// a - b
  public static func difference(_ a: [Double], _ b: [Double]) -> [Double] { zip(a, b).map { $0 - $1 } }

  /// factor m
  public static func scaled(_ factor: Double, _ m: Matrix) -> Matrix { m.map { $0.map { factor * $0 } } }
}
