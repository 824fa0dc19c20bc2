/// Bounds of an export, so that a repository that was made to fill a disk or to last for ever does neither (reliability.md,
/// UR-11).
package struct ExportLimits: Sendable, Hashable {
  /// Files, stubs included.
  package var files = 50_000
  /// Bytes of all files together.
  package var bytes = 512 << 20
  /// Bytes of one file; a larger one becomes a stub.
  package var fileBytes = 4 << 20
  /// Folders on the way to a file.
  package var depth = 48
  /// Bytes of a whole path below the export.
  package var pathBytes = 1_024
  /// Names that are kept of what was left out; all are counted.
  package var listed = 1_000
  /// Longest run of all of it.
  package var time: Duration = .seconds(60)

  package init() {}
}
