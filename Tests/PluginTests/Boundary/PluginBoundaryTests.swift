import EngineTestKit
import Foundation
import Testing

/// The boundary around plugins is the compiler's: programs that reach past it are given to it and refused.
@Suite struct PluginBoundaryTests {
  private static let libraries = ["CSystem", "CRE2", "CToml", "CChecksum", "CCurl"]

  private static let plugin = """
    public import Engine
    public struct Probe: ReviewPlugin {
      public let id = PluginID(rawValue: "probe")
      public init() {}
      public func bootstrap(_ context: BootstrapContext) async throws { _ = (context.run, context.isInteractive) }
      public func configure(_ context: inout ConfigureContext) async throws {
        context.add(provider: ProviderContribution(id: "p", baseURL: "https://p.example/v1", models: [ModelContribution(id: "m")]))
        context.use(models: ["m"], for: .standard)
        context.use(models: ["m"], for: SpecialistID.security)
        context.inject(PromptSection(name: "s", text: PromptText.line("t"), quotation: PromptQuotation(.agentsTemplate, "q")))
        context.require(rules: [OrganisationRule(id: "R", title: "t", body: "b").id], of: .compliance)
        context.setEnvironment("A", to: "b")
        context.set(.deny, for: .security, tool: "bash")
      }
      public func postConfigure(_ context: PostConfigureContext) async throws { context.note("ready") }
    }
    """

  /// What the compiler says of a plugin that is built as those of the package are: against Engine alone, outside of the
  /// package's access. `modules` are the others that it finds too, `package` is the package that it says it belongs to.
  private static func compile(
    _ source: String, modules: [String] = [], package: String? = nil
  ) throws -> (status: Int32, words: String) {
    let directory = try TemporaryDirectory()
    try FileManager.default.createDirectory(atPath: directory.file("modules"), withIntermediateDirectories: false)
    for module in ["Engine"] + modules {
      try FileManager.default.copyItem(
        atPath: Built.program("Modules") + "/\(module).swiftmodule",
        toPath: directory.file("modules/\(module).swiftmodule"))
    }
    try directory.write("Probe.swift", Array(source.utf8))
    var arguments = [
      "120", "swiftc", "-typecheck", "-swift-version", "6", "-enable-upcoming-feature", "InternalImportsByDefault",
      "-module-name", "Probe", "-I", directory.file("modules"), "-module-cache-path", directory.file("cache"),
    ]
    for library in libraries {
      let include = ProjectFiles.root.appending(path: "Sources/\(library)/include").path
      arguments += [
        "-Xcc", "-fmodule-map-file=\(Built.program("\(library).build"))/module.modulemap", "-Xcc", "-I\(include)",
      ]
    }
    if let package { arguments += ["-package-name", package] }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/timeout")
    process.arguments = arguments + [directory.file("Probe.swift")]
    let output = directory.file("words")
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    process.standardError = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: try Data(contentsOf: URL(filePath: output)), as: UTF8.self))
  }

  @Test func `a plugin that keeps to the public face is compiled`() throws {
    let (status, words) = try Self.compile(Self.plugin)
    #expect(status == 0, "\(words)")
  }

  @Test(arguments: [
    (
      "internal import Engine\nfunc read(_ context: borrowing ConfigureContext) -> Int { context.contributions.count }",
      "'contributions' is inaccessible due to 'package' protection level"
    ),
    (
      "internal import Engine\nfunc read() -> AssembledConfiguration { AssembledConfiguration() }",
      "cannot find type 'AssembledConfiguration' in scope"
    ),
    (
      "internal import Engine\nfunc read() -> Configuration { Configuration() }",
      "cannot find type 'Configuration' in scope"
    ),
  ])
  func `one that reaches past it is refused, for that reason alone`(source: String, reason: String) throws {
    let (status, words) = try Self.compile(source)
    #expect(status == 1 && words.contains(reason), "\(words)")
    // The same inside of the package is no mistake: it is the access that is refused.
    let name = ProjectFiles.root.lastPathComponent.lowercased()
    let (inside, complaint) = try Self.compile(source, package: name)
    #expect(inside == 0, "\(complaint)")
  }

  @Test func `one that imports another plugin is refused, since it is built without it`() throws {
    let source = "internal import Engine\ninternal import CompliancePlugin\n"
    let (status, words) = try Self.compile(source)
    #expect(status == 1 && words.contains("no such module 'CompliancePlugin'"), "\(words)")
    #expect(try Self.compile(source, modules: ["CompliancePlugin"]).status == 0)
  }

  @Test func `no plugin imports another, declared or not`() throws {
    let files = ProjectFiles.swiftFiles(below: "Sources/Plugins")
    #expect(files.count > 8)
    for file in files {
      for line in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
      where line.contains("import ") && !line.hasPrefix("///") && !line.hasPrefix(" ") {
        #expect(
          ["public import Engine", "internal import Engine"].contains(line), "\(file.lastPathComponent): \(line)")
      }
    }
  }
}
