/// What a model wrote as the arguments of a call, as far as it can be used.
struct Arguments {
  var path: String?
  var start: Int?
  var end: Int?
  var pattern: String?
  var isExpression = false

  /// Nil for what is no JSON object. No arguments at all are an empty object.
  init?(_ text: String) {
    var found = Arguments()
    let isObject = JSONIndex.object(in: Array((text.isEmpty ? "{}" : text).utf8).span) { index in
      found.path = index.text("path", of: nil)
      found.start = index.integer("start", of: nil)
      found.end = index.integer("end", of: nil)
      found.pattern = index.text("pattern", of: nil)
      found.isExpression = index.boolean("regex", of: nil) ?? false
    }
    guard isObject else { return nil }
    self = found
  }

  private init() {}

  /// For readers: what the call is about.
  var subject: String {
    let place = path ?? ""
    let text = pattern.map { place.isEmpty ? $0 : "\($0) in \(place)" } ?? place
    return UTF8Cut.text(Array(text.utf8), limit: 200)
  }
}

/// Text up to a limit; what does not fit is left out, and that is said.
struct BoundedText {
  private let limit: Int
  private(set) var text = ""
  private var isFull = false

  init(limit: Int) { self.limit = limit }

  var isEmpty: Bool { text.isEmpty }

  mutating func add(_ piece: String) {
    guard !isFull else { return }
    guard text.utf8.count + piece.utf8.count <= limit else {
      isFull = true
      text += "(cut here)\n"
      return
    }
    text += piece
  }
}

/// Lines of bytes.
enum ByteText {
  static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}

/// Finds lines with a text or an expression, in linear time whatever they are.
struct LineMatcher: ~Copyable {
  private let expression: LinearPattern

  init(_ pattern: String, isExpression: Bool) throws(PatternError) {
    expression = try LinearPattern(isExpression ? pattern : LineMatcher.literal(pattern))
  }

  func matches(_ line: ArraySlice<UInt8>) -> Bool { expression.matches(Array(line)) }

  private static func literal(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar.value {
      case 0: result += "\\x00"
      case 1..<0x80 where !ASCII.isAlphanumeric(UInt8(scalar.value)): result += "\\\(scalar)"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }
}
