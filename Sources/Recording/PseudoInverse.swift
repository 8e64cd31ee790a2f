/// The Moore-Penrose pseudo-inverse of a `rows x columns` matrix, both row by row.
///
/// By one-sided Jacobi rotations, which find small singular values to full relative precision; those below 1e-15 of the
/// largest one (times the larger side, as NumPy has it) count as zero.
func pseudoInverse(_ matrix: [Double], rows: Int, columns: Int) -> [Double] {
  guard rows >= columns else {
    let turned = pseudoInverse(transposed(matrix, rows: rows, columns: columns), rows: columns, columns: rows)
    return transposed(turned, rows: rows, columns: columns)
  }
  // Columns of U S, and the rotations V that made them orthogonal: A V = U S.
  var us = (0..<columns).map { j in (0..<rows).map { matrix[$0 * columns + j] } }
  var v = (0..<columns).map { j in (0..<columns).map { $0 == j ? 1.0 : 0 } }
  var isOrthogonal = false
  // Rotations converge quadratically; where squares overflow or vanish they need not converge at all.
  var sweeps = 0
  while !isOrthogonal, sweeps < 64 {
    isOrthogonal = true
    sweeps += 1
    for p in 0..<columns {
      for q in (p + 1)..<max(columns, p + 1) {
        let (a, b, product) = (dot(us[p], us[p]), dot(us[q], us[q]), dot(us[p], us[q]))
        guard abs(product) > 1e-16 * (a * b).squareRoot() else { continue }
        isOrthogonal = false
        let zeta = (b - a) / (2 * product)
        let tangent = (zeta < 0 ? -1 : 1) / (abs(zeta) + (1 + zeta * zeta).squareRoot())
        let cosine = 1 / (1 + tangent * tangent).squareRoot()
        rotate(&us, p, q, cosine, cosine * tangent)
        rotate(&v, p, q, cosine, cosine * tangent)
      }
    }
  }
  let squares = us.map { dot($0, $0) }
  let smallest = 1e-15 * Double(max(rows, columns)) * (squares.max() ?? 0).squareRoot()
  var inverse = Array(repeating: 0.0, count: columns * rows)
  for k in 0..<columns where squares[k].squareRoot() > smallest {
    for i in 0..<columns {
      for j in 0..<rows { inverse[i * rows + j] += v[k][i] * us[k][j] / squares[k] }
    }
  }
  return inverse
}

/// The transpose of a `rows x columns` matrix, row by row.
func transposed(_ matrix: [Double], rows: Int, columns: Int) -> [Double] {
  (0..<columns).flatMap { column in (0..<rows).map { matrix[$0 * columns + column] } }
}

private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }

private func rotate(_ columns: inout [[Double]], _ p: Int, _ q: Int, _ cosine: Double, _ sine: Double) {
  for k in columns[p].indices {
    let (x, y) = (columns[p][k], columns[q][k])
    columns[p][k] = cosine * x - sine * y
    columns[q][k] = sine * x + cosine * y
  }
}
