/* SPDX-License-Identifier: MIT */
/* A customers' server, as a protocol of the simulated switch's sockets: it
   knows everybody, and takes each record. */
#include "switches.h"

#include "server.h"

#include <stdio.h>
#include <string.h>

static struct cti__str field(struct cti__str head, const char *name)
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

static void answer(struct peer *peer, const char *status, const char *body)
{
	cti__buf_printf(&peer->out,
			"HTTP/1.1 %s\r\nContent-Type: application/json\r\n"
			"Content-Length: %zu\r\n\r\n%s",
			status, strlen(body), body);
	peer_flush(peer);
}

static size_t crm_input(struct peer *peer, const char *data, size_t n)
{
	const char *end = memmem(data, n, "\r\n\r\n", 4);
	struct cti__str head;
	uint64_t length = 0;
	size_t used;

	if (!end)
		return 0;
	used = (size_t)(end - data) + 4;
	head = cti__str_n(data, used);
	(void)cti__str_u64(field(head, "Content-Length"), &length);
	if (n - used < length)
		return 0;
	if (cti__str_starts(head, CTI__STR("GET ")))
		answer(peer, "200 OK",
		       "[{\"id\":\"1\",\"name\":\"Li "
		       "Ming\",\"tier\":\"gold\"}]");
	else
		answer(peer, "200 OK", "{}");
	return used + (size_t)length;
}

const struct protocol protocol_crm = {
	.name = "crm",
	.input = crm_input,
};
