/* SPDX-License-Identifier: MIT */
/* Bytes to and from another machine by TCP or TLS. */
#include "io/stream.h"
#include "io/dial.h"
#include "io/easy.h"
#include "io/inside.h"
#include "io/out.h"
#include "io/sigpipe.h"
#include "io/watch.h"
#include "util/alloc.h"
#include "util/str.h"

#include <cti/error.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

/* Reads in one go before the other links of the loop get their turn. */
#define READS 16

enum state {
	DIALLING,
	OPEN,
	ENDED /* on_close was called, or is due */
};

struct cti__stream {
	struct cti__loop *loop;
	struct cti__member member;
	struct cti__dial *dial; /* NULL of one that was accepted */
	int fd;			/* then; else -1 */
	char *name;		/* then: who it is */
	struct cti__list node;
	struct cti__watch *watch;
	struct cti__later later; /* there is more to read than the poll shows */
	struct cti__out out;
	struct cti__stream_opts opts; /* its texts are not kept */
	enum state state;
	int watched;
	/* Sending failed: what the other side had to say before is read
	   first, and may well give the reason. */
	CURLcode send_rc;
	int send_errno;
	bool in_callback;
	bool closed; /* freed when the callback returns */
};

/* Let go of everything but the memory that a callback may be standing on. */
static void hang_up(struct cti__stream *stream)
{
	struct cti__dial *dial = stream->dial;

	cti__later_stop(&stream->later);
	cti__watch_free(stream->watch);
	stream->watch = NULL;
	stream->dial = NULL;
	cti__dial_free(dial);
	if (stream->fd >= 0)
		close(stream->fd);
	stream->fd = -1;
	cti__list_del(&stream->node);
	cti__out_fini(&stream->out);
}

static void free_memory(struct cti__stream *stream)
{
	cti__free(stream->name);
	cti__free(stream);
}

void cti__stream_close(struct cti__stream *stream)
{
	if (!stream || stream->closed)
		return;
	stream->closed = true;
	stream->state = ENDED;
	cti__list_del(&stream->member.node);
	hang_up(stream);
	if (!stream->in_callback)
		free_memory(stream);
}

static void drop(struct cti__member *member)
{
	cti__stream_close(cti__list_entry(member, struct cti__stream, member));
}

/* Back from a callback: whether the stream is still there. */
static bool back(struct cti__stream *stream)
{
	stream->in_callback = false;
	if (!stream->closed)
		return true;
	free_memory(stream);
	return false;
}

/* The last thing to be done: the stream may be gone after it. */
static void end(struct cti__stream *stream, int err, const char *detail)
{
	char kept[CTI__DIAL_DETAIL];

	/* The detail is the dial's. */
	snprintf(kept, sizeof(kept), "%s", detail);
	stream->state = ENDED;
	hang_up(stream);
	stream->in_callback = true;
	stream->opts.on_close(stream->opts.user, err, kept);
	back(stream);
}

static void lost(struct cti__stream *stream, CURLcode rc, int os_err)
{
	char room[CTI__DIAL_DETAIL];
	const char *detail = room;
	int err;

	if (stream->dial)
		err = cti__dial_lost(stream->dial, rc, os_err, &detail);
	else
		err = cti__dial_explain_lost(room, stream->name, false, rc,
					     os_err, "");
	end(stream, err, detail);
}

/*
 * Before 7.88 libcurl let OpenSSL write by itself, and that may be while it
 * reads. Everything else is sent with MSG_NOSIGNAL.
 */
static bool may_raise(const struct cti__stream *stream)
{
	return stream->opts.tls && !stream->loop->own &&
	       cti__easy_version() < 0x075800;
}

/* As curl_easy_recv() and _send(), on a bare socket. */
static CURLcode receive_bare(int fd, void *to, size_t room, size_t *n)
{
	ssize_t got = recv(fd, to, room, 0);

	if (got >= 0) {
		*n = (size_t)got;
		return CURLE_OK;
	}
	return errno == EAGAIN || errno == EINTR ? CURLE_AGAIN :
						   CURLE_RECV_ERROR;
}

static CURLcode send_bare(int fd, const void *data, size_t len, size_t *n)
{
	ssize_t sent = send(fd, data, len, MSG_NOSIGNAL);

	if (sent >= 0) {
		*n = (size_t)sent;
		return CURLE_OK;
	}
	return errno == EAGAIN || errno == EINTR ? CURLE_AGAIN :
						   CURLE_SEND_ERROR;
}

static CURLcode receive(struct cti__stream *stream, size_t *n)
{
	struct cti__sigpipe hold;
	CURLcode rc;

	*n = 0;
	if (!stream->dial) {
		errno = 0;
		return receive_bare(stream->fd, stream->loop->input,
				    CTI__LOOP_INPUT, n);
	}
	cti__sigpipe_hold(&hold, may_raise(stream));
	errno = 0;
	rc = curl_easy_recv(cti__dial_easy(stream->dial), stream->loop->input,
			    CTI__LOOP_INPUT, n);
	cti__sigpipe_let_go(&hold);
	return rc;
}

/* What a read left behind. */
enum left {
	LEFT_MORE,
	LEFT_NOTHING,
	LEFT_FOR_GOOD /* the stream is ended, and perhaps freed */
};

static enum left read_once(struct cti__stream *stream)
{
	bool drained;
	CURLcode rc;
	size_t n;

	rc = receive(stream, &n);
	if (rc == CURLE_AGAIN)
		return LEFT_NOTHING;
	if (rc || !n) {
		lost(stream, rc, errno);
		return LEFT_FOR_GOOD;
	}
	/* A socket that is not empty yet will say so; TLS may not. */
	drained = !stream->opts.tls && n < CTI__LOOP_INPUT && !stream->send_rc;
	stream->in_callback = true;
	stream->opts.on_data(stream->opts.user, stream->loop->input, n);
	if (!back(stream))
		return LEFT_FOR_GOOD;
	return drained ? LEFT_NOTHING : LEFT_MORE;
}

/* The last thing to be done: the stream may be gone after it. */
static void read_some(struct cti__stream *stream)
{
	enum left left = LEFT_MORE;
	int i;

	for (i = 0; i < READS && left == LEFT_MORE; i++)
		left = read_once(stream);
	if (left == LEFT_FOR_GOOD)
		return;
	if (left == LEFT_MORE)
		cti__later_start(&stream->later, stream->loop);
	else if (stream->send_rc)
		lost(stream, stream->send_rc, stream->send_errno);
}

static void watch(struct cti__stream *stream, int what)
{
	if (what == stream->watched)
		return;
	if (cti__watch_set(stream->watch, what))
		stream->send_rc = CURLE_OUT_OF_MEMORY;
	else
		stream->watched = what;
}

/* Send what goes; never calls back. */
static void flush(struct cti__stream *stream)
{
	struct cti__sigpipe hold;
	CURLcode rc = CURLE_OK;
	const char *data;
	size_t n, sent;

	cti__sigpipe_hold(&hold, may_raise(stream));
	while (!rc) {
		n = cti__out_next(&stream->out, &data);
		if (!n)
			break;
		errno = 0;
		sent = 0;
		if (stream->dial)
			rc = curl_easy_send(cti__dial_easy(stream->dial), data,
					    n, &sent);
		else
			rc = send_bare(stream->fd, data, n, &sent);
		if (!rc)
			cti__out_sent(&stream->out, sent);
	}
	if (rc && rc != CURLE_AGAIN) {
		stream->send_rc = rc;
		stream->send_errno = errno;
		rc = CURLE_OK;
	}
	cti__sigpipe_let_go(&hold);
	watch(stream, CTI__READABLE | (rc ? CTI__WRITABLE : 0));
	if (stream->send_rc)
		cti__later_start(&stream->later, stream->loop);
}

static void on_ready(void *arg, int fd, int ready)
{
	struct cti__stream *stream = arg;

	(void)fd;
	if ((ready & CTI__WRITABLE) && !stream->send_rc)
		flush(stream);
	if (ready & CTI__READABLE)
		read_some(stream);
}

static void on_later(void *arg)
{
	read_some(arg);
}

static void on_dialled(void *arg, int err, const char *detail)
{
	struct cti__stream *stream = arg;

	if (err) {
		end(stream, err, detail);
		return;
	}
	stream->state = OPEN;
	if (cti__watch_new(&stream->watch, stream->loop,
			   cti__dial_fd(stream->dial), on_ready, stream)) {
		lost(stream, CURLE_OUT_OF_MEMORY, 0);
		return;
	}
	watch(stream, CTI__READABLE);
	stream->in_callback = true;
	stream->opts.on_open(stream->opts.user);
	/* What came with the end of the handshake is in OpenSSL already. */
	if (back(stream))
		read_some(stream);
}

/* In no list yet; NULL if memory ran out. */
static struct cti__stream *stream_new(struct cti__loop *loop,
				      const struct cti__stream_opts *opts)
{
	struct cti__stream *stream = cti__calloc(1, sizeof(*stream));

	if (!stream)
		return NULL;
	stream->loop = loop;
	stream->opts = *opts;
	stream->fd = -1;
	stream->member.drop = drop;
	cti__list_init(&stream->member.node);
	cti__list_init(&stream->node);
	cti__out_init(&stream->out);
	cti__later_init(&stream->later, on_later, stream);
	return stream;
}

int cti__stream_take(struct cti__stream **out, struct cti__loop *loop, int fd,
		     const char *peer, const struct cti__stream_opts *opts)
{
	struct cti__stream *stream = NULL;

	*out = NULL;
	if (!loop->down)
		stream = stream_new(loop, opts);
	if (!stream) {
		close(fd);
		return loop->down ? CTI_ESTATE : CTI_ENOMEM;
	}
	stream->fd = fd;
	stream->opts.tls = false;
	stream->name = cti__str_dup(cti__str(peer));
	if (!stream->name ||
	    cti__watch_new(&stream->watch, loop, fd, on_ready, stream) ||
	    cti__watch_set(stream->watch, CTI__READABLE)) {
		cti__stream_close(stream);
		return CTI_ENOMEM;
	}
	stream->watched = CTI__READABLE;
	stream->state = OPEN;
	cti__easy_tune(fd, opts);
	cti__list_add(&loop->streams, &stream->member.node);
	*out = stream;
	return 0;
}

struct cti__list *cti__stream_node(struct cti__stream *stream)
{
	return &stream->node;
}

int cti__stream_open(struct cti__stream **out, struct cti__loop *loop,
		     const struct cti__stream_opts *opts)
{
	struct cti__stream *stream;
	int err;

	*out = NULL;
	if (loop->down)
		return CTI_ESTATE;
	stream = stream_new(loop, opts);
	if (!stream)
		return CTI_ENOMEM;
	err = cti__dial_new(&stream->dial, loop, opts, on_dialled, stream);
	if (err) {
		free_memory(stream);
		return err;
	}
	cti__list_add(&loop->streams, &stream->member.node);
	*out = stream;
	return 0;
}

int cti__stream_send(struct cti__stream *stream, const void *data, size_t len)
{
	bool waits = stream->out.queued > 0;

	if (stream->state != OPEN || stream->send_rc)
		return CTI_ESTATE;
	if (len > stream->opts.max_out - stream->out.queued)
		return CTI_ETOOBIG;
	if (cti__out_add(&stream->out, data, len))
		return CTI_ENOMEM;
	if (!waits)
		flush(stream);
	return 0;
}

size_t cti__stream_queued(const struct cti__stream *stream)
{
	return stream->out.queued;
}

void cti__stream_host(const struct cti__stream *stream, char *host, size_t room)
{
	union {
		struct sockaddr any;
		struct sockaddr_in ip4;
		struct sockaddr_in6 ip6;
	} at;
	socklen_t n = sizeof(at);
	int fd = stream->dial ? cti__dial_fd(stream->dial) : stream->fd;
	const void *address = &at.ip4.sin_addr;

	*host = '\0';
	if (fd < 0 || getpeername(fd, &at.any, &n))
		return;
	if (at.any.sa_family == AF_INET6)
		address = &at.ip6.sin6_addr;
	if (!inet_ntop(at.any.sa_family, address, host, (socklen_t)room))
		*host = '\0';
}

int64_t cti__stream_expires(const struct cti__stream *stream)
{
	if (!stream->dial || stream->state != OPEN)
		return 0;
	return cti__dial_expires(stream->dial);
}
