/* SPDX-License-Identifier: MIT */
/* Pictures: what was put in comes out, in order; devices follow from legs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "model/snapshot.h"

#include <cti/error.h>
#include <cti/memory.h>

static int allocations_left;

static void *few_alloc(size_t size)
{
	return allocations_left-- > 0 ? malloc(size) : NULL;
}

static void *few_realloc(void *p, size_t size)
{
	return allocations_left-- > 0 ? realloc(p, size) : NULL;
}

static const struct cti_allocator few = { sizeof(few), few_alloc, few_realloc,
					  free };

static int add_leg(struct cti__snapshot_build *build, const char *device,
		   enum cti_leg_state leg_state, bool watched)
{
	struct cti__snapshot_leg leg = {
		.device = cti__str(device),
		.remote = CTI__STR("13800138000"),
		.called = CTI__STR("4001100266"),
		.state = leg_state,
		.watched = watched,
	};

	return cti__snapshot_add_leg(build, &leg);
}

static int add_call(struct cti__snapshot_build *build, const char *id,
		    int64_t began_us)
{
	struct cti__snapshot_call call = {
		.id = cti__str(id),
		.direction = CTI__STR("inbound"),
		.caller = CTI__STR("13800138000"),
		.name = CTI__STR("李明"),
		.link = CTI__STR("pbx1"),
		.withheld = true,
		.began_us = began_us,
	};

	return cti__snapshot_add_call(build, &call);
}

static int add_agent(struct cti__snapshot_build *build, const char *id,
		     const char *device)
{
	struct cti__snapshot_agent agent = {
		.id = cti__str(id),
		.device = cti__str(device),
		.state = CTI_AGENT_NOT_READY,
		.reason = CTI__STR("lunch"),
	};

	return cti__snapshot_add_agent(build, &agent);
}

/* Two calls, the younger first, and two agents. */
static int make(cti_snapshot **out)
{
	struct cti__snapshot_build *build = cti__snapshot_begin();
	int err = 0;

	*out = NULL;
	if (!build)
		return CTI_ENOMEM;
	err |= add_call(build, "b", 20);
	err |= add_leg(build, "1002", CTI_LEG_ALERTING, true);
	err |= add_leg(build, "13800138000", CTI_LEG_CONNECTED, false);
	err |= add_call(build, "a", 10);
	err |= add_leg(build, "1001", CTI_LEG_HELD, true);
	err |= add_leg(build, "1002", CTI_LEG_CONNECTED, true);
	err |= add_agent(build, "li", "1009");
	err |= cti__snapshot_add_queue(build, CTI__STR("sales"));
	err |= cti__snapshot_add_queue(build, CTI__STR("support"));
	err |= add_agent(build, "han", "1002");
	if (err) {
		cti__snapshot_drop(build);
		return err;
	}
	return cti__snapshot_end(build, out);
}

static void test_snapshot__lists_calls_oldest_first_with_their_legs(void **state)
{
	const cti_call *call;
	const cti_leg *leg;
	cti_snapshot *shot;

	(void)state;
	assert_int_equal(make(&shot), 0);
	call = cti_snapshot_call(shot, 0);
	assert_string_equal(cti_call_id(call), "a");
	assert_string_equal(cti_call_caller_name(call), "李明");
	assert_string_equal(cti_call_link(call), "pbx1");
	assert_string_equal(cti_call_queue(call), "");
	assert_string_equal(cti_call_consult_of(call), "");
	assert_true(cti_call_withheld(call));
	assert_int_equal(cti_call_began_us(call), 10);
	leg = cti_call_leg(call, 0);
	assert_string_equal(cti_leg_device(leg), "1001");
	assert_int_equal(cti_leg_state(leg), CTI_LEG_HELD);
	assert_true(cti_leg_is_watched(leg));
	assert_string_equal(cti_leg_called(leg), "4001100266");
	assert_string_equal(cti_leg_remote(leg), "13800138000");
	assert_string_equal(cti_leg_device(cti_call_leg(call, 1)), "1002");
	assert_null(cti_call_leg(call, 2));
	call = cti_snapshot_call(shot, 1);
	assert_ptr_equal(call, cti_snapshot_find_call(shot, "b"));
	assert_string_equal(cti_leg_device(cti_call_leg(call, 0)), "1002");
	assert_false(cti_leg_is_watched(cti_call_leg(call, 1)));
	assert_null(cti_snapshot_call(shot, 2));
	assert_null(cti_snapshot_find_call(shot, "c"));
	cti_snapshot_unref(shot);
}

static void test_snapshot__devices_are_watched_or_an_agents_in_order(void **state)
{
	cti_snapshot *shot;

	(void)state;
	assert_int_equal(make(&shot), 0);
	assert_string_equal(cti_device_number(cti_snapshot_device(shot, 0)),
			    "1001");
	assert_int_equal(cti_device_legs(cti_snapshot_device(shot, 0)), 1);
	assert_string_equal(cti_device_number(cti_snapshot_device(shot, 1)),
			    "1002");
	assert_int_equal(cti_device_legs(cti_snapshot_device(shot, 1)), 2);
	assert_string_equal(cti_device_number(cti_snapshot_device(shot, 2)),
			    "1009");
	assert_int_equal(cti_device_legs(cti_snapshot_device(shot, 2)), 0);
	assert_null(cti_snapshot_device(shot, 3));
	cti_snapshot_unref(shot);
}

static void test_snapshot__agents_come_by_name_with_their_queues(void **state)
{
	const cti_agent *agent;
	cti_snapshot *shot;

	(void)state;
	assert_int_equal(make(&shot), 0);
	agent = cti_snapshot_agent(shot, 0);
	assert_string_equal(cti_agent_id(agent), "han");
	assert_null(cti_agent_queue(agent, 0));
	agent = cti_snapshot_agent(shot, 1);
	assert_string_equal(cti_agent_id(agent), "li");
	assert_string_equal(cti_agent_device(agent), "1009");
	assert_int_equal(cti_agent_state(agent), CTI_AGENT_NOT_READY);
	assert_string_equal(cti_agent_reason(agent), "lunch");
	assert_string_equal(cti_agent_queue(agent, 0), "sales");
	assert_string_equal(cti_agent_queue(agent, 1), "support");
	assert_null(cti_agent_queue(agent, 2));
	assert_null(cti_snapshot_agent(shot, 2));
	cti_snapshot_unref(shot);
}

static int wait_in(struct cti__snapshot_build *build, const char *id,
		   const char *queue, int64_t queued_us)
{
	struct cti__snapshot_call call = {
		.id = cti__str(id),
		.queue = cti__str(queue),
		.queued_us = queued_us,
	};

	return cti__snapshot_add_call(build, &call);
}

static void test_snapshot__queues_are_where_calls_wait_or_agents_sit(void **state)
{
	struct cti__snapshot_build *build = cti__snapshot_begin();
	struct cti__snapshot_agent ready = { .id = CTI__STR("li"),
					     .state = CTI_AGENT_READY,
					     .since_us = 7 };
	const cti_queue *queue;
	cti_snapshot *shot;

	(void)state;
	assert_int_equal(wait_in(build, "a", "support", 30), 0);
	assert_int_equal(wait_in(build, "b", "support", 20), 0);
	assert_int_equal(wait_in(build, "c", "", 10), 0);
	assert_int_equal(cti__snapshot_add_agent(build, &ready), 0);
	assert_int_equal(cti__snapshot_add_queue(build, CTI__STR("sales")), 0);
	assert_int_equal(cti__snapshot_add_queue(build, CTI__STR("support")),
			 0);
	assert_int_equal(add_agent(build, "han", "1002"), 0);
	assert_int_equal(cti__snapshot_add_queue(build, CTI__STR("support")),
			 0);
	assert_int_equal(cti__snapshot_end(build, &shot), 0);
	queue = cti_snapshot_queue(shot, 0);
	assert_string_equal(cti_queue_name(queue), "sales");
	assert_int_equal(cti_queue_waiting(queue), 0);
	assert_int_equal(cti_queue_oldest_us(queue), 0);
	assert_int_equal(cti_queue_ready(queue), 1);
	queue = cti_snapshot_queue(shot, 1);
	assert_string_equal(cti_queue_name(queue), "support");
	assert_int_equal(cti_queue_waiting(queue), 2);
	assert_int_equal(cti_queue_oldest_us(queue), 20);
	assert_int_equal(cti_queue_agents(queue), 2);
	assert_int_equal(cti_queue_ready(queue), 1);
	assert_null(cti_snapshot_queue(shot, 2));
	assert_int_equal(
		cti_call_queued_us(cti_snapshot_find_call(shot, "a")), 30);
	assert_int_equal(
		cti_call_queued_us(cti_snapshot_find_call(shot, "c")), 0);
	assert_int_equal(cti_agent_since_us(cti_snapshot_agent(shot, 1)), 7);
	cti_snapshot_unref(shot);
}

static void test_snapshot__may_be_empty_and_is_counted(void **state)
{
	cti_snapshot *shot;

	(void)state;
	assert_int_equal(cti__snapshot_end(cti__snapshot_begin(), &shot), 0);
	assert_null(cti_snapshot_call(shot, 0));
	assert_null(cti_snapshot_device(shot, 0));
	assert_null(cti_snapshot_agent(shot, 0));
	assert_null(cti_snapshot_queue(shot, 0));
	assert_ptr_equal(cti_snapshot_ref(shot), shot);
	cti_snapshot_unref(shot);
	assert_null(cti_snapshot_call(shot, 0));
	cti_snapshot_unref(shot);
	cti_snapshot_unref(NULL);
}

static void test_snapshot__a_leg_needs_a_call_and_a_queue_an_agent(void **state)
{
	struct cti__snapshot_build *build = cti__snapshot_begin();

	(void)state;
	assert_int_equal(add_leg(build, "1001", CTI_LEG_NULL, true),
			 CTI_EINVAL);
	assert_int_equal(cti__snapshot_add_queue(build, CTI__STR("q")),
			 CTI_EINVAL);
	cti__snapshot_drop(build);
}

static void test_snapshot__every_refused_allocation_is_an_error(void **state)
{
	cti_snapshot *shot;
	int n, err = CTI_ENOMEM;

	(void)state;
	for (n = 0; err; n++) {
		assert_true(n < 100);
		allocations_left = n;
		cti_set_allocator(&few);
		err = make(&shot);
		cti_set_allocator(NULL);
		if (err)
			assert_null(shot);
	}
	assert_true(n > 5);
	cti_snapshot_unref(shot);
}

static void test_snapshot__states_have_names(void **state)
{
	(void)state;
	assert_string_equal(cti_leg_state_name(CTI_LEG_ALERTING), "alerting");
	assert_string_equal(cti_leg_state_name(CTI_LEG_CLEARED), "cleared");
	assert_null(cti_leg_state_name(CTI_LEG_CLEARED + 1));
	assert_string_equal(cti_agent_state_name(CTI_AGENT_NOT_READY),
			    "not-ready");
	assert_string_equal(cti_agent_state_name(CTI_AGENT_WRAPUP), "wrapup");
	assert_null(cti_agent_state_name(CTI_AGENT_WRAPUP + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_snapshot__lists_calls_oldest_first_with_their_legs),
		cmocka_unit_test(
			test_snapshot__devices_are_watched_or_an_agents_in_order),
		cmocka_unit_test(
			test_snapshot__agents_come_by_name_with_their_queues),
		cmocka_unit_test(
			test_snapshot__queues_are_where_calls_wait_or_agents_sit),
		cmocka_unit_test(test_snapshot__may_be_empty_and_is_counted),
		cmocka_unit_test(
			test_snapshot__a_leg_needs_a_call_and_a_queue_an_agent),
		cmocka_unit_test(
			test_snapshot__every_refused_allocation_is_an_error),
		cmocka_unit_test(test_snapshot__states_have_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
