internal import CZlib

/// A `.npz` archive (a zip file of `.npy` files), as `numpy.savez` and `numpy.savez_compressed` write it.
///
/// The file is read as a whole; its members are unpacked, and checked against their CRC-32, when they are asked for.
public struct NPZFile: Sendable {
  public let path: String
  /// The names of the arrays in the order of the archive, without `.npy`.
  public let names: [String]
  private let bytes: [UInt8]
  private let members: [String: ZipMember]

  /// Opens an archive. Throws if it is missing, no zip archive, damaged, or has two members of one name.
  public init(path: String, limit: Int = .max) throws(StorageError) {
    try self.init(bytes: try readFile(path, limit: limit), path: path)
  }

  /// Opens an archive in memory; `path` is only used in messages.
  public init(bytes: [UInt8], path: String) throws(StorageError) {
    self.path = path
    self.bytes = bytes
    var names: [String] = []
    var members: [String: ZipMember] = [:]
    for member in try zipDirectory(bytes, path: path) {
      let name = member.name.hasSuffix(".npy") ? String(member.name.dropLast(4)) : member.name
      guard members.updateValue(member, forKey: name) == nil else {
        throw .malformed(path, at: member.entryOffset, "two members are named '\(name)'")
      }
      names.append(name)
    }
    self.names = names
    self.members = members
  }

  /// The numbers of one array.
  ///
  /// Throws if it is missing, damaged, holds something else, or has more than `limit` bytes (found before unpacking).
  public func array(_ name: String, limit: Int = .max) throws(StorageError) -> NPYArray {
    if let size = members[name]?.size, size > limit {
      throw .tooLarge(memberPath(name), "the array has \(size) bytes, more than the \(limit) allowed here")
    }
    return try NPYFile.array(from: try content(name)[...], path: memberPath(name))
  }

  /// The texts of one array. Throws if it is missing, damaged, or holds something else.
  public func texts(_ name: String) throws(StorageError) -> NPYTexts {
    try NPYFile.texts(from: try content(name)[...], path: memberPath(name))
  }

  /// The single text of an array such as `meta_json`. Throws if it is missing, damaged, or holds something else.
  public func text(_ name: String) throws(StorageError) -> String {
    let texts = try texts(name)
    guard texts.values.count == 1 else {
      throw .invalidValue(memberPath(name), at: 0, "expected one text, found \(texts.values.count)")
    }
    return texts.values[0]
  }

  /// The unpacked bytes of a member.
  public func content(_ name: String) throws(StorageError) -> [UInt8] {
    guard let member = members[name] else {
      let list = members.values.map(\.entryOffset).min() ?? 0
      throw .invalidValue(
        path, at: list, "there is no array '\(name)'; there are \(names.joined(separator: ", "))")
    }
    let packed = try packedBytes(member)
    let content: [UInt8]
    switch member.method {
    case 0:
      guard member.size == member.packedSize else {
        throw .malformed(path, at: member.localHeaderOffset, "'\(name)' is stored but has two different sizes")
      }
      content = Array(packed)
    case 8: content = try inflated(packed, member)
    default:
      throw .unsupported(
        path, at: member.entryOffset, "'\(name)' is packed by method \(member.method); expected stored or deflated")
    }
    guard content.withUnsafeBufferPointer({ rtdeep_crc32(0, $0.baseAddress, $0.count) }) == member.crc else {
      throw .malformed(path, at: member.localHeaderOffset, "'\(name)' is damaged: its CRC-32 is wrong")
    }
    return content
  }

  private func memberPath(_ name: String) -> String { "\(path)[\(name)]" }

  private func packedBytes(_ member: ZipMember) throws(StorageError) -> ArraySlice<UInt8> {
    guard member.flags & 1 == 0 else {
      throw .unsupported(path, at: member.entryOffset, "'\(member.name)' is encrypted")
    }
    guard member.localHeaderOffset <= bytes.count else {
      throw .malformed(path, at: bytes.count, "'\(member.name)' lies outside of the file")
    }
    var cursor = ByteCursor(bytes[member.localHeaderOffset...], path: path, origin: member.localHeaderOffset)
    guard try cursor.number(UInt32.self, "a member's header") == ZipSignature.local else {
      throw .malformed(path, at: member.localHeaderOffset, "expected the header of '\(member.name)'")
    }
    _ = try cursor.take(22, "a member's header")
    let nameLength = try cursor.number(UInt16.self, "a member's header")
    let extraLength = try cursor.number(UInt16.self, "a member's header")
    let name = try cursor.take(Int(nameLength), "a member's name")
    guard String(decoding: name, as: UTF8.self) == member.name else {
      throw .malformed(path, at: member.localHeaderOffset, "the header of '\(member.name)' has another name")
    }
    _ = try cursor.take(Int(extraLength), "a member's extra field")
    return try cursor.take(member.packedSize, "the content of '\(member.name)'")
  }

  private func inflated(_ packed: ArraySlice<UInt8>, _ member: ZipMember) throws(StorageError) -> [UInt8] {
    // Deflate shrinks 1032 times at most: a larger promise is a lie that must not allocate.
    guard member.size / 1032 <= packed.count else {
      throw .malformed(
        path, at: member.localHeaderOffset, "'\(member.name)' promises \(member.size) bytes from \(packed.count)")
    }
    var status = RTDEEP_INFLATE_DAMAGED
    var message: UnsafePointer<CChar>?
    let content = [UInt8](unsafeUninitializedCapacity: member.size) { output, count in
      status = packed.withUnsafeBufferPointer { input in
        rtdeep_inflate_raw(input.baseAddress, input.count, output.baseAddress, member.size, &message)
      }
      count = status == RTDEEP_INFLATE_OK ? member.size : 0
    }
    guard status == RTDEEP_INFLATE_OK else {
      let reason = message.map { String(cString: $0) } ?? "damaged"
      throw .malformed(path, at: member.localHeaderOffset, "'\(member.name)' cannot be unpacked: \(reason)")
    }
    return content
  }
}
