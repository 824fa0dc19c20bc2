import Engine

/// The events of a stream that arrives in pieces which end at `cuts`, and its torn bytes.
func decode(_ bytes: [UInt8], cuts: [Int] = []) -> (events: [AgentEvent], torn: Int) {
  var reader = AgentStreamReader()
  var events: [AgentEvent] = []
  var start = 0
  for end in cuts + [bytes.count] {
    events += reader.read(bytes.span.extracting(start..<end))
    start = end
  }
  return (events, reader.tornBytes)
}

/// The events of one line.
func decode(line: String) -> [AgentEvent] { decode(Array("\(line)\n".utf8)).events }
