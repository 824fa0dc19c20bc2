internal import FoundationEssentials

extension Report {
  /// The bytes of `report.json`: indented, keys in order, characters that can't be seen escaped, a line feed at the
  /// end. Equal reports give equal bytes.
  package func json() throws(ReviewFailure) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return JSONEscapes.escapeHidden(Array(try encoder.encode(self))) + [0x0A]
    } catch {
      throw ReviewFailure(.delivery, "the report can't be written as JSON: \(error)")
    }
  }

  /// Reads what `json` writes.
  package init(json bytes: [UInt8]) throws(ReviewFailure) {
    do {
      self = try JSONDecoder().decode(Report.self, from: Data(bytes))
    } catch {
      throw ReviewFailure(.usage, "this is not a report of the form \(Report.schemaName)")
    }
  }
}

/// JSON as text for terminals and line readers.
package enum JSONEscapes {
  /// `json` with every hidden character of its strings as `\uXXXX`. Outside of strings there are none but line feeds
  /// and blanks, which stay.
  package static func escapeHidden(_ json: [UInt8]) -> [UInt8] {
    guard json.contains(where: { $0 >= 0x7F }) else { return json }
    var result: [UInt8] = []
    result.reserveCapacity(json.count)
    for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
      guard scalar.value >= 0x7F, PlainText.isHidden(scalar) else {
        result.append(contentsOf: String(scalar).utf8)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        result += Array(("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8)
      }
    }
    return result
  }
}
