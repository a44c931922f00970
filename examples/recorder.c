/* SPDX-License-Identifier: MIT */
/*
 * Every event into a file, one line of JSON each, and a new file before the old
 * one grows too large: recorder [-s BYTES] [-k FILES] [FILE [URL]]
 *
 * FILE is the newest, FILE.1 the one before, and so on up to FILE.k; older ones
 * are deleted. A line is whole or not there at all, and after a full disk the
 * recorder goes on by itself and says how much is missing. What stands in the
 * files are people's numbers, so only their owner may read them.
 */
#include <cti/cti.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

struct recorder {
	const char *path;
	off_t limit; /* bytes of one file */
	int keep;    /* older files */
	int fd;
	off_t size; /* of whole lines in fd */
	unsigned long lines;
	unsigned long missing; /* since the disk took a line the last time */
};

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
	(void)number;
	stopped = 1;
}

static int complain(const struct recorder *r, const char *what)
{
	fprintf(stderr, "recorder: %s: %s: %s\n", r->path, what,
		strerror(errno));
	return -1;
}

/* A line that a crash has cut short must not swallow the next one. */
static int drop_half_line(struct recorder *r)
{
	char byte;

	while (r->size > 0) {
		if (pread(r->fd, &byte, 1, r->size - 1) != 1)
			return -1;
		if (byte == '\n')
			break;
		r->size--;
	}
	return ftruncate(r->fd, r->size);
}

static int open_file(struct recorder *r)
{
	struct stat st;

	r->fd = open(r->path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	if (r->fd < 0)
		return complain(r, "cannot be opened");
	if (flock(r->fd, LOCK_EX | LOCK_NB))
		return complain(r, "another recorder may be writing to it");
	if (fstat(r->fd, &st) || !S_ISREG(st.st_mode))
		return complain(r, "is no file to write lines to");
	r->size = st.st_size;
	return drop_half_line(r) ? complain(r, "cannot be cut") : 0;
}

static void close_file(struct recorder *r)
{
	if (r->fd < 0)
		return;
	if (fdatasync(r->fd))
		complain(r, "may be incomplete");
	close(r->fd);
	r->fd = -1;
}

/* FILE.2 becomes FILE.3, FILE.1 FILE.2, FILE FILE.1; the last is overwritten.
 */
static int rotate(struct recorder *r)
{
	char from[PATH_MAX];
	char to[PATH_MAX];
	int i;

	close_file(r);
	for (i = r->keep; i > 0; i--) {
		snprintf(to, sizeof(to), "%s.%d", r->path, i);
		snprintf(from, sizeof(from), i > 1 ? "%s.%d" : "%s", r->path,
			 i - 1);
		if (rename(from, to) && errno != ENOENT)
			return complain(r, "cannot be renamed");
	}
	if (!r->keep && unlink(r->path))
		return complain(r, "cannot be deleted");
	return open_file(r);
}

/* True if all of it is in the file; else nothing of it is. */
static bool append(struct recorder *r, char *line, size_t len)
{
	char end[] = "\n";
	struct iovec part[2] = { { line, len }, { end, 1 } };
	ssize_t n = writev(r->fd, part, 2);

	if (n == (ssize_t)len + 1) {
		r->size += n;
		return true;
	}
	if (n >= 0)
		errno = ENOSPC;
	if (!r->missing)
		complain(r, "cannot be written, events will be missing");
	if (ftruncate(r->fd, r->size))
		complain(r, "has half a line at its end");
	return false;
}

/* Negative only if there is no file to write to any more. */
static int record(struct recorder *r, const cti_event *event)
{
	char *line;
	size_t len;

	if (cti_event_json(event, &line, &len)) {
		r->missing++;
		return 0;
	}
	if (r->size && r->size + (off_t)len + 1 > r->limit && rotate(r)) {
		cti_free(line);
		return -1;
	}
	if (!append(r, line, len)) {
		r->missing++;
	} else {
		r->lines++;
		if (r->missing)
			fprintf(stderr,
				"recorder: %s: %lu events are missing "
				"before number %lu\n",
				r->path, r->missing, r->lines);
		r->missing = 0;
	}
	cti_free(line);
	return 0;
}

/* 0 while more will come, 1 when a story is told, else what went wrong: the
   login was refused, say. Whoever supervises the program starts it anew. */
static int end_of(const cti_event *event)
{
	const char *detail = cti_event_str(event, CTI_FIELD_DETAIL, NULL);

	if (cti_event_kind(event) != CTI_EVENT_LINK ||
	    strcmp(cti_event_str(event, CTI_FIELD_STATE, NULL), "failed") != 0)
		return 0;
	if (!strncmp(detail, "end of the ", 11))
		return 1;
	fprintf(stderr, "recorder: %s\n", detail);
	return CTI_ELINKDOWN;
}

static int run(struct recorder *r, const char *url)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_client *client;
	cti_event *event;
	int end = 0;
	int err;

	opts.url = url;
	err = cti_client_new(&client, NULL);
	if (err) {
		fprintf(stderr, "recorder: %s\n", cti_strerror(err));
		return err;
	}
	err = cti_link_add(client, NULL, &opts);
	if (err)
		fprintf(stderr, "recorder: %s\n", cti_client_detail(client));
	while (!err && !end && !stopped) {
		if (cti_poll(client, 1000, &event)) {
			/* A quiet second: what is written may reach the disk,
			   and a signal may have come. */
			fdatasync(r->fd);
			continue;
		}
		err = record(r, event);
		end = end_of(event);
		cti_event_unref(event);
	}
	cti_client_close(client);
	return err ? err : end < 0;
}

/* A whole number from least on; -1 if it is none. */
static long number(const char *text, long least)
{
	char *end;
	long value;

	errno = 0;
	value = strtol(text, &end, 10);
	return errno || end == text || *end || value < least ? -1 : value;
}

int main(int argc, char **argv)
{
	struct recorder r = { "build/calls.jsonl", 16384, 3, -1, 0, 0, 0 };
	struct sigaction action = { .sa_handler = on_signal };
	bool good = true;
	int err;
	int c;

	while ((c = getopt(argc, argv, "s:k:")) != -1) {
		if (c == 's')
			good &= (r.limit = number(optarg, 1)) > 0;
		else if (c == 'k')
			good &= (r.keep = (int)number(optarg, 0)) >= 0;
		else
			good = false;
	}
	if (!good || argc - optind > 2) {
		fputs("usage: recorder [-s BYTES] [-k FILES] [FILE [URL]]\n",
		      stderr);
		return 2;
	}
	if (optind < argc)
		r.path = argv[optind];
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	err = open_file(&r);
	if (!err)
		err = run(&r, argc - optind > 1
				      ? argv[optind + 1]
				      : "sim:examples/stories/morning.sim");
	close_file(&r);
	printf("%lu events in %s\n", r.lines, r.path);
	return err || r.missing ? 1 : 0;
}
