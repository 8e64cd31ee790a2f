extension SimulationResource {
  var needsNoise: Bool { false }
  func requireNoise() throws(Refusal) {}
}
