/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any bytes as what a switch sends, for the adapter that PROTOCOL
 * names. Whole and in pieces they give the same events, and the events keep the
 * grammar. The first byte says how long a piece is.
 */
#include "feed.h"
#include "fuzz.h"
#include "grammar.h"

struct seen {
	struct cti__buf text;
	struct grammar *grammar;
};

static void on_event(void *user, struct cti_event *ev)
{
	struct seen *seen = user;
	const char *fault = grammar_event(seen->grammar, ev);

	must(!fault, fault);
	cti__event_json(ev, &seen->text);
}

static void run(struct seen *seen, struct cti__str input, size_t piece)
{
	struct feed_opts opts = { .protocol = PROTOCOL,
				  .on_event = on_event,
				  .user = seen };
	struct feed *feed = feed_open(&opts);
	struct cti__str part;
	size_t at;
	int err = 0;

	seen->grammar = grammar_new(GRAMMAR_TORN);
	for (at = 0; !err && at < input.n; at += piece) {
		part = fuzz_alone(cti__str_sub(input, at, piece));
		err = feed_bytes(feed, part.p, part.n);
		fuzz_forget(part);
	}
	feed_end(feed);
	must(!grammar_end(seen->grammar), grammar_end(seen->grammar));
	must(cti__model_legs(feed_model(feed)) == 0, "a leg is left alive");
	must(cti__model_calls(feed_model(feed)) == 0, "a call is left alive");
	grammar_free(seen->grammar);
	feed_close(feed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seen whole = { .grammar = NULL }, cut = { .grammar = NULL };
	struct cti__str input = fuzz_input(data, size);
	size_t piece = 1 + fuzz_byte(&input);

	run(&whole, input, input.n ? input.n : 1);
	run(&cut, input, piece);
	must_same(&whole.text, &cut.text,
		  "cut in pieces, the bytes give other events");
	cti__buf_fini(&whole.text);
	cti__buf_fini(&cut.text);
	return 0;
}
