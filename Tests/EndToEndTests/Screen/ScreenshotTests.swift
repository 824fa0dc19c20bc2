import EngineTestKit
import Foundation
import Testing

/// The pictures in `Screenshots/` are what the program draws of its recordings today; `make screenshots` renders them anew.
struct ScreenshotTests {
  static let folder = ProjectFiles.root.appending(path: "Screenshots")

  /// Name, recording, view, size, time and further options, as `Screenshots/frames` lists them.
  static let frames: [[String]] = {
    let text = (try? String(contentsOf: folder.appending(path: "frames"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: " ").map(String.init) }.filter { $0.count >= 5 }
  }()

  @Test func thereAreEnough() { #expect(Self.frames.count >= 6) }

  @Test(arguments: frames)
  func isWhatTheProgramDraws(_ frame: [String]) throws {
    let home = try TemporaryDirectory()
    let program = Program(home: home, directory: Self.folder)
    let arguments =
      ["replay", "recordings/\(frame[1]).jsonl", "--view", frame[2], "--frame", frame[3], "--at", frame[4]]
      + frame.dropFirst(5)
    let text = try program.run(arguments)
    #expect(text.status == 0)
    #expect(text.output == (try String(contentsOf: Self.folder.appending(path: frame[0] + ".txt"), encoding: .utf8)))
    let picture = home.file("frame.svg")
    #expect(try program.run(arguments + ["--svg", picture]).status == 0)
    let drawn = String(decoding: home.read("frame.svg"), as: UTF8.self)
    #expect(drawn == (try String(contentsOf: Self.folder.appending(path: frame[0] + ".svg"), encoding: .utf8)))
    let image = Self.folder.appending(path: frame[0] + ".png").path
    #expect(FileManager.default.fileExists(atPath: image))
  }
}
