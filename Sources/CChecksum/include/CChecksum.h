#ifndef CCHECKSUM_H
#define CCHECKSUM_H
#include <stddef.h>
#include <stdint.h>

/// CRC-32 (the polynomial of zlib and gzip) of `length` bytes.
uint32_t conclave_crc32(const uint8_t *bytes, size_t length);

/// SHA-256 of `length` bytes into `digest` (32 bytes). Returns 0, or -1 where the library refuses.
int conclave_sha256(const uint8_t *bytes, size_t length, uint8_t *digest);
#endif
