/* SPDX-License-Identifier: MIT */
/* Keeps SIGPIPE from the process where something writes without MSG_NOSIGNAL.
 */
#include "io/sigpipe.h"

#include <errno.h>
#include <stddef.h>
#include <time.h>

static bool is_pending(void)
{
	sigset_t pending;

	sigemptyset(&pending);
	sigpending(&pending);
	return sigismember(&pending, SIGPIPE) == 1;
}

void cti__sigpipe_hold(struct cti__sigpipe *hold, bool needed)
{
	sigset_t set;

	hold->needed = needed;
	if (!needed)
		return;
	hold->was_pending = is_pending();
	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, &hold->old);
}

void cti__sigpipe_let_go(struct cti__sigpipe *hold)
{
	static const struct timespec at_once = { 0, 0 };
	int kept = errno;
	sigset_t set;

	if (!hold->needed)
		return;
	if (!hold->was_pending && is_pending()) {
		sigemptyset(&set);
		sigaddset(&set, SIGPIPE);
		while (sigtimedwait(&set, NULL, &at_once) < 0 && errno == EINTR)
			;
	}
	pthread_sigmask(SIG_SETMASK, &hold->old, NULL);
	errno = kept;
}
