/// A symmetric, positive definite matrix, decomposed as L L^T.
struct PositiveDefinite {
  private let size: Int
  private var lower: [Double]

  /// nil where the matrix (row by row) is not positive definite.
  init?(_ matrix: [Double], size: Int) {
    self.size = size
    lower = matrix
    for j in 0..<size {
      for i in j..<size {
        var sum = lower[i * size + j]
        for k in 0..<j { sum -= lower[i * size + k] * lower[j * size + k] }
        if i > j {
          lower[i * size + j] = sum / lower[j * size + j]
        } else {
          guard sum > 0 else { return nil }
          lower[j * size + j] = sum.squareRoot()
        }
      }
    }
  }

  /// The solution x of M x = b.
  func solution(_ b: some Collection<Double>) -> [Double] {
    var x = Array(b)
    for i in 0..<size {
      for k in 0..<i { x[i] -= lower[i * size + k] * x[k] }
      x[i] /= lower[i * size + i]
    }
    for i in stride(from: size - 1, through: 0, by: -1) {
      for k in i + 1..<size { x[i] -= lower[k * size + i] * x[k] }
      x[i] /= lower[i * size + i]
    }
    return x
  }

  /// B M^-1 of a matrix B, row by row.
  func solved(_ matrix: [Double]) -> [Double] {
    stride(from: 0, to: matrix.count, by: size).flatMap { solution(matrix[$0..<$0 + size]) }
  }

  /// The smallest eigenvalue, by inverse iteration.
  var smallestEigenvalue: Double {
    var x = (0..<size).map { 1 + 0.1 * Double($0 % 7) }
    var inverse = 0.0
    for _ in 0..<200 {
      let y = solution(x)
      inverse = y.reduce(0) { $0 + $1 * $1 }.squareRoot()
      x = y.map { $0 / inverse }
    }
    return 1 / inverse
  }
}
