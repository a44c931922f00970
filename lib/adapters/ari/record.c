/* SPDX-License-Identifier: MIT */
/*
 * Recording over ARI: a channel of ours listens to the one that is recorded,
 * and what it hears goes to a file. Asterisk lets a channel be recorded only
 * once it has entered our application, which it tells by StasisStart; the
 * answer to our question may come before (HTTP status 409 then: "Channel not in
 * Stasis application").
 */
#include "adapters/ari/ari.h"
#include "model/request.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdio.h>

enum step {
	STEP_LISTEN = ARI_STEP_RECORD,
	STEP_RECORD,
	STEP_PAUSE,
	STEP_RESUME,
	STEP_STOP
};

/* Between an answer's step and the application's tag: a byte that says which
   recording it is, and which of those that had its place. */
#define AT_SHIFT    48
#define PLAIN	    ((UINT64_C(1) << AT_SHIFT) - 1)
#define GENERATIONS (256 / CTI__ARI_RECORDINGS)

static uint64_t tag_of(const struct cti__ari_state *ari, uint64_t tag,
		       const struct cti__ari_recording *r, enum step step)
{
	uint64_t at = (uint64_t)(r - ari->recordings) +
		      (uint64_t)r->generation * CTI__ARI_RECORDINGS;

	return tag | at << AT_SHIFT | (uint64_t)step << ARI_STEP_SHIFT;
}

/* NULL: it is over, and another may have its place. */
static struct cti__ari_recording *recording_at(struct cti__ari_state *ari,
					       uint64_t tag)
{
	unsigned at = (unsigned)(tag >> AT_SHIFT & 0xff);
	struct cti__ari_recording *r =
		&ari->recordings[at % CTI__ARI_RECORDINGS];

	return r->leg[0] && r->generation == at / CTI__ARI_RECORDINGS ? r
								      : NULL;
}

static struct cti__ari_recording *recording_of(struct cti__ari_state *ari,
					       struct cti__str leg)
{
	size_t i;

	for (i = 0; i < CTI__ARI_RECORDINGS; i++)
		if (cti__str_is(leg, ari->recordings[i].leg))
			return &ari->recordings[i];
	return NULL;
}

static void forget(struct cti__ari_recording *r)
{
	r->leg[0] = '\0';
	r->starting = 0;
	r->generation = (r->generation + 1) % GENERATIONS;
}

/* Begin. */

static int listen_to(struct cti__ari_state *ari, uint64_t tag,
		     const struct cti__ari_recording *r)
{
	cti__ari_begin(ari, "channels/");
	cti__ari_put(ari, "", cti__str(r->leg));
	cti__ari_put(ari, "/snoop/" CTI__ARI_RECORDER, cti__str(r->leg));
	cti__ari_put(ari, "?spy=both&app=", cti__ari_app(ari));
	return cti__ari_send(ari, tag_of(ari, tag, r, STEP_LISTEN), "POST",
			     CTI__STR_NONE);
}

static int start(struct cti__ari_state *ari, uint64_t tag,
		 const struct cti_request *req)
{
	struct cti__ari_recording *r = recording_of(ari, req->leg);
	struct cti__str file = req->to;
	size_t end = cti__str_rchr(file, '.');
	int err;

	/* ARI adds the ending by itself. */
	if (end < file.n &&
	    cti__str_is(cti__str_sub(file, end, file.n), ".wav"))
		file.n = end;
	if (!cti__str_is_file(file) || file.n >= sizeof(r->name))
		return cti__ari_refusal(
			ari, CTI_EINVAL,
			"The file of a recording may only have letters, "
			"digits and . _ - /, begins with no / and leads to "
			"no folder above.");
	if (r)
		return cti__ari_refusal(ari, CTI_ESTATE,
					"The device is being recorded.");
	r = recording_of(ari, CTI__STR_NONE);
	if (!r || req->leg.n >= sizeof(r->leg))
		return cti__ari_refusal(
			ari, CTI_EAGAIN,
			"Too many recordings are under way over this link.");
	snprintf(r->leg, sizeof(r->leg), "%.*s", (int)req->leg.n, req->leg.p);
	if (file.n)
		snprintf(r->name, sizeof(r->name), "%.*s", (int)file.n, file.p);
	else
		snprintf(r->name, sizeof(r->name), "cti-%s", r->leg);
	r->starting = tag;
	err = listen_to(ari, tag, r);
	if (err)
		forget(r);
	return err;
}

/* The listener has done its work. Its own end tells nobody anything. */
static void hangup_recorder(struct cti__ari_state *ari,
			    struct cti__ari_recording *r)
{
	(void)cti__ari_ask(ari, cti__ari_tag(ARI_ASK_FILTER, 0), "DELETE",
			   "channels/" CTI__ARI_RECORDER "$", cti__str(r->leg),
			   CTI__STR_NONE, NULL);
	forget(r);
}

struct cti__str cti__ari_listens_to(struct cti__str channel)
{
	static const struct cti__str own = { CTI__ARI_RECORDER,
					     sizeof(CTI__ARI_RECORDER) - 1 };

	return cti__str_starts(channel, own)
		       ? cti__str_sub(channel, own.n, channel.n)
		       : CTI__STR_NONE;
}

void cti__ari_listener_joined(struct cti__ari_state *ari, struct cti__str leg)
{
	struct cti__ari_recording *r = recording_of(ari, leg);
	uint64_t tag;
	int err;

	if (!r || !r->starting)
		return;
	cti__ari_begin(ari, "channels/" CTI__ARI_RECORDER);
	cti__ari_put(ari, "", cti__str(r->leg));
	cti__ari_put(ari, "/record?format=wav&ifExists=append&name=",
		     cti__str(r->name));
	err = cti__ari_send(ari, tag_of(ari, r->starting, r, STEP_RECORD),
			    "POST", CTI__STR_NONE);
	if (!err)
		return;
	tag = r->starting;
	hangup_recorder(ari, r);
	cti_port_done(ari->port, tag, err, CTI__STR_NONE);
}

/* Go on, and end. */

static int go_on(struct cti__ari_state *ari, uint64_t tag,
		 const struct cti_request *req)
{
	struct cti__ari_recording *r = recording_of(ari, req->leg);
	bool pause = req->kind == CTI_REQUEST_RECORD_PAUSE;

	/* One that an earlier connection began goes by what is known of it. */
	if (!r && req->kind == CTI_REQUEST_RECORD_STOP)
		return cti__ari_ask(ari, tag, "DELETE",
				    "channels/" CTI__ARI_RECORDER "$", req->leg,
				    CTI__STR_NONE, NULL);
	if (!r)
		return cti__ari_refusal(
			ari, CTI_ESTATE,
			"This link has not begun the recording and does not "
			"know its name.");
	cti__ari_begin(ari, "recordings/live/");
	cti__ari_put(ari, "", cti__str(r->name));
	if (req->kind == CTI_REQUEST_RECORD_STOP) {
		cti__ari_put(ari, "/stop", CTI__STR_NONE);
		return cti__ari_send(ari, tag_of(ari, tag, r, STEP_STOP),
				     "POST", CTI__STR_NONE);
	}
	cti__ari_put(ari, "/pause", CTI__STR_NONE);
	return cti__ari_send(
		ari, tag_of(ari, tag, r, pause ? STEP_PAUSE : STEP_RESUME),
		pause ? "POST" : "DELETE", CTI__STR_NONE);
}

int cti__ari_record(struct cti__ari_state *ari, uint64_t tag,
		    const struct cti_request *req)
{
	return req->kind == CTI_REQUEST_RECORD_START ? start(ari, tag, req)
						     : go_on(ari, tag, req);
}

static void report_state(struct cti__ari_state *ari,
			 const struct cti__ari_recording *r, const char *state)
{
	struct cti_fact fact = { .kind = CTI_FACT_RECORD };

	fact.leg = cti__str(r->leg);
	fact.state_name = cti__str(state);
	fact.data = cti__str(r->name);
	cti_port_report(ari->port, &fact);
}

void cti__ari_recording_over(struct cti__ari_state *ari, struct cti__str leg)
{
	struct cti__ari_recording *r = leg.n ? recording_of(ari, leg) : NULL;
	uint64_t tag;

	if (!r)
		return;
	tag = r->starting;
	forget(r);
	if (tag)
		cti_port_done(ari->port, tag, CTI_ENOENT,
			      CTI__SAID("The call has just ended."));
}

/* Answers. */

/* True once the request has its end by this answer. */
static bool begins(struct cti__ari_state *ari, struct cti__ari_recording *r,
		   enum step step, bool ok)
{
	/* The leg was quicker, and its end has ended the request. */
	if (!r || (step == STEP_LISTEN && ok))
		return false;
	r->starting = 0;
	if (step == STEP_LISTEN)
		forget(r);
	else if (!ok)
		hangup_recorder(ari, r);
	return true;
}

void cti__ari_record_reply(struct cti__ari_state *ari, uint64_t tag, int status,
			   struct cti__str body)
{
	enum step step = (enum step)(tag >> ARI_STEP_SHIFT & 0x7f);
	struct cti__ari_recording *r = recording_at(ari, tag);
	bool ok = status >= 200 && status < 300;
	int err = ok ? 0 : cti__ari_explain(ari, false, status, body);

	if (step == STEP_LISTEN || step == STEP_RECORD) {
		if (!begins(ari, r, step, ok))
			return;
	} else if (r && step == STEP_STOP)
		hangup_recorder(ari, r);
	else if (r && ok)
		report_state(ari, r, step == STEP_PAUSE ? "paused" : "resumed");
	cti_port_done(ari->port, tag & PLAIN, err,
		      err ? cti__str(ari->why) : CTI__STR_NONE);
}
