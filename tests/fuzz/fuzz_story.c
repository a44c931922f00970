/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any text as a story of the simulator, then as commands to it. The
 * first part is the story; the others are commands, with time between them.
 */
#include "stage.h"

extern const struct cti_adapter cti__adapter_sim;

#define STEPS_MAX 64

/* As long as it is told to, but no story lasts a fuzzer's lifetime. */
static void pass(struct stage *st, unsigned seconds)
{
	while (seconds-- && !st->port.failed && st->port.fact_count < 20000) {
		(void)st->port.adapter->advance(st->port.state, 1000);
		st->port.now_us += 1000000;
		cti__buf_clear(&st->port.facts);
	}
}

static void tell(struct stage *st, struct cti__str rest)
{
	struct cti__str line;
	unsigned steps = 0;

	while (rest.n && steps++ < STEPS_MAX && !st->port.failed) {
		line = fuzz_alone(fuzz_part(&rest));
		if (st->port.adapter->command(st->port.state, line))
			must(st->port.detail.n > 0, "refused without a reason");
		cti__buf_clear(&st->port.detail);
		fuzz_forget(line);
		pass(st, fuzz_byte(&rest) & 31);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cti__str rest = fuzz_input(data, size), story;
	struct stage st;
	char url[64];

	story = fuzz_part(&rest);
	/* So much load is a benchmark. */
	if (memmem(story.p, story.n, "load", 4) ||
	    memmem(rest.p, rest.n, "load", 4))
		return -1;
	snprintf(url, sizeof(url), "%s?clock=virtual", fuzz_file(story));
	stage_begin(&st, GRAMMAR_SOUND);
	if (fake_port_init(&st.port, &cti__adapter_sim, url))
		must(st.port.detail.n > 0, "refused without a reason");
	else if (fake_port_up(&st.port)) {
		pass(&st, 30);
		tell(&st, rest);
		pass(&st, 300);
	}
	stage_end(&st);
	return 0;
}
