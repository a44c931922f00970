/* SPDX-License-Identifier: MIT */
/*
 * An application that acts: it reads requests from its standard input, a line
 * each ("17 hold device=1001"), and writes events and how requests ended as
 * JSON lines. The live tests drive a switch with it.
 *
 * usage: driver URL [KEY=VALUE]...
 */
#include <cti/cti.h>

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_MAX_BYTES 8192
#define PAIRS_MAX      32

static const struct {
	const char *word;
	size_t offset;
} words[] = {
#define WORD(field)                                                            \
	{                                                                      \
#field "=", offsetof(cti_request_opts, field)                  \
	}
	WORD(call),   WORD(device), WORD(to),	       WORD(agent),
	WORD(queue),  WORD(reason), WORD(key),	       WORD(value),
	WORD(caller), WORD(link),   WORD(caller_name),
#undef WORD
};

struct request {
	cti_request_opts opts;
	cti_pair data[PAIRS_MAX];
};

static void tell(const char *number, const char *kind, int err,
		 const char *call, const char *detail)
{
	printf("{\"%s\": %s, \"error\": %d, \"call\": \"%s\", \"detail\": \"",
	       kind, number, err, call);
	for (; *detail; detail++) {
		if (*detail == '"' || *detail == '\\')
			putchar('\\');
		putchar(*detail);
	}
	printf("\"}\n");
	fflush(stdout);
}

static void on_done(cti_client *client, const cti_request_result *result,
		    void *user)
{
	(void)client;
	tell(user, "result", result->error, result->call, result->detail);
	free(user);
}

/* One word of a line; "data.KEY=VALUE" is a pair of the call's data. */
static void read_word(struct request *req, char *word)
{
	char *value = strchr(word, '=');
	size_t i;

	if (!value)
		return;
	if (strncmp(word, "data.", 5) == 0 &&
	    req->opts.data_count < PAIRS_MAX) {
		*value = '\0';
		req->data[req->opts.data_count].key = word + 5;
		req->data[req->opts.data_count++].value = value + 1;
		req->opts.data = req->data;
		return;
	}
	value++;
	if (strncmp(word, "flags=", 6) == 0)
		req->opts.flags = (uint32_t)strtoul(value, NULL, 10);
	if (strncmp(word, "timeout_ms=", 11) == 0)
		req->opts.timeout_ms = (uint32_t)strtoul(value, NULL, 10);
	if (strncmp(word, "priority=", 9) == 0)
		req->opts.priority = (int32_t)strtol(value, NULL, 10);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strncmp(word, words[i].word, strlen(words[i].word)) == 0)
			memcpy((char *)&req->opts + words[i].offset, &value,
			       sizeof(value));
}

/* Words are parted by tabs: their values may have blanks. */
static void obey(cti_client *client, char *line)
{
	struct request req = { .opts = CTI_REQUEST_OPTS_INIT };
	cti_request_ticket ticket = { .size = sizeof(ticket) };
	char *number = strtok(line, "\t"), *kind, *word;
	char *user;
	int err;

	kind = number ? strtok(NULL, "\t") : NULL;
	if (!kind)
		return;
	req.opts.kind = cti_request_kind_find(kind);
	while ((word = strtok(NULL, "\t")) != NULL)
		read_word(&req, word);
	user = strdup(number);
	if (!user)
		exit(1);
	err = cti_request_send(client, &req.opts, on_done, user, &ticket);
	tell(user, "sent", err, err ? "" : ticket.call,
	     err ? cti_client_detail(client) : "");
	if (err)
		free(user);
}

/* False at the end of the input. */
static int read_lines(cti_client *client, char *text, size_t *n)
{
	ssize_t got = read(STDIN_FILENO, text + *n, LINE_MAX_BYTES - *n - 1);
	char *end;

	if (got <= 0)
		return 0;
	*n += (size_t)got;
	text[*n] = '\0';
	while ((end = strchr(text, '\n')) != NULL) {
		*end = '\0';
		obey(client, text);
		*n -= (size_t)(end + 1 - text);
		memmove(text, end + 1, *n + 1);
	}
	return 1;
}

static void show_events(cti_client *client)
{
	cti_event *event;
	char *json;
	size_t len;

	while (cti_poll(client, 0, &event) == 0 && event) {
		if (!cti_event_json(event, &json, &len)) {
			puts(json);
			cti_free(json);
		}
		cti_event_unref(event);
	}
	fflush(stdout);
}

static int run(cti_client *client)
{
	struct pollfd fds[2] = { { STDIN_FILENO, POLLIN, 0 },
				 { cti_fd(client), POLLIN, 0 } };
	static char text[LINE_MAX_BYTES];
	size_t n = 0;

	for (;;) {
		if (poll(fds, 2, -1) < 0)
			return 1;
		show_events(client);
		if (fds[0].revents && !read_lines(client, text, &n))
			return 0;
	}
}

static int configure(cti_client *client, char **settings)
{
	char *value;

	for (; *settings; settings++) {
		value = strchr(*settings, '=');
		if (!value)
			return 2;
		*value++ = '\0';
		if (cti_set(client, *settings, value)) {
			fprintf(stderr, "driver: %s\n",
				cti_client_detail(client));
			return 1;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	cti_client_opts client_opts = CTI_CLIENT_OPTS_INIT;
	cti_link_opts link_opts = CTI_LINK_OPTS_INIT;
	cti_client *client;
	cti_link *link;
	int status;

	if (argc < 2 || cti_client_new(&client, &client_opts))
		return 2;
	link_opts.url = argv[1];
	status = configure(client, argv + 2);
	if (!status && cti_link_add(client, &link, &link_opts)) {
		fprintf(stderr, "driver: %s\n", cti_client_detail(client));
		status = 1;
	}
	if (!status)
		status = run(client);
	cti_client_close(client);
	return status;
}
