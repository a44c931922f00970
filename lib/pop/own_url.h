/* SPDX-License-Identifier: MIT */
/* The address that a customer's record brings itself, where a site has no
 * template. */
#ifndef CTI__POP_OWN_URL_H
#define CTI__POP_OWN_URL_H

#include "util/str.h"

/*
 * Check it as a template would be: its scheme is one of those, it has a host,
 * and nothing in it that could be taken for more than an address. url has room
 * for CTI__URL_MAX + 1 bytes and is "" on error: CTI_ETEMPLATE, CTI_ETOOBIG,
 * CTI_EINVAL or CTI_ENOMEM.
 */
int cti__own_url(struct cti__str text, const char *schemes, char *url);

#endif
