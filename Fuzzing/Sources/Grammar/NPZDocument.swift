/// A `.npz` archive: members stored or deflated, with and without zip64; sometimes a field lies.
func npzDocument(_ random: inout SplitMix) -> [UInt8] {
  var archive = LittleEndian()
  var entries: [[UInt8]] = []
  for index in 0..<random.pick([1, 1, 2, 3]) {
    let name = random.oneIn(10) ? random.pick(["a.npy", "", "é.npy", "\0", ".npy.npy"]) : "array\(index).npy"
    var member = ZipMemberDocument(name: Array(name.utf8), content: npyDocument(&random), offset: archive.bytes.count)
    if random.oneIn(20) { member.name = [0xFF, 0xFE] }
    member.choose(&random)
    archive.bytes += member.local
    entries.append(member.entry)
  }
  // The same member twice, or all of them again: members that share their bytes.
  if random.oneIn(20) { entries += entries }
  let start = archive.bytes.count
  archive.bytes += entries.joined()
  archive.bytes += zipEnd(
    count: entries.count, size: archive.bytes.count - start, offset: start, isWide: random.oneIn(3), &random)
  return archive.bytes
}

/// An archive in which nothing lies: every member may be stored or deflated.
func npzArchive(_ members: [(name: String, content: [UInt8])], _ random: inout SplitMix) -> [UInt8] {
  var archive = LittleEndian()
  var entries: [[UInt8]] = []
  for (name, content) in members {
    var member = ZipMemberDocument(name: Array("\(name).npy".utf8), content: content, offset: archive.bytes.count)
    member.store(content, isDeflated: random.oneIn(2) && content.count < 1 << 15)
    archive.bytes += member.local
    entries.append(member.entry)
  }
  let start = archive.bytes.count
  archive.bytes += entries.joined()
  let size = archive.bytes.count - start
  return archive.bytes
    + zipEnd(
      count: UInt64(entries.count), size: UInt64(size), offset: UInt64(start), isWide: random.oneIn(3),
      place: UInt64(archive.bytes.count))
}

private struct ZipMemberDocument {
  var name: [UInt8]
  let content: [UInt8]
  let offset: Int
  var packed: [UInt8] = []
  var method: UInt16 = 0
  var flags: UInt16 = 0
  var size: UInt64 = 0
  var packedSize: UInt64 = 0
  var crc: UInt32 = 0
  var isWide = false
  var localSignature: UInt32 = 0x0403_4B50

  init(name: [UInt8], content: [UInt8], offset: Int) {
    self.name = name
    self.content = content
    self.offset = offset
  }

  mutating func choose(_ random: inout SplitMix) {
    switch random.below(random.oneIn(2) ? 2 : 20) {
    case 0: store(content, isDeflated: false)
    case 2:
      // A bomb: 258 bytes of output from about 13 bits of input.
      let count = 1 + 258 * random.below(4000)
      packed = deflatedRun(of: count)
      method = 8
      describe([UInt8](repeating: 0, count: count))
    default: store(content, isDeflated: true, pieces: 1 + random.below(3))
    }
    isWide = random.oneIn(3)
    if random.oneIn(5) { lie(&random) }
  }

  mutating func store(_ content: [UInt8], isDeflated: Bool, pieces: Int = 1) {
    packed = isDeflated ? deflated(content, pieces: pieces) : content
    method = isDeflated ? 8 : 0
    describe(content)
  }

  private mutating func describe(_ content: [UInt8]) {
    size = UInt64(content.count)
    packedSize = UInt64(packed.count)
    crc = crc32(content)
  }

  private mutating func lie(_ random: inout SplitMix) {
    let huge = random.pick([0, 1, size + 1, 1 << 31, (1 << 32) - 1, 1 << 32, 1 << 62, 1 << 63, .max] as [UInt64])
    switch random.below(8) {
    case 0: crc ^= 1
    case 1: size = huge
    case 2: packedSize = huge
    case 3: (size, packedSize) = (huge, huge)
    case 4: method = random.pick([1, 12, 0xFFFF])
    case 5: flags = random.pick([1, 8, 0xFFFF])
    case 6: localSignature = 0x0201_4B50
    default: method = 8 - method
    }
  }

  /// Version needed to the length of the name, as local header and entry share them.
  private func common(_ header: inout LittleEndian) {
    header.put(UInt16(45))
    header.put(flags)
    header.put(method)
    header.put(UInt32(0x21_0000))
    header.put(crc)
    header.put(isWide ? .max : UInt32(truncatingIfNeeded: packedSize))
    header.put(isWide ? .max : UInt32(truncatingIfNeeded: size))
    header.put(UInt16(name.count))
  }

  private var wide: [UInt8] {
    guard isWide else { return [] }
    var field = LittleEndian()
    field.put(UInt16(1))
    field.put(UInt16(16))
    field.put(size)
    field.put(packedSize)
    return field.bytes
  }

  var local: [UInt8] {
    var header = LittleEndian()
    header.put(localSignature)
    common(&header)
    header.put(UInt16(wide.count))
    return header.bytes + name + wide + packed
  }

  var entry: [UInt8] {
    var header = LittleEndian()
    header.put(UInt32(0x0201_4B50))
    header.put(UInt16(45))
    common(&header)
    header.put(UInt16(wide.count))
    header.bytes += [UInt8](repeating: 0, count: 10)
    header.put(UInt32(offset))
    return header.bytes + name + wide
  }
}

private func zipEnd(count: Int, size: Int, offset: Int, isWide: Bool, _ random: inout SplitMix) -> [UInt8] {
  var (count, size, offset) = (UInt64(count), UInt64(size), UInt64(offset))
  var place = offset + size
  if random.oneIn(8) {
    let lie = random.pick([0, 1, count + 1, size - 1, offset + 1, 0xFFFF, 1 << 32, 1 << 62, .max] as [UInt64])
    switch random.below(3) {
    case 0: count = lie
    case 1: size = lie
    default: offset = lie
    }
  }
  if random.oneIn(20) { place = random.next() >> UInt64(random.below(64)) }
  let disk = random.oneIn(50) ? 1 : 0
  let comment = random.oneIn(10) ? random.below(300) : 0
  return zipEnd(
    count: count, size: size, offset: offset, isWide: isWide, place: place, disk: UInt32(disk), comment: comment)
}

/// The end of an archive; `place` is where its zip64 record is said to lie.
private func zipEnd(
  count: UInt64, size: UInt64, offset: UInt64, isWide: Bool, place: UInt64, disk: UInt32 = 0, comment: Int = 0
) -> [UInt8] {
  var end = LittleEndian()
  if isWide {
    end.put(UInt32(0x0606_4B50))
    end.put(UInt64(44))
    end.put(UInt32(45 << 16 | 45))
    end.put(UInt64(0))
    for number in [count, count, size, offset] { end.put(number) }
    end.put(UInt32(0x0706_4B50))
    end.put(UInt32(0))
    end.put(place)
    end.put(UInt32(1))
  }
  end.put(UInt32(0x0605_4B50))
  end.put(disk)
  for _ in 0..<2 { end.put(isWide ? .max : UInt16(truncatingIfNeeded: count)) }
  end.put(isWide ? .max : UInt32(truncatingIfNeeded: size))
  end.put(isWide ? .max : UInt32(truncatingIfNeeded: offset))
  end.put(UInt16(comment))
  return end.bytes + [UInt8](repeating: 0x50, count: comment)
}
