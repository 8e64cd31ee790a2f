import Storage

/// What has become of one member of a sweep.
public struct SweepResult: Sendable {
  /// The number of the member.
  public let member: Int
  /// `completed` or `diverged`.
  public let outcome: String
  /// Steps done, and the seconds that they took.
  public let steps: Int
  public let seconds: Double
  /// The metrics at the end, and of a task the accuracy and loss of the test: one number per column.
  public let metrics: [(name: String, value: Double)]
  /// Which program made it, as reports say it: members may be run at different times, and on different machines.
  public let provenance: JSONValue

  /// The result that the report of a member's run says.
  init(_ member: Int, _ report: JSONValue, path: String) throws(StorageError) {
    guard let outcome = report["outcome"]?.asString, let steps = report["steps"]?.asInt,
      let seconds = report["seconds"]?.asDouble, let end = report["end"]?.members
    else { throw .malformed(path, "this is no report of a run") }
    self.member = member
    self.outcome = outcome
    self.steps = steps
    self.seconds = seconds
    provenance = report["provenance"] ?? .null
    metrics =
      end.flatMap(Self.columns)
      + ["last", "best"].flatMap { which -> [(name: String, value: Double)] in
        guard let test = report["examination"]?[which]?["test"] else { return [] }
        return ["accuracy", "loss"].map { ("test_\($0)_\(which)", test[$0]?.asDouble ?? .nan) }
      }
  }

  private static func columns(_ metric: (key: String, value: JSONValue)) -> [(name: String, value: Double)] {
    // JSON has no NaN, and writes null.
    guard let elements = metric.value.elements else { return [(metric.key, metric.value.asDouble ?? .nan)] }
    return elements.enumerated().map { ("\(metric.key)_\($0)", $1.asDouble ?? .nan) }
  }

  /// The result that was written as `json`.
  init(json: JSONValue, path: String) throws(StorageError) {
    guard json["format"] == 1, let member = json["member"]?.asInt, let outcome = json["outcome"]?.asString,
      let steps = json["steps"]?.asInt, let seconds = json["seconds"]?.asDouble, let metrics = json["metrics"]?.members
    else { throw .malformed(path, "this is no result of a member of a sweep") }
    self.member = member
    self.outcome = outcome
    self.steps = steps
    self.seconds = seconds
    provenance = json["provenance"] ?? .null
    self.metrics = metrics.map { ($0.key, $0.value.asDouble ?? .nan) }
  }

  var json: JSONValue {
    [
      "format": 1, "member": .int(member), "outcome": .string(outcome), "steps": .int(steps),
      "seconds": .number(seconds), "provenance": provenance,
      "metrics": .object(metrics.map { ($0.name, .number($0.value)) }),
    ]
  }
}
