/* SPDX-License-Identifier: MIT */
/* A little server in a thread, on a loopback port that the kernel chooses. */
#ifndef TESTS_UNIT_IO_SERVER_H
#define TESTS_UNIT_IO_SERVER_H

#include <arpa/inet.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Serves one connection; it is closed after that. */
typedef void serve_fn(int fd, void *arg);

struct server {
	int fd;
	uint16_t port;
	int connections; /* how many to serve, one after the other */
	serve_fn *serve;
	void *arg;
	pthread_t thread;
};

static inline void *server_main(void *arg)
{
	struct server *server = arg;
	int fd, i;

	for (i = 0; i < server->connections; i++) {
		fd = accept(server->fd, NULL, NULL);
		if (fd < 0)
			break;
		server->serve(fd, server->arg);
		close(fd);
	}
	return NULL;
}

/* A socket that listens, or at least has a port if backlog is negative. */
static inline int listen_any(uint16_t *port, int backlog)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t n = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, n), 0);
	if (backlog >= 0)
		assert_int_equal(listen(fd, backlog), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &n), 0);
	*port = ntohs(at.sin_port);
	return fd;
}

static inline void server_start(struct server *server, int connections,
				serve_fn *serve, void *arg)
{
	server->fd = listen_any(&server->port, 8);
	server->connections = connections;
	server->serve = serve;
	server->arg = arg;
	assert_int_equal(
		pthread_create(&server->thread, NULL, server_main, server), 0);
}

/* Also ends a wait for a connection that never came. */
static inline void server_stop(struct server *server)
{
	shutdown(server->fd, SHUT_RDWR);
	pthread_join(server->thread, NULL);
	close(server->fd);
}

/* All of it, or false: the other side has gone. */
static inline bool peer_read(int fd, void *p, size_t n)
{
	char *at = p;
	ssize_t got;

	while (n) {
		got = recv(fd, at, n, 0);
		if (got <= 0)
			return false;
		at += got;
		n -= (size_t)got;
	}
	return true;
}

static inline void peer_write(int fd, const void *p, size_t n)
{
	const char *at = p;
	ssize_t sent;

	while (n) {
		sent = send(fd, at, n, MSG_NOSIGNAL);
		if (sent <= 0)
			return;
		at += sent;
		n -= (size_t)sent;
	}
}

static inline void peer_say(int fd, const char *text)
{
	peer_write(fd, text, strlen(text));
}

/* The head of a request, up to its empty line. */
static inline void peer_head(int fd, char *out, size_t room)
{
	size_t n = 0;

	out[0] = '\0';
	while (n + 1 < room && !strstr(out, "\r\n\r\n") &&
	       peer_read(fd, out + n, 1))
		out[++n] = '\0';
}

#endif
