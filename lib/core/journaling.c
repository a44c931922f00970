/* SPDX-License-Identifier: MIT */
/* A client's journal: its keys, and what of the loop is lent to it. */
#include "core/journaling.h"
#include "core/pipeline.h"
#include "io/http.h"
#include "io/work.h"
#include "journal/journal.h"
#include "journal/store.h"
#include "pop/earlier.h"
#include "util/alloc.h"
#include "util/say.h"
#include "util/sha1.h"

#include <cti/error.h>

#include <stdio.h>

/* So many groups a second at the most: 10. Whoever kills us takes as much. */
#define GATHER_MS 100

struct cti__journaling {
	struct cti_client *client;
	struct cti__journal *journal;
	struct cti__timer *alarm;
	struct cti__http *http; /* NULL: there is no outbox */
	char *url, *login;
	char *file;
	struct cti__lock *lock; /* of the file */
	char *keys;		/* the values it was made of */
	unsigned earlier; /* pop.earlier: read for each call, so kept here */
	struct cti__list posts;
	struct cti__list pasts; /* of past, to be shown */
	struct cti__later tell, show;
	char lost[512]; /* what is to be told */
};

/* Earlier contacts that a pop is to show. */
struct past {
	struct cti__list node;
	struct cti__earlier *earlier;
	uint32_t turn;
	char call[];
};

/* A record on its way. */
struct post {
	struct cti__list node;
	struct cti__journaling *of;
	char id[];
};

static int do_work(void *user, void (*fn)(void *arg),
		   void (*done)(void *arg, int err), void *arg)
{
	struct cti__journaling *js = user;

	return cti__loop_work(js->client->loop, fn, done, arg);
}

static void set_alarm(void *user, int64_t ms)
{
	struct cti__journaling *js = user;

	cti__timer_start(js->alarm, (uint64_t)ms);
}

static void on_alarm(void *arg)
{
	struct cti__journaling *js = arg;
	struct cti_client *client = js->client;

	cti__client_enter(client);
	cti__journal_tick(js->journal);
	cti__client_leave(client);
}

static int64_t wall_us(void *user)
{
	(void)user;
	return cti__loop_wall_us();
}

static void on_tell(void *arg)
{
	struct cti__journaling *js = arg;
	struct cti_client *client = js->client;
	struct cti_event ev;

	cti__client_enter(client);
	cti__event_init(&ev, CTI_EVENT_LOSS, cti__loop_wall_us());
	ev.flags = CTI_FLAG_SYNTHETIC;
	cti__event_set(&ev, CTI_FIELD_LINK, CTI__STR("journal"));
	cti__event_set(&ev, CTI_FIELD_DETAIL, cti__str(js->lost));
	cti__pipeline_emit(client, &ev);
	cti__client_leave(client);
}

static void on_loss(void *user, uint64_t count, const char *why)
{
	struct cti__journaling *js = user;

	(void)count;
	cti__say_to(js->lost, sizeof(js->lost),
		    "the journal does not get everything: %s", why);
	cti__later_start(&js->tell, js->client->loop);
}

static struct cti__earlier *earlier_of(const cti_contact *const *found,
				       size_t count)
{
	cti_earlier row[CTI__EARLIER_MAX];
	size_t i;

	for (i = 0; i < count; i++) {
		row[i].id = cti_contact_text(found[i], CTI_CONTACT_ID);
		row[i].channel = cti_contact_text(found[i],
						  CTI_CONTACT_CHANNEL);
		row[i].direction = cti_contact_text(found[i],
						    CTI_CONTACT_DIRECTION);
		row[i].line = cti_contact_text(found[i], CTI_CONTACT_LINE);
		row[i].agent = cti_contact_text(found[i], CTI_CONTACT_AGENT);
		row[i].disposition = cti_contact_text(found[i],
						      CTI_CONTACT_DISPOSITION);
		row[i].notes = cti_contact_text(found[i], CTI_CONTACT_NOTES);
		row[i].began_us = cti_contact_int(found[i], CTI_CONTACT_BEGAN);
	}
	return cti__earlier_new(row, count);
}

/* A group brings many answers; calls go on between two of them. */
static void on_earlier(void *user, const char *call, uint32_t turn,
		       const cti_contact *const *found, size_t count)
{
	struct cti__journaling *js = user;
	size_t n = strlen(call) + 1;
	struct past *past = cti__alloc(sizeof(*past) + n);

	if (past)
		past->earlier = earlier_of(found, count);
	if (!past || !past->earlier) {
		cti__free(past);
		return;
	}
	past->turn = turn;
	memcpy(past->call, call, n);
	cti__list_add(&js->pasts, &past->node);
	cti__later_start(&js->show, js->client->loop);
}

static struct past *take_past(struct cti__journaling *js)
{
	struct cti__list *node = js->pasts.next;

	if (cti__list_empty(&js->pasts))
		return NULL;
	cti__list_del(node);
	return cti__list_entry(node, struct past, node);
}

static void free_past(struct past *past)
{
	cti__earlier_unref(past->earlier);
	cti__free(past);
}

static void on_show(void *arg)
{
	struct cti__journaling *js = arg;
	struct cti_client *client = js->client;
	struct past *past = take_past(js);

	if (!past)
		return;
	if (!cti__list_empty(&js->pasts))
		cti__later_start(&js->show, client->loop);
	cti__client_enter(client);
	if (client->pops && !client->closing)
		cti__pops_earlier(client->pops, cti__str(past->call),
				  past->turn, past->earlier);
	cti__client_leave(client);
	free_past(past);
}

static int64_t retry_after(const struct cti__http_answer *answer)
{
	struct cti__str text = cti__http_header(answer, "Retry-After");
	uint64_t s = 0;

	return cti__str_is_digits(text) && cti__str_u64(text, &s) && s < 1000000
		       ? (int64_t)s
		       : 0;
}

static void on_answer(void *arg, const struct cti__http_answer *answer)
{
	struct post *post = arg;
	struct cti__journaling *js = post->of;
	struct cti_client *client = js->client;

	cti__list_del(&post->node);
	cti__client_enter(client);
	cti__journal_answer(js->journal, post->id, answer->err, answer->status,
			    answer->err ? 0 : retry_after(answer),
			    answer->detail);
	cti__client_leave(client);
	cti__free(post);
}

/* Any text is fit for a header that way. */
static void make_key(const char *key, char *to, size_t size)
{
	unsigned char hash[CTI__SHA1_SIZE];
	size_t i, n;

	n = (size_t)snprintf(to, size, "Idempotency-Key: ");
	cti__sha1(hash, cti__str(key));
	for (i = 0; i < sizeof(hash); i++)
		n += (size_t)snprintf(to + n, size - n, "%02x", hash[i]);
}

static int do_post(void *user, const char *id, const char *key,
		   const char *body, size_t len)
{
	struct cti__journaling *js = user;
	char line[80];
	const char *const header[] = { line, js->login };
	struct cti__http_request request = {
		.method = "POST",
		.url = js->url,
		.header = header,
		.headers = js->login ? 2 : 1,
		.body = body,
		.len = len,
		.fn = on_answer,
	};
	size_t n = strlen(id) + 1;
	struct post *post = cti__alloc(sizeof(*post) + n);
	int err;

	if (!post)
		return CTI_ENOMEM;
	post->of = js;
	memcpy(post->id, id, n);
	make_key(key, line, sizeof(line));
	request.arg = post;
	err = cti__http_ask(js->http, &request);
	if (err)
		cti__free(post);
	else
		cti__list_add(&js->posts, &post->node);
	return err;
}

static void free_journaling(struct cti__journaling *js)
{
	struct cti__list *node;
	struct past *past;

	if (!js)
		return;
	cti__http_free(js->http);
	while (!cti__list_empty(&js->posts)) {
		node = js->posts.next;
		cti__list_del(node);
		cti__free(cti__list_entry(node, struct post, node));
	}
	cti__timer_free(js->alarm);
	/* It may still lose something, and want to tell. */
	cti__journal_free(js->journal);
	cti__lock_unref(js->lock);
	cti__later_stop(&js->tell);
	cti__later_stop(&js->show);
	while ((past = take_past(js)) != NULL)
		free_past(past);
	cti__free(js->url);
	cti__free(js->file);
	cti__free_secret(js->login);
	cti__free_secret(js->keys);
	cti__free(js);
}

static int make_http(struct cti__journaling *js)
{
	const struct cti__config *config = &js->client->config;
	const char *token = cti__config_text(config, "journal.outbox_token",
					     NULL);
	struct cti__http_opts opts = CTI__HTTP_OPTS_INIT;
	struct cti__buf login = { 0 };
	const char *ca = cti__config_text(config, "tls.ca_file", NULL);

	js->url = cti__str_dup(
		cti__str(cti__config_text(config, "journal.outbox_url", NULL)));
	if (!js->url)
		return CTI_ENOMEM;
	if (!*js->url)
		return 0;
	if (*token) {
		cti__buf_printf(&login, "Authorization: Bearer %s", token);
		js->login = cti__buf_take(&login, NULL);
		if (!js->login)
			return CTI_ENOMEM;
	}
	opts.net.verify = cti__config_bool(config, "tls.verify", NULL);
	opts.net.ca_file = *ca ? ca : NULL;
	return cti__http_new(&js->http, js->client->loop, &opts);
}

/* Whoever opens a journal takes what is open in it for what a crash has left.
   The journal before this one may be at its last group: it shares the lock. */
static int lock_file(struct cti__journaling *js,
		     const struct cti__journaling *old)
{
	int err;

	js->file = cti__str_dup(cti__str(
		cti__config_text(&js->client->config, "journal.file", NULL)));
	if (!js->file)
		return CTI_ENOMEM;
	if (old && strcmp(old->file, js->file) == 0) {
		js->lock = cti__lock_ref(old->lock);
		return 0;
	}
	err = cti__lock_new(&js->lock, js->file);
	if (err != CTI_EEXIST)
		return err;
	cti__client_say(js->client,
			"%s: another program or client writes this journal; "
			"end it, or name another file by journal.file.",
			js->file);
	return CTI_EVALUE;
}

static struct cti__journal_opts journal_opts(const struct cti__journaling *js)
{
	const struct cti__config *config = &js->client->config;

	return (struct cti__journal_opts){
		.file = js->file,
		.retention_days = cti__config_int(
			config, "journal.retention_days", NULL),
		.max_waiting = (uint64_t)cti__config_int(
			config, "journal.max_waiting", NULL),
		.send = js->http != NULL,
		.send_delay_s = cti__config_int(config,
						"journal.outbox_delay_s", NULL),
		.send_attempts = cti__config_int(
			config, "journal.outbox_attempts", NULL),
		.gather_ms = GATHER_MS,
		.lock = js->lock,
	};
}

static int make_journal(struct cti__journaling *js)
{
	struct cti_client *client = js->client;
	struct cti__journal_opts opts = journal_opts(js);
	struct cti__journal_host host = {
		.user = js,
		.work = do_work,
		.alarm = set_alarm,
		.wall_us = wall_us,
		.post = do_post,
		.loss = on_loss,
		.earlier = on_earlier,
		.log = &client->log,
		.seed = { client->seed[0], client->seed[1] },
	};

	return cti__journal_new(&js->journal, &host, &opts);
}

static int make(struct cti_client *client, struct cti__journaling **out,
		const struct cti__journaling *old)
{
	struct cti__journaling *js = cti__calloc(1, sizeof(*js));
	int err;

	*out = NULL;
	if (!js)
		return CTI_ENOMEM;
	js->client = client;
	cti__list_init(&js->posts);
	cti__list_init(&js->pasts);
	cti__later_init(&js->tell, on_tell, js);
	cti__later_init(&js->show, on_show, js);
	err = lock_file(js, old);
	if (!err)
		err = cti__timer_new(&js->alarm, client->loop, on_alarm, js);
	if (!err)
		err = make_http(js);
	if (!err)
		err = make_journal(js);
	if (err)
		free_journaling(js);
	else
		*out = js;
	return err;
}

/* All values that a journal is made of in one text, to see whether any has
   changed: then contacts under way end in the old one. */
static int read_keys(struct cti_client *client, char **out)
{
	static const char *const keys[] = {
		"journal.file", "journal.outbox_url", "journal.outbox_token",
		"tls.ca_file",	"tls.verify",
	};
	struct cti__buf text = { 0 };
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		cti__buf_text(&text,
			      cti__config_text(&client->config, keys[i], NULL));
		cti__buf_char(&text, '\n');
	}
	*out = cti__buf_take(&text, NULL);
	if (*out)
		return 0;
	cti__buf_fini(&text);
	return CTI_ENOMEM;
}

static bool is_http(struct cti__str url)
{
	return !url.n || cti__str_starts(url, CTI__STR("http://")) ||
	       cti__str_starts(url, CTI__STR("https://"));
}

static int apply(struct cti_client *client)
{
	const struct cti__config *config = &client->config;
	struct cti__journaling *js = NULL, *old = client->journaling;
	struct cti__journal_opts opts;
	char *keys;
	int err;

	if (!is_http(cti__str(
		    cti__config_text(config, "journal.outbox_url", NULL)))) {
		cti__client_say(client, "journal.outbox_url must begin with "
					"http:// or https://.");
		return CTI_EVALUE;
	}
	err = read_keys(client, &keys);
	if (err)
		return err;
	if (old && strcmp(old->keys, keys) == 0) {
		cti__free_secret(keys);
		opts = journal_opts(old);
		cti__journal_tune(old->journal, &opts);
		return 0;
	}
	if (*cti__config_text(config, "journal.file", NULL))
		err = make(client, &js, old);
	if (err || !js) {
		cti__free_secret(keys);
		if (err)
			return err;
	} else {
		js->keys = keys;
	}
	client->journaling = js;
	free_journaling(old);
	return 0;
}

int cti__journaling_apply(struct cti_client *client)
{
	int err = apply(client);

	if (client->journaling)
		client->journaling->earlier = (unsigned)cti__config_int(
			&client->config, "pop.earlier", NULL);
	return err;
}

void cti__journaling_fini(struct cti_client *client)
{
	free_journaling(client->journaling);
	client->journaling = NULL;
}

void cti__journaling_event(struct cti_client *client,
			   const struct cti_event *ev)
{
	cti__journal_event(client->journaling->journal, ev);
}

struct cti__journal *cti__journaling_journal(struct cti_client *client)
{
	return client->journaling ? client->journaling->journal : NULL;
}

void cti__journaling_earlier(struct cti_client *client, struct cti__str call,
			     uint32_t turn, struct cti__str number,
			     struct cti__str customer)
{
	struct cti__journaling *js = client->journaling;

	if (js)
		cti__journal_earlier(js->journal, call, turn, number, customer,
				     js->earlier);
}
