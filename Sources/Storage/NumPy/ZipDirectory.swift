/// One member of a zip archive.
struct ZipMember {
  let name: String
  let method: UInt16
  let flags: UInt16
  let crc: UInt32
  let packedSize: Int
  let size: Int
  let localHeaderOffset: Int
  /// Where its entry lies in the list of members.
  let entryOffset: Int
}

/// The signatures of a zip archive's parts.
enum ZipSignature {
  static let local: UInt32 = 0x0403_4B50
  static let central: UInt32 = 0x0201_4B50
  static let end: UInt32 = 0x0605_4B50
  static let end64: UInt32 = 0x0606_4B50
  static let locator64: UInt32 = 0x0706_4B50
}

/// Reads the list of members at the end of a zip archive, zip64 included.
func zipDirectory(_ bytes: [UInt8], path: String) throws(StorageError) -> [ZipMember] {
  let end = try findEnd(bytes, path)
  guard end.offset <= end.place, end.size <= end.place - end.offset else {
    throw .malformed(path, at: end.place, "the archive's list of members lies outside of the file")
  }
  var cursor = ByteCursor(bytes[end.offset..<(end.offset + end.size)], path: path, origin: end.offset)
  // A member's entry has 46 bytes at least, so a lying count cannot exhaust the memory.
  guard end.count <= end.size / 46 else {
    throw .malformed(path, at: end.place, "the archive promises \(end.count) members in \(end.size) bytes")
  }
  var members: [ZipMember] = []
  for _ in 0..<end.count { members.append(try centralEntry(&cursor)) }
  try refuseOverlaps(members, path)
  return members
}

/// Members that share bytes let a small archive unpack to any size; honest writers make none.
private func refuseOverlaps(_ members: [ZipMember], _ path: String) throws(StorageError) {
  let inOrder = members.sorted { $0.localHeaderOffset < $1.localHeaderOffset }
  for (member, next) in zip(inOrder, inOrder.dropFirst())
  where member.packedSize > next.localHeaderOffset - member.localHeaderOffset - 30 {
    throw .malformed(path, at: next.entryOffset, "'\(member.name)' and '\(next.name)' overlap")
  }
}

private struct ZipEnd {
  var count: Int
  var size: Int
  var offset: Int
  /// Where the record itself lies; all else lies before.
  var place: Int
}

private func findEnd(_ bytes: [UInt8], _ path: String) throws(StorageError) -> ZipEnd {
  // The record has 22 bytes and a comment of up to 65535 behind it.
  var place = bytes.count - 22
  let lowest = max(0, place - 65_535)
  while place >= lowest {
    var cursor = ByteCursor(bytes[place...], path: path, origin: place)
    if try cursor.number(UInt32.self, "the end record") == ZipSignature.end {
      return try endRecord(&cursor, bytes, place, path)
    }
    place -= 1
  }
  throw .malformed(path, at: bytes.count, "this is no .npz file, or its end is missing: no end record of a zip archive")
}

private func endRecord(
  _ cursor: inout ByteCursor, _ bytes: [UInt8], _ place: Int, _ path: String
) throws(StorageError) -> ZipEnd {
  let disk = try cursor.number(UInt16.self, "the end record")
  let firstDisk = try cursor.number(UInt16.self, "the end record")
  _ = try cursor.number(UInt16.self, "the end record")
  let count = try cursor.number(UInt16.self, "the end record")
  let size = try cursor.number(UInt32.self, "the end record")
  let offset = try cursor.number(UInt32.self, "the end record")
  if count == .max || size == .max || offset == .max, place >= 20 {
    var locator = ByteCursor(bytes[(place - 20)..<place], path: path, origin: place - 20)
    if try locator.number(UInt32.self, "the zip64 locator") == ZipSignature.locator64 {
      _ = try locator.number(UInt32.self, "the zip64 locator")
      return try endRecord64(bytes, try locator.number(UInt64.self, "the zip64 locator"), path)
    }
  }
  guard disk == 0 && firstDisk == 0 else {
    throw .unsupported(path, at: place, "archives in several parts are not supported")
  }
  return ZipEnd(count: Int(count), size: Int(size), offset: Int(offset), place: place)
}

private func endRecord64(_ bytes: [UInt8], _ offset: UInt64, _ path: String) throws(StorageError) -> ZipEnd {
  guard let place = Int(exactly: offset), place <= bytes.count else {
    throw .malformed(path, at: bytes.count, "the zip64 end record lies outside of the file")
  }
  var cursor = ByteCursor(bytes[place...], path: path, origin: place)
  guard try cursor.number(UInt32.self, "the zip64 end record") == ZipSignature.end64 else {
    throw .malformed(path, at: place, "expected a zip64 end record")
  }
  _ = try cursor.take(28, "the zip64 end record")
  var numbers: [Int] = []
  for name in ["number of members", "size of the list", "offset of the list"] {
    let value = try cursor.number(UInt64.self, name)
    guard let number = Int(exactly: value) else { throw .malformed(path, at: place, "the \(name) is too large") }
    numbers.append(number)
  }
  return ZipEnd(count: numbers[0], size: numbers[1], offset: numbers[2], place: place)
}

private func centralEntry(_ cursor: inout ByteCursor) throws(StorageError) -> ZipMember {
  let entryOffset = cursor.offset
  guard try cursor.number(UInt32.self, "a member's entry") == ZipSignature.central else {
    throw .malformed(cursor.path, at: entryOffset, "expected a member's entry in the list of members")
  }
  _ = try cursor.take(4, "a member's entry")
  let flags = try cursor.number(UInt16.self, "a member's entry")
  let method = try cursor.number(UInt16.self, "a member's entry")
  _ = try cursor.take(4, "a member's entry")
  let crc = try cursor.number(UInt32.self, "a member's entry")
  let packedSize = try cursor.number(UInt32.self, "a member's entry")
  let size = try cursor.number(UInt32.self, "a member's entry")
  let nameLength = try cursor.number(UInt16.self, "a member's entry")
  let extraLength = try cursor.number(UInt16.self, "a member's entry")
  let commentLength = try cursor.number(UInt16.self, "a member's entry")
  _ = try cursor.take(8, "a member's entry")
  let offset = try cursor.number(UInt32.self, "a member's entry")
  let name = String(decoding: try cursor.take(Int(nameLength), "a member's name"), as: UTF8.self)
  let extraOffset = cursor.offset
  let extra = try cursor.take(Int(extraLength), "a member's extra field")
  _ = try cursor.take(Int(commentLength), "a member's comment")

  var wide = try zip64Field(ByteCursor(extra, path: cursor.path, origin: extraOffset))
  let fullSize = try wide.widen(size)
  let fullPackedSize = try wide.widen(packedSize)
  return ZipMember(
    name: name, method: method, flags: flags, crc: crc, packedSize: fullPackedSize, size: fullSize,
    localHeaderOffset: try wide.widen(offset), entryOffset: entryOffset)
}

/// The 64-bit numbers that stand in for those of an entry that are all ones, in their fixed order.
private struct Zip64Field {
  var cursor: ByteCursor

  mutating func widen(_ value: UInt32) throws(StorageError) -> Int {
    guard value == .max else { return Int(value) }
    let place = cursor.offset
    guard let wide = Int(exactly: try cursor.number(UInt64.self, "a zip64 number")) else {
      throw .malformed(cursor.path, at: place, "a zip64 number is too large")
    }
    return wide
  }
}

/// The field among an entry's extra ones; empty where there is none.
private func zip64Field(_ extra: ByteCursor) throws(StorageError) -> Zip64Field {
  var cursor = extra
  while cursor.remaining >= 4 {
    let identifier = try cursor.number(UInt16.self, "an extra field")
    let length = try cursor.number(UInt16.self, "an extra field")
    let start = cursor.offset
    let content = try cursor.take(Int(length), "an extra field")
    if identifier == 1 { return Zip64Field(cursor: ByteCursor(content, path: cursor.path, origin: start)) }
  }
  return Zip64Field(cursor: ByteCursor([], path: cursor.path, origin: cursor.offset))
}
