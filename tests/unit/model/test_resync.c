/* SPDX-License-Identifier: MIT */
/*
 * Snapshots against what the model remembers; restarts; the end. And over whole
 * stories: after any prefix a snapshot tells nothing new, memory runs out
 * without harm, nothing is left behind.
 */
#include "told.h"

#include <malloc.h>

static void snapshot_begin(struct stage *s)
{
	FEED(s, .kind = CTI_FACT_SNAPSHOT_BEGIN);
	s->snapshot = true;
}

static void snapshot_end(struct stage *s)
{
	s->snapshot = false;
	FEED(s, .kind = CTI_FACT_SNAPSHOT_END);
}

/* One line of the list of legs. */
static void listed(struct stage *s, const char *leg, enum cti_role role,
		   const char *device, enum cti_fact_state state,
		   const char *other, const char *bridge)
{
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = cti__str(leg), .role = role,
	     .device = cti__str(device), .state = state,
	     .group = CTI__STR("t1"), .bridge = cti__str(bridge),
	     .number = cti__str(role == CTI_ROLE_TRUNK ? "138" : device),
	     .other_number = cti__str(other),
	     .called = cti__str(role == CTI_ROLE_TRUNK ? "400" : ""));
}

static void list_member(struct stage *s, const char *agent, const char *queue,
			bool paused)
{
	FEED(s, .kind = CTI_FACT_AGENT_MEMBER, .agent = cti__str(agent),
	     .device = CTI__STR("1001"), .queue = cti__str(queue),
	     .member = true, .paused = paused);
}

/* What a switch would list of all that the model knows. */
static void list_leg(struct stage *s, struct leg *leg)
{
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = cti__map_key(&leg->node),
	     .role = leg->role, .device = cti__str(leg->device),
	     .state = leg->state, .number = cti__leg_number(leg),
	     .group = leg->call ? cti__str_sub(cti__str(leg->call->id), 4, 99)
				: CTI__STR_NONE,
	     .bridge = leg->bridge ? cti__str(leg->bridge->id) : CTI__STR_NONE,
	     .pair = leg->pair ? cti__str(leg->pair->name) : CTI__STR_NONE,
	     .half = leg->half);
	if (leg->parked)
		park(s, CTI_FACT_PARKED, leg->node.key, "", "1001");
	if (leg->call && leg->call->queue && leg->incoming)
		FEED(s, .kind = CTI_FACT_QUEUE_JOIN,
		     .leg = cti__map_key(&leg->node),
		     .queue = cti__str(leg->call->queue), .code = 1);
}

static void list_everything(struct stage *s)
{
	struct cti__list *node, *next;

	snapshot_begin(s);
	cti__list_each_safe (node, next, &s->model->all_legs) {
		struct leg *leg = cti__list_entry(node, struct leg, in_model);

		if (!leg->ending)
			list_leg(s, leg);
	}
	snapshot_end(s);
}

static void test_resync__known_is_not_repeated(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	hold(s, "e1");
	told_forget(s);
	list_everything(s);
	list_everything(s);
	told_nothing(s);
	assert_int_equal(cti__model_legs(s->model), 2);
}

static void test_resync__unlisted_legs_have_ended(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	snapshot_begin(s);
	snapshot_end(s);
	told(s, "hangup 1001 remote=13800138000 cause=lost !synthetic !resync",
	     "call-end called=4001100266 cause=lost direction=inbound "
	     "caller=13800138000 !synthetic !resync");
	assert_int_equal(cti__model_legs(s->model), 0);
}

static void test_resync__new_legs_ring_with_the_flag(void **state)
{
	struct stage *s = *state;

	snapshot_begin(s);
	listed(s, "e1", CTI_ROLE_EXTENSION, "1001", CTI_STATE_ALERTING, "138",
	       "");
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_CALLING, "", "");
	told_nothing(s);
	snapshot_end(s);
	told(s, "call-begin called=400 direction=inbound caller=138 !resync",
	     "ring 1001 remote=138 called=400 !resync");
	up(s, "e1");
	told(s, "answer 1001 remote=138");
}

static void test_resync__new_talk_is_rung_and_answered(void **state)
{
	struct stage *s = *state;

	snapshot_begin(s);
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_UP, "", "b1");
	listed(s, "e1", CTI_ROLE_EXTENSION, "1001", CTI_STATE_UP, "138", "b1");
	snapshot_end(s);
	told(s, "call-begin called=400 direction=inbound caller=138 !resync",
	     "ring 1001 remote=138 called=400 !synthetic !resync !late",
	     "answer 1001 remote=138 !resync");
	end(s, "e1", 16);
	end(s, "t1", 16);
	told(s, "hangup 1001 remote=138 cause=normal",
	     "call-end called=400 cause=normal direction=inbound caller=138");
}

static void test_resync__new_dialling_is_told_as_dial(void **state)
{
	struct stage *s = *state;

	snapshot_begin(s);
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = CTI__STR("a"),
	     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1001"),
	     .state = CTI_STATE_CALLING, .group = CTI__STR("a"),
	     .called = CTI__STR("1002"));
	snapshot_end(s);
	told(s, "call-begin called=1002 caller=1001 !resync",
	     "dial 1001 called=1002 !resync");
}

static void test_resync__new_caller_in_a_queue(void **state)
{
	struct stage *s = *state;

	snapshot_begin(s);
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_UP, "", "");
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "sales");
	snapshot_end(s);
	told(s, "call-begin called=400 direction=inbound caller=138 !resync",
	     "queue remote=138 queue=sales position=1 !resync");
	snapshot_begin(s);
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_UP, "", "");
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "sales");
	snapshot_end(s);
	told_nothing(s);
}

static void test_resync__caller_no_longer_in_the_queue_has_left(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "sales");
	told_forget(s);
	snapshot_begin(s);
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_UP, "", "");
	snapshot_end(s);
	told(s, "dequeue remote=138 queue=sales !synthetic !resync");
}

static void enters(struct stage *s)
{
	FEED(s, .kind = CTI_FACT_QUEUE_JOIN, .leg = CTI__STR("t1"),
	     .queue = CTI__STR("sales"), .app = CTI__STR("Queue"));
}

static void test_resync__entered_before_and_not_listed_was_not_let_in(
	void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	enters(s);
	told_forget(s);
	snapshot_begin(s);
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_UP, "", "");
	snapshot_end(s);
	wait_ms(s, 1000);
	told_nothing(s);
}

static void test_resync__entered_before_and_answered_meanwhile_has_left(
	void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	enters(s);
	told_forget(s);
	snapshot_begin(s);
	/* It is told when a moment has passed, with the list on its way. */
	wait_ms(s, 200);
	told(s, "queue remote=138 queue=sales");
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_UP, "", "");
	snapshot_end(s);
	told(s, "dequeue remote=138 queue=sales !synthetic !resync");
}

static void test_resync__gone_before_its_call_was_told_is_nothing(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	snapshot_begin(s);
	list_leg(s, cti__leg_find(s->model, CTI__STR("t1")));
	list_leg(s, cti__leg_find(s->model, CTI__STR("e1")));
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = CTI__STR("e2"),
	     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1002"),
	     .state = CTI_STATE_ALERTING);
	FEED(s, .kind = CTI_FACT_LEG_END, .leg = CTI__STR("e2"));
	/* What was known is told of as it happens. */
	FEED(s, .kind = CTI_FACT_LEG_END, .leg = CTI__STR("e1"));
	snapshot_end(s);
	told_nothing(s);
	assert_int_equal(cti__model_legs(s->model), 2);
}

static void test_resync__listed_without_a_call_is_named_after_the_leg(
	void **state)
{
	struct stage *s = *state;

	snapshot_begin(s);
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = CTI__STR("e1"),
	     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1001"),
	     .state = CTI_STATE_ALERTING);
	snapshot_end(s);
	assert_non_null(cti__call_of_group(s->model, CTI__STR("e1")));
}

static void test_resync__new_parked_caller(void **state)
{
	struct stage *s = *state;

	snapshot_begin(s);
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_UP, "", "");
	park(s, CTI_FACT_PARKED, "t1", "", "1001");
	snapshot_end(s);
	told(s, "call-begin called=400 direction=inbound caller=138 !resync",
	     "park 1001 remote=138 slot=701 !resync");
}

static void test_resync__agents_are_found_and_lost(void **state)
{
	struct stage *s = *state;

	snapshot_begin(s);
	list_member(s, "li", "sales", true);
	list_member(s, "han", "sales", false);
	snapshot_end(s);
	told(s, "agent 1001 queue=sales agent=li state=not-ready !resync");
	snapshot_begin(s);
	list_member(s, "han", "sales", false);
	snapshot_end(s);
	told(s, "agent agent=li state=logout !synthetic !resync");
}

static void test_resync__ended_while_the_list_came_stays_ended(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	FEED(s, .kind = CTI_FACT_SNAPSHOT_BEGIN);
	end(s, "e1", 16);
	end(s, "t1", 16);
	told_forget(s);
	s->snapshot = true;
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_UP, "", "b1");
	listed(s, "e1", CTI_ROLE_EXTENSION, "1001", CTI_STATE_UP, "138", "b1");
	snapshot_end(s);
	told_nothing(s);
	assert_int_equal(cti__model_legs(s->model), 0);
}

static void test_resync__began_while_the_list_came_stays(void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_SNAPSHOT_BEGIN);
	inbound_call(s);
	told_forget(s);
	snapshot_end(s);
	told_nothing(s);
	assert_int_equal(cti__model_legs(s->model), 2);
}

/* A leg of another call's group that is made while nothing of it is known. */
static void made_for(struct stage *s, const char *leg, const char *group)
{
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = cti__str(leg),
	     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1001"),
	     .group = cti__str(group), .state = CTI_STATE_DOWN);
}

static void test_resync__rung_before_the_caller_is_listed_waits_for_the_list(
	void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_SNAPSHOT_BEGIN);
	made_for(s, "e1", "t1");
	dial(s, "t1", "e1", "1001");
	state_is(s, "e1", CTI_STATE_ALERTING);
	told_nothing(s);
	s->snapshot = true;
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_CALLING, "", "");
	listed(s, "e1", CTI_ROLE_EXTENSION, "1001", CTI_STATE_ALERTING, "138",
	       "");
	snapshot_end(s);
	told(s, "call-begin called=400 direction=inbound caller=138 !resync",
	     "ring 1001 remote=138 called=400 !resync");
}

static void test_resync__changed_before_it_is_listed_waits_for_the_list(
	void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_SNAPSHOT_BEGIN);
	FEED(s, .kind = CTI_FACT_LEG_STATE, .leg = CTI__STR("t1"),
	     .role = CTI_ROLE_TRUNK, .device = CTI__STR("carrier"),
	     .number = CTI__STR("138"), .other_number = CTI__STR("400"),
	     .state = CTI_STATE_UP);
	s->snapshot = true;
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_UP, "", "");
	snapshot_end(s);
	told(s, "call-begin called=400 direction=inbound caller=138 !resync");
}

static void test_resync__known_by_its_creation_alone_is_sorted(void **state)
{
	struct stage *s = *state;

	trunk(s, "t1", "138", "400");
	/* Whom it is rung up for was said while the line was away. */
	made_for(s, "e1", "t1");
	told_forget(s);
	snapshot_begin(s);
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_CALLING, "", "");
	listed(s, "e1", CTI_ROLE_EXTENSION, "1001", CTI_STATE_ALERTING, "138",
	       "");
	snapshot_end(s);
	told(s, "ring 1001 remote=138 called=400 !resync");
}

static void test_resync__ids_that_come_again_make_whole_calls(void **state)
{
	struct stage *s = *state;
	int i;

	for (i = 0; i < 2; i++) {
		FEED(s, .kind = CTI_FACT_SWITCH_UP,
		     .text = cti__str(i ? "b" : "a"));
		told_forget(s);
		snapshot_begin(s);
		listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_CALLING,
		       "", "");
		listed(s, "e1", CTI_ROLE_EXTENSION, "1001", CTI_STATE_ALERTING,
		       "138", "");
		snapshot_end(s);
		told(s,
		     "call-begin called=400 direction=inbound caller=138 "
		     "!resync",
		     "ring 1001 remote=138 called=400 !resync");
		assert_int_equal(cti__model_calls(s->model), 1);
	}
}

static void test_resync__hangup_that_waits_for_a_transfer_is_told_as_one(
	void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	blind(s, "e1", "t1", "1002");
	end(s, "e1", 16);
	told_forget(s);
	list_everything(s);
	wait_ms(s, 500);
	told(s, "transfer remote=13800138000 kind=blind by=1001 to=1002",
	     "hangup 1001 remote=13800138000 cause=normal");
}

static void test_resync__smaller_uptime_loses_every_call(void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_SWITCH_UP, .code = 1000);
	inbound_call(s);
	told_forget(s);
	s->now_us += 20000000;
	FEED(s, .kind = CTI_FACT_SWITCH_UP, .code = 1020);
	FEED(s, .kind = CTI_FACT_SWITCH_UP, .code = -1);
	FEED(s, .kind = CTI_FACT_SWITCH_UP, .code = INT64_MAX);
	FEED(s, .kind = CTI_FACT_SWITCH_UP, .code = INT64_C(75095311634674));
	FEED(s, .kind = CTI_FACT_SWITCH_UP, .code = 1020);
	told_nothing(s);
	FEED(s, .kind = CTI_FACT_SWITCH_UP, .code = 3);
	told(s, "hangup 1001 remote=13800138000 cause=lost !synthetic",
	     "call-end called=4001100266 cause=lost direction=inbound "
	     "caller=13800138000 !synthetic");
}

static void test_resync__close_loses_all(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	consultation(s);
	told_forget(s);
	cti__model_close(s->model, s->now_us);
	assert_true(was_told(s, "hangup 1001 remote=13800138000 cause=lost "
				"!synthetic"));
	assert_true(was_told(s, "hangup 1002 remote=1001 cause=lost "
				"!synthetic"));
	assert_int_equal(s->begun, s->ended);
	assert_int_equal(cti__model_legs(s->model), 0);
	assert_int_equal(cti__model_calls(s->model), 0);
}

/* Stories; a stage with a limit feeds their first facts only. */
static void story_attended(struct stage *s)
{
	inbound_call(s);
	consultation(s);
	unhold(s, "e1");
	attended(s, "e1", "c1", "t1", "e2", CTI_DEST_BRIDGE);
	part(s, "b2", "e2");
	join(s, "b1", "e2");
	part(s, "b1", "e1");
	end(s, "e1", 16);
	end(s, "c1", 16);
	end(s, "e2", 16);
	end(s, "t1", 16);
}

static void story_park(struct stage *s)
{
	trunk(s, "t1", "138", "400");
	queue_fact(s, CTI_FACT_QUEUE_JOIN, "t1", "sales");
	plumbing(s, "l1", "l2", "1001");
	dial(s, "t1", "l1", "400");
	rings(s, "l2", "e1", "1001");
	answers(s, "l2", "e1", "b1");
	queue_fact(s, CTI_FACT_QUEUE_LEAVE, "t1", "sales");
	up(s, "t1");
	join(s, "b2", "l1");
	join(s, "b2", "t1");
	blind(s, "e1", "t1", "700");
	park(s, CTI_FACT_PARKED, "t1", "", "1001");
	end(s, "l1", 16);
	end(s, "l2", 16);
	end(s, "e1", 16);
	phone(s, "f", "1002", "701");
	up(s, "f");
	park(s, CTI_FACT_UNPARKED, "t1", "f", "1001");
	join(s, "b3", "t1");
	join(s, "b3", "f");
	end(s, "f", 16);
	end(s, "t1", 16);
}

typedef void story_fn(struct stage *s);
static story_fn *const stories[] = { story_attended, story_park };

#define STORY_COUNT (sizeof(stories) / sizeof(stories[0]))

static void cut_story(story_fn *story, int facts)
{
	struct stage *s = malloc(sizeof(*s));

	assert_non_null(s);
	stage_open(s, 0);
	s->limit = facts + 1;
	story(s);
	s->limit = 0;
	told_forget(s);
	list_everything(s);
	if (s->count)
		print_error("cut after %d facts\n", facts);
	told_nothing(s);
	cti__model_close(s->model, s->now_us);
	assert_int_equal(s->begun, s->ended);
	stage_close(s);
	free(s);
}

static void test_resync__after_any_prefix_a_snapshot_is_no_news(void **state)
{
	size_t i;
	int facts;

	(void)state;
	for (i = 0; i < STORY_COUNT; i++)
		for (facts = 1; facts < 50; facts++)
			cut_story(stories[i], facts);
}

/* Memory that is counted, and refused once. */
static size_t in_use;
static int refuse_at;

static void *counted_alloc(size_t size)
{
	void *p = --refuse_at == 0 ? NULL : malloc(size);

	in_use += p ? malloc_usable_size(p) : 0;
	return p;
}

static void counted_free(void *p)
{
	in_use -= p ? malloc_usable_size(p) : 0;
	free(p);
}

static void *counted_realloc(void *old, size_t size)
{
	size_t before = old ? malloc_usable_size(old) : 0;
	void *p = --refuse_at == 0 ? NULL : realloc(old, size);

	if (p)
		in_use += malloc_usable_size(p) - before;
	return p;
}

static const struct cti_allocator counted = { sizeof(counted), counted_alloc,
					      counted_realloc, counted_free };

static int counted_setup(void **state)
{
	in_use = 0;
	refuse_at = 0;
	return cti_set_allocator(&counted) ? -1 : stage_setup(state);
}

static int counted_teardown(void **state)
{
	stage_teardown(state);
	return cti_set_allocator(NULL) || in_use ? -1 : 0;
}

static void numbered_call(struct stage *s, unsigned i)
{
	char t[32], e[32], b[48], number[24], device[24];

	snprintf(t, sizeof(t), "1763800000.%u", 2 * i);
	snprintf(e, sizeof(e), "1763800000.%u", 2 * i + 1);
	snprintf(b, sizeof(b), "c3b1f2aa-0000-4000-8000-%012u", i);
	snprintf(number, sizeof(number), "138%08u", i);
	snprintf(device, sizeof(device), "%u", 1000 + i);
	trunk(s, t, number, "4001100266");
	rings(s, t, e, device);
	answers(s, t, e, b);
	told_forget(s);
}

static void numbered_end(struct stage *s, unsigned i)
{
	char leg[48];

	snprintf(leg, sizeof(leg), "c3b1f2aa-0000-4000-8000-%012u", i);
	FEED(s, .kind = CTI_FACT_BRIDGE_END, .bridge = cti__str(leg));
	snprintf(leg, sizeof(leg), "1763800000.%u", 2 * i + 1);
	end(s, leg, 16);
	snprintf(leg, sizeof(leg), "1763800000.%u", 2 * i);
	end(s, leg, 16);
	told_forget(s);
}

#define MANY 1000

static void test_resync__live_call_takes_little(void **state)
{
	struct stage *s = *state;
	size_t before = in_use;
	unsigned i;

	for (i = 0; i < MANY; i++)
		numbered_call(s, i);
	assert_int_equal(cti__model_calls(s->model), MANY);
	assert_true((in_use - before) / MANY < 1536);
	assert_true((in_use - before) / MANY > 100);
}

static void test_resync__calls_that_ended_leave_nothing(void **state)
{
	struct stage *s = *state;
	size_t before;
	unsigned i;

	numbered_call(s, 0);
	numbered_end(s, 0);
	before = in_use;
	for (i = 1; i <= MANY; i++) {
		numbered_call(s, i);
		numbered_end(s, i);
	}
	assert_int_equal(in_use, before);
	assert_int_equal(cti__model_calls(s->model), 0);
}

/* The nth allocation from here on fails. False: there were not so many. */
static bool story_without(struct stage *s, story_fn *story, int nth)
{
	refuse_at = nth;
	story(s);
	if (refuse_at > 0) {
		refuse_at = 0;
		assert_int_equal(s->err, 0);
		return false;
	}
	cti__model_close(s->model, s->now_us + 1000000);
	assert_true(s->err == 0 || s->err == CTI_ENOMEM);
	if (s->begun != s->ended)
		print_error("allocation %d: %u begun, %u ended\n", nth,
			    s->begun, s->ended);
	assert_int_equal(s->begun, s->ended);
	assert_int_equal(cti__model_legs(s->model), 0);
	return true;
}

static void test_resync__every_allocation_may_fail(void **state)
{
	struct stage *s = *state;
	size_t i;
	int nth, failed = 0;

	for (i = 0; i < STORY_COUNT; i++) {
		bool more = true;

		for (nth = 1; more; nth++) {
			stage_close(s);
			assert_int_equal(in_use, 0);
			stage_open(s, 0);
			more = story_without(s, stories[i], nth);
			failed += s->err == CTI_ENOMEM;
		}
		assert_true(nth > 20);
	}
	assert_true(failed > 40);
}

static void test_resync__switch_that_has_just_begun_has_no_call(void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_SWITCH_UP, .code = 1000);
	inbound_call(s);
	told_forget(s);
	FEED(s, .kind = CTI_FACT_SWITCH_UP, .code = 0);
	assert_true(was_told(s, "hangup 1001"));
	assert_int_equal(cti__model_calls(s->model), 0);
}

static void test_resync__another_process_may_use_the_same_ids(void **state)
{
	struct stage *s = *state;

	FEED(s, .kind = CTI_FACT_SWITCH_UP, .code = 1000);
	inbound_call(s);
	end(s, "e1", 16);
	end(s, "t1", 16);
	FEED(s, .kind = CTI_FACT_SWITCH_UP, .code = 3);
	told_forget(s);
	snapshot_begin(s);
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_UP, "", "b1");
	listed(s, "e1", CTI_ROLE_EXTENSION, "1001", CTI_STATE_UP, "138", "b1");
	snapshot_end(s);
	told(s, "call-begin called=400 direction=inbound caller=138 !resync",
	     "ring 1001 remote=138 called=400 !synthetic !resync !late",
	     "answer 1001 remote=138 !resync");
}

static void test_resync__new_talk_outwards_knows_what_was_dialled(void **state)
{
	struct stage *s = *state;

	snapshot_begin(s);
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = CTI__STR("a"),
	     .role = CTI_ROLE_EXTENSION, .device = CTI__STR("1001"),
	     .state = CTI_STATE_UP, .group = CTI__STR("a"),
	     .bridge = CTI__STR("b1"), .called = CTI__STR("13900139000"));
	FEED(s, .kind = CTI_FACT_LEG_NEW, .leg = CTI__STR("o"),
	     .role = CTI_ROLE_TRUNK, .device = CTI__STR("carrier"),
	     .state = CTI_STATE_UP, .group = CTI__STR("a"),
	     .bridge = CTI__STR("b1"));
	snapshot_end(s);
	told(s, "call-begin called=13900139000 caller=1001 !resync",
	     "dial 1001 called=13900139000 !resync",
	     "answer 1001 remote=13900139000 !resync",
	     "info direction=outbound !resync");
	blind(s, "a", "o", "1002");
	wait_ms(s, 1000);
	told(s, "transfer remote=13900139000 kind=blind by=1001 to=1002");
}

static void test_resync__first_name_of_a_process_is_no_new_one(void **state)
{
	struct stage *s = *state;

	inbound_call(s);
	told_forget(s);
	FEED(s, .kind = CTI_FACT_SWITCH_UP, .text = CTI__STR("p1"), .code = -1);
	FEED(s, .kind = CTI_FACT_SWITCH_UP, .text = CTI__STR("p1"), .code = -1);
	told_nothing(s);
	FEED(s, .kind = CTI_FACT_SWITCH_UP, .text = CTI__STR("p2"), .code = -1);
	told(s, "hangup 1001 remote=13800138000 cause=lost !synthetic",
	     "call-end called=4001100266 cause=lost direction=inbound "
	     "caller=13800138000 !synthetic");
}

/* The list says that it is held; nobody has said so before. */
static void test_resync__found_on_hold_is_told_so(void **state)
{
	struct stage *s = *state;

	snapshot_begin(s);
	listed(s, "t1", CTI_ROLE_TRUNK, "carrier", CTI_STATE_UP, "", "b1");
	listed(s, "e1", CTI_ROLE_EXTENSION, "1001", CTI_STATE_UP, "138", "b1");
	hold(s, "e1");
	snapshot_end(s);
	told(s, "call-begin called=400 direction=inbound caller=138 !resync",
	     "ring 1001 remote=138 called=400 !synthetic !resync !late",
	     "answer 1001 remote=138 !resync", "hold 1001 remote=138 !resync");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(test_resync__known_is_not_repeated),
		STAGE_TEST(test_resync__unlisted_legs_have_ended),
		STAGE_TEST(test_resync__new_legs_ring_with_the_flag),
		STAGE_TEST(test_resync__new_talk_is_rung_and_answered),
		STAGE_TEST(test_resync__new_dialling_is_told_as_dial),
		STAGE_TEST(test_resync__new_caller_in_a_queue),
		STAGE_TEST(test_resync__caller_no_longer_in_the_queue_has_left),
		STAGE_TEST(
			test_resync__entered_before_and_not_listed_was_not_let_in),
		STAGE_TEST(
			test_resync__entered_before_and_answered_meanwhile_has_left),
		STAGE_TEST(
			test_resync__gone_before_its_call_was_told_is_nothing),
		STAGE_TEST(
			test_resync__listed_without_a_call_is_named_after_the_leg),
		STAGE_TEST(test_resync__new_parked_caller),
		STAGE_TEST(test_resync__agents_are_found_and_lost),
		STAGE_TEST(test_resync__ended_while_the_list_came_stays_ended),
		STAGE_TEST(test_resync__began_while_the_list_came_stays),
		STAGE_TEST(
			test_resync__rung_before_the_caller_is_listed_waits_for_the_list),
		STAGE_TEST(
			test_resync__changed_before_it_is_listed_waits_for_the_list),
		STAGE_TEST(test_resync__known_by_its_creation_alone_is_sorted),
		STAGE_TEST(test_resync__ids_that_come_again_make_whole_calls),
		STAGE_TEST(
			test_resync__hangup_that_waits_for_a_transfer_is_told_as_one),
		STAGE_TEST(test_resync__smaller_uptime_loses_every_call),
		STAGE_TEST(test_resync__close_loses_all),
		STAGE_TEST(test_resync__after_any_prefix_a_snapshot_is_no_news),
		cmocka_unit_test_setup_teardown(
			test_resync__live_call_takes_little, counted_setup,
			counted_teardown),
		cmocka_unit_test_setup_teardown(
			test_resync__calls_that_ended_leave_nothing,
			counted_setup, counted_teardown),
		cmocka_unit_test_setup_teardown(
			test_resync__every_allocation_may_fail, counted_setup,
			counted_teardown),
		STAGE_TEST(test_resync__switch_that_has_just_begun_has_no_call),
		STAGE_TEST(test_resync__another_process_may_use_the_same_ids),
		STAGE_TEST(
			test_resync__new_talk_outwards_knows_what_was_dialled),
		STAGE_TEST(test_resync__first_name_of_a_process_is_no_new_one),
		STAGE_TEST(test_resync__found_on_hold_is_told_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
