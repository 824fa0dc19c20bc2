/// What is in a folder of the program's own files.
package enum FolderListing {
  /// Names in `folder`, sorted, at most `limit`; none where it can't be read.
  package static func names(in folder: String, limit: Int) -> [String] {
    guard let directory = try? Directory(path: folder) else { return [] }
    return (try? directory.names(limit: limit)) ?? []
  }
}
