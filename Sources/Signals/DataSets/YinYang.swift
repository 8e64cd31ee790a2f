import Lanes

// The yin-yang of Kriener, Göltz & Petrovici 2021, doi:10.1145/3517343.3517380: points in a disc, in three areas of
// which none can be told from the others by a line.
//
//     disc    |p - (R, R)| <= R                              R = 0.5
//     dot     d_right < r  or  d_left < r                    r = 0.1
//     yin     d_right <= r  or  r < d_left <= R/2  or  (y > R and d_right > R/2)
//     yang    all else of the disc
//
// | symbol | meaning |
// |---|---|
// | d_right, d_left | distances of p from the dots' centres, (3R/2, R) and (R/2, R) |
//
// Unit: that of the plane; x and y are in [0, 1].

/// Points of the yin-yang: class 0 is yin, 1 yang, 2 a dot.
///
/// The authors' program gives the same areas the numbers 1, 0 and 2.
public enum YinYang {
  /// Yin, yang, dot.
  public static let classes = 3
  private static let radius = 0.5
  private static let dotRadius = 0.1

  /// The class of a point of the plane; nil outside of the disc.
  public static func `class`(x: Double, y: Double) -> Int? {
    func distance(fromX centre: Double) -> Double {
      ((x - centre) * (x - centre) + (y - radius) * (y - radius)).squareRoot()
    }
    guard distance(fromX: radius) <= radius else { return nil }
    let right = distance(fromX: 1.5 * radius)
    let left = distance(fromX: 0.5 * radius)
    if right < dotRadius || left < dotRadius { return 2 }
    let isYin =
      right <= dotRadius || (left > dotRadius && left <= radius / 2) || (y > radius && right > radius / 2)
    return isYin ? 0 : 1
  }

  /// What a network is shown for a point.
  public static func inputs(x: Double, y: Double) -> [Double] { [x, y, 1 - x, 1 - y] }

  /// Points in each part, whose inputs are x, y, 1 - x and 1 - y.
  ///
  /// The classes take turns, so that their numbers differ by one at most; within its area a point is uniform. It depends
  /// on the seed, the part and its own number only: more points begin with the same ones.
  public static func dataSet(_ sizes: DataSetSizes, seed: UInt64) -> DataSet {
    DataSet { part in
      let stream = DataSetStream.yinYang.of(seed, part)
      let points = (0..<sizes[part]).map { point($0, of: $0 % classes, stream) }
      return LabelledSamples(
        inputs: points.flatMap { inputs(x: $0.x, y: $0.y) }, width: 4,
        labels: points.indices.map { $0 % classes }, classes: classes)
    }
  }

  /// The first of the points of sample `sample` that belongs to the class.
  private static func point(_ sample: Int, of class: Int, _ stream: RandomStream) -> (x: Double, y: Double) {
    var block: UInt64 = 0
    while true {
      let place = stream.uniform(block: block, element: UInt32(sample))
      let (x, y) = (2 * radius * place.0, 2 * radius * place.1)
      if self.class(x: x, y: y) == `class` { return (x, y) }
      block += 1
    }
  }
}
