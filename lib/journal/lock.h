/* SPDX-License-Identifier: MIT */
/*
 * One writer a journal: a file beside it, locked while somebody may write the
 * journal. SQLite's own locks last for a transaction only, and any descriptor
 * of the same file that this process closes would end them.
 */
#ifndef CTI__JOURNAL_LOCK_H
#define CTI__JOURNAL_LOCK_H

/* Counted; all in one thread. */
struct cti__lock;

/* 0; CTI_EEXIST if somebody else writes the journal, or CTI_ENOMEM. Where no
   such file can be made nothing is locked and 0 is returned: opening the
   journal then tells what is wrong with its folder. */
int cti__lock_new(struct cti__lock **out, const char *journal);
/* Both allow NULL. */
struct cti__lock *cti__lock_ref(struct cti__lock *lock);
void cti__lock_unref(struct cti__lock *lock);

#endif
