import Lanes
import MicrocircuitCore
import Signals

/// How the rates that a rule correlates with its noise fluctuate, and how the product of the two does.
///
/// Rates move with the input, by a jump where the sample changes, and with the noise that reaches them. The loop back
/// through the feedback is neglected.
struct ResponseFluctuation {
  /// <rho^2> per unit of input jump, and per unit of variance that noise brings to the unfiltered rate.
  let jumpPower, noisePower: Double
  /// The zero-frequency density of xi rho, per unit of V and of the same two.
  let jumpDensity, noiseDensity: Double

  /// - Parameter q: what the high-pass keeps from step to step; nil for rates as they are.
  init(_ memory: NoiseMemory, _ partner: NoisePartner, q: Double?, hold: Int) {
    func partnerSpectrum(_ turns: Double) -> Double {
      switch partner {
      case .noise: memory.spectrum(turns)
      // White, of the variance V / (1 - rho^2).
      case .innovation: 1 / memory.freshShare
      }
    }
    guard let q else {
      // Rates as they are: their mean and the input's slow course, on which the noise rides.
      jumpPower = 1
      noisePower = 1
      jumpDensity = partnerSpectrum(0)
      noiseDensity = Self.mean { partnerSpectrum($0) * memory.spectrum($0) }
      return
    }
    // A jump decays as q^s until the next one, which may undo it.
    let kept = (0..<min(hold, 4096)).reduce(1.0) { power, _ in power * q }
    let power = (1 - kept) / (Double(hold) * (1 - q * q))
    jumpPower = power
    jumpDensity = Self.mean { power * (1 - q * q) * partnerSpectrum($0) / Self.distance(q, $0) }
    noisePower = Self.mean { memory.spectrum($0) * Self.highPass(q, $0) }
    noiseDensity = Self.mean { partnerSpectrum($0) * memory.spectrum($0) * Self.highPass(q, $0) }
  }

  /// |1 - q exp(-i w)|^2 at `turns` of the circle, between 0 and 1.
  static func distance(_ q: Double, _ turns: Double) -> Double {
    1 - 2 * q * sineCosine(turns: turns).cosine + q * q
  }

  /// The power that the high-pass lets through.
  private static func highPass(_ q: Double, _ turns: Double) -> Double { distance(1, turns) / distance(q, turns) }

  /// The mean over all frequencies: a sum that converges exponentially, here for memories of up to some 1000 steps.
  private static func mean(_ density: (_ turns: Double) -> Double) -> Double {
    let count = 1 << 14
    return (0..<count).reduce(0.0) { $0 + density((Double($1) + 0.5) / Double(count)) } / Double(count)
  }
}

extension NoiseMemory {
  /// sum_m C(m) exp(-i w m) at w = 2 pi `turns`, with turns between 0 and 1.
  fileprivate func spectrum(_ turns: Double) -> Double {
    let turnsOfBlock = Double(hold) * turns
    let block = sineCosine(turns: turnsOfBlock - turnsOfBlock.rounded(.down))
    let single = sineCosine(turns: turns)
    // |1 + z + ... + z^(M-1)|^2 / M
    let held = single.cosine > 1 - 1e-14 ? Double(hold) : (1 - block.cosine) / (1 - single.cosine) / Double(hold)
    return held * (1 - kept * kept) / (1 - 2 * kept * block.cosine + kept * kept)
  }
}

extension HeldSamples {
  /// The mean product of two rates' jumps where the sample changes; `rates` are given sample by sample.
  func meanJumpProducts(_ rates: [[Double]], _ pairs: (_ a: [Double], _ b: [Double]) -> [Double]) -> [Double] {
    let count = rates.count
    guard count > 1 else { return pairs(rates[0].map { _ in 0 }, rates[0].map { _ in 0 }) }
    var sum: [Double] = []
    func add(_ jump: [Double], _ weight: Double) {
      let products = pairs(jump, jump)
      if sum.isEmpty {
        sum = products.map { weight * $0 }
      } else {
        for k in sum.indices { sum[k] += weight * products[k] }
      }
    }
    if order == nil {
      for k in 0..<count { add(zip(rates[(k + 1) % count], rates[k]).map { $0 - $1 }, 1 / Double(count)) }
    } else {
      // Any sample may follow any other: twice the variance.
      let mean = rates[0].indices.map { j in rates.reduce(0) { $0 + $1[j] } / Double(count) }
      for rate in rates { add(zip(rate, mean).map { $0 - $1 }, 2 / Double(count - 1)) }
    }
    return sum
  }
}
