import Experiments

let doctorCommand = Command(
  name: "doctor", summary: "Says what works on this machine, what does not, and what to do about it.", operand: "",
  options: [],
  details: """
    Examines the program, the library, the Python package rtdeep and what it draws with, Jupyter, LaTeX, and whether the
    library computes the same bits as the program. RTDEEP_PYTHON names the Python to examine: without it the one that
    the program was installed with, or python3. The exit code is 1 where something is broken that is always needed.
    """
) { _ in
  print("rtdeep \(Version.number) (\(Version.build))")
  let program = programFile().map { ["--program", $0] } ?? []
  return try handOver(toPythonFile: "doctor.py", program)
}
