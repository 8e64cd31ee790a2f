public import _ReaderChecks

extension CheckedReader {
  /// A document of the reader's format, with up to a few things wrong: any input for `accepts`.
  public func document(_ random: inout SplitMix) -> [UInt8] {
    let damages = random.pick([0, 1, 1, 2, 5])
    switch self {
    case .configuration: return text(configurationDocument(&random), damages, &random)
    case .json: return text(jsonDocument(&random), damages, &random)
    case .csv: return csvDocument(&random)
    case .idx:
      var bytes = idxDocument(&random)
      for _ in 0..<(random.oneIn(3) ? damages : 0) { bytes = damaged(bytes, &random) }
      return bytes
    case .checkpoint:
      var bytes = checkpointDocument(damages, &random)
      for _ in 0..<(random.oneIn(4) ? damages : 0) { bytes = damaged(bytes, &random) }
      return bytes
    case .zarr: return text(zarrDocument(&random), damages, &random)
    case .numpy:
      var bytes = random.oneIn(3) ? npyDocument(&random) : npzDocument(&random)
      for _ in 0..<(random.oneIn(3) ? damages : 0) { bytes = damaged(bytes, &random) }
      return bytes
    }
  }
}

private func text(_ tree: Tree, _ damages: Int, _ random: inout SplitMix) -> [UInt8] {
  var tree = tree
  for _ in 0..<damages { tree.damage(&random) }
  var bytes = Array(tree.text(random.pick(Tree.Layout.allCases)).utf8)
  if random.oneIn(10) { bytes = damaged(bytes, &random) }
  return bytes
}
