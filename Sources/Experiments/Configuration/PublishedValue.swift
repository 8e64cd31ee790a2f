/// A number that was published of an experiment, and what our own must be to agree with it.
public struct PublishedValue: Sendable, Equatable {
  /// A recorded variable, e.g. `BPP_0` or `angle(BPP, WPP^T)`.
  public var quantity: String
  /// When it was read off.
  public var moment: Moment
  /// What was published, element by element.
  public var claim: Claim
  /// Where: figure, notebook, file.
  public var source: String

  /// When a quantity was read off.
  public enum Moment: Sendable, Equatable {
    /// After this many steps.
    case step(Int)
    /// The mean over the last part of the records, e.g. 0.01 of them.
    case last(Double)
  }

  /// What was published.
  public enum Claim: Sendable, Equatable {
    /// Numbers with so many decimals: ours must round to the same.
    case digits(values: [Double], decimals: Int)
    /// Mean and standard deviation over so many seeds: our mean over as many others must lie within
    /// 3 sqrt(2) sd / sqrt(seeds).
    case scatter(mean: [Double], deviation: [Double], seeds: Int)
    /// Every one of so many seeds lies below this: one bound for all elements, or one for each.
    case below([Double], seeds: Int)
    /// Every one of so many seeds lies above this.
    case above([Double], seeds: Int)
  }

  /// The number of seeds that the claim is about.
  public var seeds: Int {
    switch claim {
    case .digits: 1
    case .scatter(_, _, let seeds), .below(_, let seeds), .above(_, let seeds): seeds
    }
  }

  /// A published value.
  public init(quantity: String, moment: Moment, claim: Claim, source: String) {
    self.quantity = quantity
    self.moment = moment
    self.claim = claim
    self.source = source
  }
}
