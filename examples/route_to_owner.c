/* SPDX-License-Identifier: MIT */
/*
 * A caller goes to the colleague who looks after the customer, else to the one
 * who talked with him last, else to the queue: route_to_owner [URL JOURNAL]
 *
 * Who looks after a customer is the service knowledge's to say; who talked last
 * is in the journal. Without arguments three calls on the idle simulator show
 * it, and it ends.
 */
#include <cti/cti.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct {
	cti_client *client;
	cti_link *link;
	const char *journal;
	bool simulated;
	size_t next; /* of the calls to be shown */
} app;

/* A gold customer with an account manager; a stranger; the stranger again. */
static const char *const callers[] = { "13800138000", "13577889900",
				       "13577889900" };
#define CALLERS (sizeof(callers) / sizeof(callers[0]))

static void copy(char *to, size_t size, const char *device)
{
	snprintf(to, size, "%s", device);
}

struct found {
	char device[64];
};

static int on_contact(const cti_contact *contact, void *user)
{
	struct found *found = user;

	if (cti_contact_int(contact, CTI_CONTACT_ANSWERED))
		copy(found->device, sizeof(found->device),
		     cti_contact_text(contact, CTI_CONTACT_DEVICE));
	return 0;
}

/* Reading one number is an index away, so it may be done right here. */
static bool find_last(const char *number, struct found *found)
{
	cti_journal_filter filter = CTI_JOURNAL_FILTER_INIT;

	filter.number = number;
	filter.limit = 1;
	return *number &&
	       !cti_journal_read(app.journal, &filter, on_contact, found, NULL,
				 0) &&
	       *found->device;
}

static bool find_owner(cti_client *client, const cti_route *route,
		       struct found *found)
{
	cti_advice_query query = CTI_ADVICE_QUERY_INIT;
	cti_advice *advice;

	query.customer = cti_route_customer(route, 0);
	query.dnis = cti_route_dnis(route);
	query.queue = cti_route_queue(route);
	if (cti_service_advise(client, &advice, &query))
		return false;
	copy(found->device, sizeof(found->device),
	     cti_advice_text(advice, CTI_ADVICE_OWNER_DEVICE));
	cti_advice_unref(advice);
	return *found->device;
}

static void on_route(cti_client *client, cti_route *route, void *user)
{
	const char *number = cti_route_caller(route), *why = "the queue";
	struct found found = { "" };

	(void)user;
	if (find_owner(client, route, &found))
		why = "who looks after the customer";
	else if (find_last(number, &found))
		why = "who talked with him last";
	printf("%s goes to %s%s%s\n", number, found.device,
	       *found.device ? ", " : "", why);
	(void)cti_route_to(route, found.device);
}

static int act(const char *line)
{
	int err = cti_sim_do(app.link, line);

	if (err)
		fprintf(stderr, "route_to_owner: %s\n",
			cti_link_detail(app.link));
	return err;
}

/* The journal is written behind the events; what it says of the last call must
   be in the file before the next one comes. */
static void await_journal(void)
{
	cti_journal_stats stats = { .size = sizeof(stats) };
	cti_event *event;

	while (!cti_journal_stats_get(app.client, &stats) && stats.waiting)
		if (!cti_poll(app.client, 10, &event))
			cti_event_unref(event);
}

static int next_call(void)
{
	char line[80];

	await_journal();
	snprintf(line, sizeof(line), "call %s to 4001100266 ivr as c%zu",
		 callers[app.next], app.next);
	if (act(line))
		return -1;
	snprintf(line, sizeof(line), "ask c%zu queue support", app.next);
	return act(line);
}

/* On the simulator the story is ours. Returns whether to go on. */
static bool on_event(const cti_event *event)
{
	const char *device = cti_event_str(event, CTI_FIELD_DEVICE, NULL);
	char line[80];
	int err = 0;

	if (cti_event_kind(event) == CTI_EVENT_RING) {
		snprintf(line, sizeof(line), "answer %s", device);
		err = act(line);
	} else if (cti_event_kind(event) == CTI_EVENT_ANSWER) {
		printf("%s talks with %s\n", device,
		       cti_event_str(event, CTI_FIELD_REMOTE, NULL));
		snprintf(line, sizeof(line), "hangup c%zu", app.next);
		err = act(line);
	} else if (cti_event_kind(event) == CTI_EVENT_CALL_END) {
		if (++app.next == CALLERS)
			return false;
		err = next_call();
	}
	return !err;
}

static int set_up(const char *url)
{
	cti_route_opts routes = CTI_ROUTE_OPTS_INIT;
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	int err;

	routes.when = CTI_ROUTE_SWITCH;
	routes.on_route = on_route;
	opts.url = url;
	err = cti_route_set(app.client, &routes);
	if (!err)
		err = cti_set(app.client, "service.file",
			      "examples/service/service.json");
	if (!err)
		err = cti_set(app.client, "journal.file", app.journal);
	if (!err)
		err = cti_source_add_csv(app.client, "customers",
					 "examples/directory/customers.csv");
	if (!err)
		err = cti_link_add(app.client, &app.link, &opts);
	if (err)
		fprintf(stderr, "route_to_owner: %s\n",
			cti_client_detail(app.client));
	return err;
}

static int run(void)
{
	cti_event *event;
	bool more = true;
	int err = 0;

	if (app.simulated)
		err = act("agent 1002 queue support") || next_call();
	while (!err && more) {
		err = cti_poll(app.client, -1, &event);
		if (!err) {
			more = !app.simulated || on_event(event);
			cti_event_unref(event);
		} else if (err == CTI_EAGAIN) {
			err = 0;
		}
		fflush(stdout);
	}
	return err;
}

int main(int argc, char **argv)
{
	char file[] = "/tmp/route_to_owner.XXXXXX";
	int err;

	app.simulated = argc != 3;
	app.journal = app.simulated ? file : argv[2];
	if (app.simulated && mkstemp(file) < 0) {
		perror("route_to_owner");
		return 1;
	}
	err = cti_client_new(&app.client, NULL);
	if (!err)
		err = set_up(app.simulated ? "sim:" : argv[1]);
	if (!err)
		err = run();
	cti_client_close(app.client);
	if (app.simulated)
		remove(file);
	return err ? 1 : 0;
}
