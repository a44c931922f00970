/* SPDX-License-Identifier: MIT */
/* Records what a link receives. */
#include "core/recorder.h"
#include "io/file.h"
#include "io/loop.h"
#include "util/alloc.h"

#include <cti/client.h>
#include <cti/error.h>

struct cti__recorder {
	struct cti__writer *file;
	const struct cti__log *log;
	int64_t start_us; /* on the clock that only grows */
	bool is_open;	  /* a connection is */
	bool failed;
};

/* A full disk ends the recording, not the link. */
static void check(struct cti__recorder *rec, int err, struct cti__buf *why)
{
	if (err && !rec->failed) {
		rec->failed = true;
		cti__log(rec->log, CTI_LOG_ERROR, "the recording ends here: %s",
			 cti__buf_cstr(why));
	}
	cti__buf_fini(why);
}

static void put(struct cti__recorder *rec, const char *tag, const char *data,
		size_t len)
{
	struct cti__buf head = { 0 }, why = { 0 };
	int err;

	if (rec->failed)
		return;
	cti__buf_i64(&head, (cti__loop_now_us() - rec->start_us) / 1000);
	cti__buf_char(&head, ' ');
	cti__buf_u64(&head, len);
	cti__buf_char(&head, ' ');
	cti__buf_text(&head, tag);
	cti__buf_char(&head, '\n');
	cti__buf_add(&head, data, len);
	cti__buf_char(&head, '\n');
	err = head.err;
	if (!err)
		err = cti__writer_write(rec->file, head.p, head.n, &why);
	/* A program that is killed shall leave all that it has seen. */
	if (!err)
		err = cti__writer_flush(rec->file, &why);
	check(rec, err, &why);
	cti__buf_fini(&head);
}

int cti__recorder_new(struct cti__recorder **out, const char *path,
		      const char *scheme, const char *link,
		      const struct cti__log *log, struct cti__buf *why)
{
	struct cti__recorder *rec = cti__calloc(1, sizeof(*rec));
	struct cti__buf head = { 0 };
	int err;

	*out = NULL;
	if (!rec)
		return CTI_ENOMEM;
	rec->log = log;
	rec->start_us = cti__loop_now_us();
	cti__buf_text(&head, "libcti-recording 1 ");
	cti__buf_text(&head, scheme);
	cti__buf_char(&head, ' ');
	cti__buf_time(&head, cti__loop_wall_us());
	cti__buf_char(&head, ' ');
	cti__buf_text(&head, link);
	cti__buf_char(&head, '\n');
	err = head.err;
	if (!err)
		err = cti__writer_open(&rec->file, path, why);
	if (!err)
		err = cti__writer_write(rec->file, head.p, head.n, why);
	if (!err)
		err = cti__writer_flush(rec->file, why);
	cti__buf_fini(&head);
	if (err)
		cti__recorder_free(rec);
	else
		*out = rec;
	return err;
}

void cti__recorder_open(struct cti__recorder *rec)
{
	rec->is_open = true;
	put(rec, "open", NULL, 0);
}

void cti__recorder_data(struct cti__recorder *rec, const char *data, size_t len)
{
	put(rec, "<", data, len);
}

void cti__recorder_close_wire(struct cti__recorder *rec)
{
	if (rec->is_open)
		put(rec, "close", NULL, 0);
	rec->is_open = false;
}

void cti__recorder_free(struct cti__recorder *rec)
{
	struct cti__buf why = { 0 };

	if (!rec)
		return;
	if (rec->file) {
		cti__recorder_close_wire(rec);
		check(rec, cti__writer_close(rec->file, &why), &why);
	}
	cti__free(rec);
}
