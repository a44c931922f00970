/* SPDX-License-Identifier: MIT */
/* A server over HTTP as a source, asked as its preset says. */
#ifndef CTI__IDENTIFY_SERVER_H
#define CTI__IDENTIFY_SERVER_H

#include "identify/app.h"
#include "identify/identify.h"
#include "identify/net.h"

struct cti__server;

extern const struct cti__source_ops cti__server_ops;

/* All borrowed: host, plan and app for its life, the rest for the call. */
struct cti__server_opts {
	const char *name; /* of the source: for sentences */
	const char *preset;
	const char *const *settings; /* names and values in turn, then NULL */
	const struct cti__identify_host *host;
	const cti_number_plan *plan;
	struct cti__app *app;
	const struct cti__detail *detail;
};

/*
 * 0, CTI_ENOENT (no such preset), CTI_EIO, CTI_EFORMAT (the preset is wrong),
 * CTI_EKEY, CTI_EVALUE (a setting is), CTI_ENOTSUP (no network) or CTI_ENOMEM,
 * with a sentence.
 */
int cti__server_new(struct cti__server **out,
		    const struct cti__server_opts *opts);

#endif
