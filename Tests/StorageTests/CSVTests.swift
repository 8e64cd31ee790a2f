import Storage
import TestSupport
import Testing

@Suite struct CSVTests {
  private func read(_ text: String) throws(StorageError) -> CSVTable {
    try CSVFile.table(from: Array(text.utf8), path: "a.csv")
  }

  @Test(
    arguments: [
      ("1", 1, 1, [1.0]), ("1,2\n3,4\n", 2, 2, [1, 2, 3, 4]), ("1,2\r\n3,4", 2, 2, [1, 2, 3, 4]),
      ("1\r2\r\n3\n", 3, 1, [1, 2, 3]),
      (" 1 ,\t-2.5e3 \n\n# note, here\n  # and here\n+.5,1.\n", 2, 2, [1, -2500, 0.5, 1]),
      ("\u{FEFF}-0,1e-300", 1, 2, [-0.0, 1e-300]), ("inf,-Infinity", 1, 2, [.infinity, -.infinity]),
    ] as [(String, Int, Int, [Double])])
  func numbers(text: String, rows: Int, columns: Int, values: [Double]) throws {
    let table = try read(text)
    #expect(table.rows == rows && table.columns == columns)
    #expect(table.values.map(\.bitPattern) == values.map(\.bitPattern))
    #expect(table.names == nil)
  }

  @Test func notANumberIsRead() throws {
    #expect(try read("nan,NaN").values.allSatisfy(\.isNaN))
  }

  @Test(arguments: [
    ("a,b\n1,2\n", ["a", "b"]), ("# c\n \"x y\" , _z\n1,2", ["x y", "_z"]), ("r\n1", ["r"]),
  ])
  func aHeaderMayComeFirst(text: String, names: [String]) throws {
    #expect(try read(text).names == names)
    #expect(try read(text).values.count == names.count)
  }

  @Test(arguments: [
    ("", "a.csv: byte 0: the file holds no numbers"), ("# nothing\n\n", "a.csv: byte 11: the file holds no numbers"),
    ("a,b\n", "a.csv: byte 4: the file holds no numbers"),
    ("1,2\n3\n", "a.csv: line 2, column 1: expected 2 numbers, as in the rows before, but found 1"),
    ("a\n1,2\n", "a.csv: line 2, column 1: expected 1 numbers, as in the rows before, but found 2"),
    ("1,2\n\n3, x\n", "a.csv: line 3, column 4: x is no number"),
    ("a,b\nc,d\n", "a.csv: line 2, column 1: c is no number"), ("a,2\n", "a.csv: line 1, column 1: a is no number"),
    ("1,,2\n", "a.csv: line 1, column 3: a number is missing"),
    ("1,2,\n", "a.csv: line 1, column 5: a number is missing"),
    ("0x10\n", "a.csv: line 1, column 1: 0x10 is no number"),
    ("1e999", "a.csv: line 1, column 1: 1e999 does not fit a number of 64 bits"),
    ("1e-999", "a.csv: line 1, column 1: 1e-999 does not fit a number of 64 bits"),
    ("1;2", "a.csv: line 1, column 1: 1;2 is no number"), ("1,2 # no", "a.csv: line 1, column 3: 2 # no is no number"),
    ("1\n\"2\"", "a.csv: line 2, column 1: \"2\" is no number"),
    (
      "1\n" + String(repeating: "9x", count: 40),
      "a.csv: line 2, column 1: \(String(repeating: "9x", count: 18))9... is no number"
    ),
  ])
  func mistakesAreNamed(text: String, message: String) {
    #expect(failure { try read(text) }?.description == message)
  }

  @Test func filesAreRead() throws {
    let scratch = Scratch()
    try writeAtomically("x,y\n1,2\n", to: scratch("a.csv"))
    #expect(try CSVFile.read(scratch("a.csv")).values == [1, 2])
    #expect(failure { try CSVFile.read(scratch("a.csv"), limit: 7) }?.kind == .tooLarge)
    #expect(throws: StorageError.self) { try CSVFile.read(scratch("b.csv")) }
  }

  @Test func damagedFilesNeverTrap() {
    var generator = SeededGenerator(state: 11)
    let whole = Array("a,b\n1,-2.5e3\n# c\n3,nan\r\n4,5".utf8)
    for count in whole.indices { _ = try? CSVFile.table(from: Array(whole[..<count]), path: "a.csv") }
    for _ in 0..<20_000 { _ = try? CSVFile.table(from: damaged(whole, flips: 3, &generator), path: "a.csv") }
  }
}
