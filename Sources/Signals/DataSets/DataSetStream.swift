import Lanes

/// What random numbers of a data set are for: each use has a stream of its own, and so has each part.
enum DataSetStream: UInt32 {
  // The raw values are part of every data set that is drawn: they never change, and new uses get new numbers.

  /// The order in which samples are dealt to the parts.
  case split = 0
  /// The order of images of bars.
  case barOrder = 1
  /// The noise on their pixels.
  case barNoise = 2
  /// The points of the yin-yang.
  case yinYang = 3

  func of(_ seed: UInt64, _ part: DataSetPart) -> RandomStream {
    RandomStream(seed: seed, purpose: .data, index: rawValue << 2 | UInt32(part.rawValue))
  }
}
