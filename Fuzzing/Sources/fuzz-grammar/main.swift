import FileBan
import Glibc
import Grammar
import _ReaderChecks

// Reads COUNT documents made by a grammar, and writes them to FOLDER too. Stops at the first with which the reader
// breaks a rule, traps, hangs, or takes more than a second of processor time; that input is left in the file
// READER-SEED.input of the current folder.

let arguments = CommandLine.arguments.dropFirst()
guard (2...4).contains(arguments.count), let reader = CheckedReader(rawValue: arguments[1]),
  let count = Int(arguments[2]), count > 0, let seed = arguments.count >= 3 ? UInt64(arguments[3]) : 1
else {
  let readers = CheckedReader.allCases.map(\.rawValue).joined(separator: "|")
  print("usage: fuzz-grammar \(readers) COUNT [SEED [FOLDER]]")
  exit(2)
}
let collection = arguments.count == 4 ? arguments[4] : nil

let input = InputFile(path: "\(reader.rawValue)-\(seed).input")
let watchdog = Watchdog()
var random = SplitMix(seed: seed)
var accepted = 0
var slowest = 0.0
let start = Clock.wall.seconds
for index in 0..<count {
  let bytes = reader.document(&random)
  input.write(bytes)
  if let collection {
    let copy = InputFile(path: "\(collection)/\(index)")
    copy.write(bytes)
    copy.close()
  }
  watchdog.begin()
  let before = Clock.process.seconds
  do {
    if try withoutFiles({ () throws(BrokenRule) in try reader.accepts(bytes) }) { accepted += 1 }
  } catch {
    fail("input \(index) of seed \(seed): \(error)")
  }
  let seconds = Clock.process.seconds - before
  watchdog.end()
  slowest = max(slowest, seconds)
  if seconds > Watchdog.limit { fail("input \(index) of seed \(seed) took \(seconds) s") }
}
input.close()
unlink(input.path)
let seconds = Clock.wall.seconds - start
print(
  "\(reader.rawValue): \(count) inputs, \(accepted) accepted, \(count - accepted) refused,",
  "slowest \(Int((slowest * 1000).rounded(.up))) ms, \(Int(Double(count) / seconds)) per second")

func fail(_ reason: String) -> Never {
  print("\(reader.rawValue): \(reason); it is in \(input.path)")
  exit(1)
}
