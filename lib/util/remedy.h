/* SPDX-License-Identifier: MIT */
/* What somebody can do about an error of the system with a file. */
#ifndef CTI__UTIL_REMEDY_H
#define CTI__UTIL_REMEDY_H

/* A few words for the end of a sentence, never NULL. */
const char *cti__os_remedy(int os_err);

#endif
