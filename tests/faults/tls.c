/* SPDX-License-Identifier: MIT */
/* OpenSSL's side of a TLS connection, and a plain one behind it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define PIPES 64

struct pipe {
	struct tls_front *front;
	int fd, behind; /* the client's socket, the switch's */
	bool used, over;
	SSL *ssl;
	pthread_t thread;
};

struct tls_front {
	int fd;
	uint16_t port;
	struct sockaddr_in target;
	SSL_CTX *ctx;
	pthread_mutex_t lock;
	pthread_t thread;
	struct pipe pipe[PIPES];
};

static bool to_switch(struct pipe *pipe)
{
	char data[16384];
	int n = SSL_read(pipe->ssl, data, sizeof(data));

	if (n <= 0)
		return SSL_get_error(pipe->ssl, n) == SSL_ERROR_WANT_READ;
	return send(pipe->behind, data, (size_t)n, MSG_NOSIGNAL) == n;
}

static bool to_client(struct pipe *pipe)
{
	char data[16384];
	ssize_t n = recv(pipe->behind, data, sizeof(data), 0);

	return n > 0 && SSL_write(pipe->ssl, data, (int)n) == (int)n;
}

static void relay(struct pipe *pipe)
{
	struct pollfd fds[2] = { { pipe->fd, POLLIN, 0 },
				 { pipe->behind, POLLIN, 0 } };
	bool well = true;

	while (well) {
		if (!SSL_pending(pipe->ssl) && poll(fds, 2, -1) < 0)
			return;
		if (SSL_pending(pipe->ssl) || fds[0].revents)
			well = to_switch(pipe);
		if (well && fds[1].revents)
			well = to_client(pipe);
	}
}

static void *pipe_main(void *arg)
{
	struct pipe *pipe = arg;
	struct tls_front *front = pipe->front;

	if (SSL_accept(pipe->ssl) == 1 &&
	    connect(pipe->behind, (struct sockaddr *)&front->target,
		    sizeof(front->target)) == 0)
		relay(pipe);
	ERR_clear_error();
	pthread_mutex_lock(&front->lock);
	SSL_free(pipe->ssl);
	close(pipe->fd);
	close(pipe->behind);
	pipe->over = true;
	pthread_mutex_unlock(&front->lock);
	return NULL;
}

/* A free one; ended ones are cleared away. Locked. */
static struct pipe *free_pipe(struct tls_front *front)
{
	struct pipe *pipe, *found = NULL;

	for (pipe = front->pipe; pipe < front->pipe + PIPES; pipe++) {
		if (pipe->used && pipe->over) {
			pthread_join(pipe->thread, NULL);
			memset(pipe, 0, sizeof(*pipe));
		}
		if (!pipe->used)
			found = pipe;
	}
	return found;
}

static void take(struct tls_front *front, int fd)
{
	struct pipe *pipe;

	pthread_mutex_lock(&front->lock);
	pipe = free_pipe(front);
	if (!pipe) {
		close(fd);
	} else {
		pipe->used = true;
		pipe->front = front;
		pipe->fd = fd;
		pipe->behind = socket(AF_INET, SOCK_STREAM, 0);
		pipe->ssl = SSL_new(front->ctx);
		SSL_set_fd(pipe->ssl, fd);
		if (pthread_create(&pipe->thread, NULL, pipe_main, pipe))
			exit(99);
	}
	pthread_mutex_unlock(&front->lock);
}

static void *front_main(void *arg)
{
	struct tls_front *front = arg;
	int fd;

	while ((fd = accept(front->fd, NULL, NULL)) >= 0)
		take(front, fd);
	return NULL;
}

void tls_front_show(struct tls_front *front, const char *cert, const char *key)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());

	assert_int_equal(
		SSL_CTX_use_certificate_file(ctx, cert, SSL_FILETYPE_PEM), 1);
	assert_int_equal(
		SSL_CTX_use_PrivateKey_file(ctx, key, SSL_FILETYPE_PEM), 1);
	pthread_mutex_lock(&front->lock);
	SSL_CTX_free(front->ctx);
	front->ctx = ctx;
	pthread_mutex_unlock(&front->lock);
}

struct tls_front *tls_front_new(const char *address, uint16_t target,
				const char *cert, const char *key)
{
	struct tls_front *front = calloc(1, sizeof(*front));
	struct sockaddr_in at = { .sin_family = AF_INET };
	socklen_t n = sizeof(at);

	assert_non_null(front);
	pthread_mutex_init(&front->lock, NULL);
	inet_pton(AF_INET, address, &at.sin_addr);
	front->target = at;
	front->target.sin_port = htons(target);
	front->fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(front->fd, (struct sockaddr *)&at, n), 0);
	assert_int_equal(listen(front->fd, 64), 0);
	assert_int_equal(getsockname(front->fd, (struct sockaddr *)&at, &n), 0);
	front->port = ntohs(at.sin_port);
	tls_front_show(front, cert, key);
	assert_int_equal(
		pthread_create(&front->thread, NULL, front_main, front), 0);
	return front;
}

uint16_t tls_front_port(const struct tls_front *front)
{
	return front->port;
}

void tls_front_drop(struct tls_front *front)
{
	struct pipe *pipe;

	pthread_mutex_lock(&front->lock);
	for (pipe = front->pipe; pipe < front->pipe + PIPES; pipe++)
		if (pipe->used && !pipe->over)
			shutdown(pipe->fd, SHUT_RDWR);
	pthread_mutex_unlock(&front->lock);
}

void tls_front_free(struct tls_front *front)
{
	struct pipe *pipe;

	shutdown(front->fd, SHUT_RDWR);
	pthread_join(front->thread, NULL);
	close(front->fd);
	tls_front_drop(front);
	for (pipe = front->pipe; pipe < front->pipe + PIPES; pipe++)
		if (pipe->used)
			pthread_join(pipe->thread, NULL);
	SSL_CTX_free(front->ctx);
	pthread_mutex_destroy(&front->lock);
	free(front);
}

void tls_make(const char *folder, const char *name, const char *address,
	      char *cert, char *key)
{
	char command[640];

	snprintf(cert, 128, "%s/%s.crt", folder, name);
	snprintf(key, 128, "%s/%s.key", folder, name);
	snprintf(command, sizeof(command),
		 "openssl req -x509 -newkey ec -pkeyopt "
		 "ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=%s "
		 "-addext subjectAltName=IP:%s -keyout %s -out %s 2>/dev/null",
		 name, address, key, cert);
	assert_int_equal(system(command), 0);
}
