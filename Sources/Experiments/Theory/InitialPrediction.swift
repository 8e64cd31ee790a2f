/// What theory says of an experiment before it is run: for the forward weights that it starts with.
public struct InitialPrediction: Sendable {
  /// One per hidden layer; nil where there is no closed form.
  public let layers: [FeedbackPrediction]?
  /// Why there is none.
  public let obstacle: String?
  /// The feedback weights that the experiment starts with, per hidden layer row by row.
  public let start: [[Double]]

  /// Draws weights and inputs as a run would; nothing is simulated but the answers of a teacher.
  public init(_ configuration: Configuration) {
    let simulation = Simulation(configuration)
    let state = simulation.network.currentState
    start = state.bPP
    obstacle = FeedbackTheory.obstacle(configuration.network)
    layers = FeedbackTheory.predictions(
      configuration.network, weights: state, samples: simulation.input,
      target: simulation.target)
  }
}
