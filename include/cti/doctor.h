/* SPDX-License-Identifier: MIT */
/**
 * @file cti/doctor.h
 * What is wrong with a link, or with the settings of the switch behind it, and
 * what to change where: `cti doctor` is made of it.
 *
 * The library looks from outside, with the rights of the link's own user, and
 * changes nothing. What it cannot see it says so.
 */
#ifndef CTI_DOCTOR_H
#define CTI_DOCTOR_H

#include <cti/link.h>

/** How much a finding matters. New ones are added at the end. */
enum cti_finding_level {
	CTI_FINDING_GOOD = 0, /**< "good": as it should be */
	CTI_FINDING_NOTE = 1, /**< "note": worth knowing, or not to be seen */
	CTI_FINDING_WARNING = 2, /**< "warning": something will not work, or not
				      always */
	CTI_FINDING_FAULT = 3	 /**< "fault": the link is of no use so */
};

/**
 * One finding. Everything in it is borrowed until the callback returns; no text
 * is NULL, each may be "".
 *
 * @c text and @c remedy are in the language of cti_strerror(). The forms are what
 * they were made of, in English, with {1} to {9} where the values stand: for
 * programs that translate by themselves.
 */
typedef struct cti_finding {
	size_t size;		      /**< sizeof(cti_finding) of the library */
	enum cti_finding_level level; /**< how much it matters */
	const char *id;		      /**< always the same: "ami-clock" */
	const char *text;	      /**< what was found: one sentence */
	const char *remedy;	      /**< what to do: one sentence */
	const char *file;	 /**< where: "manager.conf", or a key of ours */
	const char *section;	 /**< in it: "[cti]" */
	const char *line;	 /**< the line it should have there */
	const char *text_form;	 /**< what text was made of */
	const char *remedy_form; /**< what remedy was made of */
	const char *const *values; /**< what stands for {1}, {2} and so on */
	size_t value_count;	   /**< how many */
} cti_finding;

/**
 * Called for each finding, from the loop or in cti_poll(). It may call whatever
 * an event's callback may.
 */
typedef void cti_finding_fn(cti_client *client, const cti_finding *finding,
			    void *user);
/**
 * Called once, when all was looked at, from the loop or in cti_poll().
 *
 * @p error: 0; CTI_ELINKDOWN (the link did not come up, or was lost: a finding
 * says why), CTI_ETIMEDOUT (the switch has not answered all questions) or
 * CTI_ECANCELED (the link was removed, or the client closed).
 */
typedef void cti_diagnosed_fn(cti_client *client, int error, void *user);

/** What may be done beyond looking. */
enum cti_diagnose_flag {
	/** Make a call that rings nowhere and ends at once, to see whether the
	    switch tells of it. Other programs on the switch see it too. */
	CTI_DIAGNOSE_CALL = 1
};

CTI_BEGIN_DECLS

/**
 * Look for what is wrong: wait until the link is up or has failed, then ask the
 * switch for its settings.
 *
 * @param link   Borrowed.
 * @param flags  enum cti_diagnose_flag, or 0.
 * @param fn     Called for each finding.
 * @param done   Called once, from the loop or in cti_poll(), never before this
 *               returns; when the client is closed first, then perhaps inside
 *               cti_client_close().
 * @param user   Handed to both.
 * @return 0: @p done will be called. CTI_EINVAL, CTI_ESTATE (a recording),
 *         CTI_EAGAIN (it is being looked at already) or CTI_ENOMEM: neither
 *         will be called.
 *
 * Thread: loop. Since: 0.1.
 */
CTI_API CTI_NODISCARD int cti_link_diagnose(cti_link *link, uint32_t flags,
					    cti_finding_fn *fn,
					    cti_diagnosed_fn *done, void *user);

/**
 * Name of a level: "warning"; NULL for none. Constant. Thread: any. Since: 0.1.
 */
CTI_API const char *cti_finding_level_name(enum cti_finding_level level);

CTI_END_DECLS

#endif
