/* SPDX-License-Identifier: MIT */
/*
 * What is so now. The list of channels has not all that is needed, so each leg
 * is then looked at by itself, a few at a time.
 *
 *	> api show channels as json	ids
 *	> api uuid_dump ID json		for each
 *	> api callcenter_config agent list
 *	> api callcenter_config tier list
 */
#include "adapters/esl/esl.h"
#include "util/say.h"

#include <cti/error.h>

/* Legs asked for at once. */
#define AT_ONCE 32

static void ask(struct cti__esl_state *esl, enum cti__esl_ask what,
		const char *words)
{
	struct cti__esl_command cmd;

	cti__esl_begin(&cmd, words);
	if (cti__esl_send(&cmd, esl, what, 0) == 0)
		esl->pending++;
	else
		esl->sync_failed = true;
}

int cti__esl_ping(void *state)
{
	struct cti__esl_state *esl = state;
	struct cti__esl_command cmd;
	int err;

	cti__esl_begin(&cmd, "api uptime s");
	err = cti__esl_send(&cmd, esl, ESL_ASK_UPTIME, 0);
	/* With that much unanswered, silence is answer enough. */
	return err == CTI_EAGAIN ? 0 : err;
}

int cti__esl_resync(void *state)
{
	struct cti__esl_state *esl = state;
	struct cti_fact begin = { .kind = CTI_FACT_SNAPSHOT_BEGIN,
				  .open = cti_port_is_replay(esl->port) };

	cti_port_report(esl->port, &begin);
	/* A recording has the lists only if its client had asked for them. */
	if (cti_port_is_replay(esl->port))
		return 0;
	esl->syncing = true;
	esl->sync_failed = false;
	esl->pending = 0;
	(void)cti__esl_ping(esl);
	ask(esl, ESL_ASK_CHANNELS, "api show channels as json");
	ask(esl, ESL_ASK_AGENTS, "api callcenter_config agent list");
	ask(esl, ESL_ASK_TIERS, "api callcenter_config tier list");
	return 0;
}

static void look_at_more(struct cti__esl_state *esl)
{
	struct cti__str rest = cti__str_sub(
		cti__str_n(esl->unseen.p, esl->unseen.n), esl->unseen_at,
		esl->unseen.n);
	struct cti__esl_command cmd;
	struct cti__str id;

	while (rest.n && esl->pending < AT_ONCE) {
		id = cti__str_cut(rest, '\n', &rest);
		esl->unseen_at += id.n + 1;
		cti__esl_begin(&cmd, "api uuid_dump ");
		cti__esl_word(&cmd, id);
		cti__esl_add(&cmd, " json");
		if (cti__esl_send(&cmd, esl, ESL_ASK_DUMP, 0) == 0)
			esl->pending++;
		else
			esl->sync_failed = true;
	}
}

/* {"row_count":1,"rows":[{"uuid":"...", ...}]} */
static void take_channels(struct cti__esl_state *esl, struct cti__str body)
{
	static const char *const path[] = { "rows", "uuid" };
	struct cti__scan_names *names = &esl->listed;
	struct cti__scan list = { .names = names }, row = { .names = names };
	struct cti__scan_value value[2], item, leg[2];

	cti__buf_clear(&esl->unseen);
	esl->unseen_at = 0;
	memset(value, 0, sizeof(value));
	if (!cti__scan_names_init(names, path, 2) ||
	    cti__scan(&list, body, value)) {
		esl->sync_failed = true;
		goto out;
	}
	while (value[0].type == CTI__SCAN_LIST &&
	       cti__scan_next(&list, &value[0].s, &item) == 1) {
		memset(leg, 0, sizeof(leg));
		if (cti__scan(&row, item.s, leg) || !leg[1].s.n)
			continue;
		cti__buf_str(&esl->unseen, leg[1].s);
		cti__buf_char(&esl->unseen, '\n');
	}
	if (esl->unseen.err)
		esl->sync_failed = true;
out:
	cti__scan_fini(&list);
	cti__scan_fini(&row);
}

/* Tables are lines of columns parted by |; the first line names them. */
struct cti__str cti__esl_column(struct cti__str names, struct cti__str line,
				const char *name)
{
	struct cti__str at, value;

	while (names.n) {
		at = cti__str_cut(names, '|', &names);
		value = cti__str_cut(line, '|', &line);
		if (cti__str_is(at, name))
			return value;
	}
	return CTI__STR_NONE;
}

static struct cti__str bare(struct cti__str name)
{
	struct cti__str rest;

	return cti__str_cut(name, '@', &rest);
}

/* "[call_timeout=4]user/1001@pbx.example.com": the user. */
static struct cti__str contact_device(struct cti__str contact)
{
	size_t close = cti__str_rchr(contact, ']');
	struct cti__str user = CTI__STR("user/");

	if (close < contact.n)
		contact = cti__str_sub(contact, close + 1, contact.n);
	if (!cti__str_starts(contact, user))
		return CTI__STR_NONE;
	return bare(cti__str_sub(contact, user.n, contact.n));
}

static void take_agent(struct cti__esl_state *esl, struct cti__str names,
		       struct cti__str line)
{
	struct cti_fact fact = { .kind = CTI_FACT_AGENT_MEMBER,
				 .snapshot = true };
	struct cti__str status = cti__esl_column(names, line, "status");
	int64_t wrapup;

	fact.agent = bare(cti__esl_column(names, line, "name"));
	fact.device = contact_device(cti__esl_column(names, line, "contact"));
	if (!fact.device.n && cti__str_is_digits(fact.agent))
		fact.device = fact.agent;
	fact.member = status.n && !cti__str_is(status, "Logged Out");
	fact.paused = cti__str_is(status, "On Break");
	if (cti__str_i64(cti__esl_column(names, line, "wrap_up_time"), &wrapup))
		fact.code = wrapup;
	cti_port_report(esl->port, &fact);
}

/* A tier says that an agent serves a queue, and nothing of his state. */
static void take_tier(struct cti__esl_state *esl, struct cti__str names,
		      struct cti__str line)
{
	struct cti_fact fact = { .kind = CTI_FACT_AGENT_MEMBER,
				 .snapshot = true,
				 .member = true,
				 .open = true };

	fact.queue = bare(cti__esl_column(names, line, "queue"));
	fact.agent = bare(cti__esl_column(names, line, "agent"));
	if (fact.queue.n)
		cti_port_report(esl->port, &fact);
}

void cti__esl_table(struct cti__esl_state *esl, struct cti__str body,
		    void (*take)(struct cti__esl_state *esl,
				 struct cti__str names, struct cti__str line))
{
	struct cti__str names = cti__str_cut(body, '\n', &body), line;

	/* Without the module there is no such command. */
	if (cti__str_starts(names, CTI__STR("-")))
		return;
	while (body.n) {
		line = cti__str_cut(body, '\n', &body);
		if (line.n && line.p[0] != '+' && line.p[0] != '-')
			take(esl, names, line);
	}
}

static void take_uptime(struct cti__esl_state *esl, struct cti__str body)
{
	struct cti_fact fact = { .kind = CTI_FACT_SWITCH_UP };
	uint64_t seconds;

	if (!cti__str_u64(cti__str_trim(body), &seconds) || seconds > INT32_MAX)
		return;
	fact.code = (int64_t)seconds;
	cti_port_report(esl->port, &fact);
}

static void finish(struct cti__esl_state *esl)
{
	struct cti_fact end = { .kind = CTI_FACT_SNAPSHOT_END };

	esl->syncing = false;
	cti__buf_fini(&esl->unseen);
	/* Half a list would end calls that live. */
	if (esl->sync_failed)
		cti_port_fail(esl->port, CTI_EREFUSED,
			      CTI__SAID("the calls there are cannot be listed: "
					"the user needs the commands show, "
					"uuid_dump, uptime and "
					"callcenter_config"));
	else
		cti_port_report(esl->port, &end);
	cti_port_synced(esl->port);
}

void cti__esl_listed(struct cti__esl_state *esl, enum cti__esl_ask what,
		     struct cti__str body)
{
	if (what == ESL_ASK_UPTIME) {
		take_uptime(esl, body);
		return;
	}
	if (!esl->syncing)
		return;
	esl->pending--;
	switch (what) {
	case ESL_ASK_CHANNELS:
		take_channels(esl, body);
		break;
	case ESL_ASK_DUMP:
		cti__esl_dumped(esl, body);
		break;
	case ESL_ASK_AGENTS:
		cti__esl_table(esl, body, take_agent);
		break;
	default:
		cti__esl_table(esl, body, take_tier);
	}
	look_at_more(esl);
	if (!esl->pending)
		finish(esl);
}
