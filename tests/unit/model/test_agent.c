/* SPDX-License-Identifier: MIT */
/* Agents: one truth out of many memberships, calls and wrap-ups. */
#include "told.h"

/* A member of the queue changed: joined just now if login. */
static void member(struct stage *s, const char *queue, bool login, bool paused,
		   const char *reason, int wrapup_s)
{
	FEED(s, .kind = CTI_FACT_AGENT_MEMBER, .agent = CTI__STR("li"),
	     .device = CTI__STR("1001"), .queue = cti__str(queue),
	     .member = true, .ok = login, .paused = paused,
	     .reason = cti__str(reason), .code = wrapup_s);
}

static void leaves(struct stage *s, const char *queue)
{
	FEED(s, .kind = CTI_FACT_AGENT_MEMBER, .agent = CTI__STR("li"),
	     .device = CTI__STR("1001"), .queue = cti__str(queue));
}

static void complete(struct stage *s, const char *queue, int wrapup_s)
{
	FEED(s, .kind = CTI_FACT_AGENT_COMPLETE, .agent = CTI__STR("li"),
	     .queue = cti__str(queue), .code = wrapup_s);
}

static void test_agent__login_means_ready(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	told(s, "agent 1001 queue=sales agent=li state=login");
	member(s, "sales", true, false, "", 0);
	member(s, "sales", false, false, "", 0);
	told_nothing(s);
}

static void test_agent__sits_at_a_number_with_a_nul_in_it(void **state)
{
	struct stage *s = *state;
	int i;

	/* Whoever sent it: it is the same device each time, and stays. */
	for (i = 0; i < 2; i++)
		FEED(s, .kind = CTI_FACT_AGENT_MEMBER, .agent = CTI__STR("li"),
		     .device = CTI__STR("1001\0a"), .queue = CTI__STR("sales"),
		     .member = true, .ok = true);
	member(s, "sales", true, true, "lunch", 0);
	told(s, "agent 1001 queue=sales agent=li state=login",
	     "agent 1001 queue=sales agent=li reason=lunch state=not-ready");
}

static void test_agent__login_paused_is_not_ready(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, true, "meeting", 0);
	told(s, "agent 1001 queue=sales agent=li reason=meeting state=login",
	     "agent 1001 queue=sales agent=li reason=meeting state=not-ready");
}

static void test_agent__pause_has_its_reason_and_ends_with_it(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	told_forget(s);
	member(s, "sales", false, true, "lunch", 0);
	member(s, "sales", false, true, "lunch", 0);
	member(s, "sales", false, false, "", 0);
	told(s, "agent 1001 queue=sales agent=li reason=lunch state=not-ready",
	     "agent 1001 queue=sales agent=li state=ready");
}

static void test_agent__another_reason_is_told_once_for_all_queues(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	member(s, "support", true, false, "", 0);
	member(s, "sales", false, true, "lunch", 0);
	member(s, "support", false, true, "lunch", 0);
	told_forget(s);
	member(s, "sales", false, true, "training", 0);
	member(s, "support", false, true, "training", 0);
	told(s, "agent 1001 queue=sales agent=li reason=training "
		"state=not-ready");
	/* A pause without a word of why takes no reason away. */
	member(s, "sales", false, true, "", 0);
	member(s, "sales", false, true, "wrapup", 0);
	told(s, "agent 1001 queue=sales agent=li reason=wrapup state=wrapup");
}

/* Some switches say it by two ways. */
static void test_agent__a_reason_that_comes_late_begins_no_other_break(
	void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	told_forget(s);
	member(s, "sales", false, true, "", 0);
	told(s, "agent 1001 queue=sales agent=li state=not-ready");
	member(s, "sales", false, true, "lunch", 0);
	told_nothing(s);
	wait_ms(s, 2000);
	member(s, "sales", false, true, "training", 0);
	told(s, "agent 1001 queue=sales agent=li reason=training "
		"state=not-ready");
	member(s, "sales", false, false, "", 0);
	member(s, "sales", false, true, "", 0);
	wait_ms(s, 2000);
	told_forget(s);
	member(s, "sales", false, true, "lunch", 0);
	told(s, "agent 1001 queue=sales agent=li reason=lunch state=not-ready");
}

static void list(struct stage *s, const char *in_sales, const char *in_support)
{
	FEED(s, .kind = CTI_FACT_SNAPSHOT_BEGIN);
	s->snapshot = true;
	member(s, "sales", false, true, in_sales, 0);
	member(s, "support", false, true, in_support, 0);
	s->snapshot = false;
	FEED(s, .kind = CTI_FACT_SNAPSHOT_END);
}

static void test_agent__reasons_that_differ_are_not_told_at_each_list(
	void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, true, "lunch", 0);
	member(s, "support", false, true, "training", 0);
	told_forget(s);
	list(s, "lunch", "training");
	list(s, "lunch", "training");
	told_nothing(s);
	list(s, "meeting", "meeting");
	told(s, "agent 1001 queue=sales agent=li reason=meeting "
		"state=not-ready !resync");
}

static void test_agent__is_not_ready_when_every_queue_has_paused(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	member(s, "support", true, false, "", 0);
	told(s, "agent 1001 queue=sales agent=li state=login");
	member(s, "sales", false, true, "lunch", 0);
	told_nothing(s);
	member(s, "support", false, true, "lunch", 0);
	told(s,
	     "agent 1001 queue=support agent=li reason=lunch state=not-ready");
	member(s, "sales", false, false, "", 0);
	told(s, "agent 1001 queue=sales agent=li state=ready");
}

static void test_agent__logs_out_with_the_last_queue(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	member(s, "support", true, false, "", 0);
	told_forget(s);
	leaves(s, "sales");
	told_nothing(s);
	leaves(s, "support");
	leaves(s, "support");
	told(s, "agent 1001 queue=support agent=li state=logout");
	member(s, "sales", true, false, "", 0);
	told(s, "agent 1001 queue=sales agent=li state=login");
}

static void test_agent__leaving_the_unpaused_queue_is_not_ready(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	member(s, "support", true, true, "lunch", 0);
	told_forget(s);
	leaves(s, "sales");
	told(s, "agent 1001 queue=sales agent=li state=not-ready");
}

static void test_agent__any_call_makes_busy_and_its_end_ready(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	phone(s, "a", "1001", "1002");
	rings(s, "a", "b", "1002");
	told_forget(s);
	answers(s, "a", "b", "b1");
	told(s, "answer 1002 remote=1001", "agent 1001 agent=li state=busy",
	     "answer 1001 remote=1002 agent=li");
	end(s, "a", 16);
	told(s, "agent 1001 agent=li state=ready",
	     "hangup 1001 remote=1002 cause=normal");
}

static void test_agent__two_calls_are_busy_once(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	inbound_call(s);
	assert_true(was_told(s, "agent 1001 agent=li state=busy"));
	told_forget(s);
	consultation(s);
	end(s, "c1", 16);
	assert_false(was_told(s, "agent"));
	told_forget(s);
	end(s, "e1", 16);
	assert_true(was_told(s, "agent 1001 agent=li state=ready"));
}

static void test_agent__ring_names_who_sits_there(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	trunk(s, "t1", "138", "400");
	told_forget(s);
	rings(s, "t1", "e1", "1001");
	told(s, "ring 1001 remote=138 called=400 agent=li");
}

static void test_agent__not_ready_is_not_busy(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, true, "lunch", 0);
	told_forget(s);
	inbound_call(s);
	end(s, "e1", 16);
	assert_false(was_told(s, "agent"));
}

static void test_agent__wrapup_of_the_membership_ends_in_time(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 10);
	inbound_call(s);
	told_forget(s);
	complete(s, "sales", 0);
	told(s, "agent 1001 queue=sales agent=li state=wrapup !synthetic");
	end(s, "e1", 16);
	told(s, "hangup 1001 remote=13800138000 cause=normal");
	assert_true(cti__model_deadline(s->model) < INT64_MAX);
	wait_ms(s, 9000);
	told_nothing(s);
	wait_ms(s, 1000);
	told(s, "agent 1001 agent=li state=ready !synthetic");
	assert_true(cti__model_deadline(s->model) == INT64_MAX);
}

static void test_agent__wrapup_of_the_call_outweighs_the_queues(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 60);
	told_forget(s);
	complete(s, "sales", 5);
	wait_ms(s, 5000);
	told(s, "agent 1001 queue=sales agent=li state=wrapup !synthetic",
	     "agent 1001 agent=li state=ready !synthetic");
}

static void test_agent__wrapup_of_the_site_serves_where_there_is_none(
	void **state)
{
	struct stage *s = *state;

	stage_close(s);
	stage_open(s, 3000);
	member(s, "sales", true, false, "", 0);
	told_forget(s);
	complete(s, "sales", 0);
	wait_ms(s, 3000);
	told(s, "agent 1001 queue=sales agent=li state=wrapup !synthetic",
	     "agent 1001 agent=li state=ready !synthetic");
}

static void test_agent__no_wrapup_is_told_where_none_is_set(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	told_forget(s);
	complete(s, "sales", 0);
	complete(s, "sales", 100000);
	told_nothing(s);
	FEED(s, .kind = CTI_FACT_AGENT_COMPLETE, .agent = CTI__STR("nobody"),
	     .code = 5);
	told_nothing(s);
}

static void test_agent__pause_ends_a_wrapup(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 10);
	complete(s, "sales", 0);
	told_forget(s);
	member(s, "sales", false, true, "lunch", 10);
	wait_ms(s, 20000);
	told(s, "agent 1001 queue=sales agent=li reason=lunch state=not-ready");
}

static void test_agent__call_ends_a_wrapup(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 10);
	complete(s, "sales", 0);
	told_forget(s);
	inbound_call(s);
	assert_true(was_told(s, "agent 1001 agent=li state=busy"));
	told_forget(s);
	wait_ms(s, 20000);
	told_nothing(s);
}

static void test_agent__shorter_wrapup_ends_first(void **state)
{
	struct stage *s = *state;
	int i;

	member(s, "sales", true, false, "", 0);
	FEED(s, .kind = CTI_FACT_AGENT_MEMBER, .agent = CTI__STR("han"),
	     .device = CTI__STR("1002"), .queue = CTI__STR("sales"),
	     .member = true, .ok = true);
	complete(s, "sales", 30);
	FEED(s, .kind = CTI_FACT_AGENT_COMPLETE, .agent = CTI__STR("han"),
	     .queue = CTI__STR("sales"), .code = 5);
	told_forget(s);
	for (i = 0; i < 31; i++)
		wait_ms(s, 1000);
	told(s, "agent 1002 agent=han state=ready !synthetic",
	     "agent 1001 agent=li state=ready !synthetic");
}

static void wraps_up(struct stage *s, int seconds)
{
	FEED(s, .kind = CTI_FACT_AGENT_WRAPUP, .agent = CTI__STR("li"),
	     .queue = CTI__STR("sales"), .code = seconds);
}

static void test_agent__wrapup_that_is_prolonged_ends_in_time(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	told_forget(s);
	wraps_up(s, 10);
	wait_ms(s, 5000);
	wraps_up(s, 10);
	told(s, "agent 1001 queue=sales agent=li state=wrapup");
	wait_ms(s, 9000);
	told_nothing(s);
	wait_ms(s, 1000);
	told(s, "agent 1001 agent=li state=ready !synthetic");
}

static void test_agent__pause_is_the_first_word_of_one(void **state)
{
	struct stage *s = *state;

	member(s, "sales", false, true, "lunch", 0);
	told(s, "agent 1001 queue=sales agent=li reason=lunch state=not-ready");
}

static void test_agent__takes_another_seat(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	FEED(s, .kind = CTI_FACT_AGENT_MEMBER, .agent = CTI__STR("li"),
	     .device = CTI__STR("1005"), .queue = CTI__STR("sales"),
	     .member = true);
	trunk(s, "t1", "138", "400");
	told_forget(s);
	rings(s, "t1", "e1", "1001");
	rings(s, "t1", "e5", "1005");
	told(s, "ring 1001 remote=138 called=400",
	     "ring 1005 remote=138 called=400 agent=li");
}

static void test_agent__without_a_name_is_dropped(void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_AGENT_MEMBER, .queue = CTI__STR("sales"),
	     .member = true, .ok = true);
	leaves(s, "sales");
	told_nothing(s);
}

/* A switch that only knows where the member sits. */
static void nameless(struct stage *s, bool login, bool paused)
{
	FEED(s, .kind = CTI_FACT_AGENT_MEMBER, .device = CTI__STR("1001"),
	     .queue = CTI__STR("sales"), .member = true, .ok = login,
	     .paused = paused);
}

static void test_agent__without_a_name_is_who_sits_at_the_device(void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 0);
	told_forget(s);
	nameless(s, false, true);
	told(s, "agent 1001 queue=sales agent=li state=not-ready");
}

static void test_agent__without_a_name_is_called_like_the_device(void **state)
{
	struct stage *s = *state;

	nameless(s, true, false);
	nameless(s, false, true);
	told(s, "agent 1001 queue=sales agent=1001 state=login",
	     "agent 1001 queue=sales agent=1001 state=not-ready");
	/* Another witness knows his name. */
	member(s, "sales", false, true, "", 0);
	told_nothing(s);
	nameless(s, false, false);
	told(s, "agent 1001 queue=sales agent=li state=ready");
}

static void test_agent__telephone_that_fetches_a_caller_is_answered_by_him(
	void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "13800138000", "4001100273");
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "helpdesk");
	phone(s, "p1", "1001", "*50");
	up(s, "p1");
	told_forget(s);
	FEED(s, .kind = CTI_FACT_AGENT_CONNECT, .leg = CTI__STR("t1"),
	     .other = CTI__STR("p1"), .queue = CTI__STR("helpdesk"));
	queue_fact(s, CTI_FACT_QUEUE_LEAVE, "t1", "helpdesk");
	wait_ms(s, 1000);
	assert_true(was_told(s, "answer 1001 remote=13800138000"));
	assert_true(was_told(s, "dequeue"));
	assert_int_equal(cti__model_calls(s->model), 1);
}

static void status(struct stage *s, const char *agent, bool member, bool paused)
{
	FEED(s, .kind = CTI_FACT_AGENT_MEMBER, .agent = cti__str(agent),
	     .device = CTI__STR("1001"), .member = member, .paused = paused,
	     .ok = member && !paused);
}

static void serves(struct stage *s, const char *agent, const char *queue)
{
	FEED(s, .kind = CTI_FACT_AGENT_MEMBER, .agent = cti__str(agent),
	     .queue = cti__str(queue), .member = true, .open = true);
}

static void test_agent__one_state_is_that_of_all_his_queues(void **state)
{
	struct stage *s = *state;

	status(s, "li", true, false);
	told(s, "agent 1001 agent=li state=login");
	serves(s, "li", "sales");
	serves(s, "li", "support");
	told_nothing(s);
	status(s, "li", true, true);
	told(s, "agent 1001 agent=li state=not-ready");
	status(s, "li", true, false);
	told(s, "agent 1001 agent=li state=ready");
	status(s, "li", false, false);
	told(s, "agent 1001 agent=li state=logout");
}

static void test_agent__serving_a_queue_logs_nobody_in(void **state)
{
	struct stage *s = *state;

	serves(s, "li", "sales");
	told_nothing(s);
	status(s, "li", true, true);
	serves(s, "li", "sales");
	told_forget(s);
	status(s, "li", true, false);
	told(s, "agent 1001 agent=li state=ready");
}

static void test_agent__found_a_moment_ago_may_have_logged_in(void **state)
{
	struct stage *s = *state;

	nameless(s, false, false);
	told_nothing(s);
	nameless(s, true, false);
	told(s, "agent 1001 queue=sales agent=1001 state=login");
	nameless(s, true, false);
	told_nothing(s);
}

/* His time after a call is over, and he had long gone for lunch. */
static void test_agent__end_of_a_wrapup_makes_nobody_ready_who_paused(
	void **state)
{
	struct stage *s = *state;

	member(s, "sales", true, false, "", 60);
	complete(s, "sales", 5);
	member(s, "sales", true, true, "lunch", 60);
	told_forget(s);
	wait_ms(s, 6000);
	told_nothing(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_agent__one_state_is_that_of_all_his_queues),
		STAGE_TEST(test_agent__serving_a_queue_logs_nobody_in),
		STAGE_TEST(
			test_agent__telephone_that_fetches_a_caller_is_answered_by_him),
		STAGE_TEST(test_agent__login_means_ready),
		STAGE_TEST(test_agent__sits_at_a_number_with_a_nul_in_it),
		STAGE_TEST(test_agent__login_paused_is_not_ready),
		STAGE_TEST(test_agent__pause_has_its_reason_and_ends_with_it),
		STAGE_TEST(
			test_agent__another_reason_is_told_once_for_all_queues),
		STAGE_TEST(
			test_agent__a_reason_that_comes_late_begins_no_other_break),
		STAGE_TEST(
			test_agent__reasons_that_differ_are_not_told_at_each_list),
		STAGE_TEST(
			test_agent__is_not_ready_when_every_queue_has_paused),
		STAGE_TEST(test_agent__logs_out_with_the_last_queue),
		STAGE_TEST(test_agent__leaving_the_unpaused_queue_is_not_ready),
		STAGE_TEST(test_agent__any_call_makes_busy_and_its_end_ready),
		STAGE_TEST(test_agent__two_calls_are_busy_once),
		STAGE_TEST(test_agent__ring_names_who_sits_there),
		STAGE_TEST(test_agent__not_ready_is_not_busy),
		STAGE_TEST(test_agent__wrapup_of_the_membership_ends_in_time),
		STAGE_TEST(test_agent__wrapup_of_the_call_outweighs_the_queues),
		STAGE_TEST(
			test_agent__wrapup_of_the_site_serves_where_there_is_none),
		STAGE_TEST(test_agent__no_wrapup_is_told_where_none_is_set),
		STAGE_TEST(test_agent__pause_ends_a_wrapup),
		STAGE_TEST(test_agent__call_ends_a_wrapup),
		STAGE_TEST(test_agent__shorter_wrapup_ends_first),
		STAGE_TEST(test_agent__wrapup_that_is_prolonged_ends_in_time),
		STAGE_TEST(test_agent__pause_is_the_first_word_of_one),
		STAGE_TEST(test_agent__takes_another_seat),
		STAGE_TEST(test_agent__without_a_name_is_dropped),
		STAGE_TEST(
			test_agent__without_a_name_is_who_sits_at_the_device),
		STAGE_TEST(
			test_agent__without_a_name_is_called_like_the_device),
		STAGE_TEST(test_agent__found_a_moment_ago_may_have_logged_in),
		STAGE_TEST(
			test_agent__end_of_a_wrapup_makes_nobody_ready_who_paused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
