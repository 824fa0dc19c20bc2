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
  /// Indices of `lines` by hash, then by position.
  private var order: [(hash: UInt64, line: Int)] = []

  init(_ hunks: [Hunk], side: DiffSide) {
    for (hunkIndex, hunk) in hunks.enumerated() {
      for (index, line) in hunk.lines.enumerated() {
        guard let number = side == .new ? line.newNumber : line.oldNumber else { continue }
        SqueezedText.append(line.text[...], to: &text)
        order.append((SqueezedText.hash(text[starts[lines.count]...]), lines.count))
        text.append(0x0A)
        starts.append(text.count)
        lines.append(Line(number: number, hunk: hunkIndex, index: index, isChanged: line.kind != .context))
      }
    }
    order.sort { $0.hash != $1.hash ? $0.hash < $1.hash : $0.line < $1.line }
  }

  func squeezed(_ line: Int) -> ArraySlice<UInt8> { text[starts[line]..<(starts[line + 1] - 1)] }

  /// Places in `order` of the lines whose squeezed form may be `text`.
  func candidates(_ text: ArraySlice<UInt8>) -> Range<Int> {
    let hash = SqueezedText.hash(text)
    let low = partition { $0 >= hash }
    return low..<max(low, partition { $0 > hash })
  }

  func line(at place: Int) -> Int { order[place].line }

  private func partition(_ isBehind: (UInt64) -> Bool) -> Int {
    var (low, high) = (0, order.count)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(order[middle].hash) { high = middle } else { low = middle + 1 }
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
