import Signals
import Storage

extension LabelledSamples {
  /// Reads a NumPy archive: `x` with one sample per row, whose further axes are flattened, and `y` with their classes.
  ///
  /// There are as many classes as the highest label says. Neither the file nor an array may have more than `limit` bytes.
  public init(archive path: String, limit: Int = .max) throws(SamplesRefused) {
    let archive = try readable { () throws(StorageError) in
      try NPZFile(bytes: try readRegularFile(path, limit: limit), path: path)
    }
    func array(_ name: String) throws(SamplesRefused) -> NamedArray {
      guard archive.names.contains(name) else {
        throw .missingArray(name, archive: path, present: archive.names)
      }
      let array = try readable { () throws(StorageError) in try archive.array(name, limit: limit) }
      return NamedArray(name: "\(path)[\(name)]", shape: array.shape, values: array.values)
    }
    try self.init(try array("x"), labels: try array("y"))
  }

  /// Reads a pair of IDX files, plain or packed by gzip, such as those of MNIST.
  ///
  /// Unsigned bytes become numbers from 0 to 1; numbers of other types stay as they are. There are as many classes as the
  /// highest label says. Neither a file nor what it unpacks to may have more than `limit` bytes.
  public init(images: String, labels: String, limit: Int = .max) throws(SamplesRefused) {
    let inputs = try readable { () throws(StorageError) in try IDXFile.read(images, limit: limit) }
    let classes = try readable { () throws(StorageError) in try IDXFile.read(labels, limit: limit) }
    try self.init(
      NamedArray(
        name: images, shape: inputs.shape,
        values: inputs.type == .uint8 ? inputs.values.map { $0 / 255 } : inputs.values),
      labels: NamedArray(name: labels, shape: classes.shape, values: classes.values))
  }

  private init(_ inputs: NamedArray, labels: NamedArray) throws(SamplesRefused) {
    guard let count = inputs.shape.first else {
      throw .wrongShape(inputs.shape, array: inputs.name, axes: "samples along its first axis")
    }
    guard labels.shape.count == 1 else { throw .wrongShape(labels.shape, array: labels.name, axes: "one axis") }
    guard labels.values.count == count else {
      throw .lengthsDiffer(
        samples: count, array: inputs.name, labels: labels.values.count, labelArray: labels.name)
    }
    guard !inputs.values.isEmpty else { throw .noValues(array: inputs.name) }
    let width = inputs.values.count / count
    if let index = inputs.values.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(inputs.values[index], sample: index / width, value: index % width, array: inputs.name)
    }
    var classes: [Int] = []
    classes.reserveCapacity(count)
    for label in labels.values {
      guard let number = Int(exactly: label), (0..<mostClasses).contains(number) else {
        throw .noClass(label, sample: classes.count, array: labels.name)
      }
      classes.append(number)
    }
    self.init(inputs: inputs.values, width: width, labels: classes, classes: classes.max()! + 1)
  }
}

/// An array as messages speak of it.
private struct NamedArray {
  let name: String
  let shape: [Int]
  let values: [Double]
}
