/* SPDX-License-Identifier: MIT */
/*
 * The same bytes give the same events wherever they are cut: every recording,
 * small ones at every byte, all of them at random.
 *
 * usage: cut FOLDER PROTOCOL [part parts [least]]
 */
#include "feed.h"
#include "grammar.h"

#include "util/buf.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Small enough for a cut at every byte, beside others far away. */
#define SMALL	       (120 * 1024)
/* Small enough to be played once for each byte, with that one cut only. */
#define TINY	       (22 * 1024)
/* Distance of the cuts of one round: longer than a message. */
#define STRIDE	       1021
#define RANDOM_ROUNDS  40
#define DAMAGED_ROUNDS 20

static const char *folder, *protocol;
static unsigned part, parts = 1;
/* Fewer recordings would prove little. */
static int least = 20;

struct trace {
	struct cti__buf text;
	struct grammar *grammar; /* NULL: not held */
	const char *wrong;
};

static void write_event(void *user, struct cti_event *ev)
{
	struct trace *trace = user;

	if (trace->grammar && !trace->wrong)
		trace->wrong = grammar_event(trace->grammar, ev);
	cti__event_json(ev, &trace->text);
	cti__buf_char(&trace->text, '\n');
}

/* Returns what playing it returned. */
static int run(const struct recording *rec, struct trace *trace, cut_fn *cut,
	       void *user)
{
	struct feed_opts opts = { .protocol = rec->scheme,
				  .on_event = write_event,
				  .user = trace };
	struct feed *feed = feed_open(&opts);
	int err;

	assert_non_null(feed);
	cti__buf_clear(&trace->text);
	err = recording_play(rec, feed, cut, user);
	if (err)
		feed_end(feed);
	assert_int_equal(trace->text.err, 0);
	assert_int_equal(cti__model_calls(feed_model(feed)), 0);
	assert_int_equal(cti__model_legs(feed_model(feed)), 0);
	feed_close(feed);
	return err;
}

static size_t cut_once(void *user, size_t at, size_t left)
{
	size_t where = *(size_t *)user;

	return at < where && where < at + left ? where - at : left;
}

static size_t cut_often(void *user, size_t at, size_t left)
{
	size_t phase = *(size_t *)user;
	size_t next = STRIDE - (at + STRIDE - phase) % STRIDE;

	return next < left ? next : left;
}

/* A small generator, so that a seed gives the same cuts everywhere. */
static uint64_t roll(uint64_t *state)
{
	*state = *state * UINT64_C(6364136223846793005) +
		 UINT64_C(1442695040888963407);
	return *state >> 33;
}

static size_t cut_random(void *user, size_t at, size_t left)
{
	uint64_t *state = user;
	/* Mostly short pieces, now and then a byte or a long one. */
	size_t most = (size_t)1 << roll(state) % 12;
	size_t n = 1 + (size_t)roll(state) % most;

	(void)at;
	return n < left ? n : left;
}

static void compare(const struct recording *rec, const struct trace *whole,
		    const struct trace *cut, const char *how, uint64_t where)
{
	size_t i = 0;

	if (!whole->text.n && !cut->text.n)
		return;
	if (whole->text.n == cut->text.n &&
	    memcmp(whole->text.p, cut->text.p, cut->text.n) == 0)
		return;
	while (i < whole->text.n && i < cut->text.n &&
	       whole->text.p[i] == cut->text.p[i])
		i++;
	while (i && whole->text.p[i - 1] != '\n')
		i--;
	fail_msg("%s, %s %llu: other events from here on: %.200s", rec->name,
		 how, (unsigned long long)where, whole->text.p + i);
}

static bool low_effort(void)
{
	const char *effort = getenv("CTI_TEST_EFFORT");

	return effort && strcmp(effort, "low") == 0;
}

static void try_every_byte(const struct recording *rec,
			   const struct trace *whole)
{
	size_t step = low_effort() ? 64 : 1;
	struct trace cut = { 0 };
	size_t i;

	for (i = 0; rec->len[0] <= SMALL && i < STRIDE; i += step) {
		assert_int_equal(run(rec, &cut, cut_often, &i), 0);
		compare(rec, whole, &cut, "cut every 1021 bytes from", i);
	}
	for (i = 1; rec->len[0] <= TINY && i < rec->len[0]; i += step) {
		assert_int_equal(run(rec, &cut, cut_once, &i), 0);
		compare(rec, whole, &cut, "cut at byte", i);
	}
	cti__buf_fini(&cut.text);
}

static void try_random(const struct recording *rec, const struct trace *whole)
{
	uint64_t rounds = low_effort() ? 2 : RANDOM_ROUNDS;
	struct trace cut = { 0 };
	uint64_t seed, state;

	for (seed = 1; seed <= rounds; seed++) {
		state = seed;
		assert_int_equal(run(rec, &cut, cut_random, &state), 0);
		compare(rec, whole, &cut, "random cuts from seed", seed);
	}
	cti__buf_fini(&cut.text);
}

/* Bytes changed, runs of them lost, line ends put where none belong. */
static void damage(struct recording *rec, uint64_t *state)
{
	static const char nasty[] = { '\r', '\n', '\0', ':', ' ', '\xff' };
	size_t hits = 1 + (size_t)roll(state) % 40, at, n;

	while (hits-- && rec->len[0] > 200) {
		at = (size_t)roll(state) % (rec->len[0] - 128);
		switch (roll(state) % 3) {
		case 0:
			rec->data[0][at] = nasty[roll(state) % sizeof(nasty)];
			break;
		case 1:
			rec->data[0][at] = (char)roll(state);
			break;
		default:
			n = 1 + (size_t)roll(state) % 60;
			memmove(rec->data[0] + at, rec->data[0] + at + n, n);
		}
	}
}

/* Whatever the bytes, the cuts change nothing and the grammar holds. */
static void try_damaged(const struct recording *rec, const struct trace *whole)
{
	uint64_t rounds = low_effort() ? 2 : DAMAGED_ROUNDS;
	struct trace a = { 0 }, b = { 0 };
	struct recording bad;
	uint64_t seed, state;
	int err;

	(void)whole;
	for (seed = 1; seed <= rounds; seed++) {
		state = seed;
		bad = *rec;
		bad.data[0] = malloc(rec->len[0]);
		assert_non_null(bad.data[0]);
		memcpy(bad.data[0], rec->data[0], rec->len[0]);
		damage(&bad, &state);
		a.grammar = grammar_new(GRAMMAR_TORN);
		grammar_calls_only(a.grammar);
		err = run(&bad, &a, NULL, NULL);
		if (!a.wrong)
			a.wrong = grammar_end(a.grammar);
		if (a.wrong) {
			fputs(cti__buf_cstr(&a.text), stderr);
			fail_msg("%s, damaged by seed %llu: %s", rec->name,
				 (unsigned long long)seed, a.wrong);
		}
		grammar_free(a.grammar);
		assert_int_equal(run(&bad, &b, cut_random, &state), err);
		compare(rec, &a, &b, "damaged by seed", seed);
		free(bad.data[0]);
	}
	cti__buf_fini(&a.text);
	cti__buf_fini(&b.text);
}

/* Does it with every recording of this part; returns how many. */
static int each_recording(void (*try)(const struct recording *rec,
				      const struct trace *whole))
{
	struct trace whole = { 0 };
	struct recording rec;
	struct dirent **entry;
	char path[1024];
	int i, n, done = 0, silent = 0;

	n = scandir(folder, &entry, NULL, alphasort);
	assert_true(n > 0);
	for (i = 0; i < n; i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry[i]->d_name);
		if (entry[i]->d_name[0] != '.' && (unsigned)i % parts == part &&
		    recording_load(&rec, path, protocol) == 0) {
			assert_int_equal(run(&rec, &whole, NULL, NULL), 0);
			silent += whole.text.n == 0;
			try(&rec, &whole);
			done++;
			recording_free(&rec);
		}
		free(entry[i]);
	}
	free(entry);
	cti__buf_fini(&whole.text);
	/* One story is that nobody telephones; more would prove nothing. */
	assert_true(silent <= 1);
	return done;
}

static void test_cut__at_every_byte_gives_the_same_events(void **state)
{
	(void)state;
	assert_true(each_recording(try_every_byte) > least / (int)parts);
}

static void test_cut__at_random_gives_the_same_events(void **state)
{
	(void)state;
	assert_true(each_recording(try_random) > least / (int)parts);
}

static void test_cut__damaged_bytes_keep_the_grammar(void **state)
{
	(void)state;
	assert_true(each_recording(try_damaged) > least / (int)parts);
}

static int seen;

/* Of a protocol whose names are not known here, a third is made unreadable. */
static void spoil(const struct recording *rec)
{
	size_t i;

	for (i = rec->len[0] / 3; i < rec->len[0] / 3 * 2; i++)
		if (rec->data[0][i] != '\n')
			rec->data[0][i] = 'X';
}

/* One byte of one name another: would the comparison see it? */
static void try_blindness(const struct recording *rec,
			  const struct trace *whole)
{
	static const struct {
		const char *scheme, *name;
	} events[] = {
		{ "ami", "\nEvent: Newchannel" },
		{ "ari", "ChannelCreated" },
		{ "esl", "CHANNEL_CREATE" },
	};
	struct trace other = { 0 };
	char *at = NULL;
	size_t i, n = 0;

	for (i = 0; i < sizeof(events) / sizeof(events[0]); i++)
		if (strcmp(rec->scheme, events[i].scheme) == 0) {
			n = strlen(events[i].name);
			at = memmem(rec->data[0], rec->len[0], events[i].name,
				    n);
		}
	if (n && !at)
		return;
	if (n)
		at[n - 1] = 'X';
	else
		spoil(rec);
	if (run(rec, &other, NULL, NULL))
		assert_int_equal(n, 0);
	seen += other.text.n != whole->text.n ||
		memcmp(other.text.p, whole->text.p, whole->text.n) != 0;
	cti__buf_fini(&other.text);
}

static void test_cut__the_comparison_sees_a_lost_event(void **state)
{
	int done;

	(void)state;
	seen = 0;
	done = each_recording(try_blindness);
	assert_true(done > least / (int)parts);
	/* In some the first of them is one that means nothing. */
	assert_true(seen > done / 2);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cut__at_every_byte_gives_the_same_events),
		cmocka_unit_test(test_cut__at_random_gives_the_same_events),
		cmocka_unit_test(test_cut__damaged_bytes_keep_the_grammar),
		cmocka_unit_test(test_cut__the_comparison_sees_a_lost_event),
	};

	if (argc != 3 && argc != 5 && argc != 6) {
		fprintf(stderr, "usage: cut FOLDER PROTOCOL [part parts "
				"[least]]\n");
		return 2;
	}
	folder = argv[1];
	protocol = argv[2];
	if (argc >= 5) {
		part = (unsigned)atoi(argv[3]);
		parts = (unsigned)atoi(argv[4]);
	}
	if (argc == 6)
		least = atoi(argv[5]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
