internal import Engine

/// Lines for the person on standard error; a failure to write there has nobody to be told to.
enum Messages {
  static func say(_ text: String) {
    try? OutputSink(descriptor: 2, name: "standard error").write(lines: [PlainText.escape("conclave: \(text)")])
  }
}
