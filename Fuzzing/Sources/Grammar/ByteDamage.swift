/// The same bytes with something wrong that no writer would do.
func damaged(_ bytes: [UInt8], _ random: inout SplitMix) -> [UInt8] {
  var bytes = bytes
  guard bytes.count > 1 else { return [UInt8.random(in: 0...255, using: &random)] }
  let place = random.below(bytes.count)
  let length = min(bytes.count - place, 1 + random.below(random.pick([2, 8, 64])))
  let piece = place..<(place + length)
  switch random.below(9) {
  case 0: bytes.removeSubrange(place...)
  case 1: bytes.removeSubrange(piece)
  case 2: bytes.insert(contentsOf: bytes[piece], at: random.below(bytes.count))
  case 3: bytes[place] ^= 1 << UInt8(random.below(8))
  case 4: bytes[place] = UInt8.random(in: 0...255, using: &random)
  case 5: for index in piece { bytes[index] = random.pick([0, 0xFF]) }
  case 6: bytes.removeFirst(place)
  case 7:
    let other = random.below(bytes.count - length + 1)
    bytes.replaceSubrange(other..<(other + length), with: Array(bytes[piece]))
  default: bytes += bytes[..<place]
  }
  return bytes
}
