// swift-tools-version: 6.2
import PackageDescription

// The manifest is the diagram: a target may only depend on those above it.
// Nothing below the command line imports Foundation, so that the C library stays small.

/// The experiments of the catalogue, as files.
let catalogue =
  [
    "seed", "seed-a2f0ba6", "seed-98eb7f1", "align-121", "align-222", "rtdeep-wt-simple-1", "rtdeep-wt-simple-2",
    "rtdeep-wt-larger", "pinv-1", "pinv-2", "pal-simple-1", "pal-simple-2", "pal-fig3abc", "pal-fig3def",
    "pal-fig4ab-PAL", "pal-fig4ab-FA", "pal-fig4ab-BP", "pal-fig4ab-delay-matched", "pal-fig6-10-prospective",
    "pal-fig6-10-somatic", "pal-fig6-100-prospective", "pal-fig6-100-somatic", "pal-fig6-1000-prospective",
    "pal-fig6-1000-somatic", "pal-delay-matched", "ldrl-delay-matched", "teacher-111", "teacher-111-fixed",
  ]
  + ["le", "orig"].flatMap { coding in
    [3, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].map { "bars/bars-\(coding)-\($0)" }
  }
  + [
    "yinyang-pal", "yinyang-fa", "yinyang-fa-eta-pi", "yinyang-bp", "yinyang-eta-bw-zero", "digits-pal", "digits-fa",
    "digits-bp", "mnist-pal", "mnist-fa", "learned-feedback-pal", "learned-feedback-fa", "learned-feedback-fa-eta-pi",
    "learned-feedback-bp", "mimic-le", "yinyang-steady", "sacramento-bars", "sacramento-bars-steady",
  ].map { "tasks/\($0)" }

let package = Package(
  name: "RtDeep",
  products: [
    .library(name: "RtDeep", targets: ["RtDeep"]),
    .executable(name: "rtdeep", targets: ["CommandLineTool"]),
    // The library for other languages; `make library` links it so that it needs nothing else and exports rtdeep_* only.
    .library(name: "rtdeepc", type: .dynamic, targets: ["RtDeepABI"]),
    // For the package in Fuzzing/.
    .library(name: "_ReaderChecks", targets: ["_ReaderChecks"]),
  ],
  targets: [
    // MARK: Numbers and memory
    // libm for the square root alone, which IEEE 754 rounds the same everywhere.
    .target(name: "Lanes", linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),

    // What is asked of the machine that a build runs on.
    .target(name: "CPortable"),

    // MARK: The science
    .target(name: "MicrocircuitCore", dependencies: ["Lanes"]),
    .target(name: "Signals", dependencies: ["Lanes", "MicrocircuitCore"]),
    .target(name: "Recording", dependencies: ["Lanes", "MicrocircuitCore"]),

    // MARK: Files (no science)
    .systemLibrary(name: "CLibYAML", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(
      name: "CZlib",
      linkerSettings: [
        .linkedLibrary(":libz.a", .when(platforms: [.linux])),
        .linkedLibrary("z", .when(platforms: [.macOS])),
      ]),
    .target(
      name: "Storage", dependencies: ["CLibYAML", "CZlib"],
      linkerSettings: [
        // Static on Linux: the program and the wheel then need no library of the machine.
        .linkedLibrary(":libyaml.a", .when(platforms: [.linux])),
        .linkedLibrary("yaml", .when(platforms: [.macOS])),
      ]),

    // MARK: Experiments and the command line
    .target(
      name: "Experiments",
      dependencies: ["Lanes", "MicrocircuitCore", "Signals", "Recording", "Storage"],
      // In the program itself: it needs no files beside it, and no Foundation to find them.
      resources: catalogue.map { .embedInCode("Catalogue/\($0).yaml") }),
    // Folders and modules whose names differ in more than case: some file systems do not tell RtDeep from rtdeep.
    .target(
      name: "RtDeep", dependencies: ["Experiments", "MicrocircuitCore", "Recording", "Signals"],
      path: "Sources/Umbrella"),
    .target(name: "CProgramStart", dependencies: ["CPortable"]),
    .executableTarget(
      name: "CommandLineTool", dependencies: ["CProgramStart", "Experiments", "Storage"], path: "Sources/rtdeep"),

    // MARK: Other languages
    // The header is the contract; its C is no more than what shares a run's progress between threads.
    .target(name: "CRtDeep", dependencies: ["CPortable"]),
    .target(
      name: "RtDeepABI",
      dependencies: ["CRtDeep", "Experiments", "Lanes", "MicrocircuitCore", "Recording", "Signals", "Storage"]),

    // MARK: Tests
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "MicrocircuitCore", "Recording", "RtDeep", "Signals", "Storage", "TestSupport", "_ReaderChecks",
      ]),
    // Its output must be the same from every build.
    .executableTarget(
      name: "same-bits", dependencies: ["Experiments", "MicrocircuitCore"], path: "Tests/same-bits"),
    // Its instructions are counted.
    .executableTarget(name: "fixed-runs", dependencies: ["Lanes", "MicrocircuitCore"], path: "Tests/fixed-runs"),
    // What must hold whatever the bytes are; the fuzzers and the tests of their findings share it.
    .target(name: "_ReaderChecks", dependencies: ["Experiments", "Storage"], path: "Tests/_ReaderChecks"),
    .testTarget(name: "LanesTests", dependencies: ["Lanes"]),
    .testTarget(name: "RtDeepABITests", dependencies: ["CRtDeep", "RtDeepABI", "TestSupport"]),
    .testTarget(name: "StorageTests", dependencies: ["Storage", "TestSupport"]),
    .target(
      name: "TestSupport", dependencies: ["Lanes", "MicrocircuitCore", "Storage"], path: "Tests/_TestSupport"),
    .testTarget(
      name: "MicrocircuitCoreTests",
      dependencies: ["Lanes", "MicrocircuitCore", "Experiments", "Signals", "Storage", "TestSupport"]),
  ],
  swiftLanguageModes: [.v6]
)
