import Lanes
import Recording

/// What theory says of the feedback weights of one hidden layer. Matrices are row by row, of the shape of B.
public struct FeedbackPrediction: Sendable {
  /// The hidden layer, from 0.
  public let layer: Int
  /// delta: by how many steps the rule pairs its rates with too recent a sample of the noise (negative: too old).
  public let mismatch: Int
  /// c: the mean product of noise and response in units of g V J^T; 1 for white noise whose delay is matched.
  public let correlation: Double
  /// <xi rho^T> in mV: what drives B, per unit of eta dt.
  public let drift: [Double]
  /// The transposed Jacobian that B is to align with, averaged over the samples.
  public let jacobian: [Double]
  /// The transposed forward path, attenuated: kappa W^T, or a product of them for skip feedback.
  public let transposedPath: [Double]
  /// B*, at which drift and regulariser cancel; nil where B grows without bound.
  public let fixedPoint: [Double]?
  /// Model time in ms in which the distance to B* falls to 1/e, pauses between phases included; nil for never.
  public let timeConstant: Double?
  /// The same in steps.
  public let steps: Double?
  /// The same in presentations of one sample.
  public let presentations: Double?
  /// The angle in degrees that noise keeps between B and B*; nil where there is no closed form.
  public let finalAngle: Double?

  /// Degrees between B* and kappa W^T; nil without B*.
  public var angleToTranspose: Double? { angle(to: transposedPath) }
  /// Degrees between B* and the mean transposed Jacobian; nil without B*.
  public var angleToJacobian: Double? { angle(to: jacobian) }
  /// |B*| in mV; nil where it is infinite.
  public var fixedPointNorm: Double? { fixedPoint.map(norm) }
  /// |<xi rho^T>| in mV.
  public var driftNorm: Double { norm(drift) }

  /// Steps until the mean of B is within `degrees` of B*, if it starts at `start`; nil for never.
  ///
  ///     tan(angle) = |start_orthogonal| e / (|B*| (1 - e) + start_parallel e),   e = exp(-t / time constant)
  public func steps(from start: [Double], toWithin degrees: Double) -> Double? {
    guard let fixedPoint, let steps, let length = fixedPointNorm, length > 0 else { return nil }
    if let finalAngle, finalAngle >= degrees { return nil }
    let parallel = zip(start, fixedPoint).reduce(0) { $0 + $1.0 * $1.1 } / length
    let orthogonal = max(0, start.reduce(0) { $0 + $1 * $1 } - parallel * parallel).squareRoot()
    let turn = sineCosine(turns: degrees / 360)
    let tangent = turn.sine / turn.cosine
    let excess = orthogonal / tangent - parallel
    return excess <= 0 ? 0 : steps * logarithm(1 + excess / length)
  }

  private func angle(to other: [Double]) -> Double? { fixedPoint.map { Recording.angle($0, other) } }
}

func norm(_ matrix: [Double]) -> Double { matrix.reduce(0) { $0 + $1 * $1 }.squareRoot() }
