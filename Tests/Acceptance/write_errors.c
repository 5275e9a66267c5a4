/* Makes writes to the gateway's database fail while a file exists: LD_PRELOAD this, and write the errno into that file.
   So a file system that turns read-only in the middle of work can be played without being one's master. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static int trouble(int fd) {
    const char *flag = getenv("WRITE_ERRORS");
    if (!flag || access(flag, F_OK) != 0) return 0;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (!strstr(path, ".sqlite")) return 0;
    int code = 0;
    FILE *file = fopen(flag, "r");
    if (file) {
        if (fscanf(file, "%d", &code) != 1) code = 0;
        fclose(file);
    }
    return code;
}

#define FAILS(fd) do { int code = trouble(fd); if (code) { errno = code; return -1; } } while (0)
#define NEXT(name, ...) ((ssize_t (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    FAILS(fd);
    return NEXT("pwrite64", int, const void *, size_t, off64_t)(fd, data, size, at);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    FAILS(fd);
    return NEXT("pwrite", int, const void *, size_t, off_t)(fd, data, size, at);
}

ssize_t write(int fd, const void *data, size_t size) {
    FAILS(fd);
    return NEXT("write", int, const void *, size_t)(fd, data, size);
}
