/* SPDX-License-Identifier: MIT */
/* Clients that are opened, run and closed, whatever they are refused. */
#include "play.h"

#include "clock.h"
#include "memory.h"
#include "system.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool play_must_recover;
const char *play_captures, *play_source;

static char fault_text[256];

static void wrong(struct play *play, const char *what, const char *of)
{
	if (!*play->fault)
		snprintf(play->fault, sizeof(play->fault), "%s: %.120s", what,
			 of);
}

static void hear_call(struct play *play, const cti_event *event)
{
	const char *id = cti_event_str(event, CTI_FIELD_CALL, NULL);
	bool begins = cti_event_kind(event) == CTI_EVENT_CALL_BEGIN;
	struct play_call *call;
	unsigned i;

	for (i = 0; i < play->calls; i++)
		if (strcmp(play->call[i].id, id) == 0)
			break;
	if (i == PLAY_CALLS)
		return;
	call = &play->call[i];
	if (i == play->calls) {
		play->calls++;
		snprintf(call->id, sizeof(call->id), "%s", id);
	}
	if (begins ? call->begun : call->ended)
		wrong(play, begins ? "began twice" : "ended twice", id);
	if (!begins && !call->begun)
		wrong(play, "ended and never began", id);
	if (begins) {
		call->begun = true;
		memcpy(play->last_call, call->id, sizeof(call->id));
	} else {
		call->ended = true;
		play->ended++;
	}
}

static void hear_pop(struct play *play, const cti_pop *told)
{
	bool open = cti_pop_state(told) != CTI_POP_CLOSED;
	struct play_pop *pop;
	unsigned i;

	for (i = 0; i < play->pops; i++)
		if (strcmp(play->pop[i].id, cti_pop_id(told)) == 0)
			break;
	if (i == PLAY_CALLS)
		return;
	pop = &play->pop[i];
	if (i == play->pops) {
		play->pops++;
		snprintf(pop->id, sizeof(pop->id), "%s", cti_pop_id(told));
	}
	if (!open && !pop->open)
		wrong(play, "a pop was closed that was not open", pop->id);
	pop->open = open;
	if (open)
		memcpy(play->last_pop, pop->id, sizeof(pop->id));
}

static void on_event(cti_client *client, const cti_event *event, void *user)
{
	struct play *play = user;
	enum cti_event_kind kind = cti_event_kind(event);

	(void)client;
	play->events++;
	if (cti_event_seq(event) != ++play->seq)
		wrong(play, "a gap in the numbers of events",
		      cti_event_kind_name(kind));
	if (kind == CTI_EVENT_CALL_BEGIN || kind == CTI_EVENT_CALL_END)
		hear_call(play, event);
	if (kind == CTI_EVENT_POP)
		hear_pop(play, cti_event_pop(event));
	if (kind == CTI_EVENT_LINK &&
	    !strcmp(cti_event_str(event, CTI_FIELD_STATE, NULL), "up"))
		play->ups++;
	if (play->hear)
		play->hear(play, event);
}

static void on_closed(void *user)
{
	struct play *play = user;

	play->closed = true;
}

int play_open(struct play *play)
{
	cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	void (*hear)(struct play *, const cti_event *) = play->hear;
	void *user = play->user;

	memset(play, 0, sizeof(*play));
	play->hear = hear;
	play->user = user;
	/* The loop is the application's. */
	memory_pause();
	system_pause();
	play->has_loop = !uv_loop_init(&play->loop);
	system_resume();
	memory_resume();
	if (!play->has_loop)
		return CTI_ENOMEM;
	opts.loop = &play->loop;
	opts.on_event = on_event;
	opts.on_closed = on_closed;
	opts.user = play;
	return cti_client_new(&play->client, &opts);
}

int play_set(struct play *play, const char *const *keys)
{
	int err = 0;

	for (; *keys && !err; keys += 2)
		err = cti_set(play->client, keys[0], keys[1]);
	return err;
}

int play_link(struct play *play, const char *url)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;

	opts.url = url;
	opts.name = "pbx";
	return cti_link_add(play->client, &play->link, &opts);
}

static void on_guard(uv_timer_t *guard)
{
	bool *late = guard->data;

	*late = true;
}

static bool is_over(const struct play *play)
{
	return play->done ||
	       (play->link && cti_link_state(play->link) == CTI_LINK_FAILED);
}

static void run(struct play *play, uint32_t ms, bool all)
{
	uv_timer_t guard;
	bool late = false;

	uv_timer_init(&play->loop, &guard);
	guard.data = &late;
	memory_pause();
	uv_timer_start(&guard, on_guard, ms, 0);
	memory_resume();
	while ((all || !is_over(play)) && !late)
		uv_run(&play->loop, UV_RUN_ONCE);
	uv_close((uv_handle_t *)&guard, NULL);
	uv_run(&play->loop, UV_RUN_NOWAIT);
}

void play_run(struct play *play, uint32_t ms)
{
	run(play, ms, false);
}

void play_wait(struct play *play, uint32_t ms)
{
	run(play, ms, true);
}

int play_advance(struct play *play, uint32_t ms)
{
	int err = 0;
	uint32_t step = 100;

	for (; ms >= step && !err && !is_over(play); ms -= step) {
		err = cti_sim_advance(play->link, step);
		uv_run(&play->loop, UV_RUN_NOWAIT);
	}
	return err;
}

static void check_ends(struct play *play)
{
	unsigned i;

	for (i = 0; i < play->calls; i++)
		if (play->call[i].begun && !play->call[i].ended)
			wrong(play, "a call has no end", play->call[i].id);
	for (i = 0; i < play->pops; i++)
		if (play->pop[i].open)
			wrong(play, "a pop was not closed", play->pop[i].id);
}

static void name_handle(uv_handle_t *handle, void *user)
{
	wrong(user, "left on the loop",
	      uv_handle_type_name(uv_handle_get_type(handle)));
}

int play_close(struct play *play, int err)
{
	if (play->client) {
		cti_link_remove(play->link);
		cti_client_close(play->client);
		uv_run(&play->loop, UV_RUN_DEFAULT);
		if (!play->closed)
			wrong(play, "the client was not closed", "on_closed");
		check_ends(play);
	} else if (play->has_loop) {
		uv_run(&play->loop, UV_RUN_DEFAULT);
	}
	if (play->has_loop && uv_loop_close(&play->loop))
		uv_walk(&play->loop, name_handle, play);
	if (*play->fault)
		memcpy(fault_text, play->fault, sizeof(fault_text));
	return *play->fault ? CTI_EPROTO : err;
}

const char *play_fault(void)
{
	static char told[sizeof(fault_text)];

	memcpy(told, fault_text, sizeof(told));
	*fault_text = '\0';
	return told;
}

const char *play_path(const char *name)
{
	static char folder[64], path[4][160];
	static int which;
	static pid_t owner;

	if (owner != getpid()) {
		owner = getpid();
		snprintf(folder, sizeof(folder), "/tmp/cti-torture-XXXXXX");
		if (!mkdtemp(folder))
			exit(99);
	}
	which = (which + 1) % 4;
	snprintf(path[which], sizeof(path[which]), "%s/%s", folder, name);
	return path[which];
}

bool play_is_whole(void)
{
	return !memory_refused() && !system_failed();
}

struct told {
	struct play *play;
	int called;
	enum cti_identity identity;
};

static void on_identified(cti_client *client, enum cti_identity identity,
			  const cti_customer *const *candidates, size_t count,
			  void *user)
{
	struct told *told = user;

	(void)client;
	if (count && !cti_customer_get(candidates[0], "id"))
		identity = CTI_IDENTITY_PENDING;
	told->called++;
	told->identity = identity;
	told->play->done = true;
}

int play_identify(struct play *play, const char *number,
		  enum cti_identity wanted)
{
	struct told told = { play, 0, CTI_IDENTITY_PENDING };
	int err;

	play->done = false;
	err = cti_identify(play->client, number, on_identified, &told);
	if (err)
		return err;
	play_run(play, 30000);
	if (told.called != 1)
		return 1;
	if (wanted != CTI_IDENTITY_PENDING && play_is_whole() &&
	    told.identity != wanted)
		return 1;
	return 0;
}

void play_remove_journal(const char *name)
{
	static const char *const tails[] = { "", "-wal", "-shm", "-journal",
					     "-lock" };
	char path[64];
	size_t i;

	for (i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s%s", name, tails[i]);
		unlink(play_path(path));
	}
}

int play_write(const char *name, const char *text)
{
	const char *path = play_path(name);
	FILE *file;
	int err = CTI_EIO;

	system_pause();
	file = fopen(path, "w");
	if (file && fputs(text, file) >= 0)
		err = 0;
	if (file && fclose(file))
		err = CTI_EIO;
	system_resume();
	return err;
}
