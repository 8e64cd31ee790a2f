/// What the Python package is needed for, in words.
struct PythonWork {
  /// What it does, such as "the figures are drawn".
  let title: String
  /// What is to be done once it is there.
  let afterwards: String
}

/// Runs a module of the Python package, which draws figures of the runs in a folder, and returns how it ended.
///
/// - Throws: `HandoverError` where there is no such Python or package, saying how to get it.
func handOver(toPythonModule module: String, _ arguments: [String]) throws -> ExitCode {
  let work = PythonWork(
    title: "the figures are drawn", afterwards: "run \(pythonName) -m \(module) on the folder")
  try requirePackage(for: work)
  return spawn([pythonName, "-m", module] + arguments, silent: false) == 0 ? .done : .failed
}

/// Becomes a module of the Python package, so that its exit code and the signals for it are this program's.
///
/// - Throws: `HandoverError` where there is no such Python or package, saying how to get it.
func replaceProgram(byPythonModule module: String, _ arguments: [String], for work: PythonWork) throws -> Never {
  try requirePackage(for: work)
  let copies = ([pythonName, "-m", module] + arguments).map { strdup($0) }
  execvp(pythonName, copies + [nil])
  throw HandoverError(python: pythonName, work: work)
}

private var pythonName: String { getenv("RTDEEP_PYTHON").map { String(cString: $0) } ?? "python3" }

private func requirePackage(for work: PythonWork) throws(HandoverError) {
  guard spawn([pythonName, "-c", "import rtdeep"], silent: true) == 0 else {
    throw HandoverError(python: pythonName, work: work)
  }
}

/// The Python package is needed but cannot be imported.
struct HandoverError: Error, CustomStringConvertible {
  let python: String
  let work: PythonWork

  var description: String {
    """
    \(work.title) by the Python package rtdeep, which \(python) cannot import. Install it from the folder python of \
    the project (pip install ./python), or name a Python that has it in RTDEEP_PYTHON; then \(work.afterwards).
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
