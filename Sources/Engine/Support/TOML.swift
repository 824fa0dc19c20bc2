internal import CToml

/// Reads TOML by toml++, behind limits: such files come from repositories that are not trusted.
package enum TOML {
  /// Longest document that is read, in bytes.
  package static let maximumSize = 1 << 20
  /// Deepest nesting of tables and arrays; no file of ours needs more than five.
  package static let maximumDepth = 32

  /// Parses a whole document; duplicate keys are an error.
  package static func parse(_ bytes: [UInt8]) throws(TOMLError) -> TOMLTable {
    guard bytes.count <= maximumSize else {
      throw TOMLError(line: 1, column: 1, message: "the file has more than \(maximumSize >> 20) MiB")
    }
    if let place = TOMLDepthGuard.firstTooDeepKey(in: bytes, limit: maximumDepth) {
      throw TOMLError(line: place.line, column: place.column, message: "a key has more than \(maximumDepth) parts")
    }
    let document = TOMLDocument(bytes)
    if let error = document.error { throw error }
    var reader = TOMLFlatReader(count: document.count)
    guard case .table(let table) = try reader.next(of: document, depth: 0).node.value else { return TOMLTable() }
    return table
  }
}

/// Owns a document of the C++ side.
@safe private struct TOMLDocument: ~Copyable {
  private let pointer: OpaquePointer

  init(_ bytes: [UInt8]) {
    unsafe pointer = bytes.withUnsafeBytes { buffer in
      unsafe conclave_toml_parse(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
    }
  }

  deinit { unsafe conclave_toml_free(pointer) }

  var count: Int { unsafe conclave_toml_count(pointer) }

  var error: TOMLError? {
    var line: UInt32 = 0
    var column: UInt32 = 0
    guard let message = unsafe conclave_toml_error(pointer, &line, &column) else { return nil }
    return TOMLError(line: Int(line), column: Int(column), message: unsafe String(cString: message))
  }

  /// `index` is below `count`.
  func entry(_ index: Int) -> (entry: TOMLTable.Entry, kind: Int, children: Int) {
    let flat = unsafe conclave_toml_at(pointer, index)
    let value: TOMLValue =
      switch unsafe Int(flat.kind) {
      case CONCLAVE_TOML_STRING: .string(unsafe TOMLDocument.text(flat.text, flat.text_length))
      case CONCLAVE_TOML_INTEGER: .integer(unsafe flat.integer)
      case CONCLAVE_TOML_FLOAT: .float(unsafe flat.real)
      case CONCLAVE_TOML_BOOLEAN: .boolean(unsafe flat.boolean)
      case CONCLAVE_TOML_DATE: .date(unsafe TOMLDocument.text(flat.text, flat.text_length))
      case CONCLAVE_TOML_ARRAY: .array([])
      default: .table(TOMLTable())
      }
    let node = unsafe TOMLNode(value: value, line: Int(flat.line), column: Int(flat.column))
    let entry = unsafe TOMLTable.Entry(
      key: TOMLDocument.text(flat.key, flat.key_length), line: Int(flat.key_line), column: Int(flat.key_column),
      node: node)
    return unsafe (entry, Int(flat.kind), Int(flat.children))
  }

  private static func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: unsafe start == nil ? 0 : length)
    return unsafe String(decoding: bytes, as: UTF8.self)
  }
}

/// Rebuilds the tree from nodes in pre-order.
private struct TOMLFlatReader {
  private var index = 0
  private let count: Int

  init(count: Int) { self.count = count }

  mutating func next(of document: borrowing TOMLDocument, depth: Int) throws(TOMLError) -> TOMLTable.Entry {
    guard index < count else { throw TOMLError(line: 1, column: 1, message: "the document ends early") }
    var (entry, kind, children) = document.entry(index)
    index += 1
    guard kind == CONCLAVE_TOML_ARRAY || kind == CONCLAVE_TOML_TABLE else { return entry }
    guard depth < TOML.maximumDepth else {
      throw TOMLError(
        line: entry.node.line, column: entry.node.column, message: "nested deeper than \(TOML.maximumDepth) levels")
    }
    var entries: [TOMLTable.Entry] = []
    for _ in 0..<children { entries.append(try next(of: document, depth: depth + 1)) }
    entry.node.value = kind == CONCLAVE_TOML_ARRAY ? .array(entries.map(\.node)) : .table(TOMLTable(entries))
    return entry
  }
}
