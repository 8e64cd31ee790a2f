#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Calls `body` while the process can open no file: a configuration may name files, an adversary's would name devices.
public func withoutFiles<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
  var limit = rlimit()
  precondition(getrlimit(openFiles, &limit) == 0)
  let usual = limit.rlim_cur
  limit.rlim_cur = 0
  precondition(setrlimit(openFiles, &limit) == 0)
  defer {
    limit.rlim_cur = usual
    precondition(setrlimit(openFiles, &limit) == 0)
  }
  return try body()
}

#if canImport(Glibc)
  private let openFiles = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
#else
  private let openFiles = RLIMIT_NOFILE
#endif
