/// Text of others made fit for a prompt.
public enum PromptText {
  /// `text` on one line: hidden characters shown as escapes, no tag or mark that steers a model, at most `limit` bytes.
  public static func line(_ text: String, limit: Int = 300) -> String { PromptFence.line(text, limit: limit) }
}
