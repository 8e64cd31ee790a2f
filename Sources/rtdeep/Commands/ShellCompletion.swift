let completionCommand = Command(
  name: "completion", summary: "Prints what a shell needs to complete commands, options and names.", operand: "SHELL",
  options: [],
  details: """
    SHELL is bash. For this terminal: eval "$(rtdeep completion bash)". For good: rtdeep completion bash >
    ~/.local/share/bash-completion/completions/rtdeep (with Debian's bash-completion), or that eval in ~/.bashrc.
    """
) { arguments in
  guard arguments.operand == "bash" else {
    throw UsageError("completion knows bash, but was asked for \(arguments.operand)")
  }
  print(completionScript)
  return .done
}
