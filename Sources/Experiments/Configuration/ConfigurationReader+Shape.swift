import MicrocircuitCore
import Storage

extension ConfigurationReader {
  /// What the lengths of lists and durations are checked against, as far as it is known.
  struct Shape {
    /// The neurons per layer, input first: nil where a size is wrong, and as a whole where their number is.
    let sizes: [Int?]?
    /// The time step in ms.
    let timeStep: Double?
    /// Where feedback comes from.
    let connection: FeedbackConnection
    /// What inhibits the apical dendrites.
    let inhibition: Inhibition

    var depth: Int? { sizes.map { $0.count - 1 } }
    var hidden: Int? { sizes.map { $0.count - 2 } }
    var input: Int? { sizes?.first ?? nil }
    var output: Int? { sizes?.last ?? nil }

    /// Every size, where all are known.
    var layers: [Int]? { sizes?.contains { $0 == nil } == false ? sizes?.compactMap(\.self) : nil }
    /// Sizes to go on with where not all are known.
    var placeholder: [Int] { sizes.map { $0.map { $0 ?? 1 } } ?? [1, 1, 1] }

    /// The shape of one array, where its lengths are known and its elements can be counted.
    func array(_ lengths: Int?...) -> [Int]? {
      let known = lengths.compactMap(\.self)
      guard known.count == lengths.count else { return nil }
      let isCountable = known.reduce(1.0) { $0 * Double($1) } <= Double(MicrocircuitDescription.mostMatrixElements)
      return isCountable ? known : nil
    }

    /// W_i.
    var forward: [[Int]?]? { sizes.map { n in (0..<n.count - 1).map { array(n[$0 + 1], n[$0]) } } }
    /// The number of interneuron populations.
    var populations: Int? {
      inhibition == .ownSoma ? 0 : connection == .skip ? 1 : hidden
    }
    /// W^I_j.
    var interneuron: [[Int]?]? {
      sizes.map { n in
        switch (inhibition, connection) {
        case (.ownSoma, _): []
        case (_, .skip): [array(n[n.count - 1], n[n.count - 2])]
        case (_, .layered): (1..<n.count - 1).map { array(n[$0 + 1], n[$0]) }
        }
      }
    }
    /// B_i and B^I_i.
    var feedback: [[Int]?]? {
      sizes.map { n in (1..<n.count - 1).map { array(n[$0], connection == .skip ? n[n.count - 1] : n[$0 + 1]) } }
    }
    /// What the bias unit has onto W_i's and W^I_j's neurons.
    var biases: [[Int]?]? { sizes.map { n in n.dropFirst().map { array($0, 1) } } }
    var interneuronBiases: [[Int]?]? { interneuron.map { $0.map { $0.map { [$0[0], 1] } } } }
    /// What a list with one entry per interneuron population is called.
    var interneuronMeaning: String {
      connection == .skip
        ? "skip feedback has one interneuron population" : "one per interneuron population, or one for all"
    }
    /// u^I, where there is one population.
    var interneuronPotentials: [Int]? { populations == 1 ? array(output) : nil }
  }

  /// What everything else is measured by. Mistakes in `connection` and `inhibition` are reported where their sections
  /// are read.
  func readShape() -> Shape {
    let feedback = top.node["feedback"]
    let isLayered = feedback?["rule"]?.text == "pal"
    let connection = feedback?["connection"]?.text.flatMap(FeedbackConnection.init(rawValue:))
    let inhibition = top.node["interneurons"]?["inhibition"]?.text.flatMap(Inhibition.init(rawValue:))
    return Shape(
      sizes: readLayers(), timeStep: readTimeStep(), connection: connection ?? (isLayered ? .layered : .skip),
      inhibition: inhibition ?? .interneurons)
  }

  func readLayers() -> [Int?]? {
    guard let node = top.required("layers", "the number of neurons per layer, such as [1, 2, 1]") else { return nil }
    guard let elements = node.elements, elements.count >= 3 else {
      top.reject("layers", node, "a list of at least three sizes: input, hidden, output")
      return nil
    }
    guard elements.count <= MicrocircuitDescription.mostLayers else {
      top.reject("layers", node, "a list of at most \(MicrocircuitDescription.mostLayers) sizes")
      return nil
    }
    var sizes = elements.map { element in element.asInt.flatMap { 1...(1 << 20) ~= $0 ? $0 : nil } }
    top.rejectEach(
      "layers", zip(elements, sizes).filter { $1 == nil }.map(\.0), "whole numbers between 1 and 1048576")
    for i in refuseHugeMatrices(elements, sizes) { sizes[i] = nil }
    return sizes
  }

  /// Refuses matrices whose elements a stream of random numbers cannot count; returns the layers that they lead to.
  private func refuseHugeMatrices(_ elements: [YAMLNode], _ sizes: [Int?]) -> [Int] {
    let last = sizes.count - 1
    let most = MicrocircuitDescription.mostMatrixElements
    // Every layer gets weights from the one before it, and the hidden ones from the output.
    let pairs = (1...last).map { ($0, $0 - 1) } + (1..<last - 1).map { ($0, last) }
    let huge = pairs.filter { i, j in
      guard let a = sizes[i], let b = sizes[j] else { return false }
      return a * b > most
    }
    for (i, j) in huge {
      let (a, b) = (sizes[i]!, sizes[j]!)
      top.collector.add(
        elements[i].mark,
        "layers is \(a) here and \(b) in layer \(j), but their weights would be \(a * b) numbers, more than the "
          + "\(most) that one matrix may have")
    }
    return huge.map(\.0)
  }

  func readTimeStep() -> Double? {
    guard top.required("dt", "the time step in ms") != nil else { return nil }
    return top.number("dt", "a finite number above zero (ms)") { $0 > 0 && $0.isFinite }
  }
}
