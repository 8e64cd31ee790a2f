import MicrocircuitCore
import Storage

/// What a network answers everywhere in the plane of a task.
struct DecisionMap {
  /// Points along each axis.
  private let points: Int
  /// The class that is answered at every point, row by row from the lowest y.
  private let decisions: [Int]

  /// The map that the experiment asks for, of the network when it answered best; nil where it asks for none.
  init?(_ course: ValidationCourse) {
    guard let points = course.examiner.task.evaluation.decisionMap, let best = course.best,
      let decisions = course.examiner.decisions(of: best.state, points: points)
    else { return nil }
    self.points = points
    self.decisions = decisions
  }

  /// Writes `x`, `y` (the points along the axes) and `decision` [y, x] to an archive.
  ///
  /// - Throws: `StorageError`.
  func write(to path: String) throws(StorageError) {
    let places = Examiner.places(points)
    let writer = try NPZWriter(path: path)
    try writer.add("x", NPYArray(shape: [points], values: places))
    try writer.add("y", NPYArray(shape: [points], values: places))
    try writer.add("decision", NPYArray(shape: [points, points], values: decisions.map(Double.init)))
    try writer.finish(durable: true)
  }
}
