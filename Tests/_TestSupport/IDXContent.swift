/// An IDX file: the code of its type, the lengths of its axes, and its elements as they stand there.
public func idxContent(_ type: UInt8, _ shape: [UInt32], _ elements: [UInt8]) -> [UInt8] {
  [0, 0, type, UInt8(shape.count)] + bigEndian(shape) + elements
}

/// The bytes of numbers, the highest first.
public func bigEndian<Number: FixedWidthInteger>(_ numbers: [Number]) -> [UInt8] {
  numbers.flatMap { number in withUnsafeBytes(of: number.bigEndian) { Array($0) } }
}

/// A gzip file that stores up to 65535 bytes as they are.
public func gzipped(_ bytes: [UInt8]) -> [UInt8] {
  let count = UInt16(bytes.count)
  let crc = ~bytes.reduce(~UInt32(0)) { crc, byte in
    (0..<8).reduce(crc ^ UInt32(byte)) { rest, _ in rest & 1 == 1 ? 0xEDB8_8320 ^ rest >> 1 : rest >> 1 }
  }
  return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + bigEndian([count.byteSwapped, ~count.byteSwapped]) + bytes
    + bigEndian([crc.byteSwapped, UInt32(count).byteSwapped])
}
