#include "CChecksum.h"
#include <openssl/sha.h>
#include <zlib.h>

uint32_t conclave_crc32(const uint8_t *bytes, size_t length) {
  return (uint32_t)crc32_z(0, bytes, length);
}

int conclave_sha256(const uint8_t *bytes, size_t length, uint8_t *digest) {
  return SHA256(bytes, length, digest) ? 0 : -1;
}
