/// Writes a line to the standard error.
func printError(_ text: String) { writeError(text + "\n") }

/// Writes to the standard error, at once and as it is.
func writeError(_ text: String) {
  var text = text
  text.withUTF8 { bytes in
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = write(STDERR_FILENO, UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: rest)).baseAddress, rest.count)
      if written > 0 { rest = rest.dropFirst(written) } else if errno != EINTR { return }
    }
  }
}

/// Whether somebody looks at the standard error.
var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
