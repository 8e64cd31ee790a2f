/// A `.npy` file of any type, order and version; sometimes its header lies.
func npyDocument(_ random: inout SplitMix) -> [UInt8] {
  let types = ["<f8", ">f8", "<f4", ">f4", "<i8", ">i8", "<i4", ">i4", "|u1", "|b1", "=f8", "<U3", ">U2", "<U0"]
  let type = random.pick(types)
  let shape = (0..<random.pick([0, 1, 1, 2, 3])).map { _ in random.below(4) }
  let elements = npyElements(type, count: shape.reduce(1, *), &random)
  let lengths = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
  var fields = [
    "'descr': '\(type)'", "'fortran_order': \(random.pick(["True", "False"]))", "'shape': (\(lengths))",
  ]
  if random.oneIn(4) { lie(&fields, &random) }
  let text = "{" + fields.joined(separator: ", ") + random.pick([", }", "}", "}\n", " , }   \n"])
  let version = random.pick([1, 1, 2, 3] as [UInt8])
  let length = text.utf8.count + (random.oneIn(20) ? random.pick([-1, 1, 60_000]) : 0)
  var file = LittleEndian(bytes: [0x93] + Array("NUMPY".utf8) + [version, 0])
  if version == 1 { file.put(UInt16(length)) } else { file.put(UInt32(length)) }
  file.bytes += Array(text.utf8) + elements
  if random.oneIn(20) { file.bytes += [0] }
  return file.bytes
}

private func lie(_ fields: inout [String], _ random: inout SplitMix) {
  let index = random.below(fields.count)
  switch random.below(4) {
  case 0: fields.remove(at: index)
  case 1: fields.append(fields[index])
  case 2: fields.swapAt(index, random.below(fields.count))
  default:
    fields[index] = random.pick([
      "'descr': '<c16'", "'descr': [('a', '<f8')]", "'descr': '<U99999999999'", "'descr': '<U-1'", "'descr': ''",
      "'descr': '|f8'", "'fortran_order': 1", "'fortran_order': Truefalse", "'shape': (0, 4294967296, 4294967296)",
      "'shape': (4294967296, 4294967296)", "'shape': (9223372036854775807,)", "'shape': (9223372036854775808,)",
      "'shape': (72057594037927936,)", "'shape': (-1,)", "'shape': (3L,)",
      "'shape': (\(String(repeating: "1,", count: 65)))",
      "'shape': (,)", "'shape': 3", "'x': 1", "''", "'shape': (1152921504606846976, 0)",
    ])
  }
}

private func npyElements(_ type: String, count: Int, _ random: inout SplitMix) -> [UInt8] {
  let size = type.contains("U") ? 4 * Int(type.dropFirst(2))! : Int(type.dropFirst(2))!
  let isBig = type.hasPrefix(">")
  let width = type.contains("U") ? 4 : size
  var bytes: [UInt8] = []
  for _ in 0..<(width == 0 ? 0 : count * size / width) {
    let element = elementBytes(type, width, &random)
    bytes += isBig ? element.reversed() : element
  }
  return bytes
}

private func elementBytes(_ type: String, _ width: Int, _ random: inout SplitMix) -> [UInt8] {
  var element = LittleEndian()
  switch type.dropFirst().first {
  case "U":
    element.put(random.pick([0x61, 0, 0x1F600, 0xFEFF, 0x10FFFF, random.oneIn(30) ? 0xD800 : 0x62] as [UInt32]))
  case "b": element.put(random.oneIn(50) ? UInt8(2) : UInt8(random.below(2)))
  case "f" where random.oneIn(3): element.put(random.next())
  case "f":
    let special: [Double] = [
      0, -0.0, .nan, .signalingNaN, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1.5,
    ]
    let value = random.pick(special)
    if width == 4 { element.put(Float(value).bitPattern) } else { element.put(value.bitPattern) }
  default: element.put(Int64(truncatingIfNeeded: random.next()) >> (random.oneIn(20) ? 0 : 11 + random.below(52)))
  }
  return Array(element.bytes.prefix(width))
}
