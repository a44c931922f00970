/* SPDX-License-Identifier: MIT */
/* Errors of the system with connections and files, in the reader's words. */
#include "io/os_text.h"
#include "util/say.h"

#include <errno.h>
#include <uv.h>

/* The frequent ones, as libuv has them, which has them in English only. */
static const char *frequent(int os_err)
{
	switch (os_err) {
	case ECONNREFUSED:
		return CTI__TEXT("connection refused");
	case ECONNRESET:
		return CTI__TEXT("connection reset by peer");
	case ETIMEDOUT:
		return CTI__TEXT("connection timed out");
	case EHOSTUNREACH:
		return CTI__TEXT("host is unreachable");
	case ENETUNREACH:
		return CTI__TEXT("network is unreachable");
	case EPIPE:
		return CTI__TEXT("broken pipe");
	case EADDRINUSE:
		return CTI__TEXT("address already in use");
	case EADDRNOTAVAIL:
		return CTI__TEXT("address not available");
	case EACCES:
		return CTI__TEXT("permission denied");
	case EPERM:
		return CTI__TEXT("operation not permitted");
	case ENOENT:
		return CTI__TEXT("no such file or directory");
	case ENOTDIR:
		return CTI__TEXT("not a directory");
	case EISDIR:
		return CTI__TEXT("illegal operation on a directory");
	case ENOSPC:
		return CTI__TEXT("no space left on device");
	case EROFS:
		return CTI__TEXT("read-only file system");
	case EMFILE:
		return CTI__TEXT("too many open files");
	default:
		return NULL;
	}
}

const char *cti__os_text(char *room, size_t size, int os_err)
{
	const char *text = frequent(os_err);

	if (text)
		return cti__say(text);
	return uv_strerror_r(uv_translate_sys_error(os_err), room, size);
}
