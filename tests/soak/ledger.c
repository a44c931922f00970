/* SPDX-License-Identifier: MIT */
/* Begins and ends, each once: of calls, legs and pops. */
#include "ledger.h"

#include <stdio.h>
#include <stdlib.h>

struct line {
	struct cti__map_node node;
	char key[];
};

void ledger_init(struct ledger *ledger, struct town_shared *town)
{
	static const uint64_t seed[2] = { 314, 159 };

	memset(ledger, 0, sizeof(*ledger));
	ledger->town = town;
	cti__map_init(&ledger->calls, seed);
	cti__map_init(&ledger->legs, seed);
	cti__map_init(&ledger->pops, seed);
}

static void end_line(struct cti__map *map, struct cti__map_node *node)
{
	cti__map_del(map, node);
	free(cti__map_entry(node, struct line, node));
}

static void forget(struct cti__map *map)
{
	while (map->count)
		end_line(map, cti__map_next(map, NULL));
	cti__map_fini(map);
}

void ledger_fini(struct ledger *ledger)
{
	forget(&ledger->calls);
	forget(&ledger->legs);
	forget(&ledger->pops);
}

void ledger_fault(struct ledger *ledger, const char *what, const char *whose)
{
	if (!ledger->faults++)
		snprintf(ledger->first_fault, sizeof(ledger->first_fault),
			 "%s: %s", whose, what);
}

static void begins(struct ledger *ledger, struct cti__map *map, const char *key)
{
	struct line *line = malloc(sizeof(*line) + strlen(key) + 1);

	if (!line)
		exit(99);
	strcpy(line->key, key);
	if (cti__map_find(map, cti__str(key))) {
		ledger_fault(ledger, "it begins and has begun", key);
		free(line);
	} else if (cti__map_add(map, &line->node, cti__str(line->key))) {
		exit(99);
	}
}

static void ends(struct ledger *ledger, struct cti__map *map, const char *key)
{
	struct cti__map_node *node = cti__map_find(map, cti__str(key));

	if (node)
		end_line(map, node);
	else
		ledger_fault(ledger, "it ends and has not begun", key);
}

/* How long the way of a call's ring was, from the switch to the screen. */
static void time_pop(struct ledger *ledger, const char *link, const char *call)
{
	const char *serial = strrchr(call, '.');
	unsigned index = (unsigned)(link[3] - '0'), slot;
	uint64_t rang;

	if (!serial || index >= TOWN_LINKS)
		return;
	slot = (unsigned)strtoul(serial + 1, NULL, 10) % TOWN_SLOTS;
	rang = atomic_load(&ledger->town->ring_ns[index][slot]);
	slot = (unsigned)((town_now_ns() - rang) / 10000);
	if (slot >= LEDGER_BUCKETS)
		slot = LEDGER_BUCKETS - 1;
	ledger->late[slot]++;
	ledger->timed++;
}

static void hear_pop(struct ledger *ledger, const char *link,
		     const cti_pop *pop)
{
	const char *call = cti_pop_call(pop);
	char key[256];

	snprintf(key, sizeof(key), "pop %s %s %s", link, call,
		 cti_pop_device(pop));
	if (cti_pop_state(pop) == CTI_POP_OPENED) {
		if (cti_pop_revision(pop) == 1)
			ledger->opened++;
		time_pop(ledger, link, call);
		begins(ledger, &ledger->pops, key);
	} else if (cti_pop_state(pop) == CTI_POP_CLOSED) {
		ledger->closed++;
		ledger->identified += cti_pop_candidate(pop, 0) != NULL;
		ends(ledger, &ledger->pops, key);
	} else if (!cti__map_find(&ledger->pops, cti__str(key))) {
		ledger_fault(ledger, "it changes and is not open", key);
	}
}

static void hear_leg(struct ledger *ledger, const cti_event *event,
		     const char *call)
{
	char key[256];

	snprintf(key, sizeof(key), "leg %s %s", call,
		 cti_event_str(event, CTI_FIELD_DEVICE, NULL));
	if (cti_event_kind(event) == CTI_EVENT_HANGUP)
		ends(ledger, &ledger->legs, key);
	else
		begins(ledger, &ledger->legs, key);
}

void ledger_event(struct ledger *ledger, const cti_event *event)
{
	enum cti_event_kind kind = cti_event_kind(event);
	const char *link = cti_event_str(event, CTI_FIELD_LINK, NULL);
	char call[160];

	ledger->events++;
	ledger->count[kind]++;
	snprintf(call, sizeof(call), "%s %s", link,
		 cti_event_str(event, CTI_FIELD_CALL, NULL));
	if (kind == CTI_EVENT_CALL_BEGIN)
		begins(ledger, &ledger->calls, call);
	else if (kind == CTI_EVENT_CALL_END)
		ends(ledger, &ledger->calls, call);
	else if (kind == CTI_EVENT_RING || kind == CTI_EVENT_DIAL ||
		 kind == CTI_EVENT_HANGUP)
		hear_leg(ledger, event, call);
	else if (kind == CTI_EVENT_POP)
		hear_pop(ledger, link, cti_event_pop(event));
	else if (kind == CTI_EVENT_LOSS)
		ledger_fault(ledger,
			     cti_event_str(event, CTI_FIELD_DETAIL, NULL),
			     link);
	else if (kind == CTI_EVENT_LINK)
		ledger->ups += strcmp(cti_event_str(event, CTI_FIELD_STATE,
						    NULL),
				      "up") == 0;
}

double ledger_late_ms(const struct ledger *ledger, unsigned of_100000)
{
	uint64_t seen = 0, wanted = ledger->timed * of_100000 / 100000;
	unsigned i;

	for (i = 0; i < LEDGER_BUCKETS - 1; i++) {
		seen += ledger->late[i];
		if (seen >= wanted)
			break;
	}
	return (i + 1) / 100.0;
}

void ledger_late_reset(struct ledger *ledger)
{
	memset(ledger->late, 0, sizeof(ledger->late));
	ledger->timed = 0;
}
