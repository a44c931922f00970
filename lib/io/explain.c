/* SPDX-License-Identifier: MIT */
/* From curl's codes to our errors and a sentence that names the remedy. */
#include "io/dial.h"
#include "io/os_text.h"
#include "util/say.h"

#include <cti/error.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <uv.h>

static const char resolve_hint[] = CTI__TEXT(
	"the host name has no address; check its spelling and this machine's "
	"name service");
static const char connect_hint[] = CTI__TEXT(
	"check that the other side runs and listens on this port, and that "
	"no firewall refuses it");
static const char way_hint[] = CTI__TEXT(
	"check the address, and that this machine has a network with a way "
	"there");
static const char trust_hint[] = CTI__TEXT(
	"name the CA file that signed the server's certificate, and the server "
	"as its certificate does");

static int say(char *out, int err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static int say(char *out, int err, const char *format, ...)
{
	va_list args;
	char *c;

	va_start(args, format);
	cti__say_into(out, CTI__DIAL_DETAIL, format, args);
	va_end(args);
	/* What OpenSSL and servers say may have line ends in it. */
	for (c = out; *c; c++) {
		if ((unsigned char)*c < 0x20)
			*c = ' ';
	}
	return err;
}

static const char *reason(char *room, size_t n, int os_err, const char *words)
{
	if (!os_err)
		return *words ? words : cti__say("no reason given");
	return cti__os_text(room, n, os_err);
}

static int explain_time(char *out, const char *name,
			const struct cti__stream_opts *opts)
{
	return say(out, CTI_ETIMEDOUT,
		   "%s: no connection within %lu ms; check the address, the "
		   "network and any firewall%s",
		   name, (unsigned long)opts->connect_timeout_ms,
		   opts->tls ? cti__say(", and that this port speaks TLS")
			     : "");
}

static int explain_tls(char *out, const char *name, CURLcode rc,
		       const char *words)
{
	switch (rc) {
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
		return say(out, CTI_ETLS, "%s: cannot be trusted: %s; %s", name,
			   words, cti__say(trust_hint));
	case CURLE_SSL_CACERT_BADFILE:
		return say(out, CTI_ETLS,
			   "%s: the CA file cannot be used: %s; it must be "
			   "readable and in PEM format",
			   name, words);
	case CURLE_SSL_CERTPROBLEM:
		return say(out, CTI_ETLS,
			   "%s: our own certificate cannot be used: %s; it "
			   "and its key must be readable, in PEM format, and "
			   "belong together",
			   name, words);
	default:
		return say(out, CTI_ETLS,
			   "%s: no TLS connection: %s; check that this port "
			   "speaks TLS 1.2 or later",
			   name, words);
	}
}

int cti__dial_explain(char *out, const char *name,
		      const struct cti__stream_opts *opts, CURLcode rc,
		      int os_err, const char *words)
{
	char room[128];

	switch (rc) {
	case CURLE_OUT_OF_MEMORY:
		return say(out, CTI_ENOMEM, "%s: out of memory", name);
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_URL_MALFORMAT:
		return say(out, CTI_ERESOLVE, "%s: %s", name,
			   cti__say(resolve_hint));
	case CURLE_OPERATION_TIMEDOUT:
		return explain_time(out, name, opts);
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_ENGINE_NOTFOUND:
	case CURLE_SSL_ENGINE_SETFAILED:
	case CURLE_SSL_ENGINE_INITFAILED:
	case CURLE_SSL_INVALIDCERTSTATUS:
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_CERTPROBLEM:
		return explain_tls(out, name, rc, words);
	default:
		if (!*words)
			words = curl_easy_strerror(rc);
		return say(
			out, CTI_ECONNECT, "%s: cannot connect: %s; %s", name,
			reason(room, sizeof(room), os_err, words),
			cti__say(os_err == ENETUNREACH || os_err == EHOSTUNREACH
					 ? way_hint
					 : connect_hint));
	}
}

/*
 * A TLS 1.3 server refuses a client's certificate after the handshake, so that
 * this shows as a failure to read.
 */
static bool is_tls_alert(bool tls, const char *words)
{
	return tls && strstr(words, "SSL routines") &&
	       !strstr(words, "unexpected eof");
}

int cti__dial_explain_lost(char *out, const char *name, bool tls, CURLcode rc,
			   int os_err, const char *words)
{
	char room[128];

	if (rc == CURLE_OK)
		return say(out, CTI_EEOF,
			   "%s: the other side closed the connection", name);
	if (rc == CURLE_OUT_OF_MEMORY)
		return say(out, CTI_ENOMEM, "%s: out of memory", name);
	if (os_err == ETIMEDOUT || os_err == EHOSTUNREACH ||
	    os_err == ENETUNREACH)
		return say(out, CTI_ETIMEDOUT,
			   "%s: the other side does not answer any more (%s); "
			   "check the network",
			   name, reason(room, sizeof(room), os_err, words));
	if (is_tls_alert(tls, words))
		return say(out, CTI_ETLS,
			   "%s: TLS failed: %s; check which certificates the "
			   "server asks for",
			   name, words);
	return say(out, CTI_EEOF, "%s: the connection was lost: %s", name,
		   reason(room, sizeof(room), os_err, words));
}
