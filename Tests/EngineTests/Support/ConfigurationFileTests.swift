import Foundation
import Testing

@testable import Engine

@Suite struct ConfigurationFileTests {
  private static func scratch(_ body: (String) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: "conclave-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try body(directory.path)
  }

  @Test func `a file is read with its owner and mode, and a missing one is none`() throws {
    try Self.scratch { directory in
      let path = directory + "/config.toml"
      #expect(try ConfigurationFile.read(path, name: "config.toml") == nil)
      #expect(try ConfigurationFile.read(path + "/below", name: "config.toml") == nil)
      try Data("[limits]\n".utf8).write(to: URL(fileURLWithPath: path))
      let status = unsafe chmod(path, 0o640)
      #expect(status == 0)
      let file = try #require(try ConfigurationFile.read(path, name: "config.toml"))
      #expect(file.bytes == Array("[limits]\n".utf8))
      #expect(file.owner == geteuid())
      #expect(file.mode == 0o100640)
    }
  }

  @Test func `what is no regular file is an error, at once`() throws {
    try Self.scratch { directory in
      let pipe = directory + "/pipe"
      let status = unsafe mkfifo(pipe, 0o600)
      #expect(status == 0)
      for path in [pipe, directory] {
        #expect { try ConfigurationFile.read(path, name: "c") } throws: {
          ($0 as? ReviewFailure)?.code == .configuration
        }
      }
    }
  }

  @Test func `a file that is too large is read to the limit and refused by the parser`() throws {
    try Self.scratch { directory in
      let path = directory + "/big"
      #expect(FileManager.default.createFile(atPath: path, contents: nil))
      let status = unsafe truncate(path, 1 << 40)
      #expect(status == 0)
      let file = try #require(try ConfigurationFile.read(path, name: "big"))
      #expect(file.bytes.count == TOML.maximumSize + 1)
      #expect(throws: TOMLError.self) { try TOML.parse(file.bytes) }
    }
  }

  @Test func `places follow the environment`() {
    let table: [(ConfigurationLayer, [String: String], String?, String?)] = [
      (.system, [:], nil, "/etc/conclave/config.toml"),
      (.user, ["XDG_CONFIG_HOME": "/x", "HOME": "/h"], nil, "/x/conclave/config.toml"),
      (.user, ["XDG_CONFIG_HOME": "relative", "HOME": "/h"], nil, "/h/.config/conclave/config.toml"),
      (.user, ["HOME": "h"], nil, nil), (.user, [:], nil, nil), (.repository, [:], "/r", "/r/conclave.toml"),
      (.repository, [:], nil, nil),
    ]
    for (layer, environment, repository, path) in table {
      #expect(layer.path(environment: environment, repository: repository) == path)
    }
  }

  @Test func `a link can't lead out of the repository`() throws {
    try Self.scratch { directory in
      let manager = FileManager.default
      try manager.createDirectory(atPath: directory + "/repo/rules", withIntermediateDirectories: true)
      for path in ["/repo/rules/a.toml", "/outside.toml"] {
        #expect(manager.createFile(atPath: directory + path, contents: nil))
      }
      try manager.createSymbolicLink(atPath: directory + "/repo/good.toml", withDestinationPath: "rules/a.toml")
      try manager.createSymbolicLink(atPath: directory + "/repo/bad.toml", withDestinationPath: "../outside.toml")
      try manager.createSymbolicLink(atPath: directory + "/repo/up", withDestinationPath: "..")
      let root = directory + "/repo"
      #expect(try ContainedPath.resolve("good.toml", inside: root).hasSuffix("/repo/rules/a.toml"))
      for (path, code): (String, ReviewFailure.Code) in [
        ("bad.toml", .refused), ("up/outside.toml", .refused), ("../outside.toml", .refused),
        ("none.toml", .configuration),
      ] {
        #expect("\(path)") { try ContainedPath.resolve(path, inside: root) } throws: {
          ($0 as? ReviewFailure)?.code == code
        }
      }
    }
  }

  @Test func `the listing reads back as the same settings`() throws {
    var configuration = Configuration()
    configuration[.sensitive] = .init(value: .list(["ledger"]), origin: .environment("CONCLAVE_TIER_SENSITIVE"))
    configuration[.complianceRules] = .init(
      value: .list(["a\"\\\u{1B}\u{202E}.toml"]), origin: .file("c.toml", line: 4))
    let lines = configuration.listing
    #expect(lines.contains { $0.hasPrefix("limits.task = \"5m\" ") && $0.hasSuffix("  default") })
    #expect(
      lines.contains { $0.hasPrefix("tier.sensitive = [\"ledger\"]") && $0.hasSuffix("$CONCLAVE_TIER_SENSITIVE") })
    #expect(lines.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value < 0x7F } })
    for key in ConfigurationKey.allCases {
      let table = try TOML.parse(Array("x = \(configuration[key].value.toml)".utf8))
      guard key != .complianceRules else {
        #expect(table["x"].map { if case .array(let items) = $0.value { items.count } else { 0 } } == 1)
        continue
      }
      let node = try #require(table["x"])
      #expect(try ConfigurationValueReader(key: key, isRepository: false).read(node.value) == configuration[key].value)
    }
  }
}
