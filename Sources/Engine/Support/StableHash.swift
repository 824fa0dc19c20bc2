internal import CChecksum

/// Checksums that mean the same in every run and version.
package enum StableHash {
  /// CRC-32 of zlib.
  package static func crc32(_ bytes: some Collection<UInt8>) -> UInt32 {
    let run = bytes.withContiguousStorageIfAvailable { buffer in
      unsafe conclave_crc32(buffer.baseAddress, buffer.count)
    }
    return run ?? crc32(Array(bytes))
  }

  /// SHA-256 as 64 lower-case hexadecimal digits.
  package static func sha256(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    let status = unsafe bytes.withUnsafeBufferPointer { unsafe conclave_sha256($0.baseAddress, $0.count, &digest) }
    precondition(status == 0, "OpenSSL refuses SHA-256")
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
