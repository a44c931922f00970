/* SPDX-License-Identifier: MIT */
/*
 * The journal's file: groups of changes in, contacts out. Blocks; one thread at
 * a time. Sentences go to detail, which may be NULL.
 */
#ifndef CTI__JOURNAL_STORE_H
#define CTI__JOURNAL_STORE_H

#include "journal/contact.h"
#include "util/list.h"

enum cti__change_kind {
	CTI__CHANGE_SAVE,   /* contact, and of its segments the changed ones */
	CTI__CHANGE_FORGET, /* id */
	CTI__CHANGE_SPAN,   /* agent, state, reason, from_us, to_us */
	CTI__CHANGE_SET,    /* id, field, value */
	CTI__CHANGE_NOTE,   /* id, value */
	CTI__CHANGE_PAIR,   /* id, field, name, value */
	CTI__CHANGE_SENT    /* id, revision, sent, at_us, value: of a record's
			       delivery */
};

/* What became of a record on its way to the CRM. */
enum cti__sent {
	CTI__SENT_WAITING = 0, /* until at_us */
	CTI__SENT_DONE = 1,
	CTI__SENT_DEAD = 2
};

struct cti__change {
	struct cti__list node;
	enum cti__change_kind kind;
	struct cti_contact *contact;
	char *id, *name, *value, *agent, *state, *reason;
	enum cti_contact_field field;
	enum cti__sent sent;
	int64_t from_us, to_us, at_us;
	uint64_t revision;
	bool ended;
	bool again; /* to the CRM, also if it has been there */
};

/* Frees what it holds too. */
void cti__change_free(struct cti__change *change);

struct cti__store;

/* Opens or makes it, for writing. 0, CTI_EIO, CTI_EFORMAT or CTI_ENOMEM. */
int cti__store_open(struct cti__store **out, const char *path, char *detail,
		    size_t size);
/* Contacts that a process before this one left open are interrupted, and due
   at the CRM if send. To be called before any of our own is written. */
int cti__store_take_over(struct cti__store *store, bool send, char *detail,
			 size_t size);
void cti__store_close(struct cti__store *store);

/* All changes of the list in one transaction, or none: 0, CTI_EIO or
   CTI_ENOMEM. send_us: when contacts that have ended are due at the CRM; 0:
   never. */
int cti__store_write(struct cti__store *store, const struct cti__list *changes,
		     int64_t send_us, char *detail, size_t size);
/* Forget what began before. */
int cti__store_retain(struct cti__store *store, int64_t before_us, char *detail,
		      size_t size);

/* Who asks for the earlier contacts of a number or customer, and the answer. */
#define CTI__EARLIER_MAX 20

struct cti__ask {
	struct cti__list node;
	char *call, *number, *customer;
	uint32_t turn;
	unsigned max;
	cti_contact *found[CTI__EARLIER_MAX];
	size_t count;
};

/* Frees what it holds too; NULL is allowed. */
void cti__ask_free(struct cti__ask *ask);
/* Fill in the answer, latest first; those under way are left out. */
int cti__store_earlier(struct cti__store *store, struct cti__ask *ask,
		       char *detail, size_t size);

/* A record that is due. */
struct cti__due {
	struct cti__list node;
	char *id, *body;
	size_t len;
	uint64_t attempts, revision;
};

void cti__due_free(struct cti__due *due);
/* At most max that are due, added to the list; *next_us: when the next one
   will be, INT64_MAX if none waits. */
int cti__store_due(struct cti__store *store, int64_t now_us, unsigned max,
		   struct cti__list *out, int64_t *next_us, char *detail,
		   size_t size);

#endif
