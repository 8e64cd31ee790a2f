/// An IDX file of any type, plain or packed by gzip; sometimes its header lies.
func idxDocument(_ random: inout SplitMix) -> [UInt8] {
  let sizes: [(type: UInt8, size: Int)] = [(0x08, 1), (0x09, 1), (0x0B, 2), (0x0C, 4), (0x0D, 4), (0x0E, 8)]
  let (type, size) = random.pick(sizes)
  let shape = (0..<random.pick([0, 1, 1, 2, 3])).map { _ in random.below(4) }
  var lengths = shape.map { UInt32($0) }
  if random.oneIn(6) { lie(&lengths, &random) }
  var file = LittleEndian(bytes: [0, 0, type, UInt8(lengths.count)])
  if random.oneIn(20) { file.bytes[random.below(4)] = random.pick([0, 1, 0x0A, 0x1F, 0xFF]) }
  for length in lengths { file.put(length.byteSwapped) }
  for _ in 0..<(shape.reduce(1, *) * size) {
    file.bytes.append(random.pick([0, 1, 0x7F, 0x80, 0xFF, UInt8(random.below(256))]))
  }
  if random.oneIn(20) { file.bytes += [0] }
  return random.oneIn(2) ? file.bytes : gzipDocument(file.bytes, &random)
}

private func lie(_ lengths: inout [UInt32], _ random: inout SplitMix) {
  let huge = random.pick([0, 5, 1 << 16, 1 << 28, 1 << 31, .max] as [UInt32])
  switch random.below(3) {
  case 0: lengths.append(huge)
  case 1: lengths = Array(repeating: huge, count: random.pick([2, 3, 255]))
  default: lengths = lengths.map { _ in random.oneIn(2) ? huge : 0 }
  }
}
