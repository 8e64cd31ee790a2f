/// A lane type that networks are computed with: what its lanes stand for.
///
/// | type | its lanes |
/// |---|---|
/// | `Double`, `Float` | one neuron of one network |
/// | `SIMD4<Double>`, `SIMD8<Float>` | neighbouring neurons of one network: one AVX2 register |
/// | `SIMD8<Double>`, `SIMD16<Float>` | one neuron of several networks: two registers, so that latencies overlap |
///
/// Whatever the type, a neuron goes through the same operations in the same order.
public protocol NetworkLane: Lane {
  /// How many neurons of one network lie in one element of a vector; the other types have one network in each lane.
  static var neuronsPerElement: Int { get }
}

extension NetworkLane {
  /// The number of networks that are advanced together.
  @inlinable @inline(__always)
  public static var networkCount: Int { laneCount / neuronsPerElement }

  /// How many elements of postsynaptic neurons a tile of a weight matrix holds at most: 1, 2 or 4.
  @inlinable @inline(__always)
  public static var elementsPerTile: Int {
    if laneCount == 1 { return 1 }
    // Sums of two registers each: more of them would not find room in sixteen.
    return laneCount == Scalar.Format.numbersPerRegister ? 4 : 2
  }

  /// The number of elements that `neurons` take.
  @inlinable @inline(__always)
  public static func elements(for neurons: Int) -> Int { (neurons + neuronsPerElement - 1) / neuronsPerElement }
}

extension Double: NetworkLane {}

extension Float: NetworkLane {}

extension Precision {
  @inlinable @inline(__always)
  public static var neuronsPerElement: Int { 1 }
}

extension SIMD4: NetworkLane where Scalar: Precision {}

extension SIMD8: NetworkLane where Scalar: Precision {}

extension SIMD16: NetworkLane where Scalar: Precision {}

extension NetworkLane where Self: SIMD {
  @inlinable @inline(__always)
  public static var neuronsPerElement: Int { laneCount == Scalar.Format.numbersPerRegister ? laneCount : 1 }
}
