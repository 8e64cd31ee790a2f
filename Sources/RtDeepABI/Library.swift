import CRtDeep
import Experiments
import Storage

@c @implementation
public func rtdeep_interface_version() -> Int32 { RTDEEP_INTERFACE_VERSION }

@c @implementation
public func rtdeep_version() -> UnsafePointer<CChar>? { versionText }

/// Never freed: a caller may keep it.
private nonisolated(unsafe) let versionText: UnsafePointer<CChar> = {
  let text = Version.number.utf8CString
  let copy = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
  for (index, byte) in text.enumerated() { copy[index] = byte }
  return UnsafePointer(copy)
}()

@c @implementation
public func rtdeep_release(_ object: rtdeep_handle) { Handles.remove(object)?.release() }

@c @implementation
public func rtdeep_catalogue(_ json: TextPlace?, _ message: TextPlace?) -> rtdeep_code {
  answer(message) {
    let place = try place(json, "json")
    let entries = Catalogue.entries.map { entry -> JSONValue in
      let configuration = entry.configuration
      return [
        "name": .string(entry.name), "title": .string(configuration.title), "citation": text(configuration.citation),
        "published": .array(
          configuration.published.map { ["quantity": .string($0.quantity), "source": .string($0.source)] }),
      ]
    }
    try give(JSONValue.array(entries).compactText, to: place)
  }
}

/// A text, or null.
func text(_ value: String?) -> JSONValue { value.map(JSONValue.string) ?? .null }
