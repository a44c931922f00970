/* SPDX-License-Identifier: MIT */
/*
 * Looking at how an Asterisk is set up for its AMI user: what the files of the
 * look share. Questions go out in rounds; when a round is answered, the next is
 * asked, and at the end it is said what was found.
 */
#ifndef CTI__ADAPTERS_AMI_DIAGNOSE_H
#define CTI__ADAPTERS_AMI_DIAGNOSE_H

#include "adapters/ami/ami.h"

/* Actions whose being offered tells of a right or a module. */
enum cti__ami_mark {
	AMI_MARK_LIST,	    /* CoreShowChannels: reporting or system */
	AMI_MARK_CALL,	    /* Redirect: call; Hangup is also of system */
	AMI_MARK_ORIGINATE, /* Originate: originate */
	AMI_MARK_SYSTEM,    /* ModuleCheck: system */
	AMI_MARK_CONFIG,    /* GetConfig: config */
	AMI_MARK_QUEUES,    /* QueueStatus: any; app_queue */
	AMI_MARK_AGENT,	    /* QueuePause: agent; app_queue */
	AMI_MARK_PARK,	    /* Park: call; res_parking */
	AMI_MARK_PJSIP,	    /* PJSIPShowEndpoints: system; res_pjsip */
	AMI_MARK_NOTIFY,    /* PJSIPNotify: system; res_pjsip_notify */
	AMI_MARK_MUTE,	    /* MuteAudio: system; res_mutestream */
	AMI_MARK_RECORD,    /* MixMonitor: system; app_mixmonitor */
	AMI_MARK_GETVAR,    /* Getvar: call or reporting */
	AMI_MARK_COUNT
};

/* A finding of this adapter, with two values at most and the user as {1}. */
void cti__ami_tell(struct cti__ami_state *ami,
		   const struct cti_finding_form *form, struct cti__str second,
		   struct cti__str third);
bool cti__ami_is_offered(const struct cti__ami_state *ami,
			 enum cti__ami_mark mark);
/* The next "name=value" of an answer to GetConfig; false: no more. */
bool cti__ami_config_next(struct cti__str *rest, struct cti__str *name,
			  struct cti__str *value);

/* diagnose_rights.c: what its user may do and is told. */
void cti__ami_judge_rights(struct cti__ami_state *ami);
/* The user's own section of manager.conf. */
void cti__ami_judge_user(struct cti__ami_state *ami, struct cti__str block);

/* diagnose_site.c: the rest of the switch. */
void cti__ami_judge_clock(struct cti__ami_state *ami, struct cti__str stamp,
			  int64_t asked_us);
void cti__ami_judge_version(struct cti__ami_state *ami, struct cti__str text);
void cti__ami_judge_modules(struct cti__ami_state *ami);
void cti__ami_judge_ari(struct cti__ami_state *ami, struct cti__str block);
void cti__ami_judge_features(struct cti__ami_state *ami, struct cti__str block);
void cti__ami_judge_queue(struct cti__ami_state *ami, struct cti__str queue,
			  struct cti__str block);
void cti__ami_judge_member(struct cti__ami_state *ami, struct cti__str queue,
			   struct cti__str place, struct cti__str device);
void cti__ami_judge_endpoints(struct cti__ami_state *ami);

/* diagnose_phone.c: an endpoint of the list; then some extensions are asked for
   one after the other. */
void cti__ami_keep_endpoint(struct cti__ami_state *ami, struct cti__str name);
void cti__ami_ask_phones(struct cti__ami_state *ami);
/* A part of an answer to that. */
void cti__ami_take_phone(struct cti__ami_state *ami, struct cti__str event,
			 bool refused, struct cti__str caller_id);
void cti__ami_judge_phones(struct cti__ami_state *ami);

/* diagnose_value.c: values of files, where the files may not be read; then they
   are judged as those are. */
#define CTI__AMI_VALUE_LETTER 'M'
void cti__ami_ask_values(struct cti__ami_state *ami);
void cti__ami_take_value(struct cti__ami_state *ami, size_t which,
			 struct cti__str value);

#endif
