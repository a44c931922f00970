/* SPDX-License-Identifier: MIT */
/*
 * A simulated switch, or a fault proxy, as a program of its own:
 *
 *	stand ami|ari|esl ADDRESS PORT		the switch; its login is cti
 *						with s3cret (esl: s3cret alone)
 *	stand proxy ADDRESS PORT HOST TARGET	the proxy before a real one
 *
 * Says "ready PORT" and then obeys lines: of the switch "ring", "answer", "end"
 * (of one call to 1001); of the proxy "seed N" (faults by chance for the
 * connections to come; 0: none), "script TEXT", "now DEED".
 */
#include "proxy.h"
#include "server.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uv_loop_t loop;
static struct world world;
static struct world_call *call;
static struct proxy *proxy;
static char line[512];
static size_t length;

static void to_switch(const char *word)
{
	if (strcmp(word, "ring") == 0 && !call) {
		call = world_arrive(&world, "13800138000", "4001100266");
		world_ring(call, "1001");
	} else if (strcmp(word, "answer") == 0 && call) {
		world_answer(call);
	} else if (strcmp(word, "end") == 0 && call) {
		world_hang_up(call);
		call = NULL;
	}
}

static void to_proxy(const char *words)
{
	if (strncmp(words, "seed ", 5) == 0)
		proxy_chance(proxy, strtoull(words + 5, NULL, 10));
	else if (strncmp(words, "script ", 7) == 0)
		(void)proxy_script(proxy, words + 7);
	else if (strncmp(words, "now ", 4) == 0)
		proxy_now(proxy, words + 4);
}

static void on_room(uv_handle_t *handle, size_t hint, uv_buf_t *buf)
{
	(void)handle;
	(void)hint;
	if (length == sizeof(line) - 1)
		length = 0;
	*buf = uv_buf_init(line + length,
			   (unsigned)(sizeof(line) - 1 - length));
}

static void on_read(uv_stream_t *stream, ssize_t n, const uv_buf_t *buf)
{
	char *end;

	(void)buf;
	if (n < 0) {
		uv_stop(stream->loop);
		return;
	}
	length += (size_t)n;
	line[length] = '\0';
	while ((end = strchr(line, '\n')) != NULL) {
		*end++ = '\0';
		if (proxy)
			to_proxy(line);
		else
			to_switch(line);
		length -= (size_t)(end - line);
		memmove(line, end, length + 1);
		printf("done\n");
		fflush(stdout);
	}
}

static int usage(void)
{
	fprintf(stderr, "usage: stand ami|ari|esl ADDRESS PORT\n"
			"       stand proxy ADDRESS PORT HOST TARGET\n");
	return 2;
}

static uint16_t port_of(const char *text)
{
	return (uint16_t)strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
	const struct protocol *protocol;
	struct server *server;
	uv_pipe_t in;

	signal(SIGPIPE, SIG_IGN);
	uv_loop_init(&loop);
	if (argc == 6 && strcmp(argv[1], "proxy") == 0) {
		proxy = proxy_new(&loop, argv[2], port_of(argv[3]), argv[4],
				  port_of(argv[5]));
		printf("ready %u\n", proxy_port(proxy));
	} else {
		protocol = argc == 4 ? protocol_of(argv[1]) : NULL;
		if (!protocol)
			return usage();
		world_init(&world);
		server = server_new(&loop, protocol, &world, argv[2],
				    port_of(argv[3]));
		printf("ready %u\n", server->port);
	}
	fflush(stdout);
	uv_pipe_init(&loop, &in, 0);
	uv_pipe_open(&in, 0);
	uv_read_start((uv_stream_t *)&in, on_room, on_read);
	uv_run(&loop, UV_RUN_DEFAULT);
	return 0;
}
