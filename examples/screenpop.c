/* SPDX-License-Identifier: MIT */
/* Shows who is calling on every telephone that rings: screenpop [URL [CSV]] */
#include <cti/cti.h>
#include <stdio.h>
#include <string.h>

static void show(const cti_pop *pop)
{
	const cti_customer *who = cti_pop_candidate(pop, 0);

	printf("%s on %s: %s %s  %s\n", cti_pop_state_name(cti_pop_state(pop)),
	       cti_pop_device(pop), cti_pop_remote(pop),
	       who ? cti_customer_get(who, "name") : "",
	       cti_pop_greeting_text(pop));
}

int main(int argc, char **argv)
{
	const char *csv = argc > 2 ? argv[2]
				   : "examples/directory/customers.csv";
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_client *client;
	cti_event *event;
	bool over = false;

	opts.url = argc > 1 ? argv[1] : "sim:examples/stories/morning.sim";
	if (cti_client_new(&client, NULL))
		return 1;
	if (cti_source_add_csv(client, "customers", csv) ||
	    cti_link_add(client, NULL, &opts)) {
		fprintf(stderr, "screenpop: %s\n", cti_client_detail(client));
		cti_client_close(client);
		return 1;
	}
	while (!over && !cti_poll(client, -1, &event)) {
		if (cti_event_pop(event))
			show(cti_event_pop(event));
		over = cti_event_kind(event) == CTI_EVENT_LINK &&
		       !strcmp(cti_event_str(event, CTI_FIELD_STATE, NULL),
			       "failed");
		if (over) /* the story is told, or the login refused */
			puts(cti_event_str(event, CTI_FIELD_DETAIL, NULL));
		cti_event_unref(event);
	}
	cti_client_close(client);
	return 0;
}
