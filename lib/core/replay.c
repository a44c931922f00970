/* SPDX-License-Identifier: MIT */
/*
 * A recording in place of the wire. The adapter sees a switch that speaks; what
 * it says to it goes nowhere. The clock is the recording's: it stands still
 * between two pieces and jumps to the next.
 */
#include "core/client.h"
#include "core/link.h"
#include "core/pipeline.h"
#include "core/tape.h"
#include "util/alloc.h"
#include "util/say.h"

#include <cti/error.h>

/* What is played before others on the loop get their turn. */
#define SLICE_BYTES 65536
/* A piece costs something, however short it is. */
#define PIECE_COST 128
/* Behind the end it is quiet so long: whatever the model waits for is due. */
#define QUIET_US INT64_C(60000000)

struct cti__player {
	struct cti__tape *tape;
	int64_t wake_us; /* what the adapter asked for; INT64_MAX: nothing */
	bool over;
};

static int64_t clock_us(const struct cti_link *link)
{
	return link->virtual_us;
}

/* Nobody waits for a recording: nothing has a deadline. */
static void arm(struct cti_link *link, int64_t at_us)
{
	(void)link;
	(void)at_us;
}

static void wake(struct cti_link *link, uint32_t ms)
{
	link->player->wake_us = link->virtual_us + (int64_t)ms * 1000;
}

static int open_wire(struct cti_link *link)
{
	(void)link;
	return 0;
}

static int swallow(struct cti_link *link, const void *data, size_t len)
{
	(void)link;
	(void)data;
	(void)len;
	return 0;
}

static void close_wire(struct cti_link *link)
{
	link->player->wake_us = INT64_MAX;
}

static uint32_t roll(struct cti_link *link)
{
	(void)link;
	return 0;
}

static void fini(struct cti_link *link)
{
	cti__later_stop(&link->later);
	cti__tape_close(link->player->tape);
	cti__free(link->player);
	link->player = NULL;
}

static const struct cti__link_env replay_env = {
	.is_virtual = true,
	.is_replay = true,
	.mono_us = clock_us,
	.now_us = clock_us,
	.arm = arm,
	.wake = wake,
	.open = open_wire,
	.send = swallow,
	.close = close_wire,
	.roll = roll,
	.fini = fini,
};

/* Let the clock go on; what is due on the way happens at its own time. */
static void advance(struct cti_link *link, int64_t to_us)
{
	struct cti__player *player = link->player;

	while (player->wake_us <= to_us) {
		if (player->wake_us > link->virtual_us)
			link->virtual_us = player->wake_us;
		player->wake_us = INT64_MAX;
		cti__switch_tick(link->sw, link);
		cti__link_wake(link);
	}
	if (to_us > link->virtual_us)
		link->virtual_us = to_us;
	cti__switch_tick(link->sw, link);
}

static void announce_loss(struct cti_link *link, const char *why)
{
	struct cti_event ev;

	cti__event_init(&ev, CTI_EVENT_LOSS,
			cti__switch_now_us(link->sw, link));
	ev.flags = CTI_FLAG_SYNTHETIC;
	cti__event_set(&ev, CTI_FIELD_LINK, cti__str(link->name));
	cti__event_set(&ev, CTI_FIELD_DETAIL, cti__str(why));
	cti__pipeline_emit(link->client, &ev);
}

static void finish(struct cti_link *link, int err, const char *why)
{
	int64_t end_us = link->virtual_us;

	why = cti__say(why);
	link->player->over = true;
	if (err)
		announce_loss(link, why);
	advance(link, end_us + QUIET_US);
	link->virtual_us = end_us;
	cti__link_step(link, CTI__INPUT_OVER, err,
		       err ? cti__str(why) : CTI__STR("end of the recording"));
	cti__link_settle(link);
}

/* Half a message at the very end: whoever recorded was interrupted. */
static void end_of_tape(struct cti_link *link)
{
	if (link->is_open && link->in.n)
		finish(link, CTI_EFORMAT,
		       "The recording is cut short: it ends inside a message.");
	else
		finish(link, 0, "");
}

static void reopen(struct cti_link *link)
{
	if (link->is_open)
		cti__link_closed(link, CTI_EEOF,
				 cti__say("The recording goes on with another "
					  "connection."));
	cti__link_step(link, CTI__INPUT_START, 0, CTI__STR_NONE);
	if (link->stage == CTI__STAGE_DIALLING)
		cti__link_opened(link);
}

static void play_one(struct cti_link *link, const struct cti__tape_item *item)
{
	advance(link, item->time_us);
	switch (item->kind) {
	case CTI__TAPE_OPEN:
		reopen(link);
		break;
	case CTI__TAPE_DATA:
		/* A connection that was given up is not listened to. */
		link->at = item->offset;
		if (link->is_open)
			cti__link_data(link, item->data, item->len);
		break;
	case CTI__TAPE_CLOSE:
		if (link->is_open)
			cti__link_closed(
				link, CTI_EEOF,
				cti__say("The recorded connection ends here."));
		break;
	default:
		end_of_tape(link);
	}
}

static void play_slice(struct cti_link *link)
{
	struct cti__player *player = link->player;
	struct cti__tape_item item = { 0 };
	struct cti__buf why = { 0 };
	size_t played = 0;
	int err = 0;

	while (!err && !player->over && played < SLICE_BYTES &&
	       !(link->pending & CTI__PENDING_REMOVE) && !link->client->closing) {
		err = cti__tape_next(player->tape, &item, &why);
		if (err)
			finish(link, err,
			       why.n ? cti__buf_cstr(&why) : cti_strerror(err));
		else
			play_one(link, &item);
		played += item.len + PIECE_COST;
	}
	cti__buf_fini(&why);
	if (!player->over)
		cti__later_start(&link->later, link->client->loop);
}

static void on_turn(void *arg)
{
	struct cti_link *link = arg;
	struct cti_client *client = link->client;

	cti__client_enter(client);
	play_slice(link);
	cti__client_leave(client);
}

int cti__link_replay_init(struct cti_link *link, struct cti__tape *tape)
{
	struct cti__player *player = cti__calloc(1, sizeof(*player));

	if (!player) {
		cti__tape_close(tape);
		return CTI_ENOMEM;
	}
	player->tape = tape;
	player->wake_us = INT64_MAX;
	link->player = player;
	link->env = &replay_env;
	cti__later_init(&link->later, on_turn, link);
	return 0;
}
