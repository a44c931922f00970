/* SPDX-License-Identifier: MIT */
/*
 * The library as a guest on a program's own libuv loop: embed_uv [URL]
 *
 * There is no thread and no lock: events come as callbacks between the
 * program's own. Here that is a timer that looks at the live calls twice a
 * second. When the client is closed it leaves nothing on the loop, so uv_run()
 * returns.
 */
#include <cti/cti.h>

#include <stdio.h>
#include <string.h>
#include <uv.h>

struct app {
	uv_timer_t timer;
	cti_client *client;
	unsigned events;
};

/* The program's own work. */
static void on_timer(uv_timer_t *timer)
{
	struct app *app = timer->data;
	cti_snapshot *now;
	size_t calls = 0;

	if (cti_snapshot_take(app->client, &now))
		return;
	while (cti_snapshot_call(now, calls))
		calls++;
	printf("%zu live calls after %u events\n", calls, app->events);
	cti_snapshot_unref(now);
}

static void on_event(cti_client *client, const cti_event *event, void *user)
{
	struct app *app = user;

	app->events++;
	if (cti_event_kind(event) == CTI_EVENT_RING)
		printf("%s rings: %s\n",
		       cti_event_str(event, CTI_FIELD_DEVICE, NULL),
		       cti_event_str(event, CTI_FIELD_REMOTE, NULL));
	if (cti_event_kind(event) != CTI_EVENT_LINK ||
	    strcmp(cti_event_str(event, CTI_FIELD_STATE, NULL), "failed") != 0)
		return;

	/* Nothing more will come. Closing inside a callback is allowed. */
	printf("%s\n", cti_event_str(event, CTI_FIELD_DETAIL, NULL));
	uv_close((uv_handle_t *)&app->timer, NULL);
	cti_client_close(client);
}

static int start(struct app *app, uv_loop_t *loop, const char *url)
{
	cti_client_opts client_opts = CTI_CLIENT_OPTS_INIT;
	cti_link_opts link_opts = CTI_LINK_OPTS_INIT;
	int err;

	client_opts.loop = loop;
	client_opts.on_event = on_event;
	client_opts.user = app;
	err = cti_client_new(&app->client, &client_opts);
	if (err) {
		fprintf(stderr, "embed_uv: %s\n", cti_strerror(err));
		return err;
	}
	link_opts.url = url;
	err = cti_link_add(app->client, NULL, &link_opts);
	if (err) {
		fprintf(stderr, "embed_uv: %s\n",
			cti_client_detail(app->client));
		cti_client_close(app->client);
	}
	return err;
}

int main(int argc, char **argv)
{
	const char *story = "sim:examples/stories/morning.sim";
	struct app app = { .events = 0 };
	uv_loop_t loop;
	int err;

	if (uv_loop_init(&loop))
		return 1;
	err = start(&app, &loop, argc > 1 ? argv[1] : story);
	if (!err) {
		uv_timer_init(&loop, &app.timer);
		app.timer.data = &app;
		uv_timer_start(&app.timer, on_timer, 500, 500);
	}
	uv_run(&loop, UV_RUN_DEFAULT);
	/* Refused if anybody had left something on the loop. */
	return uv_loop_close(&loop) || err ? 1 : 0;
}
