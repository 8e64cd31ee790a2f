internal import CZlib

/// The CRC-32 of some bytes; `before` is that of those which come before them.
public func checksum(_ bytes: UnsafeRawBufferPointer, after before: UInt32 = 0) -> UInt32 {
  let bytes = bytes.bindMemory(to: UInt8.self)
  return rtdeep_crc32(before, bytes.baseAddress, bytes.count)
}
