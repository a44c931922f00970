/* SPDX-License-Identifier: MIT */
/*
 * Keeps SIGPIPE from the process where something writes without MSG_NOSIGNAL: a
 * file that is a pipe, or OpenSSL by itself. The application's signal handlers
 * are not ours to set.
 */
#ifndef CTI__IO_SIGPIPE_H
#define CTI__IO_SIGPIPE_H

#include <signal.h>
#include <stdbool.h>

struct cti__sigpipe {
	sigset_t old;
	bool was_pending;
	bool needed;
};

/* needed false: both do nothing. */
void cti__sigpipe_hold(struct cti__sigpipe *hold, bool needed);
/* Take away the one that came meanwhile. Keeps errno. */
void cti__sigpipe_let_go(struct cti__sigpipe *hold);

#endif
