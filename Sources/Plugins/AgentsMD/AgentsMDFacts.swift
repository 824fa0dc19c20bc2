/// What the plugin is told of the change and of the repository's instructions for coding agents.
public struct AgentsMDFacts: Sendable, Hashable {
  /// A changed file.
  public struct File: Sendable, Hashable {
    /// What happened to it.
    public enum Status: Sendable, Hashable {
      /// It is new.
      case added
      /// It is gone.
      case deleted
      /// It has another name.
      case renamed
      /// Its content is another.
      case modified
    }

    /// Its path on the new side; on the old one where it is gone.
    public var path: String
    /// Its path before it was renamed.
    public var oldPath: String?
    /// What happened to it.
    public var status: Status
    /// The number of its patch, from 1; nil where the file is left out of the review.
    public var patch: Int?

    /// Takes the parts as they are.
    public init(path: String, oldPath: String? = nil, status: Status, patch: Int? = nil) {
      self.path = path
      self.oldPath = oldPath
      self.status = status
      self.patch = patch
    }
  }

  /// A document with instructions for coding agents, as it is after the change.
  public struct Document: Sendable, Hashable {
    /// Its path.
    public var path: String
    /// Its text.
    public var text: String

    /// Takes the parts as they are.
    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  /// All of the change, what is left out of the review included.
  public var files: [File]
  /// In git's order.
  public var documents: [Document]

  /// Takes the parts as they are.
  public init(files: [File], documents: [Document]) {
    self.files = files
    self.documents = documents
  }
}
