/* SPDX-License-Identifier: MIT */
/* Files and folders; blocking. */
#include "io/file.h"
#include "io/os_text.h"
#include "io/sigpipe.h"
#include "util/alloc.h"
#include "util/remedy.h"
#include "util/say.h"

#include <cti/error.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

#define ROOM 65536 /* what a writer gathers before it writes */

struct cti__writer {
	int fd;
	int os_err; /* the first failure, which all later ones repeat */
	size_t n;
	char *path;
	char data[ROOM];
};

static int fail(struct cti__buf *detail, const char *path, const char *what,
		int os_err, const char *remedy)
{
	char room[128];

	if (detail) {
		cti__buf_clear(detail);
		cti__buf_printf(detail, cti__say("%s: cannot %s: %s; %s"), path,
				cti__say(what),
				cti__os_text(room, sizeof(room), os_err),
				remedy);
	}
	return os_err == ENOMEM ? CTI_ENOMEM : CTI_EIO;
}

int cti__writer_open(struct cti__writer **out, const char *path,
		     struct cti__buf *detail)
{
	struct cti__writer *writer;
	int err = CTI_ENOMEM;

	*out = NULL;
	writer = cti__calloc(1, sizeof(*writer));
	if (!writer)
		return CTI_ENOMEM;
	writer->fd = -1;
	writer->path = cti__str_dup(cti__str(path));
	if (!writer->path)
		goto out;
	writer->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	err = writer->fd < 0 ? fail(detail, path, "write", errno,
				    cti__os_remedy(errno))
			     : 0;
out:
	if (err)
		cti__writer_close(writer, NULL);
	else
		*out = writer;
	return err;
}

static int write_out(struct cti__writer *writer, const char *p, size_t n)
{
	struct cti__sigpipe hold;
	ssize_t done;

	/* The file may be a pipe that nobody reads any more. */
	cti__sigpipe_hold(&hold, true);
	while (n && !writer->os_err) {
		done = write(writer->fd, p, n);
		if (done < 0 && errno != EINTR)
			writer->os_err = errno;
		if (done > 0) {
			p += done;
			n -= (size_t)done;
		}
	}
	cti__sigpipe_let_go(&hold);
	return writer->os_err;
}

int cti__writer_flush(struct cti__writer *writer, struct cti__buf *detail)
{
	if (!write_out(writer, writer->data, writer->n)) {
		writer->n = 0;
		return 0;
	}
	return fail(detail, writer->path, "write", writer->os_err,
		    cti__os_remedy(writer->os_err));
}

int cti__writer_write(struct cti__writer *writer, const void *p, size_t n,
		      struct cti__buf *detail)
{
	int err;

	if (n > ROOM - writer->n || writer->os_err) {
		err = cti__writer_flush(writer, detail);
		if (err)
			return err;
	}
	if (n > ROOM) {
		write_out(writer, p, n);
		return cti__writer_flush(writer, detail);
	}
	memcpy(writer->data + writer->n, p, n);
	writer->n += n;
	return 0;
}

int cti__writer_close(struct cti__writer *writer, struct cti__buf *detail)
{
	int err = 0;

	if (!writer)
		return 0;
	if (writer->fd >= 0) {
		err = cti__writer_flush(writer, detail);
		/* A network's disk may tell only here that it is full. */
		if (close(writer->fd) < 0 && !err && errno != EINTR)
			err = fail(detail, writer->path, "write", errno,
				   cti__os_remedy(errno));
	}
	cti__free(writer->path);
	cti__free(writer);
	return err;
}

enum cti__path_kind cti__path_kind(const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return CTI__PATH_NONE;
	return S_ISDIR(st.st_mode) ? CTI__PATH_DIR : CTI__PATH_FILE;
}

/* At most one byte more than max, which tells that there is more. */
static int read_all(struct cti__buf *b, int fd, size_t max)
{
	ssize_t n = 1;

	while (n && b->n <= max) {
		if (cti__buf_reserve(b, 4096))
			return ENOMEM;
		n = read(fd, b->p + b->n, b->room - b->n);
		if (n > 0)
			b->n += (size_t)n;
		else if (n < 0 && errno != EINTR)
			return errno;
	}
	return 0;
}

int cti__file_read(char **out, size_t *len, const char *path, size_t max,
		   struct cti__buf *detail)
{
	struct cti__buf b = { 0 };
	int fd, os_err, err = 0;

	*out = NULL;
	*len = 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return fail(detail, path, "read", errno, cti__os_remedy(errno));
	os_err = read_all(&b, fd, max);
	close(fd);
	if (os_err) {
		err = fail(detail, path, "read", os_err,
			   cti__os_remedy(os_err));
	} else if (b.n > max) {
		err = CTI_ETOOBIG;
		if (detail) {
			cti__buf_clear(detail);
			cti__buf_printf(
				detail,
				cti__say("%s: larger than %lu bytes; is it the "
					 "right file?"),
				path, (unsigned long)max);
		}
	} else {
		*out = cti__buf_take(&b, len);
		err = *out ? 0 : CTI_ENOMEM;
	}
	cti__buf_fini(&b);
	return err;
}

struct cti__stamp cti__file_stamp(const char *path)
{
	const struct cti__stamp none = { .exists = false };
	struct stat st;

	return stat(path, &st) ? none : cti__stamp_of(&st);
}
