import Testing

// Made with NumPy 2.4.6, numpy.random.RandomState(seed): see the members for the calls.

/// What NumPy's legacy generator returns for one seed.
struct NumPyVector: Sendable, CustomTestStringConvertible {
  let seed: UInt32
  /// The first 20 of `random_sample()`.
  let doubles: [Double]
  /// Some of `standard_normal(2000)`, by index.
  let normals: [Int: Double]
  /// The sum of all 2000, and of their squares.
  let sum, sumOfSquares: Double
  /// The floating-point results of the calls that the test of interleavings makes.
  let mixedNumbers: [Double]
  /// And the integers.
  let mixedIntegers: [Int]
  /// `permutation(1)`, not kept, then `permutation(2)`, `permutation(10)` and `permutation(100)`; of the last one
  /// the hash h = (31 h + entry) mod (2^31 - 1).
  let order10, order2: [Int]
  let hash100: Int
  /// The `random_sample()` after those.
  let after: Double

  var testDescription: String { "seed \(seed)" }

  static let all: [NumPyVector] = [
    NumPyVector(
      seed: 0,
      doubles: [
        0x1.18fe1565f12a8p-1, 0x1.6e2d4cf608733p-1, 0x1.349d66b6e894bp-1, 0x1.16faedb6395f5p-1,
        0x1.b1d2904fd0ef6p-2, 0x1.4ab2a21899b5bp-1, 0x1.c016dca6159d2p-2, 0x1.c8967883a12f7p-1,
        0x1.ed65349173336p-1, 0x1.88a4e4bd24216p-2, 0x1.955cfbf3fa928p-1, 0x1.0ecb509eb7f22p-1,
        0x1.22d6bc992362dp-1, 0x1.d9e7cd7582508p-1, 0x1.22f6b4acbf308p-4, 0x1.64e1b14bdd2f0p-4,
        0x1.4b421af2289e0p-6, 0x1.aa4d25fd4207bp-1, 0x1.8e6a8fc8fb81dp-1, 0x1.bd723b77af827p-1,
      ],
      normals: [
        0: 0x1.c398ef3e5cfa5p+0, 1: 0x1.99c2cfacc8953p-2, 2: 0x1.f51d25222c9abp-1, 999: -0x1.6eb574c9b16b2p-2,
        1999: -0x1.4f9bc11311ec5p+0,
      ],
      sum: -0x1.fa3c7c811855fp+4, sumOfSquares: 0x1.de7350b61ca5ap+10,
      mixedNumbers: [
        0x1.c398ef3e5cfa5p+0, 0x1.d2759adba252cp+0, 0x1.199c2cfacc895p+1, 0x1.0000000000000p+0, 0x1.e9210b65573eep-2,
      ],
      mixedIntegers: [
        3, 359778, 7, 41_332_891_347, -1_920_414_613_809_735_950, 4_138_900_056, 1_646_868_794,
        5_758_496_607_182_366_807,
      ],
      order10: [2, 8, 4, 9, 1, 6, 7, 3, 0, 5], order2: [1, 0],
      hash100: 670_043_206,
      after: 0x1.f1a2c67e7e4fdp-1),
    NumPyVector(
      seed: 1,
      doubles: [
        0x1.ab07d0ffa3c06p-2, 0x1.70ce5f3baf051p-1, 0x1.dfb906661c000p-14, 0x1.3596ab7fe08f4p-2,
        0x1.2c8e5a3c7053cp-3, 0x1.7a3808cb0ca10p-4, 0x1.7d75fe634e1e4p-3, 0x1.61daabd5ba3cep-2,
        0x1.964a3677bfbe8p-2, 0x1.13dfc97629f54p-1, 0x1.ad4153a81958ap-2, 0x1.5ed5172192327p-1,
        0x1.a2b7dc718620cp-3, 0x1.c1989bceb164ap-1, 0x1.c0b7e4467acc0p-6, 0x1.5747847a7e5a9p-1,
        0x1.ab51f33a85afep-2, 0x1.1e0c97db9090bp-1, 0x1.1f832ff06aadcp-3, 0x1.95b63bc744844p-3,
      ],
      normals: [
        0: 0x1.9fd5190657c50p+0, 1: -0x1.393822fb7d9adp-1, 2: -0x1.0e6c872548fd2p-1, 999: -0x1.7ee2458ea67ffp-3,
        1999: 0x1.6307008b3b891p+0,
      ],
      sum: 0x1.088d3ac89ab9ep+6, sumOfSquares: 0x1.fa665af8cc691p+10,
      mixedNumbers: [
        0x1.9fd5190657c50p+0, -0x1.7fe2046f999e4p+1, 0x1.b1b1f74120995p+0, 0x1.0000000000000p+0, 0x1.ad4153a81958ap-2,
      ],
      mixedIntegers: [
        5, 117578, 7, 825_030_312_080, 2_703_937_142_063_546_316, 4_018_109_721, 3_634_877_716,
        3_416_696_728_748_345_812,
      ],
      order10: [2, 3, 4, 9, 1, 6, 0, 7, 5, 8], order2: [0, 1],
      hash100: 1_154_171_871,
      after: 0x1.52a538a6fd0f0p-3),
    NumPyVector(
      seed: 123,
      doubles: [
        0x1.64979beda10f5p-1, 0x1.2501b5b6d822ap-2, 0x1.d0977eb0ddd44p-3, 0x1.1a45edee068f0p-1,
        0x1.705e3c9f6e7e1p-1, 0x1.b142d1e3d7f30p-2, 0x1.f626b99a4c95bp-1, 0x1.5ea200e519b61p-1,
        0x1.ec796991e9e80p-2, 0x1.91874133548b0p-2, 0x1.5f6a0ed04bec6p-2, 0x1.754600d4bee36p-1,
        0x1.c119151f5445ap-2, 0x1.e8e19ec76de60p-5, 0x1.9798e9cc04fe6p-2, 0x1.79da88a86f47cp-1,
        0x1.75be3970b4b1cp-3, 0x1.675340156f194p-3, 0x1.1027806d96d15p-1, 0x1.104bb49b621d8p-1,
      ],
      normals: [
        0: -0x1.15ebe320b670ep+0, 1: 0x1.fea40ff7c8334p-1, 2: 0x1.21c51d8a6b038p-2, 999: -0x1.1c86b4b0eafebp+0,
        1999: 0x1.bca9ee03ef1efp-7,
      ],
      sum: -0x1.f2ccabf6b8c48p+4, sumOfSquares: 0x1.e03f98d035e9fp+10,
      mixedNumbers: [
        -0x1.15ebe320b670ep+0, -0x1.2f68814f222bcp+0, 0x1.3fd481fef9066p+1, 0x1.0000000000000p+0, 0x1.4bee36382322ap-2,
      ],
      mixedIntegers: [
        6, 670732, 7, 358_591_625_322, 3_193_250_579_529_852_473, 1_473_938_350, 3_131_244_655,
        -4_708_360_243_035_828_995,
      ],
      order10: [4, 0, 7, 5, 8, 3, 1, 6, 9, 2], order2: [1, 0],
      hash100: 626_998_858,
      after: 0x1.d1cd4b637b03ep-1),
    NumPyVector(
      seed: 1234,
      doubles: [
        0x1.883b597f66e2cp-3, 0x1.3e850a7457770p-1, 0x1.c03bb34e59aeap-2, 0x1.921a85315df5fp-1,
        0x1.8f58fd371536ap-1, 0x1.1722841348126p-2, 0x1.1b19721969100p-2, 0x1.9a8efd742ba12p-1,
        0x1.ea913dca2a07dp-1, 0x1.c07a3e076ecd5p-1, 0x1.6e67a681a6f42p-2, 0x1.00826edf28477p-1,
        0x1.5deeda952f5b5p-1, 0x1.6ce747b35e725p-1, 0x1.7b23038c9384ep-2, 0x1.1f551b4395658p-1,
        0x1.01941ddc5495bp-1, 0x1.c32a205ab3900p-7, 0x1.8bafee529b4bep-1, 0x1.c3e98bcfc4ed3p-1,
      ],
      normals: [
        0: 0x1.e2bfe649a96f2p-2, 1: -0x1.30e3c87b185b7p+0, 2: 0x1.6ec5e24624325p+0, 999: -0x1.9a934c6540d22p-1,
        1999: -0x1.d113521892fc2p-1,
      ],
      sum: 0x1.cc0502eb888c6p+5, sumOfSquares: 0x1.e2c4aef0fe3aep+10,
      mixedNumbers: [
        0x1.e2bfe649a96f2p-2, 0x1.00eecd3966ba8p-1, 0x1.678e1bc273d24p+0, 0x1.0000000000000p+0, 0x1.dbb356b733d30p-4,
      ],
      mixedIntegers: [
        8, 514036, 7, 617_876_871_857, 416_760_086_335_071_465, 4_115_177_196, 3_762_102_042,
        -8_985_270_077_288_794_256,
      ],
      order10: [7, 2, 9, 1, 0, 8, 4, 5, 6, 3], order2: [0, 1],
      hash100: 1_211_559_612,
      after: 0x1.32dc04f01e7e8p-3),
    NumPyVector(
      seed: 12345,
      doubles: [
        0x1.dbf6a3f8f84b7p-1, 0x1.43f7f410bb044p-2, 0x1.78aa6d0a2dad8p-3, 0x1.a2f07fd391514p-3,
        0x1.22acdae20d908p-1, 0x1.30eb3c3d342ecp-1, 0x1.edd4d8dd90335p-1, 0x1.4e6d3a7b1e86ap-1,
        0x1.7f70b0d7ee531p-1, 0x1.4ea0b5c9eb155p-1, 0x1.7ed479b91c28dp-1, 0x1.ec306581b6ec4p-1,
        0x1.12de24a9fe680p-7, 0x1.b3ff04cc282d8p-4, 0x1.31df62e7553c8p-2, 0x1.5015206822503p-1,
        0x1.9e9fc03a1b710p-1, 0x1.be8dd7639c036p-1, 0x1.ede64a35c13cap-1, 0x1.7286e2c33b31dp-1,
      ],
      normals: [
        0: -0x1.a33dc4f5d203dp-3, 1: 0x1.ea701f566080fp-2, 2: -0x1.09f3df0ae3d0ep-1, 999: 0x1.5fb7492b810dfp+0,
        1999: 0x1.eb1c75cb681b4p+0,
      ],
      sum: 0x1.af5b9f66a670bp+3, sumOfSquares: 0x1.f4cc4a961af80p+10,
      mixedNumbers: [
        -0x1.a33dc4f5d203dp-3, -0x1.875592f5d2528p+0, 0x1.1ea701f566081p+1, 0x1.0000000000000p+0, 0x1.c8e146fd860cbp-1,
      ],
      mixedIntegers: [
        5, 410141, 7, 128_661_371_649, 3_957_094_478_644_301_169, 2_807_061_239, 3_211_410_640,
        -8_729_188_791_888_790_451,
      ],
      order10: [7, 0, 3, 6, 2, 9, 8, 4, 1, 5], order2: [1, 0],
      hash100: 852_580_021,
      after: 0x1.8074ebfc80f8dp-1),
    NumPyVector(
      seed: 4_294_967_295,
      doubles: [
        0x1.8fe69a3924820p-4, 0x1.d323d824032b1p-1, 0x1.93fc6f61af3f9p-1, 0x1.8f5ca1b151c07p-1,
        0x1.25ec7244bbf80p-6, 0x1.f06314e047dc9p-1, 0x1.2fb4adec830e1p-1, 0x1.2b3f78b30728cp-3,
        0x1.d1999c0aed972p-1, 0x1.1b835369cb7f1p-1, 0x1.f817aa7489a4bp-1, 0x1.a83038637fdecp-2,
        0x1.4bfb333c5401cp-2, 0x1.7442724896300p-3, 0x1.ddf822d8877c5p-1, 0x1.a5d39bdf5a4fap-1,
        0x1.c6d5b5b9f72c8p-1, 0x1.f5a49da8e8b54p-2, 0x1.a65fb89ed4fa4p-3, 0x1.f973537220773p-1,
      ],
      normals: [
        0: 0x1.4bfc38c486d8ap-1, 1: 0x1.56b192e507eeep-1, 2: -0x1.149e836f192fdp+0, 999: 0x1.adea44c300e5dp-1,
        1999: 0x1.71f1e9b4b4f9ap+0,
      ],
      sum: 0x1.e06a205955724p+3, sumOfSquares: 0x1.01de5d82433cbp+11,
      mixedNumbers: [
        0x1.4bfc38c486d8ap-1, -0x1.6da138dbb4408p+1, 0x1.2ad6325ca0fdep+1, 0x1.0000000000000p+0, 0x1.8877c5e974e6ep-2,
      ],
      mixedIntegers: [
        2, 800870, 7, 50_248_231_114, 2_939_951_272_858_901_645, 1_779_174_926, 4_009_496_932, -186_549_083_187_782_954,
      ],
      order10: [3, 8, 5, 6, 1, 9, 0, 4, 7, 2], order2: [0, 1],
      hash100: 543_618_507,
      after: 0x1.e3175fb344df5p-1),
  ]
}
