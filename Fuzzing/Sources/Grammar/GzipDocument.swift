/// A gzip file of one member or several, with and without a name; sometimes a field lies, or zeros without end follow.
func gzipDocument(_ content: [UInt8], _ random: inout SplitMix) -> [UInt8] {
  let place = random.oneIn(4) ? random.below(content.count + 1) : content.count
  var file: [UInt8] = []
  for piece in [content[..<place], content[place...]] where !piece.isEmpty || random.oneIn(8) {
    file += gzipMember(Array(piece), deflated(Array(piece), pieces: 1 + random.below(3)), &random)
  }
  if random.oneIn(8) {
    // A bomb: 258 bytes of output from about 13 bits of input.
    let count = 1 + 258 * random.below(4000)
    file += gzipMember([UInt8](repeating: 0, count: count), deflatedRun(of: count), &random)
  }
  if random.oneIn(12) { file = gzipMember(file, deflated(file, pieces: 1), &random) }
  if random.oneIn(12) { file += random.pick([[0], [0x1F], [0x1F, 0x8B], [1, 2, 3]]) }
  return file
}

private func gzipMember(_ content: [UInt8], _ packed: [UInt8], _ random: inout SplitMix) -> [UInt8] {
  var flags: UInt8 = 0
  var fields = LittleEndian()
  if random.oneIn(6) {
    flags |= 4
    fields.put(UInt16(3))
    fields.bytes += [1, 2, 3]
  }
  if random.oneIn(3) {
    flags |= 8
    fields.bytes += Array("labels.idx".utf8) + [0]
  }
  if random.oneIn(6) {
    flags |= 16
    fields.bytes += [0]
  }
  if random.oneIn(20) { flags ^= 1 << UInt8(random.below(8)) }
  var member = LittleEndian(bytes: [0x1F, 0x8B, random.oneIn(30) ? 7 : 8, flags, 0, 0, 0, 0, 0, 3])
  member.bytes += fields.bytes
  if random.oneIn(6) {
    // Its presence is a flag, its value a part of the sum of all bytes before it.
    member.bytes[3] |= 2
    member.put(UInt16(truncatingIfNeeded: crc32(member.bytes)))
  }
  member.bytes += packed
  member.put(crc32(content) ^ (random.oneIn(20) ? 1 : 0))
  member.put(UInt32(content.count) &+ (random.oneIn(20) ? 1 : 0))
  return member.bytes
}
