import Engine
import EngineTestKit
import Foundation
import Testing

/// A directory to work in, made by a shell script, and the program that is called there as a user calls it.
struct Scratch {
  let home: TemporaryDirectory
  var program: Program

  /// Where scripts start: empty, and in no repository.
  var directory: URL { URL(filePath: home.file("place")) }

  /// Functions that every script may use: `git` away from the user's configuration, `commit MESSAGE`, `repository`.
  private static let prelude = """
    umask 022
    git() { command git -c advice.addEmbeddedRepo=false -c protocol.file.allow=always -c advice.detachedHead=false "$@"; }
    commit() { git add --all 2>/dev/null && git commit --quiet --no-verify --allow-empty -m "$1"; }
    repository() { git init --quiet --initial-branch=main "${1-.}"; }
    conclave() { "$CONCLAVE" "$@"; }

    """

  init(_ script: String = "") throws {
    home = try TemporaryDirectory()
    program = Program(home: home)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    program.directory = directory
    if !script.isEmpty { try prepare(script) }
  }

  /// The example's repository with its feature branch checked out, in the directory `shop`.
  static func example() throws -> Scratch {
    var scratch = try Scratch()
    let script = ProjectFiles.root.appending(path: "Examples/make-example.sh").path
    try shell("bash '\(script)' shop", in: scratch.directory)
    scratch.program.directory = scratch.directory.appending(path: "shop")
    return scratch
  }

  /// Runs a script that must succeed, in the directory or below it.
  @discardableResult
  func prepare(_ script: String, in folder: String = "") throws -> String {
    try shell(Self.prelude + script, in: directory.appending(path: folder), by: "/bin/bash")
  }

  /// Calls the program through a shell: for redirections, and for calls in other directories.
  func run(_ script: String, input: Data = Data()) throws -> Program.Result {
    var program = program
    program.environment["CONCLAVE"] = program.environment["CONCLAVE"] ?? Program.conclave
    program.executable = "/bin/bash"
    return try program.run(["-c", Self.prelude + script], input: input)
  }

  /// The directories of the recorded runs, oldest first.
  func runs() -> [URL] {
    let runs = URL(filePath: home.file("state/conclave/runs"))
    let names = (try? FileManager.default.contentsOfDirectory(atPath: runs.path)) ?? []
    return names.sorted().map { runs.appending(path: $0) }
  }
}

extension Program.Result {
  /// Where the text output says the recording is.
  var recording: String? {
    output.split(separator: "\n").first { $0.hasPrefix("Recording: ") }.map { String($0.dropFirst(11)) }
  }

  /// What a terminal, a log or a reader of lines would act upon: controls and hidden characters, bytes that are no text.
  var dangers: [String] {
    var dangers: [String] = []
    for (name, text) in [("stdout", output), ("stderr", errors)] {
      let bad = text.unicodeScalars.filter { $0 != "\n" && $0 != "\t" && PlainText.isHidden($0) }
      if !bad.isEmpty { dangers.append("\(name) holds \(Set(bad.map { String($0.value, radix: 16) }).sorted())") }
    }
    if String(validating: outputBytes, as: UTF8.self) == nil { dangers.append("stdout is not UTF-8") }
    return dangers
  }

  /// The lines of standard error.
  var errorLines: [String] { errors.split(separator: "\n").map(String.init) }
}
