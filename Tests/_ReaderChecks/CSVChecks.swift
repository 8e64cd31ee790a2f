import Storage

func acceptsCSV(_ bytes: [UInt8]) throws(BrokenRule) -> Bool {
  guard let table = try accepted({ () throws(StorageError) in try CSVFile.table(from: bytes, path: "a.csv") }) else {
    return false
  }
  guard table.rows > 0, table.rows * table.columns == table.values.count,
    table.names.map({ $0.count == table.columns }) ?? true
  else { throw BrokenRule("\(table.values.count) numbers make no table of \(table.rows) x \(table.columns)") }
  let lines = (0..<table.rows).map { row in
    table.values[(row * table.columns)..<((row + 1) * table.columns)].map(\.description).joined(separator: ",")
  }
  let text = Array(lines.joined(separator: "\n").utf8)
  let again = try accepted { () throws(StorageError) in try CSVFile.table(from: text, path: "again.csv") }
  guard let again, again.columns == table.columns,
    again.values.elementsEqual(table.values, by: { $0.bitPattern == $1.bitPattern })
  else { throw BrokenRule("the numbers do not read back:\n\(String(decoding: text, as: UTF8.self))") }
  return true
}
