#include "CCurl.h"
#include "library.h"
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct conclave_curl {
  const struct curl_library *library;
  CURLM *multi;
  atomic_int is_cancelled;
};

/// An exchange while it runs.
struct exchange {
  const conclave_curl_request *request;
  conclave_curl_head head;
  conclave_curl_body body;
  void *context;
  uint64_t received;
  uint64_t last_byte;
  /// Why a callback ended it; CONCLAVE_CURL_DONE while none did.
  int stop;
};

static uint64_t milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

conclave_curl *conclave_curl_new(void) {
  const struct curl_library *library = curl_library();
  conclave_curl *curl = library == NULL ? NULL : calloc(1, sizeof *curl);
  if (curl == NULL) return NULL;
  curl->library = library;
  curl->multi = curl->library->curl_multi_init();
  if (curl->multi != NULL) return curl;
  free(curl);
  return NULL;
}

void conclave_curl_free(conclave_curl *curl) {
  curl->library->curl_multi_cleanup(curl->multi);
  free(curl);
}

void conclave_curl_cancel(conclave_curl *curl) {
  atomic_store(&curl->is_cancelled, 1);
  curl->library->curl_multi_wakeup(curl->multi);
}

/// Counts what has come, headers too: without end they are a body by another name. Returns 0 where it is too much.
static int count_bytes(struct exchange *exchange, size_t length) {
  exchange->last_byte = milliseconds();
  exchange->received += length;
  if (exchange->received <= exchange->request->body_limit) return 1;
  exchange->stop = CONCLAVE_CURL_TOO_LARGE;
  return 0;
}

static size_t take_head(char *bytes, size_t size, size_t count, void *context) {
  struct exchange *exchange = context;
  size_t length = size * count;
  if (!count_bytes(exchange, length)) return 0;
  size_t kept = length;
  while (kept > 0 && (bytes[kept - 1] == '\n' || bytes[kept - 1] == '\r')) kept--;
  exchange->head(exchange->context, (const uint8_t *)bytes, kept);
  return length;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  struct exchange *exchange = context;
  size_t length = size * count;
  if (!count_bytes(exchange, length)) return 0;
  if (!exchange->body(exchange->context, (const uint8_t *)bytes, length)) {
    exchange->stop = CONCLAVE_CURL_UNWANTED;
  }
  return exchange->stop == CONCLAVE_CURL_DONE ? length : 0;
}

static CURLcode restrict_protocols(const conclave_curl *curl, CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075500
  return curl->library->curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  return curl->library->curl_easy_setopt(easy, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static CURLcode prepare(const conclave_curl *curl, CURL *easy, struct exchange *exchange, struct curl_slist *headers,
                        char *words) {
  const conclave_curl_request *request = exchange->request;
  CURLcode code = restrict_protocols(curl, easy);
#define SET(option, value) if (code == CURLE_OK) code = curl->library->curl_easy_setopt(easy, option, value)
  SET(CURLOPT_URL, request->url);
  SET(CURLOPT_CUSTOMREQUEST, request->method);
  SET(CURLOPT_HTTPHEADER, headers);
  SET(CURLOPT_FOLLOWLOCATION, 0L);
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_ERRORBUFFER, words);
  SET(CURLOPT_CONNECTTIMEOUT_MS, request->connect_milliseconds);
  SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  SET(CURLOPT_HEADERFUNCTION, take_head);
  SET(CURLOPT_HEADERDATA, exchange);
  SET(CURLOPT_WRITEFUNCTION, take_body);
  SET(CURLOPT_WRITEDATA, exchange);
  SET(CURLOPT_NETRC, (long)(request->uses_netrc ? CURL_NETRC_OPTIONAL : CURL_NETRC_IGNORED));
  // An empty name keeps libcurl from asking the environment.
  if (!request->uses_proxy) SET(CURLOPT_PROXY, "");
  if (request->unix_socket != NULL) SET(CURLOPT_UNIX_SOCKET_PATH, request->unix_socket);
  if (request->ca_file != NULL) SET(CURLOPT_CAINFO, request->ca_file);
  if (request->ca_directory != NULL) SET(CURLOPT_CAPATH, request->ca_directory);
  if (request->body != NULL) {
    SET(CURLOPT_POST, 1L);
    SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_length);
    SET(CURLOPT_POSTFIELDS, (const char *)request->body);
  }
#undef SET
  return code;
}

static int end_of(CURLcode code, int is_connected) {
  switch (code) {
  case CURLE_OK: return CONCLAVE_CURL_DONE;
  // Also what comes of an answer that is no HTTP.
  case CURLE_UNSUPPORTED_PROTOCOL: return is_connected ? CONCLAVE_CURL_BROKEN : CONCLAVE_CURL_BAD_REQUEST;
  case CURLE_URL_MALFORMAT: return CONCLAVE_CURL_BAD_REQUEST;
  case CURLE_COULDNT_RESOLVE_HOST: return CONCLAVE_CURL_RESOLVE;
  case CURLE_COULDNT_RESOLVE_PROXY:
  case CURLE_PROXY: return CONCLAVE_CURL_PROXY;
  case CURLE_COULDNT_CONNECT: return CONCLAVE_CURL_CONNECT;
  case CURLE_OPERATION_TIMEDOUT: return is_connected ? CONCLAVE_CURL_BROKEN : CONCLAVE_CURL_CONNECT_TIMEOUT;
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_CRL_BADFILE:
  case CURLE_SSL_INVALIDCERTSTATUS:
  case CURLE_SSL_PINNEDPUBKEYNOTMATCH: return CONCLAVE_CURL_CERTIFICATE;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SSL_CIPHER:
  case CURLE_USE_SSL_FAILED: return CONCLAVE_CURL_TLS;
  case CURLE_GOT_NOTHING:
  case CURLE_PARTIAL_FILE:
  case CURLE_SEND_ERROR:
  case CURLE_RECV_ERROR:
  case CURLE_WEIRD_SERVER_REPLY:
  case CURLE_BAD_CONTENT_ENCODING:
  case CURLE_HTTP2:
  case CURLE_HTTP2_STREAM: return CONCLAVE_CURL_BROKEN;
  default: return CONCLAVE_CURL_FAILED;
  }
}

/// Whether nothing has come for too long; otherwise the time to wait for in `wait`.
static int is_stalled(const struct exchange *exchange, int *wait) {
  uint64_t limit = (uint64_t)exchange->request->stall_milliseconds;
  *wait = 1000;
  if (limit == 0) return 0;
  uint64_t silent = milliseconds() - exchange->last_byte;
  if (silent >= limit) return 1;
  if (limit - silent < (uint64_t)*wait) *wait = (int)(limit - silent);
  return 0;
}

/// Drives the exchange until libcurl, a callback, the clock or somebody else ends it.
static int drive(conclave_curl *curl, CURL *easy, struct exchange *exchange) {
  for (;;) {
    if (atomic_load(&curl->is_cancelled)) return CONCLAVE_CURL_CANCELLED;
    int running = 0;
    if (curl->library->curl_multi_perform(curl->multi, &running) != CURLM_OK) return CONCLAVE_CURL_FAILED;
    if (exchange->stop != CONCLAVE_CURL_DONE) return exchange->stop;
    int left = 0;
    CURLMsg *message = curl->library->curl_multi_info_read(curl->multi, &left);
    if (message != NULL && message->msg == CURLMSG_DONE) {
      curl_off_t connected = 0;
      long proxy = 0;
      curl->library->curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME_T, &connected);
      curl->library->curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &proxy);
      if (message->data.result != CURLE_OK && proxy >= 400) return CONCLAVE_CURL_PROXY;
      return end_of(message->data.result, connected > 0);
    }
    int wait = 0;
    if (is_stalled(exchange, &wait)) return CONCLAVE_CURL_STALLED;
    struct curl_waitfd watched = {.fd = exchange->request->watched, .events = CURL_WAIT_POLLIN};
    unsigned count = watched.fd < 0 ? 0 : 1;
    if (curl->library->curl_multi_poll(curl->multi, &watched, count, wait, NULL) != CURLM_OK) return CONCLAVE_CURL_FAILED;
    if (count > 0 && watched.revents != 0) return CONCLAVE_CURL_CANCELLED;
  }
}

void conclave_curl_run(conclave_curl *curl, const conclave_curl_request *request, conclave_curl_head head,
                       conclave_curl_body body, void *context, conclave_curl_result *result) {
  *result = (conclave_curl_result){.end = CONCLAVE_CURL_FAILED};
  struct exchange exchange = {
      .request = request, .head = head, .body = body, .context = context, .last_byte = milliseconds()};
  char words[CURL_ERROR_SIZE] = "";
  struct curl_slist *headers = NULL;
  int is_whole = 1;
  for (const char *const *line = request->headers; *line != NULL && is_whole; line++) {
    struct curl_slist *longer = curl->library->curl_slist_append(headers, *line);
    is_whole = longer != NULL;
    if (is_whole) headers = longer;
  }
  CURL *easy = is_whole ? curl->library->curl_easy_init() : NULL;
  if (easy != NULL) {
    if (prepare(curl, easy, &exchange, headers, words) != CURLE_OK) {
      result->end = CONCLAVE_CURL_BAD_REQUEST;
    } else if (curl->library->curl_multi_add_handle(curl->multi, easy) == CURLM_OK) {
      result->end = drive(curl, easy, &exchange);
      curl->library->curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &result->status);
      curl->library->curl_multi_remove_handle(curl->multi, easy);
    }
    curl->library->curl_easy_cleanup(easy);
  }
  curl->library->curl_slist_free_all(headers);
  memcpy(result->message, words, sizeof result->message - 1);
}
