/* SPDX-License-Identifier: MIT */
/* Which libraries the io layer stands on. */
#ifndef CTI__IO_ABOUT_H
#define CTI__IO_ABOUT_H

#include "util/buf.h"

/* Adds their names and versions as members of a JSON object, each with a comma
   before it. */
void cti__io_about(struct cti__buf *out);

#endif
