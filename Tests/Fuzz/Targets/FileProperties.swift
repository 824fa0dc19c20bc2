internal import Engine

/// Files that are read whole: taken, or refused in one line.
enum FileProperties {
  static func diff(_ bytes: [UInt8]) -> String? {
    guard let parsed = try? UnifiedDiffParser.parse(bytes) else { return nil }
    for entry in parsed.entries {
      guard entry.isOversized || (entry.added >= entry.diff.added && entry.removed >= entry.diff.removed) else {
        return "\(entry.diff.path): more lines in the hunks than in the totals"
      }
      for hunk in entry.diff.hunks {
        let old = hunk.lines.count { $0.kind != .added }
        let new = hunk.lines.count { $0.kind != .removed }
        guard old == hunk.oldCount, new == hunk.newCount else { return "\(entry.diff.path): the hunk's counts lie" }
      }
    }
    return nil
  }

  static func suppressions(_ bytes: [UInt8]) -> String? {
    let parsed: Suppressions
    do throws(TOMLError) {
      parsed = try Suppressions.parse(bytes)
    } catch {
      return lines(error.message)
    }
    guard let day = CalendarDate("2026-04-30") else { return "no such day" }
    _ = parsed.active(on: day)
    let entry = Suppression(
      target: .everywhere(fingerprint: "0123456789abcdef"), reason: "so", by: "me", date: day)
    guard let longer = try? Suppressions.appending(entry, to: bytes) else { return nil }
    guard let again = try? Suppressions.parse(longer) else { return "can't be read after an entry was added" }
    return again.entries.dropLast() == parsed.entries[...] ? nil : "an added entry changes others"
  }

  static func configuration(_ bytes: [UInt8]) -> String? {
    for layer in [ConfigurationLayer.user, .repository] {
      do throws(ReviewFailure) {
        _ = try ConfigurationReader(trustedOwners: [0]).read(
          file: { (asked) throws(ReviewFailure) in
            asked == layer ? ConfigurationFile(name: "conclave.toml", bytes: bytes) : nil
          })
      } catch {
        if let problem = lines(error.description) { return problem }
      }
    }
    return nil
  }

  static func scenario(_ bytes: [UInt8]) -> String? {
    do throws(ReviewFailure) {
      _ = try ScenarioParser.parse(bytes, path: "x.rehearsal")
      return nil
    } catch {
      return lines(error.description)
    }
  }

  private static func lines(_ message: String) -> String? {
    message.utf8.contains(0x0A) ? "an error of several lines: \(message)" : nil
  }
}
