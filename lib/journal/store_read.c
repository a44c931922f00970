/* SPDX-License-Identifier: MIT */
/* Reads the journal's file: contacts, spans, and both as text. */
#include "journal/store_file.h"
#include "util/remedy.h"

#include <cti/error.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

const char cti__store_segments_sql[] =
	"SELECT kind, device, agent, queue, remote, outcome, recording, "
	"from_us, to_us FROM segment WHERE contact = ?1 ORDER BY n";

#define BUSY_MS 5000

static const char *column(sqlite3_stmt *row, int at)
{
	const void *text = sqlite3_column_text(row, at);

	return text ? text : "";
}

static enum cti_segment_kind kind_of(const char *name)
{
	int i;

	for (i = 0; cti_segment_kind_name(i); i++)
		if (strcmp(cti_segment_kind_name(i), name) == 0)
			break;
	return (enum cti_segment_kind)(cti_segment_kind_name(i) ? i : 0);
}

static void read_segment(struct cti_contact *c, sqlite3_stmt *row)
{
	struct cti__segment *s = cti__contact_begin(
		c, kind_of(column(row, 0)), sqlite3_column_int64(row, 7));
	int i;

	if (!s)
		return;
	for (i = 0; i < CTI__SEGMENT_TEXTS; i++)
		cti__segment_set(c, s, (enum cti__segment_text)i,
				 column(row, i + 1));
	if (sqlite3_column_type(row, 8) != SQLITE_NULL)
		cti__segment_end(c, s, sqlite3_column_int64(row, 8), "");
}

static int read_segments(struct cti_contact *c, sqlite3_stmt *row,
			 sqlite3_stmt *segments)
{
	int code;

	sqlite3_bind_text(segments, 1, column(row, CTI_CONTACT_ID), -1,
			  SQLITE_TRANSIENT);
	while ((code = sqlite3_step(segments)) == SQLITE_ROW)
		read_segment(c, segments);
	sqlite3_reset(segments);
	return code;
}

int cti__store_row(struct cti_contact **out, sqlite3_stmt *row,
		   sqlite3_stmt *segments)
{
	struct cti_contact *c;
	int err = cti_contact_new(&c), code = SQLITE_DONE;
	size_t i;

	*out = NULL;
	if (err)
		return err;
	for (i = 0; i < CTI_CONTACT_COUNT; i++) {
		if (cti__contact_is_text(i))
			cti__contact_put(c, i, column(row, (int)i));
		else
			c->number[i] = sqlite3_column_int64(row, (int)i);
	}
	if (segments)
		code = read_segments(c, row, segments);
	err = c->err ? c->err : code == SQLITE_DONE ? 0 : CTI_EIO;
	if (err)
		cti_contact_free(c);
	else
		*out = c;
	return err;
}

int cti__store_look(sqlite3 **db, int64_t *version, const char *path,
		    bool to_write, const struct cti__detail_to *to)
{
	int64_t id = 0;
	int code;

	/* Not by opening it: the end of that would end every lock that this
	   process has of the file, its writer's too. */
	if (faccessat(AT_FDCWD, path, R_OK, AT_EACCESS))
		return cti__store_say(to, CTI_EIO,
				      "%s: cannot be opened: %s; %s", path,
				      strerror(errno), cti__os_remedy(errno));
	code = sqlite3_open_v2(
		path, db,
		(to_write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
			SQLITE_OPEN_NOMUTEX,
		NULL);
	if (code == SQLITE_OK) {
		sqlite3_busy_timeout(*db, BUSY_MS);
		code = cti__store_number(*db, "PRAGMA application_id", &id);
	}
	if (code == SQLITE_OK)
		code = cti__store_number(*db, "PRAGMA user_version", version);
	if (code != SQLITE_OK)
		return cti__store_failed(to, *db, path, code);
	if (id != CTI__STORE_ID)
		return cti__store_say(to, CTI_EFORMAT,
				      "%s: this database is no journal", path);
	return 0;
}

/* What a program of an older header does not know of is zero. */
static cti_journal_filter filter_of(const cti_journal_filter *given)
{
	cti_journal_filter filter = CTI_JOURNAL_FILTER_INIT;

	if (given)
		memcpy(&filter, given,
		       given->size < sizeof(filter) ? given->size
						    : sizeof(filter));
	return filter;
}

static void put_where(struct cti__buf *sql, int64_t version,
		      const cti_journal_filter *f, const char *time)
{
	cti__buf_printf(sql, " WHERE %s >= ?1 AND %s < ?2", time, time);
	if (f->id)
		cti__buf_text(sql, " AND id = ?3");
	if (f->number && f->customer)
		cti__buf_text(sql, " AND (party = ?4 OR customer = ?5)");
	else if (f->number)
		cti__buf_text(sql, " AND party = ?4");
	else if (f->customer)
		cti__buf_text(sql, " AND customer = ?5");
	/* A line of its own; older files have none. */
	if (f->record && version < CTI__STORE_VERSION)
		cti__buf_text(sql, " AND 0");
	else if (f->record)
		cti__buf_text(sql, " AND instr(char(10) || record || char(10), "
				   "char(10) || ?6 || char(10)) > 0");
}

static void bind_where(sqlite3_stmt *stmt, const cti_journal_filter *f)
{
	sqlite3_bind_int64(stmt, 1, f->since_us ? f->since_us : INT64_MIN);
	sqlite3_bind_int64(stmt, 2, f->until_us ? f->until_us : INT64_MAX);
	if (f->id)
		sqlite3_bind_text(stmt, 3, f->id, -1, SQLITE_STATIC);
	if (f->number)
		sqlite3_bind_text(stmt, 4, f->number, -1, SQLITE_STATIC);
	if (f->customer)
		sqlite3_bind_text(stmt, 5, f->customer, -1, SQLITE_STATIC);
	if (f->record)
		sqlite3_bind_text(stmt, 6, f->record, -1, SQLITE_STATIC);
}

static int prepare_contacts(sqlite3 *db, int64_t version,
			    const cti_journal_filter *f, sqlite3_stmt **out)
{
	struct cti__buf sql = { 0 };
	int code;

	if (f->limit)
		cti__buf_text(&sql, "SELECT * FROM (");
	cti__store_select(&sql, version);
	put_where(&sql, version, f, "began");
	if (f->limit)
		cti__buf_printf(&sql,
				" ORDER BY began DESC, id DESC LIMIT "
				"%lld)",
				(long long)f->limit);
	cti__buf_text(&sql, " ORDER BY began, id");
	code = sql.err ? SQLITE_NOMEM
		       : sqlite3_prepare_v2(db, cti__buf_cstr(&sql), -1, out,
					    NULL);
	cti__buf_fini(&sql);
	if (code == SQLITE_OK)
		bind_where(*out, f);
	return code;
}

static int hand_row(sqlite3_stmt *row, sqlite3_stmt *segments,
		    cti_contact_fn *fn, void *user)
{
	struct cti_contact *contact;
	int err = cti__store_row(&contact, row, segments);

	if (err)
		return err;
	err = fn(contact, user);
	cti_contact_free(contact);
	return err;
}

int cti_journal_read(const char *path, const cti_journal_filter *filter,
		     cti_contact_fn *fn, void *user, char *detail,
		     size_t detail_size)
{
	struct cti__detail_to to = { detail, detail_size };
	sqlite3_stmt *row = NULL, *segments = NULL;
	int64_t version = 0;
	cti_journal_filter f;
	sqlite3 *db = NULL;
	int code, err;

	cti__store_say(&to, 0, "%s", "");
	if (!path || !fn)
		return CTI_EINVAL;
	f = filter_of(filter);
	err = cti__store_look(&db, &version, path, false, &to);
	if (err)
		goto out;
	code = prepare_contacts(db, version, &f, &row);
	if (code == SQLITE_OK)
		code = sqlite3_prepare_v2(db, cti__store_segments_sql, -1,
					  &segments, NULL);
	while (!err && (code == SQLITE_OK || code == SQLITE_ROW)) {
		code = sqlite3_step(row);
		if (code == SQLITE_ROW)
			err = hand_row(row, segments, fn, user);
	}
	if (!err && code != SQLITE_DONE)
		err = cti__store_failed(&to, db, path, code);
out:
	sqlite3_finalize(row);
	sqlite3_finalize(segments);
	sqlite3_close(db);
	return err;
}

int cti_journal_spans(const char *path, const cti_journal_filter *filter,
		      cti_agent_span_fn *fn, void *user, char *detail,
		      size_t detail_size)
{
	static const char sql[] =
		"SELECT agent, state, reason, from_us, to_us FROM span WHERE "
		"from_us >= ?1 AND from_us < ?2 ORDER BY from_us, agent, state";
	struct cti__detail_to to = { detail, detail_size };
	int64_t version = 0;
	cti_journal_filter f;
	sqlite3_stmt *row = NULL;
	cti_agent_span span;
	sqlite3 *db = NULL;
	int code, err;

	cti__store_say(&to, 0, "%s", "");
	if (!path || !fn)
		return CTI_EINVAL;
	f = filter_of(filter);
	f.id = f.number = f.customer = f.record = NULL;
	err = cti__store_look(&db, &version, path, false, &to);
	if (err)
		goto out;
	code = sqlite3_prepare_v2(db, sql, -1, &row, NULL);
	if (code == SQLITE_OK)
		bind_where(row, &f);
	while (!err && code == SQLITE_OK && sqlite3_step(row) == SQLITE_ROW) {
		span.agent = column(row, 0);
		span.state = column(row, 1);
		span.reason = column(row, 2);
		span.from_us = sqlite3_column_int64(row, 3);
		span.to_us = sqlite3_column_int64(row, 4);
		err = fn(&span, user);
	}
	if (!err && code == SQLITE_OK)
		code = sqlite3_reset(row);
	if (!err && code != SQLITE_OK)
		err = cti__store_failed(&to, db, path, code);
out:
	sqlite3_finalize(row);
	sqlite3_close(db);
	return err;
}
