/* SPDX-License-Identifier: MIT */
/* A small HTTP server that counts what it is told. */
#include "crm.h"

#include "util/buf.h"
#include "util/map.h"

#include <stdio.h>
#include <stdlib.h>

/* Of so many records that come, one is refused for now. */
#define REFUSES 500

static struct {
	struct town_shared *shared;
	struct cti__map keys; /* of records that were taken */
	uv_tcp_t listener;
} crm;

struct guest {
	uv_tcp_t tcp;
	struct cti__buf in;
};

struct key {
	struct cti__map_node node;
	char text[];
};

struct reply {
	uv_write_t req;
	char text[1024];
};

static void on_written(uv_write_t *req, int status)
{
	(void)status;
	free(req->data);
}

static void say(struct guest *guest, const char *status, const char *body)
{
	struct reply *reply = malloc(sizeof(*reply));
	uv_buf_t buf;

	if (!reply)
		exit(99);
	reply->req.data = reply;
	snprintf(reply->text, sizeof(reply->text),
		 "HTTP/1.1 %s\r\nContent-Type: application/json\r\n"
		 "Content-Length: %zu\r\n\r\n%s",
		 status, strlen(body), body);
	buf = uv_buf_init(reply->text, (unsigned)strlen(reply->text));
	if (uv_write(&reply->req, (uv_stream_t *)&guest->tcp, &buf, 1,
		     on_written))
		free(reply);
}

static struct cti__str header(struct cti__str head, const char *name)
{
	struct cti__str line, value;

	while (head.n) {
		line = cti__str_cut(head, '\n', &head);
		line = cti__str_cut(line, ':', &value);
		if (cti__str_ieq(line, cti__str(name)))
			return cti__str_trim(value);
	}
	return CTI__STR_NONE;
}

/* Who has the number that stands in the path; nine of ten are known. */
static void look_up(struct guest *guest, struct cti__str head)
{
	char body[256], number[24] = "";
	const char *at = memmem(head.p, head.n, "phone=", 6);
	const char *plus = "";

	atomic_fetch_add(&crm.shared->lookups, 1);
	if (at && strncmp(at += 6, "%2B", 3) == 0) {
		plus = "+";
		at += 3;
	}
	if (at)
		sscanf(at, "%23[0-9]", number);
	if (!*number || number[strlen(number) - 1] == '0') {
		say(guest, "200 OK", "[]");
		return;
	}
	snprintf(body, sizeof(body),
		 "[{\"id\":\"R%s\",\"name\":\"Zhao %s\",\"phone\":\"%s%s\"}]",
		 number, number + strlen(number) - 4, plus, number);
	say(guest, "200 OK", body);
}

static bool is_new(struct cti__str text)
{
	struct key *key;

	if (cti__map_find(&crm.keys, text))
		return false;
	key = malloc(sizeof(*key) + text.n);
	if (!key)
		exit(99);
	memcpy(key->text, text.p, text.n);
	if (cti__map_add(&crm.keys, &key->node, cti__str_n(key->text, text.n)))
		exit(99);
	return true;
}

/* A record: each key counts once, as a CRM does. */
static void take(struct guest *guest, struct cti__str head)
{
	struct cti__str key = header(head, "Idempotency-Key");

	if (atomic_fetch_add(&crm.shared->posts, 1) % REFUSES == REFUSES / 2) {
		say(guest, "503 Service Unavailable", "");
	} else if (!key.n) {
		say(guest, "400 Bad Request", "");
	} else if (is_new(key)) {
		atomic_fetch_add(&crm.shared->records, 1);
		say(guest, "201 Created", "");
	} else {
		say(guest, "409 Conflict", "");
	}
}

/* Bytes of the first request; 0: it is not all there yet. */
static size_t serve(struct guest *guest, const char *data, size_t n)
{
	const char *end = memmem(data, n, "\r\n\r\n", 4);
	struct cti__str head;
	size_t body;

	if (!end)
		return 0;
	head = cti__str_n(data, (size_t)(end + 2 - data));
	/* A number is followed by the line's end. */
	body = header(head, "Content-Length").n
		       ? strtoul(header(head, "Content-Length").p, NULL, 10)
		       : 0;
	if (n < head.n + 2 + body)
		return 0;
	if (cti__str_starts(head, CTI__STR("POST ")))
		take(guest, head);
	else
		look_up(guest, head);
	return head.n + 2 + body;
}

static void on_gone(uv_handle_t *handle)
{
	struct guest *guest = handle->data;

	cti__buf_fini(&guest->in);
	free(guest);
}

static void on_room(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	static char room[65536];

	(void)handle;
	(void)hint;
	*buf = uv_buf_init(room, sizeof(room));
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	struct guest *guest = stream->data;
	size_t used;

	if (n < 0) {
		uv_close((uv_handle_t *)stream, on_gone);
		return;
	}
	cti__buf_add(&guest->in, buf->base, (size_t)n);
	while (guest->in.n &&
	       (used = serve(guest, guest->in.p, guest->in.n)) != 0)
		cti__buf_drop(&guest->in, used);
}

static void on_guest(uv_stream_t *listener, int status)
{
	struct guest *guest = calloc(1, sizeof(*guest));

	if (status || !guest)
		exit(99);
	uv_tcp_init(listener->loop, &guest->tcp);
	guest->tcp.data = guest;
	uv_accept(listener, (uv_stream_t *)&guest->tcp);
	uv_tcp_nodelay(&guest->tcp, 1);
	uv_read_start((uv_stream_t *)&guest->tcp, on_room, on_read);
}

void crm_start(uv_loop_t *loop, struct town_shared *shared)
{
	static const uint64_t seed[2] = { 271, 828 };
	struct sockaddr_in at;
	int n = sizeof(at);

	crm.shared = shared;
	cti__map_init(&crm.keys, seed);
	uv_tcp_init(loop, &crm.listener);
	if (uv_ip4_addr("127.0.0.1", 0, &at) ||
	    uv_tcp_bind(&crm.listener, (const struct sockaddr *)&at, 0) ||
	    uv_listen((uv_stream_t *)&crm.listener, 128, on_guest) ||
	    uv_tcp_getsockname(&crm.listener, (struct sockaddr *)&at, &n)) {
		fprintf(stderr, "soak: the CRM has no port to listen on.\n");
		exit(1);
	}
	shared->crm_port = ntohs(at.sin_port);
}
