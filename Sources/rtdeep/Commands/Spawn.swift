/// What a shell says of a program that is not there.
let cannotBeStarted: Int32 = 127

/// Runs a program with the environment of this one; its exit code.
func spawn(_ words: [String], silent: Bool) -> Int32 {
  fflush(nil)
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
  guard posix_spawnp(&child, words[0], &actions, nil, copies + [nil], environ) == 0 else { return cannotBeStarted }
  var status: Int32 = 0
  while waitpid(child, &status, 0) == -1 && errno == EINTR {}
  return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + status & 0x7f
}
