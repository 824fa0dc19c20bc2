/// What is wrong with a TOML document, and where.
package struct TOMLError: Error, Sendable, Hashable {
  /// From 1.
  package var line: Int
  /// From 1, in code points.
  package var column: Int
  /// One line, without position and full stop.
  package var message: String

  /// `message` may quote the document, line feeds and all.
  package init(line: Int, column: Int, message: String) {
    self.line = line
    self.column = column
    self.message = PlainText.escape(message)
  }

  /// At the position of `node`.
  package init(at node: TOMLNode, _ message: String) {
    self.init(line: node.line, column: node.column, message: message)
  }

  /// The error as `file:line:column: message`, in the form that editors jump to.
  package func failure(
    _ code: ReviewFailure.Code = .configuration, in file: String, hints: [String] = []
  ) -> ReviewFailure {
    ReviewFailure(code, "\(file):\(line):\(column): \(message)", hints: hints)
  }
}
