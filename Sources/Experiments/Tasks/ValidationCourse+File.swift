import MicrocircuitCore
import Storage

extension ValidationCourse {
  /// Writes the best moment so far to `path`, if there is one: `step`, `accuracy`, `loss`, `confusion` [class, answer],
  /// and the potentials and weights of the network under the names of its state's variables.
  ///
  /// - Throws: `StorageError`.
  func writeBest(to path: String) throws(StorageError) {
    guard let best else { return }
    let writer = try NPZWriter(path: path)
    try writer.add("step", NPYArray(shape: [], values: [Double(best.step)]))
    try writer.add("accuracy", NPYArray(shape: [], values: [best.score.accuracy]))
    try writer.add("loss", NPYArray(shape: [], values: [best.score.loss]))
    let confusion = best.score.confusion
    try writer.add(
      "confusion",
      NPYArray(shape: [confusion.count, confusion.count], values: confusion.flatMap { $0.map(Double.init) }))
    for part in parts(of: best.state) { try writer.add(part.name, NPYArray(shape: part.shape, values: part.values)) }
    try writer.finish(durable: true)
  }

  /// Takes over the best moment that an interrupted run has written to `path`, if it has.
  ///
  /// - Throws: `StorageError` where it is damaged, or of another network.
  func readBest(from path: String) throws(StorageError) {
    guard pathExists(path) else { return }
    let archive = try NPZFile(path: path)
    func single(_ name: String) throws(StorageError) -> Double {
      let array = try archive.array(name)
      guard array.values.count == 1 else { throw .malformed(path, at: 0, "\(name) is not a single number") }
      return array.values[0]
    }
    var state = emptyState
    for part in parts(of: state) {
      let array = try archive.array(part.name)
      guard array.shape == part.shape else {
        throw .malformed(path, at: 0, "\(part.name) has the shape \(array.shape) instead of \(part.shape)")
      }
      state[keyPath: part.place][part.index] = array.values
    }
    let classes = examiner.task.data.test.classes
    let counts = try archive.array("confusion")
    guard counts.shape == [classes, classes], counts.values.allSatisfy({ $0 >= 0 && $0 < 0x1p53 }) else {
      throw .malformed(path, at: 0, "confusion is no table of \(classes) x \(classes) counts")
    }
    let confusion = (0..<classes).map { row in counts.values[row * classes..<(row + 1) * classes].map { Int($0) } }
    let step = try single("step")
    guard step >= 0, step < 0x1p53 else { throw .malformed(path, at: 0, "step is \(step)") }
    goOn(
      from: Moment(step: Int(step), score: Score(confusion: confusion, loss: try single("loss")), state: state))
  }

  /// One array of an initial state.
  private struct Part {
    let name: String
    let shape: [Int]
    let values: [Double]
    let place: WritableKeyPath<InitialState, [[Double]]>
    let index: Int
  }

  private var emptyState: InitialState {
    let (depth, populations, hidden) = (description.depth, description.interneurons.count, description.hiddenCount)
    var state = InitialState(
      uP: empty(depth), uI: empty(populations), wPP: empty(depth), wIP: empty(populations), bPP: empty(hidden),
      bPI: empty(hidden))
    if description.bias != nil { (state.biasP, state.biasI) = (empty(depth), empty(populations)) }
    return state
  }

  private func empty(_ count: Int) -> [[Double]] { Array(repeating: [], count: count) }

  private var description: MicrocircuitDescription { examiner.description }

  private func parts(of state: InitialState) -> [Part] {
    let layers = description.layers
    let pyramidal = layers.dropFirst().map { [$0] }
    let inhibitory = description.interneurons.map { [layers[$0.mirrored + 1]] }
    var kinds: [(String, [[Int]], WritableKeyPath<InitialState, [[Double]]>)] = [
      ("uP", pyramidal, \.uP), ("uI", inhibitory, \.uI), ("WPP", description.forwardShapes, \.wPP),
      ("WIP", description.interneuronShapes, \.wIP), ("BPP", description.feedbackShapes, \.bPP),
      ("BPI", description.feedbackShapes, \.bPI),
    ]
    if description.bias != nil {
      kinds += [("biasP", pyramidal.map { $0 + [1] }, \.biasP), ("biasI", inhibitory.map { $0 + [1] }, \.biasI)]
    }
    return kinds.flatMap { name, shapes, place in
      shapes.enumerated().map { index, shape in
        Part(
          name: "\(name)_\(index)", shape: shape, values: state[keyPath: place][index], place: place, index: index)
      }
    }
  }
}
