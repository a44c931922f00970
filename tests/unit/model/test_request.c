/* SPDX-License-Identifier: MIT */
/* Which legs a request is about, and whether it fits their state. */
#include "told.h"
#include "model/request.h"

static struct cti_request req;
static struct cti__buf why;

static int clean(void **state)
{
	cti__buf_fini(&why);
	return stage_teardown(state);
}

static int ask(struct stage *s, uint32_t kind, const char *call,
	       const char *device, const char *to)
{
	memset(&req, 0, sizeof(req));
	req.kind = kind;
	req.call = cti__str(call);
	req.device = cti__str(device);
	req.to = cti__str(to);
	cti__buf_clear(&why);
	return cti__model_resolve(s->model, &req, &why);
}

/* It is about that leg, and about the one at its other end. */
static void finds(struct stage *s, uint32_t kind, const char *call,
		  const char *device, const char *leg, const char *party)
{
	if (ask(s, kind, call, device, ""))
		fail_msg("%s", cti__buf_cstr(&why));
	assert_string_equal(leg, req.leg.n ? req.leg.p : "");
	assert_string_equal(party, req.party.n ? req.party.p : "");
}

static void not_now(struct stage *s, uint32_t kind, const char *device)
{
	assert_int_equal(ask(s, kind, "", device, "2"), CTI_ESTATE);
	assert_true(why.n > 0);
}

static void test_request__finds_who_rings_and_who_rings_it(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "13800138000", "4001100266");
	rings(s, "t1", "e1", "1001");
	finds(s, CTI_REQUEST_ANSWER, "", "1001", "e1", "t1");
	finds(s, CTI_REQUEST_DEFLECT, "", "1001", "e1", "t1");
	finds(s, CTI_REQUEST_HANGUP, "", "1001", "e1", "t1");
	not_now(s, CTI_REQUEST_HOLD, "1001");
	not_now(s, CTI_REQUEST_TRANSFER, "1001");
	not_now(s, CTI_REQUEST_DTMF, "1001");
	assert_int_equal(ask(s, CTI_REQUEST_ANSWER, "", "1002", ""),
			 CTI_ENOENT);
}

static void test_request__finds_who_talks_and_to_whom(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	finds(s, CTI_REQUEST_HOLD, "", "1001", "e1", "t1");
	assert_string_equal(req.bridge.p, "b1");
	assert_true(req.call.n > 0);
	not_now(s, CTI_REQUEST_ANSWER, "1001");
	not_now(s, CTI_REQUEST_RETRIEVE, "1001");
	not_now(s, CTI_REQUEST_COMPLETE, "1001");
	hold(s, "e1");
	finds(s, CTI_REQUEST_RETRIEVE, "", "1001", "e1", "t1");
	finds(s, CTI_REQUEST_TRANSFER, "", "1001", "e1", "t1");
	not_now(s, CTI_REQUEST_HOLD, "1001");
}

/* A telephone that the switch rang up has answered; that is nobody yet. */
static void test_request__a_click_to_dial_talks_once_it_is_answered(
	void **state)
{
	struct stage *s = *state;

	made(s, "e1", CTI_ROLE_EXTENSION, "1001");
	FEED(s, .kind = CTI_FACT_DIAL_BEGIN, .other = CTI__STR("e1"),
	     .other_number = CTI__STR("1002"));
	state_is(s, "e1", CTI_STATE_ALERTING);
	finds(s, CTI_REQUEST_ANSWER, "", "1001", "e1", "");
	up(s, "e1");
	dial_end(s, "", "e1", CTI_DIAL_ANSWER);
	rings(s, "e1", "e2", "1002");
	not_now(s, CTI_REQUEST_HOLD, "1001");
	not_now(s, CTI_REQUEST_TRANSFER, "1001");
	finds(s, CTI_REQUEST_HANGUP, "", "1001", "e1", "e2");
	answers(s, "e1", "e2", "b1");
	finds(s, CTI_REQUEST_HOLD, "", "1001", "e1", "e2");
}

/* The call alone: the extension in it, never who is outside. */
static void test_request__a_call_means_its_extension(void **state)
{
	struct stage *s = *state;
	char call[128];

	inbound_call(s);
	assert_int_equal(ask(s, CTI_REQUEST_HOLD, "", "1001", ""), 0);
	snprintf(call, sizeof(call), "%s", req.call.p);
	finds(s, CTI_REQUEST_HOLD, call, "", "e1", "t1");
	assert_true(cti__str_is(req.device, "1001"));
	/* Who is outside must be named. */
	assert_int_equal(ask(s, CTI_REQUEST_DROP, call, "", "13800138000"), 0);
	assert_true(cti__str_is(req.leg, "t1"));
	assert_int_equal(ask(s, CTI_REQUEST_DROP, call, "", "13900139000"),
			 CTI_ESTATE);
	assert_int_equal(ask(s, CTI_REQUEST_CLEAR, call, "", ""), 0);
	assert_true(req.leg_count == 2);
	assert_int_equal(ask(s, CTI_REQUEST_HOLD, "nobody", "", ""),
			 CTI_ENOENT);
}

static void test_request__knows_a_consultation_by_its_two_legs(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	consultation(s);
	finds(s, CTI_REQUEST_COMPLETE, "", "1001", "e1", "t1");
	assert_string_equal(req.consult_leg.p, "c1");
	assert_string_equal(req.consult_party.p, "e2");
	/* Whoever is heard now: the call that it is about does not change. */
	hold(s, "c1");
	finds(s, CTI_REQUEST_COMPLETE, "", "1001", "e1", "t1");
	unhold(s, "e1");
	wait_ms(s, 500);
	finds(s, CTI_REQUEST_SWAP, "", "1001", "e1", "t1");
	assert_string_equal(req.consult_leg.p, "c1");
	assert_string_equal(req.consult_party.p, "e2");
	/* A plain request means who is talked to. */
	finds(s, CTI_REQUEST_HOLD, "", "1001", "e1", "t1");
	finds(s, CTI_REQUEST_RETRIEVE, "", "1001", "c1", "e2");
}

static void test_request__two_calls_of_a_telephone_may_be_joined(void **state)
{
	struct stage *s = *state;

	/* It picks a second call up while the first is on hold. */
	inbound_call(s);
	trunk(s, "t2", "13900139000", "4001100266");
	rings(s, "t2", "e2", "1001");
	not_now(s, CTI_REQUEST_COMPLETE, "1001");
	/* What rings comes last: the call that is talked on is meant. */
	finds(s, CTI_REQUEST_HANGUP, "", "1001", "e1", "t1");
	hold(s, "e1");
	finds(s, CTI_REQUEST_HANGUP, "", "1001", "e1", "t1");
	answers(s, "t2", "e2", "b2");
	finds(s, CTI_REQUEST_COMPLETE, "", "1001", "e1", "t1");
	assert_string_equal(req.consult_leg.p, "e2");
	finds(s, CTI_REQUEST_HANGUP, "", "1001", "e2", "t2");
}

static void test_request__what_has_ended_can_be_asked_for_nothing(void **state)
{
	struct stage *s = *state;
	char call[128];

	inbound_call(s);
	assert_int_equal(ask(s, CTI_REQUEST_HOLD, "", "1001", ""), 0);
	snprintf(call, sizeof(call), "%s", req.call.p);
	end(s, "e1", 16);
	assert_true(ask(s, CTI_REQUEST_HANGUP, "", "1001", "") != 0);
	assert_true(ask(s, CTI_REQUEST_HOLD, call, "", "") != 0);
	end(s, "t1", 16);
	wait_ms(s, 1000);
	assert_int_equal(ask(s, CTI_REQUEST_CLEAR, call, "", ""), CTI_ENOENT);
	assert_false(cti__model_has_call(s->model, cti__str(call)));
	assert_false(cti__model_has_device(s->model, CTI__STR("1001")));
}

static void test_request__finds_who_waits_in_a_queue(void **state)
{
	struct stage *s = *state;
	char call[128];

	trunk(s, "t1", "13800138000", "4001100266");
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "support");
	cti__model_call_id(s->model, "t1", call, sizeof(call));
	finds(s, CTI_REQUEST_QUEUE_PRIORITY, call, "", "t1", "");
	assert_true(cti__str_is(req.queue, "support"));
	finds(s, CTI_REQUEST_DEFLECT, call, "", "t1", "");
	queue_fact(s, CTI_FACT_QUEUE_LEAVE, "t1", "support");
	assert_int_equal(ask(s, CTI_REQUEST_QUEUE_WITHDRAW, call, "", ""),
			 CTI_ESTATE);
}

static void test_request__picks_up_what_rings_elsewhere(void **state)
{
	struct stage *s = *state;
	char call[128];

	trunk(s, "t1", "13800138000", "4001100266");
	rings(s, "t1", "e1", "1001");
	cti__model_call_id(s->model, "t1", call, sizeof(call));
	finds(s, CTI_REQUEST_PICKUP, call, "1002", "e1", "t1");
	assert_true(cti__str_is(req.device, "1002"));
	answers(s, "t1", "e1", "b1");
	assert_int_equal(ask(s, CTI_REQUEST_PICKUP, call, "1002", ""),
			 CTI_ESTATE);
}

static void test_request__agents_are_found_by_name_or_seat(void **state)
{
	struct stage *s = *state;

	assert_int_equal(ask(s, CTI_REQUEST_AGENT_LOGIN, "", "1001", ""), 0);
	assert_true(cti__str_is(req.agent, "1001"));
	assert_int_equal(ask(s, CTI_REQUEST_AGENT_READY, "", "1001", ""),
			 CTI_ENOENT);
	FEED(s, .kind = CTI_FACT_AGENT_MEMBER, .agent = CTI__STR("li"),
	     .device = CTI__STR("1001"), .queue = CTI__STR("sales"),
	     .member = true, .ok = true);
	assert_int_equal(ask(s, CTI_REQUEST_AGENT_READY, "", "1001", ""), 0);
	assert_true(cti__str_is(req.agent, "li"));
	memset(&req, 0, sizeof(req));
	req.kind = CTI_REQUEST_AGENT_NOT_READY;
	req.agent = CTI__STR("li");
	assert_int_equal(cti__model_resolve(s->model, &req, &why), 0);
	assert_true(cti__str_is(req.device, "1001"));
	assert_true(cti__model_has_agent(s->model, CTI__STR("li")));
	assert_false(cti__model_has_agent(s->model, CTI__STR("wang")));
	assert_false(cti__model_agent_talks(s->model, CTI__STR("li")));
	inbound_call(s);
	assert_true(cti__model_agent_talks(s->model, CTI__STR("li")));
}

static void test_request__a_wrap_up_begins_and_ends_when_told(void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_AGENT_MEMBER, .agent = CTI__STR("li"),
	     .device = CTI__STR("1001"), .queue = CTI__STR("sales"),
	     .member = true, .ok = true);
	told_forget(s);
	FEED(s, .kind = CTI_FACT_AGENT_WRAPUP, .agent = CTI__STR("li"),
	     .code = 60);
	told(s, "agent 1001 agent=li state=wrapup");
	FEED(s, .kind = CTI_FACT_AGENT_WRAPUP, .agent = CTI__STR("li"));
	FEED(s, .kind = CTI_FACT_AGENT_WRAPUP, .agent = CTI__STR("li"));
	told(s, "agent 1001 agent=li state=ready");
	FEED(s, .kind = CTI_FACT_AGENT_WRAPUP, .agent = CTI__STR("nobody"),
	     .code = 60);
	told_nothing(s);
}

#define TEST(test_request__one)                                                \
	cmocka_unit_test_setup_teardown(test_request__one, stage_setup, clean)

/* The party is who is meant by it, not the plumbing between the two. */
static void test_request__looks_through_plumbing(void **state)
{
	struct stage *s = *state;

	phone(s, "a", "1003", "1001");
	plumbing(s, "l1", "l2", "1001");
	dial(s, "a", "l1", "1001");
	rings(s, "l2", "e1", "1001");
	finds(s, CTI_REQUEST_HANGUP, "", "1003", "a", "e1");
	finds(s, CTI_REQUEST_ANSWER, "", "1001", "e1", "a");
}

/* Handed over, and not yet in one bridge with whom it is for. */
static void test_request__remembers_whom_it_is_for(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	consultation(s);
	attended(s, "e1", "c1", "t1", "e2", CTI_DEST_BRIDGE);
	end(s, "e1", 16);
	end(s, "c1", 16);
	part(s, "b2", "e2");
	finds(s, CTI_REQUEST_HANGUP, "", "1002", "e2", "t1");
	end(s, "t1", 16);
	finds(s, CTI_REQUEST_HANGUP, "", "1002", "e2", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_request__finds_who_rings_and_who_rings_it),
		TEST(test_request__finds_who_talks_and_to_whom),
		TEST(test_request__a_click_to_dial_talks_once_it_is_answered),
		TEST(test_request__a_call_means_its_extension),
		TEST(test_request__knows_a_consultation_by_its_two_legs),
		TEST(test_request__two_calls_of_a_telephone_may_be_joined),
		TEST(test_request__what_has_ended_can_be_asked_for_nothing),
		TEST(test_request__finds_who_waits_in_a_queue),
		TEST(test_request__picks_up_what_rings_elsewhere),
		TEST(test_request__agents_are_found_by_name_or_seat),
		TEST(test_request__a_wrap_up_begins_and_ends_when_told),
		TEST(test_request__looks_through_plumbing),
		TEST(test_request__remembers_whom_it_is_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
