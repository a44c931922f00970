/* SPDX-License-Identifier: MIT */
/* A multi handle of libcurl, driven by the loop. */
#include "io/multi.h"
#include "io/inside.h"
#include "io/sigpipe.h"
#include "io/timer.h"
#include "io/watch.h"
#include "util/alloc.h"

#include <cti/error.h>

/* A socket that libcurl wants watched. */
struct socket {
	struct cti__list node;
	struct cti__watch *watch;
};

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;
static CURLcode curl_ready;

static void start_curl(void)
{
	curl_ready = curl_global_init(CURL_GLOBAL_DEFAULT);
}

static void socket_free(struct socket *sock)
{
	if (!sock)
		return;
	cti__list_del(&sock->node);
	cti__watch_free(sock->watch);
	cti__free(sock);
}

void cti__multi_forget(struct cti__multi *multi)
{
	while (!cti__list_empty(&multi->sockets))
		socket_free(cti__list_entry(multi->sockets.next, struct socket,
					    node));
}

static void step(struct cti__multi *multi, curl_socket_t fd, int events)
{
	struct cti__sigpipe hold;
	CURLMcode rc;
	int n;

	if (multi->rests)
		return;
	/* Also for the thread that looks up a name: it inherits the mask. */
	cti__sigpipe_hold(&hold, !multi->loop->own);
	rc = curl_multi_socket_action(multi->curl, fd, events, &n);
	cti__sigpipe_let_go(&hold);
	multi->fn(multi->arg, multi->nomem ? CURLM_OUT_OF_MEMORY : rc);
}

static void on_ready(void *arg, int fd, int ready)
{
	int events = 0;

	if (ready & CTI__READABLE)
		events |= CURL_CSELECT_IN;
	if (ready & CTI__WRITABLE)
		events |= CURL_CSELECT_OUT;
	step(arg, fd, events);
}

static void on_time(void *arg)
{
	step(arg, CURL_SOCKET_TIMEOUT, 0);
}

static int set_timer(CURLM *curl, long ms, void *user)
{
	struct cti__multi *multi = user;

	(void)curl;
	if (ms > 0)
		cti__timer_start(multi->timer, (uint64_t)ms);
	else
		cti__timer_stop(multi->timer);
	if (ms == 0)
		cti__later_start(&multi->later, multi->loop);
	return 0;
}

static struct socket *socket_new(struct cti__multi *multi, curl_socket_t fd)
{
	struct socket *sock = cti__calloc(1, sizeof(*sock));

	if (!sock)
		return NULL;
	if (cti__watch_new(&sock->watch, multi->loop, fd, on_ready, multi)) {
		cti__free(sock);
		return NULL;
	}
	cti__list_add(&multi->sockets, &sock->node);
	curl_multi_assign(multi->curl, fd, sock);
	return sock;
}

static int watched(int what)
{
	int events = 0;

	if (what == CURL_POLL_IN || what == CURL_POLL_INOUT)
		events |= CTI__READABLE;
	if (what == CURL_POLL_OUT || what == CURL_POLL_INOUT)
		events |= CTI__WRITABLE;
	return events;
}

static int set_socket(CURL *easy, curl_socket_t fd, int what, void *user,
		      void *socket_user)
{
	struct cti__multi *multi = user;
	struct socket *sock = socket_user;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		curl_multi_assign(multi->curl, fd, NULL);
		socket_free(sock);
		return 0;
	}
	if (!sock)
		sock = socket_new(multi, fd);
	if (!sock || cti__watch_set(sock->watch, watched(what)))
		multi->nomem = true;
	return 0;
}

int cti__multi_init(struct cti__multi *multi, struct cti__loop *loop,
		    cti__multi_fn *fn, void *arg)
{
	int bad = 0;

	multi->loop = loop;
	multi->fn = fn;
	multi->arg = arg;
	cti__list_init(&multi->sockets);
	cti__later_init(&multi->later, on_time, multi);
	pthread_once(&curl_once, start_curl);
	if (curl_ready)
		return CTI_ENOMEM;
	multi->curl = curl_multi_init();
	if (!multi->curl)
		return CTI_ENOMEM;
	bad |= curl_multi_setopt(multi->curl, CURLMOPT_SOCKETFUNCTION,
				 set_socket);
	bad |= curl_multi_setopt(multi->curl, CURLMOPT_SOCKETDATA, multi);
	bad |= curl_multi_setopt(multi->curl, CURLMOPT_TIMERFUNCTION,
				 set_timer);
	bad |= curl_multi_setopt(multi->curl, CURLMOPT_TIMERDATA, multi);
	return bad ? CTI_ENOMEM
		   : cti__timer_new(&multi->timer, loop, on_time, multi);
}

void cti__multi_rest(struct cti__multi *multi)
{
	multi->rests = true;
	cti__later_stop(&multi->later);
	if (multi->timer)
		cti__timer_stop(multi->timer);
}

void cti__multi_fini(struct cti__multi *multi)
{
	struct cti__sigpipe hold;

	/* TLS says good-bye on what is still open. */
	cti__sigpipe_hold(&hold, !multi->loop->own);
	if (multi->curl)
		curl_multi_cleanup(multi->curl);
	cti__sigpipe_let_go(&hold);
	multi->curl = NULL;

	/* All last: libcurl may still have set them. */
	cti__multi_forget(multi);
	cti__later_stop(&multi->later);
	cti__timer_free(multi->timer);
	multi->timer = NULL;
}
