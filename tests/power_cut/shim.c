/* Preloaded into a process, this notes every change to the files of one folder, in order and with its bytes, so that a test
 * can build the disk as a power cut would have left it. While the file that POWER_CUT_FULL names exists,
 * the folder's disk is full. The file that POWER_CUT_MOUNTS names stands in for the list of mounts.
 * With POWER_CUT_KILL the process is killed right after its so-manyth change.
 *
 * A note is: one letter, then three numbers of eight bytes (offset or length, bytes of the path, bytes of the data), path, data.
 *   C created  W written  T truncated  S synced  U unlinked  R renamed (data: the new path)  P printed on standard output
 * What SQLite keeps in shared memory (-shm) is rebuilt after a cut and not noted.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(type, name, ...) \
    static type (*real)(__VA_ARGS__); \
    if (!real) real = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int watched(const char *path) {
    const char *folder = getenv("POWER_CUT_FOLDER");
    size_t length = path ? strlen(path) : 0;
    if (!folder || strncmp(path ? path : "", folder, strlen(folder)) != 0) return 0;
    return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

/* A full disk has no room for shared memory either. */
static int full(const char *path) {
    const char *folder = getenv("POWER_CUT_FOLDER"), *sign = getenv("POWER_CUT_FULL");
    return sign && access(sign, F_OK) == 0 && folder && path && strncmp(path, folder, strlen(folder)) == 0;
}

static const char *path_of(int fd, char *into, size_t size) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, into, size - 1);
    if (length < 0) return NULL;
    into[length] = 0;
    return into;
}

/* Ends the process right after its so-manyth change. */
static void count(void) {
    static int changes;
    const char *at = getenv("POWER_CUT_KILL");
    if (at && __sync_add_and_fetch(&changes, 1) == atoi(at)) kill(getpid(), SIGKILL);
}

static void note(char what, const char *path, uint64_t number, const void *data, uint64_t size) {
    static int trace = -1;
    count();
    const char *name = getenv("POWER_CUT_TRACE");
    if (!name) return;
    if (trace < 0) trace = (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    uint64_t numbers[3] = {number, strlen(path), size};
    struct iovec parts[4] = {{&what, 1}, {numbers, sizeof numbers}, {(void *)path, strlen(path)}, {(void *)data, size}};
    if (syscall(SYS_writev, trace, parts, 4) < 0) abort();
}

static ssize_t wrote(int fd, const void *data, uint64_t offset, ssize_t done) {
    char path[4096];
    int kept = errno;
    if (done > 0 && path_of(fd, path, sizeof path) && watched(path)) note('W', path, offset, data, (uint64_t)done);
    errno = kept;
    return done;
}

static int no_room(int fd) {
    char path[4096];
    if (!getenv("POWER_CUT_FULL") || !path_of(fd, path, sizeof path) || !full(path)) return 0;
    errno = ENOSPC;
    return 1;
}

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (no_room(fd)) return -1;
    if (fd == 1) {
        ssize_t done = real(fd, data, size);
        if (done > 0) note('P', "", 0, data, (uint64_t)done);
        return done;
    }
    off_t offset = lseek(fd, 0, SEEK_CUR);
    int flags = fcntl(fd, F_GETFL);
    if (flags >= 0 && (flags & O_APPEND)) offset = lseek(fd, 0, SEEK_END);
    return wrote(fd, data, (uint64_t)offset, real(fd, data, size));
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    if (no_room(fd)) return -1;
    return wrote(fd, data, (uint64_t)offset, real(fd, data, size, offset));
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    if (no_room(fd)) return -1;
    return wrote(fd, data, (uint64_t)offset, real(fd, data, size, offset));
}

static int truncated(int fd, uint64_t length, int done) {
    char path[4096];
    if (done == 0 && path_of(fd, path, sizeof path) && watched(path)) note('T', path, length, "", 0);
    return done;
}

int ftruncate(int fd, off_t length) {
    REAL(int, "ftruncate", int, off_t);
    if (length > 0 && no_room(fd)) return -1;
    return truncated(fd, (uint64_t)length, real(fd, length));
}

int ftruncate64(int fd, off64_t length) {
    REAL(int, "ftruncate64", int, off64_t);
    if (length > 0 && no_room(fd)) return -1;
    return truncated(fd, (uint64_t)length, real(fd, length));
}

static int synced(int fd, int done) {
    char path[4096];
    if (done == 0 && path_of(fd, path, sizeof path) && watched(path)) note('S', path, 0, "", 0);
    return done;
}

int fsync(int fd) {
    REAL(int, "fsync", int);
    return synced(fd, real(fd));
}

int fdatasync(int fd) {
    REAL(int, "fdatasync", int);
    return synced(fd, real(fd));
}

int unlink(const char *path) {
    REAL(int, "unlink", const char *);
    int done = real(path);
    if (done == 0 && watched(path)) note('U', path, 0, "", 0);
    return done;
}

int rename(const char *from, const char *to) {
    REAL(int, "rename", const char *, const char *);
    int done = real(from, to);
    if (done == 0 && watched(to)) note('R', from, 0, to, strlen(to));
    return done;
}

static int opened(int (*real)(const char *, int, ...), const char *path, int flags, mode_t mode) {
    const char *mounts = getenv("POWER_CUT_MOUNTS");
    if (mounts && strcmp(path, "/proc/self/mountinfo") == 0) path = mounts;
    struct stat before;
    int fresh = (flags & O_CREAT) && stat(path, &before) != 0;
    if (fresh && full(path)) {
        errno = ENOSPC;
        return -1;
    }
    int fd = real(path, flags, mode);
    if (fd >= 0 && watched(path)) {
        int kept = errno;
        if (fresh) note('C', path, 0, "", 0);
        else if (flags & O_TRUNC) note('T', path, 0, "", 0);
        errno = kept;
    }
    return fd;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        static int (*real)(const char *, int, ...); \
        if (!real) real = (int (*)(const char *, int, ...))dlsym(RTLD_NEXT, #name); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = (flags & (O_CREAT | O_TMPFILE)) ? (mode_t)va_arg(rest, int) : 0; \
        va_end(rest); \
        return opened(real, path, flags, mode); \
    }

OPEN(open)
OPEN(open64)
