import EngineTestKit
import Testing

@testable import Engine

@Suite struct StreamRedactorTests {
  @Test("SE-06: a secret is found in whatever pieces it comes, and everything else passes unchanged and at once")
  func pieces() throws {
    let secrets = ["abcabcabd-0", "abcabc-secret", "12345678", "12345678-and-more", "short"]
    let texts = [
      "x abcabcabd-0 y", "abcabcabcabd-0", "abcabc-secretabcabc-secret", "1234567812345678", "abcabc", "short",
      "", "abcabcab", "a12345678b", "abcabc-secre!", "12345678-and-more", "12345678-and-mor", "12345678-and12345678",
    ]
    for text in texts {
      let wanted = secrets.dropLast().sorted { $0.count > $1.count }.reduce(text) { $0.replacing($1, with: "[key]") }
      let bytes = Array(text.utf8)
      for first in 0...bytes.count {
        for second in first...bytes.count {
          var redactor = StreamRedactor(secrets: secrets)
          let pieces = [bytes[..<first], bytes[first..<second], bytes[second...]].map { redactor.pass(Array($0)) }
          let all = pieces.flatMap { $0 } + redactor.finish()
          #expect(String(decoding: all, as: UTF8.self) == wanted, "\(text) at \(first), \(second)")
        }
      }
    }
    var redactor = StreamRedactor(secrets: secrets)
    #expect(redactor.pass(Array("nothing is held back.".utf8)).count == 21)
    #expect(redactor.pass(Array("but abcabc".utf8)) == Array("but ".utf8))
    #expect(redactor.pass(Array("X".utf8)) == Array("abcabcX".utf8))
  }

  @Test func withoutSecretsNothingChanges() {
    var redactor = StreamRedactor(secrets: ["", "short"])
    #expect(redactor.pass([0, 255, 10]) == [0, 255, 10] && redactor.finish().isEmpty)
  }
}
