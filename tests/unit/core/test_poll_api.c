/* SPDX-License-Identifier: MIT */
/* Lines of cti_poll_json() when memory runs out at any moment. */
#include "../util/refuse.h"

#include <cti/cti.h>

#include <stdio.h>

/* One call from beginning to end, so that events wait. */
static void play(cti_client *client)
{
	static const char *const commands[] = {
		"call 13800138000 to 1001 as a",
		"answer 1001",
		"hangup a",
	};
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *link;
	size_t i;

	opts.url = "sim:?clock=virtual";
	assert_int_equal(cti_link_add(client, &link, &opts), 0);
	assert_int_equal(cti_sim_advance(link, 1000), 0);
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		assert_int_equal(cti_sim_do(link, commands[i]), 0);
		assert_int_equal(cti_sim_advance(link, 1000), 0);
	}
}

/* The number behind the key of the line, 0 without it. */
static unsigned long long number(const char *line, const char *key)
{
	const char *end = strchr(line, '\n');
	const char *there = strstr(line, key);

	return there && there < end ? strtoull(there + strlen(key), NULL, 10)
				    : 0;
}

/* Reads lines: how many events they are, and whether a loss is among them. */
static uint64_t read_lines(const char *text, uint64_t *last, bool *loss)
{
	uint64_t count = 0;

	for (; *text; text = strchr(text, '\n') + 1) {
		if (strncmp(text, "{\"event\":\"loss\"", 15) == 0) {
			*loss = true;
			continue;
		}
		/* Each once, in order. */
		assert_true(number(text, "\"seq\":") > *last);
		*last = number(text, "\"seq\":");
		count++;
	}
	return count;
}

/* Everything, the first call with so many allocations. */
static uint64_t fetch(cti_client *client, int granted, bool *loss, bool *failed)
{
	uint64_t last = 0, count = 0;
	char *text;
	int err;

	refuse_after = granted;
	err = cti_poll_json(client, 0, 0, &text, NULL);
	*failed = refuse_after == 0;
	refuse_after = -1;
	while (!err || err == CTI_ENOMEM) {
		assert_true(!err == !!text);
		if (text)
			count += read_lines(text, &last, loss);
		cti_free(text);
		err = cti_poll_json(client, 0, 0, &text, NULL);
	}
	assert_int_equal(err, CTI_EAGAIN);
	return count;
}

static void test_poll_api__what_finds_no_memory_is_told_as_lost(void **state)
{
	cti_client *client;
	uint64_t all = 0, count;
	bool loss, failed = true;
	int granted, lacking = 0;

	(void)state;
	for (granted = -1; granted < 0 || failed; granted++) {
		loss = false;
		assert_int_equal(cti_client_new(&client, NULL), 0);
		play(client);
		count = fetch(client, granted, &loss, &failed);
		if (granted < 0)
			all = count;
		assert_true(all > 5);
		/* Nothing is missing without a word. */
		assert_int_equal(count + cti_client_dropped(client), all);
		assert_int_equal(loss, count < all);
		lacking += loss;
		cti_client_close(client);
		assert_int_equal(refuse_held, 0);
		failed = failed || granted < 0;
	}
	assert_true(granted > 6 && lacking > 5);
}

static void test_poll_api__without_events_gives_nothing(void **state)
{
	cti_client *client;
	char *text = (char *)1;
	size_t len = 1;

	(void)state;
	assert_int_equal(cti_client_new(&client, NULL), 0);
	assert_int_equal(cti_poll_json(client, 0, 5, &text, &len), CTI_EAGAIN);
	assert_null(text);
	assert_int_equal(len, 0);
	cti_client_close(client);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_poll_api__what_finds_no_memory_is_told_as_lost),
		cmocka_unit_test(test_poll_api__without_events_gives_nothing),
	};

	return cmocka_run_group_tests(tests, refuse_begin, NULL);
}
