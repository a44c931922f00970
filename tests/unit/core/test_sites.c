/* SPDX-License-Identifier: MIT */
/* Several switches in one client: one centre, whatever is behind it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <cti/cti.h>

#include <stdio.h>
#include <string.h>
#include <uv.h>

static struct {
	uv_loop_t loop;
	cti_client *client;
	cti_link *north, *south;
	cti_report *report;
	char seen[512]; /* "north:1001" a pop that opened */
} e;

static void on_event(cti_client *client, const cti_event *ev, void *user)
{
	const cti_pop *pop = cti_event_pop(ev);
	size_t n = strlen(e.seen);

	(void)client;
	(void)user;
	assert_int_equal(cti_report_event(e.report, ev), 0);
	if (pop && cti_pop_state(pop) == CTI_POP_OPENED)
		snprintf(e.seen + n, sizeof(e.seen) - n, "%s:%s:%s ",
			 cti_event_str(ev, CTI_FIELD_LINK, NULL),
			 cti_pop_device(pop), cti_pop_agent(pop));
}

static cti_link *add(const char *name)
{
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *link = NULL;

	opts.url = "sim:?clock=virtual";
	opts.name = name;
	if (cti_link_add(e.client, &link, &opts))
		fail_msg("%s", cti_client_detail(e.client));
	return link;
}

static int set_up(void **state)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;

	(void)state;
	memset(&e, 0, sizeof(e));
	uv_loop_init(&e.loop);
	opts.loop = &e.loop;
	opts.on_event = on_event;
	if (cti_report_new(&e.report) || cti_client_new(&e.client, &opts))
		return -1;
	e.north = add("north");
	e.south = add("south");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	cti_client_close(e.client);
	uv_run(&e.loop, UV_RUN_DEFAULT);
	cti_report_free(e.report);
	return uv_loop_close(&e.loop);
}

static void act(cti_link *link, const char *line)
{
	assert_int_equal(cti_sim_do(link, line), 0);
	assert_int_equal(cti_sim_advance(link, 1000), 0);
}

/* Both sites have a telephone 1001; nobody takes the one for the other. */
static void test_sites__two_switches_are_one_centre(void **state)
{
	(void)state;
	act(e.north, "agent 1001 queue support id li");
	act(e.south, "agent 1001 queue support id wang");
	act(e.north, "call 13800138000 to 95555 queue support as a");
	act(e.south, "call 13900139000 to 95555 queue support as b");
	act(e.south, "answer 1001");
	act(e.north, "answer 1001");
	act(e.north, "hangup a");
	act(e.south, "hangup b");
	assert_string_equal(e.seen, "north:1001:li south:1001:wang ");
	cti_report_end(e.report);
	/* People, seats and traffic are counted together, and each alone. */
	assert_int_equal(
		cti_report_get(e.report, "queue", "support", CTI_METRIC_IN), 2);
	assert_int_equal(
		cti_report_get(e.report, "all", "", CTI_METRIC_HANDLED), 2);
	assert_int_equal(
		cti_report_get(e.report, "agent", "li", CTI_METRIC_HANDLED), 1);
	assert_int_equal(
		cti_report_get(e.report, "agent", "wang", CTI_METRIC_HANDLED),
		1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_sites__two_switches_are_one_centre, set_up,
			tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
