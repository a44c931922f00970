/* SPDX-License-Identifier: MIT */
/* One connection to a directory: what libldap does for us, and no more. */
#ifndef CTI__IO_LDAP_CONN_H
#define CTI__IO_LDAP_CONN_H

#include "io/ldap.h"
#include "util/buf.h"

/* Bytes of a sentence with its NUL. */
#define CTI__LDAP_DETAIL 400

struct cti__ldap_conn;
struct cti__ldap_query;

struct cti__ldap_message {
	int id;	       /* of the search; 0: of none */
	bool is_entry; /* else it is the end of the search */
	int err;       /* how it ended, as of an answer */
};

/* 0, CTI_EINVAL or CTI_ENOMEM. */
int cti__ldap_query_new(struct cti__ldap_query **out, const char *url);
void cti__ldap_query_free(struct cti__ldap_query *query);

/* opts: borrowed for its life. 0 or CTI_ENOMEM. */
int cti__ldap_conn_new(struct cti__ldap_conn **out,
		       const struct cti__ldap_opts *opts);
/*
 * Connect, encrypt and log in: blocks, for a thread of its own, where our
 * allocator is not called. detail has CTI__LDAP_DETAIL bytes. 0, CTI_EAUTH, CTI_ECONNECT, CTI_ETLS,
 * CTI_ETIMEDOUT, CTI_EPROTO, CTI_EREFUSED or CTI_ENOMEM.
 */
int cti__ldap_conn_open(struct cti__ldap_conn *conn,
			const struct cti__ldap_opts *opts, char *detail);
/* Also of one that was not opened. NULL is allowed. */
void cti__ldap_conn_close(struct cti__ldap_conn *conn);

/* From here on nothing blocks. */
int cti__ldap_conn_fd(const struct cti__ldap_conn *conn);
/* 0, CTI_EEOF (the connection is lost), or the end of this search. */
int cti__ldap_conn_search(struct cti__ldap_conn *conn,
			  const struct cti__ldap_query *query, int *id,
			  char *detail);
void cti__ldap_conn_abandon(struct cti__ldap_conn *conn, int id);
/* 1: there is one, kept until the next call; 0: not yet; CTI_EEOF. */
int cti__ldap_conn_next(struct cti__ldap_conn *conn,
			struct cti__ldap_message *out, char *detail);
/* Append the entry that came last, as JSON. */
void cti__ldap_conn_put(struct cti__ldap_conn *conn,
			const struct cti__ldap_query *query,
			struct cti__buf *out);

#endif
