internal import CSystem
internal import Engine
internal import Glibc

/// Options and operands as they were written.
struct ParsedArguments: Hashable, Sendable {
  /// Values in order of appearance; a switch has an empty one.
  private(set) var options: [OptionID: [String]] = [:]
  fileprivate(set) var operands: [String] = []

  init() {}

  fileprivate mutating func add(_ option: OptionID, _ value: String) { options[option, default: []].append(value) }

  func has(_ option: OptionID) -> Bool { options[option] != nil }
  /// The last value: it wins.
  func value(_ option: OptionID) -> String? { options[option]?.last }
  /// All values of a list, one after the other.
  func joined(_ option: OptionID) -> String? { options[option]?.joined(separator: ",") }
}

/// Reads arguments by glibc's getopt_long, with GNU habits: `--name=value`, abbreviations, `--`, options after operands.
@safe struct OptionReader: ~Copyable {
  /// Values above those of letters.
  private static let firstValue: Int32 = 256

  private let spec: CommandSpec
  private let arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int
  private let names: UnsafeMutablePointer<option>

  /// getopt_long keeps its place in globals.
  private static let turn = Locked(())

  /// - Parameter arguments: what follows the command's words.
  static func read(_ arguments: [String], of spec: CommandSpec) throws(ReviewFailure) -> ParsedArguments {
    try turn.withLock { (_) throws(ReviewFailure) in try OptionReader(arguments, of: spec).read() }
  }

  private init(_ arguments: [String], of spec: CommandSpec) {
    self.spec = spec
    count = arguments.count + 1
    unsafe self.arguments = .allocate(capacity: count + 1)
    for (index, text) in (["conclave"] + arguments).enumerated() { unsafe self.arguments[index] = strdup(text) }
    unsafe self.arguments[count] = nil
    unsafe names = .allocate(capacity: spec.options.count + 1)
    for (index, id) in spec.options.enumerated() {
      unsafe names[index] = option(
        name: strdup(id.rawValue), has_arg: id.spec.argument == nil ? no_argument : required_argument, flag: nil,
        val: Self.firstValue + Int32(index))
    }
    unsafe names[spec.options.count] = option()
  }

  deinit {
    for index in 0..<count { unsafe free(arguments[index]) }
    unsafe arguments.deallocate()
    for index in 0..<spec.options.count { unsafe free(UnsafeMutablePointer(mutating: names[index].name)) }
    unsafe names.deallocate()
  }

  private consuming func read() throws(ReviewFailure) -> ParsedArguments {
    var parsed = ParsedArguments()
    conclave_options_begin()
    while true {
      let step = unsafe conclave_options_next(Int32(count), arguments, letters, names)
      switch unsafe step.result {
      case -1:
        for index in unsafe Int(step.next)..<count { parsed.operands.append(text(at: index)) }
        return parsed
      case 0x3A:
        throw unsafe missingArgument(step.option)
      case 0x3F:
        throw unsafe mistake(step.option, in: text(at: Int(step.next) - 1))
      case let value:
        guard let id = id(of: value) else { continue }
        if value >= Self.firstValue { try unsafe checkLength(ofNameIn: step, as: id) }
        parsed.add(id, unsafe step.argument.map { unsafe String(cString: $0) } ?? "")
      }
    }
  }

  /// Abbreviations of one or two letters are refused: what they mean changes with every new option, and `--pr 5` must not
  /// be taken for `--print` and a reference.
  private static func isLongEnough(_ name: String, for id: OptionID) -> Bool {
    name.utf8.count > 2 || name == id.rawValue
  }

  private func checkLength(ofNameIn step: conclave_option_step, as id: OptionID) throws(ReviewFailure) {
    let last = unsafe Int(step.next) - 1
    let isApart = unsafe step.argument != nil && step.argument == UnsafePointer(arguments[last])
    let name = text(at: isApart ? last - 1 : last).dropFirst(2).prefix { $0 != "=" }
    guard OptionReader.isLongEnough(String(name), for: id) else {
      throw UsageError.unknownOption(String(name), of: spec)
    }
  }

  /// The letters that have a meaning here, in getopt's form; the colon in front asks it to tell a missing argument apart.
  private var letters: String {
    ":"
      + spec.options.compactMap { id in id.letter.map { String($0) + (id.spec.argument == nil ? "" : ":") } }.joined()
  }

  private func id(of value: Int32) -> OptionID? {
    if value >= Self.firstValue {
      let index = Int(value - Self.firstValue)
      return index < spec.options.count ? spec.options[index] : nil
    }
    return spec.options.first { $0.letter?.asciiValue.map(Int32.init) == value }
  }

  private func text(at index: Int) -> String {
    guard index >= 0, index < count, let start = unsafe arguments[index] else { return "" }
    return unsafe String(cString: start)
  }

  private func missingArgument(_ value: Int32) -> ReviewFailure {
    guard let id = id(of: value), let argument = id.spec.argument else {
      return UsageError.of(spec.id, "an option lacks its argument")
    }
    return UsageError.of(spec.id, "\(id.flag) needs an argument, \(argument.placeholder)")
  }

  private func mistake(_ value: Int32, in argument: String) -> ReviewFailure {
    let name = String(argument.dropFirst(2).prefix { $0 != "=" })
    if let id = id(of: value), OptionReader.isLongEnough(name, for: id) {
      return UsageError.of(spec.id, "\(id.flag) takes no argument")
    }
    guard argument.hasPrefix("--") else {
      let letter = value > 0x20 && value < 0x7F ? "-" + String(UnicodeScalar(UInt8(value))) : argument
      return UsageError.of(spec.id, "unknown option \(letter)")
    }
    return UsageError.unknownOption(name, of: spec)
  }
}
