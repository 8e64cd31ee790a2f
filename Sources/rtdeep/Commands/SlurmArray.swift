import Experiments
import Storage

/// A job array of Slurm that runs the shares of a sweep: tasks need this program and the folder, and nothing else.
struct SlurmArray {
  private let name: String
  private let file: String
  private let folder: String
  private let tasks: Int
  private let threads: Int
  private let program: String
  /// Lines for the head of the script, as `sbatch` takes them.
  private let options: [String]

  /// - Parameters:
  ///   - file: the sweep.
  ///   - folder: of its results, which exists.
  ///   - companies: the members that take their steps together count as one: no task has less to do.
  /// - Throws: `UsageError`.
  init(_ name: String, file: String, folder: String, companies: Int, _ arguments: Arguments) throws(UsageError) {
    self.name = name
    self.file = absolutePath(file)
    self.folder = absolutePath(folder)
    tasks = min(try arguments.count("--slurm-tasks", atLeast: 1) ?? 100, companies)
    threads = try arguments.count("--threads", atLeast: 1) ?? 1
    guard let program = arguments.value("--slurm-program") ?? programFile() else {
      throw UsageError("--slurm-program is missing: this system does not tell where the program is")
    }
    self.program = program
    options = arguments.all("--slurm-option")
    for option in options where option.contains("\n") || !option.hasPrefix("-") {
      throw UsageError("--slurm-option is \(option), but must be an option of sbatch, such as --partition=long")
    }
  }

  /// The path of the script.
  var scriptPath: String { joinPath(folder, "slurm/job.sh") }

  /// What every task does: its share, from where it was interrupted. Two minutes before its time is over it is told to
  /// keep what it has; `exec` lets the signal arrive where it is meant to.
  private var script: String {
    let head =
      [
        "--job-name=\(name)", "--array=0-\(tasks - 1)", "--cpus-per-task=\(threads)",
        "--output=\(folder)/slurm/%a.out", "--open-mode=append", "--signal=B:TERM@120", "--requeue",
      ] + options
    return """
      #!/bin/sh
      \(head.map { "#SBATCH \($0)" }.joined(separator: "\n"))
      exec \(quoted(program)) sweep \(quoted(file)) --output \(quoted(folder)) --quiet \\
        --task "$SLURM_ARRAY_TASK_ID/\(tasks)" --threads "$SLURM_CPUS_PER_TASK"

      """
  }

  private func quoted(_ word: String) -> String {
    "'\(word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
  }

  /// Writes the script and hands it to `sbatch`, which says the number of the job.
  ///
  /// - Throws: `StorageError`, `SubmissionError`.
  func submit() throws {
    try makeFolder(splitPath(scriptPath).folder)
    try writeAtomically(script, to: scriptPath, durable: true)
    let code = spawn(["sbatch", scriptPath], silent: false)
    guard code == 0 else {
      throw SubmissionError(
        reason: code == cannotBeStarted
          ? "sbatch cannot be started: submit \(scriptPath) where there is a Slurm"
          : "sbatch refused \(scriptPath), exit code \(code)")
    }
  }
}

/// A job that could not be submitted.
struct SubmissionError: Error, CustomStringConvertible {
  let reason: String
  var description: String { reason }
}
