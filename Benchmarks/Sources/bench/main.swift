// Questions: how long does one step of the smallest network take on one core, and how long does the seed's demonstration
// with everything that the notebook records, at every step, into memory?
//
// Outputs are compared before anything is timed: a fast wrong answer is no answer. Every time is the least of several
// runs, since other programs can only slow one down.
import RtDeep

#if DEBUG
  print("a debug build says nothing about speed: swift run -c release bench")
#else
  let repetitions = 7
  try benchmarkStep(repetitions)
  try benchmarkRecording(repetitions)
#endif
