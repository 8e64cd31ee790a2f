import Storage

extension RunComparison {
  /// The comparison as JSON. Values that JSON lacks are null; `first_bits` and `second_bits` have them all.
  public var json: JSONValue {
    [
      "first": json(first), "second": json(second), "verdict": .string(verdict),
      "different": .bool(isDifferent), "tolerance": tolerance.map(JSONValue.number) ?? .null,
      "records": .int(recordCount), "variables": .int(variableCount),
      "difference": difference.map(json) ?? .null,
      "configuration": .array(
        settings.map {
          [
            "path": .string($0.path), "first": $0.first ?? .null, "second": $0.second ?? .null,
            "only_in": $0.first == nil ? "second" : $0.second == nil ? "first" : nil,
          ]
        }),
      "only_in_first": .array(onlyInFirst.map(JSONValue.string)),
      "only_in_second": .array(onlyInSecond.map(JSONValue.string)),
      "shapes": .array(
        shapes.map { ["name": .string($0.name), "first": .string($0.first), "second": .string($0.second)] }),
      "schedules": .array(
        schedules.map {
          [
            "first_axis": .string($0.axes.first), "second_axis": .string($0.axes.second),
            "first_records": .int($0.records.first), "second_records": .int($0.records.second),
            "common_records": .int($0.common), "variables": .array($0.variables.map(JSONValue.string)),
          ]
        }),
    ]
  }

  /// The result in one line, e.g. `first difference at step 12 (1.2 ms)`.
  public var verdict: String {
    var parts: [String] = []
    if let difference {
      parts.append("first difference at step \(difference.step) (\(formatted(difference.time, significant: 12)) ms)")
    } else if variableCount > 0 {
      let extent = "\(counted(recordCount, "record")) of \(counted(variableCount, "variable"))"
      if let tolerance {
        let bound = formatted(tolerance, significant: 6)
        parts.append("equal within \(bound) of each variable's maximum in \(extent)")
      } else {
        parts.append("identical in \(extent)")
      }
    }
    if !shapes.isEmpty { parts.append("\(counted(shapes.count, "variable")) of different shape") }
    return parts.joined(separator: "; ")
  }

  private func json(_ side: Side) -> JSONValue {
    [
      "folder": .string(side.folder), "outcome": .string(side.outcome),
      "program": side.program.map(JSONValue.string) ?? .null, "dt_ms": .number(side.timeStep),
    ]
  }

  private func json(_ difference: FirstDifference) -> JSONValue {
    [
      "step": .int(difference.step), "second_step": .int(difference.secondStep), "time_ms": .number(difference.time),
      "variables": .array(
        difference.variables.map { variable in
          let values = variable.values
          return [
            "name": .string(variable.name),
            "element": .object(variable.element.map { ($0.dimension, .int($0.index)) }),
            "first": .number(values.first), "second": .number(values.second),
            "first_bits": .string(hexadecimal(values.first)), "second_bits": .string(hexadecimal(values.second)),
            "absolute": .number(values.absolute), "relative": .number(values.relative),
            "ulps": values.ulps.map { Int(exactly: $0).map(JSONValue.int) ?? .number(Double($0)) } ?? .null,
            "remark": values.remark.map(JSONValue.string) ?? .null,
            "different_elements": .int(variable.differing), "elements": .int(variable.count),
          ]
        }),
    ]
  }
}

private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// The 64 bits, e.g. `0x3ff0000000000000`.
private func hexadecimal(_ value: Double) -> String {
  let digits = String(value.bitPattern, radix: 16)
  return "0x" + String(repeating: "0", count: 16 - digits.count) + digits
}
