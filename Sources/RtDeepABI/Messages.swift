import CRtDeep
import Experiments
import MicrocircuitCore
import Recording
import Storage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a caller wants a text: a place for an address, or nothing.
public typealias TextPlace = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// A call that is not carried out: its code, and why in one sentence.
struct Refusal: Error {
  let code: rtdeep_code
  let sentence: String

  init(_ code: Int32, _ sentence: String) {
    self.code = code
    self.sentence = sentence
  }

  /// A wrong argument.
  static func argument(_ sentence: String) -> Refusal { Refusal(RTDEEP_BAD_ARGUMENT, sentence) }

  /// What an error of the layers below means to the caller.
  init(_ error: any Error) {
    switch error {
    case let refusal as Refusal: self = refusal
    case let error as ConfigurationError: self.init(RTDEEP_BAD_CONFIGURATION, error.description)
    case let error as EnsembleRefused: self.init(RTDEEP_BAD_CONFIGURATION, error.description)
    case let error as UnknownExperiment: self.init(RTDEEP_UNKNOWN_NAME, error.description)
    default: self.init(RTDEEP_STORAGE, "\(error)")
    }
  }
}

/// Carries out a call: its code, and in `message` why it was refused; NULL where it was not.
func answer(_ message: TextPlace?, _ call: () throws -> Void) -> rtdeep_code {
  message?.pointee = nil
  do {
    try call()
    return RTDEEP_OK
  } catch {
    let refusal = Refusal(error)
    message?.pointee = copyForCaller(refusal.sentence)
    return refusal.code
  }
}

/// Gives a text to the caller, who frees it with `rtdeep_free_text`.
///
/// - Throws: `Refusal` where there is no memory for it.
func give(_ text: String, to place: TextPlace) throws(Refusal) {
  guard let copy = copyForCaller(text) else { throw Refusal(RTDEEP_NO_MEMORY, "there is no memory for the answer") }
  place.pointee = copy
}

private func copyForCaller(_ text: String) -> UnsafeMutablePointer<CChar>? { text.withCString { strdup($0) } }

@c @implementation
public func rtdeep_free_text(_ text: UnsafeMutablePointer<CChar>?) { free(text) }
