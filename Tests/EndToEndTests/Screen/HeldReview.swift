import EngineTestKit

/// A review that shows every state and holds it until somebody acts: no test of it depends on speed.
enum HeldReview {
  static let scenario = """
    [security]
    text "I start with the session." over 200ms
    tool read src/auth/session.py 50ms
    tokens input=5000 output=100 cost=0.02
    finding severity=critical file=src/auth/session.py line=29 over 200ms
      title | Session tokens are compared with ==
      evidence | return token == stored_token
      body | The time of the answer tells how much was right.
    silence 20m
    [performance]
    text "Looking for loops." over 200ms
    silence 20m
    [code-quality]
    text "Reading src/refunds.py." over 200ms
    truncate input=900 output=4096
    [code-quality attempt 2]
    text "Shorter this time." over 200ms
    silence 20m
    [release]
    error APIError 403 "no access"
    [*]
    text "Nothing to say." over 100ms
    done input=100 output=10
    """

  /// Writes scenario and limits, and starts the review.
  static func start(on shell: ExampleShell) throws {
    try shell.home.write("held.rehearsal", Array(scenario.utf8))
    try shell.run("mkdir -p ~/.config/conclave; echo 'limits.heartbeat = \"1s\"' >~/.config/conclave/config.toml")
    try shell.run("tracked review --runtime rehearsal:$HOME/held.rehearsal")
  }
}
