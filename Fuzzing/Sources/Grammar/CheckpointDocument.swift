/// A checkpoint whose `meta_json` has some things wrong, or is missing.
func checkpointDocument(_ damages: Int, _ random: inout SplitMix) -> [UInt8] {
  let hasNumPy = random.oneIn(2)
  var metadata = Tree.mapping([
    ("rtdeep_checkpoint", .scalar(random.oneIn(30) ? "2" : "1")), ("program", .scalar("rtdeep")),
    ("step", .scalar("\(random.below(1000))")), ("records", .numbers([random.below(9), 2])),
    ("seconds", .scalar("\(Double.random(in: 0...9, using: &random))")),
    ("sessions", .scalar("\(1 + random.below(3))")),
    (
      "start",
      .mapping([
        ("\"cos(BPI, -BPP)\"", .scalar(random.pick(["0.5", "null", "1e999"]))), ("free_mse", .numbers([0.1, 0.2])),
      ])
    ),
    ("counters", .numbers([1, 0, 3])), ("precision", .scalar(random.pick(["single", "double"]))),
    ("numpy_position", .scalar(hasNumPy ? "\(random.below(625))" : "null")),
    ("configuration", .scalar("\"layers: [1, 1, 1]\\n\"")),
  ])
  for _ in 0..<damages { metadata.damage(&random) }
  var members: [(name: String, content: [UInt8])] = [
    ("meta_json", npyText(metadata.text(.json))), ("uP_0", npyDoubles([0.5, -0.0, .nan])),
  ]
  if hasNumPy {
    let words = (0..<(random.oneIn(20) ? 623 : 624)).map { _ in Double(random.next() >> 32) }
    members.append(("numpy_key", npyDoubles(random.oneIn(20) ? words.map { $0 + 0.5 } : words)))
    members.append(("numpy_gauss", npyDoubles(random.oneIn(2) ? [] : [0.25])))
  }
  if random.oneIn(10) { members.remove(at: random.below(members.count)) }
  if random.oneIn(10) { members.append(("WPP_0", npyDocument(&random))) }
  return npzArchive(members, &random)
}

private func npyDoubles(_ values: [Double]) -> [UInt8] {
  var elements = LittleEndian()
  for value in values { elements.put(value.bitPattern) }
  return npy("'<f8'", "(\(values.count),)", elements.bytes)
}

private func npyText(_ text: String) -> [UInt8] {
  var elements = LittleEndian()
  for scalar in text.unicodeScalars { elements.put(scalar.value) }
  return npy("'<U\(text.unicodeScalars.count)'", "()", elements.bytes)
}

private func npy(_ type: String, _ shape: String, _ elements: [UInt8]) -> [UInt8] {
  let text = "{'descr': \(type), 'fortran_order': False, 'shape': \(shape), }\n"
  var file = LittleEndian(bytes: [0x93] + Array("NUMPY".utf8) + [1, 0])
  file.put(UInt16(text.utf8.count))
  return file.bytes + Array(text.utf8) + elements
}
