import Glibc

/// The file that holds the input under test: whatever ends the process, the input is there.
struct InputFile {
  let path: String
  private let descriptor: Int32

  init(path: String) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    precondition(descriptor >= 0, "cannot write \(path)")
  }

  func write(_ bytes: [UInt8]) {
    precondition(pwrite(descriptor, bytes, bytes.count, 0) == bytes.count && ftruncate(descriptor, bytes.count) == 0)
  }

  func close() {
    Glibc.close(descriptor)
  }
}
