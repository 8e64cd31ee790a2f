/// Runs a module of the Python package and returns how it ended.
///
/// - Throws: `HandoverError` where there is no such Python or package, saying how to get it.
func handOver(toPythonModule module: String, _ arguments: [String]) throws -> ExitCode {
  let python = getenv("RTDEEP_PYTHON").map { String(cString: $0) } ?? "python3"
  guard spawn([python, "-c", "import rtdeep"], silent: true) == 0 else {
    throw HandoverError(python: python, module: module)
  }
  return spawn([python, "-m", module] + arguments, silent: false) == 0 ? .done : .failed
}

/// The Python package is needed but cannot be imported.
struct HandoverError: Error, CustomStringConvertible {
  let python: String
  let module: String

  var description: String {
    """
    the figures are drawn by the Python package rtdeep, which \(python) cannot import. Install it from the folder \
    python of the project (pip install ./python), or name a Python that has it in RTDEEP_PYTHON; then run \
    \(python) -m \(module) on the folder.
    """
  }
}

/// Runs a program with the environment of this one; its exit code, or 127 where it cannot be started.
private func spawn(_ words: [String], silent: Bool) -> Int32 {
  var actions = posix_spawn_file_actions_t()
  posix_spawn_file_actions_init(&actions)
  defer { posix_spawn_file_actions_destroy(&actions) }
  if silent {
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
  }
  let copies = words.map { strdup($0) }
  defer { copies.forEach { free($0) } }
  var child = pid_t()
  guard posix_spawnp(&child, words[0], &actions, nil, copies + [nil], environ) == 0 else { return 127 }
  var status: Int32 = 0
  while waitpid(child, &status, 0) == -1 && errno == EINTR {}
  return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f
}
