/// Finds what may be records in a line: usually the whole line, in a CI log something behind a prefix, in a damaged
/// file perhaps two that were glued together. Takes time linear in the line's length.
struct WireCandidates {
  private var rest: ArraySlice<UInt8>
  /// Whether anything but white space stands around the candidates given out so far.
  private(set) var hasSurroundings = false

  private var nextSeal: Int?

  init(_ line: ArraySlice<UInt8>) {
    rest = line
    nextSeal = Self.seal(in: line)
  }

  mutating func next() -> ArraySlice<UInt8>? {
    guard let start = rest.firstRange(of: Wire.opening)?.lowerBound else {
      leave(rest)
      return nil
    }
    leave(rest[..<start])
    if let seal = nextSeal, seal < start { nextSeal = Self.seal(in: rest[start...]) }
    // Without a seal: a record that was cut, or whose seal was damaged.
    var end = nextSeal.map { min($0 + Wire.trailerLength, rest.endIndex) } ?? rest.endIndex
    // Another record begins before the seal, which is therefore not the first one's.
    let inner = rest[(start + Wire.opening.count)..<(nextSeal ?? rest.endIndex)]
    if let other = inner.firstRange(of: Wire.opening)?.lowerBound { end = other }
    defer { rest = rest[end...] }
    return rest[start..<end]
  }

  private static func seal(in bytes: ArraySlice<UInt8>) -> Int? { bytes.firstRange(of: Wire.seal)?.lowerBound }

  private mutating func leave(_ bytes: ArraySlice<UInt8>) {
    hasSurroundings = hasSurroundings || !bytes.allSatisfy { $0 == 0x20 || $0 == 0x0D }
  }
}
