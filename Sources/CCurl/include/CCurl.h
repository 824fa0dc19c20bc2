#ifndef CCURL_H
#define CCURL_H
// One HTTP exchange over libcurl, streamed. Only http and https, no redirects, nothing decompressed; proxies and the
// store of certificates as libcurl finds them.
#include <stddef.h>
#include <stdint.h>

typedef struct conclave_curl conclave_curl;

typedef struct {
  const char *method;
  const char *url;
  /// A Unix socket to connect to instead of the URL's host, or NULL.
  const char *unix_socket;
  /// Files and directories of certificates instead of the system's, or NULL.
  const char *ca_file;
  const char *ca_directory;
  /// Lines `Name: value`, up to a NULL.
  const char *const *headers;
  const uint8_t *body;
  size_t body_length;
  long connect_milliseconds;
  /// Longest time without a byte from the other side; 0 for no limit.
  long stall_milliseconds;
  /// Most bytes of a body that are taken.
  uint64_t body_limit;
  /// Whether the user's netrc may be asked for a password.
  int uses_netrc;
  /// Whether a proxy of the environment may be used.
  int uses_proxy;
  /// A socket at which nothing is to happen: the exchange ends as cancelled when something does. Negative for none.
  int watched;
} conclave_curl_request;

/// Why an exchange ended.
enum {
  CONCLAVE_CURL_DONE = 0,
  CONCLAVE_CURL_CANCELLED,
  /// `body` did not want more.
  CONCLAVE_CURL_UNWANTED,
  CONCLAVE_CURL_STALLED,
  CONCLAVE_CURL_TOO_LARGE,
  CONCLAVE_CURL_BAD_REQUEST,
  CONCLAVE_CURL_RESOLVE,
  CONCLAVE_CURL_CONNECT,
  CONCLAVE_CURL_CONNECT_TIMEOUT,
  CONCLAVE_CURL_PROXY,
  /// The certificate, or who issued it.
  CONCLAVE_CURL_CERTIFICATE,
  CONCLAVE_CURL_TLS,
  /// The connection broke, or what came is not HTTP.
  CONCLAVE_CURL_BROKEN,
  CONCLAVE_CURL_FAILED
};

typedef struct {
  int end;
  /// Status of the last response; 0 where none arrived.
  long status;
  /// libcurl's own words, ending in NUL; empty where it has none.
  char message[256];
} conclave_curl_result;

/// Called with each header line of the response, without its line end; a line `HTTP/…` begins anew.
typedef void (*conclave_curl_head)(void *context, const uint8_t *line, size_t length);
/// Called with each piece of the body; 0 ends the exchange.
typedef int (*conclave_curl_body)(void *context, const uint8_t *bytes, size_t length);

/// NULL without memory, or without libcurl, which is loaded here and not before.
conclave_curl *conclave_curl_new(void);
void conclave_curl_free(conclave_curl *curl);

/// Ends the exchange that runs, and any that is to come; may be called from any thread.
void conclave_curl_cancel(conclave_curl *curl);

/// Runs one exchange to its end on this thread, which calls back.
void conclave_curl_run(conclave_curl *curl, const conclave_curl_request *request, conclave_curl_head head,
                       conclave_curl_body body, void *context, conclave_curl_result *result);

#endif
