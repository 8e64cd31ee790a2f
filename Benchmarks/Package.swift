// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that the library has no benchmark dependency.
let package = Package(
  name: "Benchmarks",
  dependencies: [.package(name: "RtDeep", path: "..")],
  targets: [.executableTarget(name: "bench", dependencies: [.product(name: "RtDeep", package: "RtDeep")])],
  swiftLanguageModes: [.v6]
)
