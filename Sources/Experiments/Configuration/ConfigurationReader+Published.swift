import Recording
import Storage

// What was published of an experiment:
//
//     published:
//       - {quantity: BPP_0, step: 200000, values: [0.14688443, 0.13801322], decimals: 8, source: "..."}
//       - {quantity: "angle(BPP, WPP^T)", last: 0.01, mean: [20.8, 10.4], sd: [2, 1.2], seeds: 10, source: "..."}
//       - {quantity: mse, last: 0.01, below: 1.0e-4, seeds: 10, source: "..."}

//       - {quantity: "angle(dWPP, BP)", last: 0.01, mean: [28.1], sd: [7], seeds: 10, source: "..."}
//
// The last one is computed after the run, from the weights that it recorded in each epoch (UpdateAngles).

extension ConfigurationReader {
  /// The section `published`.
  func readPublished(steps: Int?) -> [PublishedValue] {
    guard let node = top.value("published") else { return [] }
    guard let elements = node.elements else {
      top.reject(
        "published", node, "a list of mappings, such as {quantity: BPP_0, step: 100, values: [0.5], decimals: 8}")
      return []
    }
    return elements.enumerated().compactMap { readPublished($1, path: "published.\($0)", steps: steps) }
  }

  /// The name that `beside` has: of an experiment in the catalogue, whose numbers and curves are shown with this one's.
  func readBeside() -> String? {
    top.choice("beside", Catalogue.entries.map { ($0.name, $0.name) })
  }

  /// A value can only be compared with what a run leaves behind.
  func judgePublished(of configuration: Configuration, _ catalogue: ProbeCatalogue) {
    var recorded: [String: (count: Int, schedule: Schedule)] = [:]
    for request in configuration.record {
      for probe in (try? catalogue.probes(of: request)) ?? [] {
        recorded[probe.name] = (probe.count, request.schedule)
      }
    }
    let epochsAreRecorded = configuration.publishesUpdateAngles && configuration.recordsWeightsOfEpochs(catalogue)
    for (index, value) in configuration.published.enumerated() {
      let mark = top.collector.mark(of: "published.\(index).quantity")
      if value.quantity == UpdateAngles.quantity {
        judge(value, count: configuration.network.depth, mark)
        guard !epochsAreRecorded else { continue }
        top.collector.add(
          mark,
          "\(UpdateAngles.quantity) is computed from the weights of every epoch: one entry of record must have both WPP "
            + "and BPP, at least once in the \(configuration.presentations.count * configuration.presentations.hold) "
            + "steps of each")
        continue
      }
      guard let (count, schedule) = recorded[value.quantity] else {
        let hint =
          nearest(to: value.quantity, among: Array(recorded.keys).sorted()).map { "; did you mean \($0)?" } ?? ""
        top.collector.add(mark, "no entry of record has \(shortened(value.quantity))\(hint)")
        continue
      }
      judge(value, count: count, mark)
      if case .step(let step) = value.moment, schedule.next(after: step - 1) != step {
        top.collector.add(mark, "\(value.quantity) is not recorded after step \(step)")
      }
    }
  }

  private func judge(_ value: PublishedValue, count: Int, _ mark: SourceMark) {
    let (given, isBound) =
      switch value.claim {
      case .digits(let values, _), .scatter(let values, _, _): (values.count, false)
      case .below(let bounds, _), .above(let bounds, _): (bounds.count, true)
      }
    guard given != count, !isBound || given != 1 else { return }
    top.collector.add(
      mark, "\(value.quantity) has \(count) \(count == 1 ? "element" : "elements"), but \(given) were published")
  }

  private func readPublished(_ node: YAMLNode, path: String, steps: Int?) -> PublishedValue? {
    guard let section = SectionReader(node, path: path, keys: .published, top.collector) else { return nil }
    _ = section.required("quantity", "the name of what is recorded")
    _ = section.required("source", "where it was published")
    let quantity = section.string("quantity")
    let source = section.string("source")
    let moment = readMoment(section, steps: steps)
    let claim = readClaim(section)
    guard let quantity, let source, let moment, let claim else { return nil }
    return PublishedValue(quantity: quantity, moment: moment, claim: claim, source: source)
  }

  private func readMoment(_ section: SectionReader, steps: Int?) -> PublishedValue.Moment? {
    guard section.has("step") != section.has("last") else {
      section.collector.add(section.node.mark, "\(section.path) must have one of step and last")
      return nil
    }
    if section.has("last") {
      return section.number("last", "a part of the run, above 0 and at most 1") { $0 > 0 && $0 <= 1 }.map { .last($0) }
    }
    guard let step = section.count("step", atLeast: 0) else { return nil }
    if let steps, step > steps {
      // Somebody has made the run shorter, of which nothing was published then.
      if isChanged { return nil }
      section.reject("step", section.value("step")!, "at most the \(steps) steps of the run")
    }
    return .step(step)
  }

  private func readClaim(_ section: SectionReader) -> PublishedValue.Claim? {
    let kinds = KeySection.published.names(of: .claim).filter(section.has)
    guard kinds.count == 1 else {
      section.collector.add(
        section.node.mark,
        "\(section.path) must have one of values (with decimals), mean (with sd and seeds), below and above (with seeds)"
      )
      return nil
    }
    if kinds[0] == "values" {
      _ = section.required("decimals", "the number of decimals that were printed")
      guard let values = section.finiteNumbers("values"), let decimals = section.count("decimals", atLeast: 0) else {
        return nil
      }
      return .digits(values: values, decimals: decimals)
    }
    let seeds = section.count("seeds", atLeast: 1) ?? 1
    guard kinds[0] == "mean" else {
      return section.finiteNumbers(kinds[0]).map {
        kinds[0] == "below" ? .below($0, seeds: seeds) : .above($0, seeds: seeds)
      }
    }
    _ = section.required("sd", "the standard deviations")
    guard let mean = section.finiteNumbers("mean"), let deviation = section.finiteNumbers("sd") else { return nil }
    guard mean.count == deviation.count else {
      section.reject("sd", section.value("sd")!, "as many numbers as mean has")
      return nil
    }
    return .scatter(mean: mean, deviation: deviation, seeds: seeds)
  }
}

extension SectionReader {
  /// A finite number, or a list of them.
  fileprivate func finiteNumbers(_ key: String) -> [Double]? {
    guard let node = value(key) else { return nil }
    let elements = node.elements ?? [node]
    let wrong = elements.filter { $0.asDouble?.isFinite != true }
    rejectEach(key, wrong, "a finite number")
    return wrong.isEmpty && !elements.isEmpty ? elements.compactMap(\.asDouble) : nil
  }
}

extension PublishedValue {
  /// As it stands in a configuration.
  var node: YAMLNode {
    func numbers(_ values: [Double]) -> YAMLNode { .sequence(values.map(YAMLNode.number)) }
    var pairs: [(String, YAMLNode)] = [("quantity", .string(quantity))]
    switch moment {
    case .step(let step): pairs.append(("step", .int(step)))
    case .last(let part): pairs.append(("last", .number(part)))
    }
    switch claim {
    case .digits(let values, let decimals): pairs += [("values", numbers(values)), ("decimals", .int(decimals))]
    case .scatter(let mean, let deviation, let seeds):
      pairs += [("mean", numbers(mean)), ("sd", numbers(deviation)), ("seeds", .int(seeds))]
    case .below(let bounds, let seeds): pairs += [("below", numbers(bounds)), ("seeds", .int(seeds))]
    case .above(let bounds, let seeds): pairs += [("above", numbers(bounds)), ("seeds", .int(seeds))]
    }
    return .mapping(pairs + [("source", .string(source))])
  }
}
