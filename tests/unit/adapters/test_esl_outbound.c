/* SPDX-License-Identifier: MIT */
/* Calls for which FreeSWITCH connects to us, and where they are sent. */
#include "esl_stage.h"

#include "model/request.h"

#define OK "Content-Type: command/reply\nReply-Text: +OK\n\n"
#define ERR                                                                    \
	"Content-Type: command/reply\nReply-Text: -ERR command not found\n\n"
/* As FreeSWITCH writes it: the event's headers, ours among them, encoded. */
#define CHANNEL(leg, mode)                                                     \
	"Event-Name: CHANNEL_DATA\nCall-Direction: inbound\n"                  \
	"Unique-ID: " leg "\nCaller-Caller-ID-Number: 13800138000\n"           \
	"Caller-Destination-Number: 4001100266\nCaller-Context: public\n"      \
	"variable_cti_route_for: sales%20desk\n"                               \
	"Content-Type: command/reply\nReply-Text: %2BOK%0A\n"                  \
	"Socket-Mode: " mode "\nControl: full\n\n"
#define TOLD(leg)                                                              \
	"leg-new leg=" leg " number=13800138000 called=4001100266 "            \
	"role=trunk state=calling\n"                                           \
	"route leg=" leg " called=4001100266 context=public app=socket "       \
	"queue=sales desk\n"
#define TRANSFER(to)                                                           \
	"sendmsg\ncall-command: execute\nexecute-app-name: set\n"              \
	"execute-app-arg: socket_resume=false\n\n"                             \
	"sendmsg\ncall-command: execute\nexecute-app-name: transfer\n"         \
	"execute-app-arg: " to " XML default\n\n"

/* One connection, with what the adapter has left unread. */
struct caller {
	struct stage *st;
	struct cti_peer peer;
	struct cti__esl_peer state;
	struct cti__buf unread;
};

static void call_in(struct caller *c, struct stage *st)
{
	memset(c, 0, sizeof(*c));
	c->st = st;
	assert_int_equal(
		st->port.adapter->peer_up(st->port.state, &c->state, &c->peer),
		0);
}

static ssize_t peer_input(void *user, const char *data, size_t n)
{
	struct caller *c = user;

	return c->st->port.adapter->peer_input(c->st->port.state, &c->state,
					       data, n);
}

static ssize_t bytes(struct caller *c, const char *p, size_t n)
{
	return stage_read(&c->unread, p, n, peer_input, c);
}

static ssize_t hear(struct caller *c, const char *text)
{
	return bytes(c, text, strlen(text));
}

static void sent(struct caller *c, const char *text)
{
	assert_string_equal(cti__buf_cstr(&c->peer.sent), text);
	cti__buf_clear(&c->peer.sent);
}

static void hang_up(struct caller *c)
{
	c->st->port.adapter->peer_down(c->st->port.state, &c->state);
	cti__buf_fini(&c->peer.sent);
	cti__buf_fini(&c->unread);
}

static int answer(struct stage *st, const char *leg, const char *to)
{
	struct cti_request req = { .kind = CTI__REQUEST_ROUTE };

	req.leg = cti__str(leg);
	req.to = cti__str(to);
	return st->port.adapter->request(st->port.state, 7, &req);
}

/* Logged in, and the application answers. */
static void begin(struct stage *st)
{
	memset(st, 0, sizeof(*st));
	stage_ready(st);
	st->port.is_asking = true;
}

/* A call that waits for its answer. */
static void begin_call(struct stage *st, struct caller *c)
{
	begin(st);
	call_in(c, st);
	hear(c, CHANNEL("a-1", "async"));
}

static void end_call(struct stage *st, struct caller *c)
{
	hang_up(c);
	stage_close(st);
}

static void test_esl_outbound__a_call_asks_and_is_transferred(void **state)
{
	struct caller c;
	struct stage st;

	(void)state;
	begin(&st);
	call_in(&c, &st);
	sent(&c, "connect\n\n");
	assert_true(hear(&c, CHANNEL("a-1", "async")) > 0);
	stage_said(&st, TOLD("a-1"));
	/* It may wait as long as the application needs. */
	assert_int_equal(c.peer.wait_ms, 0);
	sent(&c, "");
	assert_int_equal(answer(&st, "a-1", "1002"), 0);
	sent(&c, TRANSFER("1002"));
	stage_sent(&st, "");
	assert_true(c.peer.wait_ms > 0);
	hear(&c, OK);
	assert_int_equal(st.port.done_count, 0);
	hear(&c, OK);
	assert_int_equal(st.port.done_count, 1);
	assert_int_equal(st.port.done_err, 0);
	assert_int_equal(st.port.done_tag, 7);
	assert_true(c.peer.is_closed);
	stage_said(&st, "route-end leg=a-1\n");
	hang_up(&c);
	stage_said(&st, "");
	assert_int_equal(st.port.done_count, 1);
	stage_close(&st);
}

static void test_esl_outbound__every_cut_is_the_same(void **state)
{
	static const char all[] = "\n" CHANNEL("a-1", "async");
	struct caller c;
	struct stage st;
	size_t cut, i;

	(void)state;
	for (cut = 1; cut < sizeof(all) - 1; cut++) {
		begin(&st);
		call_in(&c, &st);
		assert_true(bytes(&c, all, cut) >= 0);
		for (i = cut; i < sizeof(all) - 1; i++)
			assert_true(bytes(&c, all + i, 1) >= 0);
		stage_said(&st, TOLD("a-1"));
		hang_up(&c);
		stage_close(&st);
	}
}

static void goes_on(const char *channel, const char *command)
{
	struct caller c;
	struct stage st;

	begin(&st);
	call_in(&c, &st);
	hear(&c, channel);
	sent(&c, "connect\n\n");
	fake_port_forget(&st.port);
	assert_int_equal(answer(&st, "a-1", ""), 0);
	sent(&c, command);
	assert_false(c.peer.is_closed);
	hear(&c, OK);
	assert_int_equal(st.port.done_err, 0);
	assert_int_equal(st.port.done_count, 1);
	assert_true(c.peer.is_closed);
	stage_said(&st, "route-end leg=a-1\n");
	end_call(&st, &c);
}

static void test_esl_outbound__the_dialplan_goes_on(void **state)
{
	(void)state;
	goes_on(CHANNEL("a-1", "async"), "resume\n\n");
	goes_on(CHANNEL("a-1", "static"), "exit\n\n");
}

static void test_esl_outbound__one_that_nobody_answers_goes_on(void **state)
{
	struct caller c;
	struct stage st;

	(void)state;
	begin(&st);
	st.port.is_asking = false;
	call_in(&c, &st);
	hear(&c, CHANNEL("a-1", "async"));
	sent(&c, "connect\n\nresume\n\n");
	hear(&c, OK);
	assert_true(c.peer.is_closed);
	assert_int_equal(st.port.done_count, 0);
	end_call(&st, &c);
}

static void test_esl_outbound__a_refused_call_waits_for_another(void **state)
{
	struct caller c;
	struct stage st;

	(void)state;
	begin_call(&st, &c);
	answer(&st, "a-1", "1002");
	hear(&c, ERR ERR);
	assert_int_equal(st.port.done_err, CTI_EREFUSED);
	assert_int_equal(st.port.done_count, 1);
	assert_false(c.peer.is_closed);
	cti__buf_clear(&c.peer.sent);
	assert_int_equal(answer(&st, "a-1", "1003"), 0);
	sent(&c, TRANSFER("1003"));
	end_call(&st, &c);
}

static void test_esl_outbound__no_value_becomes_a_command(void **state)
{
	static const char *const bad[] = { "1002\nx: y", "1002 XML evil",
					   "-x",	 "${system(x)}",
					   "1002,1003",	 "'" };
	struct caller c;
	struct stage st;
	size_t i;

	(void)state;
	begin_call(&st, &c);
	sent(&c, "connect\n\n");
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(answer(&st, "a-1", bad[i]), CTI_EINVAL);
		sent(&c, "");
	}
	/* It waits as before. */
	assert_int_equal(answer(&st, "a-1", "1002"), 0);
	sent(&c, TRANSFER("1002"));
	end_call(&st, &c);
}

static void test_esl_outbound__a_connection_that_drops_ends_it(void **state)
{
	struct caller c;
	struct stage st;

	(void)state;
	begin_call(&st, &c);
	fake_port_forget(&st.port);
	hang_up(&c);
	stage_said(&st, "route-end leg=a-1\n");
	/* What is left is the way of a call that is parked. */
	assert_int_equal(answer(&st, "a-1", "1002"), 0);
	assert_non_null(
		strstr(cti__buf_cstr(&st.port.sent), "uuid_transfer a-1"));
	stage_close(&st);
}

static void test_esl_outbound__a_waiting_call_goes_on_at_our_end(void **state)
{
	struct caller c;
	struct stage st;

	(void)state;
	begin_call(&st, &c);
	cti__buf_clear(&c.peer.sent);
	st.port.adapter->peer_down(st.port.state, &c.state);
	sent(&c, "resume\n\n");
	cti__buf_fini(&c.peer.sent);
	cti__buf_fini(&c.unread);
	stage_close(&st);
}

static void test_esl_outbound__a_notice_closes_it(void **state)
{
	struct caller c;
	struct stage st;

	(void)state;
	begin_call(&st, &c);
	hear(&c, "Content-Type: text/disconnect-notice\n"
		 "Content-Length: 5\n\nbye.\n");
	assert_true(c.peer.is_closed);
	end_call(&st, &c);
}

static void test_esl_outbound__the_newer_socket_of_a_leg_counts(void **state)
{
	struct caller old, c;
	struct stage st;

	(void)state;
	begin(&st);
	call_in(&old, &st);
	hear(&old, CHANNEL("a-1", "async"));
	call_in(&c, &st);
	hear(&c, CHANNEL("a-1", "async"));
	assert_true(old.peer.is_closed);
	fake_port_forget(&st.port);
	hang_up(&old);
	stage_said(&st, "");
	sent(&c, "connect\n\n");
	answer(&st, "a-1", "1002");
	sent(&c, TRANSFER("1002"));
	end_call(&st, &c);
}

static void test_esl_outbound__what_is_no_switch_is_refused(void **state)
{
	static const char *const bad[] = {
		"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
		"Content-Type: auth/request\n\n",
		"Unique-ID: a\nContent-Length: -1\n\n",
		"Unique-ID: a\nContent-Length: 99999999\n\n",
		"Unique-ID: \n\n",
	};
	char longest[200];
	struct cti__buf big = { 0 };
	struct caller c;
	struct stage st;
	size_t i;

	(void)state;
	begin(&st);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		call_in(&c, &st);
		assert_int_equal(hear(&c, bad[i]), CTI_EPROTO);
		hang_up(&c);
	}
	/* An id that no switch makes, and a head without an end. */
	memset(longest, 'a', sizeof(longest));
	cti__buf_text(&big, "Unique-ID: ");
	cti__buf_add(&big, longest, sizeof(longest));
	call_in(&c, &st);
	hear(&c, cti__buf_cstr(&big));
	assert_int_equal(hear(&c, "\n\n"), CTI_EPROTO);
	hang_up(&c);
	for (i = 0; i < 1000; i++)
		cti__buf_add(&big, longest, sizeof(longest));
	call_in(&c, &st);
	assert_int_equal(hear(&c, cti__buf_cstr(&big)), CTI_EPROTO);
	hang_up(&c);
	stage_said(&st, "");
	cti__buf_fini(&big);
	stage_close(&st);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_esl_outbound__a_call_asks_and_is_transferred),
		cmocka_unit_test(test_esl_outbound__every_cut_is_the_same),
		cmocka_unit_test(test_esl_outbound__the_dialplan_goes_on),
		cmocka_unit_test(
			test_esl_outbound__one_that_nobody_answers_goes_on),
		cmocka_unit_test(
			test_esl_outbound__a_refused_call_waits_for_another),
		cmocka_unit_test(test_esl_outbound__no_value_becomes_a_command),
		cmocka_unit_test(
			test_esl_outbound__a_connection_that_drops_ends_it),
		cmocka_unit_test(
			test_esl_outbound__a_waiting_call_goes_on_at_our_end),
		cmocka_unit_test(test_esl_outbound__a_notice_closes_it),
		cmocka_unit_test(
			test_esl_outbound__the_newer_socket_of_a_leg_counts),
		cmocka_unit_test(
			test_esl_outbound__what_is_no_switch_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
