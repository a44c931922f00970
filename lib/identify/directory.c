/* SPDX-License-Identifier: MIT */
/*
 * Reading a file of customers, CSV or vCard, in any charset that is usual: its
 * columns by name, its lines checked.
 */
#include "identify/charset.h"
#include "identify/customer.h"
#include "identify/directory.h"
#include "identify/match.h"
#include "identify/records.h"
#include "identify/vcard.h"
#include "util/alloc.h"
#include "util/say.h"
#include "util/utf8.h"
#include "util/remedy.h"

#include <cti/error.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define CHUNK		65536
#define VALUE_MAX_BYTES 4096
/* Behind these many broken lines only the count goes on. */
#define FAULTS_TOLD	20

struct work {
	struct cti__directory_reader *reader;
	const char *path;
	const struct cti__detail *detail;
	struct cti__columns columns;
	bool has_columns;
};

/* Fields that the library itself looks at are known in any case of letters. */
static void settle_case(char *name)
{
	static const char *const known[] = {
		"id",	     "name",   "company", "tier", "language",
		"gender",    "list",   "owner",	  "url",  "account",
		"household", "shared", "role",
	};
	struct cti__str s = cti__str(name);
	size_t i;
	bool lower = cti__match_is_number_field(s);

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		lower = lower || cti__str_ieq(s, cti__str(known[i]));
	for (; lower && *name; name++)
		if (*name >= 'A' && *name <= 'Z')
			*name = (char)(*name | 0x20);
}

static int add_column(struct work *w, struct cti__str name)
{
	struct cti__columns *c = &w->columns;
	size_t i;

	name = cti__str_trim(name);
	if (name.n > 64)
		return cti__detail(w->detail, CTI_EFORMAT,
				   "%s: the name of column %zu is longer than "
				   "64 bytes; the first line must name the "
				   "columns",
				   w->path, c->count + 1);
	/* No customer could have it, so none could be made of any line. */
	if (name.n && !cti__customer_is_field(name))
		return cti__detail(
			w->detail, CTI_EFORMAT,
			"%s: the name of column %zu has control "
			"characters in it; save the file as CSV from "
			"the program that made it",
			w->path, c->count + 1);
	for (i = 0; name.n && i < c->count; i++)
		if (cti__str_ieq(name, cti__str(c->name[i])))
			return cti__detail(w->detail, CTI_EFORMAT,
					   "%s: two columns are called \"%s\"; "
					   "rename one",
					   w->path, c->name[i]);
	c->name[c->count] = cti__str_dup(name);
	if (!c->name[c->count])
		return CTI_ENOMEM;
	settle_case(c->name[c->count]);
	c->number[c->count] = cti__match_is_number_field(name);
	if (cti__str_ieq(name, CTI__STR("id")))
		c->id = c->count;
	c->count++;
	return 0;
}

static int check_columns(struct work *w)
{
	size_t i;

	if (w->columns.id == SIZE_MAX)
		w->columns.id = w->columns.count;
	for (i = 0; i < w->columns.count; i++)
		if (w->columns.number[i])
			return 0;
	return cti__detail(w->detail, CTI_EFORMAT,
			   "%s: no column holds numbers; the first line must "
			   "name one \"phone\" or \"mobile\"",
			   w->path);
}

static int take_columns(struct work *w, const struct cti__record *record)
{
	size_t i;
	int err = 0;

	w->columns.id = SIZE_MAX;
	if (record->fault)
		return cti__detail(w->detail, CTI_EFORMAT,
				   "%s: the first line, which names the "
				   "columns, %s",
				   w->path, cti__say(record->fault));
	if (record->count > CTI__DIRECTORY_COLUMNS)
		return cti__detail(w->detail, CTI_EFORMAT,
				   "%s: there are %zu columns; keep at most %d",
				   w->path, record->count,
				   CTI__DIRECTORY_COLUMNS);
	for (i = 0; i < record->count && !err; i++) {
		if (!cti__utf8_ok(record->cell[i]))
			return cti__detail(w->detail, CTI_EFORMAT,
					   "%s: the first line is neither "
					   "UTF-8 nor all of the file GBK; "
					   "save the file as UTF-8",
					   w->path);
		err = add_column(w, record->cell[i]);
	}
	return err ? err : check_columns(w);
}

/* What is wrong with a line, as a clause; NULL if nothing is. */
static const char *fault_of(const struct work *w,
			    const struct cti__record *record)
{
	size_t i;

	if (record->fault)
		return record->fault;
	if (record->count > w->columns.count)
		return "has more cells than the first line names";
	if (record->count < w->columns.count)
		return "has fewer cells than the first line names";
	for (i = 0; i < record->count; i++) {
		if (!cti__utf8_ok(record->cell[i]))
			return "is not UTF-8 (it may be GBK)";
		if (record->cell[i].n > VALUE_MAX_BYTES)
			return "has a cell of more than 4096 bytes";
	}
	return NULL;
}

static int on_record(const struct cti__record *record, void *user)
{
	struct work *w = user;
	struct cti__directory_reader *reader = w->reader;
	const char *fault;
	int err;

	if (!w->has_columns) {
		w->has_columns = true;
		err = take_columns(w, record);
		if (!err && reader->on_columns)
			err = reader->on_columns(&w->columns, reader->user);
		return err;
	}
	fault = fault_of(w, record);
	if (!fault)
		return reader->on_line(&w->columns, record->cell, reader->user);
	if (reader->skipped++ < FAULTS_TOLD)
		cti__log(reader->log, CTI_LOG_WARN,
			 "%s: line %llu %s; the line is left out", w->path,
			 (unsigned long long)record->line, fault);
	return 0;
}

/* Either sort of file, told by its first bytes. */
struct parser {
	bool is_begun, is_vcard;
	struct cti__records records;
	struct cti__vcards vcards;
	struct cti__charset charset;
	struct cti__buf text;
};

static int feed_text(struct parser *p, const char *text, size_t n)
{
	if (!p->is_begun)
		p->is_vcard = cti__vcards_begin(cti__str_n(text, n));
	p->is_begun = p->is_begun || n;
	return p->is_vcard ? cti__vcards_feed(&p->vcards, text, n)
			   : cti__records_feed(&p->records, text, n);
}

static int feed(struct parser *p, const char *bytes, size_t n)
{
	if (!p->charset.cd)
		return feed_text(p, bytes, n);
	cti__buf_clear(&p->text);
	cti__charset_feed(&p->charset, bytes, n, &p->text);
	return p->text.err ? p->text.err : feed_text(p, p->text.p, p->text.n);
}

static void tell_progress(const struct cti__directory_reader *reader,
			  uint64_t done)
{
	const struct cti__progress *progress = &reader->progress;

	if (progress->fn)
		progress->fn(done, reader->stamp.size, progress->user);
}

static int read_all(struct work *w, struct parser *p, int fd)
{
	char *chunk = cti__alloc(CHUNK);
	uint64_t done = 0;
	ssize_t n = 0;
	int err = 0;

	if (!chunk)
		return CTI_ENOMEM;
	while (!err) {
		n = read(fd, chunk, CHUNK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		err = feed(p, chunk, (size_t)n);
		done += (uint64_t)n;
		tell_progress(w->reader, done);
	}
	if (n < 0)
		err = cti__detail(w->detail, CTI_EIO,
				  "%s: cannot be read: %s; %s", w->path,
				  strerror(errno), cti__os_remedy(errno));
	else if (!err)
		err = p->is_vcard ? cti__vcards_end(&p->vcards)
				  : cti__records_end(&p->records);
	cti__free(chunk);
	return err;
}

static void sum_up(const struct work *w)
{
	if (w->reader->skipped > FAULTS_TOLD)
		cti__log(w->reader->log, CTI_LOG_WARN,
			 "%s: %llu broken lines were left out in all", w->path,
			 (unsigned long long)w->reader->skipped);
}

static struct cti__stamp stamp_of(int fd)
{
	const struct cti__stamp none = { .exists = false };
	struct stat st;

	return fstat(fd, &st) ? none : cti__stamp_of(&st);
}

int cti__directory_read(struct cti__directory_reader *reader, const char *path,
			const struct cti__detail *detail)
{
	struct work w = { .reader = reader, .path = path, .detail = detail };
	struct cti__stamp after;
	struct parser p;
	const char *charset;
	size_t i;
	int err, fd;

	reader->skipped = 0;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return cti__detail(detail, CTI_EIO,
				   "%s: cannot be opened: %s; %s", path,
				   strerror(errno), cti__os_remedy(errno));
	reader->stamp = stamp_of(fd);
	memset(&p, 0, sizeof(p));
	charset = cti__charset_guess(fd);
	if (charset)
		(void)cti__charset_open(&p.charset, charset);
	cti__records_init(&p.records, on_record, &w);
	cti__vcards_init(&p.vcards, on_record, &w);
	err = read_all(&w, &p, fd);
	if (!err && !w.has_columns)
		err = cti__detail(detail, CTI_EFORMAT,
				  "%s: the file is empty; its first line must "
				  "name the columns",
				  path);
	if (err == CTI_ENOMEM)
		cti__detail(detail, err, "%s: out of memory", path);
	sum_up(&w);
	cti__charset_close(&p.charset);
	cti__records_fini(&p.records);
	cti__vcards_fini(&p.vcards);
	cti__buf_fini(&p.text);
	after = stamp_of(fd);
	reader->moving = !cti__stamp_same(&reader->stamp, &after);
	close(fd);
	for (i = 0; i < w.columns.count; i++)
		cti__free(w.columns.name[i]);
	return err;
}
