/// How much of a noise sample is still there after some steps, and what a high-pass leaves of the answer to it, in
/// closed form (`Theory.md`).
///
/// With a fresh sample every M steps that starts from rho times the last one (0 for white and held noise), averaged over
/// the place within the hold:
///
///     C(m) = rho^a (1 - b/M) + rho^(a+1) b/M,      |m| = a M + b,  0 <= b < M
public struct NoiseMemory: Sendable, Equatable {
  /// M: steps between two fresh samples.
  public let hold: Int
  /// rho: what a fresh sample keeps of the last one.
  public let kept: Double
  /// Variance in units of the square of the noise level.
  public let relativeVariance: Double

  /// The memory of noise that advances every `hold` steps; nil: as often as `process` says.
  ///
  /// - Precondition: time constants are at least `timeStep`.
  public init(_ process: NoiseProcess, timeStep: Double, hold: Int? = nil) {
    self.hold = hold ?? process.steps
    switch process {
    case .held:
      kept = 0
      relativeVariance = 1
    case .ornsteinUhlenbeck(let tau, _):
      kept = 1 - timeStep / tau
      relativeVariance = 1 / (2 - timeStep / tau)
    }
  }

  /// C(m): the correlation of two samples `m` steps apart.
  public func autocorrelation(_ m: Int) -> Double {
    let (holds, rest) = abs(m).quotientAndRemainder(dividingBy: hold)
    let share = Double(rest) / Double(hold)
    return power(kept, holds) * ((1 - share) + share * kept)
  }

  /// c(delta): the product of noise and high-passed response over that of noise and an unfiltered response which is
  /// matched, if the rule pairs the response with a sample `mismatch` steps too recent (negative: too old).
  ///
  ///     c(delta) = sum_s k_s C(delta + s),   k_0 = 1,  k_s = -(1-q) q^(s-1)
  ///
  /// Paired with the innovation instead, over its share of the variance (M = 1):
  ///
  ///     c(0) = 1,   c(delta > 0) = 0,   c(-n) = q c(-n+1) + rho^n - rho^(n-1)
  ///
  /// - Parameters:
  ///   - mismatch: delta, in steps.
  ///   - q: 1 - dt/tau_HP.
  ///   - partner: what the response is paired with.
  public func correlation(mismatch: Int, afterHighPass q: Double, of partner: NoisePartner = .noise) -> Double {
    if partner == .innovation { return innovationCorrelation(mismatch: mismatch, afterHighPass: q) }
    // The weights k_0 ... k_x add up to q^x, so that only whole holds need to be summed:
    // c(delta) = (1-rho)/M sum_{m >= delta} rho^floor(m/M) q^(m-delta)   for delta >= 0.
    let (holds, place) = max(mismatch, 0).quotientAndRemainder(dividingBy: hold)
    let present = power(kept, holds) * geometricSum(q, hold - place)
    let later = power(kept, holds + 1) * power(q, hold - place) * geometricSum(q, hold) / (1 - kept * power(q, hold))
    var correlation = (1 - kept) / Double(hold) * (present + later)
    // <xi h(t)> = q <xi h(t-1)> + <xi r(t)> - <xi r(t-1)>, and h(t-1) has seen one step less.
    for n in stride(from: 1, through: -mismatch, by: 1) {
      correlation = q * correlation + autocorrelation(n) - autocorrelation(n - 1)
    }
    return correlation
  }

  /// The same for responses that are not filtered.
  public func correlation(mismatch: Int, of partner: NoisePartner) -> Double {
    switch partner {
    case .noise: autocorrelation(mismatch)
    case .innovation: mismatch > 0 ? 0 : power(kept, -mismatch)
    }
  }

  /// The share of fresh samples in the variance, 1 - rho^2.
  public var freshShare: Double { 1 - kept * kept }

  /// n steps after an innovation rho^n of it is left in the noise, and its response in the rate.
  private func innovationCorrelation(mismatch: Int, afterHighPass q: Double) -> Double {
    guard mismatch <= 0 else { return 0 }
    return (0..<(-mismatch)).reduce(1.0) { q * $0 + power(kept, $1 + 1) - power(kept, $1) }
  }

  /// 1 + q + ... + q^(count-1).
  private func geometricSum(_ q: Double, _ count: Int) -> Double {
    q == 1 ? Double(count) : (1 - power(q, count)) / (1 - q)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var square = base
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result *= square }
      square *= square
      rest >>= 1
    }
    return result
  }
}
