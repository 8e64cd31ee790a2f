import Lanes
import Testing

/// Every result ever published depends on these bits: no compiler, option, CPU or C library may change them.
///
/// A deliberate change of a function changes its number here, and is a new version of the results.
@Suite("Bits that never change")
struct GoldenBitsTests {
  /// The FNV-1a hash of the bits of the results at all arguments, with one pattern for every NaN.
  private func hash<T: Precision>(_ values: [T]) -> UInt64 {
    values.reduce(0xCBF2_9CE4_8422_2325) { hash, value in
      (hash ^ UInt64((value.isNaN ? T.nan : value).bitPattern)) &* 0x100_0000_01B3
    }
  }

  @Test func ofTheElementaryFunctions() {
    let x = Arguments.all
    let turns = x.map { $0.magnitude.truncatingRemainder(dividingBy: 1) }.filter { !$0.isNaN }
    #expect(hash(x) == 0xD3A5_942E_CAA5_B663)
    #expect(hash(x.map { exponential($0) }) == 0xB4A2_CE38_0756_782F)
    #expect(hash(x.map { exponentialMinusOne($0) }) == 0xA423_2FFF_AB3A_2A9E)
    #expect(hash(x.map { logarithm($0) }) == 0xF449_2803_5F0E_C829)
    #expect(hash(x.map { logarithmOnePlus($0) }) == 0x6EC5_4AE7_99C6_AEAA)
    #expect(hash(x.map { logistic($0) }) == 0x87C6_177E_BD03_4223)
    #expect(hash(x.map { hyperbolicTangent($0) }) == 0x90D5_AAD2_807B_7F3B)
    #expect(hash(x.map { softPlus($0) }) == 0x9278_54D9_6CCD_1640)
    #expect(hash(turns.map { sineCosine(turns: $0).sine }) == 0xE530_1DA5_B8C6_38C6)
    #expect(hash(turns.map { sineCosine(turns: $0).cosine }) == 0x78D5_A418_540A_1C10)
  }

  @Test func ofTheElementaryFunctionsInSinglePrecision() {
    let x = Arguments.allSingle
    let turns = x.map { $0.magnitude.truncatingRemainder(dividingBy: 1) }.filter { !$0.isNaN }
    #expect(hash(x) == 0x3A4E_7FB3_5D51_E8FD)
    #expect(hash(x.map { exponential($0) }) == 0x6311_D233_8201_35D7)
    #expect(hash(x.map { exponentialMinusOne($0) }) == 0xE4CE_120F_AF00_1933)
    #expect(hash(x.map { logarithm($0) }) == 0xC9DD_5378_7CF9_0169)
    #expect(hash(x.map { logarithmOnePlus($0) }) == 0x5F9B_4A0A_86B5_16CA)
    #expect(hash(x.map { logistic($0) }) == 0xD717_128E_C8B4_4A0B)
    #expect(hash(x.map { hyperbolicTangent($0) }) == 0x2A35_8290_C8B4_58C7)
    #expect(hash(x.map { softPlus($0) }) == 0xF620_A611_3884_42ED)
    #expect(hash(turns.map { sineCosine(turns: $0).sine }) == 0x2B57_38F7_4CAE_873B)
    #expect(hash(turns.map { sineCosine(turns: $0).cosine }) == 0xFF89_350F_80EA_E644)
  }

  @Test func ofTheRandomStreams() {
    let stream = RandomStream(seed: 2024, purpose: .noise, index: 1)
    #expect(hash((0..<1000).map { stream.gaussian(draw: $0, element: 7) }) == 0xD061_AA94_D548_914F)
    let single = (0..<1000 as Range<UInt64>).map {
      stream.gaussianPairs(Float.self, block: $0, firstElement: 7)
    }
    #expect(hash(single.flatMap { [$0.0, $0.1] }) == 0x55AD_4B7D_3B11_24DE)
    #expect(hash((0..<1000).map { stream.uniform(draw: $0, element: 7) }) == 0xFDDA_2E32_171D_69C5)
    #expect(hash(stream.permutation(of: 1000, draw: 7).map { Double($0) }) == 0x0B9B_CB17_8B17_A745)
    var legacy = NumPyLegacyStream(seed: 2024)
    #expect(hash((0..<1000).map { _ in legacy.standardNormal() }) == 0x3EAE_57BE_26EC_DBFC)
  }
}
