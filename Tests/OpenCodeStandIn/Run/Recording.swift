internal import Foundation

/// A recorded `run`: its lines, when each came, and how it ended.
struct Recording {
  struct Line {
    var seconds: Double
    var text: String
  }

  var name: String
  var lines: [Line]
  /// Nil where it had to be killed.
  var exit: Int32?
  var seconds: Double
  var errorText: String

  /// Nil where nothing of that name was recorded.
  init?(_ name: String, settings: Settings) {
    let folder = settings.recordings.appending(path: "run")
    guard !name.contains("/"), let meta = try? String(contentsOf: folder.appending(path: "meta.json"), encoding: .utf8),
      let facts = (try? JSONReader.read(meta))?[name],
      let data = try? Data(contentsOf: folder.appending(path: "\(name).jsonl"))
    else {
      guard let answer = Answers.text(name, settings: settings),
        let good = Recording("success", settings: settings)
      else { return nil }
      self = good.saying(answer)
      self.name = name
      return
    }
    self.name = name
    let times = facts["line_seconds"]?.elements.compactMap(\.double) ?? []
    let texts = data.split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    lines = texts.enumerated().map {
      Line(seconds: times.indices.contains($0) ? times[$0] : times.last ?? 2.5, text: $1)
    }
    exit = facts["exit"]?.double.map { Int32($0) }
    seconds = facts["seconds"]?.double ?? 3
    errorText = facts.text("stderr") ?? ""
    if name == "truncated-by-slow-pipe" { lines = Recording.long(from: lines) }
  }

  /// The same with another answer in its one block of text.
  private func saying(_ answer: String) -> Recording {
    var copy = self
    for index in copy.lines.indices {
      guard var line = try? JSONReader.read(copy.lines[index].text), line.text("type") == "text",
        var part = line["part"]
      else { continue }
      part["text"] = .string(answer)
      line["part"] = part
      copy.lines[index].text = line.rendered()
    }
    return copy
  }

  /// Whether it goes on for ever, at once or after pauses.
  var isEndless: Bool { exit.map { $0 < 0 } ?? true }

  /// The lines that an endless loop repeats, and how long one round takes.
  var cycle: (lines: [String], seconds: Double)? {
    guard name.hasSuffix("-loop"), let end = lines.firstIndex(where: { $0.text.hasPrefix("{\"type\":\"step_finish\"") })
    else { return nil }
    let rounds = Double(lines.count) / Double(end + 1)
    return (lines[...end].map(\.text), (lines[lines.count - 1].seconds - lines[0].seconds) / max(rounds, 1))
  }

  /// Of the 3.3 MB that were printed the pipe kept a first piece only; the whole is made from it: thirty files like it,
  /// and an answer.
  private static func long(from kept: [Line]) -> [Line] {
    guard let start = kept.first?.text, let cut = kept.last?.text, let time = cut.range(of: "\"timestamp\":"),
      let session = (try? JSONReader.read(start))?.text("sessionID")
    else { return kept }
    let stamp = cut[time.upperBound...].prefix(13)
    let message = (try? JSONReader.read(start))?.text("part", "messageID") ?? ""
    // It is cut inside the text that is for a screen.
    let tail =
      "\(String(repeating: "line of a long file. ", count: 2200))\","
      + "\"truncated\":true}},\"title\":\"big.txt\",\"time\":{\"start\":\(stamp),\"end\":\(stamp)}},"
      + "\"id\":\"prt_2100482580013rO6AiulAzYFXc\",\"sessionID\":\"\(session)\",\"messageID\":\"\(message)\"}}"
    func step(_ type: String, _ part: String) -> String {
      "{\"type\":\"\(type)\",\"timestamp\":\(stamp),\"sessionID\":\"\(session)\",\"part\":{\"id\":"
        + "\"prt_2100482530019rO6AiulAzYFXd\",\(part),\"messageID\":\"\(message)\",\"sessionID\":\"\(session)\"}}"
    }
    let tokens =
      "\"tokens\":{\"total\":1050,\"input\":1000,\"output\":50,\"reasoning\":0,"
      + "\"cache\":{\"write\":0,\"read\":0}},\"cost\":0"
    let round = [
      start, cut + tail, step("step_finish", "\"type\":\"step-finish\",\"reason\":\"tool-calls\",\(tokens)"),
    ]
    let last = [
      start, step("text", "\"type\":\"text\",\"text\":\"end\""),
      step("step_finish", "\"type\":\"step-finish\",\"reason\":\"stop\",\(tokens)"),
    ]
    let texts =
      (1...30).flatMap { number in round.map { $0.replacing("/repo/big.txt", with: "/repo/big-\(number).txt") } } + last
    return texts.enumerated().map { Line(seconds: 2.7 + Double($0) * 0.02, text: $1) }
  }
}

/// Answers that tests bring: the recorded ones do not end as our prompts ask.
enum Answers {
  /// `STAND_IN_ANSWERS/NAME.txt`; there is always one called `answer`.
  static func text(_ name: String, settings: Settings) -> String? {
    if let folder = settings["ANSWERS"], !name.contains("/"),
      let text = try? String(contentsOfFile: "\(folder)/\(name).txt", encoding: .utf8)
    {
      return text
    }
    return name == "answer" ? "I read the change and found nothing to report.\n<done findings=\"0\"/>\n" : nil
  }
}
