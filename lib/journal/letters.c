/* SPDX-License-Identifier: MIT */
/* Dead letters: the records that the CRM does not take, and another try. */
#include "journal/store_file.h"

#include <cti/error.h>

static int hand_on(sqlite3_stmt *row, cti_journal_letter_fn *fn, void *user)
{
	const void *contact = sqlite3_column_text(row, 0);
	const void *why = sqlite3_column_text(row, 1);
	cti_journal_letter letter = {
		.contact = contact ? contact : "",
		.why = why ? why : "",
		.attempts = (uint64_t)sqlite3_column_int64(row, 2),
		.time_us = sqlite3_column_int64(row, 3),
		.revision = (uint64_t)sqlite3_column_int64(row, 4),
	};

	return fn(&letter, user);
}

int cti_journal_dead(const char *path, cti_journal_letter_fn *fn, void *user,
		     char *detail, size_t detail_size)
{
	static const char *const sql[] = {
		"SELECT contact, detail, attempts, at_us, 1 FROM outbox WHERE "
		"state = 2 ORDER BY at_us, contact",
		"SELECT contact, detail, attempts, at_us, revision FROM outbox "
		"WHERE state = 2 ORDER BY at_us, contact",
	};
	struct cti__detail_to to = { detail, detail_size };
	sqlite3_stmt *row = NULL;
	sqlite3 *db = NULL;
	int64_t version = 0;
	int code, err;

	cti__store_say(&to, 0, "%s", "");
	if (!path || !fn)
		return CTI_EINVAL;
	err = cti__store_look(&db, &version, path, false, &to);
	if (err)
		goto out;
	code = sqlite3_prepare_v2(db, sql[version >= CTI__STORE_VERSION], -1,
				  &row, NULL);
	while (!err && code == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW)
		err = hand_on(row, fn, user);
	if (!err && code == SQLITE_OK)
		code = sqlite3_reset(row);
	if (!err && code != SQLITE_OK)
		err = cti__store_failed(&to, db, path, code);
out:
	sqlite3_finalize(row);
	sqlite3_close(db);
	return err;
}

/* Its key stays as it was: a CRM that took it after all knows it again. */
int cti_journal_retry(const char *path, const char *contact, uint64_t *count,
		      char *detail, size_t detail_size)
{
	static const char sql[] =
		"UPDATE outbox SET state = 0, attempts = 0, at_us = 0 WHERE "
		"state = 2 AND (?1 IS NULL OR contact = ?1)";
	struct cti__detail_to to = { detail, detail_size };
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db = NULL;
	int64_t version = 0;
	int code, err;

	cti__store_say(&to, 0, "%s", "");
	if (!path || !count)
		return CTI_EINVAL;
	*count = 0;
	err = cti__store_look(&db, &version, path, true, &to);
	if (err)
		goto out;
	code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	if (code == SQLITE_OK && contact)
		code = sqlite3_bind_text(stmt, 1, contact, -1, SQLITE_STATIC);
	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	if (code == SQLITE_DONE)
		*count = (uint64_t)sqlite3_changes(db);
	else
		err = cti__store_failed(&to, db, path, code);
out:
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return err;
}
