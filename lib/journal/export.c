/* SPDX-License-Identifier: MIT */
/* A journal's contacts into a file of text. */
#include "journal/contact.h"

#include <cti/error.h>
#include <cti/memory.h>

#include <errno.h>
#include <stdio.h>

struct export
{
	FILE *file;
	bool csv;
};

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
		err = CTI_EIO;
	cti_free(line);
	return err;
}

static int on_contact(const cti_contact *contact, void *user)
{
	return put_line(user, contact);
}

static void say(char *detail, size_t size, const char *to)
{
	if (detail && size)
		snprintf(detail, size, "%s: cannot be written: %s", to,
			 strerror(errno));
}

int cti_journal_export(const char *path, const cti_journal_filter *filter,
		       const char *format, const char *to, char *detail,
		       size_t detail_size)
{
	struct export e = { NULL, false };
	int err = 0;

	if (!path || !format || !to)
		return CTI_EINVAL;
	e.csv = strcmp(format, "csv") == 0;
	if (!e.csv && strcmp(format, "json") != 0)
		return CTI_EINVAL;
	e.file = fopen(to, "w");
	if (!e.file) {
		say(detail, detail_size, to);
		return CTI_EIO;
	}
	if (e.csv)
		err = put_line(&e, NULL);
	if (!err)
		err = cti_journal_read(path, filter, on_contact, &e, detail,
				       detail_size);
	if (fflush(e.file) || ferror(e.file)) {
		say(detail, detail_size, to);
		err = CTI_EIO;
	}
	fclose(e.file);
	return err;
}
