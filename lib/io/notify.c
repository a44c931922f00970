/* SPDX-License-Identifier: MIT */
/* A descriptor that is readable while it is set. */
#include "io/loop.h"

#include <cti/error.h>

#include <errno.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

int cti__notify_init(struct cti__notify *notify)
{
	notify->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	return notify->fd < 0 ? CTI_ESTATE : 0;
}

void cti__notify_fini(struct cti__notify *notify)
{
	if (notify->fd >= 0)
		close(notify->fd);
	notify->fd = -1;
}

void cti__notify_set(struct cti__notify *notify)
{
	/* A counter that is full refuses, and is readable all the same. */
	while (eventfd_write(notify->fd, 1) < 0 && errno == EINTR)
		;
}

void cti__notify_clear(struct cti__notify *notify)
{
	eventfd_t count;

	while (eventfd_read(notify->fd, &count) < 0 && errno == EINTR)
		;
}

/* Milliseconds until then, rounded up so that nobody wakes too early. */
static int left_ms(int64_t until_us)
{
	int64_t left = until_us - cti__loop_now_us();

	return left > 0 ? (int)((left + 999) / 1000) : 0;
}

int cti__notify_wait(struct cti__notify *notify, int timeout_ms)
{
	int64_t until_us = cti__loop_now_us() + (int64_t)timeout_ms * 1000;
	struct pollfd wait = { .fd = notify->fd, .events = POLLIN };
	int n;

	do {
		n = poll(&wait, 1, timeout_ms < 0 ? -1 : left_ms(until_us));
	} while (n < 0 && errno == EINTR);
	return n > 0 ? 0 : CTI_EAGAIN;
}
