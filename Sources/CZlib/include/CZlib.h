// The parts of zlib that .npz archives and files packed by gzip need.

#ifndef RTDEEP_CZLIB_H
#define RTDEEP_CZLIB_H

#include <stddef.h>
#include <stdint.h>

// Used inside the program or library that they are linked into, and not to be seen from outside.
#pragma GCC visibility push(hidden)

/// How unpacking has ended.
enum rtdeep_inflate_status {
  RTDEEP_INFLATE_OK = 0,
  /// The stream is damaged, ends early, or holds another number of bytes than expected.
  RTDEEP_INFLATE_DAMAGED = 1,
  RTDEEP_INFLATE_NO_MEMORY = 2,
  /// As many bytes as there was room for; there may be more.
  RTDEEP_INFLATE_FULL = 3,
};

/// Continues a CRC-32 (start with 0) over `count` bytes.
uint32_t rtdeep_crc32(uint32_t crc, const uint8_t *bytes, size_t count);

/// Inflates a raw deflate stream (no zlib or gzip header) that must hold exactly `output_count` bytes.
/// `*message` becomes zlib's own short text when the stream is damaged, else NULL.
enum rtdeep_inflate_status rtdeep_inflate_raw(
    const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count, const char **message);

/// Unpacks what gzip packed, members that follow one another included, until all of it or `output_count` bytes are there.
/// A checksum is only verified where its member ends before that. `*used` and `*written` become the bytes of input and
/// output; `*message` becomes a short text when the stream is damaged, else NULL.
enum rtdeep_inflate_status rtdeep_inflate_gzip(
    const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count, size_t *used, size_t *written,
    const char **message);

#pragma GCC visibility pop

#endif
