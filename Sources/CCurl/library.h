#ifndef CONCLAVE_CURL_LIBRARY_H
#define CONCLAVE_CURL_LIBRARY_H
#include <curl/curl.h>

// libcurl is loaded when a request is made: with what it needs itself it would double the time of every start of the program,
// and most starts make no request.
#undef curl_easy_setopt
#undef curl_easy_getinfo

#define CONCLAVE_CURL_FUNCTIONS(each)                                                                                  \
  each(curl_global_init) each(curl_easy_init) each(curl_easy_setopt) each(curl_easy_getinfo) each(curl_easy_cleanup)   \
  each(curl_slist_append) each(curl_slist_free_all) each(curl_multi_init) each(curl_multi_cleanup)                     \
  each(curl_multi_add_handle) each(curl_multi_remove_handle) each(curl_multi_perform) each(curl_multi_info_read)       \
  each(curl_multi_poll) each(curl_multi_wakeup)

struct curl_library {
#define MEMBER(name) __typeof__(name) *name;
  CONCLAVE_CURL_FUNCTIONS(MEMBER)
#undef MEMBER
};

/// The library, or NULL where this machine has none that can be used.
const struct curl_library *curl_library(void);

#endif
