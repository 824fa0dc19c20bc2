/// Does what a model asks of its tools: reads, and nothing else. Every answer is bounded.
package struct ToolDesk: Sendable {
  /// Most bytes of one answer, lines of one reading, bytes of one line, and hits of one search.
  private static let answerLimit = 32 << 10
  private static let lineCount = 400
  private static let lineLimit = 2000
  private static let hitLimit = 100
  private static let nameLimit = 10_000
  /// Bytes that one search goes through.
  private static let searchLimit = 256 << 20

  private let files: ConfinedFiles
  /// Where each path of the repository can be read.
  private let documents: [String: String]
  private let patches: [String: String]

  package init(files: ConfinedFiles, sharedContext: String) {
    self.files = files
    documents = ToolDesk.documents(files)
    patches = ToolDesk.patches(sharedContext)
  }

  /// The paths of the changed files, sorted.
  package var changedPaths: [String] { patches.keys.sorted() }

  /// What a call came to: words for the model, and the same for readers.
  package struct Result: Sendable, Hashable {
    package var text: String
    package var call: ToolCall
  }

  package func run(_ call: ChatAnswer.Call) -> Result {
    let arguments = Arguments(call.arguments)
    let subject = arguments?.subject ?? ""
    do throws(ToolRefusal) {
      guard let arguments else { throw ToolRefusal("the arguments are no JSON object") }
      let text = try answer(call.name, arguments)
      return Result(text: text, call: ToolCall(name: call.name, subject: subject))
    } catch {
      let failed = ToolCall(name: call.name, subject: subject, isError: true, message: error.message)
      return Result(text: "Error: \(error.message)", call: failed)
    }
  }

  private func answer(_ name: String, _ arguments: Arguments) throws(ToolRefusal) -> String {
    switch name {
    case "read": return try lines(of: arguments.path ?? "", from: arguments.start, to: arguments.end)
    case "list": return try listing(arguments.path ?? "")
    case "grep": return try hits(arguments)
    case "patch": return try patch(arguments.path ?? "")
    default: throw ToolRefusal("there is no tool \(name.unicodeScalars.count > 40 ? "of that name" : name)")
    }
  }

  private func lines(of path: String, from start: Int?, to end: Int?) throws(ToolRefusal) -> String {
    let lines = ByteText.lines(try files.read(place(of: path)))
    let first = max(1, start ?? 1)
    guard first <= max(1, lines.count) else { throw ToolRefusal("\(path) has \(lines.count) lines") }
    let last = min(lines.count, max(first, end ?? .max), first + ToolDesk.lineCount - 1)
    var text = BoundedText(limit: ToolDesk.answerLimit)
    for number in first..<(max(first, last + 1)) {
      text.add("\(number)\t\(UTF8Cut.text(lines[number - 1], limit: ToolDesk.lineLimit))\n")
    }
    if last < lines.count { text.add("(lines \(last + 1) to \(lines.count) follow)\n") }
    return text.isEmpty ? "(an empty file)" : text.text
  }

  private func listing(_ path: String) throws(ToolRefusal) -> String {
    let folder = folder(of: path)
    guard folder.isEmpty || files.isFolder(folder) else {
      throw ToolRefusal("there is no such folder; there are \(files.folders.joined(separator: ", "))")
    }
    let names = Dictionary(
      (documents.map { ($0.value, $0.key) } + patches.map { ($0.value, $0.key) }),
      uniquingKeysWith: { first, _ in first })
    var text = BoundedText(limit: ToolDesk.answerLimit)
    for place in listed(folder) { text.add(names[place].map { "\(place)  \($0)\n" } ?? "\(place)\n") }
    return text.isEmpty ? "(nothing)" : text.text
  }

  private func hits(_ arguments: Arguments) throws(ToolRefusal) -> String {
    guard let pattern = arguments.pattern, !pattern.isEmpty else { throw ToolRefusal("grep needs a pattern") }
    let matcher: LineMatcher
    do throws(PatternError) {
      matcher = try LineMatcher(pattern, isExpression: arguments.isExpression)
    } catch {
      throw ToolRefusal("the expression can't be used: \(error.message)")
    }
    let path = arguments.path ?? ""
    let folder = folder(of: path)
    let isFolder = path.isEmpty || files.isFolder(folder)
    var text = BoundedText(limit: ToolDesk.answerLimit)
    var (count, searched) = (0, 0)
    for place in isFolder ? paths(below: folder) : [place(of: path)] {
      // One file that can't be read is no reason to keep silent about the others.
      guard let bytes = isFolder ? try? files.read(place) : try files.read(place) else { continue }
      searched += bytes.count
      guard searched <= ToolDesk.searchLimit else { return text.text + "(not searched to the end; name a path)\n" }
      for (index, line) in ByteText.lines(bytes).enumerated() where matcher.matches(line) {
        guard count < ToolDesk.hitLimit else { return text.text + "(there are more)\n" }
        count += 1
        text.add("\(place):\(index + 1): \(UTF8Cut.text(line, limit: ToolDesk.lineLimit))\n")
      }
    }
    return count == 0 ? "(no line)" : text.text
  }

  private func patch(_ path: String) throws(ToolRefusal) -> String {
    let name = path.hasSuffix(".patch") ? path : path + ".patch"
    let place = patches[path] ?? (name.hasPrefix("diff/") ? name : "diff/\(name)")
    var text = BoundedText(limit: ToolDesk.answerLimit)
    for line in ByteText.lines(try files.read(place)) {
      text.add(UTF8Cut.text(line, limit: ToolDesk.lineLimit) + "\n")
    }
    return text.text
  }

  private func paths(below folder: String) -> [String] {
    (folder.isEmpty ? files.folders : [folder]).flatMap { files.paths(below: $0, limit: ToolDesk.nameLimit) }
  }

  /// What lies in a folder; of all folders the tree's is the largest, and is looked into by name.
  private func listed(_ folder: String) -> [String] {
    (folder.isEmpty ? files.folders : [folder]).flatMap { folder in
      files.names(folder, limit: ToolDesk.nameLimit).map { "\(folder)/\($0)" }
    }
  }

  /// Where a file is that a model named by its path in the repository, or as list and grep do.
  private func place(of path: String) -> String {
    if let document = documents[path] { return document }
    return hasTree && !isRooted(path) ? "tree/\(path)" : path
  }

  private func folder(of path: String) -> String {
    let folder = path.utf8.last == 0x2F ? String(path.dropLast()) : path
    return folder.isEmpty || !hasTree || isRooted(folder) ? folder : "tree/\(folder)"
  }

  private var hasTree: Bool { files.folders.contains("tree") }

  private func isRooted(_ path: String) -> Bool {
    files.folders.contains(String(path.prefix { $0 != "/" }))
  }

  private static func documents(_ files: ConfinedFiles) -> [String: String] {
    let lines = (try? files.read("context/index.tsv")).map(ByteText.lines) ?? []
    return lines.reduce(into: [:]) { result, line in
      let fields = line.split(separator: 0x09, maxSplits: 1).map { String(decoding: $0, as: UTF8.self) }
      if fields.count == 2 { result[fields[1]] = "context/\(fields[0])" }
    }
  }

  /// From lines such as `0001 modified +3 -1 src/db.py (was src/old.py)`.
  private static func patches(_ sharedContext: String) -> [String: String] {
    sharedContext.split(separator: "\n").reduce(into: [:]) { result, line in
      let words = line.split(separator: " ", maxSplits: 4)
      guard words.count == 5, words[0].utf8.count >= 4, words[0].utf8.allSatisfy(ASCII.isDigit),
        words[2].hasPrefix("+"),
        words[3].hasPrefix("-")
      else { return }
      let path = words[4].split(separator: " (was ", maxSplits: 1).first.map(String.init) ?? String(words[4])
      result[path] = "diff/\(words[0]).patch"
    }
  }
}
