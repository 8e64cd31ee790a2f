// The two parts of zlib that .npz archives need.

#ifndef RTDEEP_CZLIB_H
#define RTDEEP_CZLIB_H

#include <stddef.h>
#include <stdint.h>

// Used inside the program or library that they are linked into, and not to be seen from outside.
#pragma GCC visibility push(hidden)

/// Result of `rtdeep_inflate_raw`.
enum rtdeep_inflate_status {
  RTDEEP_INFLATE_OK = 0,
  /// The stream is damaged, ends early, or holds another number of bytes than expected.
  RTDEEP_INFLATE_DAMAGED = 1,
  RTDEEP_INFLATE_NO_MEMORY = 2,
};

/// Continues a CRC-32 (start with 0) over `count` bytes.
uint32_t rtdeep_crc32(uint32_t crc, const uint8_t *bytes, size_t count);

/// Inflates a raw deflate stream (no zlib or gzip header) that must hold exactly `output_count` bytes.
/// `*message` becomes zlib's own short text when the stream is damaged, else NULL.
enum rtdeep_inflate_status rtdeep_inflate_raw(
    const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count, const char **message);

#pragma GCC visibility pop

#endif
