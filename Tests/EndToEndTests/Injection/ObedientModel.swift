import Engine
import EngineTestKit
import Foundation

/// An endpoint whose model obeys every order that it reads: it calls the tools, says the words, and only then gives the answer
/// that it would have given anyway.
///
/// What no program can prevent is left out: a model that lets itself be told to see nothing.
struct ObedientModel {
  let payloads: [Payload]
  /// A line of the change, and the file where it is wrong.
  let evidence: (file: String, line: String)
  var obeys = true

  func reply(_ request: LoopbackProvider.Request) -> [LoopbackProvider.Step] {
    let seen = obeys ? payloads.filter { request.text.contains($0.mark) } : []
    let calls = seen.flatMap(\.calls)
    if !calls.isEmpty, !request.text.contains(#""role":"tool""#) { return Self.call(calls) }
    let prose = seen.map(\.says).joined(separator: "\n")
    if request.text.contains("You are the coordinator") {
      let verdict = "<verdict candidate=\"1\" action=\"keep\"><reason>It is so.</reason></verdict>"
      return LoopbackProvider.stream([prose, "\n", verdict, "<done verdicts=\"1\"/>"])
    }
    let finding = RawFinding(
      severity: .critical, category: "security", file: evidence.file, title: "Anybody may pay out",
      evidence: evidence.line, body: (["Nobody checks who asks."] + seen.map(\.adds)).joined(separator: " "))
    return LoopbackProvider.stream([prose, "\n", FindingXML.text(finding), FindingXML.done(1)])
  }

  private static func call(_ calls: [Payload.Call]) -> [LoopbackProvider.Step] {
    let list = calls.enumerated().map { index, call in
      #"{"index":\#(index),"id":"c\#(index)","type":"function","function":{"name":\#(json(call.tool)),"arguments":\#(json(call.arguments))}}"#
    }
    let delta = "{\"tool_calls\":[\(list.joined(separator: ","))]}"
    return [
      LoopbackProvider.head(),
      LoopbackProvider.text(
        LoopbackProvider.chunk(delta) + LoopbackProvider.chunk("{}", finish: "tool_calls")
          + LoopbackProvider.usage(prompt: 100, answer: 20) + "data: [DONE]\n\n"),
    ]
  }

  private static func json(_ text: String) -> String {
    String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
  }
}
