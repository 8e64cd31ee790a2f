/// How wide texts are set: as wide as the terminal, within reason, or 80 characters where there is none.
var textWidth: Int {
  var size = winsize()
  guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
  return min(max(Int(size.ws_col), 40), 120)
}

/// A text in lines of at most `width` characters; `first` stands before it, and what follows lies below its end.
func paragraph(_ text: String, after first: String, width: Int) -> String {
  let indent = String(repeating: " ", count: first.count)
  var lines: [String] = []
  var line = first
  var isEmpty = true
  for word in text.split(separator: " ") {
    if !isEmpty, line.count + 1 + word.count > width {
      lines.append(line)
      line = indent
      isEmpty = true
    }
    line += isEmpty ? String(word) : " \(word)"
    isEmpty = false
  }
  return (lines + [line]).joined(separator: "\n")
}

/// Names and what is said of each, side by side; where a name is too long for its column, below it.
func definitions(_ rows: [(name: String, text: String)], indent: String = "  ", width: Int) -> String {
  let longest = rows.map(\.name.count).filter { $0 <= 24 }.max() ?? 0
  return rows.map { name, text in
    if name.count > longest {
      return "\(indent)\(name)\n\(paragraph(text, after: indent.padded(to: indent.count + longest + 2), width: width))"
    }
    return paragraph(text, after: "\(indent)\(name.padded(to: longest + 2))", width: width)
  }.joined(separator: "\n")
}
