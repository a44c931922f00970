/* SPDX-License-Identifier: MIT */
/*
 * How one sort of server is asked who a number belongs to: a JSON document that
 * names the request, the login, and where in the answer the customer stands.
 */
#ifndef CTI__IDENTIFY_PRESET_H
#define CTI__IDENTIFY_PRESET_H

#include "identify/form.h"
#include "identify/source.h"
#include "wire/json.h"

/* The most ways to write a number that one lookup tries. */
#define CTI__PRESET_NUMBERS 8
/* The most fields by whose values customers are looked up. */
#define CTI__PRESET_FIELDS  8

/* A request; the parts are forms, borrowed from the document. */
struct cti__preset_request {
	struct cti__str method;
	struct cti__str url;	       /* of another server; empty: path */
	struct cti__str path;	       /* behind the base */
	const struct cti__json *query; /* objects of forms, or NULL */
	const struct cti__json *headers;
	const struct cti__json *form; /* a body as a browser's form sends it */
	const struct cti__json *body; /* a body in JSON */
	/* Of a search in a directory, whose method is SEARCH: */
	struct cti__str filter;
	const struct cti__json *attributes; /* strings */
};

enum cti__preset_auth {
	CTI__AUTH_NONE,
	CTI__AUTH_BASIC,  /* user and secret */
	CTI__AUTH_BEARER, /* the secret, or the token */
	CTI__AUTH_HEADER, /* the secret in a header of its own */
	CTI__AUTH_QUERY,  /* the secret as a parameter */
	CTI__AUTH_BIND	  /* user and secret, by the connection itself */
};

struct cti__preset {
	struct cti__json *document;
	struct cti__str name;
	struct cti__str number[CTI__PRESET_NUMBERS]; /* ways to write it */
	size_t numbers;
	enum cti__preset_auth auth;
	struct cti__str auth_word; /* "Bearer", or the header or parameter */
	/* A login that must come first; no method: there is none. */
	struct cti__preset_request login;
	struct cti__str token;	 /* form over the login's answer */
	struct cti__str expires; /* path to seconds; "" for not told */
	struct cti__preset_request request;
	/* By data of the call instead of the number: who has {value} in a
	   field. */
	struct {
		struct cti__str field;
		struct cti__preset_request request;
	} by[CTI__PRESET_FIELDS];
	size_t fields_by;
	bool is_directory; /* asked over LDAP, not HTTP */
	struct cti__str items;		/* path to those found */
	struct cti__str error;		/* path that is there on failure only */
	const struct cti__json *fields; /* field: form or array of forms */
	struct cti__str open;		/* form of the customer's URL */
	/* The server looks for parts too: leave out whose numbers are others.
	 */
	bool strict;
	const struct cti__json *settings; /* name: what it is, or NULL */
	const struct cti__json *limits;
};

/*
 * Read and check a document. where: what to call it in sentences. 0,
 * CTI_EFORMAT, CTI_ETOOBIG or CTI_ENOMEM with a sentence.
 */
int cti__preset_parse(struct cti__preset *out, struct cti__str text,
		      const char *where, const struct cti__detail *detail);
/*
 * The same of a shipped one by its name, or of a file if there is a slash in
 * it. Also CTI_ENOENT and CTI_EIO.
 */
int cti__preset_load(struct cti__preset *out, const char *name,
		     const struct cti__detail *detail);
/* NULL: it cannot be asked for that field. */
const struct cti__preset_request *
cti__preset_by(const struct cti__preset *preset, struct cti__str field);
/* All zero is accepted. */
void cti__preset_fini(struct cti__preset *preset);

/*
 * The presets that are part of the library: name and text, NULL behind the
 * last. Made from lib/identify/presets.
 */
struct cti__shipped_preset {
	const char *name;
	const char *text;
	size_t n;
};
extern const struct cti__shipped_preset cti__shipped_presets[];

#endif
