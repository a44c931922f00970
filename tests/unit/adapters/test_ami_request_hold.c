/* SPDX-License-Identifier: MIT */
/* Hold and consultations over AMI: what is sent, told and refused. */
#include "ami_ask.h"

#define S(text) CTI__STR(text)

static const struct cti_request hold = { .kind = CTI_REQUEST_HOLD,
					 .device = S("1001"),
					 .leg = S("a"),
					 .party = S("b") };
static const struct cti_request retrieve = { .kind = CTI_REQUEST_RETRIEVE,
					     .device = S("1001"),
					     .leg = S("a"),
					     .party = S("b") };

/* Up to where the two are moved, if they are. */
static void begin_hold(struct ask_stage *s, const struct cti_request *req)
{
	size_t i;

	assert_int_equal(ask(s, req), 0);
	(void)ask_sent(s);
	assert_int_equal(s->id_count, 6);
	for (i = 2; i < 6; i++)
		ask_answer(s, i, "Error",
			   "Message: That extension and priority already "
			   "exist at that context\r\n");
	(void)ask_sent(s);
}

/* The party is in our music, and what that took is forgotten. */
static void put_on_hold(struct ask_stage *s, const struct cti_request *req)
{
	begin_hold(s, req);
	assert_int_equal(s->id_count, 3);
	ask_answer(s, 2, "Success", "Message: Dual Redirect successful\r\n");
	ask_ended(s, 0, NULL);
	fake_port_forget(&s->st.port);
}

static void test_ami_request_hold__a_telephone_is_told_by_notify(void **state)
{
	static const struct {
		uint32_t kind;
		const char *sent;
	} rows[] = {
		{ CTI_REQUEST_ANSWER, "Action: PJSIPNotify\nChannel: a\n"
				      "Variable: Event=talk\n|\n" },
		{ CTI_REQUEST_HOLD, "Action: PJSIPNotify\nChannel: a\n"
				    "Variable: Event=hold\n|\n" },
		{ CTI_REQUEST_RETRIEVE, "Action: PJSIPNotify\nChannel: a\n"
					"Variable: Event=talk\n|\n" },
	};
	struct cti_request req = hold;
	struct ask_stage s;
	size_t i;

	(void)state;
	ask_open(&s);
	fake_port_set(&s.st.port, "devices.remote_control", "20XX,10XX");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		req.kind = rows[i].kind;
		assert_null(ask_refuse(&s, &req));
		ask_sends(&s, &req, rows[i].sent);
		ask_answer(&s, 0, "Success", "Message: NOTIFY sent\r\n");
		ask_ended(&s, 0, "NOTIFY sent");
	}
	/* What the telephone then does is told by the switch. */
	stage_said(&s.st, "");
	req.device = S("3001");
	req.kind = CTI_REQUEST_ANSWER;
	assert_non_null(strstr(ask_refuse(&s, &req), "remote_control"));
	ask_close(&s);
}

static void test_ami_request_hold__asked_for_twice_moves_once(void **state)
{
	struct ask_stage s;
	size_t i;

	(void)state;
	ask_open(&s);
	assert_int_equal(ask(&s, &hold), 0);
	assert_int_equal(ask(&s, &hold), 0);
	(void)ask_sent(&s);
	assert_int_equal(s.id_count, 12);
	for (i = 2; i < 12; i++)
		if (i % 6 >= 2)
			ask_answer(&s, i, "Error",
				   "Message: That extension and priority "
				   "already exist at that context\r\n");
	ask_ended(&s, CTI_ESTATE, "The call is on hold already.");
	ask_close(&s);
}

static void test_ami_request_hold__moves_both_ends_where_the_context_is(
	void **state)
{
	struct ask_stage s;
	size_t i;

	(void)state;
	ask_open(&s);
	assert_null(ask_refuse(&s, &hold));
	assert_int_equal(ask(&s, &hold), 0);
	assert_non_null(strstr(ask_sent(&s),
			       "Action: DialplanExtensionAdd\nContext: libcti\n"
			       "Extension: hold\nPriority: 1\n"
			       "Application: ExecIf\n"));
	/* Where transfers looked numbers up until now. */
	ask_answer(&s, 0, "Success", "Value: \r\n");
	ask_answer(&s, 1, "Success", "Value: internal\r\n");
	for (i = 2; i < 6; i++) {
		assert_int_equal(s.st.port.sent.n, 0);
		ask_answer(&s, i, "Success", "");
	}
	/* Told before the bridge is seen to fall apart. */
	stage_said(&s.st, "hold leg=a ok\n");
	assert_string_equal(ask_sent(&s),
			    "Action: Setvar\nChannel: a\n"
			    "Variable: TRANSFER_CONTEXT\n"
			    "Value: internal\n|\n"
			    "Action: Setvar\nChannel: a\n"
			    "Variable: LIBCTI_HELD\nValue: 1\n|\n"
			    "Action: Setvar\nChannel: b\n"
			    "Variable: LIBCTI_HELD\nValue: 1\n|\n"
			    "Action: Redirect\nChannel: b\nContext: libcti\n"
			    "Exten: hold\nPriority: 1\nExtraChannel: a\n"
			    "ExtraContext: libcti\nExtraExten: wait\n"
			    "ExtraPriority: 1\n|\n");
	ask_answer(&s, 0, "Success", "");
	ask_answer(&s, 1, "Success", "");
	ask_answer(&s, 2, "Success", "");
	assert_int_equal(s.st.port.done_count, 0);
	ask_answer(&s, 3, "Success", "");
	ask_ended(&s, 0, NULL);
	stage_said(&s.st, "");
	ask_close(&s);
}

static void test_ami_request_hold__nobody_is_moved_to_a_context_that_is_none(
	void **state)
{
	struct ask_stage s;
	size_t i;

	(void)state;
	ask_open(&s);
	assert_int_equal(ask(&s, &hold), 0);
	(void)ask_sent(&s);
	for (i = 0; i < 6; i++)
		ask_answer(&s, i, "Error", "Message: Permission denied\r\n");
	ask_ended(&s, CTI_ENOTSUP, NULL);
	assert_int_equal(s.st.port.sent.n, 0);
	stage_said(&s.st, "");
	ask_close(&s);
}

static void test_ami_request_hold__without_the_right_to_make_it_looks(
	void **state)
{
	struct ask_stage s;
	size_t i;

	(void)state;
	ask_open(&s);
	stage_hear(&s.st, "Response: Success\r\n" STAGE_ID "commands\r\n"
			  "Redirect: x\r\nSetvar: x\r\nBridge: x\r\n"
			  "ShowDialPlan: x\r\n\r\n");
	assert_null(ask_refuse(&s, &hold));
	for (i = 0; i < 2; i++) {
		assert_int_equal(ask(&s, &hold), 0);
		assert_non_null(strstr(ask_sent(&s),
				       "Action: ShowDialPlan\nContext: "
				       "libcti\nExtension: wait\n|\n"));
		ask_answer(&s, 2, i ? "Success" : "Error",
			   "Message: Did not find context libcti\r\n");
		if (!i)
			ask_ended(&s, CTI_ENOTSUP, NULL);
	}
	assert_non_null(strstr(ask_sent(&s), "Action: Redirect\n"));
	/* Neither right: refused before. */
	stage_hear(&s.st, "Response: Success\r\n" STAGE_ID "commands\r\n"
			  "Redirect: x\r\nSetvar: x\r\nBridge: x\r\n\r\n");
	assert_non_null(strstr(ask_refuse(&s, &hold), "manager.conf"));
	ask_close(&s);
}

static void test_ami_request_hold__a_move_that_fails_is_taken_back(void **state)
{
	struct ask_stage s;
	size_t i;

	(void)state;
	ask_open(&s);
	assert_int_equal(ask(&s, &hold), 0);
	(void)ask_sent(&s);
	for (i = 2; i < 6; i++)
		ask_answer(&s, i, "Success", "");
	(void)ask_sent(&s);
	ask_answer(&s, 2, "Error", "Message: No such channel\r\n");
	ask_ended(&s, CTI_ENOENT, NULL);
	stage_said(&s.st, "hold leg=a ok\nunhold leg=a ok\n");
	assert_non_null(ask_refuse(&s, &retrieve));
	ask_close(&s);
}

static void test_ami_request_hold__retrieve_bridges_the_two_by_name(
	void **state)
{
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	assert_non_null(strstr(ask_refuse(&s, &retrieve), "itself"));
	put_on_hold(&s, &hold);
	assert_null(ask_refuse(&s, &retrieve));
	ask_sends(&s, &retrieve,
		  "Action: Getvar\nChannel: a\nVariable: CHANNEL(name)\n|\n"
		  "Action: Getvar\nChannel: b\nVariable: CHANNEL(name)\n|\n");
	ask_answer(&s, 0, "Success", "Value: PJSIP/1001-1\r\n");
	ask_answer(&s, 1, "Success", "Value: PJSIP/trunk-2\r\n");
	assert_string_equal(ask_sent(&s),
			    "Action: Setvar\nChannel: a\n"
			    "Variable: LIBCTI_HELD\nValue: 0\n|\n"
			    "Action: Setvar\nChannel: b\n"
			    "Variable: LIBCTI_HELD\nValue: 0\n|\n"
			    "Action: Bridge\nChannel1: PJSIP/1001-1\n"
			    "Channel2: PJSIP/trunk-2\n|\n");
	stage_said(&s.st, "");
	ask_answer(&s, 2, "Success", "");
	ask_ended(&s, 0, NULL);
	stage_said(&s.st, "unhold leg=a ok\n");
	/* Only once. */
	assert_non_null(ask_refuse(&s, &retrieve));
	ask_close(&s);
}

static void test_ami_request_hold__who_ends_takes_the_other_along(void **state)
{
	static const char *const ends[][2] = { { "a", "b" }, { "b", "a" } };
	struct ask_stage s;
	char text[80];
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		ask_open(&s);
		put_on_hold(&s, &hold);
		snprintf(text, sizeof(text),
			 "Event: Hangup\r\nUniqueid: %s\r\n\r\n", ends[i][0]);
		stage_hear(&s.st, text);
		snprintf(text, sizeof(text), "Action: Hangup\nChannel: %s\n|\n",
			 ends[i][1]);
		assert_string_equal(ask_sent(&s), text);
		/* And that is all. */
		snprintf(text, sizeof(text),
			 "Event: Hangup\r\nUniqueid: %s\r\n\r\n", ends[i][1]);
		stage_hear(&s.st, text);
		assert_int_equal(s.st.port.sent.n, 0);
		ask_close(&s);
	}
}

/* The switch tells of the end before it tells of the move. */
static void test_ami_request_hold__who_ends_while_moved_does_so_too(
	void **state)
{
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	begin_hold(&s, &hold);
	stage_hear(&s.st, "Event: Hangup\r\nUniqueid: a\r\n\r\n");
	ask_answer(&s, 2, "Success", "");
	ask_ended(&s, 0, NULL);
	assert_string_equal(ask_sent(&s), "Action: Hangup\nChannel: b\n|\n");
	assert_false(cti__ami_has_held(s.st.port.state, S("a")));
	ask_close(&s);
}

static void test_ami_request_hold__nobody_is_held_who_cannot_be_kept(
	void **state)
{
	struct cti_request req = hold;
	struct ask_stage s;
	char leg[16], party[16];
	size_t i;

	(void)state;
	ask_open(&s);
	for (i = 0; i < CTI__AMI_HELD; i++) {
		snprintf(leg, sizeof(leg), "a%zu", i);
		snprintf(party, sizeof(party), "b%zu", i);
		req.leg = cti__str(leg);
		req.party = cti__str(party);
		put_on_hold(&s, &req);
	}
	begin_hold(&s, &hold);
	ask_ended(&s, CTI_EAGAIN,
		  "Too many calls are on hold over this link; try again.");
	assert_int_equal(s.id_count, 0);
	stage_said(&s.st, "");
	stage_hear(&s.st, "Event: Hangup\r\nUniqueid: a7\r\n\r\n");
	(void)ask_sent(&s);
	put_on_hold(&s, &hold);
	ask_close(&s);
}

/* The link was down when the one of the two went. */
static void test_ami_request_hold__a_resync_misses_who_has_gone(void **state)
{
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	put_on_hold(&s, &hold);
	assert_int_equal(s.st.port.adapter->resync(s.st.port.state), 0);
	cti__buf_clear(&s.st.port.sent);
	stage_hear(
		&s.st,
		"Event: CoreShowChannel\r\n" STAGE_ID "c\r\nUniqueid: a\r\n\r\n"
		"Event: CoreShowChannel\r\n" STAGE_ID "c\r\nUniqueid: b\r\n\r\n"
		"Event: CoreShowChannelsComplete\r\n" STAGE_ID "c\r\n\r\n");
	assert_int_equal(s.st.port.sent.n, 0);
	assert_int_equal(s.st.port.adapter->resync(s.st.port.state), 0);
	cti__buf_clear(&s.st.port.sent);
	stage_hear(&s.st,
		   "Event: CoreShowChannel\r\n" STAGE_ID
		   "c\r\nUniqueid: b\r\n\r\n"
		   "Event: CoreShowChannelsComplete\r\n" STAGE_ID "c\r\n\r\n");
	assert_string_equal(ask_sent(&s), "Action: Hangup\nChannel: b\n|\n");
	assert_false(cti__ami_has_held(s.st.port.state, S("a")));
	ask_close(&s);
}

static void test_ami_request_hold__a_resync_misses_who_was_held(void **state)
{
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	put_on_hold(&s, &hold);
	assert_int_equal(s.st.port.adapter->resync(s.st.port.state), 0);
	cti__buf_clear(&s.st.port.sent);
	stage_hear(&s.st,
		   "Event: CoreShowChannel\r\n" STAGE_ID
		   "c\r\nUniqueid: a\r\n\r\n"
		   "Event: CoreShowChannelsComplete\r\n" STAGE_ID "c\r\n\r\n");
	assert_string_equal(ask_sent(&s), "Action: Hangup\nChannel: a\n|\n");
	assert_false(cti__ami_has_held(s.st.port.state, S("a")));
	ask_close(&s);
}

static void test_ami_request_hold__who_waits_in_music_can_be_transferred(
	void **state)
{
	struct cti_request req = retrieve;
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	put_on_hold(&s, &hold);
	req.kind = CTI_REQUEST_TRANSFER;
	req.to = S("1002");
	ask_sends(&s, &req,
		  "Action: Getvar\nChannel: a\n"
		  "Variable: TRANSFER_CONTEXT\n|\n");
	ask_answer(&s, 0, "Success", "Value: internal\r\n");
	assert_string_equal(ask_sent(&s),
			    "Action: Redirect\nChannel: b\nContext: internal\n"
			    "Exten: 1002\nPriority: 1\n|\n");
	ask_answer(&s, 0, "Success", "");
	ask_ended(&s, 0, NULL);
	assert_string_equal(ask_sent(&s), "Action: Hangup\nChannel: a\n|\n");
	stage_said(&s.st, "transfer-blind leg=a other=b called=1002 ok\n");
	/* The party goes on without the one who left. */
	stage_hear(&s.st, "Event: Hangup\r\nUniqueid: a\r\n\r\n");
	assert_int_equal(s.st.port.sent.n, 0);
	ask_close(&s);
}

static void test_ami_request_hold__who_waits_goes_where_the_site_says(
	void **state)
{
	struct cti_request req = retrieve;
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	put_on_hold(&s, &hold);
	fake_port_set(&s.st.port, "ami.dial_context", "out");
	req.kind = CTI_REQUEST_TRANSFER;
	req.to = S("1002");
	ask_sends(&s, &req,
		  "Action: Redirect\nChannel: b\nContext: out\n"
		  "Exten: 1002\nPriority: 1\n|\n");
	ask_close(&s);
}

static void test_ami_request_hold__consultations_are_asterisks_own(void **state)
{
	static const struct {
		struct cti_request req;
		const char *sent;
	} rows[] = {
		{ { .kind = CTI_REQUEST_CONSULT,
		    .leg = S("a"),
		    .to = S("1002") },
		  "Action: Atxfer\nChannel: a\nExten: 1002\n|\n" },
		{ { .kind = CTI_REQUEST_COMPLETE, .leg = S("a") },
		  "Action: Hangup\nChannel: a\n|\n" },
		{ { .kind = CTI_REQUEST_CANCEL, .leg = S("a") },
		  "Action: CancelAtxfer\nChannel: a\n|\n" },
		{ { .kind = CTI_REQUEST_CANCEL,
		    .leg = S("a"),
		    .consult_leg = S("c") },
		  "Action: Hangup\nChannel: c\n|\n" },
		{ { .kind = CTI_REQUEST_JOIN, .leg = S("a") },
		  "Action: PlayDTMF\nChannel: a\nDigit: *\nReceive: true\n|\n"
		  "Action: PlayDTMF\nChannel: a\nDigit: 3\nReceive: true\n"
		  "|\n" },
		{ { .kind = CTI_REQUEST_SWAP, .leg = S("a") },
		  "Action: PlayDTMF\nChannel: a\nDigit: *\nReceive: true\n|\n"
		  "Action: PlayDTMF\nChannel: a\nDigit: 4\nReceive: true\n"
		  "|\n" },
	};
	struct ask_stage s;
	size_t i;

	(void)state;
	ask_open(&s);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_null(ask_refuse(&s, &rows[i].req));
		ask_sends(&s, &rows[i].req, rows[i].sent);
		ask_answer(&s, s.id_count - 1, "Success", "");
		ask_ended(&s, 0, NULL);
	}
	ask_close(&s);
}

static void test_ami_request_hold__two_calls_of_a_telephone_are_joined(
	void **state)
{
	struct cti_request req = { .kind = CTI_REQUEST_COMPLETE,
				   .leg = S("a"),
				   .party = S("b"),
				   .consult_leg = S("c"),
				   .consult_party = S("d") };
	struct ask_stage s;

	(void)state;
	ask_open(&s);
	assert_int_equal(ask(&s, &req), 0);
	(void)ask_sent(&s);
	ask_answer(&s, 0, "Success", "Value: B\r\n");
	ask_answer(&s, 1, "Success", "Value: D\r\n");
	assert_string_equal(ask_sent(&s), "Action: Bridge\nChannel1: B\n"
					  "Channel2: D\n|\n");
	ask_answer(&s, 0, "Success", "");
	ask_ended(&s, 0, NULL);
	assert_string_equal(ask_sent(&s), "Action: Hangup\nChannel: c\n|\n"
					  "Action: Hangup\nChannel: a\n|\n");
	assert_non_null(
		strstr(fake_port_facts(&s.st.port), "transfer-attended"));
	/* What only the telephone can do is refused. */
	req.kind = CTI_REQUEST_SWAP;
	assert_non_null(strstr(ask_refuse(&s, &req), "telephone"));
	req.kind = CTI_REQUEST_JOIN;
	assert_non_null(strstr(ask_refuse(&s, &req), "telephone"));
	ask_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test(test_ami_request_hold__##name)
		TEST(a_telephone_is_told_by_notify),
		TEST(asked_for_twice_moves_once),
		TEST(moves_both_ends_where_the_context_is),
		TEST(nobody_is_moved_to_a_context_that_is_none),
		TEST(without_the_right_to_make_it_looks),
		TEST(a_move_that_fails_is_taken_back),
		TEST(retrieve_bridges_the_two_by_name),
		TEST(who_ends_takes_the_other_along),
		TEST(who_ends_while_moved_does_so_too),
		TEST(nobody_is_held_who_cannot_be_kept),
		TEST(a_resync_misses_who_has_gone),
		TEST(a_resync_misses_who_was_held),
		TEST(who_waits_in_music_can_be_transferred),
		TEST(who_waits_goes_where_the_site_says),
		TEST(consultations_are_asterisks_own),
		TEST(two_calls_of_a_telephone_are_joined),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
