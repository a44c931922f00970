/* SPDX-License-Identifier: MIT */
/*
 * A gateway that posts every pop to an address of yours:
 * webhook [HOOK [URL [CSV]]], with the shared secret in CTI_HOOK_SECRET
 *
 * One thread and one wait for both: curl_multi_poll() watches the post under
 * way and cti_fd(). The posts go out one by one in the order of the events. One
 * that fails is tried again after 1, 2, 4 ... seconds: the receiver may see it
 * twice, and knows it by its `pop` and `revision`. Without a HOOK, or with an
 * empty one, the bodies are only printed.
 *
 * Header: "Cti-Signature: t=SECONDS,sha256=HEX", where HEX is the HMAC of
 * SECONDS, a dot and the body. A receiver recomputes it, compares in constant
 * time, and refuses what is older than five minutes.
 */
#include <cti/cti.h>

#include <curl/curl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_WAITING  1000  /* posts; beyond it the oldest is given up */
#define MAX_ATTEMPTS 8	   /* of one post */
#define MAX_PAUSE_S  60	   /* between two attempts */
#define GRACE_MS     10000 /* for what still waits at the end */
#define BATCH	     256   /* events in one go */

struct post {
	struct post *next;
	char *body;
	size_t len;
	int attempts;
};

struct hook {
	const char *url; /* NULL: print */
	const char *secret;
	CURLM *multi;
	CURL *easy;
	struct curl_slist *headers; /* of the attempt under way; else NULL */
	struct post *first;
	struct post **end;
	int64_t not_before; /* of the next attempt */
	unsigned failures;  /* in a row, of whatever posts */
	unsigned waiting;
	unsigned sent;
	unsigned lost;
};

static volatile sig_atomic_t stopped;

static void on_signal(int number)
{
	(void)number;
	stopped = 1;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* What the receiver answers does not matter, only its status. */
static size_t ignore(char *data, size_t size, size_t count, void *user)
{
	(void)data;
	(void)user;
	return size * count;
}

/* out has room for 32 + 2 * EVP_MAX_MD_SIZE bytes behind the name. */
static int sign(const struct hook *hook, const struct post *post, char *out,
		size_t room)
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	long long seconds = time(NULL);
	unsigned size = 0;
	char *text;
	unsigned i;
	int n;

	n = snprintf(out, room, "Cti-Signature: t=%lld,sha256=", seconds);
	text = malloc(post->len + 32);
	if (!text)
		return -1;
	i = (unsigned)snprintf(text, 32, "%lld.", seconds);
	memcpy(text + i, post->body, post->len);
	if (!HMAC(EVP_sha256(), hook->secret, (int)strlen(hook->secret),
		  (unsigned char *)text, i + post->len, mac, &size))
		size = 0;
	free(text);
	for (i = 0; i < size; i++)
		n += snprintf(out + n, room - (size_t)n, "%02x", mac[i]);
	return size ? 0 : -1;
}

static int add_header(struct hook *hook, const char *header)
{
	struct curl_slist *more = curl_slist_append(hook->headers, header);

	if (!more)
		return -1;
	hook->headers = more;
	return 0;
}

static void drop_headers(struct hook *hook)
{
	curl_slist_free_all(hook->headers);
	hook->headers = NULL;
}

static void drop_post(struct hook *hook)
{
	struct post *post = hook->first;

	hook->first = post->next;
	if (!hook->first)
		hook->end = &hook->first;
	hook->waiting--;
	cti_free(post->body);
	free(post);
}

static void give_up(struct hook *hook, const char *why)
{
	fprintf(stderr, "webhook: a pop is given up: %s\n", why);
	hook->lost++;
	drop_post(hook);
}

/* The pause belongs to the receiver, not to the post: giving one up must not
   make us knock faster. */
static void try_later(struct hook *hook, int64_t at_least_s, const char *why)
{
	int64_t pause_s = hook->failures < 6 ? 1 << hook->failures
					     : MAX_PAUSE_S;

	hook->failures++;
	if (pause_s < at_least_s)
		pause_s = at_least_s;
	if (pause_s > MAX_PAUSE_S)
		pause_s = MAX_PAUSE_S;
	hook->not_before = now_ms() + pause_s * 1000;
	fprintf(stderr, "webhook: %s; next attempt in %d s\n", why,
		(int)pause_s);
	if (hook->first->attempts >= MAX_ATTEMPTS)
		give_up(hook, why);
}

/* Begins an attempt at the first post. */
static void post_first(struct hook *hook)
{
	struct post *post = hook->first;
	char signature[64 + 2 * EVP_MAX_MD_SIZE];

	post->attempts++;
	if (sign(hook, post, signature, sizeof(signature)) ||
	    add_header(hook, "Content-Type: application/json") ||
	    add_header(hook, "Expect:") || add_header(hook, signature)) {
		drop_headers(hook);
		try_later(hook, 0, "out of memory");
		return;
	}
	curl_easy_setopt(hook->easy, CURLOPT_HTTPHEADER, hook->headers);
	curl_easy_setopt(hook->easy, CURLOPT_POSTFIELDS, post->body);
	curl_easy_setopt(hook->easy, CURLOPT_POSTFIELDSIZE_LARGE,
			 (curl_off_t)post->len);
	if (curl_multi_add_handle(hook->multi, hook->easy)) {
		drop_headers(hook);
		try_later(hook, 0, "out of memory");
	}
}

/* An attempt has ended: done, later again, or never. */
static void judge(struct hook *hook, CURLcode result)
{
	curl_off_t after_s = 0;
	char why[64];
	long status = 0;

	curl_easy_getinfo(hook->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(hook->easy, CURLINFO_RETRY_AFTER, &after_s);
	curl_multi_remove_handle(hook->multi, hook->easy);
	drop_headers(hook);
	snprintf(why, sizeof(why), "the receiver answered %ld", status);
	if (result) {
		try_later(hook, 0, curl_easy_strerror(result));
	} else if (status == 408 || status == 429 || status >= 500) {
		try_later(hook, after_s, why);
	} else {
		hook->failures = 0;
		if (status >= 200 && status < 300) {
			hook->sent++;
			drop_post(hook);
		} else {
			/* Asking again does not help against "not found". */
			give_up(hook, why);
		}
	}
}

static void step(struct hook *hook)
{
	CURLMsg *message;
	int count;

	curl_multi_perform(hook->multi, &count);
	while ((message = curl_multi_info_read(hook->multi, &count)))
		if (message->msg == CURLMSG_DONE)
			judge(hook, message->data.result);
	if (hook->first && !hook->headers && now_ms() >= hook->not_before) {
		post_first(hook);
		curl_multi_perform(hook->multi, &count);
	}
}

/* How long nothing of ours is due. */
static int patience(const struct hook *hook)
{
	int64_t left = hook->not_before - now_ms();

	/* A second, to look whether a signal has come. */
	if (!hook->first || hook->headers || left > 1000)
		return 1000;
	return left > 0 ? (int)left : 0;
}

static void push(struct hook *hook, const cti_event *event)
{
	struct post *post = calloc(1, sizeof(*post));

	if (!post || cti_event_json(event, &post->body, &post->len)) {
		fputs("webhook: a pop is given up: out of memory\n", stderr);
		hook->lost++;
		free(post);
		return;
	}
	*hook->end = post;
	hook->end = &post->next;
	hook->waiting++;
	if (!hook->url) {
		printf("%s\n", post->body);
		hook->sent++;
		drop_post(hook);
	}
	/* Never the one that libcurl is reading from. */
	while (hook->waiting > MAX_WAITING && !hook->headers)
		give_up(hook, "too many wait");
}

/* 0 while more will come, 1 when a story is told, else what went wrong: the
   login was refused, say. Whoever supervises the program starts it anew. */
static int end_of(const cti_event *event)
{
	const char *detail = cti_event_str(event, CTI_FIELD_DETAIL, NULL);

	if (cti_event_kind(event) != CTI_EVENT_LINK ||
	    strcmp(cti_event_str(event, CTI_FIELD_STATE, NULL), "failed") != 0)
		return 0;
	if (!strncmp(detail, "end of the ", 11))
		return 1;
	fprintf(stderr, "webhook: %s\n", detail);
	return CTI_ELINKDOWN;
}

static int drain(struct hook *hook, cti_client *client)
{
	cti_event *event;
	int end = 0;
	int i;

	for (i = 0; !end && i < BATCH && !cti_poll(client, 0, &event); i++) {
		if (cti_event_pop(event))
			push(hook, event);
		end = end_of(event);
		cti_event_unref(event);
	}
	return end;
}

/* Negative if the switch was lost for good. */
static int run(struct hook *hook, cti_client *client)
{
	struct curl_waitfd wait = { .fd = cti_fd(client),
				    .events = CURL_WAIT_POLLIN };
	int64_t deadline = 0; /* set until the end has come */
	int end = 0;

	while (!end || (hook->first && now_ms() < deadline)) {
		curl_multi_poll(hook->multi, &wait, end ? 0 : 1, patience(hook),
				NULL);
		if (!end) {
			end = stopped ? 1 : drain(hook, client);
			deadline = now_ms() + GRACE_MS;
		}
		step(hook);
	}
	return end < 0 ? end : 0;
}

static int hook_init(struct hook *hook)
{
	hook->end = &hook->first;
	hook->multi = curl_multi_init();
	hook->easy = curl_easy_init();
	if (!hook->multi || !hook->easy)
		return CTI_ENOMEM;
	if (!hook->url)
		return 0;
	if (strncmp(hook->url, "https://", 8) != 0 &&
	    strncmp(hook->url, "http://", 7) != 0) {
		fputs("webhook: HOOK must begin with https:// or http://\n",
		      stderr);
		return CTI_EURL;
	}
	/* Not an argument: those everybody on the machine can read. */
	hook->secret = getenv("CTI_HOOK_SECRET");
	if (!hook->secret || !*hook->secret) {
		fputs("webhook: set CTI_HOOK_SECRET to the secret that the "
		      "receiver knows\n",
		      stderr);
		return CTI_EAUTH;
	}
	curl_easy_setopt(hook->easy, CURLOPT_URL, hook->url);
	curl_easy_setopt(hook->easy, CURLOPT_WRITEFUNCTION, ignore);
	curl_easy_setopt(hook->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(hook->easy, CURLOPT_CONNECTTIMEOUT_MS, 3000L);
	curl_easy_setopt(hook->easy, CURLOPT_TIMEOUT_MS, 5000L);
	return 0;
}

static void hook_fini(struct hook *hook)
{
	if (hook->headers)
		curl_multi_remove_handle(hook->multi, hook->easy);
	drop_headers(hook);
	for (; hook->first; hook->lost++)
		drop_post(hook);
	curl_easy_cleanup(hook->easy);
	curl_multi_cleanup(hook->multi);
}

static int work(struct hook *hook, const char *url, const char *csv)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	cti_client *client;
	int err;

	err = cti_client_new(&client, NULL);
	if (err) {
		fprintf(stderr, "webhook: %s\n", cti_strerror(err));
		return err;
	}
	opts.url = url;
	err = cti_source_add_csv(client, "customers", csv);
	if (!err)
		err = cti_link_add(client, NULL, &opts);
	if (err)
		fprintf(stderr, "webhook: %s\n", cti_client_detail(client));
	else
		err = run(hook, client);
	cti_client_close(client);
	return err;
}

int main(int argc, char **argv)
{
	struct hook hook = { .url = argc > 1 && *argv[1] ? argv[1] : NULL };
	struct sigaction action = { .sa_handler = on_signal };
	int err;

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	err = hook_init(&hook);
	if (!err)
		err = work(&hook,
			   argc > 2 ? argv[2]
				    : "sim:examples/stories/morning.sim",
			   argc > 3 ? argv[3]
				    : "examples/directory/customers.csv");
	hook_fini(&hook);
	if (hook.url && hook.secret)
		fprintf(stderr, "webhook: %u pops posted, %u lost\n", hook.sent,
			hook.lost);
	curl_global_cleanup();
	return err || hook.lost ? 1 : 0;
}
