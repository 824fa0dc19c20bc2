/// Where in a journal each thousandth event stands, written beside it as it grows, so that seeking does not depend on
/// size (performance.md, section 3). One line an entry: sequence number, byte offset, milliseconds; offsets count through all
/// segments as if they were one file. A hint only: whoever seeks checks the record that it finds.
package struct JournalIndex: Sendable, Hashable {
  package struct Entry: Sendable, Hashable {
    package var sequence: Int
    package var offset: Int
    package var at: Duration

    package init(sequence: Int, offset: Int, at: Duration) {
      self.sequence = sequence
      self.offset = offset
      self.at = at
    }

    var line: [UInt8] { Array("\(sequence) \(offset) \(at.wholeMilliseconds)\n".utf8) }
  }

  static let header = Array("conclave.index/1\n".utf8)
  /// Most entries that are read: an index of 100 million events.
  private static let entryLimit = 100_000

  package private(set) var entries: [Entry] = []

  /// Takes the whole lines that make sense, up to the first that doesn't; another file than an index gives none.
  package init(_ bytes: ArraySlice<UInt8>) {
    guard bytes.starts(with: Self.header) else { return }
    for line in bytes.dropFirst(Self.header.count).split(separator: 0x0A).prefix(Self.entryLimit) {
      let fields = line.split(separator: 0x20).map { Int(String(decoding: $0, as: UTF8.self)) }
      guard fields.count == 3, let sequence = fields[0], let offset = fields[1], let time = fields[2],
        sequence > entries.last?.sequence ?? -1, offset > entries.last?.offset ?? -1,
        Duration.milliseconds(time) >= entries.last?.at ?? .zero
      else { return }
      entries.append(Entry(sequence: sequence, offset: offset, at: .milliseconds(time)))
    }
  }

  /// The last entry at or before `at`; nil means the start of the journal.
  package func entry(at: Duration) -> Entry? {
    let after = entries.partition { $0.at > at }
    return after > 0 ? entries[after - 1] : nil
  }
}

extension Array {
  /// The index of the first element that belongs to the second part of an array already divided by `belongsToSecond`.
  fileprivate func partition(by belongsToSecond: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if belongsToSecond(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
