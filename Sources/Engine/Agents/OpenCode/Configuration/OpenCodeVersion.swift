/// The version that a program says of itself.
package struct OpenCodeVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The oldest that ends with a status other than 0 after an error, and prints all of its stream (opencode.md, 1.7).
  package static let oldest = OpenCodeVersion(1, 18, 0)
  /// Of the next generation, which speaks another language.
  package static let next = OpenCodeVersion(2, 0, 0)

  package let major: Int
  package let minor: Int
  package let patch: Int

  package init(_ major: Int, _ minor: Int, _ patch: Int) {
    self.major = major
    self.minor = minor
    self.patch = patch
  }

  /// Reads what `--version` prints.
  package init?(printed: String) {
    let line = printed.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    let word = line.split(separator: " ").last { $0.contains { $0.isNumber } } ?? ""
    let numbers = word.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." }.split(separator: ".").map { Int($0) }
    guard numbers.count >= 2, let major = numbers[0], let minor = numbers[1] else { return nil }
    self.init(major, minor, numbers.count > 2 ? numbers[2] ?? 0 : 0)
  }

  /// Why it can't be used, in one line; nil where it can.
  package var problem: ReviewFailure? {
    let advice = "install another: npm install -g opencode-ai@1"
    if self < Self.oldest {
      return ReviewFailure(.usage, "OpenCode \(self) is too old: \(Self.oldest) is the least", hints: [advice])
    }
    guard self >= Self.next else { return nil }
    return ReviewFailure(
      .usage, "OpenCode \(self) is of another generation, which this version does not know", hints: [advice])
  }

  package var description: String { "\(major).\(minor).\(patch)" }

  package static func < (left: OpenCodeVersion, right: OpenCodeVersion) -> Bool {
    (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
  }
}
