import EngineTestKit
import Foundation
import Testing

@testable import Engine

@Suite struct ExportCanaryTests {
  @Test("UR-01, UR-02: the canary of doctor finds nothing that agents would obey or run") func canary() throws {
    let place = try TemporaryDirectory()
    let environment = IntakeEnvironment(
      variables: ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": place.path], currentDirectory: place.path,
      temporaryDirectory: place.path)
    #expect(ExportCanary.problem(environment) == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == [])
    let nowhere = IntakeEnvironment(
      variables: environment.variables, currentDirectory: "/", temporaryDirectory: place.file("none"))
    #expect(ExportCanary.problem(nowhere)?.contains("no private directory can be made") == true)
  }

  @Test(arguments: [
    (
      "mkdir -p deep/inside; touch deep/inside/.env; touch environment.txt readme.txt",
      "deep/inside/.env reached the agents"
    ),
    (
      "mkdir .opencode .opencode/plugin; touch .opencode/plugin/canary.ts",
      ".opencode/plugin/canary.ts reached the agents"
    ),
    ("ln -s /proc/self/environ environment.txt; touch readme.txt", "a symbolic link reached the agents"),
    ("touch environment.txt readme.txt; chmod +x readme.txt", "a plain file did not reach the agents"),
    ("touch environment.txt readme.txt", "9 of 10 files were left out"),
  ])
  func whatComesThroughIsNamed(script: String, problem: String) throws {
    let place = try TemporaryDirectory()
    try Shell.run(script, in: place.path)
    var export = TreeExport(directory: place.path)
    export.leftOutCount = 9
    #expect(ExportCanary.problem(export, in: place.path) == problem)
  }
}
