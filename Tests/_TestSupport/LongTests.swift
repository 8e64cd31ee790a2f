#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whether tests of more than about two seconds are asked for: `RTDEEP_LONG_TESTS` is set, as `make test-all` does.
public let runsLongTests = getenv("RTDEEP_LONG_TESTS") != nil
