/* SPDX-License-Identifier: MIT */
/* Clients: made, entered and left, polled, closed. */
#include "core/client.h"
#include "core/asking.h"
#include "core/doctor.h"
#include "core/knowing.h"
#include "core/journaling.h"
#include "core/link.h"
#include "core/pipeline.h"
#include "core/request.h"
#include "core/routing.h"
#include "core/watching.h"
#include "model/snapshot.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>
#include <cti/snapshot.h>

#include <stdarg.h>
#include <stdio.h>

/* Log lines that may wait for cti_poll(): what is more is not made. */
#define LINES_MAX 1000

/* A log line on its way to cti_poll(). */
struct line_job {
	struct cti__job job;
	struct cti_client *client;
	uint32_t level;
	char text[];
};

static void run_line(struct cti__job *job, bool run)
{
	struct line_job *line = (struct line_job *)(void *)job;

	atomic_fetch_sub(&line->client->lines, 1);
	if (run)
		line->client->on_log((enum cti_log_level)line->level,
				     line->text, line->client->user);
	cti__free(line);
}

static void write_log(void *user, uint32_t level, const char *text)
{
	struct cti_client *client = user;
	struct line_job *line;
	size_t n = strlen(text);

	if (!client->own) {
		client->on_log((enum cti_log_level)level, text, client->user);
		return;
	}
	if (atomic_fetch_add(&client->lines, 1) >= LINES_MAX)
		goto no_room;
	line = cti__alloc(sizeof(*line) + n + 1);
	if (!line)
		goto no_room;
	line->job.fn = run_line;
	line->client = client;
	line->level = level;
	memcpy(line->text, text, n + 1);
	cti__inbox_job(&client->inbox, &line->job);
	return;
no_room:
	atomic_fetch_sub(&client->lines, 1);
}

void cti__client_say(struct cti_client *client, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	cti__say_into(text, sizeof(text), format, args);
	va_end(args);
	cti__buf_clear(&client->detail);
	cti__buf_text(&client->detail, text);
}

static void free_client(struct cti_client *client)
{
	cti__inbox_fini(&client->inbox);
	cti__config_fini(&client->config);
	cti__buf_fini(&client->detail);
	cti__free(client);
}

/* The loop has let go: nothing of the client is left on it. */
static void on_loop_closed(void *user)
{
	struct cti_client *client = user;
	cti_closed_fn *on_closed = client->on_closed;
	void *their = client->user;

	free_client(client);
	if (on_closed)
		on_closed(their);
}

/* On the loop. Links first: pops and identify must outlive what they hear. */
static void take_down(struct cti_client *client)
{
	struct cti__list *node;

	client->closing = true;
	cti__routing_fini(client);
	cti__requests_fini(client);
	while (!cti__list_empty(&client->links)) {
		node = client->links.next;
		cti__link_remove(cti__list_entry(node, struct cti_link, node),
				 false);
	}
	cti__journaling_fini(client);
	cti__watching_fini(client);
	cti__asking_fini(client);
	cti__knowing_use(client, NULL);
}

void cti__client_enter(struct cti_client *client)
{
	client->depth++;
}

void cti__client_leave(struct cti_client *client)
{
	struct cti__loop *loop = client->loop;

	if (client->depth == 1)
		cti__links_settle(client);
	if (--client->depth || !client->closing || client->own || client->ended)
		return;
	/* Closed in a callback: this is the first moment that nothing of it is
	   at work. */
	client->ended = true;
	take_down(client);
	cti__loop_close(loop, on_loop_closed, client);
}

static int set_up(struct cti_client *client)
{
	int err = cti__config_init(&client->config);

	if (err)
		return err;
	if (client->own) {
		err = cti__inbox_init(
			&client->inbox,
			(size_t)cti__config_int(&client->config,
						"queue.max_events", NULL),
			(size_t)cti__config_int(&client->config,
						"queue.max_bytes", NULL));
		if (err)
			return err;
	}
	return cti__loop_random(client->seed, sizeof(client->seed));
}

/* Only what a program compiled with an older header knows of is there. */
static int take_opts(struct cti_client_opts *to, const cti_client_opts *from)
{
	static const struct cti_client_opts standard = CTI_CLIENT_OPTS_INIT;

	*to = standard;
	if (!from)
		return 0;
	if (from->size < offsetof(struct cti_client_opts, loop) +
				 sizeof(from->loop) ||
	    from->size > 4096)
		return CTI_EINVAL;
	memcpy(to, from, from->size < sizeof(*to) ? from->size : sizeof(*to));
	return 0;
}

struct init_args {
	struct cti__hop hop;
	int err;
};

static void init_asking(struct cti__hop *hop)
{
	struct init_args *args = (struct init_args *)(void *)hop;

	args->err = cti__asking_init(hop->client);
}

static void undo_asking(void *arg)
{
	cti__asking_fini(arg);
}

int cti_client_new(cti_client **out, const cti_client_opts *opts)
{
	struct init_args asking;
	struct cti_client_opts o;
	struct cti_client *client;
	int err;

	*out = NULL;
	err = take_opts(&o, opts);
	if (err)
		return err;
	client = cti__calloc(1, sizeof(*client));
	if (!client)
		return CTI_ENOMEM;
	client->own = !o.loop;
	client->on_event = o.on_event;
	client->on_log = o.on_log;
	client->on_closed = o.on_closed;
	client->user = o.user;
	client->log.write = o.on_log ? write_log : NULL;
	client->log.user = client;
	client->log.level = o.log_level;
	atomic_init(&client->lines, 0);
	atomic_init(&client->under_way, 0);
	atomic_init(&client->read_done, 0);
	atomic_init(&client->read_total, 0);
	cti__list_init(&client->links);
	cti__list_init(&client->switches);
	cti__list_init(&client->asked);
	cti__list_init(&client->requests);
	cti__list_init(&client->watched);
	err = set_up(client);
	if (!err)
		err = cti__loop_new(&client->loop, o.loop);
	if (err) {
		free_client(client);
		return err;
	}
	cti__hop(&asking.hop, client, init_asking);
	err = asking.err;
	if (err) {
		cti__loop_call(client->loop, undo_asking, client);
		client->on_closed = NULL;
		cti__loop_close(client->loop, on_loop_closed, client);
		return err;
	}
	*out = client;
	return 0;
}

static void run_hop(void *arg)
{
	struct cti__hop *hop = arg;
	struct cti_client *client = hop->client;

	cti__client_enter(client);
	hop->fn(hop);
	cti__client_leave(client);
}

void cti__hop(struct cti__hop *hop, struct cti_client *client,
	      void (*fn)(struct cti__hop *hop))
{
	hop->client = client;
	hop->fn = fn;
	cti__loop_call(client->loop, run_hop, hop);
}

static void take_down_hop(void *arg)
{
	take_down(arg);
}

static void end_requests(void *arg)
{
	struct cti_client *client = arg;
	struct cti__list *node;

	client->closing = true;
	cti__list_each (node, &client->links)
		cti__doctor_gone(cti__list_entry(node, struct cti_link, node));
	cti__requests_fini(client);
}

static void close_own(struct cti_client *client)
{
	/* Callbacks run while there is a loop that their calls can go to. */
	cti__loop_call(client->loop, end_requests, client);
	cti__inbox_flush(&client->inbox);
	cti__loop_call(client->loop, take_down_hop, client);
	cti__loop_close(client->loop, on_loop_closed, client);
}

void cti_client_close(cti_client *client)
{
	if (!client)
		return;
	if (client->own) {
		/* In a callback of cti_poll() it is that poll that closes. */
		if (cti__inbox_close(&client->inbox))
			close_own(client);
		return;
	}
	client->closing = true;
	if (client->depth)
		return;
	cti__client_enter(client);
	cti__client_leave(client);
}

void cti__client_left_poll(struct cti_client *client)
{
	if (cti__inbox_leave(&client->inbox))
		close_own(client);
}

/* Reports of faults then say which binding it was. */
static void say_name(struct cti_client *client)
{
	cti__log(&client->log, CTI_LOG_INFO, "client: %s, on libcti %s",
		 cti__config_text(&client->config, "client.name", NULL),
		 cti_version());
}

int cti__client_apply(struct cti_client *client, const char *key)
{
	int err;

	if (key && strcmp(key, "client.name") == 0)
		say_name(client);
	if (client->own)
		cti__inbox_limit(
			&client->inbox,
			(size_t)cti__config_int(&client->config,
						"queue.max_events", NULL),
			(size_t)cti__config_int(&client->config,
						"queue.max_bytes", NULL));
	err = cti__asking_apply(client, key);
	if (!err)
		err = cti__knowing_apply(client, key);
	if (!err)
		err = cti__journaling_apply(client);
	if (!err)
		cti__watching_refresh(client);
	return err;
}

struct shot_args {
	struct cti__hop hop;
	cti_snapshot *shot;
	int err;
};

static void take_shot(struct cti__hop *hop)
{
	struct shot_args *args = (struct shot_args *)(void *)hop;
	struct cti__snapshot_build *build = cti__snapshot_begin();
	struct cti__switch *sw;
	struct cti__list *node;
	int err = 0;

	args->err = CTI_ENOMEM;
	if (!build)
		return;
	cti__list_each (node, &hop->client->switches) {
		sw = cti__list_entry(node, struct cti__switch, node);
		err = cti__model_snapshot(sw->model, build,
					  cti__str(sw->speaker->name));
		if (err)
			break;
	}
	if (err) {
		cti__snapshot_drop(build);
		args->err = err;
	} else {
		args->err = cti__snapshot_end(build, &args->shot);
	}
}

int cti_snapshot_take(cti_client *client, cti_snapshot **out)
{
	struct shot_args args = { .shot = NULL };

	*out = NULL;
	cti__hop(&args.hop, client, take_shot);
	*out = args.shot;
	return args.err;
}
