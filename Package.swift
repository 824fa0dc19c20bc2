// swift-tools-version: 6.2
import PackageDescription

/// `make fuzz` builds with this set, in a place of its own: with coverage for libFuzzer, and with its driver.
let isFuzzing = Context.environment["CONCLAVE_FUZZ"] != nil

/// Every Swift target is built the same way; see CONTRIBUTING.md, "The rules".
let swift: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ] + (isFuzzing ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])
let flags = ["-Wall", "-Wextra"] + (isFuzzing ? ["-fsanitize=fuzzer-no-link"] : [])
let c: [CSetting] = [.treatAllWarnings(as: .error), .unsafeFlags(flags)]
let cxx: [CXXSetting] = [.treatAllWarnings(as: .error), .unsafeFlags(flags)]
let fuzzer: [Target] = [
  .executableTarget(
    name: "fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Driver",
    swiftSettings: swift + [.unsafeFlags(["-parse-as-library"])],
    linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])])
]

let package = Package(
  name: "conclave",
  products: [
    .executable(name: "conclave", targets: ["conclave"]),
    .executable(name: "agent-shim", targets: ["agent-shim"]),
  ],
  targets: [
    // C faces of system libraries.
    .target(name: "CNcurses", cSettings: c, linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "CSystem", cSettings: c),
    .target(name: "CRE2", cxxSettings: cxx, linkerSettings: [.linkedLibrary("re2")]),
    .target(name: "CToml", cxxSettings: cxx),
    .target(name: "CCurl", cSettings: c),
    .target(name: "CChecksum", cSettings: c, linkerSettings: [.linkedLibrary("crypto"), .linkedLibrary("z")]),

    .executableTarget(name: "agent-shim", path: "Sources/AgentShim", cSettings: c),
    .target(name: "Engine", dependencies: ["CSystem", "CRE2", "CToml", "CChecksum", "CCurl"], swiftSettings: swift),
    .target(
      name: "LocalPlugin", dependencies: ["Engine"], path: "Sources/Plugins/Local", packageAccess: false,
      swiftSettings: swift),
    .target(name: "TUI", dependencies: ["Engine", "CNcurses", "CSystem"], swiftSettings: swift),
    .executableTarget(
      name: "conclave", dependencies: ["Engine", "TUI", "LocalPlugin", "CSystem"], path: "Sources/Conclave",
      swiftSettings: swift),

    .target(name: "EngineTestKit", dependencies: ["Engine"], path: "Tests/EngineTestKit", swiftSettings: swift),
    .executableTarget(
      name: "recorder-probe", dependencies: ["Engine"], path: "Tests/RecorderProbe", swiftSettings: swift),
    .executableTarget(name: "opencode-stand-in", path: "Tests/OpenCodeStandIn", swiftSettings: swift),
    .executableTarget(name: "sandbox-probe", path: "Tests/SandboxProbe", cSettings: c),
    .testTarget(
      name: "EngineTests",
      dependencies: ["Engine", "EngineTestKit", "CSystem", "agent-shim", "recorder-probe", "sandbox-probe"],
      swiftSettings: swift),
    .testTarget(
      name: "OpenCodeTests",
      dependencies: ["Engine", "EngineTestKit", "agent-shim", "conclave", "opencode-stand-in"],
      swiftSettings: swift),
    .testTarget(
      name: "PluginTests", dependencies: ["Engine", "EngineTestKit", "LocalPlugin"], swiftSettings: swift),
    .testTarget(
      name: "TUITests", dependencies: ["Engine", "TUI", "EngineTestKit"], exclude: ["Frames"], swiftSettings: swift),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["Engine", "TUI", "EngineTestKit", "conclave", "agent-shim", "recorder-probe"],
      swiftSettings: swift),
    .target(name: "FuzzTargets", dependencies: ["Engine", "TUI"], path: "Tests/Fuzz/Targets", swiftSettings: swift),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzTargets", "EngineTestKit"], path: "Tests/Fuzz/Tests", swiftSettings: swift),
  ] + (isFuzzing ? fuzzer : []),
  cxxLanguageStandard: .cxx17
)
