/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any bytes as a file of customers, in CSV or as cards, in any
 * charset. Whole and in pieces they give the same records; what was loaded is
 * found again. The first two bytes: how long a piece is, and the charset.
 */
#include "fuzz.h"

#include "identify/charset.h"
#include "identify/csv.h"
#include "identify/number.h"
#include "identify/vcard.h"

static const uint64_t seed[2] = { 3, 4 };
static const cti_number_plan plan = { sizeof(plan), "CN", "010", "9",
				      NULL,	    0,	  NULL,	 0 };

static int write_down(const struct cti__record *record, void *user)
{
	struct cti__buf *out = user;
	size_t i;

	cti__buf_u64(out, record->line);
	cti__buf_text(out, record->fault ? record->fault : "");
	for (i = 0; i < record->count; i++) {
		cti__buf_char(out, '|');
		cti__buf_str(out, record->cell[i]);
	}
	cti__buf_char(out, '\n');
	return 0;
}

static void read_csv(struct cti__buf *out, struct cti__str text, size_t piece)
{
	struct cti__records r;
	struct cti__str part;

	cti__records_init(&r, write_down, out);
	for (; text.n; text = cti__str_sub(text, piece, text.n)) {
		part = fuzz_alone(cti__str_sub(text, 0, piece));
		must(cti__records_feed(&r, part.p, part.n) == 0, "no record");
		fuzz_forget(part);
	}
	must(cti__records_end(&r) == 0, "no end");
	cti__records_fini(&r);
}

static void read_cards(struct cti__buf *out, struct cti__str text, size_t piece)
{
	struct cti__vcards v;
	struct cti__str part;

	cti__vcards_init(&v, write_down, out);
	for (; text.n; text = cti__str_sub(text, piece, text.n)) {
		part = fuzz_alone(cti__str_sub(text, 0, piece));
		must(cti__vcards_feed(&v, part.p, part.n) == 0, "no card");
		fuzz_forget(part);
	}
	must(cti__vcards_end(&v) == 0, "no end");
	cti__vcards_fini(&v);
}

static void convert(struct cti__buf *out, struct cti__str text, size_t piece,
		    const char *name)
{
	struct cti__charset c = { .rest_n = 0 };
	struct cti__str part;

	must(cti__charset_open(&c, name), "this charset is not known");
	for (; text.n; text = cti__str_sub(text, piece, text.n)) {
		part = fuzz_alone(cti__str_sub(text, 0, piece));
		cti__charset_feed(&c, part.p, part.n, out);
		fuzz_forget(part);
	}
	cti__charset_close(&c);
}

/* Both ways must say the same. */
static void check_pieces(struct cti__str text, size_t piece, const char *name)
{
	static void (*const read[])(struct cti__buf *, struct cti__str,
				    size_t) = { read_csv, read_cards };
	struct cti__buf whole = { 0 }, cut = { 0 };
	size_t i;

	for (i = 0; i < 2; i++) {
		read[i](&whole, text, text.n + 1);
		read[i](&cut, text, piece);
		must_same(&whole, &cut, "in pieces there are other records");
		cti__buf_clear(&whole);
		cti__buf_clear(&cut);
	}
	convert(&whole, text, text.n + 1, name);
	convert(&cut, text, piece, name);
	must_same(&whole, &cut, "in pieces it is another text");
	cti__buf_fini(&whole);
	cti__buf_fini(&cut);
}

static void check_file(struct cti__str text)
{
	const char *path = fuzz_file(text);
	char sentence[512] = "";
	struct cti__detail detail = { sentence, sizeof(sentence) };
	struct cti__found found = { .count = 0 };
	struct cti__csv *csv;
	cti_number number;

	if (cti__csv_open(&csv, path, &plan, seed, NULL, &detail)) {
		must(*sentence, "refused without a reason");
		return;
	}
	if (!cti__number_parse(CTI__STR("13800138000"), &plan, &number))
		must(!cti__csv_ops.find(csv, &number, &found),
		     "it cannot be searched");
	must(found.count <= cti__csv_count(csv), "more than there are");
	cti__found_fini(&found);
	cti__csv_ops.free(csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { "GBK", "UTF-16LE", "UTF-16BE" };
	struct cti__str rest = fuzz_input(data, size);
	size_t piece = 1 + fuzz_byte(&rest);
	const char *name = names[fuzz_byte(&rest) % 3];

	check_pieces(rest, piece, name);
	check_file(rest);
	return 0;
}
