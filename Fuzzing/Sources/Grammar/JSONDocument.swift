/// Any tree; half of them are configurations, whose texts have more of YAML in them.
func jsonDocument(_ random: inout SplitMix) -> Tree {
  random.oneIn(2) ? configurationDocument(&random) : anyTree(&random, depth: 5)
}

private func anyTree(_ random: inout SplitMix, depth: Int) -> Tree {
  switch depth == 0 ? 0 : random.below(4) {
  case 0, 1: .scalar(hostileScalar(&random))
  case 2: .list((0..<random.below(5)).map { _ in anyTree(&random, depth: depth - 1) })
  default:
    .mapping(
      (0..<random.below(5)).map { index in
        let key = random.oneIn(4) ? hostileKey(&random) : "key\(index)"
        return (key: key, value: anyTree(&random, depth: depth - 1))
      })
  }
}
