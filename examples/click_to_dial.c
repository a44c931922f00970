/* SPDX-License-Identifier: MIT */
/*
 * A softphone's view of one telephone: click_to_dial [URL OWN NUMBER COLLEAGUE]
 *
 * It dials a customer, and after each event shows which buttons would work:
 * what is possible is the library's to say, not the program's to guess. Then it
 * presses the next one. Without arguments the switch is the simulator, where
 * everybody who is rung up picks up after a second.
 */
#include <cti/cti.h>

#include <stdio.h>
#include <string.h>

static const char *own = "1001", *customer = "13800138000", *colleague = "1002";

/* The end of a request says that the switch has taken it; what then happens is
   told by events. */
static void on_done(cti_client *client, const cti_request_result *result,
		    void *user)
{
	int *failed = user;

	(void)client;
	if (!result->error)
		return;
	fprintf(stderr, "click_to_dial: %s: %s\n",
		cti_request_kind_name(result->kind), result->detail);
	*failed = 1;
}

static void press(cti_client *client, enum cti_request_kind kind,
		  const char *device, const char *to, int *failed)
{
	cti_request_opts opts = CTI_REQUEST_OPTS_INIT;

	opts.kind = kind;
	opts.device = device;
	opts.to = to;
	printf("  -> %s%s%s\n", cti_request_kind_name(kind), *to ? " " : "",
	       to);
	if (!cti_request_send(client, &opts, on_done, failed, NULL))
		return;
	fprintf(stderr, "click_to_dial: %s\n", cti_client_detail(client));
	*failed = 1;
}

/* In brackets what can be pressed now, grey (in dots) what cannot. */
static void show_buttons(cti_client *client)
{
	static const enum cti_request_kind buttons[] = {
		CTI_REQUEST_DIAL,     CTI_REQUEST_ANSWER,   CTI_REQUEST_HOLD,
		CTI_REQUEST_RETRIEVE, CTI_REQUEST_TRANSFER, CTI_REQUEST_HANGUP
	};
	uint64_t can = cti_request_possible(client, NULL, own);
	size_t i;

	printf("     ");
	for (i = 0; i < sizeof(buttons) / sizeof(buttons[0]); i++)
		printf(can >> buttons[i] & 1 ? " [%s]" : " .%s.",
		       cti_request_kind_name(buttons[i]));
	printf("\n");
}

/* The next button of the story; false when there is no more to press. */
static bool act(cti_client *client, const cti_event *event, int *failed)
{
	const char *device = cti_event_str(event, CTI_FIELD_DEVICE, NULL);
	static bool dialled;

	switch (cti_event_kind(event)) {
	case CTI_EVENT_RING:
		if (!strcmp(device, own))
			press(client, CTI_REQUEST_ANSWER, own, "", failed);
		break;
	case CTI_EVENT_DIAL:
		dialled = true;
		break;
	case CTI_EVENT_ANSWER:
		/* The first answer is our own telephone's. */
		if (!strcmp(device, own) && dialled)
			press(client, CTI_REQUEST_HOLD, own, "", failed);
		else if (!strcmp(device, colleague))
			press(client, CTI_REQUEST_HANGUP, colleague, "",
			      failed);
		break;
	case CTI_EVENT_HOLD:
		press(client, CTI_REQUEST_RETRIEVE, own, "", failed);
		break;
	case CTI_EVENT_RETRIEVE:
		press(client, CTI_REQUEST_TRANSFER, own, colleague, failed);
		break;
	case CTI_EVENT_CALL_END:
		return false;
	default:
		break;
	}
	return true;
}

static bool on_event(cti_client *client, const cti_event *event, int *failed)
{
	enum cti_event_kind kind = cti_event_kind(event);
	const char *state = cti_event_str(event, CTI_FIELD_STATE, NULL);

	if (kind == CTI_EVENT_LINK && !strcmp(state, "up"))
		press(client, CTI_REQUEST_DIAL, own, customer, failed);
	if (kind == CTI_EVENT_LINK && !strcmp(state, "failed")) {
		fprintf(stderr, "click_to_dial: %s\n",
			cti_event_str(event, CTI_FIELD_DETAIL, NULL));
		*failed = 1;
	}
	if (kind == CTI_EVENT_LINK || kind == CTI_EVENT_POP ||
	    kind == CTI_EVENT_INFO)
		return true;
	printf("%-10s %s %s\n", cti_event_kind_name(kind),
	       cti_event_str(event, CTI_FIELD_DEVICE, NULL),
	       cti_event_str(event, CTI_FIELD_REMOTE, NULL));
	show_buttons(client);
	return act(client, event, failed);
}

int main(int argc, char **argv)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_client *client;
	cti_event *event;
	cti_link *link;
	int failed = 0, err;
	bool more = true;

	opts.url = "sim:";
	if (argc == 5) {
		opts.url = argv[1];
		own = argv[2];
		customer = argv[3];
		colleague = argv[4];
	}
	err = cti_client_new(&client, NULL);
	if (err) {
		fprintf(stderr, "click_to_dial: %s\n", cti_strerror(err));
		return 1;
	}
	err = cti_link_add(client, &link, &opts);
	if (!err && argc != 5)
		err = cti_sim_do(link, "answers 13800138000 after 1") ||
		      cti_sim_do(link, "answers 1002 after 1");
	if (err)
		fprintf(stderr, "click_to_dial: %s\n",
			cti_client_detail(client));

	while (!err && more && !failed) {
		/* Callbacks run in here, too. */
		if (cti_poll(client, -1, &event))
			continue;
		more = on_event(client, event, &failed);
		cti_event_unref(event);
	}
	cti_client_close(client);
	return err || failed ? 1 : 0;
}
