/* SPDX-License-Identifier: MIT */
/*
 * Requests over ARI. What is in the dialplan and in no application of ours it
 * can end, listen to and ring up; all else Asterisk refuses ("Channel not in
 * Stasis application"), and an AMI link beside this one can do it.
 */
#include "adapters/ari/ari.h"
#include "model/request.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

enum step { STEP_DONE, STEP_DIAL, STEP_EACH };

static uint64_t tag_of(uint64_t tag, enum step step)
{
	return tag | (uint64_t)step << ARI_STEP_SHIFT;
}

static struct cti__str setting(const struct cti__ari_state *ari,
			       const char *key)
{
	return cti__str(cti_settings_get(ari->settings, key));
}

const char *cti__ari_refuse(void *state, const struct cti_request *req)
{
	struct cti__ari_state *ari = state;

	switch (req->kind) {
	case CTI_REQUEST_DIAL:
	case CTI_REQUEST_UNPARK:
		return setting(ari, "ari.dial_context").n
			       ? NULL
			       : CTI__TEXT(
					 "Where Asterisk dials numbers must be "
					 "said: set ari.dial_context to a "
					 "context of its dialplan.");
	case CTI_REQUEST_HANGUP:
	case CTI_REQUEST_CLEAR:
	case CTI_REQUEST_DROP:
	case CTI_REQUEST_RECORD_START:
	case CTI_REQUEST_RECORD_STOP:
	case CTI_REQUEST_RECORD_PAUSE:
	case CTI_REQUEST_RECORD_RESUME:
	case CTI__REQUEST_ROUTE:
		return NULL;
	case CTI_REQUEST_AGENT_LOGIN:
	case CTI_REQUEST_AGENT_LOGOUT:
	case CTI_REQUEST_AGENT_READY:
	case CTI_REQUEST_AGENT_NOT_READY:
	case CTI_REQUEST_AGENT_WRAPUP:
	case CTI_REQUEST_AGENT_WRAPUP_END:
	case CTI_REQUEST_QUEUE_PRIORITY:
	case CTI_REQUEST_QUEUE_WITHDRAW:
		return CTI__TEXT(
			"ARI has nothing for queues and agents; add an ami:// "
			"link to the same switch.");
	default:
		return CTI__TEXT(
			"Over ARI, Asterisk lets a call of its dialplan be "
			"dialled, ended and recorded only; add an ami:// link "
			"to the same switch for the rest.");
	}
}

/* Ending. */

/* How ARI calls the reason; "": it need not be told. */
static const char *reason_of(struct cti__str reason)
{
	static const struct {
		const char *word, *reason;
	} rows[] = {
		{ "normal", "normal" },
		{ "busy", "busy" },
		{ "no-answer", "no_answer" },
		{ "rejected", "rejected" },
		{ "unavailable", "unallocated" },
		{ "congestion", "congestion" },
		{ "failed", "failure" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (cti__str_is(reason, rows[i].word))
			return rows[i].reason;
	return "";
}

static int hangup(struct cti__ari_state *ari, uint64_t tag, struct cti__str leg,
		  struct cti__str reason)
{
	const char *word = reason_of(reason);

	cti__ari_begin(ari, "channels/");
	cti__ari_put(ari, "", leg);
	if (*word)
		cti__ari_put(ari, "?reason=", cti__str(word));
	else if (cti__str_is_digits(reason) && reason.n <= 3)
		cti__ari_put(ari, "?reason_code=", reason);
	return cti__ari_send(ari, tag, "DELETE", CTI__STR_NONE);
}

static int clear(struct cti__ari_state *ari, uint64_t tag,
		 const struct cti_request *req)
{
	struct cti__ari_job *job = ari->jobs, *end = job + CTI__ARI_JOBS;
	size_t i;
	int err = CTI_ENOENT;

	while (job < end && job->tag)
		job++;
	if (job == end)
		return cti__ari_refusal(
			ari, CTI_EAGAIN,
			"Too many calls are being cleared; try again.");
	memset(job, 0, sizeof(*job));
	for (i = 0; i < req->leg_count; i++) {
		int one = hangup(ari, tag_of(tag, STEP_EACH), req->legs[i],
				 CTI__STR_NONE);

		job->waiting += !one;
		if (err)
			err = one;
	}
	if (job->waiting)
		job->tag = tag;
	return err;
}

/* Dialling. */

static void put_member(struct cti__buf *b, struct cti__str key,
		       struct cti__str value)
{
	if (!value.n || b->err)
		return;
	cti__buf_char(b, b->p[b->n - 1] == '{' ? ' ' : ',');
	cti__buf_json(b, key);
	cti__buf_char(b, ':');
	cti__buf_json(b, value);
}

/* "Call-Info: ..." as a header of the INVITE. */
static void put_auto_answer(struct cti__ari_state *ari)
{
	struct cti__str value,
		name = cti__str_cut(setting(ari, "ari.auto_answer"), ':',
				    &value);
	char key[64];

	if (!name.n || name.n > 40)
		return;
	snprintf(key, sizeof(key), "PJSIP_HEADER(add,%.*s)", (int)name.n,
		 name.p);
	put_member(&ari->body, cti__str(key), cti__str_trim(value));
}

static struct cti__str body_of(struct cti__ari_state *ari,
			       const struct cti_request *req)
{
	struct cti__buf *b = &ari->body;
	size_t i;

	cti__buf_clear(b);
	cti__buf_text(b, "{\"variables\":{");
	/* What the telephone shows while it rings: whom it will be put through
	   to. A caller id would be shown there, too. */
	put_member(b, CTI__STR("CONNECTEDLINE(num,i)"), req->to);
	put_member(b, CTI__STR("CALLERID(num)"), req->caller);
	put_member(b, CTI__STR("CALLERID(name)"), req->caller_name);
	if (req->flags & CTI_REQUEST_AUTO_ANSWER)
		put_auto_answer(ari);
	for (i = 0; i < req->data_count; i++)
		put_member(b, req->data[i].key, req->data[i].value);
	cti__buf_text(b, "}}");
	return cti__str_n(b->p, b->n);
}

/* "PJSIP/{device}" with the device in it. */
static void put_endpoint(struct cti__ari_state *ari, struct cti__str device)
{
	static const struct cti__str mark = { "{device}", 8 };
	struct cti__str rest = setting(ari, "ari.dial_channel");

	cti__ari_put(ari, "channels?endpoint=", CTI__STR_NONE);
	while (rest.n && !cti__str_starts(rest, mark)) {
		cti__buf_percent(&ari->path, cti__str_sub(rest, 0, 1));
		rest = cti__str_sub(rest, 1, rest.n);
	}
	if (!rest.n)
		return;
	cti__buf_percent(&ari->path, device);
	cti__buf_percent(&ari->path, cti__str_sub(rest, mark.n, rest.n));
}

static int dial(struct cti__ari_state *ari, uint64_t tag,
		const struct cti_request *req)
{
	struct cti__str body;
	int64_t ms;

	if (!cti__asterisk_is_dialable(req->to) ||
	    !cti__asterisk_is_dialable(req->device))
		return cti__ari_refusal(
			ari, CTI_EINVAL,
			"What is dialled may only have letters, digits and "
			"* # + . _ -, at most 79 of them.");
	cti__ari_begin(ari, "");
	put_endpoint(ari, req->device);
	cti__ari_put(ari, "&extension=", req->to);
	cti__ari_put(ari, "&context=", setting(ari, "ari.dial_context"));
	cti__ari_put(ari, "&priority=1&channelId=", req->new_leg);
	cti__buf_text(&ari->path, "&timeout=");
	if (!cti__str_i64(setting(ari, "ari.ring_ms"), &ms))
		ms = 30000;
	cti__buf_i64(&ari->path, (ms + 999) / 1000);
	body = body_of(ari, req);
	if (ari->body.err)
		return ari->body.err;
	return cti__ari_send(ari, tag_of(tag, STEP_DIAL), "POST", body);
}

int cti__ari_request(void *state, uint64_t tag, const struct cti_request *req)
{
	struct cti__ari_state *ari = state;

	switch (req->kind) {
	case CTI_REQUEST_DIAL:
	case CTI_REQUEST_UNPARK:
		return dial(ari, tag, req);
	case CTI_REQUEST_HANGUP:
	case CTI_REQUEST_DROP:
		return hangup(ari, tag, req->leg, req->reason);
	case CTI_REQUEST_CLEAR:
		return clear(ari, tag, req);
	case CTI_REQUEST_RECORD_START:
	case CTI_REQUEST_RECORD_STOP:
	case CTI_REQUEST_RECORD_PAUSE:
	case CTI_REQUEST_RECORD_RESUME:
		return cti__ari_record(ari, tag, req);
	case CTI__REQUEST_ROUTE:
		return cti__ari_route(ari, tag, req);
	default:
		return CTI_ENOTSUP;
	}
}

/* Answers. */

int cti__ari_explain(struct cti__ari_state *ari, bool dialling, int status,
		     struct cti__str body)
{
	struct cti__scan_value value[ARI_REST_COUNT];
	struct cti__str words = CTI__SAID("it gave no reason");

	if (cti__ari_read(ari, body, value) && value[ARI_REST_MESSAGE].s.n)
		words = value[ARI_REST_MESSAGE].s;
	if (words.n > 120)
		words.n = 120;
	if (!status) {
		snprintf(ari->why, sizeof(ari->why), "%.*s",
			 (int)(body.n < 250 ? body.n : 250), body.p);
		return CTI_ETIMEDOUT;
	}
	if (status == 401 || status == 403) {
		cti__say_to(
			ari->why, sizeof(ari->why),
			"Asterisk lets this user only watch: set read_only = "
			"no for it in ari.conf.");
		return CTI_EREFUSED;
	}
	if (status == 404) {
		cti__say_to(ari->why, sizeof(ari->why),
			    "The call has just ended: Asterisk says \"%.*s\".",
			    (int)words.n, words.p);
		return CTI_ENOENT;
	}
	if (dialling && status >= 500)
		cti__say_to(ari->why, sizeof(ari->why),
			    "Asterisk cannot ring the device: it is unknown "
			    "there, or not registered.");
	else
		cti__say_to(ari->why, sizeof(ari->why),
			    "Asterisk refused (HTTP status %d): %.*s.", status,
			    (int)words.n, words.p);
	return CTI_EREFUSED;
}

static void end_each(struct cti__ari_state *ari, uint64_t tag, bool ok, int err)
{
	size_t i;

	for (i = 0; i < CTI__ARI_JOBS; i++) {
		struct cti__ari_job *job = &ari->jobs[i];

		if (job->tag != tag)
			continue;
		job->good += ok;
		if (--job->waiting)
			return;
		job->tag = 0;
		/* One that worked is enough: the others ended by it. */
		cti_port_done(ari->port, tag, job->good ? 0 : err,
			      job->good ? CTI__STR_NONE : cti__str(ari->why));
		return;
	}
}

void cti__ari_request_reply(struct cti__ari_state *ari, uint64_t tag,
			    int status, struct cti__str body)
{
	enum step step = (enum step)(tag >> ARI_STEP_SHIFT & 0x7f);
	uint64_t plain = tag & 0xffffffffffff;
	bool ok = status >= 200 && status < 300;
	int err = 0;

	if (step >= (enum step)ARI_STEP_ROUTE) {
		cti__ari_route_reply(ari, step, plain, status, body);
		return;
	}
	if (step >= (enum step)ARI_STEP_RECORD) {
		cti__ari_record_reply(ari, tag, status, body);
		return;
	}
	if (!ok)
		err = cti__ari_explain(ari, step == STEP_DIAL, status, body);
	if (step == STEP_EACH) {
		end_each(ari, plain, ok, err);
		return;
	}
	cti_port_done(ari->port, plain, err,
		      err ? cti__str(ari->why) : CTI__STR_NONE);
}

void cti__ari_requests_reset(struct cti__ari_state *ari)
{
	memset(ari->jobs, 0, sizeof(ari->jobs));
	memset(ari->moves, 0, sizeof(ari->moves));
	memset(ari->recordings, 0, sizeof(ari->recordings));
}
