/* SPDX-License-Identifier: MIT */
/* A journal's contacts into a file of text. */
#include "journal/contact.h"
#include "util/remedy.h"
#include "util/say.h"

#include <cti/error.h>
#include <cti/memory.h>

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

struct export
{
	FILE *file; /* NULL: there was nothing to be written yet */
	const char *to;
	bool csv;
	char *detail;
	size_t size;
};

static int say(const struct export *e, const char *why)
{
	if (e->detail && e->size)
		cti__say_to(e->detail, e->size, "%s: cannot be written: %s",
			    e->to, cti__say(why));
	return CTI_EIO;
}

static int say_os(const struct export *e)
{
	int os_err = errno;

	if (e->detail && e->size)
		cti__say_to(e->detail, e->size, "%s: cannot be written: %s; %s",
			    e->to, strerror(os_err), cti__os_remedy(os_err));
	return CTI_EIO;
}

static int put_line(struct export *e, const cti_contact *contact)
{
	char *line;
	size_t len;
	int err = e->csv ? cti_contact_csv(contact, &line, &len)
			 : cti_contact_json(contact, &line, &len);

	if (err)
		return err;
	line[len] = '\n';
	if (fwrite(line, 1, len + 1, e->file) != len + 1)
		err = say_os(e);
	cti_free(line);
	return err;
}

/* Not before there is something to put in the place of what is there. */
static int begin(struct export *e)
{
	if (e->file)
		return 0;
	e->file = fopen(e->to, "w");
	if (!e->file)
		return say_os(e);
	return e->csv ? put_line(e, NULL) : 0;
}

static int on_contact(const cti_contact *contact, void *user)
{
	int err = begin(user);

	return err ? err : put_line(user, contact);
}

static int end(struct export *e, int err)
{
	bool bad = e->file && (fflush(e->file) || ferror(e->file));

	if (bad && !err)
		err = say_os(e);
	if (e->file)
		fclose(e->file);
	return err;
}

static bool is_same_file(const char *a, const char *b)
{
	struct stat one, other;

	return !stat(a, &one) && !stat(b, &other) &&
	       one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

int cti_journal_export(const char *path, const cti_journal_filter *filter,
		       const char *format, const char *to, char *detail,
		       size_t detail_size)
{
	struct export e = { .to = to, .detail = detail, .size = detail_size };
	int err;

	if (!path || !format || !to)
		return CTI_EINVAL;
	e.csv = strcmp(format, "csv") == 0;
	if (!e.csv && strcmp(format, "json") != 0)
		return CTI_EINVAL;
	if (is_same_file(path, to))
		return say(&e, "it is the journal itself; name another file");
	err = cti_journal_read(path, filter, on_contact, &e, detail,
			       detail_size);
	if (!err)
		err = begin(&e);
	return end(&e, err);
}
