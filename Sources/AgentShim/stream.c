#define _GNU_SOURCE
#include "shim.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/// The end of a trimmed file that stays readable.
enum { KEPT_BYTES = 64 << 10, MAX_READINGS = 4 };

struct stream stream_open(const char *path) {
  // The agent's own opening reports what is wrong with a path.
  int flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
  return (struct stream){.fd = open(path, flags, 0600)};
}

long long stream_size(const struct stream *stream) {
  struct stat status;
  if (stream->fd < 0 || fstat(stream->fd, &status) < 0 || !S_ISREG(status.st_mode)) return 0;
  return status.st_size;
}

void stream_trim(struct stream *stream, long long limit) {
  static char kept[KEPT_BYTES];
  long long size = stream_size(stream);
  if (size <= limit) return;
  size_t most = limit < KEPT_BYTES ? (size_t)limit : KEPT_BYTES;
  ssize_t count = 0;
  // Read again while it grows: what is written between the reading and the cut is lost, uncounted.
  for (int reading = 0; reading == 0 || (reading < MAX_READINGS && stream_size(stream) > size); reading++) {
    size = stream_size(stream);
    count = pread(stream->fd, kept, most, size - (long long)most);
  }
  // The agent appends, so it goes on at the new end.
  if (ftruncate(stream->fd, 0) < 0) return;
  ssize_t again = count > 0 ? write(stream->fd, kept, (size_t)count) : 0;
  stream->dropped += size - (again > 0 ? again : 0);
}
