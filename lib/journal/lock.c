/* SPDX-License-Identifier: MIT */
/* Sees to it that a journal has one writer. */
#include "journal/lock.h"
#include "util/alloc.h"
#include "util/buf.h"

#include <cti/error.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whoever ends while we open takes the file away; then there is a new one. */
#define TRIES 10

struct cti__lock {
	char *path;
	int fd; /* -1: none is held */
	unsigned refs;
};

/* Whether the file that is open is still the one of that name. */
static bool is_there(const struct cti__lock *lock)
{
	struct stat ours, named;

	return !fstat(lock->fd, &ours) && !stat(lock->path, &named) &&
	       ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

static int take(struct cti__lock *lock)
{
	int tries, refused;

	for (tries = 0; tries < TRIES; tries++) {
		lock->fd = open(lock->path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
		if (lock->fd < 0)
			return 0;
		refused = flock(lock->fd, LOCK_EX | LOCK_NB) ? errno : 0;
		if (!refused && is_there(lock))
			return 0;
		close(lock->fd);
		lock->fd = -1;
		/* Some network file systems know no locks. */
		if (refused)
			return refused == EWOULDBLOCK ? CTI_EEXIST : 0;
	}
	return CTI_EEXIST;
}

int cti__lock_new(struct cti__lock **out, const char *journal)
{
	struct cti__lock *lock = cti__calloc(1, sizeof(*lock));
	struct cti__buf path = { 0 };
	int err;

	*out = NULL;
	if (!lock)
		return CTI_ENOMEM;
	lock->fd = -1;
	lock->refs = 1;
	cti__buf_text(&path, journal);
	cti__buf_text(&path, "-lock");
	lock->path = cti__buf_take(&path, NULL);
	err = lock->path ? take(lock) : CTI_ENOMEM;
	cti__buf_fini(&path);
	if (err)
		cti__lock_unref(lock);
	else
		*out = lock;
	return err;
}

struct cti__lock *cti__lock_ref(struct cti__lock *lock)
{
	if (lock)
		lock->refs++;
	return lock;
}

void cti__lock_unref(struct cti__lock *lock)
{
	if (!lock || --lock->refs)
		return;
	if (lock->fd >= 0) {
		/* While it is held: later it may be another's. */
		unlink(lock->path);
		close(lock->fd);
	}
	cti__free(lock->path);
	cti__free(lock);
}
