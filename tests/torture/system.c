/* SPDX-License-Identifier: MIT */
/*
 * The shim: functions of the C library's names, which stand before it for every
 * shared library. Pipes and event descriptors, by which libuv wakes itself, are
 * left alone, for it ends the process if these fail; where it gets none, it
 * leaves a descriptor behind.
 */
#include "system.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* Not errors: a call that does less than it could. */
#define SHORT 100001 /* one byte */
#define NONE  100002 /* as at the end */

enum {
	CALL_CONNECT,
	CALL_SOCKET,
	CALL_ACCEPT,
	CALL_RECEIVE, /* read, recv, recvmsg and the like of a socket */
	CALL_SEND,
	CALL_OPEN,
	CALL_READ, /* of a file */
	CALL_WRITE,
	CALL_SYNC,
	CALL_RENAME,
	CALL_FOPEN,
	CALL_FWRITE,
	CALL_FCLOSE,
	CALL_NAME, /* getaddrinfo */
	CALL_OPTION,
	CALL_EPOLL,
	CALL_COUNT
};

#define KIND(call, error)                                                      \
	{                                                                      \
#call " " #error, CALL_##call, error                           \
	}

static const struct system_kind kinds[] = {
	KIND(CONNECT, ECONNREFUSED),
	KIND(CONNECT, ETIMEDOUT),
	KIND(CONNECT, ENETUNREACH),
	KIND(CONNECT, EHOSTUNREACH),
	KIND(CONNECT, EADDRNOTAVAIL),
	KIND(CONNECT, EACCES),
	KIND(CONNECT, EAGAIN),
	KIND(CONNECT, ENOBUFS),
	KIND(SOCKET, EMFILE),
	KIND(SOCKET, ENFILE),
	KIND(SOCKET, ENOBUFS),
	KIND(SOCKET, EAFNOSUPPORT),
	KIND(ACCEPT, EMFILE),
	KIND(ACCEPT, ECONNABORTED),
	KIND(ACCEPT, EINTR),
	KIND(ACCEPT, ENOMEM),
	KIND(RECEIVE, EINTR),
	KIND(RECEIVE, EAGAIN),
	KIND(RECEIVE, ECONNRESET),
	KIND(RECEIVE, ETIMEDOUT),
	KIND(RECEIVE, ENOMEM),
	KIND(RECEIVE, SHORT),
	KIND(RECEIVE, NONE),
	KIND(SEND, EINTR),
	KIND(SEND, EAGAIN),
	KIND(SEND, EPIPE),
	KIND(SEND, ECONNRESET),
	KIND(SEND, ENOBUFS),
	KIND(SEND, SHORT),
	KIND(OPEN, EMFILE),
	KIND(OPEN, ENFILE),
	KIND(OPEN, EACCES),
	KIND(OPEN, ENOENT),
	KIND(OPEN, EIO),
	KIND(OPEN, EINTR),
	KIND(READ, EIO),
	KIND(READ, EINTR),
	KIND(READ, SHORT),
	KIND(READ, NONE),
	KIND(WRITE, ENOSPC),
	KIND(WRITE, EIO),
	KIND(WRITE, EDQUOT),
	KIND(WRITE, EINTR),
	KIND(WRITE, SHORT),
	KIND(SYNC, EIO),
	KIND(SYNC, ENOSPC),
	KIND(RENAME, EACCES),
	KIND(RENAME, ENOSPC),
	KIND(FOPEN, EMFILE),
	KIND(FOPEN, EACCES),
	KIND(FWRITE, ENOSPC),
	KIND(FWRITE, EIO),
	KIND(FCLOSE, ENOSPC),
	KIND(NAME, EAI_AGAIN),
	KIND(NAME, EAI_NONAME),
	KIND(NAME, EAI_FAIL),
	KIND(NAME, EAI_MEMORY),
	KIND(OPTION, EINVAL),
	KIND(OPTION, ENOBUFS),
	KIND(EPOLL, EMFILE),
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t asked[CALL_COUNT], failed;
static int armed_call = -1, armed_error;
static uint64_t armed_from, armed_to;
static _Thread_local int paused;

/* The C library's own, behind ours. */
#define REAL(pointer, name)                                                    \
	do {                                                                   \
		if (!(pointer))                                                \
			*(void **)&(pointer) = dlsym(RTLD_NEXT, name);         \
	} while (0)

/* 0: it is done; else what it is to fail with. */
static int verdict(int call)
{
	int error = 0;

	if (paused)
		return 0;
	pthread_mutex_lock(&lock);
	asked[call]++;
	if (call == armed_call && asked[call] >= armed_from &&
	    asked[call] < armed_to) {
		error = armed_error;
		failed++;
	}
	pthread_mutex_unlock(&lock);
	return error;
}

static bool is_socket(int fd, bool *is_file)
{
	int type, before = errno;
	socklen_t n = sizeof(type);
	struct stat st;
	bool is = getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &n) == 0 &&
		  type == SOCK_STREAM;

	*is_file = !is && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && fd > 2;
	errno = before;
	return is;
}

/* How many bytes, -1 for a failure (errno is set), or -2: as many as asked. */
static ssize_t judge(int fd, bool in)
{
	bool is_file, is = is_socket(fd, &is_file);
	int error;

	if (!is && !is_file)
		return -2;
	error = verdict(is   ? in ? CALL_RECEIVE : CALL_SEND
			: in ? CALL_READ
			     : CALL_WRITE);
	if (!error)
		return -2;
	if (error == SHORT)
		return 1;
	if (error == NONE)
		return 0;
	errno = error;
	return -1;
}

ssize_t read(int fd, void *p, size_t n)
{
	static ssize_t (*real)(int, void *, size_t);
	ssize_t most = judge(fd, true);

	REAL(real, "read");
	if (most == -1 || most == 0)
		return most;
	return real(fd, p, most == 1 && n ? 1 : n);
}

ssize_t recv(int fd, void *p, size_t n, int flags)
{
	static ssize_t (*real)(int, void *, size_t, int);
	ssize_t most = judge(fd, true);

	REAL(real, "recv");
	if (most == -1 || most == 0)
		return most;
	return real(fd, p, most == 1 && n ? 1 : n, flags);
}

ssize_t write(int fd, const void *p, size_t n)
{
	static ssize_t (*real)(int, const void *, size_t);
	ssize_t most = judge(fd, false);

	REAL(real, "write");
	if (most == -1)
		return most;
	return real(fd, p, most == 1 && n ? 1 : n);
}

ssize_t writev(int fd, const struct iovec *iov, int count)
{
	static ssize_t (*real)(int, const struct iovec *, int);
	ssize_t most = judge(fd, false);

	REAL(real, "writev");
	if (most == -1)
		return most;
	if (most == 1 && iov[0].iov_len)
		return write(fd, iov[0].iov_base, 1);
	return real(fd, iov, count);
}

ssize_t send(int fd, const void *p, size_t n, int flags)
{
	static ssize_t (*real)(int, const void *, size_t, int);
	ssize_t most = judge(fd, false);

	REAL(real, "send");
	if (most == -1)
		return most;
	return real(fd, p, most == 1 && n ? 1 : n, flags);
}

static ssize_t read_at(int fd, void *p, size_t n, off_t at)
{
	static ssize_t (*real)(int, void *, size_t, off_t);
	ssize_t most = judge(fd, true);

	REAL(real, "pread64");
	if (most == -1 || most == 0)
		return most;
	return real(fd, p, most == 1 && n ? 1 : n, at);
}

static ssize_t write_at(int fd, const void *p, size_t n, off_t at)
{
	static ssize_t (*real)(int, const void *, size_t, off_t);
	ssize_t most = judge(fd, false);

	REAL(real, "pwrite64");
	if (most == -1)
		return most;
	return real(fd, p, most == 1 && n ? 1 : n, at);
}

/* Both names of each: with large files the headers give one the other's. */
#define BOTH(name) __asm__(name)

ssize_t shim_pread(int fd, void *p, size_t n, off_t at) BOTH("pread");
ssize_t shim_pread64(int fd, void *p, size_t n, off_t at) BOTH("pread64");
ssize_t shim_pwrite(int fd, const void *p, size_t n, off_t at) BOTH("pwrite");
ssize_t shim_pwrite64(int fd, const void *p, size_t n, off_t at)
	BOTH("pwrite64");
int shim_open(const char *path, int flags, ...) BOTH("open");
int shim_open64(const char *path, int flags, ...) BOTH("open64");
FILE *shim_fopen(const char *path, const char *mode) BOTH("fopen");
FILE *shim_fopen64(const char *path, const char *mode) BOTH("fopen64");

ssize_t shim_pread(int fd, void *p, size_t n, off_t at)
{
	return read_at(fd, p, n, at);
}

ssize_t shim_pread64(int fd, void *p, size_t n, off_t at)
{
	return read_at(fd, p, n, at);
}

ssize_t shim_pwrite(int fd, const void *p, size_t n, off_t at)
{
	return write_at(fd, p, n, at);
}

ssize_t shim_pwrite64(int fd, const void *p, size_t n, off_t at)
{
	return write_at(fd, p, n, at);
}

static int open_it(const char *path, int flags, va_list args)
{
	static int (*real)(const char *, int, ...);
	mode_t mode = 0;
	int error = verdict(CALL_OPEN);

	REAL(real, "open64");
	if (flags & (O_CREAT | O_TMPFILE))
		mode = va_arg(args, mode_t);
	if (error) {
		errno = error;
		return -1;
	}
	return real(path, flags, mode);
}

int shim_open(const char *path, int flags, ...)
{
	va_list args;
	int fd;

	va_start(args, flags);
	fd = open_it(path, flags, args);
	va_end(args);
	return fd;
}

int shim_open64(const char *path, int flags, ...)
{
	va_list args;
	int fd;

	va_start(args, flags);
	fd = open_it(path, flags, args);
	va_end(args);
	return fd;
}

static FILE *open_file(const char *path, const char *mode)
{
	static FILE *(*real)(const char *, const char *);
	int error = verdict(CALL_FOPEN);

	REAL(real, "fopen64");
	if (!error)
		return real(path, mode);
	errno = error;
	return NULL;
}

FILE *shim_fopen(const char *path, const char *mode)
{
	return open_file(path, mode);
}

FILE *shim_fopen64(const char *path, const char *mode)
{
	return open_file(path, mode);
}

size_t fwrite(const void *p, size_t size, size_t n, FILE *file)
{
	static size_t (*real)(const void *, size_t, size_t, FILE *);
	int error;

	REAL(real, "fwrite");
	error = file == stdout || file == stderr ? 0 : verdict(CALL_FWRITE);
	if (!error)
		return real(p, size, n, file);
	errno = error;
	return 0;
}

int fclose(FILE *file)
{
	static int (*real)(FILE *);
	int error = verdict(CALL_FCLOSE), rc;

	REAL(real, "fclose");
	rc = real(file);
	if (!error)
		return rc;
	errno = error;
	return EOF;
}

/* The plain ones: a failure instead of the call. */
#define PLAIN(type, name, call, params, ...)                                   \
	type name params                                                       \
	{                                                                      \
		static type(*real) params;                                     \
		int error = verdict(call);                                     \
                                                                               \
		REAL(real, #name);                                             \
		if (!error)                                                    \
			return real(__VA_ARGS__);                              \
		errno = error;                                                 \
		return -1;                                                     \
	}

PLAIN(int, connect, CALL_CONNECT,
      (int fd, const struct sockaddr *to, socklen_t n), fd, to, n)
PLAIN(int, socket, CALL_SOCKET, (int domain, int type, int protocol), domain,
      type, protocol)
PLAIN(int, accept4, CALL_ACCEPT,
      (int fd, struct sockaddr *from, socklen_t *n, int flags), fd, from, n,
      flags)
PLAIN(int, fsync, CALL_SYNC, (int fd), fd)
PLAIN(int, fdatasync, CALL_SYNC, (int fd), fd)
PLAIN(int, rename, CALL_RENAME, (const char *from, const char *to), from, to)
PLAIN(int, setsockopt, CALL_OPTION,
      (int fd, int level, int name, const void *value, socklen_t n), fd, level,
      name, value, n)
PLAIN(int, epoll_create1, CALL_EPOLL, (int flags), flags)

int getaddrinfo(const char *node, const char *service,
		const struct addrinfo *hints, struct addrinfo **out)
{
	static int (*real)(const char *, const char *, const struct addrinfo *,
			   struct addrinfo **);
	int error = verdict(CALL_NAME);

	REAL(real, "getaddrinfo");
	return error ? error : real(node, service, hints, out);
}

const struct system_kind *system_kind(size_t index)
{
	return index < sizeof(kinds) / sizeof(kinds[0]) ? &kinds[index] : NULL;
}

bool system_is_promise(const struct system_kind *kind)
{
	return kind->error == EINTR || kind->error == EAGAIN;
}

void system_arm(const struct system_kind *kind, uint64_t at, uint64_t many)
{
	size_t i;

	pthread_mutex_lock(&lock);
	for (i = 0; i < CALL_COUNT; i++)
		asked[i] = 0;
	failed = 0;
	armed_call = kind && at ? kind->call : -1;
	armed_error = kind ? kind->error : 0;
	armed_from = at;
	armed_to = at + many;
	pthread_mutex_unlock(&lock);
}

uint64_t system_asked(const struct system_kind *kind)
{
	return asked[kind->call];
}

uint64_t system_failed(void)
{
	return failed;
}

void system_pause(void)
{
	paused++;
}

void system_resume(void)
{
	paused--;
}
