/// A raw deflate stream of stored blocks.
func deflated(_ content: [UInt8], pieces: Int) -> [UInt8] {
  var stream = LittleEndian()
  var rest = content[...]
  for piece in 1...pieces {
    let block = piece == pieces ? rest : rest.prefix(content.count / pieces)
    rest = rest.dropFirst(block.count)
    stream.put(UInt8(piece == pieces ? 1 : 0))
    stream.put(UInt16(block.count))
    stream.put(~UInt16(block.count))
    stream.bytes += block
  }
  return stream.bytes
}

/// A raw deflate stream of `count` zeros (one more than a multiple of 258): one literal, and copies of what came before.
func deflatedRun(of count: Int) -> [UInt8] {
  var stream: [UInt8] = []
  var bits = 0
  /// Huffman codes have their first bit first.
  func put(_ code: Int, _ length: Int) {
    for bit in (0..<length).reversed() {
      if bits % 8 == 0 { stream.append(0) }
      if code >> bit & 1 == 1 { stream[bits / 8] |= 1 << UInt8(bits % 8) }
      bits += 1
    }
  }
  // The last block, with the fixed codes (the field itself has its last bit first).
  put(0b110, 3)
  put(0b0011_0000, 8)
  for _ in 0..<(count / 258) {
    // Length 258, distance 1.
    put(0b1100_0101, 8)
    put(0, 5)
  }
  put(0, 7)
  return stream
}

private let crcTable: [UInt32] = (0..<256).map { index in
  (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? 0xEDB8_8320 ^ (crc >> 1) : crc >> 1 }
}

func crc32(_ bytes: [UInt8]) -> UInt32 {
  ~bytes.reduce(~0) { crcTable[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
}
