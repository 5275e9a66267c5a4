#ifndef BUILD_COMMIT_H
#define BUILD_COMMIT_H

/// The commit of which the program was built, as `make` found it; "unknown" after a plain `swift build`.
const char *build_commit(void);

#endif
