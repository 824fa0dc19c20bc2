public import Engine

/// One line of what git tells a pre-push hook on standard input (githooks(5)).
public struct PushedRef: Sendable, Hashable {
  /// What the push does to the remote reference.
  public enum Update: Sendable, Hashable {
    /// The remote reference does not exist yet; the object name of the new tip.
    case create(String)
    /// The object names of the old and the new tip.
    case move(from: String, to: String)
    /// The remote reference goes away: nothing to review.
    case delete
  }

  /// The local reference as git names it, such as `refs/heads/feature` or `HEAD~1`.
  public let local: String
  /// The reference on the other side, such as `refs/heads/feature`.
  public let remote: String
  /// What happens to it.
  public let update: Update

  /// Whether it is a branch; tags and notes are not reviewed.
  public var isBranch: Bool { remote.hasPrefix("refs/heads/") }

  /// Reads the hook's standard input; at most 1,000 lines. Empty input means that nothing is to be pushed.
  ///
  /// Throws `usage` for a line that is not four words or whose object names are not 40 or 64 hexadecimal digits.
  public static func parse(_ input: [UInt8]) throws(ReviewFailure) -> [PushedRef] {
    var refs: [PushedRef] = []
    for line in input.split(separator: 0x0A).prefix(1000) { refs.append(try parse(line: line)) }
    return refs
  }

  private static func parse(line: ArraySlice<UInt8>) throws(ReviewFailure) -> PushedRef {
    let words = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
    guard words.count == 4, isObjectName(words[1]), isObjectName(words[3]) else {
      throw ReviewFailure(
        .usage, "not a line of git's pre-push protocol on standard input",
        hints: ["let git call the hook; by hand use `conclave review`"])
    }
    let update: Update =
      isZero(words[1]) ? .delete : isZero(words[3]) ? .create(words[1]) : .move(from: words[3], to: words[1])
    return PushedRef(local: words[0], remote: words[2], update: update)
  }

  private static func isObjectName(_ word: String) -> Bool {
    [40, 64].contains(word.utf8.count)
      && word.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }

  private static func isZero(_ name: String) -> Bool { name.utf8.allSatisfy { $0 == 0x30 } }
}
