/// The tools that a model may call, as the protocol declares them. All of them read, and nothing but the files of the run.
enum ToolDeclarations {
  static let json =
    "["
    + [
      function(
        "read",
        "Read lines of a file. Paths are those that list and grep give, or a path of the repository as it is after the change.",
        [
          ("path", "string", "the file"), ("start", "integer", "first line, from 1"),
          ("end", "integer", "last line; at most 400 lines are given"),
        ], required: ["path"]),
      function(
        "list", "List the files that can be read.",
        [
          (
            "path", "string",
            "diff for the patches, context for documents of the repository, tree for its files, where there are any; empty for all"
          )
        ],
        required: []),
      function(
        "grep", "Find lines in the files that can be read.",
        [
          ("pattern", "string", "text to find"), ("regex", "boolean", "whether the text is an RE2 expression"),
          ("path", "string", "a file, or a folder as list takes it; empty for all"),
        ], required: ["pattern"]),
      function(
        "patch", "Show the patch of a changed file.",
        [("path", "string", "the file's path in the repository, or the patch's number")], required: ["path"]),
    ].joined(separator: ",") + "]"

  private static func function(
    _ name: String, _ description: String, _ parameters: [(name: String, type: String, description: String)],
    required: [String]
  ) -> String {
    var json = JSONLineBuilder()
    json.object {
      $0.member("type", "function")
      $0.key("function")
      $0.object { function in
        function.member("name", name)
        function.member("description", description)
        function.key("parameters")
        function.object { schema in
          schema.member("type", "object")
          schema.key("properties")
          schema.object { properties in
            for parameter in parameters {
              properties.key(parameter.name)
              properties.object {
                $0.member("type", parameter.type)
                $0.member("description", parameter.description)
              }
            }
          }
          schema.member("required", json: "[" + required.map { "\"\($0)\"" }.joined(separator: ",") + "]")
        }
      }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
