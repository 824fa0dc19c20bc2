/// Reading arrays of objects, which the index notes as a whole only.
extension JSONIndex {
  /// Calls `body` with an index of each object in the array at `key`, at most `limit` of them. The text was checked when
  /// the index was made, so nothing here can fail.
  func forEachObject(_ key: StaticString, of parent: Int? = nil, limit: Int, _ body: (JSONIndex) -> Void) {
    guard let place = member(key, of: parent), members[place].kind == .array else { return }
    let range = members[place].value.asInts
    var at = range.lowerBound + 1
    var count = 0
    while at < range.upperBound, count < limit {
      guard bytes[at] == 0x7B else {
        at += 1
        continue
      }
      var syntax = JSONSyntax(bytes, at: at, index: JSONIndex(bytes: bytes))
      guard (try? syntax.readObject()) != nil else { return }
      body(syntax.index)
      at = syntax.at
      count += 1
    }
  }

  /// Reads the one object that `text` is; nil where it is none, or has more behind it.
  static func object(in text: Span<UInt8>, _ body: (JSONIndex) -> Void) -> Bool {
    unsafe text.withUnsafeBufferPointer { buffer in
      let bytes = unsafe JSONBytes(borrowing: buffer)
      var start = JSONSyntax(bytes, at: 0, index: JSONIndex(bytes: bytes))
      start.skipBlanks()
      guard bytes[start.at] == 0x7B else { return false }
      var syntax = JSONSyntax(bytes, at: start.at, index: JSONIndex(bytes: bytes))
      guard (try? syntax.readObject()) != nil else { return false }
      syntax.skipBlanks()
      guard syntax.at >= bytes.count else { return false }
      body(syntax.index)
      return true
    }
  }
}
