/* SPDX-License-Identifier: MIT */
/**
 * @file cti/snapshot.h
 * What is so now: the calls, their legs, the devices and the agents of a
 * client, as one immutable picture. A picture never changes and needs no lock,
 * so it may be read from any thread and kept as long as you like.
 *
 * Take one when a link has come up: what is so by then is told as events (with the
 * flag resync) of calls and of agents that are not ready, but not of the agents that
 * are ready, nor of devices at rest.
 */
#ifndef CTI_SNAPSHOT_H
#define CTI_SNAPSHOT_H

#include <cti/client.h>

/** A picture of a client's switches; opaque, counted. */
typedef struct cti_snapshot cti_snapshot;
/** One contact on a switch, in a picture. */
typedef struct cti_call cti_call;
/** One device's part in a call, in a picture (CSTA: connection). */
typedef struct cti_leg cti_leg;
/** What can be dialled or watched, in a picture. */
typedef struct cti_device cti_device;
/** A person at a device, in a picture. */
typedef struct cti_agent cti_agent;
/** Where calls wait for agents, in a picture. */
typedef struct cti_queue cti_queue;

/** States of a leg; CSTA's local connection states. */
enum cti_leg_state {
	CTI_LEG_NULL,	   /**< "null" */
	CTI_LEG_INITIATED, /**< "initiated": off hook, dialling */
	CTI_LEG_QUEUED,	   /**< "queued" */
	CTI_LEG_ALERTING,  /**< "alerting": it rings */
	CTI_LEG_CONNECTED, /**< "connected" */
	CTI_LEG_HELD,	   /**< "held": it has put the others on hold */
	CTI_LEG_FAILED,	   /**< "failed" */
	CTI_LEG_CLEARED	   /**< "cleared" */
};

/** States of an agent. */
enum cti_agent_state {
	CTI_AGENT_LOGOUT,    /**< "logout" */
	CTI_AGENT_READY,     /**< "ready" */
	CTI_AGENT_NOT_READY, /**< "not-ready" */
	CTI_AGENT_BUSY,	     /**< "busy": on a call */
	CTI_AGENT_WRAPUP     /**< "wrapup": work after a call */
};

CTI_BEGIN_DECLS

/**
 * Take a picture.
 *
 * @param out  Owned: give it to cti_snapshot_unref(). NULL on error.
 * @return 0 or CTI_ENOMEM.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_snapshot_take(cti_client *client,
					    cti_snapshot **out);

/** One owner more. Returns its argument. Thread: any. Since: 0.1. */
CTI_API cti_snapshot *cti_snapshot_ref(cti_snapshot *snapshot);

/** One owner less; NULL is allowed. Thread: any. Since: 0.1. */
CTI_API void cti_snapshot_unref(cti_snapshot *snapshot);

/**
 * The calls of a picture, oldest first.
 *
 * @param index  Counts from 0.
 * @return Borrowed from the picture; NULL behind the last.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const cti_call *cti_snapshot_call(const cti_snapshot *snapshot,
					  size_t index);

/** The call of that id; borrowed from the picture; NULL if it has none. Thread: any. Since: 0.1. */
CTI_API const cti_call *cti_snapshot_find_call(const cti_snapshot *snapshot,
					       const char *id);

/**
 * The devices that were seen, in order of their names; NULL behind the last.
 * Borrowed from the picture. Thread: any. Since: 0.1.
 */
CTI_API const cti_device *cti_snapshot_device(const cti_snapshot *snapshot,
					      size_t index);

/**
 * The agents that were seen, in order of their names; NULL behind the last.
 * Borrowed from the picture. Thread: any. Since: 0.1.
 */
CTI_API const cti_agent *cti_snapshot_agent(const cti_snapshot *snapshot,
					    size_t index);

/**
 * The queues in which calls wait or of which agents are members, in order of their
 * names. One name is one queue, also where several switches have it.
 *
 * @param index  Counts from 0.
 * @return Borrowed from the picture; NULL behind the last.
 *
 * Thread: any. Since: 0.1.
 */
CTI_API const cti_queue *cti_snapshot_queue(const cti_snapshot *snapshot,
					    size_t index);

/** Id of the call, the same in every event of it. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_call_id(const cti_call *call);
/** "inbound", "outbound" or "internal". Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_call_direction(const cti_call *call);
/** Number of who began the contact; "" if withheld or unknown. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_call_caller(const cti_call *call);
/** The caller's name as first known; "" for none. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_call_caller_name(const cti_call *call);
/** The number the contact first dialled. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_call_dnis(const cti_call *call);
/** The queue the call waits in; "" for none. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_call_queue(const cti_call *call);
/** Name of the link that told of the call. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_call_link(const cti_call *call);
/** Id of the call this one consults for; "" for none. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_call_consult_of(const cti_call *call);
/** Whether the caller withheld the number. Thread: any. Since: 0.1. */
CTI_API bool cti_call_withheld(const cti_call *call);
/** When the call began, in microseconds since 1970. Thread: any. Since: 0.1. */
CTI_API int64_t cti_call_began_us(const cti_call *call);

/** When the call entered the queue it waits in, in microseconds since 1970; 0: it is in none. Thread: any. Since: 0.1. */
CTI_API int64_t cti_call_queued_us(const cti_call *call);

/** The legs of a call, oldest first; borrowed; NULL behind the last. Thread: any. Since: 0.1. */
CTI_API const cti_leg *cti_call_leg(const cti_call *call, size_t index);

/** The extension or outside number of a leg. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_leg_device(const cti_leg *leg);
/** The other party's number as this device sees it. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_leg_remote(const cti_leg *leg);
/** The number the other side dialled to reach this device. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_leg_called(const cti_leg *leg);
/** State of a leg. Thread: any. Since: 0.1. */
CTI_API enum cti_leg_state cti_leg_state(const cti_leg *leg);
/** Whether the device is watched (an extension), not a party outside. Thread: any. Since: 0.1. */
CTI_API bool cti_leg_is_watched(const cti_leg *leg);

/** Number of a device: "1001". Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_device_number(const cti_device *device);
/** How many live legs the device has. Thread: any. Since: 0.1. */
CTI_API size_t cti_device_legs(const cti_device *device);

/** The agent's id: the name the switch knows. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_agent_id(const cti_agent *agent);
/** The device the agent sits at; "" if unknown. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_agent_device(const cti_agent *agent);
/** State of an agent. Thread: any. Since: 0.1. */
CTI_API enum cti_agent_state cti_agent_state(const cti_agent *agent);
/** Why the agent is not ready; "" for no reason. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_agent_reason(const cti_agent *agent);
/** Since when the agent is in that state, in microseconds since 1970; 0 if that was not seen. Thread: any. Since: 0.1. */
CTI_API int64_t cti_agent_since_us(const cti_agent *agent);
/** The queues of an agent; borrowed; NULL behind the last. Thread: any. Since: 0.1. */
CTI_API const char *cti_agent_queue(const cti_agent *agent, size_t index);

/** Name of a queue. Borrowed. Thread: any. Since: 0.1. */
CTI_API const char *cti_queue_name(const cti_queue *queue);
/** How many calls wait in it. Thread: any. Since: 0.1. */
CTI_API size_t cti_queue_waiting(const cti_queue *queue);
/** When the one came that has waited longest, in microseconds since 1970; 0: none waits. Thread: any. Since: 0.1. */
CTI_API int64_t cti_queue_oldest_us(const cti_queue *queue);
/** How many agents are logged in to it. Thread: any. Since: 0.1. */
CTI_API size_t cti_queue_agents(const cti_queue *queue);
/** How many of them are ready for a call. Thread: any. Since: 0.1. */
CTI_API size_t cti_queue_ready(const cti_queue *queue);

/** Name of a leg's state: "alerting". Constant. Thread: any. Since: 0.1. */
CTI_API const char *cti_leg_state_name(enum cti_leg_state state);
/** Name of an agent's state: "not-ready". Constant. Thread: any. Since: 0.1. */
CTI_API const char *cti_agent_state_name(enum cti_agent_state state);

CTI_END_DECLS

#endif
