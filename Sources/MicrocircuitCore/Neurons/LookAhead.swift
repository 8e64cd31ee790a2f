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
// u_breve(t) = u_inf(t-dt) identically (MODEL F1): every neuron delays by exactly one step.
//
// Reference: Haider et al. 2021, Latent equilibrium, doi:10.48550/arXiv.2110.14549.

/// How u_breve follows from the somatic potential: one type per arithmetic, chosen when the network is built.
protocol LookAhead<L> {
  associatedtype L: Lane
  /// The prospective potential of one neuron; `gain` is what `gain(of:)` gave for its population.
  static func prospective(u: L, uOld: L, uInf: L, gain: L) -> L
  /// The coefficient of a population with time constant `tau`, for prospectivity c and time step dt.
  static func gain(tau: Double, factor: Double, timeStep: Double) -> Double
  /// Whether the output's tau must be the nudged one even without a target: the quotient uses one tau for all steps.
  static var keepsNudgedTimeConstant: Bool { get }
}

/// u_breve(t) = u_inf(t-dt): exact for c = 1, no cancellation, one operation less.
enum Collapsed<L: Lane>: LookAhead {
  @inline(__always) static func prospective(u: L, uOld: L, uInf: L, gain: L) -> L { uInf }
  static func gain(tau: Double, factor: Double, timeStep: Double) -> Double { 1 }
  static var keepsNudgedTimeConstant: Bool { false }
}

/// u_breve(t) = u(t-dt) + c tau (u(t) - u(t-dt)) / dt: the public code's arithmetic, which amplifies rounding by tau/dt.
enum DifferenceQuotient<L: Lane>: LookAhead {
  @inline(__always) static func prospective(u: L, uOld: L, uInf: L, gain: L) -> L { uOld + gain * (u - uOld) }
  static func gain(tau: Double, factor: Double, timeStep: Double) -> Double { factor * tau / timeStep }
  static var keepsNudgedTimeConstant: Bool { true }
}

/// u_breve(t) = u(t-dt) + c (u_inf(t-dt) - u(t-dt)): the same for any c, without the quotient.
enum PartiallyProspective<L: Lane>: LookAhead {
  @inline(__always) static func prospective(u: L, uOld: L, uInf: L, gain: L) -> L { uOld + gain * (uInf - uOld) }
  static func gain(tau: Double, factor: Double, timeStep: Double) -> Double { factor }
  static var keepsNudgedTimeConstant: Bool { false }
}
