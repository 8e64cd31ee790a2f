import MicrocircuitCore

/// Does jobs 0 ..< `count`, so many of them at a time, one after the other as threads become free; none is begun after
/// somebody has asked the program to stop.
func handOut(_ count: Int, threads: Int, _ job: @escaping @Sendable (_ index: Int) -> Void) {
  inParallel(count, threads: threads) { index in
    if !StopRequest.isPending { job(index) }
  }
}
