import Engine
import EngineTestKit
import Testing

/// A plugin whose phases do what a test says.
private struct Scripted: ReviewPlugin {
  struct Broken: Error, CustomStringConvertible { let description: String }

  let id: PluginID
  var failsIn: Set<String> = []
  var variable: String?

  init(_ name: String, failsIn: Set<String> = [], variable: String? = nil) {
    id = PluginID(rawValue: name)
    self.failsIn = failsIn
    self.variable = variable
  }

  func bootstrap(_ context: BootstrapContext) async throws {
    if failsIn.contains("bootstrap") { throw Broken(description: "no socket") }
  }

  func configure(_ context: inout ConfigureContext) async throws {
    if failsIn.contains("configure") { throw Broken(description: "no key") }
    if let variable { context.setEnvironment("CI_NAME", to: variable) }
    context.inject(PromptSection(name: id.rawValue, text: "about \(id)"))
  }

  func postConfigure(_ context: PostConfigureContext) async throws {
    context.note("ready")
    if failsIn.contains("postConfigure") { throw Broken(description: "404") }
  }
}

struct PluginHostTests {
  private func assemble(_ plugins: [any ReviewPlugin]) async -> (
    Result<AssembledConfiguration, ReviewFailure>, [String]
  ) {
    let notes = Locked<[String]>([])
    let host = PluginHost(plugins: plugins, run: "r1", isInteractive: false) { notice in
      notes.withLock { $0.append(notice.text) }
    }
    let result: Result<AssembledConfiguration, ReviewFailure>
    do { result = .success(try await host.assemble()) } catch { result = .failure(error) }
    return (result, notes.withLock { $0 }.sorted())
  }

  @Test func contributionsOfAllPluginsAreMergedInOrder() async throws {
    let (result, notes) = await assemble([Scripted("alpha", variable: "x"), Scripted("beta", variable: "x")])
    let configuration = try result.get()
    #expect(configuration.sections.map(\.name) == ["alpha", "beta"])
    #expect(configuration.environment == ["CI_NAME": "x"], "the same contribution twice is one")
    #expect(notes == ["alpha: ready", "beta: ready"])
  }

  @Test func aConflictNamesBothPluginsAndTheThing() async {
    let (result, _) = await assemble([Scripted("alpha", variable: "x"), Scripted("beta", variable: "y")])
    #expect(throws: ReviewFailure.self) { try result.get() }
    guard case .failure(let failure) = result else { return }
    #expect(failure.code == .plugin)
    for part in ["alpha", "beta", "CI_NAME", "differently"] { #expect(failure.description.contains(part)) }
  }

  @Test func aFailedBootstrapLeavesThePluginOutAndIsNoted() async throws {
    let (result, notes) = await assemble([Scripted("alpha", failsIn: ["bootstrap", "configure"]), Scripted("beta")])
    #expect(try result.get().sections.map(\.name) == ["beta"])
    #expect(notes == ["beta: ready", "plugin alpha is left out: no socket"])
  }

  @Test func aFailedConfigureEndsTheReview() async {
    let (result, _) = await assemble([Scripted("alpha"), Scripted("beta", failsIn: ["configure"])])
    guard case .failure(let failure) = result else { Issue.record("configured"); return }
    #expect(failure.message == "plugin beta could not be configured: no key")
  }

  @Test func aFailedPostConfigureIsNoted() async throws {
    let (result, notes) = await assemble([Scripted("alpha", failsIn: ["postConfigure"])])
    #expect(try result.get().sections.count == 1)
    #expect(notes == ["alpha: ready", "plugin alpha did not finish its set-up: 404"])
  }
}
