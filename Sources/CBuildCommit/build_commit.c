// `make` writes the commit into a header that Git ignores, so that a new commit costs one small file and the linking.
#include "build_commit.h"

#if __has_include("commit.generated.h")
#include "commit.generated.h"
#else
#define BUILD_COMMIT "unknown"
#endif

const char *build_commit(void) { return BUILD_COMMIT; }
