internal import CLibFuzzer
internal import FileBan
import Glibc
public import _ReaderChecks

/// Lets libFuzzer search for bytes with which the reader breaks a rule; takes libFuzzer's own arguments.
public func searchByCoverage(_ reader: CheckedReader) -> Never {
  // libFuzzer takes a C function, which can carry nothing with it.
  searched = reader
  var count = CommandLine.argc
  var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
  let status = LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
    do {
      let bytes = Array(UnsafeBufferPointer(start: bytes, count: count))
      _ = try withoutFiles { () throws(BrokenRule) in try searched.accepts(bytes) }
    } catch {
      fatalError("\(searched): \(error)")
    }
    return 0
  }
  exit(status)
}

private nonisolated(unsafe) var searched = CheckedReader.json
