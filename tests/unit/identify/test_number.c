/* SPDX-License-Identifier: MIT */
/* Numbers in the many forms in which they arrive, as tables. */
#include "identify/number.h"
#include "numbers.h"

#include <cti/error.h>

struct row {
	const char *text;
	enum cti_number_class number_class;
	const char *e164, *national, *extension;
};

static void check(const struct row *row, size_t count,
		  const cti_number_plan *plan)
{
	cti_number n;
	size_t i;

	for (i = 0; i < count; i++) {
		parse(&n, row[i].text, plan);
		if (n.number_class != row[i].number_class ||
		    strcmp(n.e164, row[i].e164) != 0 ||
		    strcmp(n.national, row[i].national) != 0 ||
		    strcmp(n.extension, row[i].extension) != 0)
			fail_msg("\"%s\" is %s \"%s\" \"%s\" ext \"%s\"",
				 row[i].text, class_of(&n), n.e164, n.national,
				 n.extension);
	}
}

/* A site in Beijing that dials 9 for an outside line. */
static const cti_number_plan beijing = {
	sizeof(beijing), "CN", "010", "9", NULL, 0
};

#define LI "+8613800138000", "13800138000"
#define BJ "+861062345678", "01062345678"
#define SH "+862162330088", "02162330088"
#define HZ "+8657188886666", "057188886666"

static const struct row china[] = {
	/* One mobile number in all its shapes. */
	{ "13800138000", MOBILE, LI, "" },
	{ "138 0013 8000", MOBILE, LI, "" },
	{ "138-0013-8000", MOBILE, LI, "" },
	{ " 13800138000 ", MOBILE, LI, "" },
	{ "\t13800138000\r\n", MOBILE, LI, "" },
	{ "'13800138000", MOBILE, LI, "" },
	{ "138.0013.8000", MOBILE, LI, "" },
	{ "(138)00138000", MOBILE, LI, "" },
	{ "+8613800138000", MOBILE, LI, "" },
	{ "+86 138 0013 8000", MOBILE, LI, "" },
	{ "+86-138-0013-8000", MOBILE, LI, "" },
	{ "+86 (0) 138 0013 8000", MOBILE, LI, "" },
	{ "+86(0)13800138000", MOBILE, LI, "" },
	{ "+86 013800138000", MOBILE, LI, "" },
	{ "(+86)13800138000", MOBILE, LI, "" },
	{ "（+86）138-0013-8000", MOBILE, LI, "" },
	{ "8613800138000", MOBILE, LI, "" },
	{ "86 138 0013 8000", MOBILE, LI, "" },
	{ "86-13800138000", MOBILE, LI, "" },
	{ "008613800138000", MOBILE, LI, "" },
	{ "0086 138 0013 8000", MOBILE, LI, "" },
	{ "0086-138-0013-8000", MOBILE, LI, "" },
	{ "013800138000", MOBILE, LI, "" },
	{ "0 13800138000", MOBILE, LI, "" },
	{ "0-138-0013-8000", MOBILE, LI, "" },
	{ "１３８００１３８０００", MOBILE, LI, "" },
	{ "＋８６　１３８００１３８０００", MOBILE, LI, "" },
	{ "138－0013－8000", MOBILE, LI, "" },
	{ "138—0013—8000", MOBILE, LI, "" },
	{ "138\xc2\xa0"
	  "0013\xc2\xa0"
	  "8000",
	  MOBILE, LI, "" },
	{ "\xe2\x80\xaa+86 138 0013 8000\xe2\x80\xac", MOBILE, LI, "" },
	{ "\xef\xbb\xbf"
	  "13800138000",
	  MOBILE, LI, "" },
	{ "٠١٣٨٠٠١٣٨٠٠٠", MOBILE, LI, "" },
	{ "手机13800138000", MOBILE, LI, "" },
	{ "手机：13800138000", MOBILE, LI, "" },
	{ "13800138000（李先生）", MOBILE, LI, "" },
	{ "13800138000 (home)", MOBILE, LI, "" },
	{ "Mobile: 13800138000", MOBILE, LI, "" },
	{ "Tel. +86 138 0013 8000", MOBILE, LI, "" },
	/* Prefixes of carriers and of the site. */
	{ "17951 13800138000", MOBILE, LI, "" },
	{ "1795113800138000", MOBILE, LI, "" },
	{ "17951013800138000", MOBILE, LI, "" },
	{ "17911-13800138000", MOBILE, LI, "" },
	{ "1790913800138000", MOBILE, LI, "" },
	{ "1259313800138000", MOBILE, LI, "" },
	{ "19313800138000", MOBILE, LI, "" },
	{ "17951008613800138000", MOBILE, LI, "" },
	{ "17951 010-62345678", FIXED, BJ, "" },
	{ "913800138000", MOBILE, LI, "" },
	{ "9,13800138000", MOBILE, LI, "" },
	{ "9 013800138000", MOBILE, LI, "" },
	{ "9 008613800138000", MOBILE, LI, "" },
	{ "917951 13800138000", MOBILE, LI, "" },
	{ "901062345678", FIXED, BJ, "" },
	{ "9 010 6234 5678", FIXED, BJ, "" },
	{ "962345678", FIXED, BJ, "" },
	{ "995588", SERVICE, "", "95588", "" },
	{ "9110", SERVICE, "", "110", "" },
	/* URIs and what telephones show. */
	{ "tel:+8613800138000", MOBILE, LI, "" },
	{ "tel:13800138000", MOBILE, LI, "" },
	{ "TEL:+86-138-0013-8000", MOBILE, LI, "" },
	{ "tel:62345678;phone-context=+8610", FIXED, BJ, "" },
	{ "tel:+86-10-62345678;ext=12", FIXED, BJ, "12" },
	{ "sip:13800138000@10.0.0.1", MOBILE, LI, "" },
	{ "sip:13800138000@10.0.0.1:5060;transport=udp", MOBILE, LI, "" },
	{ "sips:+8613800138000@example.com;user=phone", MOBILE, LI, "" },
	{ "sip:%2B8613800138000@example.com", MOBILE, LI, "" },
	{ "sip:13800138000:secret@example.com", MOBILE, LI, "" },
	{ "<sip:13800138000@10.0.0.1>", MOBILE, LI, "" },
	{ "\"张三\" <sip:13800138000@10.0.0.1>;tag=1", MOBILE, LI, "" },
	{ "\"Room 12\" <13800138000>", MOBILE, LI, "" },
	{ "13800138000@pbx.example.com", MOBILE, LI, "" },
	{ "sip:1001@pbx.example.com", EXTENSION, "", "1001", "" },
	/* Fixed numbers. */
	{ "010-62345678", FIXED, BJ, "" },
	{ "01062345678", FIXED, BJ, "" },
	{ "(010)62345678", FIXED, BJ, "" },
	{ "（010）6234-5678", FIXED, BJ, "" },
	{ "010 6234 5678", FIXED, BJ, "" },
	{ "+86 10 6234 5678", FIXED, BJ, "" },
	{ "+86 (0)10 6234 5678", FIXED, BJ, "" },
	{ "+86-010-62345678", FIXED, BJ, "" },
	{ "86-10-62345678", FIXED, BJ, "" },
	{ "0086-10-62345678", FIXED, BJ, "" },
	{ "00861062345678", FIXED, BJ, "" },
	{ "1062345678", FIXED, BJ, "" },
	{ "62345678", FIXED, BJ, "" },
	{ "6234-5678", FIXED, BJ, "" },
	{ "+8662345678", FIXED, BJ, "" },
	{ "8662345678", FIXED, BJ, "" },
	{ "021-62330088", FIXED, SH, "" },
	{ "02162330088", FIXED, SH, "" },
	{ "2162330088", FIXED, SH, "" },
	{ "+862162330088", FIXED, SH, "" },
	{ "0571-88886666", FIXED, HZ, "" },
	{ "057188886666", FIXED, HZ, "" },
	{ "57188886666", FIXED, HZ, "" },
	{ "+86 571 8888 6666", FIXED, HZ, "" },
	{ "8657188886666", FIXED, HZ, "" },
	{ "0371-6234567", FIXED, "+863716234567", "03716234567", "" },
	{ "0991-8812345", FIXED, "+869918812345", "09918812345", "" },
	{ "0755 2345 6789", FIXED, "+8675523456789", "075523456789", "" },
	/* Extensions behind a number. */
	{ "010-62345678转1234", FIXED, BJ, "1234" },
	{ "010-62345678 转 1234", FIXED, BJ, "1234" },
	{ "010-62345678轉1234", FIXED, BJ, "1234" },
	{ "010-62345678分机1234", FIXED, BJ, "1234" },
	{ "010-62345678转分机1234", FIXED, BJ, "1234" },
	{ "010-62345678（分机：1234）", FIXED, BJ, "1234" },
	{ "010-62345678 ext. 12", FIXED, BJ, "12" },
	{ "010-62345678 Ext 12", FIXED, BJ, "12" },
	{ "010-62345678 EXTENSION 12", FIXED, BJ, "12" },
	{ "010-62345678x12", FIXED, BJ, "12" },
	{ "010-62345678#12", FIXED, BJ, "12" },
	{ "010-62345678,,12", FIXED, BJ, "12" },
	{ "010-62345678-8001", FIXED, BJ, "8001" },
	{ "010-6234-5678-8001", FIXED, BJ, "8001" },
	{ "62345678-8001", FIXED, BJ, "8001" },
	{ "0571-88886666-12", FIXED, HZ, "12" },
	{ "0371-6234567-1", FIXED, "+863716234567", "03716234567", "1" },
	{ "+86-10-62345678-8001", FIXED, BJ, "8001" },
	/* 400 and 800. */
	{ "4001100266", SHARED, "+864001100266", "4001100266", "" },
	{ "400-110-0266", SHARED, "+864001100266", "4001100266", "" },
	{ "+86 400 110 0266", SHARED, "+864001100266", "4001100266", "" },
	{ "04001100266", SHARED, "+864001100266", "4001100266", "" },
	{ "400-110-0266 转 3", SHARED, "+864001100266", "4001100266", "3" },
	{ "800-820-8820", FREE, "+868008208820", "8008208820", "" },
	/* Services never become E.164. */
	{ "110", SERVICE, "", "110", "" },
	{ "119", SERVICE, "", "119", "" },
	{ "120", SERVICE, "", "120", "" },
	{ "122", SERVICE, "", "122", "" },
	{ "114", SERVICE, "", "114", "" },
	{ "10086", SERVICE, "", "10086", "" },
	{ "10010", SERVICE, "", "10010", "" },
	{ "1008611", SERVICE, "", "1008611", "" },
	{ "12345", SERVICE, "", "12345", "" },
	{ "12306", SERVICE, "", "12306", "" },
	{ "95588", SERVICE, "", "95588", "" },
	{ "95013", SERVICE, "", "95013", "" },
	{ "96110", SERVICE, "", "96110", "" },
	{ "118114", SERVICE, "", "118114", "" },
	{ "+8695588", SERVICE, "", "95588", "" },
	{ "8695588", SERVICE, "", "95588", "" },
	{ "008695588", SERVICE, "", "95588", "" },
	{ "+8610086", SERVICE, "", "10086", "" },
	{ "01095588", SERVICE, "", "01095588", "" },
	{ "021-12345", SERVICE, "", "02112345", "" },
	{ "+861095588", SERVICE, "", "01095588", "" },
	/* The site's own. */
	{ "1001", EXTENSION, "", "1001", "" },
	{ "8001", EXTENSION, "", "8001", "" },
	{ "0", EXTENSION, "", "0", "" },
	{ "301", EXTENSION, "", "301", "" },
	{ "80001", EXTENSION, "", "80001", "" },
	/* Abroad. */
	{ "+49 711 1234567", FIXED, "+497111234567", "07111234567", "" },
	{ "+49 (0)711 1234567", FIXED, "+497111234567", "07111234567", "" },
	{ "0049 171 1234567", MOBILE, "+491711234567", "01711234567", "" },
	{ "4917112345678", MOBILE, "+4917112345678", "017112345678", "" },
	{ "+1 (415) 555-0123", FIXED, "+14155550123", "4155550123", "" },
	{ "0014155550123", FIXED, "+14155550123", "4155550123", "" },
	{ "9 001 415 555 0123", FIXED, "+14155550123", "4155550123", "" },
	{ "+44 20 7946 0000", FIXED, "+442079460000", "02079460000", "" },
	{ "+852 2123 4567", FIXED, "+85221234567", "21234567", "" },
	{ "00852-91234567", MOBILE, "+85291234567", "91234567", "" },
	{ "+886 2 2345 6789", FIXED, "+886223456789", "0223456789", "" },
	{ "+853 6612 3456", MOBILE, "+85366123456", "66123456", "" },
	{ "+7 495 123 45 67", UNKNOWN, "+74951234567", "", "" },
	{ "+3906 1234 5678", UNKNOWN, "+390612345678", "", "" },
	/* Neither one nor the other. */
	/* No subscriber of Beijing begins with 1. */
	{ "01012345678", UNKNOWN, "", "01012345678", "" },
	{ "880138001380001", UNKNOWN, "", "880138001380001", "" },
	{ "alice2", UNKNOWN, "", "", "" },
	{ "1001abc", UNKNOWN, "", "", "" },
	{ "1.38E+10", UNKNOWN, "", "", "" },
	{ "*72", UNKNOWN, "", "", "" },
	{ "1234567890123456789012345678901234567890", UNKNOWN, "", "", "" },
};

static void test_number__knows_the_shapes_of_china(void **state)
{
	(void)state;
	check(china, COUNT(china), &beijing);
}

static void test_number__needs_an_area_for_a_local_number(void **state)
{
	static const struct row rows[] = {
		{ "62345678", FIXED, "", "62345678", "" },
		{ "2345678", FIXED, "", "2345678", "" },
		{ "62345678转12", FIXED, "", "62345678", "12" },
		{ "013800138000", MOBILE, LI, "" },
	};

	(void)state;
	check(rows, COUNT(rows), NULL);
}

/* What is no area code gives no local number an area. */
static void test_number__an_area_that_is_none_is_left_out(void **state)
{
	static const char *const areas[] = { "1x", "1234567", "" };
	static const struct row rows[] = {
		{ "62345678", FIXED, "", "62345678", "" },
	};
	cti_number_plan plan = { sizeof(plan), "CN", "", "", NULL, 0 };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(areas); i++) {
		plan.area = areas[i];
		check(rows, COUNT(rows), &plan);
	}
}

static void test_number__takes_zero_as_the_outside_prefix(void **state)
{
	static const cti_number_plan plan = { sizeof(plan), "CN", "010",
					      "0",	    NULL, 0 };
	static const struct row rows[] = {
		{ "013800138000", MOBILE, LI, "" },
		{ "0013800138000", MOBILE, LI, "" },
		{ "001062345678", FIXED, BJ, "" },
		{ "01062345678", FIXED, BJ, "" },
		{ "062345678", FIXED, BJ, "" },
		{ "02162330088", FIXED, SH, "" },
		{ "0057188886666", FIXED, HZ, "" },
		{ "008613800138000", MOBILE, LI, "" },
		{ "095588", SERVICE, "", "95588", "" },
		{ "00491711234567", MOBILE, "+491711234567", "01711234567",
		  "" },
	};

	(void)state;
	check(rows, COUNT(rows), &plan);
}

static void test_number__follows_the_site_for_carriers_and_lengths(void **state)
{
	static const cti_number_plan plan = { sizeof(plan),   "cn", "10", NULL,
					      "12530, 11808", 4 };
	static const struct row rows[] = {
		{ "1253013800138000", MOBILE, LI, "" },
		{ "1180813800138000", MOBILE, LI, "" },
		{ "62345678", FIXED, BJ, "" },
		{ "8001", EXTENSION, "", "8001", "" },
		{ "80001", UNKNOWN, "", "80001", "" },
		/* 17951 is no carrier here. */
		{ "1795113800138000", UNKNOWN, "", "1795113800138000", "" },
	};

	(void)state;
	check(rows, COUNT(rows), &plan);
}

static void test_number__knows_germany(void **state)
{
	static const cti_number_plan plan = { sizeof(plan), "DE", "0711",
					      "0",	    NULL, 4 };
	static const struct row rows[] = {
		{ "0711 1234567", FIXED, "+497111234567", "07111234567", "" },
		{ "(0711) 123-4567", FIXED, "+497111234567", "07111234567",
		  "" },
		{ "0711/1234567", FIXED, "+497111234567", "07111234567", "" },
		{ "+49 (0)711 1234567", FIXED, "+497111234567", "07111234567",
		  "" },
		{ "00711 1234567", FIXED, "+497111234567", "07111234567", "" },
		{ "1234567", FIXED, "+497111234567", "07111234567", "" },
		{ "01234567", FIXED, "+497111234567", "07111234567", "" },
		{ "0171 1234567", MOBILE, "+491711234567", "01711234567", "" },
		{ "00171 1234567", MOBILE, "+491711234567", "01711234567", "" },
		{ "0049 171 1234567", MOBILE, "+491711234567", "01711234567",
		  "" },
		{ "030 901820", FIXED, "+4930901820", "030901820", "" },
		{ "07151 12345", FIXED, "+49715112345", "0715112345", "" },
		{ "0800 3301000", FREE, "+498003301000", "08003301000", "" },
		{ "0180 5 123456", SHARED, "+491805123456", "01805123456", "" },
		{ "110", SERVICE, "", "110", "" },
		{ "0112", SERVICE, "", "112", "" },
		{ "1234", EXTENSION, "", "1234", "" },
		{ "+8613800138000", MOBILE, LI, "" },
		{ "0711 1234567 Durchwahl 12", FIXED, "+497111234567",
		  "07111234567", "12" },
	};

	(void)state;
	check(rows, COUNT(rows), &plan);
}

static void test_number__knows_north_america(void **state)
{
	static const cti_number_plan plan = { sizeof(plan), "US", "212",
					      "9",	    NULL, 0 };
	static const struct row rows[] = {
		{ "(415) 555-0123", FIXED, "+14155550123", "4155550123", "" },
		{ "1-415-555-0123", FIXED, "+14155550123", "4155550123", "" },
		{ "+1.415.555.0123", FIXED, "+14155550123", "4155550123", "" },
		{ "914155550123", FIXED, "+14155550123", "4155550123", "" },
		{ "5550123", FIXED, "+12125550123", "2125550123", "" },
		{ "95550123", FIXED, "+12125550123", "2125550123", "" },
		{ "9125550123", FIXED, "+19125550123", "9125550123", "" },
		{ "1-800-555-0199", FREE, "+18005550199", "8005550199", "" },
		{ "911", SERVICE, "", "911", "" },
		{ "011 86 138 0013 8000", MOBILE, LI, "" },
		{ "8613800138000", MOBILE, LI, "" },
		{ "415-555-0123 x12", FIXED, "+14155550123", "4155550123",
		  "12" },
		{ "1234", EXTENSION, "", "1234", "" },
	};
	static const cti_number_plan canada = { sizeof(canada), "CA", "416",
						NULL,		NULL, 0 };
	static const struct row toronto[] = {
		{ "5550123", FIXED, "+14165550123", "4165550123", "" },
	};

	(void)state;
	check(rows, COUNT(rows), &plan);
	check(toronto, COUNT(toronto), &canada);
}

static void test_number__knows_britain_and_france(void **state)
{
	static const cti_number_plan gb = { sizeof(gb), "GB", "020",
					    NULL,	NULL, 0 };
	static const cti_number_plan fr = { sizeof(fr), "FR", NULL,
					    NULL,	NULL, 0 };
	static const struct row british[] = {
		{ "020 7946 0000", FIXED, "+442079460000", "02079460000", "" },
		{ "7946 0000", FIXED, "+442079460000", "02079460000", "" },
		{ "07700 900123", MOBILE, "+447700900123", "07700900123", "" },
		{ "0800 1111", FREE, "+448001111", "08001111", "" },
		{ "0845 46 47 123", SHARED, "+448454647123", "08454647123",
		  "" },
		{ "01632 960123", FIXED, "+441632960123", "01632960123", "" },
		{ "999", SERVICE, "", "999", "" },
	};
	static const struct row french[] = {
		{ "06 12 34 56 78", MOBILE, "+33612345678", "0612345678", "" },
		{ "01.42.68.53.00", FIXED, "+33142685300", "0142685300", "" },
		{ "+33 (0)1 42 68 53 00", FIXED, "+33142685300", "0142685300",
		  "" },
		{ "612345678", MOBILE, "+33612345678", "0612345678", "" },
		{ "0805 123 456", FREE, "+33805123456", "0805123456", "" },
		{ "0820 123 456", SHARED, "+33820123456", "0820123456", "" },
		{ "15", SERVICE, "", "15", "" },
	};

	(void)state;
	check(british, COUNT(british), &gb);
	check(french, COUNT(french), &fr);
}

static void test_number__knows_east_asia(void **state)
{
	static const cti_number_plan jp = { sizeof(jp), "JP", "03",
					    NULL,	NULL, 0 };
	static const cti_number_plan hk = { sizeof(hk), "HK", NULL,
					    NULL,	NULL, 0 };
	static const cti_number_plan tw = { sizeof(tw), "TW", "02",
					    NULL,	NULL, 0 };
	static const cti_number_plan sg = {
		sizeof(sg), "SG", NULL, "9", NULL, 0
	};
	static const struct row japanese[] = {
		{ "090-1234-5678", MOBILE, "+819012345678", "09012345678", "" },
		{ "03-1234-5678", FIXED, "+81312345678", "0312345678", "" },
		{ "2345-6789", FIXED, "+81323456789", "0323456789", "" },
		{ "0120-123-456", FREE, "+81120123456", "0120123456", "" },
		{ "110", SERVICE, "", "110", "" },
		{ "010 86 138 0013 8000", MOBILE, LI, "" },
	};
	static const struct row hongkong[] = {
		{ "2123 4567", FIXED, "+85221234567", "21234567", "" },
		{ "9123 4567", MOBILE, "+85291234567", "91234567", "" },
		{ "800 968 888", FREE, "+852800968888", "800968888", "" },
		{ "999", SERVICE, "", "999", "" },
		{ "001 86 138 0013 8000", MOBILE, LI, "" },
		{ "1001", EXTENSION, "", "1001", "" },
	};
	static const struct row taiwanese[] = {
		{ "0912-345-678", MOBILE, "+886912345678", "0912345678", "" },
		{ "02-2345-6789", FIXED, "+886223456789", "0223456789", "" },
		{ "2345-6789", FIXED, "+886223456789", "0223456789", "" },
		{ "04-2345-6789", FIXED, "+886423456789", "0423456789", "" },
		{ "0800-080-123", FREE, "+886800080123", "0800080123", "" },
		{ "002 86 138 0013 8000", MOBILE, LI, "" },
		{ "110", SERVICE, "", "110", "" },
	};
	static const struct row singaporean[] = {
		{ "6123 4567", FIXED, "+6561234567", "61234567", "" },
		{ "8123 4567", MOBILE, "+6581234567", "81234567", "" },
		{ "961234567", FIXED, "+6561234567", "61234567", "" },
		{ "1800 123 4567", FREE, "+6518001234567", "18001234567", "" },
		{ "995", SERVICE, "", "995", "" },
	};

	(void)state;
	check(japanese, COUNT(japanese), &jp);
	check(hongkong, COUNT(hongkong), &hk);
	check(taiwanese, COUNT(taiwanese), &tw);
	check(singaporean, COUNT(singaporean), &sg);
}

static void test_number__knows_the_words_for_withheld(void **state)
{
	static const char *const words[] = {
		"",
		" ",
		"anonymous",
		"Anonymous",
		"ANONYMOUS",
		"unknown",
		"<unknown>",
		"Unknown Caller",
		"private",
		"Private Number",
		"restricted",
		"RESTRICTED",
		"withheld",
		"unavailable",
		"blocked",
		"No Caller ID",
		"no-caller-id",
		"Not Available",
		"out of area",
		"none",
		"null",
		"\"Anonymous\" <anonymous>",
		"\"Anonymous\" <sip:anonymous@anonymous.invalid>",
		"sip:anonymous@anonymous.invalid",
		"anonymous@10.0.0.1",
		"sip:restricted@10.0.0.1;user=phone",
		"tel:anonymous",
		"<sip:@10.0.0.1>",
		"匿名",
		"匿名来电",
		"未知",
		"未知号码",
		"隐藏号码",
		"私人号码",
		"保密",
		"非通知",
		"公衆電話",
		"unterdrückt",
		"Unbekannt",
		"inconnu",
		"ａｎｏｎｙｍｏｕｓ",
	};
	cti_number n;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(words); i++) {
		parse(&n, words[i], &beijing);
		if (n.number_class != CTI_NUMBER_WITHHELD || n.key_count ||
		    n.e164[0] || n.national[0])
			fail_msg("\"%s\" is %s", words[i],
				 cti_number_class_name(n.number_class));
	}
	parse(&n, NULL, NULL);
	assert_int_equal(n.number_class, CTI_NUMBER_WITHHELD);
}

static void test_number__refuses_what_has_no_digits(void **state)
{
	static const char *const texts[] = {
		"alice", "张三", "-", "?", "sip:bob@example.com", "+"
	};
	cti_number n;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(texts); i++) {
		memset(&n, 0x55, sizeof(n));
		n.size = sizeof(n);
		assert_int_equal(cti_number_parse(texts[i], &beijing, &n),
				 CTI_EINVAL);
		assert_int_equal(n.number_class, CTI_NUMBER_UNKNOWN);
		assert_int_equal(n.key_count, 0);
		assert_string_equal(n.national, "");
	}
}

static void test_number__refuses_a_plan_or_result_that_is_none(void **state)
{
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;
	cti_number n = { .size = sizeof(n) };

	(void)state;
	plan.country = "Atlantis";
	assert_int_equal(cti_number_parse("110", &plan, &n), CTI_EINVAL);
	plan.country = "CN";
	plan.size = 0;
	assert_int_equal(cti_number_parse("110", &plan, &n), CTI_EINVAL);
	n.size = 0;
	assert_int_equal(cti_number_parse("110", NULL, &n), CTI_EINVAL);
	assert_int_equal(cti_number_parse("110", NULL, NULL), CTI_EINVAL);
}

static void check_keys(const char *text, const cti_number_plan *plan,
		       const char *keys)
{
	char all[256] = "";
	cti_number n;
	uint32_t i;

	parse(&n, text, plan);
	for (i = 0; i < n.key_count; i++) {
		if (i)
			strcat(all, " ");
		strcat(all, n.key[i]);
	}
	assert_string_equal(all, keys);
}

static void test_number__gives_match_keys_best_first(void **state)
{
	static const cti_number_plan de = { sizeof(de), "DE", NULL,
					    NULL,	NULL, 0 };

	(void)state;
	check_keys("+86 138 0013 8000", &beijing, "8613800138000 13800138000");
	check_keys("010-62345678转12", &beijing,
		   "861062345678 01062345678 1062345678 62345678 2345678");
	check_keys("0371-6234567", &beijing,
		   "863716234567 03716234567 3716234567 6234567");
	check_keys("62345678", NULL, "62345678");
	check_keys("400-110-0266", &beijing, "864001100266 4001100266");
	check_keys("95588", &beijing, "95588");
	check_keys("01095588", &beijing, "95588 01095588");
	check_keys("1001", &beijing, "1001");
	check_keys("+7 495 1234567", &beijing,
		   "74951234567 4951234567 951234567 51234567");
	check_keys("0715112345", &de, "49715112345 0715112345 715112345");
	check_keys("880113800138000", &beijing, "880113800138000 13800138000");
	check_keys("anonymous", &beijing, "");
	check_keys("alice2", &beijing, "");
}

static void check_display(const char *text, const cti_number_plan *plan,
			  const char *display)
{
	cti_number n;

	parse(&n, text, plan);
	assert_string_equal(n.display, display);
}

static void test_number__shows_numbers_in_groups(void **state)
{
	static const cti_number_plan fr = { sizeof(fr), "FR", NULL,
					    NULL,	NULL, 0 };
	static const cti_number_plan de = { sizeof(de), "DE", NULL,
					    NULL,	NULL, 0 };

	(void)state;
	check_display("+8613800138000", &beijing, "138 0013 8000");
	check_display("62345678", &beijing, "010 6234 5678");
	check_display("03716234567", &beijing, "0371 623 4567");
	check_display("010-62345678转8001", &beijing,
		      "010 6234 5678 ext. 8001");
	check_display("4001100266", &beijing, "400 110 0266");
	check_display("95588", &beijing, "95588");
	check_display("1001", &beijing, "1001");
	check_display("00491711234567", &beijing, "+49 171 123 4567");
	check_display("+14155550123", &beijing, "+1 415 555 0123");
	check_display("+85221234567", &beijing, "+852 2123 4567");
	check_display("+74951234567", &beijing, "+7 495 123 4567");
	check_display("0612345678", &fr, "06 12 34 56 78");
	check_display("07111234567", &de, "0711 123 4567");
	check_display("anonymous", &beijing, "");
}

/* Texts from the network are longer, stranger and cut in the middle. */
static void test_number__stands_any_bytes(void **state)
{
	static const char signs[] = "0123456789+-()xX#,;:@<>%2B\xe8\xbd\xac\xef"
				    "\xbc\x90 .a";
	char text[600];
	uint32_t seed = 7;
	cti_number n;
	size_t round, i, len;

	(void)state;
	for (round = 0; round < 20000; round++) {
		len = round % sizeof(text);
		for (i = 0; i < len; i++) {
			seed = seed * 1664525u + 1013904223u;
			text[i] = signs[(seed >> 16) % (sizeof(signs) - 1)];
		}
		(void)cti__number_parse(cti__str_n(text, len), &beijing, &n);
		assert_true(n.key_count <= CTI_NUMBER_KEYS);
		assert_true(strlen(n.e164) <= 16);
		assert_non_null(memchr(n.display, 0, sizeof(n.display)));
	}
}

static void test_number__names_its_classes(void **state)
{
	(void)state;
	assert_string_equal(cti_number_class_name(CTI_NUMBER_MOBILE), "mobile");
	assert_string_equal(cti_number_class_name(CTI_NUMBER_WITHHELD),
			    "withheld");
	assert_string_equal(cti_number_class_name((enum cti_number_class)99),
			    "unknown");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_number__knows_the_shapes_of_china),
		cmocka_unit_test(test_number__needs_an_area_for_a_local_number),
		cmocka_unit_test(test_number__takes_zero_as_the_outside_prefix),
		cmocka_unit_test(
			test_number__follows_the_site_for_carriers_and_lengths),
		cmocka_unit_test(test_number__knows_germany),
		cmocka_unit_test(test_number__knows_north_america),
		cmocka_unit_test(test_number__knows_britain_and_france),
		cmocka_unit_test(test_number__knows_east_asia),
		cmocka_unit_test(test_number__knows_the_words_for_withheld),
		cmocka_unit_test(test_number__refuses_what_has_no_digits),
		cmocka_unit_test(
			test_number__refuses_a_plan_or_result_that_is_none),
		cmocka_unit_test(test_number__gives_match_keys_best_first),
		cmocka_unit_test(test_number__shows_numbers_in_groups),
		cmocka_unit_test(test_number__stands_any_bytes),
		cmocka_unit_test(test_number__names_its_classes),
		cmocka_unit_test(test_number__an_area_that_is_none_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
