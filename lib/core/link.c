/* SPDX-License-Identifier: MIT */
/* Links come and go: from options to a link that dials, and away again. */
#include "core/link.h"
#include "core/client.h"
#include "core/doctor.h"
#include "core/recorder.h"
#include "core/request.h"
#include "core/routing.h"
#include "core/tape.h"
#include "util/alloc.h"
#include "util/utf8.h"

#include <cti/error.h>

#include <stdarg.h>
#include <stdio.h>

#define NAME_MAX_BYTES 64

void cti__link_log(const struct cti_link *link, uint32_t level,
		   const char *format, ...)
{
	char text[512];
	va_list args;

	if (level > link->client->log.level)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	cti__log(&link->client->log, level, "link %s: %s", link->name, text);
}

int64_t cti__link_now_us(const struct cti_link *link)
{
	return link->env->now_us(link);
}

struct cti_link *cti__link_find(struct cti_client *client, const char *name)
{
	struct cti__list *node;
	struct cti_link *link;

	cti__list_each (node, &client->links) {
		link = cti__list_entry(node, struct cti_link, node);
		if (!(link->pending & CTI__PENDING_REMOVE) &&
		    !strcmp(link->name, name))
			return link;
	}
	return NULL;
}

static const struct cti_adapter *find_adapter(const char *scheme)
{
	size_t i;

	for (i = 0; cti__adapters[i]; i++)
		if (!strcmp(cti__adapters[i]->scheme, scheme))
			return cti__adapters[i];
	return NULL;
}

static int no_scheme(struct cti_client *client, const char *scheme)
{
	size_t i;

	cti__client_say(client,
			"No adapter knows the URL scheme \"%.40s\"; "
			"known are: ",
			scheme);
	for (i = 0; cti__adapters[i]; i++)
		cti__buf_printf(&client->detail, "%s, ",
				cti__adapters[i]->scheme);
	cti__buf_text(&client->detail, "replay.");
	return CTI_ESCHEME;
}

static int no_protocol(struct cti_client *client, const char *protocol)
{
	const char *comma = "";
	size_t i;

	cti__client_say(client,
			"No adapter knows the protocol \"%.40s\" of a "
			"recording; known are: ",
			protocol);
	for (i = 0; cti__adapters[i]; i++) {
		if (cti__adapters[i]->wire == CTI_WIRE_NONE)
			continue;
		cti__buf_printf(&client->detail, "%s%s", comma,
				cti__adapters[i]->scheme);
		comma = ", ";
	}
	cti__buf_text(&client->detail, ".");
	return CTI_ESCHEME;
}

/* A recording names its protocol; its adapter plays it. */
static int open_tape(struct cti_link *link, struct cti__tape **tape)
{
	struct cti_client *client = link->client;
	struct cti__buf protocol = { 0 }, why = { 0 };
	struct cti__str unknown = cti__url_unknown_param(&link->url,
							 "protocol");
	int err;

	*tape = NULL;
	if (unknown.n) {
		cti__client_say(client,
				"A replay has no parameter \"%.*s\"; it has "
				"protocol.",
				(int)(unknown.n > 40 ? 40 : unknown.n),
				unknown.p);
		return CTI_EURL;
	}
	cti__url_param(&link->url, "protocol", &protocol);
	err = cti__tape_open(tape, link->url.path, cti__buf_cstr(&protocol),
			     &why);
	if (err) {
		cti__client_say(client, "%s", cti__buf_cstr(&why));
	} else {
		link->adapter = find_adapter(cti__tape_protocol(*tape));
		if (!link->adapter)
			err = no_protocol(client, cti__tape_protocol(*tape));
	}
	cti__buf_fini(&why);
	cti__buf_fini(&protocol);
	return err;
}

/* What the URL must have for its adapter. */
static int pick_adapter(struct cti_link *link)
{
	struct cti_client *client = link->client;
	struct cti__buf clock = { 0 };

	link->adapter = find_adapter(link->url.scheme);
	if (!link->adapter)
		return no_scheme(client, link->url.scheme);
	if (link->adapter->wire == CTI_WIRE_NONE) {
		cti__url_param(&link->url, "clock", &clock);
		link->virtual_clock = !strcmp(cti__buf_cstr(&clock), "virtual");
		cti__buf_fini(&clock);
		if (link->virtual_clock) {
			link->env = &cti__link_virtual;
			link->virtual_us = link->adapter->epoch_us;
		}
		return 0;
	}
	if (!*link->url.host) {
		cti__client_say(client,
				"The URL has no host; it should read like "
				"%s://pbx.example.com.",
				link->url.scheme);
		return CTI_EURL;
	}
	if (!cti__url_is_host(cti__str(link->url.host))) {
		cti__client_say(client,
				"The URL's host has a sign that is in no name "
				"and no address; it should read like "
				"%s://pbx.example.com.",
				link->url.scheme);
		return CTI_EURL;
	}
	if (*link->url.query ||
	    (*link->url.path && strcmp(link->url.path, "/"))) {
		cti__client_say(client,
				"Nothing may follow the host and port in an "
				"%s URL; options are set by key.",
				link->url.scheme);
		return CTI_EURL;
	}
	return 0;
}

static int check_name(struct cti_link *link)
{
	struct cti__str name = cti__str(link->name);

	if (!name.n || name.n > NAME_MAX_BYTES || !cti__utf8_is_clean(name)) {
		cti__client_say(link->client,
				"A link's name has 1 to %d bytes of plain "
				"text.",
				NAME_MAX_BYTES);
		return CTI_EINVAL;
	}
	if (cti__link_find(link->client, link->name)) {
		cti__client_say(link->client,
				"There is a link named \"%s\" already; give "
				"this one another name.",
				link->name);
		return CTI_EEXIST;
	}
	return 0;
}

static int take_url(struct cti_link *link, const cti_link_opts *opts)
{
	struct cti__buf why = { 0 };
	const char *name = opts->name;
	int err = cti__url_parse(&link->url, opts->url, &why);

	if (err == CTI_EURL)
		cti__client_say(link->client, "%s", cti__buf_cstr(&why));
	cti__buf_fini(&why);
	if (err)
		return err;
	if (!name)
		name = *link->url.host ? link->url.host : link->url.scheme;
	link->name = cti__str_dup(cti__str(name));
	return link->name ? check_name(link) : CTI_ENOMEM;
}

/* Options outrank the URL, which outranks the keys. */
static int put_login(struct cti_link *link, const char *key,
		     const char *general, const char *option, const char *url,
		     bool secret)
{
	const char *value = option;

	if (!value)
		value = *url ? url : cti_settings_get(&link->settings, general);
	return cti__settings_put(&link->settings, key, value, secret);
}

static int take_settings(struct cti_link *link, const cti_link_opts *opts)
{
	int err = cti__settings_init(&link->settings, &link->client->config,
				     link->name);

	if (!err)
		err = put_login(link, "user", "link.user", opts->user,
				link->url.user, false);
	if (!err)
		err = put_login(link, "secret", "link.secret", opts->secret,
				link->url.secret, true);
	if (!err)
		err = cti__settings_put(&link->settings, "url", link->url.rest,
					false);
	cti__backoff_init(&link->backoff,
			  (uint32_t)cti__settings_int(&link->settings,
						      "link.backoff_min_ms"),
			  (uint32_t)cti__settings_int(&link->settings,
						      "link.backoff_max_ms"));
	return err;
}

static int take_recorder(struct cti_link *link, const char *path)
{
	struct cti__buf why = { 0 };
	int err;

	if (!path)
		return 0;
	if (link->env->is_replay || link->adapter->wire == CTI_WIRE_NONE) {
		cti__client_say(
			link->client,
			"Only a link to a real switch can be recorded.");
		return CTI_ENOTSUP;
	}
	err = cti__recorder_new(&link->recorder, path, link->adapter->scheme,
				link->name, &link->client->log, &why);
	if (err)
		cti__client_say(link->client, "%s", cti__buf_cstr(&why));
	cti__buf_fini(&why);
	return err;
}

static int check_hosts(struct cti_link *link)
{
	struct cti__buf why = { 0 };
	int err = cti__link_check_hosts(link, &why);

	if (err)
		cti__client_say(link->client, "%s", cti__buf_cstr(&why));
	cti__buf_fini(&why);
	return err;
}

static int init_adapter(struct cti_link *link)
{
	int err;

	link->state = cti__calloc(1, link->adapter->state_size);
	if (!link->state)
		return CTI_ENOMEM;
	link->in_adapter++;
	err = link->adapter->init(link->state, &link->port, &link->settings);
	link->in_adapter--;
	if (err)
		cti__client_say(link->client, "%s",
				link->port_detail.n
					? cti__buf_cstr(&link->port_detail)
					: cti_strerror(err));
	return err;
}

/* Undoes any half-made state. */
static void free_link(struct cti_link *link)
{
	if (link->state && link->adapter && link->adapter->fini)
		link->adapter->fini(link->state);
	cti__free(link->state);
	cti__later_stop(&link->later);
	link->env->fini(link);
	cti__recorder_free(link->recorder);
	cti__settings_fini(&link->settings);
	cti__url_fini(&link->url);
	cti__buf_fini(&link->in);
	cti__buf_fini(&link->detail);
	cti__buf_fini(&link->shown);
	cti__buf_fini(&link->told);
	cti__buf_fini(&link->host);
	cti__buf_fini(&link->port_detail);
	cti__buf_fini(&link->drop_detail);
	cti__buf_fini(&link->commands);
	cti__free(link->name);
	cti__free(link);
}

static int fill(struct cti_link *link, const cti_link_opts *opts)
{
	struct cti__tape *tape;
	int err = take_url(link, opts);

	if (err)
		return err;
	if (link->adapter) {
		err = 0;
	} else if (!strcmp(link->url.scheme, "replay")) {
		err = open_tape(link, &tape);
		if (!err)
			err = cti__link_replay_init(link, tape);
		else
			cti__tape_close(tape);
	} else {
		err = pick_adapter(link);
	}
	if (!err)
		err = take_settings(link, opts);
	if (!err)
		err = check_hosts(link);
	if (!err && link->env->init)
		err = link->env->init(link);
	if (!err)
		err = init_adapter(link);
	if (!err)
		err = take_recorder(link, opts->record);
	if (!err)
		err = cti__switch_join(&link->sw, link, opts->switch_name);
	return err;
}

int cti__link_add(struct cti_client *client, struct cti_link **out,
		  const cti_link_opts *opts)
{
	return cti__link_add_with(client, out, opts, NULL, &cti__link_live);
}

int cti__link_add_with(struct cti_client *client, struct cti_link **out,
		       const cti_link_opts *opts,
		       const struct cti_adapter *adapter,
		       const struct cti__link_env *env)
{
	struct cti_link *link = cti__calloc(1, sizeof(*link));
	int err;

	*out = NULL;
	if (!link)
		return CTI_ENOMEM;
	link->client = client;
	link->port.link = link;
	link->adapter = adapter;
	link->env = env;
	link->stage = CTI__STAGE_IDLE;
	link->deadline_us = INT64_MAX;
	cti__list_init(&link->node);
	cti__list_init(&link->peers);
	/* An inert one: what has failed half-way may still stop it. */
	cti__later_init(&link->later, NULL, NULL);
	err = fill(link, opts);
	if (err) {
		if (err == CTI_ENOMEM)
			cti__client_say(client, "%s", cti_strerror(err));
		free_link(link);
		return err;
	}
	cti__list_add(&client->links, &link->node);
	/* Never before this returns. */
	cti__later_start(&link->later, client->loop);
	*out = link;
	return 0;
}

void cti__link_remove(struct cti_link *link, bool tell)
{
	struct cti__switch *sw = link->sw;

	cti__routing_down(link);
	cti__link_unlisten(link);
	if (link->is_open)
		cti__link_down(link, CTI_ECANCELED);
	link->env->close(link);
	cti__requests_down(link, CTI_ECANCELED);
	cti__doctor_gone(link);
	link->pending |= CTI__PENDING_REMOVE;
	/* Without a beginning there is nothing to end. */
	cti__switch_leave(sw, link, tell && link->stage != CTI__STAGE_IDLE);
	cti__list_del(&link->node);
	free_link(link);
}

static void run_commands(struct cti_link *link)
{
	struct cti__buf lines = link->commands;
	struct cti__str rest, line;
	int err;

	memset(&link->commands, 0, sizeof(link->commands));
	rest = cti__str_n(lines.p, lines.n);
	while (rest.n) {
		line = cti__str_cut(rest, '\n', &rest);
		err = cti__link_command(link, line);
		if (err)
			cti__link_log(link, CTI_LOG_WARN, "%.*s: %s",
				      (int)line.n, line.p,
				      cti__buf_cstr(&link->port_detail));
	}
	cti__buf_fini(&lines);
}

int cti__link_command(struct cti_link *link, struct cti__str line)
{
	int err;

	if (!link->adapter->command || link->env->is_replay)
		return CTI_ENOTSUP;
	cti__link_begin(link);
	cti__buf_clear(&link->port_detail);
	link->in_adapter++;
	err = link->adapter->command(link->state, line);
	link->in_adapter--;
	cti__link_settle(link);
	return err;
}

static void run_advance(struct cti_link *link)
{
	uint32_t ms = link->advance_ms > UINT32_MAX
			      ? UINT32_MAX
			      : (uint32_t)link->advance_ms;

	link->advance_ms -= ms;
	(void)cti__link_advance(link, ms);
}

void cti__link_reconnect(struct cti_link *link)
{
	link->pending &= ~(uint32_t)CTI__PENDING_RECONNECT;
	cti__link_step(link, CTI__INPUT_RECONNECT, CTI_ECANCELED,
		       CTI__STR_NONE);
	cti__link_settle(link);
}

/* One thing that a callback has asked for; false if there is none. */
static bool settle_one(struct cti_client *client)
{
	struct cti__list *node;
	struct cti_link *link;

	cti__list_each (node, &client->links) {
		link = cti__list_entry(node, struct cti_link, node);
		if (link->pending & CTI__PENDING_REMOVE)
			cti__link_remove(link, true);
		else if (link->pending & CTI__PENDING_RECONNECT)
			cti__link_reconnect(link);
		else if (link->commands.n)
			run_commands(link);
		else if (link->advance_ms)
			run_advance(link);
		else
			continue;
		return true;
	}
	return false;
}

void cti__links_settle(struct cti_client *client)
{
	while (!client->closing &&
	       (settle_one(client) || cti__requests_settle(client)))
		;
}
