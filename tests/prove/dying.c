/* A dying disk: below one folder, write, fsync or rename answers EIO. Loaded before libc (LD_PRELOAD); see dying.py. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { NONE, WRITE, SYNC, NAME };

static char folder[4096];
static int dying = NONE;
static long healthy;
static int stays;

/* From the call after `calls` on (`for_good`), or at that call only. */
void disk_dies(const char *below, int kind, long calls, int for_good) {
    strncpy(folder, below, sizeof folder - 1);
    healthy = calls;
    stays = for_good;
    dying = kind;
}

static int fails(int kind, const char *path) {
    if (kind != dying || strncmp(path, folder, strlen(folder)) != 0) return 0;
    if (healthy-- > 0) return 0;
    if (!stays) dying = NONE;
    errno = EIO;
    return 1;
}

static int fails_at(int kind, int handle) {
    char link[64], path[4096];
    if (kind != dying) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", handle);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return fails(kind, path);
}

#define NEXT(name, type, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, name))

ssize_t write(int handle, const void *data, size_t size) {
    return fails_at(WRITE, handle) ? -1 : NEXT("write", ssize_t, int, const void *, size_t)(handle, data, size);
}
ssize_t pwrite(int handle, const void *data, size_t size, off_t at) {
    return fails_at(WRITE, handle) ? -1 : NEXT("pwrite", ssize_t, int, const void *, size_t, off_t)(handle, data, size, at);
}
ssize_t pwrite64(int handle, const void *data, size_t size, off64_t at) {
    return fails_at(WRITE, handle) ? -1 : NEXT("pwrite64", ssize_t, int, const void *, size_t, off64_t)(handle, data, size, at);
}
int fsync(int handle) { return fails_at(SYNC, handle) ? -1 : NEXT("fsync", int, int)(handle); }
int fdatasync(int handle) { return fails_at(SYNC, handle) ? -1 : NEXT("fdatasync", int, int)(handle); }
int rename(const char *from, const char *to) {
    return fails(NAME, to) ? -1 : NEXT("rename", int, const char *, const char *)(from, to);
}
int link(const char *from, const char *to) {
    return fails(NAME, to) ? -1 : NEXT("link", int, const char *, const char *)(from, to);
}
