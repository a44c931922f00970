/* SPDX-License-Identifier: MIT */
/* The tables of the journal's file, and what is said when it fails. */
#include "journal/store_file.h"
#include "util/say.h"

#include <cti/error.h>

#include <stdarg.h>
#include <stdio.h>

int cti__store_say(const struct cti__detail_to *to, int err, const char *format,
		   ...)
{
	va_list args;

	if (to->text && to->size) {
		va_start(args, format);
		cti__say_into(to->text, to->size, format, args);
		va_end(args);
	}
	return err;
}

int cti__store_failed(const struct cti__detail_to *to, sqlite3 *db,
		      const char *path, int code)
{
	switch (code & 0xff) {
	case SQLITE_NOMEM:
		return cti__store_say(to, CTI_ENOMEM, "%s: out of memory",
				      path);
	case SQLITE_NOTADB:
	case SQLITE_CORRUPT:
		return cti__store_say(to, CTI_EFORMAT,
				      "%s: this is no database of ours, or it "
				      "is damaged; name another file",
				      path);
	case SQLITE_FULL:
		return cti__store_say(to, CTI_EIO,
				      "%s: the disk is full; make room on it",
				      path);
	case SQLITE_READONLY:
		return cti__store_say(to, CTI_EIO,
				      "%s: it is read-only; give the program "
				      "the right to write it and its folder",
				      path);
	default:
		return cti__store_say(to, CTI_EIO, "%s: %s", path,
				      db ? sqlite3_errmsg(db)
					 : sqlite3_errstr(code));
	}
}

static void put_column(struct cti__buf *sql, size_t field)
{
	cti__buf_text(sql, cti_contact_field_name(field));
	cti__buf_text(sql, cti__contact_is_text(field)
				   ? " TEXT NOT NULL DEFAULT ''"
				   : " INTEGER NOT NULL DEFAULT 0");
	if (field == CTI_CONTACT_ID)
		cti__buf_text(sql, " PRIMARY KEY");
}

static void put_columns(struct cti__buf *sql)
{
	size_t i;

	for (i = 0; i < CTI_CONTACT_COUNT; i++) {
		if (i)
			cti__buf_char(sql, ',');
		put_column(sql, i);
	}
}

void cti__store_select(struct cti__buf *sql, int64_t version)
{
	size_t i, fields = version < CTI__STORE_VERSION ? CTI__STORE_FIELDS_1
							: CTI_CONTACT_COUNT;

	cti__buf_text(sql, "SELECT ");
	for (i = 0; i < CTI_CONTACT_COUNT; i++) {
		if (i)
			cti__buf_char(sql, ',');
		cti__buf_text(sql,
			      i < fields ? cti_contact_field_name(i) : "''");
	}
	cti__buf_text(sql, " FROM contact");
}

/* Another process may do so at the same moment. */
static int make_tables(sqlite3 *db)
{
	struct cti__buf sql = { 0 };
	int code;

	cti__buf_text(&sql,
		      "BEGIN IMMEDIATE;CREATE TABLE IF NOT EXISTS contact (");
	put_columns(&sql);
	cti__buf_text(
		&sql,
		") WITHOUT ROWID;"
		"CREATE INDEX IF NOT EXISTS contact_began ON contact(began);"
		"CREATE INDEX IF NOT EXISTS contact_party ON "
		"contact(party, began);"
		"CREATE INDEX IF NOT EXISTS contact_customer ON "
		"contact(customer, began);"
		"CREATE INDEX IF NOT EXISTS contact_open ON contact(id) "
		"WHERE state = 'open';"
		"CREATE TABLE IF NOT EXISTS segment (contact TEXT NOT NULL, "
		"n INTEGER NOT NULL, kind TEXT NOT NULL, "
		"device TEXT, agent TEXT, queue TEXT, remote TEXT, "
		"outcome TEXT, recording TEXT, "
		"from_us INTEGER NOT NULL, to_us INTEGER, "
		"PRIMARY KEY (contact, n)) WITHOUT ROWID;"
		"CREATE TABLE IF NOT EXISTS span (agent TEXT NOT NULL, "
		"from_us INTEGER NOT NULL, state TEXT NOT NULL, "
		"reason TEXT NOT NULL, to_us INTEGER NOT NULL, "
		"PRIMARY KEY (agent, from_us, state)) "
		"WITHOUT ROWID;"
		"CREATE TABLE IF NOT EXISTS outbox (contact TEXT PRIMARY KEY, "
		"state INTEGER NOT NULL, at_us INTEGER NOT NULL, "
		"attempts INTEGER NOT NULL, detail TEXT NOT NULL, "
		"revision INTEGER NOT NULL DEFAULT 1) WITHOUT ROWID;"
		"CREATE INDEX IF NOT EXISTS outbox_due ON outbox(at_us) "
		"WHERE state = 0;");
	cti__buf_printf(&sql,
			"PRAGMA application_id=%d;PRAGMA user_version=%d;"
			"COMMIT",
			CTI__STORE_ID, CTI__STORE_VERSION);
	code = sql.err ? SQLITE_NOMEM
		       : sqlite3_exec(db, cti__buf_cstr(&sql), NULL, NULL,
				      NULL);
	if (code != SQLITE_OK)
		(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	cti__buf_fini(&sql);
	return code;
}

/* A file of version 1 lacks what has come since. */
static int bring_up(sqlite3 *db)
{
	struct cti__buf sql = { 0 };
	size_t i;
	int code;

	cti__buf_text(&sql, "BEGIN IMMEDIATE;");
	for (i = CTI__STORE_FIELDS_1; i < CTI_CONTACT_COUNT; i++) {
		cti__buf_text(&sql, "ALTER TABLE contact ADD COLUMN ");
		put_column(&sql, i);
		cti__buf_char(&sql, ';');
	}
	cti__buf_printf(&sql,
			"ALTER TABLE outbox ADD COLUMN revision INTEGER NOT "
			"NULL DEFAULT 1;"
			"DROP INDEX IF EXISTS contact_party;"
			"CREATE INDEX contact_party ON contact(party, began);"
			"CREATE INDEX contact_customer ON "
			"contact(customer, began);"
			"PRAGMA user_version=%d;COMMIT",
			CTI__STORE_VERSION);
	code = sql.err ? SQLITE_NOMEM
		       : sqlite3_exec(db, cti__buf_cstr(&sql), NULL, NULL,
				      NULL);
	if (code != SQLITE_OK)
		(void)sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	cti__buf_fini(&sql);
	return code;
}

int cti__store_number(sqlite3 *db, const char *sql, int64_t *out)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	*out = 0;
	if (code == SQLITE_OK) {
		code = sqlite3_step(stmt);
		if (code == SQLITE_ROW) {
			*out = sqlite3_column_int64(stmt, 0);
			code = SQLITE_OK;
		}
	}
	sqlite3_finalize(stmt);
	return code;
}

int cti__store_ready(sqlite3 *db, const char *path,
		     const struct cti__detail_to *to)
{
	int64_t id, version, tables;
	int code = cti__store_number(db, "PRAGMA application_id", &id);

	if (code == SQLITE_OK)
		code = cti__store_number(db, "PRAGMA user_version", &version);
	if (code == SQLITE_OK)
		code = cti__store_number(
			db, "SELECT count(*) FROM sqlite_master", &tables);
	if (code == SQLITE_OK && !tables)
		code = make_tables(db);
	else if (code == SQLITE_OK && id == CTI__STORE_ID && version == 1)
		code = bring_up(db);
	else if (code == SQLITE_OK &&
		 (id != CTI__STORE_ID || version != CTI__STORE_VERSION))
		return cti__store_say(to, CTI_EFORMAT,
				      "%s: this database is no journal of this "
				      "version; name another file",
				      path);
	return code == SQLITE_OK ? 0 : cti__store_failed(to, db, path, code);
}
