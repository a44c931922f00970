/* SPDX-License-Identifier: MIT */
/* What comes over the wire: to the adapter, in pieces of any size. */
#include "core/client.h"
#include "core/link.h"
#include "core/recorder.h"
#include "util/say.h"

#include <cti/error.h>

/* What an adapter may leave unread: a message without end is no message. */
#define UNREAD_MAX  (1024 * 1024)
/* How much is put behind what was kept, at least, to complete it. */
#define JOIN_MIN    4096
/* 64 KiB of messages take the library well under a millisecond. */
#define SLOW_US	    INT64_C(50000)
#define SLOW_SAY_US (60 * INT64_C(1000000))

void cti__link_opened(struct cti_link *link)
{
	link->at = 0;
	if (link->recorder)
		cti__recorder_open(link->recorder);
	cti__link_step(link, CTI__INPUT_OPENED, 0, CTI__STR_NONE);
	cti__link_settle(link);
}

static void broken(struct cti_link *link, ssize_t err, const char *detail)
{
	cti__link_step(link, CTI__INPUT_LOST, (int)err,
		       cti__str(cti__say(detail)));
}

/* Offset of the i-th byte of what is fed. What was kept is less than a message,
   so that of it only the first byte's is ever asked for. */
static uint64_t offset_of(const struct cti_link *link, size_t i)
{
	return i < link->kept ? link->fed_at + i
			      : link->piece_at + (i - link->kept);
}

uint64_t cti__link_offset(const struct cti_link *link, const char *message)
{
	uintptr_t from = (uintptr_t)link->fed, p = (uintptr_t)message;

	return offset_of(link, p >= from && p - from < link->fed_n
				       ? (size_t)(p - from)
				       : 0);
}

/* Hand bytes over; how many were used, or negative: the link has gone down. */
static ssize_t feed(struct cti_link *link, const char *data, size_t len)
{
	uint64_t epoch = link->epoch;
	ssize_t used;

	link->fed = data;
	link->fed_n = len;
	link->in_adapter++;
	used = link->adapter->input(link->state, data, len);
	link->in_adapter--;
	if (used < 0)
		broken(link, used,
		       used == CTI_EPROTO ? "The other side sent something "
					    "that is not its "
					    "protocol."
					  : cti_strerror((int)used));
	cti__link_settle(link);
	if (used < 0 || !link->is_open || link->epoch != epoch)
		return -1;
	return (size_t)used > len ? (ssize_t)len : used;
}

/* Keep what was not used up for the next time. */
static void keep(struct cti_link *link, const char *data, size_t len)
{
	cti__buf_add(&link->in, data, len);
	if (link->in.err)
		broken(link, CTI_ENOMEM, cti_strerror(CTI_ENOMEM));
	else if (link->in.n > UNREAD_MAX)
		broken(link, CTI_EPROTO,
		       "The other side sent more than 1 MiB without an end of "
		       "a message.");
}

/*
 * Complete what was kept with the beginning of what has come, and copy no more
 * of it than that takes. How much of it is done with, or negative: the link has
 * gone down.
 */
static ssize_t feed_kept(struct cti_link *link, const char *data, size_t len)
{
	size_t n = link->in.n < JOIN_MIN ? JOIN_MIN : link->in.n;
	ssize_t used;

	if (n > len)
		n = len;
	link->kept = link->in.n;
	keep(link, data, n);
	if (!link->is_open)
		return -1;
	used = feed(link, link->in.p, link->in.n);
	if (used < 0)
		return -1;
	if (used > 0 && (size_t)used >= link->kept) {
		cti__buf_clear(&link->in);
		return used - (ssize_t)link->kept;
	}
	if (used > 0) {
		link->fed_at = offset_of(link, (size_t)used);
		cti__buf_drop(&link->in, (size_t)used);
	}
	return (ssize_t)n;
}

/* All of what has come, where it lies. */
static void feed_whole(struct cti_link *link, const char *data, size_t len)
{
	ssize_t used;

	link->kept = 0;
	used = feed(link, data, len);
	/* What was not used of a message belongs to no other. */
	if (used < 0 || link->adapter->wire == CTI_WIRE_WEBSOCKET)
		return;
	if ((size_t)used < len) {
		link->fed_at = link->piece_at + (size_t)used;
		keep(link, data + used, len - (size_t)used);
	}
}

static void take_data(struct cti_link *link, const char *data, size_t len)
{
	ssize_t n;

	link->stats.bytes_in += len;
	cti__link_alive(link);
	if (link->recorder)
		cti__recorder_data(link->recorder, data, len);
	link->piece_at = link->at;
	while (link->in.n) {
		n = feed_kept(link, data, len);
		if (n < 0)
			return;
		data += n;
		len -= (size_t)n;
		link->at = link->piece_at += (size_t)n;
		if (!len)
			return;
	}
	link->at += len;
	feed_whole(link, data, len);
}

/* Callbacks ran inside, and the switch was not read: Asterisk closes on a
   reader that keeps it waiting, FreeSWITCH drops events. */
static void warn_of_slow(struct cti_link *link, int64_t begun_us)
{
	int64_t now_us = link->env->mono_us(link);

	if (now_us - begun_us < SLOW_US ||
	    (link->slow_us && now_us - link->slow_us < SLOW_SAY_US))
		return;
	link->slow_us = now_us;
	cti__link_log(link, CTI_LOG_WARN,
		      "what was read at once took %lld ms: a callback is slow, "
		      "or this machine is; nothing is read meanwhile, so hand "
		      "long work to another thread",
		      (long long)(now_us - begun_us) / 1000);
}

void cti__link_data(struct cti_link *link, const char *data, size_t len)
{
	int64_t begun_us;

	/* With a thread of its own no callback runs here. */
	if (link->client->own) {
		take_data(link, data, len);
		return;
	}
	begun_us = link->env->mono_us(link);
	take_data(link, data, len);
	warn_of_slow(link, begun_us);
}

void cti__link_closed(struct cti_link *link, int err, const char *detail)
{
	if (link->recorder)
		cti__recorder_close_wire(link->recorder);
	cti__link_step(link,
		       err == CTI_EAUTH ? CTI__INPUT_REFUSED : CTI__INPUT_LOST,
		       err, cti__str(detail));
	cti__link_settle(link);
}

void cti__link_wake(struct cti_link *link)
{
	if (!link->is_open || !link->adapter->wake)
		return;
	link->in_adapter++;
	link->adapter->wake(link->state);
	link->in_adapter--;
	cti__link_settle(link);
}
