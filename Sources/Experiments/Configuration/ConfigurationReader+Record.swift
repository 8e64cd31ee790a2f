import Recording
import Storage

extension ConfigurationReader {
  /// What was read of one entry of `record`, as far as it is known.
  struct ReadRequest {
    let path: String
    let schedule: Schedule?
    let names: [(text: String, mark: SourceMark)]
    /// Whether every name is one.
    let isWhole: Bool

    var request: RecordRequest? {
      guard isWhole, let schedule else { return nil }
      return RecordRequest(schedule: schedule, variables: names.map(\.text))
    }
  }

  /// The entries of `record`; `steps` is the length of the run, where it is known.
  func readRecord(_ shape: Shape, _ shown: Shown, steps: Int?, hasTarget: Bool) -> [ReadRequest] {
    guard let node = top.value("record") else {
      let feedback = ["cos(BPP, WPP^T)", "angle(BPP, WPP^T)"]
      let inhibition = shape.inhibition == .interneurons ? ["cos(BPI, -BPP)", "cos(WIP, WPP)"] : []
      let names = (feedback + inhibition + (hasTarget ? ["mse"] : [])).map { (text: $0, mark: top.node.mark) }
      // A run that ends before the first sample does is recorded at its end.
      let every = min(shown.hold ?? 1, steps ?? .max)
      return [ReadRequest(path: "record", schedule: .every(every), names: names, isWhole: true)]
    }
    guard let elements = node.elements else { return [readRequest(node, path: "record", shown, steps: steps)] }
    return elements.enumerated().map { readRequest($1, path: "record.\($0)", shown, steps: steps) }
  }

  private func readRequest(_ node: YAMLNode, path: String, _ shown: Shown, steps: Int?) -> ReadRequest {
    guard let section = SectionReader(node, path: path, keys: .record, top.collector) else {
      return ReadRequest(path: path, schedule: nil, names: [], isWhole: false)
    }
    let schedule = readSchedule(section, shown, steps: steps)
    guard let variables = section.required("variables", "a list of names, such as [BPP, mse]") else {
      return ReadRequest(path: path, schedule: schedule, names: [], isWhole: false)
    }
    let elements = variables.elements ?? [variables]
    let wrong = elements.filter { $0.text == nil || $0.isNull }
    if elements.isEmpty || (variables.elements == nil && !wrong.isEmpty) {
      section.reject("variables", variables, "a list of names")
    } else {
      section.rejectEach("variables", wrong, "a name")
    }
    var seen: Set<String> = []
    var names: [(text: String, mark: SourceMark)] = []
    for element in elements {
      guard let text = element.text, !element.isNull else { continue }
      if seen.insert(text).inserted {
        names.append((text, element.mark))
      } else {
        top.collector.add(element.mark, "\(section.join("variables")) names \(shortened(text)) twice")
      }
    }
    return ReadRequest(
      path: path, schedule: schedule, names: names, isWhole: !names.isEmpty && names.count == elements.count)
  }

  private func readSchedule(_ section: SectionReader, _ shown: Shown, steps total: Int?) -> Schedule? {
    if let node = section.value("every"), node.pairs != nil { return readEpochs(section, shown, steps: total) }
    if section.has("steps"), section.has("every") || section.has("window") {
      section.collector.add(section.node.mark, "steps stands alone, without every or window")
      return nil
    }
    if let node = section.value("steps") {
      return wholeNumbers("steps", node, section, upTo: total).map(Schedule.steps)
    }
    let every = section.count("every", atLeast: 1)
    if let node = section.value("window") {
      guard node.elements?.count == 2 else {
        section.reject("window", node, "[first, last] in steps")
        return nil
      }
      guard let bounds = wholeNumbers("window", node, section, upTo: total) else { return nil }
      if section.has("every"), every == nil { return nil }
      return .window(first: bounds[0], last: bounds[1], every: every ?? 1)
    }
    guard section.required("every", "a number of steps (or steps: [...], or window: [first, last])") != nil else {
      return nil
    }
    if let every, let total, every > total {
      section.collector.add(
        section.value("every")!.mark,
        "\(section.join("every")) is \(every), but the run has \(total) steps, so that nothing would be recorded: give "
          + "at most \(total)")
      return nil
    }
    return every.map(Schedule.every)
  }

  /// An ascending list of numbers of steps, none beyond the end of the run.
  private func wholeNumbers(_ key: String, _ node: YAMLNode, _ section: SectionReader, upTo total: Int?) -> [Int]? {
    guard let elements = node.elements, !elements.isEmpty else {
      section.reject(key, node, "an ascending list of whole numbers of steps")
      return nil
    }
    let numbers = elements.map { element in element.asInt.flatMap { $0 >= 0 ? $0 : nil } }
    let places = elements.indices
    let unreadable = places.filter { numbers[$0] == nil }
    section.rejectEach(key, unreadable.map { elements[$0] }, "a whole number of steps, zero or more")
    let descending = places.dropFirst().filter { place in
      guard let before = numbers[place - 1], let number = numbers[place] else { return false }
      return number <= before
    }
    section.rejectEach(key, descending.map { elements[$0] }, "more than the number before it: the list ascends")
    let late = places.filter { place in
      guard let total, let number = numbers[place] else { return false }
      return number > total
    }
    section.rejectEach(key, late.map { elements[$0] }, "at most \(total ?? 0), where the run ends")
    guard unreadable.isEmpty, descending.isEmpty, late.isEmpty else { return nil }
    return numbers.compactMap(\.self)
  }

  /// Whether a name is one that the task has, about which enough was said.
  private func isOfUnsoundTask(_ name: String, _ catalogue: ProbeCatalogue) -> Bool {
    top.has("task") && ValidationCourse.names.contains(name) && (try? catalogue.probes(named: name)) == nil
  }

  /// `every: {epochs: n}`: at the end of every n-th epoch.
  private func readEpochs(_ section: SectionReader, _ shown: Shown, steps total: Int?) -> Schedule? {
    guard let every = section.section("every", keys: .recordedEpochs),
      every.required("epochs", "a number of epochs") != nil, let epochs = every.count("epochs", atLeast: 1)
    else { return nil }
    if let node = section.value("window") { section.reject("window", node, "left out where every counts epochs") }
    guard let total, shown.steps != nil else { return nil }
    let presentations = shown.presentations
    let (epoch, overflow) = epochs.multipliedReportingOverflow(by: presentations.count * presentations.hold)
    guard !overflow, presentations.settling + epoch <= total else {
      every.reject("epochs", every.value("epochs")!, "as many as the run has, or fewer")
      return nil
    }
    return presentations.settling == 0
      ? .every(epoch) : .window(first: presentations.settling + epoch, last: total, every: epoch)
  }

  /// Names can only be judged where it is known what the network has.
  func judge(_ record: [ReadRequest], _ catalogue: ProbeCatalogue, hasTarget: Bool) {
    var owners: [String: (path: String, mark: SourceMark)] = [:]
    for request in record {
      for (name, mark) in request.names where !isOfUnsoundTask(name, catalogue) {
        do throws(UnknownProbe) {
          let probes = try catalogue.probes(named: name)
          if !hasTarget, ["mse", "error", "nudged_sse", "nudged_error"].contains(name) {
            top.collector.add(
              mark,
              "cannot record \(name): there is no target to compare the output with; leave it out, or give teacher or "
                + "target")
          }
          // A folder is named after the array, and file systems end names at 255 bytes.
          if let long = probes.first(where: { $0.name.utf8.count > 200 }) {
            top.collector.add(mark, "cannot record \(shortened(long.name)): the name has more than 200 letters")
          }
          if let other = probes.lazy.compactMap({ owners[$0.name] }).first(where: { $0.path != request.path }) {
            top.collector.add(
              mark,
              "cannot record \(name): \(other.path) records it already (at \(other.mark)), and an array has one time "
                + "axis")
          }
          for probe in probes { owners[probe.name] = owners[probe.name] ?? (request.path, mark) }
        } catch {
          top.collector.add(mark, "cannot record \(error.words(among: catalogue.names))")
        }
      }
    }
  }
}
