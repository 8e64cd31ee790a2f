import Experiments
import Storage

func acceptsCheckpoint(_ bytes: [UInt8]) throws(BrokenRule) -> Bool {
  guard let checkpoint = try accepted({ () throws(StorageError) in try Checkpoint(bytes: bytes, path: "a.npz") })
  else { return false }
  let once: [UInt8]
  let twice: [UInt8]
  do {
    once = try written(checkpoint)
    twice = try written(try Checkpoint(bytes: once, path: "again.npz"))
  } catch {
    throw BrokenRule("is refused once written: \(error)")
  }
  guard once == twice else { throw BrokenRule("the checkpoint reads back as something else") }
  return true
}

private func written(_ checkpoint: Checkpoint) throws(StorageError) -> [UInt8] {
  let output = MemoryOutput(path: "memory.npz")
  try checkpoint.write(NPZWriter(to: output))
  return output.bytes
}
