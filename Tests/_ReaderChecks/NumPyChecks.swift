import Storage

func acceptsNumPy(_ bytes: [UInt8]) throws(BrokenRule) -> Bool {
  let isFile = try acceptsElements(bytes, path: "a.npy")
  let isArchive = try acceptsArchive(bytes)
  return isFile || isArchive
}

private func acceptsArchive(_ bytes: [UInt8]) throws(BrokenRule) -> Bool {
  guard let archive = try accepted({ () throws(StorageError) in try NPZFile(bytes: bytes, path: "a.npz") }) else {
    return false
  }
  var areAccepted = true
  for name in archive.names {
    if let content = try accepted({ () throws(StorageError) in try archive.content(name) }) {
      if try !acceptsElements(content, path: "a.npz[\(name)]") { areAccepted = false }
    } else {
      areAccepted = false
    }
    _ = try accepted { () throws(StorageError) in try archive.text(name) }
  }
  return areAccepted
}

/// Whether the bytes are a `.npy` file of numbers or of texts.
private func acceptsElements(_ bytes: [UInt8], path: String) throws(BrokenRule) -> Bool {
  if let array = try accepted({ () throws(StorageError) in try NPYFile.array(from: bytes[...], path: path) }) {
    let written = NPYFile.bytes(of: array)
    let again = try accepted { () throws(StorageError) in try NPYFile.array(from: written[...], path: path) }
    guard let again, again.shape == array.shape,
      again.values.elementsEqual(array.values, by: { $0.bitPattern == $1.bitPattern })
    else { throw BrokenRule("numbers of shape \(array.shape) do not read back") }
    return true
  }
  guard let texts = try accepted({ () throws(StorageError) in try NPYFile.texts(from: bytes[...], path: path) }) else {
    return false
  }
  for text in texts.values {
    let again = try accepted { () throws(StorageError) in
      try NPYFile.texts(from: try NPYFile.bytes(ofText: text, path: path)[...], path: path)
    }
    guard let again, again.shape == [], again.values[0].unicodeScalars.elementsEqual(text.unicodeScalars) else {
      throw BrokenRule("the text \(text.debugDescription) does not read back")
    }
  }
  return true
}
