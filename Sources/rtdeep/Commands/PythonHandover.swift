import Storage

/// Runs a module of the Python package and returns how it ended.
///
/// - Throws: `HandoverError` where there is no such Python or package, saying how to get it.
func handOver(toPythonModule module: String, _ arguments: [String]) throws -> ExitCode {
  let python = pythonProgram()
  try requirePackage(
    of: python, for: "the figures are drawn",
    afterwards: "then run \(python) -m \(module) on the folder. rtdeep doctor says more")
  return spawn([python, "-m", module] + arguments, silent: false) == 0 ? .done : .failed
}

/// Becomes a module of the Python package, so that its exit code and the signals for it are this program's.
///
/// - Parameter work: what the module does, a clause without its end ("notebooks are run").
/// - Throws: `HandoverError` where there is no such Python or package, saying how to get it.
func replaceProgram(byPythonModule module: String, _ arguments: [String], for work: String) throws -> Never {
  let python = pythonProgram()
  let afterwards = "then give the command again. rtdeep doctor says more"
  try requirePackage(of: python, for: work, afterwards: afterwards)
  let copies = ([python, "-m", module] + arguments).map { strdup($0) }
  execvp(python, copies + [nil])
  throw HandoverError(
    python: python, isThere: false, need: "\(work) by the Python package rtdeep", afterwards: "; \(afterwards)")
}

/// - Throws: `HandoverError` where `python` cannot import the package.
private func requirePackage(of python: String, for work: String, afterwards: String) throws(HandoverError) {
  let code = spawn([python, "-c", "import rtdeep"], silent: true)
  guard code == 0 else {
    throw HandoverError(
      python: python, isThere: code != cannotBeStarted, need: "\(work) by the Python package rtdeep",
      afterwards: "; \(afterwards)")
  }
}

/// Runs a file of the Python package, but not the package, which may be what is broken; returns how it ended.
///
/// - Throws: `HandoverError` where there is no such Python or package, saying how to get it.
func handOver(toPythonFile file: String, _ arguments: [String]) throws -> ExitCode {
  let python = pythonProgram()
  let isMissing: Int32 = 64
  // A folder of that name that is no package (a clone of the project, say) has no origin.
  let code = """
    import importlib.util, runpy, sys
    package = importlib.util.find_spec("rtdeep")
    if package is None or package.origin is None: sys.exit(\(isMissing))
    runpy.run_path(package.submodule_search_locations[0] + "/\(file)", run_name="__main__")
    """
  let status = spawn([python, "-c", code] + arguments, silent: false)
  guard status != isMissing, status != cannotBeStarted else {
    throw HandoverError(
      python: python, isThere: status == isMissing, need: "the rest is examined by the Python package rtdeep",
      afterwards: "")
  }
  return status == 0 ? .done : .failed
}

/// The Python package is needed but cannot be imported.
struct HandoverError: Error, CustomStringConvertible {
  let python: String
  /// Whether there is such a Python at all.
  let isThere: Bool
  /// What the package is needed for, a clause.
  let need: String
  /// What to do once it is there, with the mark before it.
  let afterwards: String

  var description: String {
    """
    \(need), but \(python) \(isThere ? "cannot import it" : "cannot be started"). Install the package (pip install . \
    in the folder of the project), or name a Python that has it in RTDEEP_PYTHON\(afterwards).
    """
  }
}

/// The Python of RTDEEP_PYTHON, else the one of the environment that this program was installed into, or of the source
/// tree that it was built in, else the first `python3` of the path.
private func pythonProgram() -> String {
  if let named = getenv("RTDEEP_PYTHON") { return String(cString: named) }
  guard let program = programFile() else { return "python3" }
  let neighbour = joinPath(splitPath(program).folder, "python3")
  if access(neighbour, X_OK) == 0 { return neighbour }
  return pythonOfSourceTree(around: program) ?? "python3"
}

/// The Python that `make` has set up for a program below `.build`, which is to find the package there; nil for others.
private func pythonOfSourceTree(around program: String) -> String? {
  let parts = program.split(separator: "/", omittingEmptySubsequences: false)
  guard let build = parts.lastIndex(of: ".build") else { return nil }
  let root = parts[..<build].joined(separator: "/")
  let python = joinPath(root, ".venv/bin/python")
  let package = joinPath(root, "python")
  guard access(python, X_OK) == 0, pathExists(joinPath(package, "rtdeep")) else { return nil }
  let others = getenv("PYTHONPATH").map { ":" + String(cString: $0) } ?? ""
  setenv("PYTHONPATH", package + others, 1)
  return python
}

/// Where this program lies, without symbolic links; nil where the system does not tell.
func programFile() -> String? {
  realpath("/proc/self/exe", nil).map { path in
    defer { free(path) }
    return String(cString: path)
  }
}
