/* SPDX-License-Identifier: MIT */
/*
 * Every event of a switch in a line, in a program that waits for other things
 * as well: monitor [URL]
 *
 * The library runs in a thread of its own. cti_fd() is readable when cti_poll()
 * has something, so it fits into any poll(), select() or GUI loop; here it
 * stands beside the keyboard: the return key ends the program.
 */
#include <cti/cti.h>

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void show(const cti_event *event)
{
	const char *device = cti_event_str(event, CTI_FIELD_DEVICE, NULL);
	const char *remote = cti_event_str(event, CTI_FIELD_REMOTE, NULL);
	const char *call = cti_event_str(event, CTI_FIELD_CALL, NULL);

	printf("%-12s %-6s %-14s %s\n",
	       cti_event_kind_name(cti_event_kind(event)), device, remote,
	       call);
}

/* Whether the link says that nothing more will come. */
static bool is_end(const cti_event *event)
{
	if (cti_event_kind(event) != CTI_EVENT_LINK ||
	    strcmp(cti_event_str(event, CTI_FIELD_STATE, NULL), "failed") != 0)
		return false;
	printf("%s\n", cti_event_str(event, CTI_FIELD_DETAIL, NULL));
	return true;
}

/* Everything that waits; false when that was the last. */
static bool drain(cti_client *client)
{
	cti_event *event;
	bool more = true;

	/* CTI_EAGAIN ends the loop: nothing waits any more. */
	while (more && !cti_poll(client, 0, &event)) {
		show(event);
		more = !is_end(event);
		cti_event_unref(event);
	}
	return more;
}

/* True when a line was typed. Without a keyboard, stops looking. */
static bool typed(struct pollfd *keyboard)
{
	char line[256];

	if (!keyboard->revents)
		return false;
	if (read(keyboard->fd, line, sizeof(line)) > 0)
		return true;
	keyboard->fd = -1;
	return false;
}

int main(int argc, char **argv)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	struct pollfd wait[2] = { { .events = POLLIN }, { .events = POLLIN } };
	cti_client *client;
	int err;

	opts.url = argc > 1 ? argv[1] : "sim:examples/stories/morning.sim";
	err = cti_client_new(&client, NULL);
	if (err) {
		fprintf(stderr, "monitor: %s\n", cti_strerror(err));
		return 1;
	}
	err = cti_link_add(client, NULL, &opts);
	if (err)
		fprintf(stderr, "monitor: %s\n", cti_client_detail(client));

	wait[0].fd = cti_fd(client);
	wait[1].fd = STDIN_FILENO;
	while (!err && poll(wait, 2, -1) > 0)
		if (!drain(client) || typed(&wait[1]))
			break;
	cti_client_close(client);
	return err ? 1 : 0;
}
