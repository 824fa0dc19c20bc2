package import Foundation

/// The project's own source files, for tests of the house itself.
package enum ProjectFiles {
  /// The folder that holds Package.swift.
  package static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Swift files below a folder, in a fixed order.
  package static func swiftFiles(below path: String) -> [URL] {
    let walker = FileManager.default.enumerator(at: root.appending(path: path), includingPropertiesForKeys: nil)
    let files = walker?.compactMap { $0 as? URL } ?? []
    return files.filter { $0.pathExtension == "swift" }.sorted { $0.path < $1.path }
  }
}

/// A Swift file as far as layering needs it: what it declares at the top level and which names it uses.
package struct SourceOutline {
  package var declared: Set<String> = []
  package var used: Set<String> = []

  package init(_ source: String) {
    var previous = ""
    var isTopLevel = true
    for line in SourceOutline.code(of: source).split(separator: "\n", omittingEmptySubsequences: false) {
      isTopLevel = line.first.map { !$0.isWhitespace } ?? true
      for word in line.split(whereSeparator: { !($0.isLetter || $0.isNumber || $0 == "_") }).map(String.init) {
        if isTopLevel, ["struct", "class", "enum", "protocol", "actor", "typealias"].contains(previous) {
          declared.insert(word)
        }
        if word.first?.isUppercase == true { used.insert(word) }
        previous = word
      }
    }
  }

  /// The source without comments and string contents.
  private static func code(of source: String) -> String {
    var result = ""
    var isMultiline = false
    for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
      var text = String(line)
      if isMultiline {
        guard let end = text.range(of: "\"\"\"") else { continue }
        text = String(text[end.upperBound...])
        isMultiline = false
      }
      if let start = text.range(of: "\"\"\""), text.components(separatedBy: "\"\"\"").count == 2 {
        text = String(text[..<start.lowerBound])
        isMultiline = true
      }
      var isString = false
      var previous: Character = " "
      for (index, character) in text.enumerated() {
        if !isString, character == "/", previous == "/" {
          result.removeLast()
          break
        }
        if character == "\"", previous != "\\" { isString.toggle() } else if !isString { result.append(character) }
        previous = character == "\\" && previous == "\\" ? " " : character
        _ = index
      }
      result.append("\n")
    }
    return result
  }
}
