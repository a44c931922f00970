/* SPDX-License-Identifier: MIT */
/* Name, TCP and TLS by libcurl, up to the point where bytes can flow. */
#include "io/dial.h"
#include "io/inside.h"
#include "io/sigpipe.h"
#include "io/timer.h"
#include "io/watch.h"
#include "util/alloc.h"
#include "util/buf.h"

#include <cti/error.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

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

static void on_later(void *arg)
{
	struct cti__dial *dial = arg;

	if (!dial->done) {
		on_time(dial);
		return;
	}
	free_sockets(dial);
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

static void set_int(int fd, int level, int option, uint32_t value)
{
	int n = value > INT32_MAX ? INT32_MAX : (int)value;

	setsockopt(fd, level, option, &n, sizeof(n));
}

/* A system that refuses one of these can still be talked through. */
static int tune_socket(void *user, curl_socket_t fd, curlsocktype purpose)
{
	const struct cti__stream_opts *opts = user;

	(void)purpose;
	if (opts->keep_idle_s) {
		set_int(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
		set_int(fd, IPPROTO_TCP, TCP_KEEPIDLE, opts->keep_idle_s);
		set_int(fd, IPPROTO_TCP, TCP_KEEPINTVL, opts->keep_interval_s);
		set_int(fd, IPPROTO_TCP, TCP_KEEPCNT, opts->keep_count);
	}
	if (opts->user_timeout_ms)
		set_int(fd, IPPROTO_TCP, TCP_USER_TIMEOUT,
			opts->user_timeout_ms);
	return CURL_SOCKOPT_OK;
}

static bool is_host_char(unsigned char c, bool ip6)
{
	if (c >= 0x80 || c == '-' || c == '.' || c == '_')
		return true;
	if (ip6 && (c == ':' || c == '%'))
		return true;
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

/* Nothing that could mean another part of a URL. */
static bool is_host(const char *host)
{
	bool ip6 = strchr(host, ':');
	size_t i;

	for (i = 0; host[i]; i++) {
		if (!is_host_char((unsigned char)host[i], ip6))
			return false;
	}
	return i > 0 && i < 256;
}

static char *make_name(const struct cti__stream_opts *opts)
{
	const char *form = strchr(opts->host, ':') ? "[%s]:%u" : "%s:%u";
	struct cti__buf b = { 0 };

	cti__buf_printf(&b, form, opts->host, (unsigned)opts->port);
	return cti__buf_take(&b, NULL);
}

/* The name as a URL, in which the '%' of an IPv6 zone is written "%25". */
static char *make_url(const char *name, bool tls)
{
	struct cti__buf b = { 0 };
	const char *c;

	cti__buf_text(&b, tls ? "https://" : "http://");
	for (c = name; *c; c++) {
		cti__buf_char(&b, *c);
		if (*c == '%')
			cti__buf_text(&b, "25");
	}
	return cti__buf_take(&b, NULL);
}

static int set_tls(CURL *easy, const struct cti__stream_opts *opts)
{
	int bad = 0;

	bad |= curl_easy_setopt(easy, CURLOPT_SSLVERSION,
				(long)CURL_SSLVERSION_TLSv1_2);
	bad |= curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER,
				opts->verify ? 1L : 0L);
	bad |= curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST,
				opts->verify ? 2L : 0L);
	bad |= curl_easy_setopt(easy, CURLOPT_SSL_ENABLE_ALPN, 0L);
	if (opts->ca_file) {
		bad |= curl_easy_setopt(easy, CURLOPT_CAINFO, opts->ca_file);
		bad |= curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	}
	if (opts->cert_file) {
		bad |= curl_easy_setopt(easy, CURLOPT_SSLCERT, opts->cert_file);
		bad |= curl_easy_setopt(easy, CURLOPT_SSLKEY,
					opts->key_file ? opts->key_file
						       : opts->cert_file);
	}
	return bad;
}

static int set_easy(struct cti__dial *dial, const struct cti__stream_opts *opts,
		    const char *url)
{
	CURL *easy = dial->easy;
	int bad = 0;

	bad |= curl_easy_setopt(easy, CURLOPT_URL, url);
	bad |= curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
	bad |= curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* The environment may name a proxy; it is meant for the web. */
	bad |= curl_easy_setopt(easy, CURLOPT_PROXY, "");
	bad |= curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, dial->words);
	bad |= curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
				(long)opts->connect_timeout_ms);
	bad |= curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, tune_socket);
	bad |= curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, &dial->opts);
	/* Also the most that one curl_easy_recv() brings. */
	bad |= curl_easy_setopt(easy, CURLOPT_BUFFERSIZE,
				(long)CTI__LOOP_INPUT);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* Else closing waits for a name server that does not answer. */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
	if (opts->tls)
		bad |= set_tls(easy, opts);
	return bad ? CTI_ENOMEM : 0;
}

static int start(struct cti__dial *dial, const struct cti__stream_opts *opts)
{
	char *url = make_url(dial->name, opts->tls);
	int err = CTI_ENOMEM, bad = 0;

	if (!url || !dial->easy || !dial->multi)
		goto out;
	bad |= curl_multi_setopt(dial->multi, CURLMOPT_SOCKETFUNCTION,
				 set_socket);
	bad |= curl_multi_setopt(dial->multi, CURLMOPT_SOCKETDATA, dial);
	bad |= curl_multi_setopt(dial->multi, CURLMOPT_TIMERFUNCTION,
				 set_timer);
	bad |= curl_multi_setopt(dial->multi, CURLMOPT_TIMERDATA, dial);
	if (bad || set_easy(dial, opts, url))
		goto out;
	err = cti__timer_new(&dial->timer, dial->loop, on_time, dial);
	if (err)
		goto out;
	if (curl_multi_add_handle(dial->multi, dial->easy))
		err = CTI_ENOMEM;
out:
	cti__free(url);
	return err;
}

int cti__dial_new(struct cti__dial **out, struct cti__loop *loop,
		  const struct cti__stream_opts *opts, cti__dial_fn *fn,
		  void *arg)
{
	struct cti__dial *dial;
	int err;

	*out = NULL;
	if (!opts->host || !opts->port || !is_host(opts->host))
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

	err = CTI_ENOMEM;
	dial->name = make_name(opts);
	dial->easy = curl_easy_init();
	dial->multi = curl_multi_init();
	if (dial->name)
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
