/// Where bytes go one after another: a file under construction, or memory.
package protocol ByteOutput: AnyObject {
  /// The file's name in messages.
  var path: String { get }
  /// Bytes appended so far.
  var count: Int { get }
  func append(_ bytes: [UInt8]) throws(StorageError)
  /// Completes the output.
  func commit(durable: Bool) throws(StorageError)
}

extension AtomicFile: ByteOutput {}

/// Bytes that stay in memory.
package final class MemoryOutput: ByteOutput {
  package let path: String
  package private(set) var bytes: [UInt8] = []

  /// `path` is only used in messages.
  package init(path: String) {
    self.path = path
  }

  package var count: Int { bytes.count }

  package func append(_ bytes: [UInt8]) { self.bytes += bytes }

  package func commit(durable: Bool) {}
}
