/* SPDX-License-Identifier: MIT */
/* An application that is asked where calls shall go, on the stage of
   route_stage.h. */
#ifndef TESTS_UNIT_CORE_ROUTE_APP_H
#define TESTS_UNIT_CORE_ROUTE_APP_H

#include "route_stage.h"

#include <pthread.h>

/* What the application has seen. */
static struct {
	cti_route *route; /* the last one asked, not answered */
	int asked, routed;
	char asks[1024]; /* "switch 13800138000 4001100266 support;" */
	char ends[1024]; /* "CTI_OK 1002;" */
	char detail[256];
	const char *answer_at_once; /* NULL: later */
	int answered;
	bool close_in_it;
	cti_lookup *lookup;
	pthread_t thread;
} app;

static inline void on_route(cti_client *client, cti_route *route, void *user)
{
	size_t n = strlen(app.asks);

	assert_ptr_equal(user, &app);
	assert_true(pthread_equal(pthread_self(), app.thread));
	app.asked++;
	app.route = route;
	snprintf(app.asks + n, sizeof(app.asks) - n, "%s %s %s %s%s;",
		 cti_route_reason_name(cti_route_reason(route)),
		 cti_route_caller(route), cti_route_dnis(route),
		 cti_route_queue(route), cti_route_device(route));
	if (app.answer_at_once)
		app.answered = cti_route_to(route, app.answer_at_once);
	if (app.close_in_it)
		cti_client_close(client);
}

static inline void on_routed(cti_client *client, const cti_route *route,
			     const cti_route_result *result, void *user)
{
	size_t n = strlen(app.ends);

	(void)client;
	assert_ptr_equal(user, &app);
	assert_non_null(cti_route_call(route));
	assert_true(pthread_equal(pthread_self(), app.thread));
	app.routed++;
	assert_int_equal(result->size, sizeof(*result));
	/* An error has a sentence, a success none. */
	assert_int_equal(result->error != 0, *result->detail != '\0');
	snprintf(app.detail, sizeof(app.detail), "%s", result->detail);
	snprintf(app.ends + n, sizeof(app.ends) - n, "%s %s;",
		 cti_error_name(result->error), result->to);
}

static inline cti_route_opts standard(void)
{
	cti_route_opts opts = CTI_ROUTE_OPTS_INIT;

	opts.on_route = on_route;
	opts.on_routed = on_routed;
	opts.user = &app;
	/* No machine is so slow that it comes by chance. */
	opts.deadline_ms = 600000;
	return opts;
}

static inline void begin_with(bool embedded, const cti_route_opts *opts)
{
	memset(&app, 0, sizeof(app));
	app.thread = pthread_self();
	assert_int_equal(stage_begin(embedded), 0);
	assert_int_equal(cti_route_set(st.client, opts), 0);
	assert_int_equal(stage_add(), 0);
}

static inline int begin(void **state)
{
	cti_route_opts opts = standard();

	(void)state;
	begin_with(true, &opts);
	return 0;
}

static inline int end(void **state)
{
	(void)state;
	return stage_end();
}

/* Everything that is due now. */
static inline void turn(void)
{
	int i;

	for (i = 0; i < 8; i++)
		uv_run(&st.loop, UV_RUN_NOWAIT);
}

static inline void until(const int *count, int many)
{
	while (*count < many)
		uv_run(&st.loop, UV_RUN_ONCE);
	turn();
}

static inline void assert_asked(const char *want)
{
	turn();
	assert_string_equal(app.asks, want);
	app.asks[0] = '\0';
}

static inline void assert_told(const char *want)
{
	turn();
	assert_string_equal(st.told, want);
	st.told[0] = '\0';
}

static inline void assert_ended(const char *want)
{
	turn();
	assert_string_equal(app.ends, want);
	app.ends[0] = '\0';
}

static inline void comes_in(void)
{
	calls("leg-1", "13800138000", "4001100266");
}

#endif
