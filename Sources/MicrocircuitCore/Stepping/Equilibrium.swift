import Lanes

// The steady state: the potentials that all membranes would settle to while input, target and weights are held.
//
//     u_i = u_inf,i(v^b_i, v^a_i),   r_i = phi_i(u_i),   v^b_i = W_i r_{i-1},   v^a_i = B_i r + B^I_i r^I
//     u^I_j = u^I_inf,j(v^d_j, u_mirrored),   r^I_j = phi(u^I_j),   v^d_j = W^I_j r_driver
//
// | symbol | meaning | unit |
// |---|---|---|
// | u_inf | stationary potential of dendritic and apical input (LoweredParameters.swift) | mV |
// | passes | how many times the layers are visited, upwards and then downwards | 1 |
//
// Discretisation: every equation takes what the others gave last. On the way up each layer takes the rates of the layer
// below and the apical potential as it is; then the interneurons follow; on the way down each hidden layer takes the rates
// above. One step is one exposure: the potentials are solved for, and all weights learn once, for the time dt, from
// operands that all belong to this equilibrium. u_old is the potential before it was computed last, so that u - u_old says
// how far from settled it is.
//
// Reference: the steady-state approximation in the public code of Sacramento et al. 2018,
// doi:10.48550/arXiv.1810.11393.

/// A population as the steady state sees it.
private struct SteadyPopulation<L: NetworkLane>: BitwiseCopyable {
  let activation: Activation
  let range: SomaRange
  let membrane: Membrane<L>
  /// The apical, target or mirrored potential.
  let nudge: LaneVector<L>
}

/// Solves for the potentials of a network.
struct Equilibrium<L: NetworkLane>: BitwiseCopyable {
  private let circuit: Circuit<L>
  private let passes: Int
  private let hidden, interneurons: FixedTable<SteadyPopulation<L>>
  /// The output with and without a target.
  private let nudgedOutput, freeOutput: SteadyPopulation<L>
  /// W, W^I and B^I, and what the bias unit sends beside the first two.
  private let forward, interneuron, lateral, bias, interneuronBias: FixedTable<Projection<L>>

  /// Nil where membranes are integrated in time.
  @inline(never)
  init?(
    _ members: MemberDescriptions, _ circuit: Circuit<L>, _ coefficients: LoweredParameters<L>,
    in state: NetworkState<L>
  ) {
    let description = members.shared
    guard case .steadyState(let passes) = description.stepping else { return nil }
    self.passes = passes
    self.circuit = circuit
    let somata = circuit.somata
    func population(_ number: Int, _ layer: Int, _ membrane: Membrane<L>, nudge: LaneVector<L>) -> SteadyPopulation<L> {
      SteadyPopulation(
        activation: description.activations[layer], range: somata.places.of(number), membrane: membrane, nudge: nudge)
    }
    let layers = 0..<description.depth
    let output = description.depth - 1
    hidden = state.table(
      (0..<output).map { population($0, $0, coefficients.hidden, nudge: circuit.apical[$0].vApi) })
    nudgedOutput = population(output, output, coefficients.nudgedOutput, nudge: circuit.target)
    freeOutput = population(output, output, coefficients.freeOutput, nudge: circuit.target)
    interneurons = state.table(
      description.interneurons.enumerated().map { j, own in
        population(
          description.depth + j, own.mirrored, coefficients.inter, nudge: circuit.layers[own.mirrored].uBreve)
      })
    let site = ProjectionSite(members, circuit, interneuronDrive: state.constants([]), in: state)
    let hasBias = description.bias != nil
    forward = state.table(layers.map(site.forward))
    interneuron = state.table(description.interneurons.indices.map(site.interneuron))
    lateral = state.table((0..<circuit.lateral.count).map { site.lateral($0).projection })
    bias = state.table(hasBias ? layers.map(site.bias) : [])
    interneuronBias = state.table(hasBias ? description.interneurons.indices.map(site.interneuronBias) : [])
  }

  /// Leaves the potentials of the equilibrium, and the rates, dendrites and predictions that go with them.
  @inline(never)
  func solve(_ dynamics: Dynamics<L>, isNudged: Bool) {
    let output = isNudged ? nudgedOutput : freeOutput
    for _ in 0..<passes {
      for i in 0..<hidden.count {
        receive(i)
        settle(hidden[i])
      }
      receive(hidden.count)
      settle(output)
      for j in 0..<interneurons.count {
        send(interneuron[j])
        if interneuronBias.count > 0 { send(interneuronBias[j], Adding.self) }
        settle(interneurons[j])
      }
      for i in stride(from: hidden.count - 1, through: 0, by: -1) {
        circuit.apical[i].sendFeedback(.all)
        if lateral.count > 0 { send(lateral[i], Adding.self) } else { inhibitItself(i) }
        settle(hidden[i])
      }
    }
    circuit.r0Old.assign(circuit.r0)
    circuit.vApiOld.assign(circuit.vApi)
    dynamics.predictFromHere()
  }

  /// The basal potentials of layer `i`.
  private func receive(_ i: Int) {
    send(forward[i])
    if bias.count > 0 { send(bias[i], Adding.self) }
  }

  private func send(_ projection: Projection<L>) { projection.weights.send(projection.rates, into: projection.input) }

  private func send(_ projection: Projection<L>, _: Adding.Type) {
    projection.weights.send(projection.rates, into: projection.input, Adding.self)
  }

  private func inhibitItself(_ i: Int) {
    let (vApi, uBreve) = (circuit.apical[i].vApi, circuit.layers[i].uBreve)
    vApi.forEachIndex { k in vApi[k] = vApi[k] - uBreve[k] }
  }

  /// u = u_inf, and the rate that belongs to it.
  private func settle(_ population: SteadyPopulation<L>) {
    let (somata, range, membrane) = (circuit.somata, population.range, population.membrane)
    let (u, uOld, uInf) = (somata.u.slice(range), somata.uOld.slice(range), somata.uInf.slice(range))
    let (uBreve, dendrite) = (somata.uBreve.slice(range), somata.dendrite.slice(range))
    // The answers have the room behind them that the activation asks for.
    let (arguments, answers) = (somata.prospective.slice(range), somata.fired.slice(range))
    u.forEachIndex { k in
      uOld[k] = u[k]
      uInf[k] = membrane.drive * dendrite[k] + membrane.nudge * population.nudge[k]
      u[k] = uInf[k]
      uBreve[k] = uInf[k]
      arguments[k] = uInf[k]
    }
    population.activation.respond(to: arguments.everyNumber, into: answers.everyNumber)
    somata.r.slice(range).assign(answers)
  }
}

/// One exposure of a network in its steady state.
///
/// Weights that wait for the next step to read them would be read many times: here they learn at once.
struct Exposure<Rule: FeedbackRule> {
  private let dynamics: Dynamics<Rule.L>
  private let equilibrium: Equilibrium<Rule.L>
  private let isNudged: Bool

  init(_ dynamics: Dynamics<Rule.L>, _ equilibrium: Equilibrium<Rule.L>, isNudged: Bool) {
    self.dynamics = dynamics
    self.equilibrium = equilibrium
    self.isNudged = isNudged
  }

  /// Takes steps, a multiple of the tape's period of them.
  @inline(never)
  func run(steps: Int, _ feedback: inout Rule, _ tape: inout StateTape) {
    for _ in 0..<steps / tape.period {
      for _ in 0..<tape.period { take(&feedback) }
      tape.write()
    }
  }

  private func take(_ feedback: inout Rule) {
    equilibrium.solve(dynamics, isNudged: isNudged)
    feedback.learn(dynamics.circuit)
    dynamics.learn()
    feedback.settle()
    dynamics.projections.settle()
  }
}
