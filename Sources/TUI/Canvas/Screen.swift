/// Something that shows canvases: the terminal, or a recorder in tests.
@MainActor package protocol Screen: ~Copyable {
  /// The size that the next canvas should have.
  var size: Size { get }
  /// Shows `canvas`; writes nothing where it equals the one before.
  mutating func present(_ canvas: Canvas)
}
