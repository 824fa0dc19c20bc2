import EngineTestKit
import Foundation
import FuzzTargets
import Testing

/// What the fuzzers have found is read again in every run of the tests.
@Suite struct CorpusTests {
  private static let corpora = ProjectFiles.root.appending(path: "Tests/Fuzz/corpora")

  @Test(arguments: FuzzTarget.allCases)
  func `every input of the corpus is taken as it should be`(target: FuzzTarget) throws {
    let folder = Self.corpora.appending(path: target.rawValue)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(names.count >= 5, "a corpus that says something")
    for name in names.sorted() {
      let bytes = try [UInt8](Data(contentsOf: folder.appending(path: name)))
      let problem = target.problem(with: bytes)
      #expect(problem == nil, "\(target.rawValue)/\(name)")
    }
  }
}
