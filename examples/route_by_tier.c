/* SPDX-License-Identifier: MIT */
/*
 * Gold customers go straight to an agent, the rest to the queue:
 * route_by_tier [URL [NUMBER]]
 *
 * Where the switch's dialplan asks (docs/guide/routing.md has the lines), the
 * application says where the call shall go, and the library has looked up who
 * calls before. Without a URL two calls on the idle simulator show it, and it
 * ends; with one it goes on until it is interrupted.
 */
#include <cti/cti.h>

#include <stdio.h>
#include <string.h>

static struct {
	const char *number; /* for gold customers */
	cti_link *link;
	bool simulated;
	int calls; /* still to be shown */
} app = { .number = "1001", .calls = 2 };

static bool is_gold(const cti_customer *customer)
{
	return customer && !strcmp(cti_customer_get(customer, "tier"), "gold");
}

static void on_route(cti_client *client, cti_route *route, void *user)
{
	const cti_customer *who = cti_route_customer(route, 0);
	bool gold = is_gold(who);

	(void)client;
	(void)user;
	printf("%s calls %s: %s, %s\n", cti_route_caller(route),
	       cti_route_dnis(route),
	       who ? cti_customer_get(who, "name") : "nobody we know",
	       gold ? "gold" : "not gold");
	/* "": the way it would go by itself, which is the queue. An answer that
	   comes too late does no harm, and on_routed says what became of it. */
	(void)cti_route_to(route, gold ? app.number : "");
}

static void on_routed(cti_client *client, const cti_route *route,
		      const cti_route_result *result, void *user)
{
	(void)client;
	(void)user;
	printf("%s goes to %s%s%s\n", cti_route_caller(route),
	       *result->to ? result->to : cti_route_queue(route),
	       result->error ? ": " : "", result->detail);
}

/* On the simulator the stories are ours: a caller who reached somebody is
   content. Returns whether to go on. */
static bool on_event(const cti_event *event)
{
	const char *remote = cti_event_str(event, CTI_FIELD_REMOTE, NULL);

	if (cti_event_kind(event) == CTI_EVENT_RING) {
		printf("%s rings for %s\n",
		       cti_event_str(event, CTI_FIELD_DEVICE, NULL), remote);
		if (app.simulated &&
		    cti_sim_do(app.link,
			       *remote == '1' ? "hangup a" : "hangup b"))
			fprintf(stderr, "route_by_tier: %s\n",
				cti_link_detail(app.link));
	}
	if (cti_event_kind(event) == CTI_EVENT_CALL_END)
		app.calls--;
	fflush(stdout);
	return !app.simulated || app.calls > 0;
}

static int two_calls(void)
{
	static const char *const lines[] = {
		"agent 1002 queue support",
		"call 13800138000 to 4001100266 ivr as a",
		"ask a queue support",
		"call 02155512345 to 4001100266 ivr as b",
		"ask b queue support",
	};
	size_t i;
	int err = 0;

	for (i = 0; !err && i < sizeof(lines) / sizeof(lines[0]); i++)
		err = cti_sim_do(app.link, lines[i]);
	return err;
}

static int set_up(cti_client *client, const char *url)
{
	cti_route_opts routes = CTI_ROUTE_OPTS_INIT;
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	int err;

	routes.when = CTI_ROUTE_SWITCH;
	routes.on_route = on_route;
	routes.on_routed = on_routed;
	opts.url = url;
	/* Before the link: a call that waits already is asked about, too. */
	err = cti_route_set(client, &routes);
	if (!err)
		err = cti_source_add_csv(client, "customers",
					 "examples/directory/customers.csv");
	if (!err)
		err = cti_link_add(client, &app.link, &opts);
	if (err)
		fprintf(stderr, "route_by_tier: %s\n",
			cti_client_detail(client));
	return err;
}

static int run(cti_client *client)
{
	cti_event *event;
	bool more = true;
	int err = app.simulated ? two_calls() : 0;

	while (!err && more) {
		err = cti_poll(client, -1, &event);
		if (!err) {
			more = on_event(event);
			cti_event_unref(event);
		} else if (err == CTI_EAGAIN) {
			err = 0;
		}
	}
	if (err)
		fprintf(stderr, "route_by_tier: %s\n", cti_strerror(err));
	return err;
}

int main(int argc, char **argv)
{
	cti_client *client;
	int err = cti_client_new(&client, NULL);

	app.simulated = argc < 2;
	if (argc > 2)
		app.number = argv[2];
	if (err) {
		fprintf(stderr, "route_by_tier: %s\n", cti_strerror(err));
		return 1;
	}
	err = set_up(client, app.simulated ? "sim:" : argv[1]);
	if (!err)
		err = run(client);
	cti_client_close(client);
	return err ? 1 : 0;
}
