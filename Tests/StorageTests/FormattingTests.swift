import Storage
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct FormattingTests {
  @Test(arguments: [
    (3.14159, 2, "3.14"), (-0.5, 0, "-0"), (1e21, 1, "1000000000000000000000.0"), (0.1, 20, "0.10000000000000000555"),
    (.nan, 3, "nan"), (-.infinity, 3, "-inf"), (2, 0, "2"),
  ])
  func decimals(x: Double, count: Int, text: String) {
    #expect(formatted(x, decimals: count) == text)
  }

  @Test(arguments: [(12345.678, 3, "1.23e+04"), (0.00012, 3, "0.00012"), (5, 6, "5"), (-1e-9, 1, "-1e-09")])
  func significantDigits(x: Double, count: Int, text: String) {
    #expect(formatted(x, significant: count) == text)
  }

  @Test func theLongestNumberFits() {
    #expect(formatted(-.greatestFiniteMagnitude, decimals: 100).utf8.count == 1 + 309 + 1 + 100)
  }

  @Test(arguments: [
    (0, "0 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1_048_575, "1.0 MiB"), (1_572_864, "1.5 MiB"), (.max, "8.0 EiB"),
    (-2048, "-2.0 KiB"),
  ])
  func bytes(count: Int, text: String) {
    #expect(humanBytes(count) == text)
  }

  @Test(arguments: [
    (0, "0 s"), (2.5e-6, "2.5 us"), (0.012, "12 ms"), (0.9999, "1.0 s"), (3.44, "3.4 s"), (59.96, "1 min 00 s"),
    (125, "2 min 05 s"), (3599.7, "1 h 00 min"), (11_040, "3 h 04 min"), (183_600, "2 d 03 h"), (86_399, "1 d 00 h"),
    (-125, "-2 min 05 s"), (.infinity, "inf"), (.nan, "nan"), (1e300, "1.16e+295 d"),
  ])
  func durations(seconds: Double, text: String) {
    #expect(humanDuration(seconds) == text)
  }

  @Test func tablesAreAligned() {
    var table = TextTable([.init("variable"), .init("bytes", .right), .init("unit")])
    table.append(["WPP", "400", "uS"])
    table.append(["déjà", "12345678", ""])
    #expect(
      table.text == """
        variable     bytes  unit
        --------  --------  ----
        WPP            400  uS
        déjà      12345678
        """)
  }
}
