/// Functions and types that a change defines, by name.
enum DefinitionFacts {
  struct Definition {
    var name: String
    var file: RepoPath
    /// The whole line, trimmed.
    var text: String
    var added: SourceLine?
    var removed: DiffLine?
  }

  static func removed(in change: ReviewedChange) -> [Definition] {
    product(change).flatMap { file in
      file.removed.compactMap { line in
        name(in: line.text, change).map {
          Definition(name: $0, file: file.path, text: line.text.text.trimmed, added: nil, removed: line)
        }
      }
    }
  }

  static func added(in change: ReviewedChange) -> [Definition] {
    product(change).flatMap { file in
      file.lines.filter(\.isAdded).compactMap { line in
        name(in: line.code, change).map {
          Definition(name: $0, file: file.path, text: line.text.text.trimmed, added: line, removed: nil)
        }
      }
    }
  }

  /// Names of the parameters of a definition or call that is whole on its line; nil where it is not.
  static func parameters(of name: String, in text: String) -> [String]? {
    guard let start = text.firstRange(of: name + "(")?.upperBound else { return nil }
    var depth = 1
    var parameters = [""]
    for character in text[start...] {
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
      if depth == 0 { return parameters.map(parameterName).filter { !$0.isEmpty } }
      if character == ",", depth == 1 {
        parameters.append("")
      } else {
        parameters[parameters.count - 1].append(character)
      }
    }
    return nil
  }

  private static func parameterName(_ text: String) -> String {
    let name = text.trimmed.drop { $0 == "*" || $0 == "&" }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return ["self", "cls", "ctx", "this"].contains(String(name)) ? "" : String(name)
  }

  private static func product(_ change: ReviewedChange) -> [SourceFile] {
    change.files.filter { $0.role == .product && Set<Language>.programs.contains($0.language) }
  }

  private static let definition =
    #"^\s*(?:export\s+(?:default\s+)?|public\s+|static\s+|async\s+|pub\s+)*(?:def|class|function|func|fn|interface|struct)\s+(?:\([^)]*\)\s*)?[A-Za-z]\w{3,}"#

  /// Short and private names are in no document on purpose.
  private static func name(in line: [UInt8], _ change: ReviewedChange) -> String? {
    guard let match = change.matches(definition, in: line).first else { return nil }
    return match.split { !($0.isLetter || $0.isNumber || $0 == "_") }.last.map(String.init)
  }
}
