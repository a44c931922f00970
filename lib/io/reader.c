/* SPDX-License-Identifier: MIT */
/* Reads a file from front to back; one packed by gzip is unpacked. */
#include "io/file.h"
#include "io/os_text.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>
#include <uv.h>
#include <zlib.h>

#define ROOM 131072 /* of zlib, for packed bytes; twice that for the others */

struct cti__reader {
	gzFile gz;
	char *path;
};

static int fail(struct cti__buf *detail, const char *path, int err,
		const char *why, const char *remedy)
{
	if (detail) {
		cti__buf_clear(detail);
		cti__buf_printf(detail, "%s: %s; %s", path, why, remedy);
	}
	return err;
}

static int fail_os(struct cti__buf *detail, const char *path, int os_err)
{
	char room[128];

	return fail(detail, path, os_err == ENOMEM ? CTI_ENOMEM : CTI_EIO,
		    cti__os_text(room, sizeof(room), os_err),
		    os_err == EISDIR
			    ? cti__say("name a file, not a folder")
			    : cti__say("it cannot be read: check the path and "
				       "whether this user may"));
}

/* zlib opens a folder without complaint. */
static int open_file(const char *path)
{
	if (cti__path_kind(path) == CTI__PATH_DIR) {
		errno = EISDIR;
		return -1;
	}
	return open(path, O_RDONLY | O_CLOEXEC);
}

int cti__reader_open(struct cti__reader **out, const char *path,
		     struct cti__buf *detail)
{
	struct cti__reader *reader;
	int fd, err = CTI_ENOMEM;

	*out = NULL;
	reader = cti__calloc(1, sizeof(*reader));
	if (!reader)
		return CTI_ENOMEM;
	reader->path = cti__str_dup(cti__str(path));
	if (!reader->path)
		goto out;
	fd = open_file(path);
	if (fd < 0) {
		err = fail_os(detail, path, errno);
		goto out;
	}
	reader->gz = gzdopen(fd, "rb");
	if (!reader->gz) {
		close(fd);
		goto out;
	}
	err = gzbuffer(reader->gz, ROOM) ? CTI_ENOMEM : 0;
out:
	if (err)
		cti__reader_close(reader);
	else
		*out = reader;
	return err;
}

/* zlib tells of a file cut short only when asked at its end. */
static ssize_t at_end(struct cti__reader *reader, struct cti__buf *detail)
{
	int code = Z_OK, os_err = errno;

	gzerror(reader->gz, &code);
	switch (code) {
	case Z_OK:
	case Z_STREAM_END:
		return 0;
	case Z_ERRNO:
		return fail_os(detail, reader->path, os_err);
	case Z_MEM_ERROR:
		return fail_os(detail, reader->path, ENOMEM);
	case Z_BUF_ERROR:
		return fail(detail, reader->path, CTI_EFORMAT,
			    cti__say("the packed file is cut short"),
			    cti__say("what came before the cut was read"));
	default:
		return fail(detail, reader->path, CTI_EFORMAT,
			    cti__say("the packed file is damaged"),
			    cti__say("what came before the damage was read"));
	}
}

ssize_t cti__reader_read(struct cti__reader *reader, void *p, size_t n,
			 struct cti__buf *detail)
{
	int got;

	errno = 0;
	got = gzread(reader->gz, p, n > INT_MAX ? INT_MAX : (unsigned)n);
	return got > 0 ? got : at_end(reader, detail);
}

void cti__reader_close(struct cti__reader *reader)
{
	if (!reader)
		return;
	if (reader->gz)
		gzclose_r(reader->gz);
	cti__free(reader->path);
	cti__free(reader);
}
