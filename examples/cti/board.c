/* SPDX-License-Identifier: MIT */
/* What `cti monitor --top` shows: rows from pictures, figures from events. */
#include "top.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A caller who is answered in that time was served well. */
#define SERVICE_MS 20000
/* One who waits so long should stand out. */
#define LATE_MS	   60000

static const struct column queue_columns[] = {
	{ "QUEUE", 9, 0, false, true },	   { "WAIT", 4, 0, true, false },
	{ "LONGEST", 7, 1, true, false },  { "READY", 6, 2, true, false },
	{ "ANSWERED", 8, 3, true, false }, { "LOST", 5, 3, true, false },
	{ "IN 20 S", 7, 4, true, false },
};

static const struct column call_columns[] = {
	{ "CALLER", 13, 0, false, false }, { "CUSTOMER", 10, 2, false, true },
	{ "LINE", 11, 4, false, false },   { "QUEUE", 9, 3, false, false },
	{ "DEVICE", 10, 1, false, true },  { "STATE", 8, 0, false, false },
	{ "TIME", 7, 1, true, false },
};

static const struct column agent_columns[] = {
	{ "AGENT", 9, 0, false, true },	  { "DEVICE", 7, 2, false, false },
	{ "STATE", 10, 0, false, false }, { "REASON", 9, 3, false, true },
	{ "SINCE", 7, 1, true, false },	  { "QUEUES", 12, 4, false, true },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct figures {
	char name[CELL_SIZE];
	unsigned long answered, in_time, lost;
};

struct link {
	char name[CELL_SIZE], state[16];
};

/* Who calls, as the pops say. */
struct known {
	char *call, *name;
};

struct board {
	struct pane panes[PANE_COUNT];
	struct figures *figures;
	size_t figure_count;
	struct link *links;
	size_t link_count;
	struct known *known;
	size_t known_count;
	int64_t event_us; /* of the latest event ... */
	int64_t seen_us;  /* ... and when it came, on our clock */
	size_t calls, waiting, agents, ready;
};

static int64_t clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* What time it is where the events come from. */
static int64_t now_us(const struct board *board)
{
	return board->event_us + clock_us() - board->seen_us;
}

struct board *board_new(void)
{
	struct board *board = calloc(1, sizeof(*board));
	struct pane *panes;

	if (!board)
		return NULL;
	panes = board->panes;
	panes[PANE_QUEUES].columns = queue_columns;
	panes[PANE_QUEUES].column_count = COUNT(queue_columns);
	panes[PANE_CALLS].columns = call_columns;
	panes[PANE_CALLS].column_count = COUNT(call_columns);
	panes[PANE_CALLS].sort = COUNT(call_columns) - 1;
	panes[PANE_AGENTS].columns = agent_columns;
	panes[PANE_AGENTS].column_count = COUNT(agent_columns);
	return board;
}

static void forget(struct board *board, size_t i)
{
	free(board->known[i].call);
	free(board->known[i].name);
	board->known[i] = board->known[--board->known_count];
}

void board_free(struct board *board)
{
	size_t i;

	if (!board)
		return;
	while (board->known_count)
		forget(board, 0);
	for (i = 0; i < PANE_COUNT; i++)
		free(board->panes[i].rows);
	free(board->known);
	free(board->figures);
	free(board->links);
	free(board);
}

struct pane *board_pane(struct board *board, enum pane_kind kind)
{
	return &board->panes[kind];
}

/* --- what events tell --- */

static struct figures *figures_of(struct board *board, const char *queue)
{
	struct figures *more;
	size_t i;

	for (i = 0; i < board->figure_count; i++)
		if (strcmp(board->figures[i].name, queue) == 0)
			return &board->figures[i];
	more = realloc(board->figures, (i + 1) * sizeof(*more));
	if (!more)
		return NULL;
	board->figures = more;
	memset(&more[i], 0, sizeof(more[i]));
	snprintf(more[i].name, sizeof(more[i].name), "%s", queue);
	board->figure_count++;
	return &more[i];
}

static void count_queue(struct board *board, const cti_event *event)
{
	const char *reason = cti_event_str(event, CTI_FIELD_REASON, NULL);
	struct figures *figures = figures_of(
		board, cti_event_str(event, CTI_FIELD_QUEUE, NULL));

	if (!figures)
		return;
	if (cti_event_kind(event) == CTI_EVENT_ABANDON) {
		figures->lost++;
	} else if (strcmp(reason, "answered") == 0) {
		figures->answered++;
		if (cti_event_int(event, CTI_FIELD_WAITED_MS) <= SERVICE_MS)
			figures->in_time++;
	}
}

static void note_link(struct board *board, const cti_event *event)
{
	const char *name = cti_event_str(event, CTI_FIELD_LINK, NULL);
	struct link *more;
	size_t i;

	for (i = 0; i < board->link_count; i++)
		if (strcmp(board->links[i].name, name) == 0)
			break;
	if (i == board->link_count) {
		more = realloc(board->links, (i + 1) * sizeof(*more));
		if (!more)
			return;
		board->links = more;
		board->link_count++;
		snprintf(more[i].name, sizeof(more[i].name), "%s", name);
	}
	snprintf(board->links[i].state, sizeof(board->links[i].state), "%s",
		 cti_event_str(event, CTI_FIELD_STATE, NULL));
}

static size_t find_known(const struct board *board, const char *call)
{
	size_t i;

	for (i = 0; i < board->known_count; i++)
		if (strcmp(board->known[i].call, call) == 0)
			break;
	return i;
}

static void note_pop(struct board *board, const cti_pop *pop)
{
	const cti_customer *customer = cti_pop_candidate(pop, 0);
	const char *name = customer ? cti_customer_get(customer, "name") : "";
	size_t i = find_known(board, cti_pop_call(pop));
	struct known *more;

	if (!*name)
		return;
	if (i < board->known_count)
		forget(board, i);
	more = realloc(board->known, (board->known_count + 1) * sizeof(*more));
	if (!more)
		return;
	board->known = more;
	more += board->known_count;
	more->call = strdup(cti_pop_call(pop));
	more->name = strdup(name);
	if (more->call && more->name) {
		board->known_count++;
		return;
	}
	free(more->call);
	free(more->name);
}

void board_event(struct board *board, const cti_event *event)
{
	int64_t at = cti_event_time_us(event);
	size_t i;

	/* Some are told late: time goes on meanwhile. */
	if (!board->seen_us || at > now_us(board)) {
		board->event_us = at;
		board->seen_us = clock_us();
	}
	switch (cti_event_kind(event)) {
	case CTI_EVENT_ABANDON:
	case CTI_EVENT_DEQUEUE:
		count_queue(board, event);
		break;
	case CTI_EVENT_LINK:
		note_link(board, event);
		break;
	case CTI_EVENT_POP:
		note_pop(board, cti_event_pop(event));
		break;
	case CTI_EVENT_CALL_END:
		i = find_known(board,
			       cti_event_str(event, CTI_FIELD_CALL, NULL));
		if (i < board->known_count)
			forget(board, i);
		break;
	default:
		break;
	}
}

/* --- rows --- */

static void put(struct row *row, size_t cell, const char *text)
{
	snprintf(row->cell[cell], sizeof(row->cell[cell]), "%s", text);
}

static void add_to(struct row *row, size_t cell, const char *text)
{
	size_t n = strlen(row->cell[cell]);

	snprintf(row->cell[cell] + n, sizeof(row->cell[cell]) - n, "%s%s",
		 n ? "," : "", text);
}

static void put_span(struct row *row, size_t cell, int64_t us)
{
	long long s = us > 0 ? us / 1000000 : 0;

	row->number[cell] = -us;
	if (s >= 3600)
		snprintf(row->cell[cell], sizeof(row->cell[cell]),
			 "%lld:%02lld:%02lld", s / 3600, s / 60 % 60, s % 60);
	else
		snprintf(row->cell[cell], sizeof(row->cell[cell]),
			 "%lld:%02lld", s / 60, s % 60);
}

static void put_count(struct row *row, size_t cell, unsigned long count)
{
	row->number[cell] = -(int64_t)count;
	snprintf(row->cell[cell], sizeof(row->cell[cell]), "%lu", count);
}

static struct row *add_row(struct pane *pane)
{
	struct row *more;

	if (pane->count == pane->room) {
		more = realloc(pane->rows,
			       (pane->room * 2 + 16) * sizeof(*more));
		if (!more)
			return NULL;
		pane->rows = more;
		pane->room = pane->room * 2 + 16;
	}
	more = &pane->rows[pane->count++];
	memset(more, 0, sizeof(*more));
	return more;
}

/* Rows that nobody asked for go again. */
static void filter_last(struct pane *pane, const char *filter)
{
	struct row *row;
	size_t i;

	if (!*filter || !pane->count)
		return;
	row = &pane->rows[pane->count - 1];
	for (i = 0; i < pane->column_count; i++)
		if (strcasestr(row->cell[i], filter))
			return;
	pane->count--;
}

/* --- calls --- */

/* The state of a call is that of whoever has got furthest with it. */
static enum cti_leg_state best_state(const cti_call *call)
{
	static const int rank[] = {
		[CTI_LEG_HELD] = 4,	 [CTI_LEG_CONNECTED] = 5,
		[CTI_LEG_ALERTING] = 3,	 [CTI_LEG_QUEUED] = 0,
		[CTI_LEG_INITIATED] = 2, [CTI_LEG_NULL] = 1,
		[CTI_LEG_FAILED] = 0,	 [CTI_LEG_CLEARED] = 0,
	};
	enum cti_leg_state best = CTI_LEG_CLEARED, state;
	const cti_leg *leg;
	size_t i;

	for (i = 0; (leg = cti_call_leg(call, i)) != NULL; i++) {
		state = cti_leg_state(leg);
		if (cti_leg_is_watched(leg) && rank[state] > rank[best])
			best = state;
	}
	return best;
}

static void put_state(struct row *row, const cti_call *call,
		      enum cti_leg_state state)
{
	switch (state) {
	case CTI_LEG_HELD:
		put(row, 5, "held");
		row->tint = TINT_HOLD;
		break;
	case CTI_LEG_CONNECTED:
		put(row, 5, "talking");
		row->tint = TINT_GOOD;
		break;
	case CTI_LEG_ALERTING:
		put(row, 5, "ringing");
		row->tint = TINT_RING;
		break;
	case CTI_LEG_INITIATED:
		put(row, 5, "dialling");
		break;
	default:
		put(row, 5, *cti_call_queue(call) ? "waiting" : "routing");
		row->tint = *cti_call_queue(call) ? TINT_WAIT : TINT_DIM;
	}
}

static void put_devices(struct row *row, const cti_snapshot *shot,
			const cti_call *call, enum cti_leg_state state)
{
	const cti_agent *agent;
	const cti_leg *leg;
	const char *device;
	char text[CELL_SIZE];
	size_t i, j;

	for (i = 0; (leg = cti_call_leg(call, i)) != NULL; i++) {
		if (!cti_leg_is_watched(leg) || cti_leg_state(leg) != state)
			continue;
		device = cti_leg_device(leg);
		snprintf(text, sizeof(text), "%s", device);
		for (j = 0; (agent = cti_snapshot_agent(shot, j)) != NULL; j++)
			if (strcmp(cti_agent_device(agent), device) == 0 &&
			    strcmp(cti_agent_id(agent), device) != 0)
				snprintf(text, sizeof(text), "%s %s", device,
					 cti_agent_id(agent));
		add_to(row, 4, text);
	}
}

static void add_call(struct board *board, const cti_snapshot *shot,
		     const cti_call *call)
{
	struct row *row = add_row(&board->panes[PANE_CALLS]);
	enum cti_leg_state state = best_state(call);
	size_t i = find_known(board, cti_call_id(call));
	int64_t now = now_us(board), queued = cti_call_queued_us(call);

	if (!row)
		return;
	put(row, 0,
	    cti_call_withheld(call) ? "withheld" : cti_call_caller(call));
	put(row, 1,
	    i < board->known_count ? board->known[i].name
				   : cti_call_caller_name(call));
	put(row, 2, cti_call_dnis(call));
	put(row, 3, cti_call_queue(call));
	put_devices(row, shot, call, state);
	put_state(row, call, state);
	put_span(row, 6, now - cti_call_began_us(call));
	if (queued && row->tint != TINT_GOOD && now - queued > LATE_MS * 1000)
		row->tint = TINT_LATE;
}

/* --- agents --- */

static void add_agent(struct board *board, const cti_agent *agent)
{
	static const enum tint tints[] = {
		[CTI_AGENT_LOGOUT] = TINT_DIM,	  [CTI_AGENT_READY] = TINT_NONE,
		[CTI_AGENT_NOT_READY] = TINT_DIM, [CTI_AGENT_BUSY] = TINT_GOOD,
		[CTI_AGENT_WRAPUP] = TINT_HOLD,
	};
	struct row *row = add_row(&board->panes[PANE_AGENTS]);
	enum cti_agent_state state = cti_agent_state(agent);
	int64_t since = cti_agent_since_us(agent);
	size_t i;

	if (!row)
		return;
	put(row, 0, cti_agent_id(agent));
	put(row, 1, cti_agent_device(agent));
	put(row, 2, cti_agent_state_name(state));
	put(row, 3, cti_agent_reason(agent));
	if (since)
		put_span(row, 4, now_us(board) - since);
	for (i = 0; cti_agent_queue(agent, i); i++)
		add_to(row, 5, cti_agent_queue(agent, i));
	if (state <= CTI_AGENT_WRAPUP)
		row->tint = tints[state];
	board->agents++;
	board->ready += state == CTI_AGENT_READY;
}

/* --- queues --- */

static void put_figures(struct row *row, const struct figures *figures)
{
	unsigned long all = figures->answered + figures->lost;

	put_count(row, 4, figures->answered);
	put_count(row, 5, figures->lost);
	if (!all) {
		put(row, 6, "-");
		return;
	}
	put_count(row, 6, figures->in_time * 100 / all);
	add_to(row, 6, "");
	row->cell[6][strcspn(row->cell[6], ",")] = '%';
}

static void add_queue(struct board *board, const char *name,
		      const cti_queue *queue)
{
	static const struct figures none;
	struct row *row = add_row(&board->panes[PANE_QUEUES]);
	const struct figures *figures = figures_of(board, name);
	int64_t oldest = queue ? cti_queue_oldest_us(queue) : 0;

	if (!row)
		return;
	put(row, 0, name);
	put_count(row, 1, queue ? cti_queue_waiting(queue) : 0);
	put(row, 2, "-");
	if (oldest) {
		put_span(row, 2, now_us(board) - oldest);
		row->tint = now_us(board) - oldest > LATE_MS * 1000 ? TINT_LATE
								    : TINT_WAIT;
		board->waiting += cti_queue_waiting(queue);
	}
	row->number[3] = queue ? -(int64_t)cti_queue_ready(queue) : 0;
	snprintf(row->cell[3], sizeof(row->cell[3]), "%zu/%zu",
		 queue ? cti_queue_ready(queue) : 0,
		 queue ? cti_queue_agents(queue) : 0);
	put_figures(row, figures ? figures : &none);
}

static bool has_queue(const cti_snapshot *shot, const char *name)
{
	const cti_queue *queue;
	size_t i;

	for (i = 0; (queue = cti_snapshot_queue(shot, i)) != NULL; i++)
		if (strcmp(cti_queue_name(queue), name) == 0)
			return true;
	return false;
}

/* --- all of it --- */

static int by_column(const void *a, const void *b, void *of)
{
	const struct row *x = a, *y = b;
	size_t sort = ((const struct pane *)of)->sort;

	if (x->number[sort] != y->number[sort])
		return x->number[sort] < y->number[sort] ? -1 : 1;
	return strcmp(x->cell[sort], y->cell[sort]);
}

static void sort_pane(struct pane *pane)
{
	if (pane->count)
		qsort_r(pane->rows, pane->count, sizeof(*pane->rows), by_column,
			pane);
	if (pane->from >= pane->count)
		pane->from = pane->count ? pane->count - 1 : 0;
}

static void fill(struct board *board, const cti_snapshot *shot,
		 const char *filter)
{
	const cti_queue *queue;
	const cti_agent *agent;
	const cti_call *call;
	size_t i;

	for (i = 0; (queue = cti_snapshot_queue(shot, i)) != NULL; i++)
		add_queue(board, cti_queue_name(queue), queue);
	for (i = 0; i < board->figure_count; i++)
		if (!has_queue(shot, board->figures[i].name))
			add_queue(board, board->figures[i].name, NULL);
	for (i = 0; (call = cti_snapshot_call(shot, i)) != NULL; i++) {
		add_call(board, shot, call);
		filter_last(&board->panes[PANE_CALLS], filter);
	}
	board->calls = i;
	for (i = 0; (agent = cti_snapshot_agent(shot, i)) != NULL; i++) {
		add_agent(board, agent);
		filter_last(&board->panes[PANE_AGENTS], filter);
	}
}

void board_update(struct board *board, cti_client *client, const char *filter)
{
	cti_snapshot *shot;
	size_t i;

	/* What was shown before is better than nothing. */
	if (cti_snapshot_take(client, &shot))
		return;
	for (i = 0; i < PANE_COUNT; i++)
		board->panes[i].count = 0;
	board->agents = board->ready = board->waiting = 0;
	fill(board, shot, filter);
	for (i = 0; i < PANE_COUNT; i++)
		sort_pane(&board->panes[i]);
	cti_snapshot_unref(shot);
}

void board_sort(struct board *board, enum pane_kind kind)
{
	struct pane *pane = &board->panes[kind];

	pane->sort = (pane->sort + 1) % pane->column_count;
	sort_pane(pane);
}

void board_summary(const struct board *board, char *text, size_t size)
{
	time_t seconds = (time_t)(now_us(board) / 1000000);
	struct tm tm = { 0 };
	char clock[16];

	/* A recording without absolute times counts from 0. */
	if (seconds < 86400)
		gmtime_r(&seconds, &tm);
	else
		localtime_r(&seconds, &tm);
	strftime(clock, sizeof(clock), "%H:%M:%S", &tm);
	snprintf(text, size,
		 "cti %s  calls %zu  waiting %zu  agents %zu, %zu ready",
		 board->seen_us ? clock : "--:--:--", board->calls,
		 board->waiting, board->agents, board->ready);
}

/* An up link's counters; why another is not. */
static void put_link(char *text, size_t size, const struct link *entry,
		     const cti_link *link)
{
	cti_link_stats stats = { .size = sizeof(stats) };
	const char *detail = link ? cti_link_detail(link) : "";

	if (link)
		cti_link_stats_get(link, &stats);
	if (*detail)
		snprintf(text, size, "%s %s: %s", entry->name, entry->state,
			 detail);
	else
		snprintf(text, size,
			 "%s %s (%llu messages, %llu kB, %llu connects)",
			 entry->name, entry->state,
			 (unsigned long long)stats.messages,
			 (unsigned long long)stats.bytes_in / 1024,
			 (unsigned long long)stats.connects);
}

enum tint board_links(const struct board *board, cti_client *client, char *text,
		      size_t size)
{
	enum tint worst = TINT_GOOD;
	const struct link *entry;
	size_t i, n;

	*text = '\0';
	for (i = 0; i < board->link_count; i++) {
		entry = &board->links[i];
		n = strlen(text);
		snprintf(text + n, size - n, "%s", i ? "  " : "");
		n = strlen(text);
		put_link(text + n, size - n, entry,
			 cti_link_find(client, entry->name));
		if (strcmp(entry->state, "up") != 0)
			worst = TINT_LATE;
	}
	return worst;
}
