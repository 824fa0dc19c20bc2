internal import Engine
internal import EngineTestKit

/// Numbers that are the same for the same seed, on every machine.
struct SeededNumbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Two random states of a tree, full of what makes parsers stumble.
struct RandomRepository {
  struct File: Hashable {
    var mode: String
    var text: [UInt8]
  }

  private(set) var old: [[UInt8]: File] = [:]
  private(set) var new: [[UInt8]: File] = [:]
  private var numbers: SeededNumbers

  init(seed: UInt64) {
    numbers = SeededNumbers(seed: seed)
    for _ in 0..<Int.random(in: 1...8, using: &numbers) { old[name()] = File(mode: "100644", text: text()) }
    new = old
    for path in old.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) { change(path) }
    if Bool.random(using: &numbers) { new[name()] = File(mode: "100644", text: text()) }
  }

  /// Makes a repository with a commit of each state, `base` and `head`.
  func make() throws -> GitRepository {
    let repository = try GitRepository()
    try repository.git(
      ["fast-import", "--quiet", "--done"], input: commit("base", old) + commit("head", new) + "done\n".utf8)
    return repository
  }

  private func commit(_ branch: String, _ files: [[UInt8]: File]) -> [UInt8] {
    var stream = Array("commit refs/heads/\(branch)\ncommitter T <t@example.org> 1700000000 +0000\ndata 1\nx\n".utf8)
    for (path, file) in files {
      stream += "M \(file.mode) inline ".utf8 + GitQuoting.quoted(path) + "\ndata \(file.text.count)\n".utf8
      stream += file.text + [0x0A]
    }
    return stream
  }

  private mutating func change(_ path: [UInt8]) {
    guard var file = new[path] else { return }
    switch Int.random(in: 0..<12, using: &numbers) {
    case 0: new[path] = nil
    case 1: new[path]?.mode = "100755"
    case 2:
      new[path] = nil
      new[name()] = file
    case 3:
      new[path] = nil
      file.text = edited(file.text)
      new[name()] = file
    case 4: new[path] = File(mode: "120000", text: Array("target".utf8))
    case 5:
      file.text = text()
      new[path] = file
    case 6: break
    default:
      file.text = edited(file.text)
      new[path] = file
    }
  }

  private static let lines: [[UInt8]] =
    [
      "", " ", "-", "+", "-- a/x", "++ b/x", "- a/x", "@@ -1 +1 @@", "@ -1 +1 @@", "diff --git a/x b/x",
      "\\ No newline at end of file",
      "\ttab", "cr\r", "\r", "\u{2028}", "\u{85}", "\u{0C}", "plain", "int x = 1;", "}", "\u{1B}[31m", "Index: x",
      "From 0123",
      "GIT binary patch", "Binary files a and b differ",
    ].map { Array($0.utf8) } + [[0xE9, 0x74], [0xFF], [0xC3]]

  private mutating func line() -> [UInt8] {
    let line = RandomRepository.lines.randomElement(using: &numbers) ?? []
    return Bool.random(using: &numbers) ? line : line + Array("\(Int.random(in: 0..<9, using: &numbers))".utf8)
  }

  private mutating func text() -> [UInt8] {
    let count = [0, 1, 2, 5, 30, 120].randomElement(using: &numbers) ?? 0
    var text: [UInt8] = []
    for _ in 0..<count { text += line() + [0x0A] }
    if Int.random(in: 0..<25, using: &numbers) == 0 { text.append(0) }
    if Int.random(in: 0..<4, using: &numbers) == 0, !text.isEmpty { text.removeLast() }
    return text
  }

  private mutating func edited(_ text: [UInt8]) -> [UInt8] {
    var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    for _ in 0..<Int.random(in: 1...4, using: &numbers) {
      let place = Int.random(in: 0...lines.count, using: &numbers)
      switch Int.random(in: 0..<3, using: &numbers) {
      case 0: lines.insert(line(), at: place)
      case 1 where place < lines.count: lines.remove(at: place)
      default: if place < lines.count { lines[place] = line() }
      }
    }
    return Array(lines.joined(separator: [0x0A]))
  }

  private mutating func name() -> [UInt8] {
    let stems: [[UInt8]] =
      [
        "a", "sp ace", "tab\tname", "quo\"te", "new\nline", "é", "-rf", ":(top)x", "back\\slash", "esc\u{1B}[m",
        "x(revision 1)",
        "b/x b/x", "two  2026-01-01 x", "a => b", "{a", "*",
      ].map { Array($0.utf8) } + [[0x78, 0xFF]]
    let stem = stems.randomElement(using: &numbers) ?? []
    let folder = ["", "src/", "src/deep/"].randomElement(using: &numbers) ?? ""
    return Array(folder.utf8) + stem + Array("\(Int.random(in: 0..<1000, using: &numbers)).c".utf8)
  }
}
