/* SPDX-License-Identifier: MIT */
/* Writes the journal's file, groups of changes at a time. */
#include "journal/store.h"
#include "journal/store_file.h"
#include "util/alloc.h"

#include <cti/error.h>

/* Readers and a copy being made hold a writer up no longer. */
#define BUSY_MS 5000

enum statement {
	SAVE,
	SEGMENT,
	FORGET_CONTACT,
	FORGET_SEGMENTS,
	SPAN,
	NOTE,
	SEND,
	AGAIN,
	SENT,
	PAIRS,
	DUE,
	NEXT_DUE,
	ONE,
	SEGMENTS,
	EARLIER,
	STATEMENTS
};

struct cti__store {
	sqlite3 *db;
	char *path;
	sqlite3_stmt *stmt[STATEMENTS];
	sqlite3_stmt *set[CTI_CONTACT_COUNT];
};

void cti__change_free(struct cti__change *change)
{
	if (!change)
		return;
	cti_contact_free(change->contact);
	cti__free(change->id);
	cti__free(change->name);
	cti__free(change->value);
	cti__free(change->agent);
	cti__free(change->state);
	cti__free(change->reason);
	cti__free(change);
}

void cti__due_free(struct cti__due *due)
{
	cti__free(due->id);
	cti__free(due->body);
	cti__free(due);
}

static int failed(const struct cti__store *s, const struct cti__detail_to *to,
		  int code)
{
	return cti__store_failed(to, s->db, s->path, code);
}

static int run(struct cti__store *s, const char *sql)
{
	return sqlite3_exec(s->db, sql, NULL, NULL, NULL);
}

static int prepare_all(struct cti__store *s)
{
	static const char *const sql[STATEMENTS] = {
		[SEGMENT] = "INSERT OR REPLACE INTO segment VALUES "
			    "(?,?,?,?,?,?,?,?,?,?,?)",
		[FORGET_CONTACT] = "DELETE FROM contact WHERE id = ?1",
		[FORGET_SEGMENTS] = "DELETE FROM segment WHERE contact = ?1",
		[SPAN] = "INSERT OR REPLACE INTO span VALUES (?,?,?,?,?)",
		[NOTE] = "UPDATE contact SET notes = CASE notes WHEN '' THEN "
			 "?2 ELSE notes || char(10) || ?2 END WHERE id = ?1",
		[SEND] = "INSERT OR IGNORE INTO outbox VALUES "
			 "(?1,0,?2,0,'',1)",
		[AGAIN] = "UPDATE outbox SET revision = revision + 1, "
			  "state = 0, attempts = 0, at_us = ?2, detail = '' "
			  "WHERE contact = ?1",
		[SENT] = "UPDATE outbox SET state = ?2, at_us = ?3, "
			 "detail = ?4, attempts = attempts + 1 WHERE "
			 "contact = ?1 AND revision = ?5",
		[PAIRS] = "SELECT offers, facts FROM contact WHERE id = ?1",
		[DUE] = "SELECT contact, attempts, revision FROM outbox WHERE "
			"state = 0 "
			"AND at_us <= ?1 ORDER BY at_us LIMIT ?2",
		[NEXT_DUE] = "SELECT min(at_us) FROM outbox WHERE state = 0",
		[SEGMENTS] = cti__store_segments_sql,
	};
	struct cti__buf text = { 0 };
	int code = SQLITE_OK;
	size_t i, n;

	for (i = 0; i < STATEMENTS && code == SQLITE_OK; i++) {
		cti__buf_clear(&text);
		if (i == SAVE) {
			cti__buf_text(&text,
				      "INSERT OR REPLACE INTO contact VALUES "
				      "(?");
			for (n = 1; n < CTI_CONTACT_COUNT; n++)
				cti__buf_text(&text, ",?");
			cti__buf_char(&text, ')');
		} else if (i == EARLIER) {
			cti__store_select(&text, CTI__STORE_VERSION);
			cti__buf_text(&text,
				      " WHERE id IN ("
				      "SELECT id FROM (SELECT id FROM contact "
				      "WHERE ?1 <> '' AND party = ?1 AND state "
				      "<> 'open' ORDER BY began DESC LIMIT ?3) "
				      "UNION ALL "
				      "SELECT id FROM (SELECT id FROM contact "
				      "WHERE ?2 <> '' AND customer = ?2 AND "
				      "state <> 'open' ORDER BY began DESC "
				      "LIMIT ?3)) "
				      "ORDER BY began DESC, id DESC LIMIT ?3");
		} else if (i == ONE) {
			cti__store_select(&text, CTI__STORE_VERSION);
			cti__buf_text(&text, " WHERE id = ?1");
		} else {
			cti__buf_text(&text, sql[i]);
		}
		code = text.err ? SQLITE_NOMEM
				: sqlite3_prepare_v3(s->db,
						     cti__buf_cstr(&text), -1,
						     SQLITE_PREPARE_PERSISTENT,
						     &s->stmt[i], NULL);
	}
	cti__buf_fini(&text);
	return code;
}

static const char send_open_sql[] =
	"INSERT OR IGNORE INTO outbox SELECT id, 0, 0, 0, '', 1 FROM contact "
	"WHERE state = 'open'";
/* Behind it: the two need not be one, the next taking over repeats both. */
static const char interrupt_sql[] =
	"BEGIN IMMEDIATE;"
	"UPDATE contact SET state = 'interrupted', ended = max(began, 1, "
	"ifnull((SELECT max(max(from_us, ifnull(to_us, 0))) FROM segment "
	"WHERE contact = id), 0)) WHERE state = 'open';"
	"COMMIT";

int cti__store_open(struct cti__store **out, const char *path, char *detail,
		    size_t size)
{
	struct cti__detail_to to = { detail, size };
	struct cti__store *s = cti__calloc(1, sizeof(*s));
	int err, code;

	*out = NULL;
	if (!s)
		return CTI_ENOMEM;
	s->path = cti__str_dup(cti__str(path));
	err = s->path ? 0 : CTI_ENOMEM;
	if (err)
		goto out;
	code = sqlite3_open_v2(path, &s->db,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
				       SQLITE_OPEN_NOMUTEX,
			       NULL);
	if (code == SQLITE_OK) {
		sqlite3_busy_timeout(s->db, BUSY_MS);
		code = run(s, "PRAGMA journal_mode=WAL;"
			      "PRAGMA synchronous=FULL");
	}
	err = code == SQLITE_OK ? cti__store_ready(s->db, s->path, &to)
				: failed(s, &to, code);
	if (err)
		goto out;
	code = prepare_all(s);
	if (code != SQLITE_OK)
		err = failed(s, &to, code);
out:
	if (err)
		cti__store_close(s);
	else
		*out = s;
	return err;
}

int cti__store_take_over(struct cti__store *s, bool send, char *detail,
			 size_t size)
{
	struct cti__detail_to to = { detail, size };
	int code = send ? run(s, send_open_sql) : SQLITE_OK, err;

	if (code == SQLITE_OK)
		code = run(s, interrupt_sql);
	if (code == SQLITE_OK)
		return 0;
	err = failed(s, &to, code);
	(void)run(s, "ROLLBACK");
	return err;
}

void cti__store_close(struct cti__store *s)
{
	size_t i;

	if (!s)
		return;
	for (i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(s->stmt[i]);
	for (i = 0; i < CTI_CONTACT_COUNT; i++)
		sqlite3_finalize(s->set[i]);
	sqlite3_close(s->db);
	cti__free(s->path);
	cti__free(s);
}

static int step(sqlite3_stmt *stmt)
{
	int code = sqlite3_step(stmt);

	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

static void bind(sqlite3_stmt *stmt, int at, const char *text)
{
	sqlite3_bind_text(stmt, at, text ? text : "", -1, SQLITE_STATIC);
}

static int save_segment(struct cti__store *s, const char *contact, size_t n,
			const struct cti__segment *segment)
{
	sqlite3_stmt *stmt = s->stmt[SEGMENT];
	const cti_segment *shown = &segment->shown;

	bind(stmt, 1, contact);
	sqlite3_bind_int64(stmt, 2, (int64_t)n);
	bind(stmt, 3, cti_segment_kind_name(shown->kind));
	bind(stmt, 4, shown->device);
	bind(stmt, 5, shown->agent);
	bind(stmt, 6, shown->queue);
	bind(stmt, 7, shown->remote);
	bind(stmt, 8, shown->outcome);
	bind(stmt, 9, shown->recording);
	sqlite3_bind_int64(stmt, 10, shown->from_us);
	if (!segment->open)
		sqlite3_bind_int64(stmt, 11, shown->to_us);
	return step(stmt);
}

/* What the CRM has, or was offered, is no longer what is so. */
static int send_again(struct cti__store *s, const char *id, int64_t send_us)
{
	if (!send_us)
		return SQLITE_OK;
	bind(s->stmt[AGAIN], 1, id);
	sqlite3_bind_int64(s->stmt[AGAIN], 2, send_us);
	return step(s->stmt[AGAIN]);
}

static int save(struct cti__store *s, const struct cti__change *change,
		int64_t send_us)
{
	const struct cti_contact *c = change->contact;
	const char *id = cti_contact_text(c, CTI_CONTACT_ID);
	sqlite3_stmt *stmt = s->stmt[SAVE];
	int code;
	size_t i;

	for (i = 0; i < CTI_CONTACT_COUNT; i++) {
		if (cti__contact_is_text(i))
			bind(stmt, (int)i + 1, c->text[i]);
		else
			sqlite3_bind_int64(stmt, (int)i + 1, c->number[i]);
	}
	code = step(stmt);
	for (i = 0; i < c->segments && code == SQLITE_OK; i++)
		if (c->segment[i] && c->segment[i]->changed)
			code = save_segment(s, id, i, c->segment[i]);
	if (code != SQLITE_OK || !change->ended || !send_us)
		return code;
	if (change->again)
		code = send_again(s, id, send_us);
	if (code != SQLITE_OK)
		return code;
	bind(s->stmt[SEND], 1, id);
	sqlite3_bind_int64(s->stmt[SEND], 2, send_us);
	return step(s->stmt[SEND]);
}

static int forget(struct cti__store *s, const char *id)
{
	int code;

	bind(s->stmt[FORGET_CONTACT], 1, id);
	code = step(s->stmt[FORGET_CONTACT]);
	if (code != SQLITE_OK)
		return code;
	bind(s->stmt[FORGET_SEGMENTS], 1, id);
	return step(s->stmt[FORGET_SEGMENTS]);
}

static int save_span(struct cti__store *s, const struct cti__change *change)
{
	sqlite3_stmt *stmt = s->stmt[SPAN];

	bind(stmt, 1, change->agent);
	sqlite3_bind_int64(stmt, 2, change->from_us);
	bind(stmt, 3, change->state);
	bind(stmt, 4, change->reason);
	sqlite3_bind_int64(stmt, 5, change->to_us);
	return step(stmt);
}

/* The name of a field is ours, never the caller's. */
static int set_field(struct cti__store *s, const char *id,
		     enum cti_contact_field field, const char *value)
{
	sqlite3_stmt **stmt = &s->set[field];
	struct cti__buf sql = { 0 };
	int code = SQLITE_OK;

	if (!*stmt) {
		cti__buf_printf(&sql,
				"UPDATE contact SET %s = ?2 WHERE id = ?1",
				cti_contact_field_name(field));
		code = sql.err ? SQLITE_NOMEM
			       : sqlite3_prepare_v3(
					 s->db, cti__buf_cstr(&sql), -1,
					 SQLITE_PREPARE_PERSISTENT, stmt, NULL);
		cti__buf_fini(&sql);
	}
	if (code != SQLITE_OK)
		return code;
	bind(*stmt, 1, id);
	bind(*stmt, 2, value);
	return step(*stmt);
}

/* The pairs that are there, as far as they are known, and this one. */
static int set_pair(struct cti__store *s, const struct cti__change *change)
{
	int column = change->field == CTI_CONTACT_OFFERS ? 0 : 1;
	sqlite3_stmt *stmt = s->stmt[PAIRS];
	const void *text = NULL;
	cti_contact *c;
	int err, code;

	if (cti_contact_new(&c))
		return SQLITE_NOMEM;
	bind(stmt, 1, change->id);
	code = sqlite3_step(stmt);
	if (code == SQLITE_ROW)
		text = sqlite3_column_text(stmt, column);
	err = cti_contact_set(c, change->field, text ? text : "");
	sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	if (!err)
		err = cti_contact_pair(c, change->field, change->name,
				       change->value);
	if (err == CTI_ENOMEM)
		code = SQLITE_NOMEM;
	else if (code == SQLITE_ROW)
		/* One that would make them too long is left out. */
		code = err ? SQLITE_OK
			   : set_field(s, change->id, change->field,
				       cti_contact_text(c, change->field));
	else if (code == SQLITE_DONE)
		code = SQLITE_OK;
	cti_contact_free(c);
	return code;
}

static int note(struct cti__store *s, const struct cti__change *change)
{
	bind(s->stmt[NOTE], 1, change->id);
	bind(s->stmt[NOTE], 2, change->value);
	return step(s->stmt[NOTE]);
}

static int sent(struct cti__store *s, const struct cti__change *change)
{
	sqlite3_stmt *stmt = s->stmt[SENT];

	bind(stmt, 1, change->id);
	sqlite3_bind_int(stmt, 2, (int)change->sent);
	sqlite3_bind_int64(stmt, 3, change->at_us);
	bind(stmt, 4, change->value);
	sqlite3_bind_int64(stmt, 5, (int64_t)change->revision);
	return step(stmt);
}

/* What is added to a contact that has ended. */
static int amend(struct cti__store *s, const struct cti__change *change,
		 int64_t send_us)
{
	int code = change->kind == CTI__CHANGE_NOTE ? note(s, change)
		   : change->kind == CTI__CHANGE_PAIR
			   ? set_pair(s, change)
			   : set_field(s, change->id, change->field,
				       change->value);

	return code == SQLITE_OK ? send_again(s, change->id, send_us) : code;
}

static int apply(struct cti__store *s, const struct cti__change *change,
		 int64_t send_us)
{
	switch (change->kind) {
	case CTI__CHANGE_SAVE:
		return save(s, change, send_us);
	case CTI__CHANGE_FORGET:
		return forget(s, change->id);
	case CTI__CHANGE_SPAN:
		return save_span(s, change);
	case CTI__CHANGE_SET:
	case CTI__CHANGE_NOTE:
	case CTI__CHANGE_PAIR:
		return amend(s, change, send_us);
	case CTI__CHANGE_SENT:
		return sent(s, change);
	}
	return SQLITE_OK;
}

int cti__store_write(struct cti__store *s, const struct cti__list *changes,
		     int64_t send_us, char *detail, size_t size)
{
	struct cti__detail_to to = { detail, size };
	const struct cti__list *at;
	int code = run(s, "BEGIN IMMEDIATE"), err;

	if (code != SQLITE_OK)
		return failed(s, &to, code);
	for (at = changes->next; at != changes && code == SQLITE_OK;
	     at = at->next)
		code = apply(s, cti__list_entry(at, struct cti__change, node),
			     send_us);
	if (code == SQLITE_OK)
		code = run(s, "COMMIT");
	if (code == SQLITE_OK)
		return 0;
	err = failed(s, &to, code);
	(void)run(s, "ROLLBACK");
	return err;
}

int cti__store_retain(struct cti__store *s, int64_t before_us, char *detail,
		      size_t size)
{
	struct cti__detail_to to = { detail, size };
	struct cti__buf sql = { 0 };
	int code, err = 0;

	cti__buf_printf(
		&sql,
		"BEGIN IMMEDIATE;"
		"DELETE FROM segment WHERE contact IN (SELECT id FROM contact "
		"WHERE began < %lld AND state <> 'open');"
		"DELETE FROM outbox WHERE contact IN (SELECT id FROM contact "
		"WHERE began < %lld AND state <> 'open');"
		"DELETE FROM contact WHERE began < %lld AND state <> 'open';"
		"DELETE FROM span WHERE to_us < %lld;COMMIT",
		(long long)before_us, (long long)before_us,
		(long long)before_us, (long long)before_us);
	code = sql.err ? SQLITE_NOMEM : run(s, cti__buf_cstr(&sql));
	if (code != SQLITE_OK) {
		err = failed(s, &to, code);
		(void)run(s, "ROLLBACK");
	}
	cti__buf_fini(&sql);
	return err;
}

static int read_body(struct cti__store *s, struct cti__due *due)
{
	struct cti_contact *contact = NULL;
	struct cti__buf body = { 0 };
	int code, err = 0;

	bind(s->stmt[ONE], 1, due->id);
	code = sqlite3_step(s->stmt[ONE]);
	if (code == SQLITE_ROW)
		err = cti__store_row(&contact, s->stmt[ONE], s->stmt[SEGMENTS]);
	else if (code != SQLITE_DONE)
		err = CTI_EIO;
	sqlite3_reset(s->stmt[ONE]);
	sqlite3_clear_bindings(s->stmt[ONE]);
	if (contact)
		cti__contact_to_json(contact, &body);
	if (contact && !body.err) {
		body.n--;
		cti__buf_printf(&body, ",\"revision\":%llu}",
				(unsigned long long)due->revision);
	}
	cti_contact_free(contact);
	due->body = cti__buf_take(&body, &due->len);
	if (!due->body && !err)
		err = CTI_ENOMEM;
	return err;
}

static int add_due(struct cti__store *s, struct cti__list *out)
{
	struct cti__due *due = cti__calloc(1, sizeof(*due));
	const void *id = sqlite3_column_text(s->stmt[DUE], 0);
	int err;

	if (!due)
		return CTI_ENOMEM;
	due->id = cti__str_dup(cti__str(id));
	due->attempts = (uint64_t)sqlite3_column_int64(s->stmt[DUE], 1);
	due->revision = (uint64_t)sqlite3_column_int64(s->stmt[DUE], 2);
	err = due->id ? read_body(s, due) : CTI_ENOMEM;
	if (err) {
		cti__due_free(due);
		return err;
	}
	cti__list_add(out, &due->node);
	return 0;
}

int cti__store_due(struct cti__store *s, int64_t now_us, unsigned max,
		   struct cti__list *out, int64_t *next_us, char *detail,
		   size_t size)
{
	struct cti__detail_to to = { detail, size };
	sqlite3_stmt *stmt = s->stmt[DUE];
	int code, err = 0;

	sqlite3_bind_int64(stmt, 1, now_us);
	sqlite3_bind_int(stmt, 2, (int)max);
	while ((code = sqlite3_step(stmt)) == SQLITE_ROW && !err)
		err = add_due(s, out);
	sqlite3_reset(stmt);
	*next_us = INT64_MAX;
	if (err)
		return err;
	if (code == SQLITE_DONE)
		code = sqlite3_step(s->stmt[NEXT_DUE]);
	if (code == SQLITE_ROW &&
	    sqlite3_column_type(s->stmt[NEXT_DUE], 0) != SQLITE_NULL)
		*next_us = sqlite3_column_int64(s->stmt[NEXT_DUE], 0);
	sqlite3_reset(s->stmt[NEXT_DUE]);
	return code == SQLITE_ROW ? 0 : failed(s, &to, code);
}

void cti__ask_free(struct cti__ask *ask)
{
	if (!ask)
		return;
	while (ask->count)
		cti_contact_free(ask->found[--ask->count]);
	cti__free(ask->call);
	cti__free(ask->number);
	cti__free(ask->customer);
	cti__free(ask);
}

int cti__store_earlier(struct cti__store *s, struct cti__ask *ask, char *detail,
		       size_t size)
{
	struct cti__detail_to to = { detail, size };
	sqlite3_stmt *stmt = s->stmt[EARLIER];
	int code, err = 0;

	bind(stmt, 1, ask->number);
	bind(stmt, 2, ask->customer);
	sqlite3_bind_int(stmt, 3, (int)ask->max);
	while (!err && ask->count < CTI__EARLIER_MAX &&
	       (code = sqlite3_step(stmt)) == SQLITE_ROW) {
		err = cti__store_row(&ask->found[ask->count], stmt, NULL);
		ask->count += !err;
	}
	code = sqlite3_reset(stmt);
	sqlite3_clear_bindings(stmt);
	if (err)
		return err;
	return code == SQLITE_OK ? 0 : failed(s, &to, code);
}
