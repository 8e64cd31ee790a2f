import Lanes
import MicrocircuitCore

/// How feedback learns in the course of a run, scheduled changes included.
struct LearningCourse {
  private let network: MicrocircuitDescription
  /// Per hidden layer: the largest rates of B and of B^I, and the integral of the decay of B over the run.
  private var feedbackRates, apicalRates, decays: [Double]

  init(_ configuration: Configuration) {
    network = configuration.network
    let hidden = network.hiddenCount
    feedbackRates = Array(repeating: 0, count: hidden)
    apicalRates = feedbackRates
    decays = feedbackRates
    var description = network
    var switches = LearningSwitches.all
    var step = configuration.presentations.settling
    let changes = configuration.schedule
    for index in 0...changes.count {
      let end = index < changes.count ? min(changes[index].step, configuration.steps) : configuration.steps
      if end > step {
        add(description, switches, milliseconds: Double(end - step) * network.timeStep)
        step = end
      }
      guard index < changes.count else { break }
      description = changes[index].applied(to: description)
      switches = changes[index].applied(to: switches)
    }
  }

  private mutating func add(
    _ description: MicrocircuitDescription, _ switches: LearningSwitches, milliseconds: Double
  ) {
    for i in feedbackRates.indices where switches.feedback {
      feedbackRates[i] = max(feedbackRates[i], description.learningRates.feedback[i])
      if switches.apical { apicalRates[i] = max(apicalRates[i], description.learningRates.apical[i]) }
      if let constant = FeedbackTheory.timeConstant(description, layer: i) { decays[i] += milliseconds / constant }
    }
  }

  /// Whether any B learns at any time.
  var learns: Bool { feedbackRates.contains { $0 > 0 } }

  /// Hidden layers whose B learns while their inhibition never does.
  var layersWithoutInhibition: [Int] {
    feedbackRates.indices.filter { feedbackRates[$0] > 0 && apicalRates[$0] == 0 }
  }

  /// The hidden layer with the fewest time constants, and how many the run has; nil where they are not known.
  var fewestTimeConstants: (layer: Int, count: Double)? {
    let known = feedbackRates.indices.filter { feedbackRates[$0] > 0 && decays[$0] > 0 }
    return known.min { decays[$0] < decays[$1] }.map { ($0, decays[$0]) }
  }
}

/// exp(-x).
func exponentialDecay(_ x: Double) -> Double { exponential(-x) }
