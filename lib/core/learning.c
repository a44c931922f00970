/* SPDX-License-Identifier: MIT */
/* A client's memory of whom agents have chosen: identify's, kept in a file. */
#include "core/learning.h"
#include "identify/identify.h"
#include "io/work.h"
#include "journal/learned.h"
#include "util/alloc.h"

#include <cti/error.h>

#define DETAIL_MAX  512
#define LOADED_MAX  100000
#define WAITING_MAX 1000

/* Counted: the client's, and one for each change on its way to the disk. */
struct cti__learning {
	struct cti__learned *learned;
	const struct cti__log *log;
	char *path;
	struct cti__loop *loop;
	struct cti__list changes; /* one after the other: the first is out */
	uint32_t refs;
};

/* One change, written in another thread. */
struct change {
	struct cti__list node;
	struct cti__learning *of;
	char *number, *customer; /* customer NULL: forget; number too: all */
	int64_t at_us;
	int err;
};

static void unref(struct cti__learning *l)
{
	if (!l || --l->refs)
		return;
	cti__learned_close(l->learned);
	cti__free(l->path);
	cti__free(l);
}

static int load_one(void *user, const char *number, const char *customer,
		    uint32_t count)
{
	struct cti_client *client = user;

	return cti__identify_learn(client->identify, cti__str(number),
				   cti__str(customer), count);
}

static int open_file(struct cti_client *client, const char *path,
		     struct cti__learning **out)
{
	struct cti__learning *l = cti__calloc(1, sizeof(*l));
	char detail[DETAIL_MAX] = "";
	int err;

	*out = NULL;
	if (!l)
		return CTI_ENOMEM;
	l->refs = 1;
	l->loop = client->loop;
	cti__list_init(&l->changes);
	l->log = &client->log;
	l->path = cti__str_dup(cti__str(path));
	err = l->path ? cti__learned_open(&l->learned, path, detail,
					  sizeof(detail))
		      : CTI_ENOMEM;
	if (!err) {
		*out = l;
		return 0;
	}
	cti__client_say(client, "identify.learned_file: %s.",
			*detail ? detail : cti_strerror(err));
	unref(l);
	return err == CTI_ENOMEM ? err : CTI_EVALUE;
}

/* What is being written outlives the client, and its log. */
static void let_go(struct cti__learning *l)
{
	if (l)
		l->log = NULL;
	unref(l);
}

int cti__learning_apply(struct cti_client *client)
{
	const char *path = cti__config_text(&client->config,
					    "identify.learned_file", NULL);
	struct cti__learning *l = NULL, *old = client->learning;
	int err = 0;

	if (old ? strcmp(old->path, path) == 0 : !*path)
		return 0;
	if (*path)
		err = open_file(client, path, &l);
	if (err)
		return err;
	cti__identify_unlearn(client->identify, NULL);
	if (l)
		err = cti__learned_each(l->learned, LOADED_MAX, load_one,
					client);
	if (err)
		cti__log(&client->log, CTI_LOG_WARN,
			 "%s: not all that was learned could be read: %s", path,
			 cti_strerror(err));
	client->learning = l;
	let_go(old);
	return 0;
}

void cti__learning_fini(struct cti_client *client)
{
	let_go(client->learning);
	client->learning = NULL;
}

static void write_change(void *arg)
{
	struct change *c = arg;

	if (c->customer)
		c->err = cti__learned_add(c->of->learned, c->number,
					  c->customer, c->at_us);
	else
		c->err = cti__learned_forget(c->of->learned, c->number);
}

static void free_change(struct change *c)
{
	cti__list_del(&c->node);
	unref(c->of);
	cti__free(c->number);
	cti__free(c->customer);
	cti__free(c);
}

static void on_written(void *arg, int err);

/* In order: what is forgotten stays so. */
static void write_next(struct cti__learning *l)
{
	struct change *c;

	while (!cti__list_empty(&l->changes)) {
		c = cti__list_entry(l->changes.next, struct change, node);
		if (!cti__loop_work(l->loop, write_change, on_written, c))
			return;
		/* The loop is closed: here and now is the last chance. */
		write_change(c);
		free_change(c);
	}
}

static void on_written(void *arg, int err)
{
	struct change *c = arg;
	struct cti__learning *l = c->of;

	if (err)
		write_change(c);
	if (c->err)
		cti__log(l->log, CTI_LOG_WARN,
			 "%s: a choice is not kept: %s; is the disk full, or "
			 "the file read-only?",
			 l->path, cti_strerror(c->err));
	l->refs++;
	free_change(c);
	write_next(l);
	unref(l);
}

static int begin_change(struct cti_client *client, const char *number,
			const char *customer)
{
	struct cti__learning *l = client->learning;
	struct change *c;
	bool is_first;

	if (l->refs > WAITING_MAX)
		return CTI_ENOMEM;
	c = cti__calloc(1, sizeof(*c));
	if (!c)
		return CTI_ENOMEM;
	cti__list_init(&c->node);
	c->of = l;
	l->refs++;
	c->at_us = cti__loop_wall_us();
	c->number = number ? cti__str_dup(cti__str(number)) : NULL;
	c->customer = customer ? cti__str_dup(cti__str(customer)) : NULL;
	if ((number && !c->number) || (customer && !c->customer)) {
		free_change(c);
		return CTI_ENOMEM;
	}
	is_first = cti__list_empty(&l->changes);
	cti__list_add(&l->changes, &c->node);
	if (is_first)
		write_next(l);
	return 0;
}

void cti__learning_chose(struct cti_client *client, struct cti__str number,
			 const char *customer)
{
	char key[CTI__IDENTIFY_KEY];

	if (!client->learning ||
	    !cti__identify_key(client->identify, number, key))
		return;
	if (cti__identify_learn(client->identify, cti__str(key),
				cti__str(customer), 1) ||
	    begin_change(client, key, customer))
		cti__log(&client->log, CTI_LOG_ERROR,
			 "out of memory: an agent's choice is not learned");
}

int cti__learning_forget(struct cti_client *client, const char *number)
{
	char key[CTI__IDENTIFY_KEY];

	if (!client->learning)
		return CTI_ESTATE;
	if (number &&
	    !cti__identify_key(client->identify, cti__str(number), key))
		return 0;
	cti__identify_unlearn(client->identify, number ? key : NULL);
	return begin_change(client, number ? key : NULL, NULL);
}
