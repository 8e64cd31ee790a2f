import Lanes

// Prospective coding (latent equilibrium): rates follow the potential that the soma is heading for.
//
//     tau du/dt = u_inf - u,    u_breve = u + c tau du/dt,    r = phi(u_breve)
//
// | symbol | meaning | unit |
// |---|---|---|
// | u | somatic potential | mV |
// | u_inf | stationary potential of the present input | mV |
// | tau | effective membrane time constant | ms |
// | c | prospectivity (`taur`): 1 undoes the membrane's low-pass, 0 leaves it | 1 |
//
// Discretisation: u_breve(t) uses u(t), u(t-dt) and u_inf(t-dt). With c = 1 and tau the same in both equations,
// u_breve(t) = u_inf(t-dt) identically (`Theory.md`): every neuron delays by exactly one step. Without look-ahead,
// u_breve(t) = u(t): latent equilibrium is off, and rates lag behind by the membrane's time constant, layer after layer.
//
// Reference: Haider et al. 2021, Latent equilibrium, doi:10.48550/arXiv.2110.14549.

/// The arithmetic by which u_breve follows from the somatic potential: chosen when the network is built, and asked for
/// once per step, not per neuron.
enum LookAhead: BitwiseCopyable {
  /// u_breve(t) = u_inf(t-dt): exact for c = 1, no cancellation, one operation less.
  case collapsed
  /// u_breve(t) = u(t-dt) + c tau (u(t) - u(t-dt)) / dt: the public code's arithmetic, which amplifies rounding by tau/dt.
  case differenceQuotient
  /// u_breve(t) = u(t-dt) + c (u_inf(t-dt) - u(t-dt)): the same for any c, without the quotient.
  case partiallyProspective
  /// u_breve(t) = u(t): rates follow the soma.
  case none

  /// Calls `body` for every soma with its prospective potential; `gain` is what `gain(tau:factor:timeStep:)` gave for it.
  @inline(__always)
  func forEachSoma<L: NetworkLane>(_ somata: Somata<L>, gain: LaneVector<L>, _ body: (_ k: Int, _ uBreve: L) -> Void) {
    let (u, uOld, uInf) = (somata.u, somata.uOld, somata.uInf)
    switch self {
    case .collapsed: u.forEachIndex { k in body(k, uInf[k]) }
    case .differenceQuotient: u.forEachIndex { k in body(k, uOld[k] + gain[k] * (u[k] - uOld[k])) }
    case .partiallyProspective: u.forEachIndex { k in body(k, uOld[k] + gain[k] * (uInf[k] - uOld[k])) }
    case .none: u.forEachIndex { k in body(k, u[k]) }
    }
  }

  /// The coefficient of a soma with time constant `tau`, for prospectivity c and time step dt.
  func gain(tau: Double, factor: Double, timeStep: Double) -> Double {
    switch self {
    case .collapsed, .none: 1
    case .differenceQuotient: factor * tau / timeStep
    case .partiallyProspective: factor
    }
  }

  /// Whether the output's tau must be the nudged one even without a target: the quotient uses one tau for all steps.
  var keepsNudgedTimeConstant: Bool { self == .differenceQuotient }
}

extension ProspectiveCoding {
  var lookAhead: LookAhead {
    switch self {
    case .collapsed: .collapsed
    case .differenceQuotient: .differenceQuotient
    case .partial: .partiallyProspective
    case .somatic: LookAhead.none
    }
  }
}
