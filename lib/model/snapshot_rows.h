/* SPDX-License-Identifier: MIT */
/* What a picture is made of inside: rows and the texts that they point to. */
#ifndef CTI__MODEL_SNAPSHOT_ROWS_H
#define CTI__MODEL_SNAPSHOT_ROWS_H

#include <cti/snapshot.h>

#include <stdatomic.h>

/* An offset into the texts; a pointer once they move no more. */
union text {
	size_t at;
	const char *p;
};

struct cti_leg {
	union text device, remote, called;
	enum cti_leg_state state;
	bool watched;
};

struct cti_call {
	union text id, direction, caller, name, dnis, queue, link, consult_of;
	const struct cti_leg *legs;
	size_t leg_count;
	int64_t began_us, queued_us;
	bool withheld;
};

struct cti_device {
	const char *number;
	size_t legs;
};

struct cti_agent {
	union text id, device, reason;
	const union text *queues;
	size_t queue_count;
	enum cti_agent_state state;
	int64_t since_us;
};

struct cti_queue {
	const char *name;
	size_t waiting, agents, ready;
	int64_t oldest_us;
};

struct cti_snapshot {
	atomic_uint refs;
	char *text;
	struct cti_call *calls;
	struct cti_leg *legs;
	struct cti_agent *agents;
	union text *queues;
	struct cti_device *devices;
	struct cti_queue *lines;
	size_t call_count, leg_count, agent_count, queue_count, device_count,
		line_count;
};

#endif
