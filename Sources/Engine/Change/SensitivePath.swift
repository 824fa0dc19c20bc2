/// Words that make a path security-sensitive, and how a path is read for them.
package enum SensitivePath {
  /// The default list (system.md, section 2); plural forms count too.
  package static let defaultWords: Set<String> = [
    "auth", "authn", "authz", "authentication", "authorization", "authorisation", "oauth", "oauth2", "oidc", "saml",
    "sso", "jwt", "login", "logout", "signin", "signup", "session", "token", "secret", "crypto", "cryptography",
    "cipher",
    "encryption", "password", "passwd", "credential", "permission", "acl", "rbac", "tls", "ssl", "cert", "certificate",
    "keystore", "payment", "billing", "security", "csrf", "mfa", "totp", "sudo",
  ]

  /// The first sensitive word of a path; nil where there is none.
  ///
  /// A word is a whole path component or a part of one between separators, digits or changes of case, so
  /// `src/auth/x.go`, `authToken.swift` and `user_session.py` are sensitive, `src/authors.go` is not.
  package static func word(in path: RepoPath, words: Set<String> = defaultWords) -> String? {
    for component in path.bytes.split(separator: 0x2F) {
      for word in self.words(of: component) {
        if words.contains(word) { return word }
        if word.last == "s", words.contains(String(word.dropLast())) { return String(word.dropLast()) }
      }
    }
    return nil
  }

  /// The words of a component in lower case: `RBACPolicy` is `rbac`, `policy`; `OAuthToken` is `o`, `auth`, `token`.
  static func words(of component: some Sequence<UInt8>) -> [String] {
    let bytes = Array(component)
    var words: [String] = []
    var word: [UInt8] = []
    func close() {
      if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
      word = []
    }
    for (index, byte) in bytes.enumerated() {
      guard isLower(byte) || isUpper(byte) || byte >= 0x80 else {
        close()
        continue
      }
      let previous = index > 0 ? bytes[index - 1] : 0
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      // A new word begins at "aB" and at the "Bc" of "ABc".
      if isUpper(byte), isLower(previous) || isUpper(previous) && isLower(next) { close() }
      word.append(isUpper(byte) ? byte | 0x20 : byte)
    }
    close()
    return words
  }

  private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
  private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
}
