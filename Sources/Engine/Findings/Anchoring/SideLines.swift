/// The lines of one side of a changed file that its hunks show, made for looking up quotations.
struct SideLines: Sendable {
  struct Line: Sendable {
    var number: Int
    var hunk: Int
    /// Index among the hunk's lines.
    var index: Int
    var isChanged: Bool
  }

  private(set) var lines: [Line] = []
  /// The squeezed text of all lines, each followed by a line feed.
  private(set) var text: [UInt8] = []
  /// Where each line begins in `text`, and the end.
  private(set) var starts: [Int] = [0]
  /// For each line the upper bits of its hash and below them its index, in order: one sorted list of integers.
  private var order: [UInt64] = []

  private static let indexBits: UInt64 = 24
  private static let indexMask: UInt64 = 1 << indexBits - 1

  /// Indexes at most 2^24 lines.
  init(_ hunks: [Hunk], side: DiffSide) {
    let count = hunks.reduce(0) { $0 + $1.lines.count }
    lines.reserveCapacity(count)
    starts.reserveCapacity(count + 1)
    order.reserveCapacity(count)
    for (hunkIndex, hunk) in hunks.enumerated() {
      for (index, line) in hunk.lines.enumerated() where lines.count <= Int(Self.indexMask) {
        guard let number = side == .new ? line.newNumber : line.oldNumber else { continue }
        SqueezedText.append(line.text[...], to: &text)
        let hash = SqueezedText.hash(text[starts[lines.count]...])
        order.append(hash & ~Self.indexMask | UInt64(lines.count))
        text.append(0x0A)
        starts.append(text.count)
        lines.append(Line(number: number, hunk: hunkIndex, index: index, isChanged: line.kind != .context))
      }
    }
    order.sort()
  }

  func squeezed(_ line: Int) -> ArraySlice<UInt8> { text[starts[line]..<(starts[line + 1] - 1)] }

  /// Places in `order` of the lines whose squeezed form may be `text`.
  func candidates(_ text: ArraySlice<UInt8>) -> Range<Int> {
    let hash = SqueezedText.hash(text) & ~Self.indexMask
    let low = place { $0 >= hash }
    return low..<max(low, place { $0 > hash | Self.indexMask })
  }

  func line(at place: Int) -> Int { Int(order[place] & Self.indexMask) }

  /// The first place in `order` from which on `isBehind` holds.
  private func place(_ isBehind: (UInt64) -> Bool) -> Int {
    var (low, high) = (0, order.count)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(order[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The first index of `lines` whose number is at least `number`; the lines are in order within well-formed hunks.
  func position(of number: Int) -> Int {
    var (low, high) = (0, lines.count)
    while low < high {
      let middle = low + (high - low) / 2
      if lines[middle].number >= number { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
