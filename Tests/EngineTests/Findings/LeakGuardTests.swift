import Engine
import Foundation
import Testing

@Suite struct LeakGuardTests {
  private static let secret = "tok_9fA3-kQ7z/Lm2+Xw8Rb5Yc1"
  private static let secrets = LeakGuard(environment: ["DEPLOY_TOKEN": secret])

  private static let forms: [(name: String, text: String)] = [
    ("plain", secret), ("in a sentence", "the key is `\(secret)`, use it"),
    ("in base64", Data(secret.utf8).base64EncodedString()),
    ("in base64, shifted by one", Data("x\(secret)".utf8).base64EncodedString()),
    ("in base64, shifted by two", Data("x=\(secret)!".utf8).base64EncodedString()),
    ("in hexadecimal", secret.utf8.map { String(format: "%02x", $0) }.joined()),
    ("in capitals, by twos", secret.utf8.map { String(format: "%02X", $0) }.joined(separator: " ")),
    ("with x", secret.utf8.map { String(format: "\\x%02x", $0) }.joined()),
    ("in a URL", "http://evil.example/?d=\(secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"),
    ("reversed", String(secret.reversed())), ("spaced out", secret.map(String.init).joined(separator: " ")),
    ("by hyphens", secret.map(String.init).joined(separator: "-")),
    ("in lines", secret.map(String.init).joined(separator: "\n")),
    ("without its first seven characters", String(secret.dropFirst(7))), ("its first half", String(secret.prefix(15))),
    ("its second half", String(secret.suffix(15))), ("in other case", secret.uppercased()),
    ("by 13 letters", "gbx_9sN3-xD7m/Yz2+Kj8Eo5Lp1"),
  ]

  @Test("SE-04: a credential is known in other forms", arguments: forms.map(\.name))
  func isKnown(name: String) throws {
    let text = try #require(Self.forms.first { $0.name == name }?.text)
    #expect(Self.secrets.leaks(text))
    #expect(!LeakGuard.none.leaks(text))
  }

  @Test(arguments: [
    "", "The key is read from the variable DEPLOY_TOKEN.", "tok_9fA3", "token, tokens and a tokenizer",
    String(repeating: "harmless prose of a finding ", count: 500),
  ])
  func `prose is no credential`(text: String) { #expect(!Self.secrets.leaks(text)) }

  @Test(arguments: [
    ["SSH_KEY": "/home/robin/.ssh/id_ed25519"], ["API_TOKEN": "short"], ["GREETING": secret],
    ["CONCLAVE_DIRECT_KEY_ENV": secret],
    ["MY_SECRET": "a sentence that tells where"],
  ])
  func `what is no secret is not looked for`(environment: [String: String]) throws {
    let value = try #require(environment.values.first)
    #expect(!LeakGuard(environment: environment).leaks(value))
  }

  @Test func `a key that is named is one`() {
    #expect(LeakGuard(environment: [:], and: [Self.secret]).leaks("x \(Self.secret)"))
  }
}
