/* SPDX-License-Identifier: MIT */
/* Text files of any origin as UTF-8. */
#include "identify/charset.h"
#include "util/alloc.h"
#include "util/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <unistd.h>

#define CHUNK 65536

/* Lines with more than ASCII in them. */
struct tally {
	uint64_t utf8, other;
	bool binary;
};

static bool is_ascii(const char *p, size_t n)
{
	unsigned char all = 0;
	size_t i;

	for (i = 0; i < n; i++)
		all |= (unsigned char)p[i];
	return all < 0x80;
}

static void count_line(struct tally *t, const char *p, size_t n)
{
	if (is_ascii(p, n))
		t->binary = t->binary || memchr(p, '\0', n);
	else if (cti__utf8_ok(cti__str_n(p, n)))
		t->utf8++;
	else
		t->other++;
}

/* Count the whole lines of a buffer; how many bytes they have. */
static size_t count_lines(struct tally *t, const char *p, size_t n)
{
	const char *end;
	size_t at = 0;

	while (at < n && (end = memchr(p + at, '\n', n - at)) != NULL) {
		count_line(t, p + at, (size_t)(end - p) - at);
		at = (size_t)(end - p) + 1;
	}
	return at;
}

static const char *by_mark(const char *p, size_t n)
{
	if (n >= 2 && memcmp(p, "\xff\xfe", 2) == 0)
		return "UTF-16LE";
	if (n >= 2 && memcmp(p, "\xfe\xff", 2) == 0)
		return "UTF-16BE";
	return NULL;
}

static void count_file(struct tally *t, int fd, char *chunk, size_t have)
{
	size_t used;
	ssize_t n;

	for (;;) {
		used = count_lines(t, chunk, have);
		/* A line without an end is judged by what there is of it. */
		if (!used && have == CHUNK)
			used = have;
		have -= used;
		memmove(chunk, chunk + used, have);
		n = read(fd, chunk + have, CHUNK - have);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		have += (size_t)n;
	}
	count_line(t, chunk, have);
}

const char *cti__charset_guess(int fd)
{
	struct tally t = { 0, 0, false };
	char *chunk;
	const char *mark;
	ssize_t n;

	/* What cannot be read twice is taken as it is. */
	if (lseek(fd, 0, SEEK_SET) < 0)
		return NULL;
	chunk = cti__alloc(CHUNK);
	if (!chunk)
		return NULL;
	n = read(fd, chunk, CHUNK);
	mark = by_mark(chunk, n > 0 ? (size_t)n : 0);
	if (!mark && n > 0)
		count_file(&t, fd, chunk, (size_t)n);
	cti__free(chunk);
	(void)lseek(fd, 0, SEEK_SET);
	if (mark)
		return mark;
	return t.other > t.utf8 && !t.binary ? "GB18030" : NULL;
}

bool cti__charset_open(struct cti__charset *c, const char *name)
{
	iconv_t cd = iconv_open("UTF-8", name);

	memset(c, 0, sizeof(*c));
	if (cd == (iconv_t)-1)
		return false;
	c->cd = cd;
	c->wide = strncmp(name, "UTF-16", 6) == 0;
	return true;
}

/* Convert; *why is what iconv says of what is left. */
static size_t convert(struct cti__charset *c, const char *p, size_t n,
		      struct cti__buf *out, int *why)
{
	/* iconv reads it only, whatever its type says. */
	char *in = (char *)(uintptr_t)p, *to;
	/* One byte may become three: GBK's euro sign. */
	size_t left = n, room = n * 3 + 16;

	*why = 0;
	if (cti__buf_reserve(out, room))
		return 0;
	to = out->p + out->n;
	if (iconv((iconv_t)c->cd, &in, &left, &to, &room) == (size_t)-1)
		*why = errno;
	out->n = (size_t)(to - out->p);
	return left;
}

static void run(struct cti__charset *c, struct cti__str in,
		struct cti__buf *out)
{
	size_t left, step = c->wide ? 2 : 1;
	int why;

	while (in.n && !out->err) {
		left = convert(c, in.p, in.n, out, &why);
		in = cti__str_sub(in, in.n - left, left);
		/* Not complete: the longest character has four bytes. */
		if (why == EINVAL && in.n < 4) {
			memcpy(c->rest, in.p, in.n);
			c->rest_n = in.n;
			return;
		}
		if (!in.n || why == E2BIG)
			continue;
		if (step > in.n)
			step = in.n;
		cti__buf_add(out, in.p, step);
		in = cti__str_sub(in, step, in.n);
	}
}

void cti__charset_feed(struct cti__charset *c, const char *p, size_t n,
		       struct cti__buf *out)
{
	struct cti__buf both = { 0 };

	if (c->rest_n) {
		cti__buf_add(&both, c->rest, c->rest_n);
		cti__buf_add(&both, p, n);
		c->rest_n = 0;
		if (both.err)
			out->err = both.err;
		else
			run(c, cti__str_n(both.p, both.n), out);
		cti__buf_fini(&both);
	} else {
		run(c, cti__str_n(p, n), out);
	}
}

void cti__charset_close(struct cti__charset *c)
{
	if (c->cd)
		iconv_close((iconv_t)c->cd);
	memset(c, 0, sizeof(*c));
}
