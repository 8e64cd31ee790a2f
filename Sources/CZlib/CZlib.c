#include "CZlib.h"

// Debian's libz.a is not position independent: its internal table `z_errmsg` cannot go into a shared library as a
// visible symbol. A hidden reference makes the linker hide it, and the archive then links into programs and shared
// libraries alike. The functions used are hidden too, so that a process with its own libz (Python) never mixes the two.
#pragma GCC visibility push(hidden)
#include <zlib.h>
#if defined(__linux__)
extern const char *const z_errmsg[10];
#endif
#pragma GCC visibility pop

static const char *text_of(int status) {
#if defined(__linux__)
  return status >= -6 && status <= 2 ? z_errmsg[2 - status] : "";
#else
  return zError(status);
#endif
}

// zlib counts in 32 bits, so long inputs are fed in pieces.
static uInt piece(size_t count) {
  const size_t most = (size_t)1 << 30;
  return (uInt)(count < most ? count : most);
}

uint32_t rtdeep_crc32(uint32_t crc, const uint8_t *bytes, size_t count) {
  uLong value = crc;
  while (count > 0) {
    uInt now = piece(count);
    value = crc32(value, bytes, now);
    bytes += now;
    count -= now;
  }
  return (uint32_t)value;
}

enum rtdeep_inflate_status rtdeep_inflate_raw(
    const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count, const char **message) {
  *message = NULL;
  z_stream stream = {0};
  int status = inflateInit2(&stream, -MAX_WBITS);
  if (status != Z_OK) {
    *message = text_of(status);
    return RTDEEP_INFLATE_NO_MEMORY;
  }
  // A stream may end in blocks that produce nothing: one spare byte tells "too long" from "exactly full".
  uint8_t spare;
  int using_spare = 0;
  stream.next_in = (Bytef *)input;
  stream.next_out = output;
  size_t input_left = input_count, output_left = output_count;
  do {
    if (stream.avail_in == 0 && input_left > 0) {
      stream.avail_in = piece(input_left);
      input_left -= stream.avail_in;
    }
    if (stream.avail_out == 0) {
      if (output_left > 0) {
        stream.avail_out = piece(output_left);
        output_left -= stream.avail_out;
      } else if (!using_spare) {
        using_spare = 1;
        stream.next_out = &spare;
        stream.avail_out = 1;
      } else {
        break;
      }
    }
    status = inflate(&stream, Z_NO_FLUSH);
  } while (status == Z_OK);
  int complete = status == Z_STREAM_END && output_left == 0 && stream.avail_out == (using_spare ? 1u : 0u);
  if (!complete) {
    *message = stream.msg != NULL ? stream.msg
             : status == Z_STREAM_END || status == Z_OK ? "unexpected length" : text_of(status);
  }
  inflateEnd(&stream);
  if (complete) return RTDEEP_INFLATE_OK;
  return status == Z_MEM_ERROR ? RTDEEP_INFLATE_NO_MEMORY : RTDEEP_INFLATE_DAMAGED;
}

enum rtdeep_inflate_status rtdeep_inflate_gzip(
    const uint8_t *input, size_t input_count, uint8_t *output, size_t output_count, size_t *used, size_t *written,
    const char **message) {
  *message = NULL;
  *used = *written = 0;
  z_stream stream = {0};
  // 16: a header and a checksum of gzip, which zlib verifies.
  int status = inflateInit2(&stream, 16 + MAX_WBITS);
  if (status != Z_OK) {
    *message = text_of(status);
    return RTDEEP_INFLATE_NO_MEMORY;
  }
  stream.next_in = (Bytef *)input;
  stream.next_out = output;
  size_t input_left = input_count, output_left = output_count;
  enum rtdeep_inflate_status result = RTDEEP_INFLATE_DAMAGED;
  while (status == Z_OK) {
    if (stream.avail_in == 0) {
      stream.avail_in = piece(input_left);
      input_left -= stream.avail_in;
    }
    if (stream.avail_out == 0) {
      stream.avail_out = piece(output_left);
      output_left -= stream.avail_out;
    }
    if (stream.avail_out == 0) {
      result = RTDEEP_INFLATE_FULL;
      break;
    }
    status = inflate(&stream, Z_NO_FLUSH);
    if (status != Z_STREAM_END) continue;
    size_t rest = stream.avail_in + input_left;
    if (rest == 0) {
      result = RTDEEP_INFLATE_OK;
    } else if (rest >= 2 && stream.next_in[0] == 0x1F && stream.next_in[1] == 0x8B) {
      status = inflateReset(&stream);
    } else {
      *message = "something else follows its end";
    }
  }
  *used = input_count - input_left - stream.avail_in;
  *written = output_count - output_left - stream.avail_out;
  if (result == RTDEEP_INFLATE_DAMAGED && *message == NULL) {
    // zlib's own words for an input that is over are "buffer error".
    *message = status == Z_BUF_ERROR ? "its end is missing" : stream.msg != NULL ? stream.msg : text_of(status);
  }
  inflateEnd(&stream);
  return status == Z_MEM_ERROR ? RTDEEP_INFLATE_NO_MEMORY : result;
}
