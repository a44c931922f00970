/* SPDX-License-Identifier: MIT */
/*
 * What Asterisk's names and words say, whichever of its interfaces has them:
 * AMI and ARI share this.
 */
#ifndef CTI__ADAPTERS_ASTERISK_NAMES_H
#define CTI__ADAPTERS_ASTERISK_NAMES_H

#include "model/fact.h"

/* Patterns of the site: which endpoints are telephones, which are lines. */
struct cti__asterisk_site {
	struct cti__str extensions, trunks;
};

/* What a channel's name says. */
struct cti__asterisk_channel {
	enum cti_role role;
	struct cti__str device;	 /* endpoint; of a Local, its extension */
	struct cti__str context; /* of a Local */
	struct cti__str pair;	 /* what both halves of a Local share */
	int half;
};
struct cti__asterisk_channel cti__asterisk_channel(
	const struct cti__asterisk_site *site, struct cti__str name);
/* Whether an endpoint of that technology is a telephone or a line. */
enum cti_role cti__asterisk_endpoint(const struct cti__asterisk_site *site,
				     struct cti__str technology,
				     struct cti__str name);
/* The device of "PJSIP/1001", "Local/1003@agents/n" or "hint:1003@internal". */
struct cti__str cti__asterisk_interface_device(struct cti__str interface);
/* The number of a dial string: "13900139000@trunk" or "PJSIP/trunk/139...". */
struct cti__str cti__asterisk_dialled_number(struct cti__str dial_string);
/* Queues and agents are named without their @domain. */
struct cti__str cti__asterisk_bare(struct cti__str name);
/* Whether it may be dialled: dialplans put it into dial strings, where other
   characters mean something. */
bool cti__asterisk_is_dialable(struct cti__str number);
/* "NOANSWER" of a dial's end. */
enum cti_dial_result cti__asterisk_result(struct cti__str status);

#endif
