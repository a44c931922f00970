/* SPDX-License-Identifier: MIT */
/* Errors of the system with connections and files, in the reader's words. */
#ifndef CTI__IO_OS_TEXT_H
#define CTI__IO_OS_TEXT_H

#include <stddef.h>

/* What an errno means; in room, or constant. */
const char *cti__os_text(char *room, size_t size, int os_err);

#endif
