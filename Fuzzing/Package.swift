// swift-tools-version: 6.2
import PackageDescription

// A package of its own: fuzzers need flags that a library must not have. `make fuzz` builds and runs it.

/// One libFuzzer program per reader.
let readers = ["configuration", "numpy", "json", "zarr", "checkpoint", "csv", "idx"]

let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "RtDeep", path: "..")],
  targets: [
    // libFuzzer without its main function, from the Swift toolchain; `make` says in which folder.
    .target(
      name: "CLibFuzzer",
      linkerSettings: [.linkedLibrary(":libclang_rt.fuzzer_no_main-\(architecture).a"), .linkedLibrary("stdc++")]),
    .target(
      name: "CoverageGuided",
      dependencies: ["CLibFuzzer", "FileBan", .product(name: "_ReaderChecks", package: "RtDeep")]),
    .target(name: "FileBan"),
    .target(
      name: "Grammar",
      dependencies: [
        .product(name: "RtDeep", package: "RtDeep"), .product(name: "_ReaderChecks", package: "RtDeep"),
      ]),
    .executableTarget(
      name: "fuzz-grammar", dependencies: ["FileBan", "Grammar", .product(name: "_ReaderChecks", package: "RtDeep")]),
  ] + readers.map { .executableTarget(name: "fuzz-\($0)", dependencies: ["CoverageGuided"]) },
  swiftLanguageModes: [.v6]
)

var architecture: String {
  #if arch(x86_64)
    "x86_64"
  #else
    "aarch64"
  #endif
}
