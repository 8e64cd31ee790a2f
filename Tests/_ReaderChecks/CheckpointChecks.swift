import Experiments
import Storage

func acceptsCheckpoint(_ bytes: [UInt8]) throws(BrokenRule) -> Bool {
  guard let checkpoint = try accepted({ () throws(StorageError) in try Checkpoint(bytes: bytes, path: "a.npz") })
  else { return false }
  do {
    let once = try written(checkpoint)
    guard try written(try Checkpoint(bytes: once, path: "again.npz")) == once else {
      throw BrokenRule("the checkpoint reads back as something else")
    }
  } catch let error as BrokenRule {
    throw error
  } catch {
    throw BrokenRule("is refused once written: \(error)")
  }
  return true
}

private func written(_ checkpoint: Checkpoint) throws(StorageError) -> [UInt8] {
  let output = MemoryOutput(path: "memory.npz")
  try checkpoint.write(NPZWriter(to: output))
  return output.bytes
}
