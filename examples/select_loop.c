/* SPDX-License-Identifier: MIT */
/*
 * The library in a program with a plain select() loop: select_loop [URL]
 *
 * Three things are waited for at once: the library, a clock that ticks every
 * second whatever the switch does, and Ctrl-C. Signals are let in only while
 * pselect() waits, so that none can come between the look at the flag and the
 * wait and be slept over.
 */
#include <cti/cti.h>

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>

#define TICK_MS 1000
/* Events in one go: under a flood the clock must still tick. */
#define BATCH	256

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
	(void)number;
	stopped = 1;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The program's own work. */
static void tick(cti_client *client)
{
	cti_snapshot *now;
	size_t calls = 0;

	if (cti_snapshot_take(client, &now))
		return;
	while (cti_snapshot_call(now, calls))
		calls++;
	cti_snapshot_unref(now);
	printf("tick: %zu live calls\n", calls);
}

/* False when nothing more will come. */
static bool show(const cti_event *event)
{
	switch (cti_event_kind(event)) {
	case CTI_EVENT_RING:
		printf("%s rings: %s\n",
		       cti_event_str(event, CTI_FIELD_DEVICE, NULL),
		       cti_event_str(event, CTI_FIELD_REMOTE, NULL));
		return true;
	case CTI_EVENT_LINK:
		printf("%s is %s %s\n",
		       cti_event_str(event, CTI_FIELD_LINK, NULL),
		       cti_event_str(event, CTI_FIELD_STATE, NULL),
		       cti_event_str(event, CTI_FIELD_DETAIL, NULL));
		return strcmp(cti_event_str(event, CTI_FIELD_STATE, NULL),
			      "failed") != 0;
	default:
		return true;
	}
}

/* What waits, but not without end: the rest is still there next time. */
static bool drain(cti_client *client)
{
	cti_event *event;
	bool more = true;
	int i;

	for (i = 0; more && i < BATCH && !cti_poll(client, 0, &event); i++) {
		more = show(event);
		cti_event_unref(event);
	}
	return more;
}

/* 0 when it was stopped or all is told, 1 when it could not go on. */
static int loop(cti_client *client, const sigset_t *open)
{
	int64_t next = now_ms() + TICK_MS;
	int fd = cti_fd(client);
	struct timespec wait;
	int64_t left;
	fd_set ready;

	while (!stopped) {
		left = next - now_ms();
		if (left <= 0) {
			tick(client);
			/* Ticks that were missed are left out. */
			next += TICK_MS - left / TICK_MS * TICK_MS;
			continue;
		}
		wait.tv_sec = left / 1000;
		wait.tv_nsec = left % 1000 * 1000000;
		FD_ZERO(&ready);
		FD_SET(fd, &ready);
		if (pselect(fd + 1, &ready, NULL, NULL, &wait, open) < 0) {
			if (errno == EINTR)
				continue;
			perror("select_loop: pselect");
			return 1;
		}
		if (FD_ISSET(fd, &ready) && !drain(client))
			break;
	}
	return 0;
}

/* Blocks them from here on; *open is the mask that pselect() waits with. */
static void take_signals(sigset_t *open)
{
	struct sigaction action = { .sa_handler = on_signal };
	sigset_t closed;

	sigemptyset(&closed);
	sigaddset(&closed, SIGINT);
	sigaddset(&closed, SIGTERM);
	sigprocmask(SIG_BLOCK, &closed, open);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

int main(int argc, char **argv)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_client *client;
	sigset_t open;
	int err;

	/* Before the client: its thread must not take them instead. */
	take_signals(&open);
	opts.url = argc > 1 ? argv[1] : "sim:examples/stories/morning.sim";
	err = cti_client_new(&client, NULL);
	if (err) {
		fprintf(stderr, "select_loop: %s\n", cti_strerror(err));
		return 1;
	}
	err = cti_link_add(client, NULL, &opts);
	if (err)
		fprintf(stderr, "select_loop: %s\n", cti_client_detail(client));
	else if (cti_fd(client) >= FD_SETSIZE) {
		/* FD_SET() would write behind the set. */
		fprintf(stderr,
			"select_loop: select() takes no descriptor "
			"above %d; use poll()\n",
			FD_SETSIZE - 1);
		err = CTI_ENOTSUP;
	} else {
		err = loop(client, &open);
	}
	cti_client_close(client);
	return err ? 1 : 0;
}
