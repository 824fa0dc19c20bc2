import EngineTestKit
import Foundation
import Testing

/// Folders are layers: each may use those to its left and no other (architecture.md, section 1).
struct LayeringTests {
  /// Left to right; folders of one rank may use each other in one direction only.
  static let engine: [[String]] = [
    ["Model", "Support"], ["Findings", "Supervision", "HTTP"], ["Process"], ["Agents", "Change"], ["Relay", "Events"],
    ["Plugins"],
    ["Report"], ["Review"],
  ]
  static let tui: [[String]] = [["Canvas"], ["State"], ["Views", "Terminal"], ["App"]]

  @Test(arguments: [("Sources/Engine", engine), ("Sources/TUI", tui)])
  func foldersUseOnlyWhatIsBelowThem(target: String, ranks: [[String]]) throws {
    let outlines = try outlines(of: target)
    var owner: [String: String] = [:]
    for (folder, files) in outlines { for file in files { for name in file.declared { owner[name] = folder } } }
    var rank: [String: Int] = [:]
    for (index, folders) in ranks.enumerated() { for folder in folders { rank[folder] = index } }

    #expect(Set(outlines.keys).isSubset(of: Set(rank.keys)), "every folder has a rank")
    var edges: Set<String> = []
    for (folder, files) in outlines {
      for name in files.reduce(into: Set<String>(), { $0.formUnion($1.used) }) {
        guard let other = owner[name], other != folder else { continue }
        edges.insert("\(folder)>\(other)")
        #expect(
          rank[other, default: .max] <= rank[folder, default: 0], "\(target)/\(folder) uses \(name) of \(other)")
      }
    }
    for edge in edges {
      let ends = edge.split(separator: ">")
      #expect(!edges.contains("\(ends[1])>\(ends[0])"), "\(ends[0]) and \(ends[1]) use each other")
    }
  }

  @Test func theCheckSeesWhatItShould() {
    let outline = SourceOutline(
      """
      package struct Alpha {
        struct Inner {}
        var beta: Beta // Gamma
        let text = "Delta"
      }
      """)
    #expect(outline.declared == ["Alpha"])
    #expect(outline.used == ["Alpha", "Inner", "Beta"])
  }

  @Test func pluginsSeeOnlyThePublicFace() throws {
    let manifest = try String(contentsOf: ProjectFiles.root.appending(path: "Package.swift"), encoding: .utf8)
    let folders = try FileManager.default.contentsOfDirectory(
      atPath: ProjectFiles.root.appending(path: "Sources/Plugins").path)
    #expect(!folders.isEmpty)
    for folder in folders {
      let start = try #require(manifest.range(of: "\"Sources/Plugins/\(folder)\""))
      let declaration = manifest[..<start.lowerBound].components(separatedBy: ".target(").last ?? ""
      let rest = manifest[start.lowerBound...].prefix(80)
      #expect(declaration.contains("dependencies: [\"Engine\"]"), "\(folder) depends on Engine alone")
      #expect(rest.contains("packageAccess: false"), "\(folder) is outside the package's access")
    }
  }

  @Test func tasksStartOnlyInReviewAndApp() throws {
    for file in ProjectFiles.swiftFiles(below: "Sources") where !["Review", "App"].contains(folder(of: file)) {
      let source = try String(contentsOf: file, encoding: .utf8)
      for call in ["Task {", "Task.detached", "Task(priority"] {
        #expect(!source.contains(" " + call), "\(file.lastPathComponent) starts a task of its own")
      }
    }
  }

  @Test func engineAndScreenDoNotImportAllOfFoundation() throws {
    for target in ["Sources/Engine", "Sources/TUI"] {
      for file in ProjectFiles.swiftFiles(below: target) {
        let source = try String(contentsOf: file, encoding: .utf8)
        #expect(!source.contains("import Foundation\n"), "\(file.lastPathComponent)")
      }
    }
  }

  private func outlines(of target: String) throws -> [String: [SourceOutline]] {
    let depth = ProjectFiles.root.appending(path: target).pathComponents.count
    return try ProjectFiles.swiftFiles(below: target).reduce(into: [:]) { result, file in
      let source = try String(contentsOf: file, encoding: .utf8)
      result[file.pathComponents[depth], default: []].append(SourceOutline(source))
    }
  }

  private func folder(of file: URL) -> String { file.deletingLastPathComponent().lastPathComponent }
}
