/* SPDX-License-Identifier: MIT */
/*
 * Says where calls go, for tests/live/run: router URL WHEN TO [DEFAULT]
 *
 * WHEN: switch, queue or ring. TO: a number, "" for the way it would go by
 * itself, or - to stay silent until the deadline of one second. A line says
 * what was asked and what became of it. Goes on until it is interrupted.
 */
#include <cti/cti.h>

#include <stdio.h>
#include <string.h>

static const char *to;

static void on_route(cti_client *client, cti_route *route, void *user)
{
	(void)client;
	(void)user;
	printf("asked %s %s %s %s%s\n",
	       cti_route_reason_name(cti_route_reason(route)),
	       cti_route_caller(route), cti_route_dnis(route),
	       cti_route_queue(route), cti_route_device(route));
	if (strcmp(to, "-") != 0)
		(void)cti_route_to(route, to);
	else
		cti_route_unref(route);
}

static void on_routed(cti_client *client, const cti_route *route,
		      const cti_route_result *result, void *user)
{
	(void)client;
	(void)route;
	(void)user;
	printf("routed %s \"%s\" %s\n", cti_error_name(result->error),
	       result->to, result->detail);
}

static int begin(cti_client *client, char **argv, const char *standard)
{
	cti_route_opts routes = CTI_ROUTE_OPTS_INIT;
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_link *link;
	int err;

	routes.when = !strcmp(argv[2], "switch")  ? CTI_ROUTE_SWITCH
		      : !strcmp(argv[2], "queue") ? CTI_ROUTE_QUEUE
						  : CTI_ROUTE_RING;
	routes.deadline_ms = 1000;
	routes.to = standard;
	routes.on_route = on_route;
	routes.on_routed = on_routed;
	opts.url = argv[1];
	err = cti_route_set(client, &routes);
	if (!err)
		err = cti_set(client, "ami.dial_context", "internal");
	if (!err)
		err = cti_link_add(client, &link, &opts);
	if (err)
		fprintf(stderr, "router: %s\n", cti_client_detail(client));
	return err;
}

static int set_keys(cti_client *client, char **setting)
{
	char key[64], *value;
	int err = 0;

	for (; !err && *setting; setting++) {
		value = strchr(*setting, '=');
		if (!value)
			return CTI_EINVAL;
		snprintf(key, sizeof(key), "%.*s", (int)(value - *setting),
			 *setting);
		err = cti_set(client, key, value + 1);
	}
	return err;
}

int main(int argc, char **argv)
{
	cti_client *client;
	cti_event *event;
	int err;

	if (argc < 4) {
		fprintf(stderr, "usage: router URL switch|queue|ring TO "
				"[DEFAULT [KEY=VALUE...]]\n");
		return 2;
	}
	to = argv[3];
	/* Who reads it waits for its lines. */
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (cti_client_new(&client, NULL))
		return 1;
	err = set_keys(client, argv + (argc > 4 ? 5 : argc));
	if (!err)
		err = begin(client, argv, argc > 4 ? argv[4] : "");
	while (!err) {
		err = cti_poll(client, -1, &event);
		if (!err && cti_event_kind(event) == CTI_EVENT_LINK)
			printf("link %s\n",
			       cti_event_str(event, CTI_FIELD_STATE, NULL));
		cti_event_unref(event);
	}
	cti_client_close(client);
	return 1;
}
