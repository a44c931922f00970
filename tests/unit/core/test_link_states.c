/* SPDX-License-Identifier: MIT */
/* The life of a link, with a fake adapter, wire and clock: no sockets, no sleep. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake.h"

/* What the application does in its callback, at an event it waits for. */
enum act {
	ACT_NONE,
	ACT_REMOVE,
	ACT_RECONNECT,
	ACT_CLOSE,
	ACT_ADD
};

static struct {
	uv_loop_t loop;
	cti_client *client;
	cti_link *link;
	enum act act;
	const char *at; /* a link's state, or a kind of event */
	bool closed;
	int hangups, lost;
	int64_t takes_us; /* the callback, for each event */
	char of[16];	  /* the link of the last event of one */
	uint32_t flags;	  /* of the last loss */
	char gap[80];	  /* its times */
	char lines[4096];
} t;

static void act(cti_client *client)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	enum act what = t.act;

	t.act = ACT_NONE;
	switch (what) {
	case ACT_REMOVE:
		cti_link_remove(t.link);
		t.link = NULL;
		break;
	case ACT_RECONNECT:
		assert_int_equal(cti_link_reconnect(t.link), 0);
		break;
	case ACT_CLOSE:
		cti_client_close(client);
		t.client = NULL;
		break;
	case ACT_ADD:
		opts.url = "sim:";
		assert_int_equal(cti_link_add(client, NULL, &opts), 0);
		break;
	default:
		break;
	}
}

static void on_event(cti_client *client, const cti_event *ev, void *user)
{
	const char *word = cti_event_kind_name(cti_event_kind(ev));

	(void)user;
	fake.clock_us += t.takes_us;
	if (cti_event_kind(ev) == CTI_EVENT_LINK)
		word = cti_event_str(ev, CTI_FIELD_STATE, NULL);
	if (cti_event_kind(ev) == CTI_EVENT_LINK ||
	    cti_event_kind(ev) == CTI_EVENT_LOSS)
		fake_note(word);
	if (cti_event_kind(ev) == CTI_EVENT_LINK)
		snprintf(t.of, sizeof(t.of), "%s",
			 cti_event_str(ev, CTI_FIELD_LINK, NULL));
	if (cti_event_kind(ev) == CTI_EVENT_LOSS) {
		t.flags = cti_event_flags(ev);
		snprintf(t.gap, sizeof(t.gap), "%s %s %s",
			 cti_event_str(ev, CTI_FIELD_LINK, NULL),
			 cti_event_str(ev, CTI_FIELD_FROM, NULL),
			 cti_event_str(ev, CTI_FIELD_TO, NULL));
	}
	if (cti_event_kind(ev) == CTI_EVENT_HANGUP) {
		t.hangups++;
		t.lost += !strcmp(cti_event_str(ev, CTI_FIELD_CAUSE, NULL),
				  "lost");
	}
	if (t.at && !strcmp(word, t.at))
		act(client);
}

static void on_log(enum cti_log_level level, const char *text, void *user)
{
	size_t n = strlen(t.lines);

	(void)level;
	(void)user;
	snprintf(t.lines + n, sizeof(t.lines) - n, "%s\n", text);
}

static void on_closed(void *user)
{
	(void)user;
	t.closed = true;
}

static int set_up(void **state)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	struct cti_link_opts link = CTI_LINK_OPTS_INIT;

	(void)state;
	memset(&t, 0, sizeof(t));
	memset(&fake, 0, sizeof(fake));
	fake.clock_us = 1000000;
	fake.alarm_us = INT64_MAX;
	uv_loop_init(&t.loop);
	opts.loop = &t.loop;
	opts.on_event = on_event;
	opts.on_log = on_log;
	opts.on_closed = on_closed;
	if (cti_client_new(&t.client, &opts))
		return -1;
	link.name = "pbx";
	link.url = "fake://host";
	return cti__link_add_with(t.client, &t.link, &link, &fake_adapter,
				  &fake_env);
}

static int tear_down(void **state)
{
	(void)state;
	cti_client_close(t.client);
	uv_run(&t.loop, UV_RUN_DEFAULT);
	if (!t.closed)
		return -1;
	/* Nothing of the library is left on the loop. */
	return uv_loop_close(&t.loop);
}

/* Up and live, with nothing noted. */
static void go_live(void)
{
	fake_start(t.link);
	fake_opened(t.link);
	fake_receive(t.link, "W;R;");
	assert_int_equal(cti_link_state(t.link), CTI_LINK_RESYNC);
	fake_receive(t.link, "S;");
	assert_int_equal(cti_link_state(t.link), CTI_LINK_UP);
	fake.text[0] = '\0';
}

static void test_link_states__comes_up_in_order(void **state)
{
	(void)state;
	assert_int_equal(cti_link_state(t.link), CTI_LINK_CONNECTING);
	assert_noted("");
	fake_start(t.link);
	assert_noted("connecting dial ");
	fake_opened(t.link);
	assert_noted("up ");
	fake_receive(t.link, "W;");
	assert_noted(">login ");
	fake_receive(t.link, "R;");
	assert_noted("resync ask >list ");
	fake_receive(t.link, "S;");
	assert_noted("up ");
	assert_string_equal(cti_link_detail(t.link), "");
	assert_string_equal(cti_link_name(t.link), "pbx");
}

static void test_link_states__an_answer_within_the_question_is_one(void **state)
{
	(void)state;
	fake.synced_at_once = true;
	fake_start(t.link);
	fake_opened(t.link);
	fake_receive(t.link, "R;");
	assert_int_equal(cti_link_state(t.link), CTI_LINK_UP);
	assert_noted("connecting dial up resync ask >list up ");
}

/* Its list may never come. */
static void test_link_states__a_recording_waits_for_no_list(void **state)
{
	struct cti__link_env recorded = fake_env;

	(void)state;
	recorded.is_replay = true;
	t.link->env = &recorded;
	fake_start(t.link);
	fake_opened(t.link);
	fake_receive(t.link, "W;R;");
	assert_int_equal(cti_link_state(t.link), CTI_LINK_UP);
	/* When it does, that is no news. */
	fake_receive(t.link, "S;");
	assert_int_equal(cti_link_state(t.link), CTI_LINK_UP);
	t.link->env = &fake_env;
}

static void test_link_states__sends_nothing_before_the_wire_is_open(void **state)
{
	(void)state;
	fake_start(t.link);
	cti_port_send(&t.link->port, "x", 1);
	assert_noted("connecting dial ");
	fake_opened(t.link);
	fake_closed(t.link, CTI_EEOF, "gone");
	fake.text[0] = '\0';
	cti_port_send(&t.link->port, "x", 1);
	assert_noted("");
}

static void test_link_states__refused_is_tried_again_ever_slower(void **state)
{
	(void)state;
	fake_start(t.link);
	fake_closed(t.link, CTI_ECONNECT, "nobody listens");
	assert_noted("connecting dial down ");
	assert_string_equal(cti_link_detail(t.link), "nobody listens");
	assert_int_equal(cti_link_state(t.link), CTI_LINK_DOWN);
	fake_pass(t.link, 61);
	assert_noted("");
	fake_pass(t.link, 1);
	assert_noted("connecting dial ");
	fake_closed(t.link, CTI_ECONNECT, "nobody listens");
	fake_pass(t.link, 124);
	assert_noted("down ");
	fake_pass(t.link, 1);
	assert_noted("connecting dial ");
	/* The log has it once. */
	assert_string_equal(t.lines, "link pbx: down: nobody listens\n");
}

static void test_link_states__silence_after_connecting_ends(void **state)
{
	(void)state;
	fake_start(t.link);
	fake_opened(t.link);
	fake.text[0] = '\0';
	fake_pass(t.link, 9999);
	assert_noted("");
	fake_pass(t.link, 1);
	assert_noted("down CTI_ETIMEDOUT down ");
	assert_non_null(strstr(cti_link_detail(t.link), "did not greet"));
}

static void test_link_states__a_wire_that_never_opens_ends(void **state)
{
	(void)state;
	fake_start(t.link);
	fake.text[0] = '\0';
	fake_pass(t.link, 11000);
	/* The adapter never was up, so it is not told of the end. */
	assert_noted("down ");
	assert_non_null(strstr(cti_link_detail(t.link), "be reached in time"));
}

static void test_link_states__a_list_without_end_ends(void **state)
{
	(void)state;
	fake_start(t.link);
	fake_opened(t.link);
	fake_receive(t.link, "R;");
	fake_pass(t.link, 29999);
	assert_int_equal(cti_link_state(t.link), CTI_LINK_RESYNC);
	fake_pass(t.link, 1);
	assert_int_equal(cti_link_state(t.link), CTI_LINK_DOWN);
	assert_non_null(strstr(cti_link_detail(t.link), "list its calls"));
}

static void test_link_states__closed_after_the_banner_comes_back(void **state)
{
	(void)state;
	fake_start(t.link);
	fake_opened(t.link);
	fake_receive(t.link, "W;");
	fake_closed(t.link, CTI_EEOF, "closed");
	assert_noted("connecting dial up >login down CTI_EEOF down ");
	fake_pass(t.link, 1000);
	assert_noted("connecting dial ");
	fake_opened(t.link);
	assert_noted("up ");
}

static void test_link_states__a_wrong_password_waits_a_minute(void **state)
{
	(void)state;
	fake_start(t.link);
	fake_opened(t.link);
	fake_receive(t.link, "W;A;N1001;");
	assert_noted("connecting dial up >login down CTI_EAUTH failed ");
	assert_int_equal(cti_link_state(t.link), CTI_LINK_FAILED);
	assert_string_equal(cti_link_detail(t.link),
			    "the switch refused the login: wrong password");
	fake_pass(t.link, 59999);
	assert_noted("");
	fake_pass(t.link, 1);
	assert_noted("connecting dial ");
	fake_opened(t.link);
	fake_receive(t.link, "R;");
	fake_receive(t.link, "S;");
	assert_int_equal(cti_link_state(t.link), CTI_LINK_UP);
}

static void test_link_states__half_a_message_dies_with_its_wire(void **state)
{
	(void)state;
	go_live();
	fake_receive(t.link, "N10");
	fake_closed(t.link, CTI_EEOF, "cut");
	fake_pass(t.link, 1000);
	fake_opened(t.link);
	fake.text[0] = '\0';
	/* Were "N10" kept, this would be a message of its own. */
	fake_receive(t.link, ";W;");
	assert_noted(">login ");
	assert_int_equal(cti__model_legs(t.link->sw->model), 0);
}

static void test_link_states__bytes_may_be_cut_anywhere(void **state)
{
	const char *p;
	char one[2] = "";

	(void)state;
	go_live();
	for (p = "N1001;X1001;N1002;"; *p; p++) {
		one[0] = *p;
		fake_receive(t.link, one);
	}
	assert_int_equal(cti__model_legs(t.link->sw->model), 1);
	assert_int_equal(t.link->in.n, 0);
}

static void test_link_states__broken_framing_closes(void **state)
{
	(void)state;
	go_live();
	fake_receive(t.link, "!;N1001;");
	assert_noted("down CTI_EPROTO down ");
	assert_int_equal(cti__model_legs(t.link->sw->model), 0);
}

static void test_link_states__a_message_without_end_closes(void **state)
{
	static char much[65537];
	int i;

	(void)state;
	go_live();
	memset(much, 'x', sizeof(much) - 1);
	for (i = 0; i < 16; i++)
		fake_receive(t.link, much);
	assert_int_equal(cti_link_state(t.link), CTI_LINK_UP);
	fake_receive(t.link, "x");
	assert_int_equal(cti_link_state(t.link), CTI_LINK_DOWN);
	assert_non_null(strstr(cti_link_detail(t.link), "1 MiB"));
}

static void test_link_states__an_adapter_that_gives_up_is_dropped(void **state)
{
	(void)state;
	go_live();
	fake_receive(t.link, "E;N1001;");
	assert_noted("down CTI_EPROTO down ");
	assert_int_equal(cti__model_legs(t.link->sw->model), 0);
}

static void test_link_states__two_unanswered_pings_are_death(void **state)
{
	(void)state;
	go_live();
	fake_pass(t.link, 10000);
	assert_int_equal(fake.pings, 1);
	fake_pass(t.link, 5000);
	assert_int_equal(fake.pings, 2);
	assert_int_equal(cti_link_state(t.link), CTI_LINK_UP);
	fake_pass(t.link, 5000);
	assert_int_equal(cti_link_state(t.link), CTI_LINK_DOWN);
	assert_non_null(strstr(cti_link_detail(t.link), "two pings"));
}

static void test_link_states__any_byte_answers_a_ping(void **state)
{
	int i;

	(void)state;
	go_live();
	for (i = 0; i < 20; i++) {
		fake_pass(t.link, 10000);
		fake_receive(t.link, ";");
	}
	assert_int_equal(cti_link_state(t.link), CTI_LINK_UP);
	assert_int_equal(fake.pings, 20);
}

static void test_link_states__flapping_is_slowed_down(void **state)
{
	int attempts = 0;
	int64_t end;

	(void)state;
	/* On a machine that has run for a month. */
	fake.clock_us += (int64_t)30 * 86400 * 1000000;
	end = fake.clock_us + 10000000;
	fake_start(t.link);
	while (fake.clock_us < end) {
		attempts++;
		fake_opened(t.link);
		fake_receive(t.link, "R;");
		fake_receive(t.link, "S;");
		fake_closed(t.link, CTI_EEOF, "flap");
		while (t.link->stage != CTI__STAGE_DIALLING)
			fake_pass(t.link, 1);
	}
	assert_true(attempts <= 8);
	assert_true(attempts >= 4);
}

static void test_link_states__a_healthy_life_resets_the_wait(void **state)
{
	int i;

	(void)state;
	fake_start(t.link);
	for (i = 0; i < 6; i++) {
		fake_closed(t.link, CTI_ECONNECT, "no");
		while (t.link->stage != CTI__STAGE_DIALLING)
			fake_pass(t.link, 1);
	}
	fake_opened(t.link);
	fake_receive(t.link, "R;");
	fake_receive(t.link, "S;");
	for (i = 0; i < 7; i++) {
		fake_pass(t.link, 10000);
		fake_receive(t.link, ";");
	}
	fake_closed(t.link, CTI_EEOF, "gone");
	fake.text[0] = '\0';
	fake_pass(t.link, 125);
	assert_noted("connecting dial ");
}

static void test_link_states__coming_back_tells_of_the_gap(void **state)
{
	(void)state;
	go_live();
	fake_closed(t.link, CTI_EEOF, "gone");
	fake_pass(t.link, 1000);
	fake_opened(t.link);
	fake_receive(t.link, "R;");
	fake.text[0] = '\0';
	fake_receive(t.link, "S;");
	assert_noted("up loss ");
	assert_string_equal(t.of, "pbx");
	assert_int_equal(t.flags, CTI_FLAG_SYNTHETIC);
	assert_string_equal(t.gap, "pbx 1970-01-01T00:00:01.000Z "
				   "1970-01-01T00:00:02.000Z");
}

static void test_link_states__epochs_are_never_the_same(void **state)
{
	uint64_t first;

	(void)state;
	go_live();
	first = cti_port_epoch(&t.link->port);
	fake_closed(t.link, CTI_EEOF, "gone");
	fake_pass(t.link, 1000);
	assert_true(cti_port_epoch(&t.link->port) != first);
}

static void test_link_states__reconnect_does_not_wait(void **state)
{
	(void)state;
	go_live();
	assert_int_equal(cti_link_reconnect(t.link), 0);
	assert_noted("down CTI_ECANCELED connecting dial ");
	fake_closed(t.link, CTI_ECONNECT, "no");
	fake.text[0] = '\0';
	assert_int_equal(cti_link_reconnect(t.link), 0);
	assert_noted("connecting dial ");
}

static void test_link_states__removing_ends_every_leg(void **state)
{
	(void)state;
	go_live();
	fake_receive(t.link, "N1001;N1002;");
	cti_link_remove(t.link);
	assert_int_equal(t.hangups, 2);
	assert_int_equal(t.lost, 2);
	assert_null(cti_link_find(t.client, "pbx"));
}

static void test_link_states__an_adapter_that_cannot_begin_says_why(void **state)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *link;

	(void)state;
	fake.fail_init = true;
	opts.url = "fake://other";
	assert_int_equal(cti__link_add_with(t.client, &link, &opts,
					    &fake_adapter, &fake_env),
			 CTI_EVALUE);
	assert_null(link);
	assert_string_equal(cti_client_detail(t.client),
			    "The fake cannot begin.");
	assert_null(cti_link_find(t.client, "other"));
}

/* Do it at each event of a whole life, then end it; no crash, nothing left. */
static void each_event(enum act what)
{
	static const char *const at[] = { "connecting", "resync", "up",
					  "down",	"failed", "call-begin",
					  "dial",	"hangup", "call-end" };
	struct cti_link *const link = t.link;
	size_t i;

	for (i = 0; i < sizeof(at) / sizeof(at[0]) && t.client; i++) {
		t.act = what;
		t.at = at[i];
		if (t.link->stage == CTI__STAGE_IDLE)
			fake_start(t.link);
		if (t.link && t.link->stage == CTI__STAGE_DIALLING)
			fake_opened(link);
		if (t.link && t.link->stage == CTI__STAGE_LOGIN)
			fake_receive(link, "W;R;");
		if (t.link && t.link->stage == CTI__STAGE_RESYNC)
			fake_receive(link, "S;");
		if (t.link && t.link->stage == CTI__STAGE_LIVE)
			fake_receive(link, "N1001;N1002;X1001;");
		if (t.link && t.link->is_open)
			fake_receive(link, "A;");
		if (!t.link)
			return;
		fake_pass(link, 100000);
	}
}

static void test_link_states__reconnecting_inside_callbacks_is_legal(
	void **state)
{
	(void)state;
	each_event(ACT_RECONNECT);
	assert_non_null(t.link);
}

static void test_link_states__adding_inside_callbacks_is_legal(void **state)
{
	(void)state;
	t.at = "up";
	t.act = ACT_ADD;
	go_live();
	assert_non_null(cti_link_find(t.client, "sim"));
}

/* One test an event, since each ends the link or the client. */
static void end_at(enum act what, const char *at)
{
	t.act = what;
	t.at = at;
	fake_start(t.link);
	if (t.client && t.link)
		fake_opened(t.link);
	if (t.client && t.link)
		fake_receive(t.link, "W;R;");
	if (t.client && t.link)
		fake_receive(t.link, "S;");
	if (t.client && t.link)
		fake_receive(t.link, "N1001;X1001;N1002;");
	if (t.client && t.link)
		fake_closed(t.link, CTI_EEOF, "gone");
	assert_int_equal(t.act, ACT_NONE);
}

#define END_AT(name, what, at)                                                 \
	static void test_link_states__##name(void **state)                     \
	{                                                                      \
		(void)state;                                                   \
		end_at(what, at);                                              \
	}

END_AT(removing_while_connecting_is_legal, ACT_REMOVE, "connecting")
END_AT(removing_while_resyncing_is_legal, ACT_REMOVE, "resync")
END_AT(removing_when_up_is_legal, ACT_REMOVE, "up")
END_AT(removing_when_down_is_legal, ACT_REMOVE, "down")
END_AT(removing_in_a_call_event_is_legal, ACT_REMOVE, "call-begin")
END_AT(removing_in_a_hangup_is_legal, ACT_REMOVE, "hangup")
END_AT(closing_while_connecting_is_legal, ACT_CLOSE, "connecting")
END_AT(closing_while_resyncing_is_legal, ACT_CLOSE, "resync")
END_AT(closing_when_up_is_legal, ACT_CLOSE, "up")
END_AT(closing_when_down_is_legal, ACT_CLOSE, "down")
END_AT(closing_in_a_call_event_is_legal, ACT_CLOSE, "call-begin")
END_AT(closing_in_a_hangup_is_legal, ACT_CLOSE, "hangup")

static int count_slow(void)
{
	const char *at = t.lines;
	int n = 0;

	while ((at = strstr(at, "a callback is slow")) != NULL) {
		at++;
		n++;
	}
	return n;
}

static void test_link_states__a_slow_callback_is_told_once_a_minute(
	void **state)
{
	(void)state;
	go_live();
	t.lines[0] = '\0';
	t.takes_us = 10000;
	fake_receive(t.link, "N1001;");
	assert_int_equal(count_slow(), 0);
	t.takes_us = 60000;
	fake_receive(t.link, "N1002;");
	assert_int_equal(count_slow(), 1);
	assert_non_null(strstr(t.lines, "link pbx: what was read at once"));
	fake_receive(t.link, "N1003;");
	assert_int_equal(count_slow(), 1);
	fake.clock_us += 60000000;
	fake_receive(t.link, "N1004;");
	assert_int_equal(count_slow(), 2);
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(test_link_states__##name, set_up,      \
					tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(comes_up_in_order),
		TEST(an_answer_within_the_question_is_one),
		TEST(a_recording_waits_for_no_list),
		TEST(sends_nothing_before_the_wire_is_open),
		TEST(refused_is_tried_again_ever_slower),
		TEST(silence_after_connecting_ends),
		TEST(a_wire_that_never_opens_ends),
		TEST(a_list_without_end_ends),
		TEST(closed_after_the_banner_comes_back),
		TEST(a_wrong_password_waits_a_minute),
		TEST(half_a_message_dies_with_its_wire),
		TEST(bytes_may_be_cut_anywhere),
		TEST(broken_framing_closes),
		TEST(a_message_without_end_closes),
		TEST(an_adapter_that_gives_up_is_dropped),
		TEST(two_unanswered_pings_are_death),
		TEST(any_byte_answers_a_ping),
		TEST(flapping_is_slowed_down),
		TEST(a_healthy_life_resets_the_wait),
		TEST(coming_back_tells_of_the_gap),
		TEST(epochs_are_never_the_same),
		TEST(reconnect_does_not_wait),
		TEST(removing_ends_every_leg),
		TEST(an_adapter_that_cannot_begin_says_why),
		TEST(reconnecting_inside_callbacks_is_legal),
		TEST(adding_inside_callbacks_is_legal),
		TEST(removing_while_connecting_is_legal),
		TEST(removing_while_resyncing_is_legal),
		TEST(a_slow_callback_is_told_once_a_minute),
		TEST(removing_when_up_is_legal),
		TEST(removing_when_down_is_legal),
		TEST(removing_in_a_call_event_is_legal),
		TEST(removing_in_a_hangup_is_legal),
		TEST(closing_while_connecting_is_legal),
		TEST(closing_while_resyncing_is_legal),
		TEST(closing_when_up_is_legal),
		TEST(closing_when_down_is_legal),
		TEST(closing_in_a_call_event_is_legal),
		TEST(closing_in_a_hangup_is_legal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
