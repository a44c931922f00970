/* SPDX-License-Identifier: MIT */
/* Requests of a house: recordings, and agents with their queues. */
#include "adapters/esl/job.h"

#include <cti/error.h>

/* FreeSWITCH would write anywhere, and to what is no file ("rtmp://"). */
static bool is_recording(const struct job *job, struct cti__str file)
{
	struct cti__str folder = cti__str(setting(job, "esl.recordings"));

	while (folder.n && folder.p[folder.n - 1] == '/')
		folder.n--;
	if (folder.n && cti__str_starts(file, folder) && file.n > folder.n &&
	    file.p[folder.n] == '/')
		file = cti__str_sub(file, folder.n + 1, file.n);
	return cti__str_is_file(file);
}

/* A file of that name, or one called like the leg. */
static int record(struct job *job, const char *what)
{
	const struct cti_request *req = job->req;

	if (!is_recording(job, req->to)) {
		cti_port_detail(job->esl->port,
				"The file of a recording may only have "
				"letters, digits and . _ - /, and lies in the "
				"switch's folder of recordings "
				"(esl.recordings).");
		return CTI_EINVAL;
	}
	begin(job, "bgapi uuid_record ");
	word(job, req->leg);
	add(job, what);
	if (req->to.n) {
		cti__esl_quoted(&job->cmd, req->to);
	} else {
		add(job, "'");
		add(job, setting(job, "esl.recordings"));
		add(job, "/");
		word(job, req->leg);
		add(job, ".wav'");
	}
	return send(job);
}

int cti__esl_on_record_start(struct job *job)
{
	return record(job, " start ");
}

int cti__esl_on_record_stop(struct job *job)
{
	return of_leg(job, "bgapi uuid_record ", job->req->leg, " stop all");
}

int cti__esl_on_record_pause(struct job *job)
{
	return record(job, " mask ");
}

int cti__esl_on_record_resume(struct job *job)
{
	return record(job, " unmask ");
}

/* Queues and agents have a domain in FreeSWITCH. */
static void with_domain(struct job *job, struct cti__str name)
{
	const char *domain = setting(job, "esl.agent_domain");

	word(job, name);
	if (domain[0] && cti__str_chr(name, '@') == name.n) {
		add(job, "@");
		word(job, cti__str(domain));
	}
}

static int set_status(struct job *job, const char *status)
{
	begin(job, "bgapi callcenter_config agent set status ");
	with_domain(job, job->req->agent);
	add(job, status);
	return send(job);
}

static int tier(struct job *job, const char *command)
{
	begin(job, command);
	with_domain(job, job->req->queue);
	add(job, " ");
	with_domain(job, job->req->agent);
	return send(job);
}

int cti__esl_on_agent_login(struct job *job)
{
	if (job->req->queue.n)
		return tier(job, "bgapi callcenter_config tier add ");
	return set_status(job, " 'Available'");
}

int cti__esl_on_agent_logout(struct job *job)
{
	if (job->req->queue.n)
		return tier(job, "bgapi callcenter_config tier del ");
	return set_status(job, " 'Logged Out'");
}

int cti__esl_on_agent_ready(struct job *job)
{
	return set_status(job, " 'Available'");
}

int cti__esl_on_agent_not_ready(struct job *job)
{
	return set_status(job, " 'On Break'");
}
