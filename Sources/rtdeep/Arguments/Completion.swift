import Experiments

/// What may come next on a command line that is being typed, for a shell.
struct Completion {
  /// One thing that may come next.
  enum Candidate: Equatable {
    case word(String)
    /// The same, to be gone on with at once.
    case beginning(String)
    /// The name of any file, or of a folder, which the shell knows itself.
    case file, folder
  }

  /// What fits the words after the program's name, of which the last one is being typed and may be empty.
  static func candidates(for words: [String]) -> [Candidate] {
    // Shells that break words at = give it as a word of its own.
    let words = words.filter { $0 != "=" }
    let typed = words.last ?? ""
    guard words.count > 1 else {
      return fitting(typed, commands.map(\.name) + ["--help", "--version"])
    }
    if ["help", "--help", "-h"].contains(words[0]) { return fitting(typed, commands.map(\.name)) }
    guard let command = commands.first(where: { $0.name == words[0] }) else { return [] }
    let before = words.dropFirst().dropLast()
    if let option = command.options.first(where: { $0.name == before.last }), option.value != nil {
      return values(of: option, typed)
    }
    if typed.hasPrefix("-") {
      let offered = command.options.filter { $0.repeats || !before.contains($0.name) }.map(\.name)
      return fitting(typed, offered + ["--help"])
    }
    return operands(of: command, typed)
  }

  private static func values(of option: Option, _ typed: String) -> [Candidate] {
    if !option.choices.isEmpty { return fitting(typed, option.choices) }
    switch option.value {
    case "KEY=VALUE": return keys(typed) { $0.part == .experiment }.map { .beginning("\($0)=") }
    case "DIR": return [.folder]
    case "FILE": return [.file]
    default: return []
    }
  }

  private static func operands(of command: Command, _ typed: String) -> [Candidate] {
    var found: [Candidate] = []
    let kinds = command.operand.split { "[|]. ".contains($0) }
    if kinds.contains("NAME") {
      let families = command.name == reproduceCommand.name ? Catalogue.families.map(\.name) : []
      found += fitting(typed, Catalogue.entries.map(\.name) + families)
    }
    if kinds.contains("KEY") { found += keys(typed) { _ in true }.map(Candidate.word) }
    if kinds.contains("FILE") { found.append(.file) }
    if kinds.contains("DIR") { found.append(.folder) }
    return found
  }

  /// The paths of keys that begin so.
  private static func keys(_ typed: String, where isMeant: (ReferenceEntry) -> Bool) -> [String] {
    var seen: Set<String> = []
    return ConfigurationReference.entries.filter(isMeant).map(\.path).filter {
      $0.hasPrefix(typed) && seen.insert($0).inserted
    }
  }

  private static func fitting(_ typed: String, _ words: [String]) -> [Candidate] {
    words.filter { $0.hasPrefix(typed) }.map(Candidate.word)
  }
}

/// The option that a shell asks with, before any command: what follows are the words that have been typed.
let completionRequest = "--complete"

/// Candidates for a shell, a line each; `completionScript` knows what the marks mean.
func completionLines(for words: [String]) -> [String] {
  Completion.candidates(for: words).map { candidate in
    switch candidate {
    case .word(let word), .beginning(let word): word
    case .file: "<file>"
    case .folder: "<folder>"
    }
  }
}

/// What bash has to know.
let completionScript = """
  # Completion of rtdeep's commands, options, experiments and folders in bash:
  #   eval "$(rtdeep completion bash)"
  _rtdeep() {
    local current=${COMP_WORDS[COMP_CWORD]} line
    [ "$current" = = ] && current=
    COMPREPLY=()
    while IFS= read -r line; do
      case $line in
        "<file>") mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current"); compopt -o filenames ;;
        "<folder>") mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -- "$current"); compopt -o filenames ;;
        *=) COMPREPLY+=("$line"); compopt -o nospace ;;
        *) COMPREPLY+=("$line") ;;
      esac
    done < <("${COMP_WORDS[0]}" \(completionRequest) "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  }
  complete -F _rtdeep rtdeep
  """
