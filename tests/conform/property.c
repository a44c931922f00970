/* SPDX-License-Identifier: MIT */
/*
 * The grammar of events holds for any facts whatever: made up, recorded, and
 * recorded ones with facts lost, doubled, swapped. A failure prints its seed.
 *
 * usage: property FOLDER PROTOCOL [first-seed [seeds]]
 */
#include "grammar.h"
#include "story.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define WILD_FACTS 160

static const char *folder, *protocol;
static uint64_t first_seed = 1, seeds = 4000;
static struct story recorded[400];
static size_t recordings;

struct run {
	struct grammar *grammar;
	struct cti__buf text;
	const char *wrong;
	size_t events;
};

static void on_event(void *user, struct cti_event *ev)
{
	struct run *run = user;

	run->events++;
	cti__event_json(ev, &run->text);
	cti__buf_char(&run->text, '\n');
	if (run->grammar && !run->wrong)
		run->wrong = grammar_event(run->grammar, ev);
}

static void tick_until(struct cti__model *model, int64_t *now_us,
		       int64_t time_us)
{
	int64_t due;
	int rounds;

	for (rounds = 0; rounds < 1000; rounds++) {
		due = cti__model_deadline(model);
		if (due > time_us)
			break;
		if (due > *now_us)
			*now_us = due;
		cti__model_tick(model, *now_us);
	}
	/* A model that is never content would hang the loop. */
	assert_true(rounds < 1000);
	*now_us = time_us;
}

/* Play a story into a model of its own, then close it. */
static void play(const struct story *story, struct run *run)
{
	struct cti__model_opts opts = {
		.emit = on_event, .user = run, .id = "s", .wrapup_ms = 2000
	};
	struct cti__model *model;
	int64_t now_us = 1;
	size_t i;

	assert_int_equal(cti__model_new(&model, &opts), 0);
	for (i = 0; i < story->facts; i++) {
		tick_until(model, &now_us, story->fact[i].time_us);
		assert_int_equal(cti__model_fact(model, &story->fact[i]), 0);
		if (run->wrong)
			break;
	}
	if (!run->wrong) {
		tick_until(model, &now_us, now_us + 60 * INT64_C(1000000));
		cti__model_close(model, now_us);
		assert_int_equal(cti__model_calls(model), 0);
		assert_int_equal(cti__model_legs(model), 0);
	}
	cti__model_free(model);
	if (run->grammar && !run->wrong)
		run->wrong = grammar_end(run->grammar);
}

static void tell(const struct run *run, const char *what, uint64_t seed)
{
	size_t from = run->text.n > 4000 ? run->text.n - 4000 : 0;

	/* CMocka's own printing ends after a kilobyte. */
	fprintf(stderr, "events up to there:\n%.*s", (int)(run->text.n - from),
		run->text.p + from);
	fail_msg("%s, seed %llu: %s", what, (unsigned long long)seed,
		 run->wrong);
}

/* Returns how many events there were. */
static size_t hold(const struct story *story, enum grammar_mode mode,
		   const char *what, uint64_t seed)
{
	struct run run = { .grammar = grammar_new(mode) };
	size_t events;

	assert_non_null(run.grammar);
	play(story, &run);
	if (run.wrong)
		tell(&run, what, seed);
	events = run.events;
	grammar_free(run.grammar);
	cti__buf_fini(&run.text);
	return events;
}

static void test_property__wild_facts_keep_the_grammar(void **state)
{
	struct story story;
	size_t events = 0;
	uint64_t seed, dice;

	(void)state;
	for (seed = first_seed; seed < first_seed + seeds; seed++) {
		memset(&story, 0, sizeof(story));
		dice = seed;
		story_make_wild(&story, &dice, WILD_FACTS);
		events += hold(&story, GRAMMAR_UNIQUE, "wild facts", seed);
		story_free(&story);
	}
	/* Or the facts were too wild to mean anything. */
	assert_true(events > seeds * 10);
}

static void test_property__recordings_keep_the_grammar(void **state)
{
	size_t i, silent = 0;

	(void)state;
	for (i = 0; i < recordings; i++)
		if (!hold(&recorded[i], GRAMMAR_SOUND, "recording", i))
			silent++;
	/* One story is that nobody telephones. */
	assert_true(silent <= 1);
}

/* Copies the facts, not their text: story_disturb() changes no text. */
static struct story borrow(const struct story *from)
{
	struct story story = { .facts = from->facts };

	story.fact = calloc(from->facts + 1, sizeof(*story.fact));
	assert_non_null(story.fact);
	memcpy(story.fact, from->fact, from->facts * sizeof(*story.fact));
	return story;
}

static void test_property__disturbed_recordings_keep_the_grammar(void **state)
{
	struct story story;
	uint64_t seed, dice;
	unsigned percent;

	(void)state;
	assert_true(recordings > 0);
	for (seed = first_seed; seed < first_seed + seeds; seed++) {
		dice = seed;
		story = borrow(&recorded[seed % recordings]);
		percent = 1 + dice_roll(&dice, 30);
		story_disturb(&story, &dice, percent);
		hold(&story, GRAMMAR_TORN, "disturbed recording", seed);
		free(story.fact);
	}
}

static void test_property__a_recording_cut_short_keeps_the_grammar(void **state)
{
	struct story story;
	uint64_t dice = first_seed, i;

	(void)state;
	for (i = 0; i < seeds / 2; i++) {
		story = borrow(&recorded[i % recordings]);
		story.facts = dice_roll(&dice, (uint32_t)story.facts + 1);
		hold(&story, GRAMMAR_SOUND, "recording cut short", i);
		free(story.fact);
	}
}

static void test_property__the_same_facts_give_the_same_events(void **state)
{
	struct story story = { 0 };
	struct run a = { 0 }, b = { 0 };
	uint64_t dice = first_seed;

	(void)state;
	story_make_wild(&story, &dice, 5000);
	play(&story, &a);
	play(&story, &b);
	assert_int_equal(a.text.n, b.text.n);
	assert_memory_equal(a.text.p, b.text.p, a.text.n);
	story_free(&story);
	cti__buf_fini(&a.text);
	cti__buf_fini(&b.text);
}

/* After a snapshot that lists nothing, nothing is left. */
static void test_property__an_empty_snapshot_ends_everything(void **state)
{
	struct cti_fact end = { .kind = CTI_FACT_SNAPSHOT_END };
	struct cti__model_opts opts = { .emit = on_event, .id = "s" };
	struct run run;
	struct cti__model *model;
	struct story story;
	uint64_t dice, i;
	size_t k;

	(void)state;
	for (i = 0; i < seeds / 4; i++) {
		memset(&run, 0, sizeof(run));
		memset(&story, 0, sizeof(story));
		run.grammar = grammar_new(GRAMMAR_UNIQUE);
		opts.user = &run;
		dice = first_seed + i;
		story_make_wild(&story, &dice, WILD_FACTS);
		assert_int_equal(cti__model_new(&model, &opts), 0);
		for (k = 0; k < story.facts; k++)
			(void)cti__model_fact(model, &story.fact[k]);
		end.time_us = story.fact[story.facts - 1].time_us;
		end.kind = CTI_FACT_SNAPSHOT_BEGIN;
		(void)cti__model_fact(model, &end);
		end.kind = CTI_FACT_SNAPSHOT_END;
		(void)cti__model_fact(model, &end);
		cti__model_tick(model, end.time_us + 60 * INT64_C(1000000));
		assert_int_equal(cti__model_legs(model), 0);
		assert_int_equal(cti__model_calls(model), 0);
		if (!run.wrong)
			run.wrong = grammar_end(run.grammar);
		if (run.wrong)
			tell(&run, "empty snapshot", first_seed + i);
		cti__model_free(model);
		grammar_free(run.grammar);
		cti__buf_fini(&run.text);
		story_free(&story);
	}
}

/* Does the checker itself object? One line a sequence: events as words, in the
   form KIND/CALL/DEVICE/CONSULT-OF. */
struct sequence {
	enum grammar_mode mode;
	bool right;
	const char *events;
};

static const struct sequence sequences[] = {
	{ GRAMMAR_UNIQUE, true,
	  "call-begin/a ring/a/1 answer/a/1 hold/a/1 retrieve/a/1 "
	  "hangup/a/1 call-end/a" },
	{ GRAMMAR_UNIQUE, true,
	  "call-begin/a ring/a/1 answer/a/1 dial/a/1 answer/a/1 "
	  "hangup/a/1 call-end/a" },
	{ GRAMMAR_UNIQUE, true, "call-begin/a hangup/a/1 call-end/a" },
	{ GRAMMAR_SOUND, true,
	  "call-begin/a ring/a/1 answer/a/1 call-begin/b//a "
	  "dial/b/1 ring/b/2 answer/b/2 answer/b/1 hangup/b/2 "
	  "call-end/b hangup/a/1 call-end/a" },
	{ GRAMMAR_UNIQUE, false, "ring/a/1" },
	{ GRAMMAR_UNIQUE, false, "call-begin/a call-begin/a" },
	{ GRAMMAR_UNIQUE, false, "call-begin/a ring/a/1 ring/a/1" },
	{ GRAMMAR_UNIQUE, false, "call-begin/a answer/a/1" },
	{ GRAMMAR_UNIQUE, false,
	  "call-begin/a ring/a/1 answer/a/1 answer/a/1" },
	{ GRAMMAR_UNIQUE, false, "call-begin/a ring/a/1 retrieve/a/1" },
	{ GRAMMAR_UNIQUE, false,
	  "call-begin/a ring/a/1 answer/a/1 hold/a/1 hold/a/1" },
	{ GRAMMAR_UNIQUE, false,
	  "call-begin/a ring/a/1 hangup/a/1 answer/a/1" },
	{ GRAMMAR_UNIQUE, false,
	  "call-begin/a ring/a/1 hangup/a/1 hangup/a/1" },
	{ GRAMMAR_UNIQUE, false, "call-begin/a ring/a/1 hangup/a/1 hold/a/1" },
	{ GRAMMAR_UNIQUE, false, "call-begin/a ring/a/1 call-end/a" },
	{ GRAMMAR_UNIQUE, false, "call-begin/a call-end/a ring/a/1" },
	{ GRAMMAR_UNIQUE, false, "call-begin/a call-end/a call-end/a" },
	{ GRAMMAR_UNIQUE, false, "call-begin/a ring/a/1 hangup/a/1" },
	{ GRAMMAR_SOUND, false, "call-begin/a ring/a/1 answer/a/1 answer/a/1" },
	{ GRAMMAR_SOUND, false, "call-begin/a ring/a/1 hangup/a/1 hold/a/1" },
	{ GRAMMAR_SOUND, false, "call-begin/a ring/a/1 call-end/a" },
	{ GRAMMAR_SOUND, false, "call-begin/a dial/a/1" },
	{ GRAMMAR_TORN, true,
	  "call-begin/a ring/a/1 hangup/a/1 answer/a/1 "
	  "call-end/a" },
	{ GRAMMAR_TORN, false, "call-begin/a answer/a/1" },
	{ GRAMMAR_TORN, false, "call-begin/a ring/a/1 call-end/a" },
	{ GRAMMAR_TORN, false, "call-begin/a ring/a/1 answer/a/1 answer/a/1" },
};

static enum cti_event_kind kind_of(struct cti__str name)
{
	int kind;

	for (kind = 0; kind < CTI_EVENT_COUNT; kind++)
		if (cti__str_is(name,
				cti_event_kind_name((enum cti_event_kind)kind)))
			break;
	assert_true(kind < CTI_EVENT_COUNT);
	return (enum cti_event_kind)kind;
}

static const char *judge(const struct sequence *seq, struct grammar *g)
{
	struct cti__str rest = cti__str(seq->events), word, part;
	struct cti_event ev;
	const char *wrong = NULL;

	while (rest.n && !wrong) {
		word = cti__str_cut(rest, ' ', &rest);
		part = cti__str_cut(word, '/', &word);
		cti__event_init(&ev, kind_of(part), 0);
		part = cti__str_cut(word, '/', &word);
		cti__event_set(&ev, CTI_FIELD_CALL, part);
		part = cti__str_cut(word, '/', &word);
		if (part.n)
			cti__event_set(&ev, CTI_FIELD_DEVICE, part);
		if (word.n)
			cti__event_set(&ev, CTI_FIELD_CONSULT_OF, word);
		wrong = grammar_event(g, &ev);
	}
	return wrong ? wrong : grammar_end(g);
}

static void test_property__the_checker_objects_where_it_should(void **state)
{
	struct grammar *g;
	const char *wrong;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++) {
		g = grammar_new(sequences[i].mode);
		wrong = judge(&sequences[i], g);
		if ((wrong == NULL) != sequences[i].right)
			fail_msg("judged wrongly: %s: %s", sequences[i].events,
				 wrong ? wrong : "no objection");
		grammar_free(g);
	}
}

static int load_recordings(void **state)
{
	struct recording rec;
	struct dirent **entry;
	char path[1024];
	int i, n;

	(void)state;
	n = scandir(folder, &entry, NULL, alphasort);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry[i]->d_name);
		if (entry[i]->d_name[0] != '.' && recordings < 400 &&
		    recording_load(&rec, path, protocol) == 0) {
			assert_int_equal(
				story_record(&recorded[recordings++], &rec), 0);
			recording_free(&rec);
		}
		free(entry[i]);
	}
	if (n >= 0)
		free(entry);
	return recordings ? 0 : -1;
}

static int free_recordings(void **state)
{
	(void)state;
	while (recordings)
		story_free(&recorded[--recordings]);
	return 0;
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_property__the_checker_objects_where_it_should),
		cmocka_unit_test(test_property__recordings_keep_the_grammar),
		cmocka_unit_test(test_property__wild_facts_keep_the_grammar),
		cmocka_unit_test(
			test_property__disturbed_recordings_keep_the_grammar),
		cmocka_unit_test(
			test_property__a_recording_cut_short_keeps_the_grammar),
		cmocka_unit_test(
			test_property__the_same_facts_give_the_same_events),
		cmocka_unit_test(
			test_property__an_empty_snapshot_ends_everything),
	};
	const char *effort = getenv("CTI_TEST_EFFORT");

	if (argc < 3) {
		fprintf(stderr,
			"usage: property FOLDER PROTOCOL "
			"[first-seed [seeds]]\n");
		return 2;
	}
	folder = argv[1];
	protocol = argv[2];
	if (effort && strcmp(effort, "low") == 0)
		seeds = 300;
	if (argc > 3)
		first_seed = strtoull(argv[3], NULL, 10);
	if (argc > 4)
		seeds = strtoull(argv[4], NULL, 10);
	return cmocka_run_group_tests(tests, load_recordings, free_recordings);
}
