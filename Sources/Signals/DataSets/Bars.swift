import Lanes

/// Images of one bar, to be told apart by its direction: class 0 is horizontal, 1 vertical, 2 diagonal.
///
/// An image of side n has n^2 pixels, row by row. There are n horizontal bars, n vertical ones and two diagonals. The
/// task of Haider et al. 2021, doi:10.48550/arXiv.2110.14549, Fig. 3: n = 3, every bar once.
public struct Bars: Sendable, Equatable {
  /// Pixels along each side.
  public let side: Int
  /// The values of pixels beside the bar and on it.
  public let off, on: Double

  /// - Precondition: `side` is at least 2: a single pixel has no direction.
  public init(side: Int = 3, off: Double = 0, on: Double = 1) {
    precondition(side >= 2, "an image of bars has at least 2 x 2 pixels")
    self.side = side
    self.off = off
    self.on = on
  }

  /// Horizontal, vertical, diagonal.
  public static let classes = 3

  /// The number of distinct images of a class.
  public func imageCount(of class: Int) -> Int { `class` == 2 ? 2 : side }

  /// The pixels of one of the distinct images of a class: the bar in row or column `number`, or one of the diagonals, of
  /// which 0 begins in the first pixel.
  public func image(_ number: Int, of class: Int) -> [Double] {
    precondition((0..<Self.classes).contains(`class`) && (0..<imageCount(of: `class`)).contains(number), "no such bar")
    return (0..<side * side).map { pixel in
      let (row, column) = pixel.quotientAndRemainder(dividingBy: side)
      let isOn =
        switch `class` {
        case 0: row == number
        case 1: column == number
        default: column == (number == 0 ? row : side - 1 - row)
        }
      return isOn ? on : off
    }
  }

  /// Every distinct image once, class by class.
  public var images: LabelledSamples {
    let all = (0..<Self.classes).flatMap { kind in (0..<imageCount(of: kind)).map { (number: $0, kind: kind) } }
    return LabelledSamples(
      inputs: all.flatMap { image($0.number, of: $0.kind) }, width: side * side, labels: all.map(\.kind),
      classes: Self.classes)
  }

  /// Every distinct image once in each part.
  public var dataSet: DataSet { DataSet { _ in images } }

  /// So many images of each class, which go through its distinct ones again and again, in a random order.
  ///
  /// The parts are independent of each other. `noise` is the standard deviation of what is added to every pixel.
  public func dataSet(perClass sizes: DataSetSizes, seed: UInt64, noise: Double = 0) -> DataSet {
    precondition(noise >= 0 && noise.isFinite, "a standard deviation is 0 or more")
    return DataSet { part in samples(perClass: sizes[part], part, seed, noise) }
  }

  private func samples(perClass count: Int, _ part: DataSetPart, _ seed: UInt64, _ noise: Double) -> LabelledSamples {
    let order = DataSetStream.barOrder.of(seed, part).permutation(of: Self.classes * count, draw: 0)
    let stream = DataSetStream.barNoise.of(seed, part)
    let inputs = order.enumerated().flatMap { sample, number in
      let kind = number % Self.classes
      return image(number / Self.classes % imageCount(of: kind), of: kind).enumerated().map { pixel, value in
        value + noise * stream.gaussian(draw: UInt64(sample), element: UInt32(pixel))
      }
    }
    return LabelledSamples(
      inputs: inputs, width: side * side, labels: order.map { $0 % Self.classes }, classes: Self.classes)
  }
}
