/* SPDX-License-Identifier: MIT */
/* Name, TCP and TLS by libcurl, up to the point where bytes can flow. */
#include "io/dial.h"
#include "io/easy.h"
#include "io/inside.h"
#include "io/sigpipe.h"
#include "io/timer.h"
#include "io/watch.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <string.h>

/*
 * Each dial has a multi handle to itself: in a shared one, libcurl takes a
 * connection that is only held open for an idle one, and closes it when it is
 * old or has input waiting while another is being made.
 */
struct cti__dial {
	struct cti__loop *loop;
	CURL *easy;
	CURLM *multi;
	struct cti__timer *timer;
	struct cti__later later;
	struct cti__list sockets;
	struct cti__stream_opts opts; /* its texts are not kept */
	cti__dial_fn *fn;
	void *arg;
	char *name; /* "pbx:5038" */
	int fd;
	bool done; /* connected; to be told in the next turn */
	bool nomem;
	char words[CURL_ERROR_SIZE];
	char detail[CTI__DIAL_DETAIL];
};

/* A socket that libcurl wants watched. */
struct dial_socket {
	struct cti__list node;
	struct cti__watch *watch;
};

static pthread_once_t curl_once = PTHREAD_ONCE_INIT;
static CURLcode curl_ready;

static void start_curl(void)
{
	curl_ready = curl_global_init(CURL_GLOBAL_DEFAULT);
}

static void socket_free(struct dial_socket *sock)
{
	if (!sock)
		return;
	cti__list_del(&sock->node);
	cti__watch_free(sock->watch);
	cti__free(sock);
}

static void free_sockets(struct cti__dial *dial)
{
	while (!cti__list_empty(&dial->sockets))
		socket_free(cti__list_entry(dial->sockets.next,
					    struct dial_socket, node));
}

/* Calls fn as its last thing, which may free the dial. */
static void fail(struct cti__dial *dial, CURLcode rc)
{
	long os_err = 0;
	int err;

	curl_easy_getinfo(dial->easy, CURLINFO_OS_ERRNO, &os_err);
	err = cti__dial_explain(dial->detail, dial->name, &dial->opts, rc,
				(int)os_err, dial->words);
	cti__timer_stop(dial->timer);
	cti__later_stop(&dial->later);
	dial->fn(dial->arg, err, dial->detail);
}

static void connected(struct cti__dial *dial)
{
	curl_socket_t fd = CURL_SOCKET_BAD;

	curl_easy_getinfo(dial->easy, CURLINFO_ACTIVESOCKET, &fd);
	if (fd == CURL_SOCKET_BAD) {
		fail(dial, CURLE_COULDNT_CONNECT);
		return;
	}
	dial->fd = fd;
	dial->done = true;
	cti__timer_stop(dial->timer);
	/* libcurl's own watch must be closed before another may take its
	   place. */
	cti__later_start(&dial->later, dial->loop);
}

static void step(struct cti__dial *dial, curl_socket_t fd, int events)
{
	struct cti__sigpipe hold;
	CURLMsg *msg;
	CURLMcode rc;
	int n;

	if (dial->done)
		return;
	/* Also for the thread that looks up the name: it inherits the mask. */
	cti__sigpipe_hold(&hold, !dial->loop->own);
	rc = curl_multi_socket_action(dial->multi, fd, events, &n);
	cti__sigpipe_let_go(&hold);

	if (dial->nomem || rc == CURLM_OUT_OF_MEMORY) {
		fail(dial, CURLE_OUT_OF_MEMORY);
		return;
	}
	msg = curl_multi_info_read(dial->multi, &n);
	if (msg && msg->data.result)
		fail(dial, msg->data.result);
	else if (msg)
		connected(dial);
	else if (rc)
		fail(dial, CURLE_COULDNT_CONNECT);
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

/*
 * The error buffer keeps the first error only, and there may have been one that
 * did not matter before all went well. From now on the last one counts.
 */
static int keep_words(CURL *easy, curl_infotype type, char *text, size_t n,
		      void *user)
{
	struct cti__dial *dial = user;

	(void)easy;
	if (type != CURLINFO_TEXT)
		return 0;
	if (n && text[n - 1] == '\n')
		n--;
	if (n >= sizeof(dial->words))
		n = sizeof(dial->words) - 1;
	memcpy(dial->words, text, n);
	dial->words[n] = '\0';
	return 0;
}

static void listen_to_words(struct cti__dial *dial)
{
	curl_easy_setopt(dial->easy, CURLOPT_ERRORBUFFER, NULL);
	dial->words[0] = '\0';
	curl_easy_setopt(dial->easy, CURLOPT_DEBUGFUNCTION, keep_words);
	curl_easy_setopt(dial->easy, CURLOPT_DEBUGDATA, dial);
	curl_easy_setopt(dial->easy, CURLOPT_VERBOSE, 1L);
}

static void on_later(void *arg)
{
	struct cti__dial *dial = arg;

	if (!dial->done) {
		on_time(dial);
		return;
	}
	free_sockets(dial);
	listen_to_words(dial);
	dial->fn(dial->arg, 0, "");
}

static int set_timer(CURLM *multi, long ms, void *user)
{
	struct cti__dial *dial = user;

	(void)multi;
	if (ms > 0)
		cti__timer_start(dial->timer, (uint64_t)ms);
	else
		cti__timer_stop(dial->timer);
	if (ms == 0)
		cti__later_start(&dial->later, dial->loop);
	return 0;
}

static struct dial_socket *socket_new(struct cti__dial *dial, curl_socket_t fd)
{
	struct dial_socket *sock = cti__calloc(1, sizeof(*sock));

	if (!sock)
		return NULL;
	if (cti__watch_new(&sock->watch, dial->loop, fd, on_ready, dial)) {
		cti__free(sock);
		return NULL;
	}
	cti__list_add(&dial->sockets, &sock->node);
	curl_multi_assign(dial->multi, fd, sock);
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
	struct cti__dial *dial = user;
	struct dial_socket *sock = socket_user;

	(void)easy;
	if (what == CURL_POLL_REMOVE) {
		curl_multi_assign(dial->multi, fd, NULL);
		socket_free(sock);
		return 0;
	}
	if (!sock)
		sock = socket_new(dial, fd);
	if (!sock || cti__watch_set(sock->watch, watched(what)))
		dial->nomem = true;
	return 0;
}

static int start(struct cti__dial *dial, const struct cti__stream_opts *opts)
{
	int err, bad = 0;

	if (!dial->name || !dial->easy || !dial->multi)
		return CTI_ENOMEM;
	bad |= curl_multi_setopt(dial->multi, CURLMOPT_SOCKETFUNCTION,
				 set_socket);
	bad |= curl_multi_setopt(dial->multi, CURLMOPT_SOCKETDATA, dial);
	bad |= curl_multi_setopt(dial->multi, CURLMOPT_TIMERFUNCTION,
				 set_timer);
	bad |= curl_multi_setopt(dial->multi, CURLMOPT_TIMERDATA, dial);
	bad |= curl_easy_setopt(dial->easy, CURLOPT_ERRORBUFFER, dial->words);
	if (bad)
		return CTI_ENOMEM;
	err = cti__easy_set(dial->easy, opts, &dial->opts, dial->name);
	if (err)
		return err;
	err = cti__timer_new(&dial->timer, dial->loop, on_time, dial);
	if (err)
		return err;
	if (curl_multi_add_handle(dial->multi, dial->easy))
		return CTI_ENOMEM;
	return 0;
}

int cti__dial_new(struct cti__dial **out, struct cti__loop *loop,
		  const struct cti__stream_opts *opts, cti__dial_fn *fn,
		  void *arg)
{
	struct cti__dial *dial;
	int err;

	*out = NULL;
	if (!opts->host || !opts->port || !cti__easy_is_host(opts->host))
		return CTI_EINVAL;
	pthread_once(&curl_once, start_curl);
	if (curl_ready)
		return CTI_ENOMEM;
	dial = cti__calloc(1, sizeof(*dial));
	if (!dial)
		return CTI_ENOMEM;
	dial->loop = loop;
	dial->opts = *opts;
	dial->opts.host = dial->opts.ca_file = NULL;
	dial->opts.cert_file = dial->opts.key_file = NULL;
	dial->fn = fn;
	dial->arg = arg;
	dial->fd = -1;
	cti__list_init(&dial->sockets);
	cti__later_init(&dial->later, on_later, dial);

	dial->name = cti__easy_name(opts);
	dial->easy = curl_easy_init();
	dial->multi = curl_multi_init();
	err = start(dial, opts);
	if (err)
		cti__dial_free(dial);
	else
		*out = dial;
	return err;
}

void cti__dial_free(struct cti__dial *dial)
{
	struct cti__sigpipe hold;

	if (!dial)
		return;
	cti__later_stop(&dial->later);
	/* libcurl speaks to the other side once more: TLS says good-bye. */
	cti__sigpipe_hold(&hold, !dial->loop->own);
	if (dial->multi && dial->easy)
		curl_multi_remove_handle(dial->multi, dial->easy);
	if (dial->easy)
		curl_easy_cleanup(dial->easy);
	if (dial->multi)
		curl_multi_cleanup(dial->multi);
	cti__sigpipe_let_go(&hold);

	/* Both last: libcurl may still have set them. */
	free_sockets(dial);
	cti__later_stop(&dial->later);
	cti__timer_free(dial->timer);
	cti__free(dial->name);
	cti__free(dial);
}

int cti__dial_fd(const struct cti__dial *dial)
{
	return dial->fd;
}

CURL *cti__dial_easy(const struct cti__dial *dial)
{
	return dial->easy;
}

int cti__dial_lost(struct cti__dial *dial, CURLcode rc, int os_err,
		   const char **detail)
{
	*detail = dial->detail;
	return cti__dial_explain_lost(dial->detail, dial->name, dial->opts.tls,
				      rc, os_err, dial->words);
}
