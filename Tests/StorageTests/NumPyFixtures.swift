/// Archives written by NumPy 2.4, in base 64.
enum NumPyFixtures {
  /// `savez_compressed(grid=asfortranarray(arange(6.).reshape(2, 3)), count=array(-3), flags=array([True, False]),
  /// meta_json=array('{"μ": "😀"}'))`.
  static let compressed = decoded(
    """
    UEsDBC0AAAAIAAAAIQDkyAZg//////////8IABQAZ3JpZC5ucHkBABAAsAAAAAAAAABXAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TZq
    Guo6Cell9UUpSYF59flJIKEg8pKk0FChdnJBakArkaRjoKxpo6CrUK5AMuBhTA4QChP9hDaAEonwFKizgAAFBLAwQtAAAACAAAACEAMrZ2YP//
    ////////CQAUAGNvdW50Lm5weQEAEACIAAAAAAAAAEYAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0
    vMKU4FihdnJBakAvkamjoKtQoUAa6//yEAAFBLAwQtAAAACAAAACEA7hm7Xf//////////CQAUAGZsYWdzLm5weQEAEACCAAAAAAAAAEYAAAAA
    AAAAm+wX6hsQychQxlCtnpJanFykbqWgXpNkqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQALkYGAFBLAwQtAAAACA
    AAACEAr9BbWf//////////DQAUAG1ldGFfanNvbi5ucHkBABAAqAAAAAAAAABaAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG4TamigrqOg
    npZfVFKUmBefX5SSCpJwS8wpTgWKF2ckFqQC+RqaOgq1CpQArmoGBgYlIN7DDKGtgFgBKsbwjRFM1wIxAFBLAQItAy0AAAAIAAAAIQDkyAZgVw
    AAALAAAAAIAAAAAAAAAAAAAACAAQAAAABncmlkLm5weVBLAQItAy0AAAAIAAAAIQAytnZgRgAAAIgAAAAJAAAAAAAAAAAAAACAAZEAAABjb3Vu
    dC5ucHlQSwECLQMtAAAACAAAACEA7hm7XUYAAACCAAAACQAAAAAAAAAAAAAAgAESAQAAZmxhZ3MubnB5UEsBAi0DLQAAAAgAAAAhAK/QW1laAA
    AAqAAAAA0AAAAAAAAAAAAAAIABkwEAAG1ldGFfanNvbi5ucHlQSwUGAAAAAAQABADfAAAALAIAAAAA
    """)

  /// `savez(grid=arange(3.))`.
  static let stored = decoded(
    """
    UEsDBC0AAAAAAAAAIQAkIeEr//////////8IABQAZ3JpZC5ucHkBABAAmAAAAAAAAACYAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJzxmOC
    csICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgzLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg
    ICAgICAgICAgICAgICAgICAgICAKAAAAAAAAAAAAAAAAAADwPwAAAAAAAABAUEsBAi0DLQAAAAAAAAAhACQh4SuYAAAAmAAAAAgAAAAAAAAAAA
    AAAIABAAAAAGdyaWQubnB5UEsFBgAAAAABAAEANgAAANIAAAAAAA==
    """)

  static func decoded(_ text: String) -> [UInt8] {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var bytes: [UInt8] = []
    var bits = 0
    var count = 0
    for letter in text.utf8 {
      guard let value = letters.firstIndex(of: letter) else { continue }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> count))
        bits &= 1 << count - 1
      }
    }
    return bytes
  }
}
