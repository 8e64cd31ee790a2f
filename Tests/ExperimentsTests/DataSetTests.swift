import Signals
import Testing

/// Data sets by formula, their parts, and what is added to them while they are shown.
@Suite("Data sets")
struct DataSetTests {
  private static let sizes = DataSetSizes(training: 60, validation: 30, test: 15)

  private func counts(_ samples: LabelledSamples) -> [Int] {
    (0..<samples.classes).map { kind in samples.labels.count { $0 == kind } }
  }

  private func rows(_ samples: LabelledSamples) -> [[Double]] {
    (0..<samples.count).map { Array(samples.values(of: $0)) }
  }

  /// Mean and variance of standard normal numbers, within 4.5 standard deviations of both: a false alarm in 70000.
  private func expectStandardNormal(_ numbers: [Double], sourceLocation: SourceLocation = #_sourceLocation) {
    let count = Double(numbers.count)
    let mean = numbers.reduce(0, +) / count
    let variance = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / count
    #expect(abs(mean) < 4.5 / count.squareRoot(), sourceLocation: sourceLocation)
    #expect(abs(variance - 1) < 4.5 * (2 / count).squareRoot(), sourceLocation: sourceLocation)
  }

  // MARK: Yin-yang

  /// Odd multiples of 1/800: no border goes through one of them, as the squares of a border's radius in these units are
  /// multiples of 8, and those of distances from its centre are not.
  private static let grid = Array(stride(from: 1, to: 800, by: 2))

  /// The class of a point of the grid in whole numbers, by the curve between the two halves instead of by their areas.
  private func slowClass(_ x: Int, _ y: Int) -> Int? {
    func square(_ centre: Int) -> Int { (x - centre) * (x - centre) + (y - 400) * (y - 400) }
    guard square(400) < 400 * 400 else { return nil }
    if min(square(200), square(600)) < 80 * 80 { return 2 }
    // Half circles of radius 200: on the left the curve hangs below the middle, on the right it rises above it.
    let height = 200 * 200 - (x < 400 ? (x - 200) * (x - 200) : (x - 600) * (x - 600))
    let above = y - 400
    let isAboveCurve =
      x < 400 ? above > 0 || above * above < height : above > 0 && above * above > height
    return isAboveCurve ? 0 : 1
  }

  @Test("the areas of the yin-yang are those between the curves, and as large as they should be")
  func areas() {
    var points = [0, 0, 0]
    var differences = 0
    for x in Self.grid {
      for y in Self.grid {
        let kind = YinYang.class(x: Double(x) / 800, y: Double(y) / 800)
        if kind != slowClass(x, y) { differences += 1 }
        if let kind { points[kind] += 1 }
      }
    }
    #expect(differences == 0)
    #expect(points[0] == points[1])
    // A point stands for a square of the grid. Borders cross about 2000 of them, each of which counts or not as a coin
    // falls: three standard deviations.
    let square = 1.0 / Double(Self.grid.count * Self.grid.count)
    let tolerance = 3 * 2000.0.squareRoot() / 2 * square
    let dots = 2 * Double.pi * 0.1 * 0.1
    #expect(abs(Double(points[0]) * square - (Double.pi * 0.25 - dots) / 2) < tolerance)
    #expect(abs(Double(points[2]) * square - dots) < tolerance)
  }

  @Test("half a turn exchanges yin and yang and leaves the dots")
  func halfTurn() {
    for x in Self.grid {
      for y in Self.grid {
        let turned = YinYang.class(x: Double(800 - x) / 800, y: Double(800 - y) / 800)
        let kind = YinYang.class(x: Double(x) / 800, y: Double(y) / 800)
        guard turned != kind.map({ [1, 0, 2][$0] }) else { continue }
        Issue.record("(\(x), \(y)) is \(kind as Int?), and turned \(turned as Int?)")
        return
      }
    }
  }

  @Test("points lie in the areas of their classes, which are equally frequent")
  func points() {
    let set = YinYang.dataSet(Self.sizes, seed: 3)
    for part in DataSetPart.allCases {
      let samples = set[part]
      #expect(samples.count == Self.sizes[part] && samples.width == 4)
      #expect(counts(samples) == Array(repeating: samples.count / 3, count: 3))
      for (row, label) in zip(rows(samples), samples.labels) {
        #expect(YinYang.class(x: row[0], y: row[1]) == label)
        #expect(row[2] == 1 - row[0] && row[3] == 1 - row[1])
      }
    }
    let uneven = counts(YinYang.dataSet(DataSetSizes(training: 100, validation: 0, test: 0), seed: 3).training)
    #expect(uneven == [34, 33, 33])
  }

  @Test("points are uniform in their areas")
  func uniformity() {
    let samples = YinYang.dataSet(DataSetSizes(training: 6000, validation: 0, test: 0), seed: 8).training
    for kind in 0..<3 {
      let area = Self.grid.flatMap { x in Self.grid.filter { slowClass(x, $0) == kind }.map { y in (x, y) } }
      let drawn = rows(samples.subset(samples.labels.indices.filter { samples.labels[$0] == kind }))
      for axis in 0..<2 {
        let places = area.map { Double(axis == 0 ? $0.0 : $0.1) / 800 }
        let mean = places.reduce(0, +) / Double(places.count)
        let variance = places.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(places.count)
        let drawnMean = drawn.map { $0[axis] }.reduce(0, +) / Double(drawn.count)
        // 4.5 standard errors; the grid's own error is far smaller.
        #expect(abs(drawnMean - mean) < 4.5 * (variance / Double(drawn.count)).squareRoot())
      }
    }
  }

  @Test("more points begin with the same ones; seeds and parts have others")
  func prefixes() {
    let few = YinYang.dataSet(Self.sizes, seed: 5)
    let many = YinYang.dataSet(DataSetSizes(training: 301, validation: 47, test: 33), seed: 5)
    for part in DataSetPart.allCases { #expect(many[part].prefix(Self.sizes[part]) == few[part]) }
    #expect(many.training.prefix(1000) == many.training)
    let other = YinYang.dataSet(Self.sizes, seed: 6)
    let all = [few, other].flatMap { set in DataSetPart.allCases.flatMap { rows(set[$0]) } }
    #expect(Set(all).count == 210)
  }

  // MARK: Bars

  @Test("the images of bars are all there and all different", arguments: [2, 3, 7])
  func images(side: Int) {
    let samples = Bars(side: side).images
    #expect(counts(samples) == [side, side, 2])
    let images = rows(samples)
    #expect(Set(images).count == 2 * side + 2)
    for (image, label) in zip(images, samples.labels) {
      let on = image.indices.filter { image[$0] == 1 }
      #expect(on.count == side && image.count { $0 == 0 } == side * (side - 1))
      // A horizontal bar is in one row and all columns, and so on; its pixels are equally far apart.
      let rows = Set(on.map { $0 / side }).count
      let columns = Set(on.map { $0 % side }).count
      #expect([rows, columns] == [[1, side], [side, 1], [side, side]][label])
      #expect(Set(zip(on.dropFirst(), on).map { $0 - $1 }).count == 1)
    }
    let set = Bars(side: side).dataSet
    #expect(set.training == samples && set.validation == samples && set.test == samples)
  }

  @Test("levels of bars can be chosen")
  func levels() {
    let images = Bars(side: 2, off: -1, on: 0.5).images
    #expect(rows(images)[0] == [0.5, 0.5, -1, -1])
    #expect(rows(images)[3] == [-1, 0.5, -1, 0.5])
    #expect(rows(images)[4] == [0.5, -1, -1, 0.5])
    #expect(rows(images)[5] == [-1, 0.5, 0.5, -1])
  }

  @Test("a given number of bars goes through all images of each class, in an order of its own in every part")
  func manyBars() {
    let bars = Bars()
    let set = bars.dataSet(perClass: DataSetSizes(training: 20, validation: 20, test: 4), seed: 1)
    for part in DataSetPart.allCases {
      let perClass = set[part].count / 3
      #expect(counts(set[part]) == [perClass, perClass, perClass])
      for (image, label) in zip(rows(bars.images), bars.images.labels) {
        let times = zip(rows(set[part]), set[part].labels).count { $0 == image && $1 == label }
        let kinds = bars.imageCount(of: label)
        #expect((perClass / kinds...(perClass + kinds - 1) / kinds).contains(times))
      }
    }
    #expect(set.training != set.validation)
    #expect(set == bars.dataSet(perClass: DataSetSizes(training: 20, validation: 20, test: 4), seed: 1))
    #expect(set != bars.dataSet(perClass: DataSetSizes(training: 20, validation: 20, test: 4), seed: 2))
  }

  @Test("noise on pixels is normal, and independent of the images and between the parts")
  func noisyBars() {
    let sizes = DataSetSizes(training: 1000, validation: 1000, test: 0)
    let clean = Bars().dataSet(perClass: sizes, seed: 9)
    let noisy = Bars().dataSet(perClass: sizes, seed: 9, noise: 0.25)
    #expect(noisy.training.labels == clean.training.labels)
    let noise = [DataSetPart.training, .validation].map { part in
      zip(noisy[part].inputs, clean[part].inputs).map { ($0 - $1) / 0.25 }
    }
    for part in noise { expectStandardNormal(part) }
    // Sums of two independent ones, over the root of 2, and differences along a row of pixels.
    expectStandardNormal(zip(noise[0], noise[1]).map { ($0 + $1) / 2.0.squareRoot() })
    expectStandardNormal(
      stride(from: 0, to: 27_000, by: 2).map { (noise[0][$0] - noise[0][$0 + 1]) / 2.0.squareRoot() })
  }

  // MARK: Parts

  @Test("no sample is in two parts, and every one is in one where there is room")
  func split() {
    let samples = LabelledSamples(
      inputs: (0..<200).map(Double.init), width: 2, labels: (0..<100).map { $0 % 7 }, classes: 8)
    let sizes = DataSetSizes(training: 70, validation: 20, test: 10)
    let given = DataSet(splitting: samples, into: sizes, order: .given)
    #expect(given.training == samples.prefix(70) && given.test == samples.subset(90..<100))
    let random = DataSet(splitting: samples, into: sizes, order: .random(seed: 4))
    let dealt = DataSetPart.allCases.flatMap { part in
      rows(random[part]).enumerated().map { place, row in
        let number = Int(row[0]) / 2
        #expect(row == [Double(2 * number), Double(2 * number + 1)])
        #expect(random[part].labels[place] == number % 7)
        return number
      }
    }
    #expect(dealt.sorted() == Array(0..<100))
    #expect(DataSetPart.allCases.map { random[$0].count } == [70, 20, 10])
    #expect(dealt != Array(0..<100))
    #expect(random == DataSet(splitting: samples, into: sizes, order: .random(seed: 4)))
    #expect(random != DataSet(splitting: samples, into: sizes, order: .random(seed: 5)))
    let few = DataSet(
      splitting: samples, into: DataSetSizes(training: 3, validation: 0, test: 2), order: .random(seed: 4))
    #expect(few.training == random.training.prefix(3))
    #expect(few.validation.count == 0)
  }

  @Test("the neuron of the class has one target potential, the others another one")
  func targets() {
    let samples = LabelledSamples(inputs: [0, 0, 0], width: 1, labels: [2, 0, 2], classes: 4)
    #expect(
      TargetCoding(on: 1, off: -0.5).targets(for: samples)
        == [-0.5, -0.5, 1, -0.5, 1, -0.5, -0.5, -0.5, -0.5, -0.5, 1, -0.5])
  }

  // MARK: Noise while samples are shown

  private func shown(
    settling: Int = 0, seed: UInt64 = 1, deviation: Double = 0.5, order: ShuffledOrder? = nil
  ) -> HeldSamples {
    HeldSamples(
      samples: [1, 2, 3, 4, 5, 6], width: 3, hold: 10, settling: settling, order: order,
      noise: InputNoise(seed: seed, deviation: deviation))
  }

  @Test("samples stay as they are, and every presentation has noise of its own")
  func inputNoise() {
    let input = shown()
    #expect(input.values(of: 1) == [4, 5, 6])
    let presentations = (0..<50).map { Array(input.values(at: 10 * $0)) }
    #expect(Set(presentations).count == 50)
    for (number, values) in presentations.enumerated().reversed() {
      for step in [0, 3, 9] { #expect(Array(input.values(at: 10 * number + step)) == values) }
      #expect(Array(input.values(of: number % 2, at: 10 * number)) == values)
    }
    #expect(shown(seed: 2).values(at: 0) != input.values(at: 0))
    #expect(shown(deviation: 0).values(at: 10) == [4, 5, 6])
    #expect(HeldSamples(samples: [1, 2], width: 1, hold: 2).values(at: 2) == [2])
  }

  @Test("neither the settling nor the order of the samples changes the noise of a presentation")
  func inputNoiseElsewhere() {
    func noise(_ input: HeldSamples, _ step: Int) -> [Double] {
      zip(input.values(at: step), input.values(of: input.sample(at: step))).map { $0 - $1 }
    }
    let orders = ShuffledOrder(seed: 3, count: 2, epochs: 5)
    for step in 0..<100 {
      let expected = noise(shown(), step)
      for (value, other) in zip(expected, noise(shown(settling: 37), step + 37)) { #expect(value == other) }
      // The same deviates, but for the rounding of their sums with other values.
      for (value, other) in zip(expected, noise(shown(order: orders), step)) { #expect(abs(value - other) < 2e-15) }
    }
    #expect(noise(shown(settling: 37), 0) != noise(shown(settling: 37), 37))
    #expect(noise(shown(settling: 37), 0) != noise(shown(settling: 37), 10))
  }

  @Test("noise of presentations is normal and independent between presentations and neurons")
  func inputNoiseStatistics() {
    let input = HeldSamples(
      samples: [0, 0, 0, 0], width: 4, hold: 1, noise: InputNoise(seed: 77, deviation: 2))
    let values = (0..<10_000).map { input.values(at: $0).map { $0 / 2 } }
    expectStandardNormal(values.flatMap { $0 })
    let root = 2.0.squareRoot()
    expectStandardNormal(values.map { ($0[0] + $0[1]) / root })
    expectStandardNormal(stride(from: 0, to: 10_000, by: 2).map { (values[$0][2] - values[$0 + 1][2]) / root })
  }
}
