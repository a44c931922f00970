/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any bytes as an AMI connection. Whole and in pieces they give the
 * same events, and the events keep the grammar.
 *
 *	CC=clang meson setup build-fuzz -Dfuzz=true -Db_lundef=false
 *	ninja -C build-fuzz
 *	build-fuzz/tests/fuzz/fuzz_ami CORPUS-FOLDER
 */
#include "feed.h"
#include "grammar.h"

#include "util/buf.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct cti__buf text;
	struct grammar *grammar;
};

static void wrong(const char *what)
{
	fprintf(stderr, "%s\n", what);
	abort();
}

static void on_event(void *user, struct cti_event *ev)
{
	struct seen *seen = user;
	const char *fault = grammar_event(seen->grammar, ev);

	if (fault)
		wrong(fault);
	cti__event_json(ev, &seen->text);
}

static void run(struct seen *seen, const char *data, size_t size, size_t piece)
{
	struct feed_opts opts = { .protocol = "ami",
				  .on_event = on_event,
				  .user = seen };
	struct feed *feed = feed_open(&opts);
	size_t at, n;
	int err = 0;

	seen->grammar = grammar_new(GRAMMAR_TORN);
	for (at = 0; !err && at < size; at += n) {
		n = size - at < piece ? size - at : piece;
		err = feed_bytes(feed, data + at, n);
	}
	feed_end(feed);
	if (grammar_end(seen->grammar))
		wrong(grammar_end(seen->grammar));
	grammar_free(seen->grammar);
	feed_close(feed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen whole = { .grammar = NULL }, cut = { .grammar = NULL };

	if (size < 2)
		return 0;
	run(&whole, (const char *)data + 1, size - 1, size);
	run(&cut, (const char *)data + 1, size - 1, 1 + data[0]);
	if (whole.text.n != cut.text.n ||
	    (whole.text.n &&
	     memcmp(whole.text.p, cut.text.p, whole.text.n) != 0))
		wrong("cut in pieces, the bytes give other events");
	cti__buf_fini(&whole.text);
	cti__buf_fini(&cut.text);
	return 0;
}
