/* SPDX-License-Identifier: MIT */
/*
 * What is so now: the channels, for each to which call it belongs and what it
 * had dialled, the bridges, and at last who waits in which queue. ARI has no
 * list of agents.
 */
#include "adapters/ari/ari.h"

/* Questions about channels that are on their way at once. */
#define AT_ONCE 16

static const char *const variables[ARI_VAR_COUNT] = {
	[ARI_VAR_GROUP] = "CHANNEL(linkedid)",
	[ARI_VAR_DIALLED] = "CALLERID(dnid)",
};

static void finish(struct cti__ari_state *ari)
{
	struct cti_fact end = { .kind = CTI_FACT_SNAPSHOT_END, .open = true };

	ari->resyncing = false;
	cti__buf_clear(&ari->ids);
	cti_port_report(ari->port, &end);
	cti_port_synced(ari->port);
}

/* What cannot be asked is not known: the connection is of no use. */
static void ask(struct cti__ari_state *ari, enum cti__ari_ask what,
		const char *path)
{
	int err = cti__ari_ask(ari, cti__ari_tag(what, 0), "GET", path,
			       CTI__STR_NONE, CTI__STR_NONE, NULL);

	if (err)
		cti_port_fail(ari->port, err, CTI__STR_NONE);
}

/* Two questions a channel: the number of the next is the id's offset and the
   variable. False when all are asked. */
static bool ask_next(struct cti__ari_state *ari)
{
	size_t at = ari->asked / ARI_VAR_COUNT;
	size_t variable = ari->asked % ARI_VAR_COUNT;
	struct cti__str id;

	if (at >= ari->ids.n)
		return false;
	id = cti__str(ari->ids.p + at);
	if (cti__ari_ask(ari, cti__ari_tag(ARI_ASK_VARIABLE, ari->asked), "GET",
			 "channels/$/variable?variable=$", id,
			 cti__str(variables[variable]), NULL) == 0)
		ari->on_the_way++;
	ari->asked++;
	if (variable + 1 == ARI_VAR_COUNT)
		ari->asked = (at + id.n + 1) * ARI_VAR_COUNT;
	return true;
}

static void ask_on(struct cti__ari_state *ari)
{
	while (ari->on_the_way < AT_ONCE && ask_next(ari))
		;
	if (!ari->on_the_way)
		ask(ari, ARI_ASK_BRIDGES, "bridges");
}

int cti__ari_resync(void *state)
{
	struct cti__ari_state *ari = state;
	struct cti_fact begin = { .kind = CTI_FACT_SNAPSHOT_BEGIN };

	/* A recording has no answers. */
	if (cti_port_is_replay(ari->port))
		return 0;
	cti_port_report(ari->port, &begin);
	cti__ari_resync_stop(ari);
	ari->resyncing = true;
	ask(ari, ARI_ASK_CHANNELS, "channels");
	return 0;
}

void cti__ari_resync_stop(struct cti__ari_state *ari)
{
	ari->resyncing = false;
	ari->on_the_way = 0;
	ari->asked = 0;
	cti__buf_clear(&ari->ids);
}

static void take_channel(struct cti__ari_state *ari,
			 const struct cti__scan_value *value)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_NEW, .snapshot = true };
	struct cti__ari_message msg;

	cti__ari_as_channel(ari, value, &msg);
	cti__ari_put_channel(&fact, &msg);
	fact.other_number = msg.value[ARI_CHANNEL_FAR].s;
	if (!fact.leg.n || memchr(fact.leg.p, '\0', fact.leg.n))
		return;
	cti_port_report(ari->port, &fact);
	cti__buf_str(&ari->ids, fact.leg);
	cti__buf_char(&ari->ids, '\0');
}

static void take_variable(struct cti__ari_state *ari, size_t at,
			  const struct cti__scan_value *value)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_PARTY, .snapshot = true };

	if (at / ARI_VAR_COUNT >= ari->ids.n)
		return;
	fact.leg = cti__str(ari->ids.p + at / ARI_VAR_COUNT);
	if (at % ARI_VAR_COUNT == ARI_VAR_GROUP)
		fact.group = value[ARI_REST_VALUE].s;
	else
		fact.called = value[ARI_REST_VALUE].s;
	cti_port_report(ari->port, &fact);
}

static void take_bridge(struct cti__ari_state *ari,
			const struct cti__scan_value *value)
{
	struct cti_fact fact = { .kind = CTI_FACT_BRIDGE_NEW,
				 .snapshot = true };
	struct cti__str channels = value[ARI_REST_CHANNELS].s;
	struct cti__scan_value channel;
	struct cti__ari_message msg;

	cti__ari_as_bridge(ari, value, &msg);
	cti__ari_put_bridge(&fact, &msg);
	cti_port_report(ari->port, &fact);
	fact.kind = CTI_FACT_BRIDGE_ENTER;
	while (cti__scan_next(&ari->rest, &channels, &channel) > 0) {
		fact.leg = channel.s;
		cti_port_report(ari->port, &fact);
	}
}

/* Who is parked; after all bridges, when the calls are known. */
static void take_parked(struct cti__ari_state *ari,
			const struct cti__scan_value *value)
{
	struct cti_fact fact = { .kind = CTI_FACT_PARKED, .snapshot = true };
	struct cti__str channels = value[ARI_REST_CHANNELS].s;
	struct cti__scan_value channel;

	if (!cti__str_is(value[ARI_REST_CLASS].s, "parking"))
		return;
	while (cti__scan_next(&ari->rest, &channels, &channel) > 0) {
		fact.leg = channel.s;
		cti_port_report(ari->port, &fact);
	}
}

static void take_waiting(struct cti__ari_state *ari,
			 const struct cti__scan_value *value)
{
	struct cti_fact fact = { .kind = CTI_FACT_QUEUE_JOIN,
				 .snapshot = true };
	struct cti__str rest;

	if (!cti__str_is(value[ARI_REST_APP].s, "Queue"))
		return;
	fact.leg = value[ARI_REST_ID].s;
	fact.queue = cti__asterisk_bare(
		cti__str_cut(value[ARI_REST_APP_DATA].s, ',', &rest));
	cti_port_report(ari->port, &fact);
}

/* A channel may be gone meanwhile: that is no fault. */
static void take_gone(struct cti__ari_state *ari, size_t at)
{
	struct cti_fact fact = { .kind = CTI_FACT_LEG_END, .snapshot = true };

	if (at % ARI_VAR_COUNT != ARI_VAR_GROUP ||
	    at / ARI_VAR_COUNT >= ari->ids.n)
		return;
	fact.leg = cti__str(ari->ids.p + at / ARI_VAR_COUNT);
	cti_port_report(ari->port, &fact);
}

typedef void take_fn(struct cti__ari_state *ari,
		     const struct cti__scan_value *value);

static void take_all(struct cti__ari_state *ari, struct cti__str list,
		     take_fn *take)
{
	struct cti__scan_value item, value[ARI_REST_COUNT];
	int got;

	while ((got = cti__scan_next(&ari->list, &list, &item)) > 0)
		if (cti__ari_read(ari, item.s, value))
			take(ari, value);
		else
			cti_port_count(ari->port, 0, 1, 0);
	if (got < 0)
		cti_port_count(ari->port, 0, 1, 0);
}

void cti__ari_resync_reply(struct cti__ari_state *ari, enum cti__ari_ask ask_,
			   size_t at, int status, struct cti__str body)
{
	struct cti__scan_value value[ARI_REST_COUNT];

	if (!ari->resyncing)
		return;
	switch (ask_) {
	case ARI_ASK_CHANNELS:
		take_all(ari, body, take_channel);
		if (ari->ids.err)
			cti_port_fail(ari->port, ari->ids.err, CTI__STR_NONE);
		else
			ask_on(ari);
		break;
	case ARI_ASK_VARIABLE:
		ari->on_the_way--;
		if (status == 200 && cti__ari_read(ari, body, value))
			take_variable(ari, at, value);
		else if (status == 404)
			take_gone(ari, at);
		ask_on(ari);
		break;
	case ARI_ASK_BRIDGES:
		take_all(ari, body, take_bridge);
		take_all(ari, body, take_parked);
		ask(ari, ARI_ASK_WAITING, "channels");
		break;
	default:
		take_all(ari, body, take_waiting);
		finish(ari);
	}
}
