/* SPDX-License-Identifier: MIT */
/* The switch's side of an AMI connection: it greets, lets in and lists. */
#include "pbx.h"
#include "ami_text.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

int pbx_listen(uint16_t *port)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	socklen_t n = sizeof(at);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&at, n) || listen(fd, 128) ||
	    getsockname(fd, (struct sockaddr *)&at, &n))
		return -1;
	*port = ntohs(at.sin_port);
	return fd;
}

int pbx_accept(int listener)
{
	int fd = accept(listener, NULL, NULL), on = 1;

	if (fd >= 0)
		(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

bool pbx_send(int fd, const char *data, size_t len)
{
	ssize_t n;

	for (; len; data += n, len -= (size_t)n) {
		n = send(fd, data, len, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
	}
	return true;
}

static struct cti__str header(struct cti__str action, const char *name)
{
	struct cti__str line, rest = action;
	size_t n = strlen(name);

	while (rest.n) {
		line = cti__str_cut(rest, '\n', &rest);
		if (cti__str_starts(line, cti__str_n(name, n)))
			return cti__str_trim(
				cti__str_n(line.p + n, line.n - n - 1));
	}
	return CTI__STR_NONE;
}

static void list_calls(struct cti__buf *out, const char *id, bool bridges,
		       unsigned calls)
{
	unsigned i;

	for (i = 0; i < calls; i++)
		if (bridges)
			ami_list_bridge(out, i, id);
		else
			ami_list_call(out, i, id);
}

static void answer(struct cti__buf *out, struct cti__str action, unsigned calls)
{
	static const struct {
		const char *action, *end;
	} lists[] = {
		{ "BridgeList", "BridgeListComplete" },
		{ "CoreShowChannels", "CoreShowChannelsComplete" },
		{ "QueueStatus", "QueueStatusComplete" },
		{ "ParkedCalls", "ParkedCallsComplete" },
	};
	struct cti__str name = header(action, "Action:");
	struct cti__str given = header(action, "ActionID:");
	char id[128];
	size_t i;

	snprintf(id, sizeof(id), "%.*s", (int)given.n, given.p);
	cti__buf_printf(out,
			"Response: Success\r\nActionID: %s\r\n"
			"Challenge: 271828\r\n\r\n",
			id);
	if (cti__str_is(name, "Login"))
		cti__buf_text(out, "Event: FullyBooted\r\nUptime: 60\r\n\r\n");
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		if (!cti__str_is(name, lists[i].action))
			continue;
		if (i < 2)
			list_calls(out, id, i == 0, calls);
		cti__buf_printf(out, "Event: %s\r\nActionID: %s\r\n\r\n",
				lists[i].end, id);
	}
}

/* Answer what has come whole; whether the last of the lists was among it. */
static bool answer_all(struct cti__buf *in, struct cti__buf *out,
		       unsigned calls)
{
	struct cti__str action;
	bool last = false;
	char *end;

	while (in->n && (end = memmem(in->p, in->n, "\r\n\r\n", 4)) != NULL) {
		action = cti__str_n(in->p, (size_t)(end + 2 - in->p));
		answer(out, action, calls);
		last |= cti__str_is(header(action, "Action:"), "ParkedCalls");
		cti__buf_drop(in, (size_t)(end + 4 - in->p));
	}
	return last;
}

bool pbx_let_in(int fd, unsigned calls)
{
	static const char greeting[] = "Asterisk Call Manager/11.0.0\r\n";
	struct cti__buf in = { 0 }, out = { 0 };
	bool ok = pbx_send(fd, greeting, sizeof(greeting) - 1), last = false;
	char room[4096];
	ssize_t n;

	while (ok && !last) {
		n = recv(fd, room, sizeof(room), 0);
		if (n > 0)
			cti__buf_add(&in, room, (size_t)n);
		last = answer_all(&in, &out, calls);
		ok = n > 0 && !out.err && pbx_send(fd, out.p, out.n);
		cti__buf_clear(&out);
	}
	cti__buf_fini(&in);
	cti__buf_fini(&out);
	return ok;
}
