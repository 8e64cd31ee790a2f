import Signals
import Storage

extension SectionReader {
  /// The numbers of `{file: PATH}` or `{file: PATH, array: NAME}`.
  func fileValues(_ key: String, _ node: YAMLNode, shape: [Int]?, _ files: ArrayFiles) -> Distribution? {
    guard let section = SectionReader(node, path: join(key), keys: .numberFile, collector),
      let file = section.required("file", "a path that ends in .npy, .npz or .csv")
    else { return nil }
    let array = section.value("array")
    guard let path = file.text, !path.isEmpty, !path.utf8.contains(0) else {
      section.reject("file", file, "a path that ends in .npy, .npz or .csv")
      return nil
    }
    if let array, array.text == nil {
      section.reject("array", array, "the name of an array")
      return nil
    }
    do {
      let values = try files.values(
        ArrayFiles.Place(path: path, isInConfiguration: file.mark.isInFile, array: array?.text), shape: shape)
      return values.map(Distribution.values)
    } catch {
      switch error {
      case .file(let reason): collector.add(file.mark, "\(section.join("file")): \(reason)")
      case .array(let reason): collector.add((array ?? file).mark, "\(section.join("array")) \(reason)")
      }
      return nil
    }
  }
}
