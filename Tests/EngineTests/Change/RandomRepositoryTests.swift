internal import Engine
internal import EngineTestKit
internal import Foundation
internal import Testing

/// `CONCLAVE_RANDOM_REPOS` sets how many repositories are made.
private let count = ProcessInfo.processInfo.environment["CONCLAVE_RANDOM_REPOS"].flatMap(Int.init) ?? 60

@Suite struct RandomRepositoryTests {
  @Test func oldFileAndHunksMakeTheNewFile() throws {
    #expect(count > 0)
    var kept = 0
    for seed in 0..<count {
      let states = RandomRepository(seed: UInt64(seed))
      let repository = try states.make()
      let change = try Intake.read(.range("base..head"), environment: repository.environment()).change
      kept += change.files.count
      for file in change.files {
        let old = file.status == .added ? [] : states.old[(file.oldPath ?? file.path).bytes]?.text ?? []
        let new = file.status == .deleted ? [] : states.new[file.path.bytes]?.text ?? []
        #expect(TextPatch.apply(file.hunks, to: old) == new, "seed \(seed), \(file.path)")
        #expect(try UnifiedDiffParser.parse(PatchText.git(file)).files == [file], "seed \(seed), \(file.path)")
      }
      let stat = try repository.run(["diff", "--numstat", "base", "head"]).output
      let rows = stat.split(separator: 0x0A).map {
        $0.split(separator: 0x09).map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
      }
      #expect(change.totalFiles == rows.count, "seed \(seed)")
      #expect(change.totalAdded == rows.reduce(0) { $0 + $1[0] }, "seed \(seed)")
      #expect(change.totalRemoved == rows.reduce(0) { $0 + $1[1] }, "seed \(seed)")
      #expect(change.files.count + change.excluded.count == rows.count, "seed \(seed)")
      #expect(change.isWhole)
    }
    #expect(kept > count / 2)
  }
}
