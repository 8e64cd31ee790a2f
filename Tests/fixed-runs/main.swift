// Carries out a fixed number of steps of a network, all plasticity and noise on, in a function whose instructions and
// calls can be counted: `fixed-runs 5-20-10-5 10000`, or `fixed-runs ensemble-5-20-10-5 10000`. With several numbers of
// steps or several rules it does so for each rule and number; the time is the least of the repetitions.
import MicrocircuitCore

struct UnusableArguments: Error, CustomStringConvertible {
  let description = "usage: fixed-runs [ensemble-]LAYERS STEPS[,STEPS...] [REPETITIONS [RULE[-REVISION]...]]"
}

func usable<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw UnusableArguments() }
  return value
}

@inline(never)
func takeMeasuredSteps(_ advance: (_ steps: Int) -> Void, _ steps: Int) { advance(steps) }

let words = CommandLine.arguments
guard words.count > 2 else { throw UnusableArguments() }
let stepCounts = try words[2].split(separator: ",").map { try usable(Int($0)) }
let repetitions = words.count > 3 ? try usable(Int(words[3])) : 1
let rules = words.count > 4 ? Array(words[4...]) : ["pal"]

for rule in rules {
  let advance = try usable(Network(words[1], rule: rule)).warm()
  for steps in stepCounts {
    var least = Double.infinity
    for _ in 0..<repetitions {
      let start = ContinuousClock.now
      takeMeasuredSteps(advance, steps)
      least = min(least, (ContinuousClock.now - start) / .seconds(1))
    }
    print(words[1], steps, "\((least / Double(steps) * 1e10).rounded() / 10) ns/step,", rule)
  }
}
