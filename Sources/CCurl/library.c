#include "library.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct curl_library library;
static int is_loaded;

static void load(void) {
  void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) return;
  // A function's address in an object's pointer: POSIX wants it so.
#define FIND(name)                                                                                                     \
  *(void **)&library.name = dlsym(handle, #name);                                                                      \
  if (library.name == NULL) return;
  CONCLAVE_CURL_FUNCTIONS(FIND)
#undef FIND
  is_loaded = library.curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

const struct curl_library *curl_library(void) {
  pthread_once(&once, load);
  return is_loaded ? &library : NULL;
}
