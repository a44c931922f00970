/* SPDX-License-Identifier: MIT */
/* One connection to a directory: what libldap does for us, and no more. */
#include "io/ldap_conn.h"
#include "io/sigpipe.h"
#include "util/alloc.h"
#include "util/say.h"
#include "util/utf8.h"

#include <cti/error.h>

#include <fcntl.h>
#include <ldap.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

/* A silent connection is probed after so many seconds, so often. */
#define KEEPALIVE_IDLE_S  60
#define KEEPALIVE_EVERY_S 10
#define KEEPALIVE_PROBES  3

struct cti__ldap_query {
	LDAPURLDesc *url;
};

struct cti__ldap_conn {
	LDAP *ld;
	LDAPMessage *message; /* that came last */
	uint32_t timeout_ms, max_entries;
	const char *name; /* borrowed: of the opts */
};

/* Making a handle reads files and sets up TLS, which not every version of
   libldap can do in two threads. */
static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;

static int say(char *detail, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int say(char *detail, int err, const char *format, ...)
{
	va_list args;
	size_t unit;
	char *c;

	va_start(args, format);
	cti__say_into(detail, CTI__LDAP_DETAIL, format, args);
	va_end(args);
	/* What a server says may have anything in it. */
	for (c = detail; *c; c += unit) {
		unit = cti__utf8_unit(c, strlen(c));
		if (!unit || cti__utf8_steers(c, unit)) {
			unit += !unit;
			memset(c, ' ', unit);
		}
	}
	return err;
}

int cti__ldap_query_new(struct cti__ldap_query **out, const char *url)
{
	struct cti__ldap_query *query;
	LDAPURLDesc *parsed;
	int rc = ldap_url_parse(url, &parsed);

	*out = NULL;
	if (rc)
		return rc == LDAP_URL_ERR_MEM ? CTI_ENOMEM : CTI_EINVAL;
	query = cti__calloc(1, sizeof(*query));
	if (!query) {
		ldap_free_urldesc(parsed);
		return CTI_ENOMEM;
	}
	query->url = parsed;
	*out = query;
	return 0;
}

void cti__ldap_query_free(struct cti__ldap_query *query)
{
	if (!query)
		return;
	ldap_free_urldesc(query->url);
	cti__free(query);
}

static struct timeval span(uint32_t ms)
{
	return (struct timeval){ ms / 1000, ms % 1000 * 1000 };
}

static int set_tls(LDAP *ld, const struct cti__ldap_opts *opts)
{
	int demand = opts->verify ? LDAP_OPT_X_TLS_DEMAND
				  : LDAP_OPT_X_TLS_NEVER;
	int is_server = 0, bad = 0;

	bad |= ldap_set_option(ld, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand);
	if (*opts->ca_file)
		bad |= ldap_set_option(ld, LDAP_OPT_X_TLS_CACERTFILE,
				       opts->ca_file);
	return bad | ldap_set_option(ld, LDAP_OPT_X_TLS_NEWCTX, &is_server);
}

static int set_options(LDAP *ld, const struct cti__ldap_opts *opts)
{
	static const int version = LDAP_VERSION3, deref = LDAP_DEREF_NEVER;
	static const int idle = KEEPALIVE_IDLE_S, probes = KEEPALIVE_PROBES;
	static const int every = KEEPALIVE_EVERY_S;
	struct timeval limit = span(opts->timeout_ms);
	int bad = 0;

	bad |= ldap_set_option(ld, LDAP_OPT_PROTOCOL_VERSION, &version);
	/* Other servers would be asked with our login, and would block. */
	bad |= ldap_set_option(ld, LDAP_OPT_REFERRALS, LDAP_OPT_OFF);
	bad |= ldap_set_option(ld, LDAP_OPT_DEREF, &deref);
	bad |= ldap_set_option(ld, LDAP_OPT_NETWORK_TIMEOUT, &limit);
	bad |= ldap_set_option(ld, LDAP_OPT_TIMEOUT, &limit);
	bad |= ldap_set_option(ld, LDAP_OPT_X_KEEPALIVE_IDLE, &idle);
	bad |= ldap_set_option(ld, LDAP_OPT_X_KEEPALIVE_PROBES, &probes);
	bad |= ldap_set_option(ld, LDAP_OPT_X_KEEPALIVE_INTERVAL, &every);
	return bad;
}

static int make(LDAP **ld, const struct cti__ldap_opts *opts, char *detail)
{
	bool bad_tls = false;
	int rc;

	pthread_mutex_lock(&making);
	rc = ldap_initialize(ld, opts->url);
	if (!rc)
		rc = set_options(*ld, opts);
	if (!rc)
		bad_tls = set_tls(*ld, opts) != 0;
	pthread_mutex_unlock(&making);
	if (bad_tls)
		return say(detail, CTI_ETLS,
			   "%s: TLS cannot be set up; ca_file must be "
			   "readable and in PEM format",
			   opts->url);
	return rc ? say(detail, CTI_ENOMEM, "%s: out of memory", opts->url) : 0;
}

/* The last words about this connection; to be freed. */
static char *words_of(LDAP *ld)
{
	char *words = NULL;

	(void)ldap_get_option(ld, LDAP_OPT_DIAGNOSTIC_MESSAGE, &words);
	if (words && !*words) {
		ldap_memfree(words);
		words = NULL;
	}
	return words;
}

static int no_tls(char *detail, const char *name, const char *words)
{
	return say(detail, CTI_ETLS,
		   "%s: no TLS that can be trusted: %s; name the CA file that "
		   "signed the server's certificate as ca_file, and the server "
		   "as its certificate does",
		   name, words);
}

static int no_login(char *detail, const struct cti__ldap_opts *opts, int rc,
		    const char *words)
{
	switch (rc) {
	case LDAP_CONFIDENTIALITY_REQUIRED:
	case LDAP_STRONG_AUTH_REQUIRED:
		return say(detail, CTI_EAUTH,
			   "%s: the login is taken over TLS only (%s); set "
			   "start_tls, or write ldaps:// in base",
			   opts->url, words);
	default:
		return say(detail, CTI_EAUTH,
			   "%s: the login as \"%s\" is refused (%s); check "
			   "user and secret",
			   opts->url, opts->user, words);
	}
}

/* Why there is no connection that can be used. */
static int explain(char *detail, const struct cti__ldap_opts *opts, LDAP *ld,
		   int rc, bool encrypting)
{
	char *own = words_of(ld);
	const char *words = own ? own : ldap_err2string(rc);
	int err;

	if (rc == LDAP_NO_MEMORY)
		err = CTI_ENOMEM;
	else if (rc == LDAP_TIMEOUT)
		err = say(detail, CTI_ETIMEDOUT,
			  "%s: no connection within %lu ms; check the address, "
			  "the network and any firewall",
			  opts->url, (unsigned long)opts->timeout_ms);
	else if (rc > 0 && encrypting)
		err = say(detail, CTI_ETLS,
			  "%s: the server offers no StartTLS (%s); write "
			  "ldaps:// in base, or set start_tls to false",
			  opts->url, words);
	/* libldap has words of its own about TLS only. */
	else if (own && (rc == LDAP_CONNECT_ERROR || rc == LDAP_SERVER_DOWN))
		err = no_tls(detail, opts->url, words);
	else if (rc > 0)
		err = no_login(detail, opts, rc, words);
	else
		err = say(detail, CTI_ECONNECT,
			  "%s: no connection (%s); check that the server runs "
			  "and listens there, and that no firewall refuses it",
			  opts->url, words);
	ldap_memfree(own);
	return err;
}

static int log_in(LDAP *ld, const struct cti__ldap_opts *opts, char *detail)
{
	struct berval secret = { strlen(opts->secret),
				 (char *)(uintptr_t)opts->secret };
	int rc = LDAP_SUCCESS;
	bool encrypting = opts->start_tls &&
			  strncmp(opts->url, "ldaps:", 6) != 0;

	if (encrypting)
		rc = ldap_start_tls_s(ld, NULL, NULL);
	if (!rc) {
		encrypting = false;
		rc = ldap_sasl_bind_s(ld, opts->user, LDAP_SASL_SIMPLE, &secret,
				      NULL, NULL, NULL);
	}
	return rc ? explain(detail, opts, ld, rc, encrypting) : 0;
}

static int never_block(LDAP *ld)
{
	int fd = -1, flags;

	if (ldap_get_option(ld, LDAP_OPT_DESC, &fd) || fd < 0)
		return CTI_ECONNECT;
	flags = fcntl(fd, F_GETFL);
	return flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK)
		       ? CTI_ECONNECT
		       : 0;
}

static void unbind(LDAP *ld)
{
	struct cti__sigpipe hold;

	if (!ld)
		return;
	cti__sigpipe_hold(&hold, true);
	ldap_unbind_ext(ld, NULL, NULL);
	cti__sigpipe_let_go(&hold);
}

int cti__ldap_conn_new(struct cti__ldap_conn **out,
		       const struct cti__ldap_opts *opts)
{
	struct cti__ldap_conn *conn = cti__calloc(1, sizeof(*conn));

	*out = conn;
	if (!conn)
		return CTI_ENOMEM;
	conn->timeout_ms = opts->timeout_ms;
	conn->max_entries = opts->max_entries;
	conn->name = opts->url;
	return 0;
}

int cti__ldap_conn_open(struct cti__ldap_conn *conn,
			const struct cti__ldap_opts *opts, char *detail)
{
	struct cti__sigpipe hold;
	int err;

	*detail = '\0';
	cti__sigpipe_hold(&hold, true);
	err = make(&conn->ld, opts, detail);
	if (!err)
		err = log_in(conn->ld, opts, detail);
	if (!err)
		err = never_block(conn->ld);
	cti__sigpipe_let_go(&hold);
	/* Now, and not when the loop comes to it. */
	if (err) {
		unbind(conn->ld);
		conn->ld = NULL;
	}
	return err;
}

void cti__ldap_conn_close(struct cti__ldap_conn *conn)
{
	if (!conn)
		return;
	ldap_msgfree(conn->message);
	unbind(conn->ld);
	cti__free(conn);
}

int cti__ldap_conn_fd(const struct cti__ldap_conn *conn)
{
	int fd = -1;

	(void)ldap_get_option(conn->ld, LDAP_OPT_DESC, &fd);
	return fd;
}

/* Why a search found nothing that can be used. */
static int refused(const struct cti__ldap_conn *conn, int rc, const char *words,
		   char *detail)
{
	const char *plain = ldap_err2string(rc);
	bool more = words && *words;

	switch (rc) {
	case LDAP_NO_MEMORY:
		return CTI_ENOMEM;
	case LDAP_FILTER_ERROR:
		return say(detail, CTI_EINVAL,
			   "%s: the filter is none that LDAP knows; check the "
			   "setting filter and the preset",
			   conn->name);
	case LDAP_NO_SUCH_OBJECT:
	case LDAP_INVALID_DN_SYNTAX:
	case LDAP_REFERRAL:
		return say(detail, CTI_EREFUSED,
			   "%s: the server has no such place (%s%s%s); check "
			   "search_base",
			   conn->name, plain, more ? ": " : "",
			   more ? words : "");
	case LDAP_INSUFFICIENT_ACCESS:
	case LDAP_OPERATIONS_ERROR:
	case LDAP_STRONG_AUTH_REQUIRED:
	case LDAP_CONFIDENTIALITY_REQUIRED:
		return say(detail, CTI_EREFUSED,
			   "%s: the search is refused (%s%s%s); check user, "
			   "secret, TLS and the rights of that account",
			   conn->name, plain, more ? ": " : "",
			   more ? words : "");
	case LDAP_TIMELIMIT_EXCEEDED:
	case LDAP_ADMINLIMIT_EXCEEDED:
		return say(detail, CTI_ETIMEDOUT,
			   "%s: the server gave the search up (%s); it needs "
			   "an index on the attributes of the filter",
			   conn->name, plain);
	default:
		return say(detail, CTI_EREFUSED,
			   "%s: the server does not answer the search (%s%s%s)",
			   conn->name, plain, more ? ": " : "",
			   more ? words : "");
	}
}

int cti__ldap_conn_search(struct cti__ldap_conn *conn,
			  const struct cti__ldap_query *query, int *id,
			  char *detail)
{
	struct timeval limit = span(conn->timeout_ms);
	const LDAPURLDesc *url = query->url;
	struct cti__sigpipe hold;
	int rc;

	/* Servers count in seconds, and 0 is no limit. */
	limit.tv_sec += limit.tv_usec > 0;
	limit.tv_usec = 0;
	cti__sigpipe_hold(&hold, true);
	rc = ldap_search_ext(conn->ld, url->lud_dn, url->lud_scope,
			     url->lud_filter, url->lud_attrs, 0, NULL, NULL,
			     &limit, (int)conn->max_entries, id);
	cti__sigpipe_let_go(&hold);
	if (!rc)
		return 0;
	if (rc == LDAP_SERVER_DOWN || rc == LDAP_CONNECT_ERROR ||
	    rc == LDAP_BUSY)
		return CTI_EEOF;
	return refused(conn, rc, NULL, detail);
}

void cti__ldap_conn_abandon(struct cti__ldap_conn *conn, int id)
{
	struct cti__sigpipe hold;

	cti__sigpipe_hold(&hold, true);
	ldap_abandon_ext(conn->ld, id, NULL, NULL);
	cti__sigpipe_let_go(&hold);
}

/* One that was cut short has found too many, which is an answer. */
static int ended(struct cti__ldap_conn *conn, char *detail)
{
	char *words = NULL;
	int code = LDAP_OTHER, rc, err = 0;

	rc = ldap_parse_result(conn->ld, conn->message, &code, NULL, &words,
			       NULL, NULL, 0);
	if (rc)
		err = say(detail, CTI_EPROTO,
			  "%s: an answer that is no LDAP; check base",
			  conn->name);
	else if (code && code != LDAP_SIZELIMIT_EXCEEDED)
		err = refused(conn, code, words, detail);
	ldap_memfree(words);
	return err;
}

int cti__ldap_conn_next(struct cti__ldap_conn *conn,
			struct cti__ldap_message *out, char *detail)
{
	struct timeval now = { 0, 0 };
	struct cti__sigpipe hold;
	int type;

	ldap_msgfree(conn->message);
	conn->message = NULL;
	memset(out, 0, sizeof(*out));
	cti__sigpipe_hold(&hold, true);
	type = ldap_result(conn->ld, LDAP_RES_ANY, LDAP_MSG_ONE, &now,
			   &conn->message);
	cti__sigpipe_let_go(&hold);
	if (type < 0)
		return CTI_EEOF;
	if (!type)
		return 0;
	out->id = ldap_msgid(conn->message);
	out->is_entry = type == LDAP_RES_SEARCH_ENTRY;
	/* Where else one could look is not looked. */
	if (type == LDAP_RES_SEARCH_REFERENCE || type == LDAP_RES_INTERMEDIATE)
		out->id = 0;
	else if (type == LDAP_RES_SEARCH_RESULT)
		out->err = ended(conn, detail);
	else if (!out->is_entry)
		out->id = 0;
	return 1;
}

/* Names come in the server's spelling, and are used in ours. */
static struct cti__str name_of(const struct cti__ldap_query *query,
			       const struct berval *name)
{
	struct cti__str theirs = cti__str_n(name->bv_val, name->bv_len);
	char **asked = query->url->lud_attrs;

	for (; asked && *asked; asked++)
		if (cti__str_ieq(cti__str(*asked), theirs))
			return cti__str(*asked);
	return theirs;
}

static void put_text(struct cti__buf *out, const struct berval *value)
{
	struct cti__str text = cti__str_n(value->bv_val, value->bv_len);

	/* A picture or a key is nothing to show. */
	cti__buf_json(out, cti__utf8_ok(text) ? text : CTI__STR(""));
}

static void put_values(const struct cti__ldap_query *query,
		       const struct berval *name, const struct berval *values,
		       struct cti__buf *out)
{
	size_t i;

	cti__buf_char(out, ',');
	cti__buf_json(out, name_of(query, name));
	cti__buf_text(out, ":[");
	for (i = 0; values && values[i].bv_val; i++) {
		if (i)
			cti__buf_char(out, ',');
		put_text(out, &values[i]);
	}
	cti__buf_char(out, ']');
}

void cti__ldap_conn_put(struct cti__ldap_conn *conn,
			const struct cti__ldap_query *query,
			struct cti__buf *out)
{
	struct berval dn = { 0, NULL }, name, *values = NULL;
	BerElement *ber = NULL;
	int rc = ldap_get_dn_ber(conn->ld, conn->message, &ber, &dn);

	cti__buf_text(out, "{\"dn\":");
	put_text(out, &dn);
	for (; !rc; ldap_memfree(values)) {
		values = NULL;
		rc = ldap_get_attribute_ber(conn->ld, conn->message, ber, &name,
					    &values);
		if (rc || !name.bv_val)
			break;
		put_values(query, &name, values, out);
	}
	cti__buf_char(out, '}');
	if (ber)
		ber_free(ber, 0);
}
