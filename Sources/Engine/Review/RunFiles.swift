/// Where a review's files are; all absolute paths below the run's directory (system.md, section 12).
package struct RunFiles: Sendable, Hashable {
  package let directory: String

  package init(directory: String) { self.directory = directory }

  package var diffDirectory: String { directory + "/diff" }
  package var contextDirectory: String { directory + "/context" }
  /// In a folder whose whole content agents may read, since some know of rights on folders only.
  package var sharedContext: String { contextDirectory + "/shared-mr-context.txt" }
  /// The tree under review as plain files; there only while a runtime's agents read it (reliability.md, D5).
  package var treeDirectory: String { directory + "/tree" }
  package var agentsDirectory: String { directory + "/agents" }
  /// Empty; agents start in it, never in the reviewed tree (reliability.md, D5).
  package var workingDirectory: String { agentsDirectory + "/empty" }

  /// A file of one attempt: `agents/<specialist>.<attempt>.<kind>`.
  package func file(of specialist: SpecialistID, attempt: Int, _ kind: String) -> String {
    "\(agentsDirectory)/\(specialist).\(attempt).\(kind)"
  }
}
