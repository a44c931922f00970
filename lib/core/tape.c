/* SPDX-License-Identifier: MIT */
/* Recordings of connections, read piece by piece. */
#include "core/tape.h"
#include "core/tape_part.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

/* Connections that a folder may hold one after the other. */
#define PARTS_MAX 16

/* Files of a capture folder, in the order in which they are looked for. */
static const struct {
	const char *protocol, *stem, *suffix, *scheme;
} folder_files[] = {
	{ "ami", "ami", ".raw", "ami" },
	{ "ari", "ari", ".jsonl", "ari" },
	{ "esl", "esl", ".raw", "esl" },
	{ "esl-json", "esl-json", ".raw", "esl" },
};

#define FOLDER_FILES (sizeof(folder_files) / sizeof(folder_files[0]))

struct cti__tape {
	struct cti__tape_part *part[PARTS_MAX];
	size_t parts, now; /* how many; the one being read */
	bool own;	   /* one of our own recordings: it names its wires */
	bool started;	   /* of the present part */
	int64_t last_us;
	char *protocol;
};

const char *cti__tape_protocol(const struct cti__tape *tape)
{
	return tape->protocol;
}

void cti__tape_close(struct cti__tape *tape)
{
	size_t i;

	if (!tape)
		return;
	for (i = 0; i < tape->parts; i++)
		cti__tape_part_close(tape->part[i]);
	cti__free(tape->protocol);
	cti__free(tape);
}

static int say(struct cti__buf *why, int err, const char *path,
	       const char *what)
{
	cti__buf_clear(why);
	cti__buf_printf(why, "%s %s", path, cti__say(what));
	return err;
}

/* "DIR/STEM[.N]SUFFIX" or the same packed; false if neither is there. */
static bool find_file(struct cti__buf *path, const char *dir, size_t row,
		      unsigned int number)
{
	cti__buf_clear(path);
	cti__buf_printf(path, "%s/%s", dir, folder_files[row].stem);
	if (number > 1)
		cti__buf_printf(path, ".%u", number);
	cti__buf_text(path, folder_files[row].suffix);
	if (cti__path_kind(cti__buf_cstr(path)) == CTI__PATH_FILE)
		return true;
	cti__buf_text(path, ".gz");
	return cti__path_kind(cti__buf_cstr(path)) == CTI__PATH_FILE;
}

/* The connections behind the first, each if it began after the one before it
   had ended; one that overlaps is another client's. */
static int add_later_parts(struct cti__tape *tape, const char *dir, size_t row,
			   struct cti__buf *why)
{
	int64_t end_us = cti__tape_part_end_us(tape->part[0]);
	struct cti__tape_part *part;
	struct cti__buf path = { 0 };
	unsigned int number;
	int err = 0;

	for (number = 2; !err && number <= PARTS_MAX && end_us >= 0; number++) {
		if (!find_file(&path, dir, row, number))
			break;
		err = cti__tape_part_open(&part, cti__buf_cstr(&path), why);
		if (err)
			break;
		if (cti__tape_part_begin_us(part) < end_us) {
			cti__tape_part_close(part);
			continue;
		}
		end_us = cti__tape_part_end_us(part);
		tape->part[tape->parts++] = part;
	}
	cti__buf_fini(&path);
	return err;
}

static int open_folder(struct cti__tape *tape, const char *dir,
		       const char *protocol, struct cti__buf *why)
{
	struct cti__buf path = { 0 };
	size_t row;
	int err;

	for (row = 0; row < FOLDER_FILES; row++) {
		if (*protocol && strcmp(protocol, folder_files[row].protocol))
			continue;
		if (find_file(&path, dir, row, 1))
			break;
	}
	if (row == FOLDER_FILES) {
		cti__buf_fini(&path);
		return say(
			why, CTI_EFORMAT, dir,
			*protocol
				? CTI__TEXT(
					  "has no recording of that protocol.")
				: CTI__TEXT("has no recording: it should hold "
					    "ami.raw, ari.jsonl, esl.raw or "
					    "esl-json.raw."));
	}
	err = cti__tape_part_open(&tape->part[0], cti__buf_cstr(&path), why);
	cti__buf_fini(&path);
	if (err)
		return err;
	tape->parts = 1;
	err = cti__str_set(&tape->protocol, cti__str(folder_files[row].scheme));
	return err ? err : add_later_parts(tape, dir, row, why);
}

static int open_file(struct cti__tape *tape, const char *path,
		     const char *protocol, struct cti__buf *why)
{
	const char *found;
	int err = cti__tape_part_open(&tape->part[0], path, why);

	if (err)
		return err;
	tape->parts = 1;
	tape->own = cti__tape_part_is_own(tape->part[0]);
	found = *protocol ? protocol : cti__tape_part_protocol(tape->part[0]);
	if (!*found)
		return say(why, CTI_EFORMAT, path,
			   "does not show which protocol it was recorded from; "
			   "name it, as in replay:FILE?protocol=ami.");
	return cti__str_set(&tape->protocol, cti__str(found));
}

int cti__tape_open(struct cti__tape **out, const char *path,
		   const char *protocol, struct cti__buf *why)
{
	struct cti__tape *tape;
	int err;

	*out = NULL;
	if (!*path) {
		cti__buf_clear(why);
		cti__buf_text(why,
			      cti__say("A replay needs a file or folder, as in "
				       "replay:FILE."));
		return CTI_EURL;
	}
	tape = cti__calloc(1, sizeof(*tape));
	if (!tape)
		return CTI_ENOMEM;
	if (cti__path_kind(path) == CTI__PATH_DIR)
		err = open_folder(tape, path, protocol, why);
	else
		err = open_file(tape, path, protocol, why);
	if (err)
		cti__tape_close(tape);
	else
		*out = tape;
	return err;
}

static void mark(struct cti__tape *tape, struct cti__tape_item *item,
		 enum cti__tape_kind kind)
{
	item->kind = kind;
	item->len = 0;
	if (item->time_us < tape->last_us)
		item->time_us = tape->last_us;
	tape->last_us = item->time_us;
}

/* The present part is at its end: close what is open, go to the next. */
static void next_part(struct cti__tape *tape, struct cti__tape_item *item)
{
	item->time_us = tape->last_us;
	if (tape->now + 1 >= tape->parts) {
		mark(tape, item, CTI__TAPE_END);
		return;
	}
	tape->now++;
	tape->started = false;
	mark(tape, item, CTI__TAPE_CLOSE);
}

int cti__tape_next(struct cti__tape *tape, struct cti__tape_item *item,
		   struct cti__buf *why)
{
	struct cti__tape_part *part = tape->part[tape->now];
	int err;

	if (!tape->own && !tape->started) {
		tape->started = true;
		item->time_us = cti__tape_part_begin_us(part);
		mark(tape, item, CTI__TAPE_OPEN);
		return 0;
	}
	err = cti__tape_part_next(part, item, why);
	if (err) {
		item->time_us = tape->last_us;
		mark(tape, item, CTI__TAPE_END);
		return err;
	}
	if (item->kind == CTI__TAPE_END)
		next_part(tape, item);
	else if (item->time_us < tape->last_us)
		item->time_us = tape->last_us;
	else
		tape->last_us = item->time_us;
	return 0;
}
