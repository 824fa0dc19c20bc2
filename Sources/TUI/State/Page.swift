/// How a list of rows that may be longer than its area is shown: the last row of the area then says what is missing.
package struct Page: Sendable, Equatable {
  /// Rows of the list that are visible at once.
  package let rows: Int
  /// The highest first row.
  package let lastFirst: Int

  package init(count: Int, height: Int) {
    rows = count <= height ? count : max(0, height - 1)
    lastFirst = max(0, count - rows)
  }
}
