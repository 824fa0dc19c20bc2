/// The words of one line of a scenario: bare words, `"quoted text"` and `key=value`.
struct ScenarioLine {
  private(set) var words: [String] = []
  private(set) var texts: [String] = []
  private(set) var fields: [String: String] = [:]

  /// Why a line can't be read, without its place.
  struct Fault: Error { var message: String }

  init(_ line: Substring.UTF8View) throws(Fault) {
    var rest = line
    while true {
      rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
      guard let first = rest.first else { return }
      if first == 0x22 {
        texts.append(try ScenarioLine.quoted(&rest))
        continue
      }
      let word = rest.prefix { $0 != 0x20 && $0 != 0x09 && $0 != 0x3D }
      rest = rest.dropFirst(word.count)
      guard rest.first == 0x3D else {
        words.append(String(Substring(word)))
        continue
      }
      rest = rest.dropFirst()
      let value: String
      if rest.first == 0x22 {
        value = try ScenarioLine.quoted(&rest)
      } else {
        let bare = rest.prefix { $0 != 0x20 && $0 != 0x09 }
        rest = rest.dropFirst(bare.count)
        value = String(Substring(bare))
      }
      guard fields.updateValue(value, forKey: String(Substring(word))) == nil else {
        throw Fault(message: "`\(Substring(word))=` is given twice")
      }
    }
  }

  /// Takes the next bare word.
  mutating func word() -> String? { words.isEmpty ? nil : words.removeFirst() }

  /// Takes the next quoted text.
  mutating func text() -> String? { texts.isEmpty ? nil : texts.removeFirst() }

  mutating func field(_ key: String) -> String? { fields.removeValue(forKey: key) }

  /// Adds a line to the text or to a field, as the indented lines `| …` and `key | …` do.
  mutating func extend(_ key: String?, with line: String) {
    if let key {
      fields[key] = fields[key].map { "\($0)\n\(line)" } ?? line
    } else if texts.isEmpty {
      texts.append(line)
    } else {
      texts[texts.count - 1] += "\n" + line
    }
  }

  mutating func number(_ key: String) throws(Fault) -> Int? {
    guard let text = field(key) else { return nil }
    guard let value = Int(text), value >= 0 else { throw Fault(message: "`\(key)=` wants a number, not `\(text)`") }
    return value
  }

  mutating func decimal(_ key: String) throws(Fault) -> Double? {
    guard let text = field(key) else { return nil }
    guard let value = Double(text), value.isFinite, value >= 0 else {
      throw Fault(message: "`\(key)=` wants a number, not `\(text)`")
    }
    return value
  }

  /// A time such as `300ms`, `1.5s` or `2m`, one hour at most.
  static func duration(_ text: String) throws(Fault) -> Duration {
    for (unit, milliseconds) in [("ms", 1.0), ("s", 1000.0), ("m", 60_000.0)] where text.hasSuffix(unit) {
      guard let value = Double(text.dropLast(unit.count)), value >= 0, value * milliseconds <= 3_600_000 else { break }
      return .milliseconds(Int((value * milliseconds).rounded()))
    }
    throw Fault(message: "`\(text)` is not a time; write 300ms, 1.5s or 2m")
  }

  /// A size such as `64KB`, `100MB` or `3GB`, 4 GB at most: enough for every limit to be passed, too little to hurt.
  static func size(_ text: String) throws(Fault) -> Int {
    for (unit, factor) in [("KB", 1 << 10), ("MB", 1 << 20), ("GB", 1 << 30)] where text.hasSuffix(unit) {
      guard let value = Int(text.dropLast(unit.count)), (1...(4 << 30) / factor).contains(value) else { break }
      return value * factor
    }
    throw Fault(message: "`\(text)` is not a size; write 64KB, 100MB or 3GB, 4GB at most")
  }

  /// Nothing that nobody asked for may be left: it would be a misspelling that plays silently.
  func finish() throws(Fault) {
    if let left = words.first ?? texts.first.map({ "\"\($0)\"" }) {
      throw Fault(message: "`\(left)` has no meaning here")
    }
    if let key = fields.keys.min() { throw Fault(message: "`\(key)=` has no meaning here") }
  }

  private static func quoted(_ rest: inout Substring.UTF8View) throws(Fault) -> String {
    rest = rest.dropFirst()
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == 0x22 { return String(decoding: text, as: UTF8.self) }
      guard byte == 0x5C else { text.append(byte); continue }
      switch rest.popFirst() {
      case 0x6E: text.append(0x0A)
      case 0x74: text.append(0x09)
      case let other?: text.append(other)
      case nil: throw Fault(message: "the quoted text has no end")
      }
    }
    throw Fault(message: "the quoted text has no end")
  }
}
