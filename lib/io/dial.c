/* SPDX-License-Identifier: MIT */
/* Name, TCP and TLS by libcurl, up to the point where bytes can flow. */
#include "io/dial.h"
#include "io/easy.h"
#include "io/inside.h"
#include "io/multi.h"
#include "io/sigpipe.h"
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
	struct cti__multi multi;
	struct cti__later later;
	struct cti__stream_opts opts; /* its texts are not kept */
	cti__dial_fn *fn;
	void *arg;
	char *name; /* "pbx:5038" */
	int fd;
	bool done; /* connected; to be told in the next turn */
	char words[CURL_ERROR_SIZE];
	char detail[CTI__DIAL_DETAIL];
};

/* Calls fn as its last thing, which may free the dial. */
static void fail(struct cti__dial *dial, CURLcode rc)
{
	long os_err = 0;
	int err;

	curl_easy_getinfo(dial->easy, CURLINFO_OS_ERRNO, &os_err);
	err = cti__dial_explain(dial->detail, dial->name, &dial->opts, rc,
				(int)os_err, dial->words);
	cti__multi_rest(&dial->multi);
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
	cti__multi_rest(&dial->multi);
	/* libcurl's own watch must be closed before another may take its
	   place. */
	cti__later_start(&dial->later, dial->loop);
}

static void on_step(void *arg, CURLMcode rc)
{
	struct cti__dial *dial = arg;
	CURLMsg *msg;
	int n;

	if (rc == CURLM_OUT_OF_MEMORY) {
		fail(dial, CURLE_OUT_OF_MEMORY);
		return;
	}
	msg = curl_multi_info_read(dial->multi.curl, &n);
	if (msg && msg->data.result)
		fail(dial, msg->data.result);
	else if (msg)
		connected(dial);
	else if (rc)
		fail(dial, CURLE_COULDNT_CONNECT);
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

	cti__multi_forget(&dial->multi);
	listen_to_words(dial);
	dial->fn(dial->arg, 0, "");
}

static int start(struct cti__dial *dial, const struct cti__stream_opts *opts)
{
	int err = cti__multi_init(&dial->multi, dial->loop, on_step, dial);

	if (err)
		return err;
	dial->name = cti__easy_name(opts);
	dial->easy = curl_easy_init();
	if (!dial->name || !dial->easy ||
	    curl_easy_setopt(dial->easy, CURLOPT_ERRORBUFFER, dial->words))
		return CTI_ENOMEM;
	err = cti__easy_set(dial->easy, opts, &dial->opts, dial->name);
	if (err)
		return err;
	if (curl_multi_add_handle(dial->multi.curl, dial->easy))
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
	cti__later_init(&dial->later, on_later, dial);
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
	if (dial->multi.curl && dial->easy)
		curl_multi_remove_handle(dial->multi.curl, dial->easy);
	if (dial->easy)
		curl_easy_cleanup(dial->easy);
	cti__sigpipe_let_go(&hold);
	cti__multi_fini(&dial->multi);
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

/* The first is the server's own; others of the chain live longer. */
int64_t cti__dial_expires(const struct cti__dial *dial)
{
	static const char name[] = "Expire date:";
	struct curl_certinfo *chain = NULL;
	const struct curl_slist *row;
	time_t when = -1;

	if (curl_easy_getinfo(dial->easy, CURLINFO_CERTINFO, &chain) ||
	    !chain || chain->num_of_certs < 1)
		return 0;
	for (row = chain->certinfo[0]; row && when < 0; row = row->next)
		if (strncmp(row->data, name, sizeof(name) - 1) == 0)
			when = curl_getdate(row->data + sizeof(name) - 1, NULL);
	return when > 0 ? (int64_t)when : 0;
}

int cti__dial_lost(struct cti__dial *dial, CURLcode rc, int os_err,
		   const char **detail)
{
	*detail = dial->detail;
	return cti__dial_explain_lost(dial->detail, dial->name, dial->opts.tls,
				      rc, os_err, dial->words);
}
