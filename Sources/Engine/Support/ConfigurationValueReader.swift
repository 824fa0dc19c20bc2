/// Turns what somebody wrote into a value of a key's kind, or says what the key takes instead.
struct ConfigurationValueReader {
  let key: ConfigurationKey
  /// Whether the repository says so, which is not trusted with paths outside itself.
  let isRepository: Bool

  /// The most entries of a list, and the most bytes of one.
  private static let listLimit = (count: 256, bytes: 4_096)

  /// A problem, in words that follow the key's name.
  struct Problem: Error {
    var text: String
    var hint: String?
  }

  /// Reads a value of a file.
  func read(_ value: TOMLValue) throws(Problem) -> Configuration.Value {
    switch (key.kind, value) {
    case (.choice, .string(let text)), (.duration, .string(let text)), (.endpoint, .string(let text)),
      (.variable, .string(let text)), (.pathPart, .string(let text)), (.document, .string(let text)),
      (.program, .string(let text)):
      return try read(text)
    case (.models, .string(let text)), (.prices, .string(let text)), (.windows, .string(let text)):
      return .list(try list([text]))
    case (.decimal, .integer(let number)): return try decimal(Double(number))
    case (.decimal, .float(let number)): return try decimal(number)
    case (.count, .integer(let number)): return try count(Int(exactly: number))
    case (.flag, .boolean(let value)): return .flag(value)
    case (.specialists, .array(let nodes)), (.words, .array(let nodes)), (.paths, .array(let nodes)),
      (.models, .array(let nodes)), (.prices, .array(let nodes)), (.windows, .array(let nodes)):
      var items: [String] = []
      for node in nodes {
        guard case .string(let text) = node.value else {
          throw Problem(text: "takes a list of strings, but one is \(node.value.kind)")
        }
        items.append(text)
      }
      return .list(try list(items))
    default: throw Problem(text: "takes \(expected), not \(value.kind)")
    }
  }

  /// Reads a value of the environment or of a flag; items of a list are separated by commas.
  func read(_ text: String) throws(Problem) -> Configuration.Value {
    switch key.kind {
    case .choice(let names):
      guard names.contains(text) else {
        let near = NearestName.of(text, among: names)
        throw Problem(text: "takes \(expected), not \(quoted(text))", hint: near.map { "did you mean \($0)?" })
      }
      return .text(text)
    case .duration(let range):
      guard let value = DurationText.parse(text), range.contains(value) else {
        throw Problem(text: "takes \(expected), not \(quoted(text))")
      }
      return .duration(value)
    case .count: return try count(Int(text))
    case .decimal: return try decimal(Double(text))
    case .endpoint: return .text(try endpoint(text))
    case .variable: return .text(try variable(text))
    case .pathPart, .document:
      try check(text)
      return .text(text)
    case .program: return .text(try program(text))
    case .flag:
      guard let value = ["1": true, "true": true, "yes": true, "0": false, "false": false, "no": false][text] else {
        throw Problem(text: "takes \(expected), not \(quoted(text))")
      }
      return .flag(value)
    case .specialists, .words, .paths, .models, .prices, .windows:
      return .list(try list(text.split(separator: ",").map { Self.trim($0) }))
    }
  }

  private func count(_ number: Int?) throws(Problem) -> Configuration.Value {
    guard case .count(let range) = key.kind, let number, range.contains(number) else {
      throw Problem(text: "takes \(expected)")
    }
    return .count(number)
  }

  private func decimal(_ number: Double?) throws(Problem) -> Configuration.Value {
    guard case .decimal(let range) = key.kind, let number, range.contains(number) else {
      throw Problem(text: "takes \(expected)")
    }
    return .number(number)
  }

  private func endpoint(_ text: String) throws(Problem) -> String {
    try checkOwner()
    guard text.isEmpty || EndpointAddress.isOne(text) else {
      throw Problem(
        text: "takes \(expected), not \(quoted(text))",
        hint: text.contains("@") ? "name the key's variable with direct.key_env" : nil)
    }
    return text
  }

  private func variable(_ text: String) throws(Problem) -> String {
    try checkOwner()
    let isName = text.utf8.allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x5F }
    guard isName, text.utf8.first.map(ASCII.isDigit) != true, text.utf8.count <= 200 else {
      // What is no name may be the key itself.
      throw Problem(text: "takes \(expected)", hint: "the key itself does not belong into a file")
    }
    return text
  }

  private func program(_ text: String) throws(Problem) -> String {
    try checkOwner("since it decides what is run")
    let isPath = text.hasPrefix("/") && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    guard text.isEmpty || isPath, text.utf8.count <= Self.listLimit.bytes else {
      throw Problem(text: "takes \(expected), not \(quoted(text))")
    }
    return text
  }

  private func checkOwner(
    _ reason: String = "since it decides where the code and the key go"
  ) throws(Problem) {
    guard isRepository else { return }
    throw Problem(
      text: "is not the repository's to set, \(reason)",
      hint: "set it in your own configuration; conclave config path shows where that is")
  }

  private func list(_ items: [String]) throws(Problem) -> [String] {
    guard items.count <= Self.listLimit.count else {
      throw Problem(text: "takes at most \(Self.listLimit.count) entries")
    }
    var result: [String] = []
    for item in items {
      guard !item.isEmpty, item.utf8.count <= Self.listLimit.bytes else {
        throw Problem(text: "takes entries of 1 to \(Self.listLimit.bytes) bytes")
      }
      let item = key.kind == .words ? item.lowercased() : item
      try check(item)
      if !result.contains(item) { result.append(item) }
    }
    try checkOnce(result)
    return result
  }

  private func check(_ item: String) throws(Problem) {
    switch key.kind {
    case .specialists:
      let names = SpecialistID.reviewers.map(\.rawValue)
      guard names.contains(item) else {
        let near = NearestName.of(item, among: names)
        throw Problem(
          text: "knows no reviewer \(quoted(item))",
          hint: near.map { "did you mean \($0)?" } ?? "there are \(names.joined(separator: ", "))")
      }
    case .words:
      guard item.unicodeScalars.allSatisfy({ $0.properties.isAlphabetic || $0.properties.numericType != nil }) else {
        throw Problem(text: "takes words of letters and digits, not \(quoted(item))")
      }
    case .paths:
      let parts = item.split(separator: "/", omittingEmptySubsequences: false)
      let control = item.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
      let leaves = parts.contains("..") || (isRepository && item.hasPrefix("/"))
      guard !control, !leaves, !item.hasSuffix("/") else {
        throw Problem(text: "takes files inside the repository, not \(quoted(item))")
      }
    case .models:
      guard item.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && !PlainText.isHidden($0) }) else {
        throw Problem(text: "takes names of models without blanks, not \(quoted(item))")
      }
    case .prices, .windows:
      let isOne = key.kind == .prices ? ModelLine.prices(item) != nil : ModelLine.window(item) != nil
      guard isOne, !item.unicodeScalars.contains(where: PlainText.isHidden) else {
        throw Problem(text: "takes \(expected), not \(quoted(item))")
      }
    case .pathPart:
      let isOne = item.utf8.allSatisfy { ASCII.isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F }
      guard isOne, item.utf8.count <= 100 else { throw Problem(text: "takes \(expected), not \(quoted(item))") }
    case .document:
      let isURL = item.hasPrefix("https://") && EndpointAddress.isOne(item)
      let isPath =
        item.hasPrefix("/") && item.utf8.count <= 4_096 && !item.unicodeScalars.contains(where: PlainText.isHidden)
      guard item.isEmpty || isURL || isPath else { throw Problem(text: "takes \(expected), not \(quoted(item))") }
    case .choice, .duration, .count, .decimal, .endpoint, .variable, .program, .flag: break
    }
  }

  /// Two lines about one model would contradict each other.
  private func checkOnce(_ items: [String]) throws(Problem) {
    guard key.kind == .prices || key.kind == .windows else { return }
    var seen: Set<String> = []
    for item in items where !seen.insert(ModelLine.model(of: item)).inserted {
      throw Problem(text: "names \(quoted(ModelLine.model(of: item))) twice")
    }
  }

  /// What the key takes, in words.
  private var expected: String {
    switch key.kind {
    case .choice(let names): names.count == 1 ? "only \(names[0])" : "one of \(names.joined(separator: ", "))"
    case .duration(let range):
      "a duration from \(DurationText.format(range.lowerBound)) to \(DurationText.format(range.upperBound)), "
        + "such as \"90s\" or \"5m\""
    case .count(let range): "an integer from \(range.lowerBound) to \(range.upperBound)"
    case .decimal(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
    case .models: "the name of a model or a list of names"
    case .endpoint: "an http or https URL without a user, such as \"https://gateway.example/v1\""
    case .variable: "the name of an environment variable"
    case .pathPart: "letters, digits, hyphens and underscores, at most 100"
    case .prices: "lines \"MODEL INPUT OUTPUT [CACHE_READ [CACHE_WRITE]]\" of a model and dollars for a million tokens"
    case .windows: "lines \"MODEL CONTEXT [LONGEST_ANSWER]\" of a model and tokens"
    case .document: "an absolute path or an https URL"
    case .program: "the absolute path of a program"
    case .flag: "true or false"
    case .specialists: "a list of reviewers"
    case .words: "a list of words"
    case .paths: "a list of files"
    }
  }

  private func quoted(_ text: String) -> String {
    let short = text.unicodeScalars.prefix(60)
    return "\"" + String(String.UnicodeScalarView(short)) + (short.endIndex < text.endIndex ? "…" : "") + "\""
  }

  private static func trim(_ text: Substring) -> String {
    var scalars = text.unicodeScalars
    while scalars.first == " " { scalars.removeFirst() }
    while scalars.last == " " { scalars.removeLast() }
    return String(scalars)
  }
}
