/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any bytes as a recording: a file of each kind that is read, packed
 * or with a file of times, or a folder of two. The first byte picks the kind.
 * What is read has times that never go back, and ends.
 */
#include "fuzz.h"

#include "core/tape.h"
#include "core/tape_time.h"

#include <fcntl.h>
#include <sys/stat.h>

/* Where each part of the input goes. */
static const struct {
	const char *file[3];
	const char *open; /* "": the folder */
} kinds[] = {
	{ { "a.cti" }, "/a.cti" },
	{ { "a.ami", "a.idx" }, "/a.ami" },
	{ { "a.jsonl", "a.idx" }, "/a.jsonl" },
	{ { "a.cti.gz" }, "/a.cti.gz" },
	{ { "ami.raw", "ami.2.raw", "ami.idx" }, "" },
	{ { "ami.raw", "ami.idx", "ami.2.idx" }, "" },
	{ { "esl.raw", "esl.idx", "esl-json.raw" }, "" },
	{ { "ari.jsonl", "ari.idx", "ari.2.jsonl" }, "" },
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static char folder[64];

static void remove_folder(void)
{
	rmdir(folder);
}

static void make_folder(void)
{
	if (folder[0])
		return;
	snprintf(folder, sizeof(folder), "/dev/shm/cti-fuzz-XXXXXX");
	must(mkdtemp(folder) != NULL, "no folder in memory");
	atexit(remove_folder);
}

static void put(const char *name, struct cti__str content)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	must(fd >= 0 && write(fd, content.p, content.n) == (ssize_t)content.n,
	     "no file in memory");
	close(fd);
}

static void drop(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	unlink(path);
}

static void play(struct cti__tape *tape, struct cti__buf *why)
{
	struct cti__tape_item item = { .kind = CTI__TAPE_CLOSE };
	int64_t last_us = INT64_MIN;
	bool is_open = false;

	do {
		if (cti__tape_next(tape, &item, why)) {
			must(why->n > 0, "an error without a reason");
			return;
		}
		must(item.time_us >= last_us, "time goes back");
		last_us = item.time_us;
		if (item.kind == CTI__TAPE_DATA)
			must(is_open, "bytes of no connection");
		must(!is_open || item.kind != CTI__TAPE_OPEN,
		     "two connections at once");
		is_open = item.kind == CTI__TAPE_OPEN ||
			  item.kind == CTI__TAPE_DATA;
	} while (item.kind != CTI__TAPE_END);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cti__str rest = fuzz_input(data, size);
	size_t kind = fuzz_byte(&rest) % KINDS, i;
	struct cti__buf why = { 0 };
	struct cti__tape *tape;
	char path[128];
	int64_t time_us;

	(void)cti__tape_parse_time(rest, &time_us);
	make_folder();
	for (i = 0; i < 3 && kinds[kind].file[i]; i++)
		put(kinds[kind].file[i], i == 2 || !kinds[kind].file[i + 1]
						 ? rest
						 : fuzz_part(&rest));
	snprintf(path, sizeof(path), "%s%s", folder, kinds[kind].open);
	if (cti__tape_open(&tape, path, "", &why))
		must(why.n > 0, "refused without a reason");
	else
		play(tape, &why);
	cti__tape_close(tape);
	for (i = 0; i < 3 && kinds[kind].file[i]; i++)
		drop(kinds[kind].file[i]);
	cti__buf_fini(&why);
	return 0;
}
