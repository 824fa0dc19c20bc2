// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built the same way; see CONTRIBUTING.md, "The rules".
let swift: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]
let c: [CSetting] = [.treatAllWarnings(as: .error), .unsafeFlags(["-Wall", "-Wextra"])]
let cxx: [CXXSetting] = [.treatAllWarnings(as: .error), .unsafeFlags(["-Wall", "-Wextra"])]

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
    .target(name: "CChecksum", cSettings: c, linkerSettings: [.linkedLibrary("crypto"), .linkedLibrary("z")]),

    .executableTarget(name: "agent-shim", path: "Sources/AgentShim", cSettings: c),
    .target(name: "Engine", dependencies: ["CSystem", "CRE2", "CToml", "CChecksum"], swiftSettings: swift),
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
    .testTarget(
      name: "EngineTests", dependencies: ["Engine", "EngineTestKit", "CSystem", "recorder-probe"],
      swiftSettings: swift),
    .testTarget(
      name: "PluginTests", dependencies: ["Engine", "EngineTestKit", "LocalPlugin"], swiftSettings: swift),
    .testTarget(
      name: "TUITests", dependencies: ["Engine", "TUI", "EngineTestKit"], exclude: ["Frames"], swiftSettings: swift),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["Engine", "TUI", "EngineTestKit", "conclave", "agent-shim", "recorder-probe"],
      swiftSettings: swift),
  ],
  cxxLanguageStandard: .cxx17
)
