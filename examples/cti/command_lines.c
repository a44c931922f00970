/* SPDX-License-Identifier: MIT */
/*
 * cti monitor --commands: each line on stdin is a request, in the words of the
 * commands but for the URL ("transfer 1001 1002"); its end is printed among the
 * events. Reading begins when the first link is up.
 */
#include "asking.h"

#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define LINE_MAX_BYTES 4096
#define WORDS_MAX      64

static struct {
	cti_client *client;
	bool json, begun, overlong;
	unsigned long number;
	char line[LINE_MAX_BYTES];
	size_t len;
	char chunk[4096];
	union {
		uv_handle_t handle;
		uv_stream_t stream;
		uv_pipe_t pipe;
		uv_tty_t tty;
	} in;
} it;

static void on_done(cti_client *client, const cti_request_result *result,
		    void *user)
{
	(void)client;
	asking_print(it.json, (unsigned long)(uintptr_t)user, result->kind,
		     result->id, result->error, result->detail, result->call,
		     result->link);
}

static void fails(uint32_t kind, int err, const char *detail)
{
	asking_print(it.json, it.number, kind, 0, err, detail, "", "");
}

static void ask(int argc, char **argv)
{
	const struct command *command = request_command(argv[0]);
	struct asking asking;
	int err, status;

	if (!command) {
		fails(CTI_REQUEST_NONE, CTI_EINVAL,
		      "there is no such request; `cti --help` lists them");
		return;
	}
	if (!asking_parse(&asking, ASKING_LINE, command, argc, argv, &status)) {
		fails(CTI_REQUEST_NONE, CTI_EINVAL,
		      "the line cannot be understood");
		return;
	}
	err = cti_request_send(it.client, &asking.opts, on_done,
			       (void *)(uintptr_t)it.number, NULL);
	if (err)
		fails(asking.opts.kind, err, cti_client_detail(it.client));
}

/* Blanks between words; quotes keep them together. */
static int split(char *line, char **words)
{
	char *to = line;
	bool quoted;
	int count = 0;

	while (*line && count < WORDS_MAX) {
		line += strspn(line, " \t\r");
		if (!*line || (*line == '#' && !count))
			break;
		words[count++] = to;
		for (quoted = false;
		     *line && (quoted || !strchr(" \t\r", *line)); line++) {
			if (*line == '"')
				quoted = !quoted;
			else
				*to++ = *line;
		}
		line += *line != '\0';
		*to++ = '\0';
	}
	return count;
}

static void take_line(void)
{
	char *words[WORDS_MAX + 1] = { NULL };
	int count;

	it.number++;
	it.line[it.len] = '\0';
	it.len = 0;
	if (it.overlong) {
		it.overlong = false;
		fails(CTI_REQUEST_NONE, CTI_EINVAL, "the line is too long");
		return;
	}
	count = split(it.line, words);
	if (count)
		ask(count, words);
}

static void take(const char *data, size_t n)
{
	for (; n && it.client; n--, data++) {
		if (*data == '\n')
			take_line();
		else if (it.len + 1 < sizeof(it.line))
			it.line[it.len++] = *data;
		else
			it.overlong = true;
	}
}

static void take_end(void)
{
	if (it.client && (it.len || it.overlong))
		take_line();
}

static void on_room(uv_handle_t *handle, size_t size, uv_buf_t *buf)
{
	(void)handle;
	(void)size;
	*buf = uv_buf_init(it.chunk, sizeof(it.chunk));
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	if (n > 0) {
		take(buf->base, (size_t)n);
	} else if (n < 0) {
		uv_read_stop(stream);
		take_end();
	}
}

/* A file is never late, and libuv's loop cannot wait for one. */
static void read_file(void)
{
	size_t n;

	while ((n = fread(it.chunk, 1, sizeof(it.chunk), stdin)) > 0)
		take(it.chunk, n);
	take_end();
}

void lines_begin(cti_client *client, struct uv_loop_s *loop, bool json)
{
	int err;

	if (it.begun)
		return;
	it.begun = true;
	it.client = client;
	it.json = json;
	switch (uv_guess_handle(0)) {
	case UV_TTY:
		err = uv_tty_init(loop, &it.in.tty, 0, 1);
		break;
	case UV_NAMED_PIPE:
		err = uv_pipe_init(loop, &it.in.pipe, 0);
		if (!err)
			err = uv_pipe_open(&it.in.pipe, 0);
		break;
	default:
		read_file();
		return;
	}
	if (!err)
		err = uv_read_start(&it.in.stream, on_room, on_read);
	if (err)
		tool_failed("requests cannot be read from stdin: %s",
			    uv_strerror(err));
}

void lines_end(void)
{
	it.client = NULL;
}
