/// A table of numbers, with what people put around them; sometimes something is wrong.
func csvDocument(_ random: inout SplitMix) -> [UInt8] {
  let columns = 1 + random.below(4)
  var lines: [String] = []
  if random.oneIn(3) { lines.append((0..<columns).map { "\"name \($0)\"" }.joined(separator: ",")) }
  for _ in 0..<random.below(6) {
    let count = random.oneIn(15) ? random.below(6) : columns
    let fields = (0..<count).map { _ in
      switch random.below(12) {
      case 0: random.oneIn(6) ? hostileScalar(&random) : "nan"
      case 1: random.pick(["inf", "-inf", "Infinity", "-0", "+1", ".5", "1.", "1e-300", "5e-324", "1e308"])
      case 2: " \(random.below(100)) "
      default: "\(Double.random(in: -2...2, using: &random))"
      }
    }
    lines.append(fields.joined(separator: ","))
    if random.oneIn(8) { lines.append(random.pick(["", "# a comment", "  ", "\t"])) }
  }
  let text = lines.joined(separator: random.pick(["\n", "\r\n", "\r"])) + random.pick(["", "\n"])
  let bytes = (random.oneIn(8) ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8)
  return random.oneIn(4) ? damaged(bytes, &random) : bytes
}
