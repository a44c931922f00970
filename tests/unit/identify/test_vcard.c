/* SPDX-License-Identifier: MIT */
/* vCard files: folded, quoted-printable, GBK, of every version, cut anywhere.
 */
#include "identify/vcard.h"

#include <cti/error.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "util/refuse.h"

static struct cti__buf told;

/* "column=value|" for what is there; "!fault" for a card that is left out. */
static int on_record(const struct cti__record *record, void *user)
{
	static struct cti__str names[CTI__VCARD_COLUMNS];
	bool *first = user;
	size_t i;

	assert_int_equal(record->count, CTI__VCARD_COLUMNS);
	if (*first) {
		*first = false;
		memcpy(names, record->cell, sizeof(names));
		return 0;
	}
	cti__buf_printf(&told, "%u:", (unsigned int)record->line);
	for (i = 0; i < record->count; i++)
		if (record->cell[i].n)
			cti__buf_printf(&told, "%.*s=%.*s|", (int)names[i].n,
					names[i].p, (int)record->cell[i].n,
					record->cell[i].p);
	if (record->fault)
		cti__buf_printf(&told, "!%s", record->fault);
	cti__buf_char(&told, '\n');
	return 0;
}

static const char *read_by(const char *text, size_t n, size_t step)
{
	struct cti__vcards v;
	bool first = true;
	size_t i;

	cti__buf_clear(&told);
	cti__vcards_init(&v, on_record, &first);
	for (i = 0; i < n; i += step)
		assert_int_equal(cti__vcards_feed(&v, text + i,
						  n - i < step ? n - i : step),
				 0);
	assert_int_equal(cti__vcards_end(&v), 0);
	assert_false(first);
	cti__vcards_fini(&v);
	return cti__buf_cstr(&told);
}

static void reads(const char *text, const char *want)
{
	size_t n = strlen(text), step;

	for (step = 1; step <= n; step = step * 2 + 1)
		assert_string_equal(read_by(text, n, step), want);
	assert_string_equal(read_by(text, n, n), want);
}

static void test_vcard__reads_names_and_numbers(void **state)
{
	(void)state;
	reads("BEGIN:VCARD\r\nVERSION:4.0\r\nUID:u1\r\nFN:\xe6\x9d\x8e\r\n"
	      "ORG:Huaxin\\, Ltd;Sales\r\n"
	      "TEL;VALUE=uri;TYPE=\"voice,cell\":tel:+86-138-0013-8000\r\n"
	      "item1.TEL;TYPE=work:010-65529988\r\n"
	      "TEL;TYPE=work:010-65529989\r\nTEL;TYPE=fax:010-1\r\n"
	      "GENDER:M;he\r\nEMAIL:a@b\r\nEMAIL:c@d\r\nEND:VCARD\r\n",
	      "1:id=u1|name=\xe6\x9d\x8e|company=Huaxin, Ltd|"
	      "phone=010-65529988 / 010-65529989|"
	      "mobile=tel:+86-138-0013-8000|email=a@b|gender=M|\n");
}

static void test_vcard__unfolds_lines(void **state)
{
	(void)state;
	reads("BEGIN:VCARD\nFN:Li \n Ming\nNOTE:a\\nb\n\t c\nTEL:1380\n 013"
	      "8000\nEND:VCARD\n",
	      "1:name=Li Ming|phone=13800138000|note=a b c|\n");
}

static void test_vcard__reads_quoted_printable_of_old_telephones(void **state)
{
	(void)state;
	reads("BEGIN:VCARD\r\nVERSION:2.1\r\n"
	      "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E;=E6=\r\n"
	      "=98=8E\r\nTEL;CELL:13800138000\r\nEND:VCARD\r\n",
	      "1:name=\xe6\x9d\x8e\xe6\x98\x8e|mobile=13800138000|\n");
	reads("BEGIN:VCARD\r\nVERSION:2.1\r\n"
	      "N;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=C0=EE;=C3=F7\r\n"
	      "TEL;CELL:13800138000\r\nEND:VCARD\r\n",
	      "1:name=\xe6\x9d\x8e\xe6\x98\x8e|mobile=13800138000|\n");
}

static void test_vcard__leaves_out_cards_without_a_number(void **state)
{
	(void)state;
	reads("BEGIN:VCARD\nFN:A\nEND:VCARD\nBEGIN:VCARD\nN:Li;Ming\nTEL:1001\n"
	      "END:VCARD\n",
	      "1:name=A|!begins a card without a telephone number\n"
	      "4:name=Ming Li|phone=1001|\n");
}

static char kept[256];

static int on_kept(const struct cti__record *record, void *user)
{
	size_t i, n;

	(void)user;
	for (i = 0; i < record->count; i++) {
		n = strlen(kept);
		snprintf(kept + n, sizeof(kept) - n, "%.*s|",
			 (int)record->cell[i].n,
			 record->cell[i].n ? record->cell[i].p : "");
	}
	return 0;
}

static int read_card(const char *text)
{
	struct cti__vcards v;
	int err;

	kept[0] = '\0';
	cti__vcards_init(&v, on_kept, NULL);
	err = cti__vcards_feed(&v, text, strlen(text));
	if (!err)
		err = cti__vcards_end(&v);
	cti__vcards_fini(&v);
	return err;
}

static void test_vcard__is_whole_or_fails_for_want_of_memory(void **state)
{
	static const char card[] = "BEGIN:VCARD\nN:Smith;John\n"
				   "TEL;TYPE=CELL:13800138000\n"
				   "EMAIL:john@example.com\nEND:VCARD\n";
	char whole[sizeof(kept)];
	int n, err = CTI_ENOMEM;

	(void)state;
	assert_int_equal(read_card(card), 0);
	memcpy(whole, kept, sizeof(whole));
	refuse_begin(NULL);
	for (n = 0; err && n < 1000; n++) {
		refuse_after = n;
		err = read_card(card);
		if (err)
			assert_int_equal(err, CTI_ENOMEM);
		else
			assert_string_equal(kept, whole);
		assert_int_equal(refuse_held, 0);
	}
	assert_int_equal(cti_set_allocator(NULL), 0);
	assert_int_equal(err, 0);
	assert_true(n > 1);
}

static void test_vcard__survives_what_is_none(void **state)
{
	(void)state;
	reads("BEGIN:VCARD\nTEL:1001\n", "");
	reads("END:VCARD\nTEL\n:\n;;;\nBEGIN:VCARD\nBEGIN:VCARD\nTEL;=;\":x\n"
	      "TEL:1002\nEND:VCARD",
	      "6:phone=1002|\n");
	reads("BEGIN:VCARD\nX;ENCODING=QUOTED-PRINTABLE:=", "");
}

static void test_vcard__knows_its_files(void **state)
{
	(void)state;
	assert_true(cti__vcards_begin(CTI__STR("BEGIN:VCARD\r\n")));
	assert_true(cti__vcards_begin(CTI__STR("\xef\xbb\xbf"
					       "begin:vcard")));
	assert_false(cti__vcards_begin(CTI__STR("id,name,phone\n")));
	assert_false(cti__vcards_begin(CTI__STR("")));
}

static int teardown(void **state)
{
	(void)state;
	cti__buf_fini(&told);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vcard__reads_names_and_numbers),
		cmocka_unit_test(test_vcard__unfolds_lines),
		cmocka_unit_test(
			test_vcard__reads_quoted_printable_of_old_telephones),
		cmocka_unit_test(test_vcard__leaves_out_cards_without_a_number),
		cmocka_unit_test(
			test_vcard__is_whole_or_fails_for_want_of_memory),
		cmocka_unit_test(test_vcard__survives_what_is_none),
		cmocka_unit_test(test_vcard__knows_its_files),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
