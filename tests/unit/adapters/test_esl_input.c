/* SPDX-License-Identifier: MIT */
/* Bytes to messages: lengths in bytes, bodies in bodies, forms, limits. */
#include "esl_stage.h"

#define HOLD "Event-Name: CHANNEL_HOLD\nUnique-ID: x\n"

static void test_esl_input__length_counts_bytes_not_characters(void **state)
{
	static const char body[] = "Event-Name: CHANNEL_HOLD\n"
				   "Caller-Caller-ID-Name: 李先生\n"
				   "Unique-ID: x\n\n";
	struct stage st = { 0 };
	char text[256];

	(void)state;
	stage_ready(&st);
	snprintf(text, sizeof(text),
		 "Content-Length: %zu\nContent-Type: text/event-plain\n\n%s",
		 sizeof(body) - 1, body);
	stage_hear(&st, text);
	stage_event(&st, HOLD);
	stage_said(&st, "hold leg=x\nhold leg=x\n");
	assert_int_equal(st.port.messages, 2);
	assert_int_equal(st.port.malformed, 0);
	stage_close(&st);
}

static void keep_fact(void *user, const struct cti_fact *fact)
{
	struct cti__buf *told = user;

	cti__buf_str(told,
		     fact->kind == CTI_FACT_DATA ? fact->data : fact->leg);
	cti__buf_char(told, '\n');
}

static void test_esl_input__a_message_of_90_kb_is_whole_and_in_its_place(
	void **state)
{
	struct cti__buf text = { 0 }, body = { 0 }, told = { 0 }, want = { 0 };
	struct stage st = { 0 };
	size_t at, i;

	(void)state;
	fake_port_set(&st.port, "data.variables", "CTI_ACCOUNT");
	stage_ready(&st);
	st.port.on_fact = keep_fact;
	st.port.user = &told;
	cti__buf_text(&body, "Event-Name: CHANNEL_HOLD\nUnique-ID: 2\n"
			     "variable_cti_account: ");
	cti__buf_text(&want, "1\n2\n");
	for (i = 0; i < 90000; i++) {
		cti__buf_char(&body, (char)('a' + i % 23));
		cti__buf_char(&want, (char)('a' + i % 23));
	}
	cti__buf_text(&body, "\n\n");
	cti__buf_text(&want, "\n3\n");
	cti__buf_printf(&text,
			"Content-Length: %zu\n"
			"Content-Type: text/event-plain\n\n",
			body.n);
	cti__buf_str(&text, cti__str_n(body.p, body.n));
	stage_event(&st, "Event-Name: CHANNEL_HOLD\nUnique-ID: 1\n");
	/* As TCP brings it: in segments. */
	for (at = 0; at < text.n; at += 1460)
		assert_true(stage_bytes(&st, text.p + at,
					text.n - at < 1460 ? text.n - at
							   : 1460) >= 0);
	stage_event(&st, "Event-Name: CHANNEL_HOLD\nUnique-ID: 3\n");
	assert_int_equal(told.n, want.n);
	assert_memory_equal(told.p, want.p, want.n);
	cti__buf_fini(&text);
	cti__buf_fini(&body);
	cti__buf_fini(&told);
	cti__buf_fini(&want);
	stage_close(&st);
}

static void test_esl_input__every_cut_is_the_same(void **state)
{
	static const char text[] =
		"Content-Length: 39\nContent-Type: text/event-plain\n\n" HOLD
		"\nContent-Type: command/reply\nReply-Text: +OK\n\n";
	struct stage st = { 0 };
	size_t cut, n = sizeof(text) - 1;

	(void)state;
	stage_ready(&st);
	for (cut = 1; cut < n; cut++) {
		assert_true(stage_bytes(&st, text, cut) >= 0);
		assert_true(stage_bytes(&st, text + cut, n - cut) >= 0);
		stage_said(&st, "hold leg=x\n");
	}
	stage_close(&st);
}

static void test_esl_input__values_are_decoded(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	stage_event(&st, "Event-Name: CHANNEL_CREATE\nUnique-ID: x\n"
			 "Call-Direction: inbound\n"
			 "Caller-Caller-ID-Number: %2B8613800138000\n"
			 "Caller-Caller-ID-Name: %E6%9D%8E%25 100%\n"
			 "Caller-Destination-Number: ARRAY::4001|:4002\n");
	stage_said(&st, "leg-new leg=x number=+8613800138000 "
			"name=\xe6\x9d\x8e% 100% called=4001 role=trunk "
			"state=calling\n");
	stage_close(&st);
}

static void json(struct stage *st, const char *body)
{
	char text[1024];

	snprintf(text, sizeof(text),
		 "Content-Length: %zu\nContent-Type: text/event-json\n\n%s",
		 strlen(body), body);
	stage_hear(st, text);
}

static void keep_time(void *user, const struct cti_fact *fact)
{
	*(int64_t *)user = fact->time_us;
}

static void test_esl_input__time_is_the_events_own(void **state)
{
	struct stage st = { 0 };
	int64_t at = 0;

	(void)state;
	stage_ready(&st);
	st.port.on_fact = keep_time;
	st.port.user = &at;
	stage_event(&st, "Event-Name: CHANNEL_HOLD\nUnique-ID: x\n"
			 "Event-Date-Timestamp: 1700000000000001\n");
	assert_true(at == 1700000000000001);
	json(&st, "{\"Event-Name\":\"CHANNEL_HOLD\",\"Unique-ID\":\"x\","
		  "\"Event-Date-Timestamp\":\"1700000000000002\"}");
	assert_true(at == 1700000000000002);
	stage_close(&st);
}

/* What looks like an escape and is none stands for itself. */
static void test_esl_input__only_two_hex_digits_are_an_escape(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	stage_event(&st, "Event-Name: CHANNEL_CREATE\nUnique-ID: x\n"
			 "Call-Direction: inbound\n"
			 "Caller-Caller-ID-Name: a%09b%zz%4g%g4%4\n"
			 "Caller-Destination-Number: ARRAY::4001|\n");
	stage_said(&st, "leg-new leg=x name=a\tb%zz%4g%g4%4 called=4001| "
			"role=trunk state=calling\n");
	stage_close(&st);
}

static void test_esl_input__json_says_the_same(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	json(&st, "{\"Event-Name\":\"CHANNEL_CREATE\",\"Unique-ID\":\"x\","
		  "\"Call-Direction\":\"inbound\","
		  "\"Caller-Caller-ID-Number\":\"+86138\","
		  "\"Caller-Caller-ID-Name\":\"\\u674e\","
		  "\"Caller-Destination-Number\":[\"4001\",\"4002\"]}");
	stage_said(&st, "leg-new leg=x number=+86138 name=\xe6\x9d\x8e "
			"called=4001 role=trunk state=calling\n");
	json(&st, "{\"Event-Name\":\"PRESENCE_IN\",\"x\":\"y\"}");
	json(&st, "{\"Event-Name\":\"CHANNEL_HOLD\",");
	stage_said(&st, "");
	assert_int_equal(st.port.malformed, 1);
	assert_int_equal(st.port.messages, 3);
	stage_close(&st);
}

static void test_esl_input__a_body_in_a_body_is_no_headers(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	stage_event(&st, "Event-Name: CHANNEL_HOLD\nUnique-ID: x\n"
			 "Content-Length: 20\n\n"
			 "Unique-ID: another\n");
	stage_event(&st, "Event-Name: CHANNEL_HOLD\nContent-Length: 20\n\n"
			 "Unique-ID: another\n");
	stage_said(&st, "hold leg=x\nhold\n");
	stage_close(&st);
}

static void test_esl_input__what_nobody_reads_is_passed_over(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	stage_event(&st, "Event-Name: CODEC\nUnique-ID: x\n");
	stage_event(&st, "Event-Name: CUSTOM\nEvent-Subclass: a%3A%3Ab\n");
	stage_hear(&st, "Content-Type: log/data\nContent-Length: 3\n\nabc"
			"Content-Type: text/disconnect-notice\n"
			"Content-Length: 5\n\nBye.\n");
	stage_said(&st, "");
	assert_int_equal(st.port.messages, 4);
	assert_int_equal(st.port.malformed, 0);
	stage_close(&st);
}

static void test_esl_input__malformed_is_counted_and_skipped(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	stage_event(&st, "Unique-ID: x\n");
	stage_hear(&st, "Nonsense\nmore of it\n\n");
	stage_event(&st, HOLD);
	stage_said(&st, "hold leg=x\n");
	assert_int_equal(st.port.malformed, 2);
	stage_close(&st);
}

static void broken(const char *text)
{
	struct stage st = { 0 };

	stage_ready(&st);
	assert_int_equal(stage_bytes(&st, text, strlen(text)), CTI_EPROTO);
	assert_non_null(strstr(cti__buf_cstr(&st.port.detail),
			       "event_socket.conf.xml"));
	stage_close(&st);
}

static void test_esl_input__lengths_that_are_none_break_it(void **state)
{
	char *flood = malloc(17 * 1024 + 1);

	(void)state;
	broken("Content-Length: -1\nContent-Type: api/response\n\n");
	broken("Content-Length: 12x\nContent-Type: api/response\n\n");
	broken("Content-Length: 99999999999\nContent-Type: api/response\n\n");
	assert_non_null(flood);
	memset(flood, 'A', 17 * 1024);
	flood[17 * 1024] = '\0';
	broken(flood);
	free(flood);
}

static void test_esl_input__answers_to_nothing_are_orphans(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	stage_answer(&st, "+OK\n");
	assert_int_equal(st.port.orphans, 1);
	stage_close(&st);
}

static void test_esl_input__another_process_is_said_once(void **state)
{
	struct stage st = { 0 };

	(void)state;
	stage_ready(&st);
	stage_event(&st, HOLD "Core-UUID: one\n");
	stage_event(&st, HOLD "Core-UUID: one\n");
	stage_event(&st, HOLD "Core-UUID: two\n");
	stage_said(&st, "switch-up text=one code=-1\nhold leg=x\nhold leg=x\n"
			"switch-up text=two code=-1\nhold leg=x\n");
	/* A shorter name than the one before; one that there is no room for. */
	stage_event(&st, HOLD "Core-UUID: three\n");
	stage_event(&st, HOLD "Core-UUID: t\n");
	stage_event(&st, HOLD "Core-UUID: t\n");
	stage_event(&st, HOLD
		    "Core-UUID: 1234567890123456789012345678901234567890\n");
	stage_said(&st, "switch-up text=three code=-1\nhold leg=x\n"
			"switch-up text=t code=-1\nhold leg=x\nhold leg=x\n"
			"hold leg=x\n");
	stage_close(&st);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_esl_input__length_counts_bytes_not_characters),
		cmocka_unit_test(
			test_esl_input__a_message_of_90_kb_is_whole_and_in_its_place),
		cmocka_unit_test(test_esl_input__every_cut_is_the_same),
		cmocka_unit_test(test_esl_input__values_are_decoded),
		cmocka_unit_test(test_esl_input__json_says_the_same),
		cmocka_unit_test(
			test_esl_input__a_body_in_a_body_is_no_headers),
		cmocka_unit_test(
			test_esl_input__what_nobody_reads_is_passed_over),
		cmocka_unit_test(
			test_esl_input__malformed_is_counted_and_skipped),
		cmocka_unit_test(
			test_esl_input__lengths_that_are_none_break_it),
		cmocka_unit_test(
			test_esl_input__answers_to_nothing_are_orphans),
		cmocka_unit_test(test_esl_input__another_process_is_said_once),
		cmocka_unit_test(test_esl_input__time_is_the_events_own),
		cmocka_unit_test(
			test_esl_input__only_two_hex_digits_are_an_escape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
