import CRtDeep

/// The objects that a caller holds, by their handles: slot in the lower half, generation in the upper one.
///
/// A slot counts a generation for every object that it takes, and retires after the last one: no handle returns.
enum Handles {
  private struct Slot {
    var generation: UInt32
    var resource: (any Resource)?
  }

  private struct Table {
    var slots: [Slot] = []
    var free: [UInt32] = []
  }

  private static let table = Guarded(Table())

  /// A handle for `resource`, which lives until it is released.
  ///
  /// - Throws: `Refusal` where there is no handle left.
  static func add(_ resource: any Resource) throws(Refusal) -> rtdeep_handle {
    let handle = table.withLock { table -> rtdeep_handle? in
      if let index = table.free.popLast() {
        table.slots[Int(index)].generation += 1
        table.slots[Int(index)].resource = resource
        return rtdeep_handle(table.slots[Int(index)].generation) << 32 | rtdeep_handle(index)
      }
      guard let index = UInt32(exactly: table.slots.count) else { return nil }
      table.slots.append(Slot(generation: 1, resource: resource))
      return 1 << 32 | rtdeep_handle(index)
    }
    guard let handle else { throw Refusal(RTDEEP_NO_MEMORY, "there are 2^32 objects already: release some") }
    return handle
  }

  /// What `handle` stands for; nil where it was released, or never existed.
  static func resource(_ handle: rtdeep_handle) -> (any Resource)? {
    table.withLock { table in index(of: handle, in: table).flatMap { table.slots[$0].resource } }
  }

  /// Forgets `handle`, and gives back what it stood for, so that it goes outside of the lock.
  static func remove(_ handle: rtdeep_handle) -> (any Resource)? {
    table.withLock { table in
      guard let index = index(of: handle, in: table), let resource = table.slots[index].resource else { return nil }
      table.slots[index].resource = nil
      if table.slots[index].generation < .max { table.free.append(UInt32(index)) }
      return resource
    }
  }

  private static func index(of handle: rtdeep_handle, in table: Table) -> Int? {
    let index = Int(handle & 0xffff_ffff)
    guard index < table.slots.count, table.slots[index].generation == UInt32(handle >> 32) else { return nil }
    return index
  }

  /// Calls `body` with the object that `handle` stands for, while no other thread is inside it.
  ///
  /// The object lives until the call is over, whoever releases it meanwhile.
  ///
  /// - Throws: `Refusal` where there is no such object, or it is in use.
  static func use<R: Resource, Value>(
    _ handle: rtdeep_handle, as type: R.Type, _ body: (R) throws -> Value
  ) throws -> Value {
    let resource = try find(handle, as: type)
    guard resource.turn.take() else {
      throw Refusal(RTDEEP_BUSY, "the \(R.kind) is in use by another thread: wait until its call is over")
    }
    defer { resource.turn.end() }
    return try body(resource)
  }

  /// The object that `handle` stands for, for what may be asked of it at any time.
  ///
  /// - Throws: `Refusal` where there is no such object.
  static func find<R: Resource>(_ handle: rtdeep_handle, as type: R.Type) throws(Refusal) -> R {
    guard handle != 0 else { throw Refusal(RTDEEP_CLOSED, "the handle is 0, but must be that of \(article(R.kind))") }
    guard let resource = resource(handle) else {
      throw Refusal(RTDEEP_CLOSED, "the handle \(handle) was released, or never stood for \(article(R.kind))")
    }
    guard let wanted = resource as? R else {
      let kind = Swift.type(of: resource).kind
      throw Refusal(
        RTDEEP_CLOSED, "the handle is that of \(article(kind)), but must be that of \(article(R.kind))")
    }
    return wanted
  }

  private static func article(_ kind: String) -> String { (kind.first == "e" ? "an " : "a ") + kind }
}
