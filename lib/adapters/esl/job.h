/* SPDX-License-Identifier: MIT */
/* A request on its way to FreeSWITCH, and the words that its commands share. */
#ifndef CTI__ESL_JOB_H
#define CTI__ESL_JOB_H

#include "adapters/esl/esl.h"
#include "model/request.h"

/* One request on its way. */
struct job {
	struct cti__esl_state *esl;
	const struct cti_request *req;
	uint64_t tag;
	struct cti__esl_command cmd;
};

static inline const char *setting(const struct job *job, const char *key)
{
	return cti_settings_get(job->esl->settings, key);
}

static inline void begin(struct job *job, const char *words)
{
	cti__esl_begin(&job->cmd, words);
}

static inline void add(struct job *job, const char *words)
{
	cti__esl_add(&job->cmd, words);
}

static inline void word(struct job *job, struct cti__str text)
{
	cti__esl_word(&job->cmd, text);
}

static inline int send(struct job *job)
{
	return cti__esl_send(&job->cmd, job->esl, ESL_ASK_JOB, job->tag);
}

/* Done before what follows it. */
static inline int send_part(struct job *job)
{
	return cti__esl_send(&job->cmd, job->esl, ESL_ASK_PART, 0);
}

/* A command, one id, and more of the command. */
static inline int of_leg(struct job *job, const char *command,
			 struct cti__str leg, const char *more)
{
	begin(job, command);
	word(job, leg);
	add(job, more);
	return send(job);
}

static inline int part_of_leg(struct job *job, const char *command,
			      struct cti__str leg, const char *more)
{
	begin(job, command);
	word(job, leg);
	add(job, more);
	return send_part(job);
}

/* request_agent.c: recordings, agents and their queues. */

int cti__esl_on_record_start(struct job *job);
int cti__esl_on_record_stop(struct job *job);
int cti__esl_on_record_pause(struct job *job);
int cti__esl_on_record_resume(struct job *job);
int cti__esl_on_agent_login(struct job *job);
int cti__esl_on_agent_logout(struct job *job);
int cti__esl_on_agent_ready(struct job *job);
int cti__esl_on_agent_not_ready(struct job *job);

#endif
