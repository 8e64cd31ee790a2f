import Storage

// A sweep in a file:
//
//     experiment: pal-simple-1                      # of the catalogue, or a file
//     set: {presentations.epochs: 20}               # in all members
//     axes:
//       learning.BPP: [10, 50, 250]                 # values
//       noise: {path: feedback.noise.white, log: [0.001, 1], count: 7}     # or linear
//       start:                                      # several settings at a time
//         points: {drawn: {}, wrong: {initial.WPP: {uniform: [0, 1]}, initial.BPP: {uniform: [-1, 0]}}}
//       feedback.alpha: {logUniform: [1.0e-6, 1.0e-2]}                     # or uniform: drawn for every sample
//       seed: {first: 1, count: 10}
//     samples: {count: 50, seed: 1}

extension Sweep {
  /// Reads a sweep from YAML or JSON text.
  ///
  /// - Parameters:
  ///   - text: UTF-8.
  ///   - file: the path of the text: it is named in messages, and the paths in the text are relative to its folder.
  /// - Throws: `ConfigurationError` with every problem of the file itself, `UnknownExperiment`, `InputFileError`.
  public static func read(_ text: [UInt8], file: String) throws -> Sweep {
    let node: YAMLNode
    do {
      node = try parseYAML(text, file: file)
    } catch {
      throw ConfigurationError(file: file, problems: [.init(mark: error.mark, message: error.message)])
    }
    let collector = ProblemCollector()
    let reader = SectionReader(node, path: "", keys: .sweep, collector).map { SweepReader(top: $0) }
    let read = reader?.read()
    guard let read, collector.problems.isEmpty else {
      throw ConfigurationError(file: file, problems: collector.problems)
    }
    return Sweep(
      name: read.name, title: read.title, base: try Base(named: read.experiment, beside: file), settings: read.settings,
      dimensions: read.dimensions)
  }
}

extension Sweep.Base {
  /// The experiment of the catalogue, or of a file beside the sweep's.
  ///
  /// - Throws: `UnknownExperiment`, `InputFileError`.
  init(named operand: String, beside file: String) throws {
    if let entry = Catalogue.entry(operand) {
      self.init(name: entry.name, text: entry.text, file: "\(entry.name).yaml", folder: "")
      return
    }
    guard operand.contains("/") || operand.contains(".") else { throw UnknownExperiment(name: operand) }
    let beside = splitPath(file).folder
    let path = operand.hasPrefix("/") || beside == "." ? operand : joinPath(beside, operand)
    let (folder, name) = splitPath(absolutePath(path))
    do {
      self.init(
        name: name.split(separator: ".").first.map(String.init) ?? name, text: try readFile(path, limit: 1 << 24),
        file: path, folder: folder)
    } catch {
      throw InputFileError(message: "\(error)")
    }
  }
}

/// Reads the sections of a sweep; what is wrong is reported, and reading goes on.
private struct SweepReader {
  let top: SectionReader

  struct Read {
    var name: String?
    var title = "untitled"
    var experiment = ""
    var settings: [ConfigurationSetting] = []
    var dimensions: [Sweep.Dimension] = []
  }

  func read() -> Read {
    var read = Read()
    read.name = top.string("name")
    read.title = top.string("title") ?? "untitled"
    if top.required("experiment", "a name of the catalogue, or a file") != nil {
      read.experiment = top.string("experiment") ?? ""
    }
    read.settings = top.value("set").map { settings("set", $0, writtenAs: "set") } ?? []
    let samples = readSamples()
    let axes = readAxes(seed: samples?.seed ?? 1)
    read.dimensions = dimensions(axes, samples: samples?.count)
    return read
  }

  private func readSamples() -> (count: Int?, seed: UInt64)? {
    guard let section = top.section("samples", keys: .samples) else { return nil }
    let count =
      section.required("count", "how many samples are drawn") == nil ? nil : section.count("count", atLeast: 1)
    return (count, UInt64(section.count("seed", atLeast: 0) ?? 1))
  }

  private func readAxes(seed: UInt64) -> [SweepAxis] {
    guard let node = top.required("axes", "what is varied, such as {learning.BPP: [10, 100]}") else { return [] }
    guard let pairs = node.pairs, !pairs.isEmpty else {
      top.reject("axes", node, "a mapping with at least one axis, such as {learning.BPP: [10, 100]}")
      return []
    }
    var seen: [String: SourceMark] = [:]
    return pairs.enumerated().compactMap { index, pair in
      let name = pair.key.text ?? describe(pair.key)
      if let first = seen.updateValue(pair.key.mark, forKey: name) {
        top.collector.add(pair.key.mark, "axes.\(name) is given twice, first at \(first)")
      }
      return AxisReader(top: top, name: name, node: pair.value, seed: seed, index: index, settings).read()
    }
  }

  /// The axes that are drawn lie along one dimension, at the place of the first of them.
  private func dimensions(_ axes: [SweepAxis], samples: Int?) -> [Sweep.Dimension] {
    let drawn = axes.filter { $0.count == nil }
    if drawn.isEmpty, let node = top.value("samples") {
      top.reject("samples", node, "left out: no axis is uniform or logUniform")
    }
    if let first = drawn.first, !top.has("samples") {
      top.collector.add(
        top.collector.mark(of: "axes"), "samples is missing: how often \(first.name) is drawn, such as {count: 50}")
    }
    var dimensions: [Sweep.Dimension] = []
    for axis in axes {
      if let count = axis.count {
        dimensions.append(Sweep.Dimension(name: axis.name, count: count, axes: [axis]))
      } else if axis.name == drawn[0].name {
        dimensions.append(Sweep.Dimension(name: "sample", count: samples ?? 1, axes: drawn))
      }
    }
    refuseTooMany(dimensions)
    return dimensions
  }

  private func refuseTooMany(_ dimensions: [Sweep.Dimension]) {
    let members = dimensions.reduce(1.0) { $0 * Double($1.count) }
    guard members > Double(Sweep.mostMembers) else { return }
    let product = dimensions.map { "\($0.count)" }.joined(separator: " x ")
    top.collector.add(
      top.collector.mark(of: "axes"),
      "axes ask for \(product) = \(formatted(members, significant: 6)) members, but at most \(Sweep.mostMembers) can be "
        + "run")
  }

  /// The settings that a mapping of paths stands for.
  private func settings(_ path: String, _ node: YAMLNode, writtenAs words: String) -> [ConfigurationSetting] {
    guard let pairs = node.pairs else {
      top.collector.add(
        node.mark,
        "\(path) is \(describe(node)), but must be a mapping from paths to values, such as {learning.BPP: 200}")
      return []
    }
    return pairs.compactMap { key, value in
      let text = "\(key.text ?? "")=\(JSONValue(yaml: value).compactText)"
      guard let setting = ConfigurationSetting(text, writtenAs: "\(words): \(text)") else {
        top.collector.add(key.mark, "\(path) has the key \(describe(key)), but must have paths, such as learning.BPP")
        return nil
      }
      return setting
    }
  }
}

/// Reads one axis.
private struct AxisReader {
  typealias Settings = (_ path: String, _ node: YAMLNode, _ words: String) -> [ConfigurationSetting]

  private let top: SectionReader
  private let name: String
  private let node: YAMLNode
  private let seed: UInt64
  private let index: Int
  private let settings: Settings

  private static let ranges = KeySection.axis.names(of: .range) + ["first"]

  init(top: SectionReader, name: String, node: YAMLNode, seed: UInt64, index: Int, _ settings: @escaping Settings) {
    self.top = top
    self.name = name
    self.node = node
    self.seed = seed
    self.index = index
    self.settings = settings
  }

  private var key: String { "axes.\(name)" }

  func read() -> SweepAxis? {
    guard !["sample", "member"].contains(name) else {
      top.collector.add(node.mark, "\(key) must have another name: the results have a \(name) of their own")
      return nil
    }
    guard isArrayName(name) else {
      top.collector.add(
        node.mark,
        "\(key) must have another name: no array of the results can be called so; {path: \(name), ...} says "
          + "what it sets")
      return nil
    }
    if node.elements != nil { return list(node, path: name) }
    guard node.pairs != nil else {
      top.collector.add(
        node.mark,
        "\(key) is \(describe(node)), but must be a list of values, or a mapping such as {log: [1, 100], count: 5}")
      return nil
    }
    guard let section = SectionReader(node, path: key, keys: .axis, top.collector) else {
      return nil
    }
    let given = Self.ranges.filter(section.has) + (section.has("first") || !section.has("count") ? [] : impliedSeeds)
    guard given.count == 1 else {
      top.collector.add(
        node.mark,
        "\(key) must have one of \(Self.ranges.joined(separator: ", ")), but has \(given.isEmpty ? "none" : given.joined(separator: " and "))"
      )
      return nil
    }
    return range(given[0], section, path: section.string("path") ?? name)
  }

  /// `seed: {count: 10}` alone counts from 1.
  private var impliedSeeds: [String] { name == "seed" && Self.ranges.allSatisfy { node[$0] == nil } ? ["first"] : [] }

  private func range(_ kind: String, _ section: SectionReader, path: String) -> SweepAxis? {
    let needsCount = ["linear", "log", "first"].contains(kind)
    if !needsCount, let count = section.value("count") {
      section.reject("count", count, "left out: \(kind) has as many points as it has")
    }
    switch kind {
    case "values": return section.value("values").flatMap { list($0, path: path) }
    case "points": return section.value("points").flatMap(points)
    case "first": return seeds(section)
    default: break
    }
    guard let bounds = bounds(kind, section, isLogarithmic: kind == "log" || kind == "logUniform") else { return nil }
    if kind == "uniform" || kind == "logUniform" {
      return .drawn(
        name, path: path, bounds.low, bounds.high, isLogarithmic: kind == "logUniform", seed: seed, index: index)
    }
    guard section.required("count", "the number of points") != nil, let count = section.count("count", atLeast: 1)
    else { return nil }
    return kind == "linear"
      ? .linear(name, path: path, bounds.low, bounds.high, count: count)
      : .logarithmic(name, path: path, bounds.low, bounds.high, count: count)
  }

  private func list(_ node: YAMLNode, path: String) -> SweepAxis? {
    guard let elements = node.elements, !elements.isEmpty else {
      top.collector.add(node.mark, "\(key) is \(describe(node)), but must have at least one value")
      return nil
    }
    return .list(name, path: path, elements)
  }

  private func points(_ node: YAMLNode) -> SweepAxis? {
    guard let pairs = node.pairs, !pairs.isEmpty else {
      top.collector.add(
        node.mark, "\(key).points is \(describe(node)), but must be a mapping from names to settings")
      return nil
    }
    return .named(
      name,
      pairs.map { pair in
        let point = pair.key.text ?? ""
        return (point, settings("\(key).points.\(point)", pair.value, "\(key) \(point)"))
      })
  }

  private func seeds(_ section: SectionReader) -> SweepAxis? {
    guard name == "seed" else {
      section.collector.add(node.mark, "\(key).first is for the axis seed: use linear, log or a list of values")
      return nil
    }
    let first = section.has("first") ? section.count("first", atLeast: 0) : 1
    guard section.required("count", "the number of seeds") != nil, let count = section.count("count", atLeast: 1),
      let first
    else { return nil }
    return .seeds(name, first: first, count: count)
  }

  private func bounds(
    _ kind: String, _ section: SectionReader, isLogarithmic: Bool
  ) -> (low: Double, high: Double)? {
    guard let node = section.value(kind) else { return nil }
    let allowed = isLogarithmic ? "[low, high], finite and above zero" : "[low, high], finite"
    guard let elements = node.elements, elements.count == 2, let low = elements[0].asDouble,
      let high = elements[1].asDouble, low.isFinite, high.isFinite, (high - low).isFinite,
      !isLogarithmic || (low > 0 && high > 0)
    else {
      section.reject(kind, node, allowed)
      return nil
    }
    return (low, high)
  }
}
