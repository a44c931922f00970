/* SPDX-License-Identifier: MIT */
/* What digits mean to sites in seven countries, and every area of China. */
#include "identify/number.h"
#include "numbers.h"

struct row {
	const char *text;
	enum cti_number_class number_class;
	const char *e164, *extension, *display;
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
		    strcmp(n.extension, row[i].extension) != 0 ||
		    strcmp(n.display, row[i].display) != 0)
			fail_msg("\"%s\" is %s \"%s\" ext \"%s\", \"%s\"",
				 row[i].text,
				 class_of(&n), n.e164, n.extension, n.display);
	}
}

/* The area codes of China, by the length of the numbers behind them. */
static const char *const areas_of_eight[] = {
	"10",  "20",  "21",  "22",  "23",  "24",  "25",	 "27",	"28",
	"29",  "311", "371", "377", "379", "411", "431", "432", "451",
	"510", "511", "512", "513", "514", "515", "516", "517", "518",
	"519", "523", "527", "531", "532", "551", "571", "573", "574",
	"575", "576", "577", "579", "591", "595", "731", "754", "755",
	"757", "760", "769", "791", "851", "871", "898",
};

static const char *const areas_of_seven[] = {
	"310", "312", "313", "314", "315", "316", "317", "318", "319", "335",
	"349", "350", "351", "352", "353", "354", "355", "356", "357", "358",
	"359", "370", "372", "373", "374", "375", "376", "378", "391", "392",
	"393", "394", "395", "396", "398", "412", "413", "414", "415", "416",
	"417", "418", "419", "421", "427", "429", "433", "434", "435", "436",
	"437", "438", "439", "452", "453", "454", "455", "456", "457", "458",
	"459", "464", "467", "468", "469", "470", "471", "472", "473", "474",
	"475", "476", "477", "478", "479", "482", "483", "530", "533", "534",
	"535", "536", "537", "538", "539", "543", "546", "550", "552", "553",
	"554", "555", "556", "557", "558", "559", "561", "562", "563", "564",
	"566", "570", "572", "578", "580", "592", "593", "594", "596", "597",
	"598", "599", "631", "632", "633", "634", "635", "660", "662", "663",
	"668", "691", "692", "701", "710", "711", "712", "713", "714", "715",
	"716", "717", "718", "719", "722", "724", "728", "730", "734", "735",
	"736", "737", "738", "739", "743", "744", "745", "746", "750", "751",
	"752", "753", "756", "758", "759", "762", "763", "766", "768", "770",
	"771", "772", "773", "774", "775", "776", "777", "778", "779", "790",
	"792", "793", "794", "795", "796", "797", "798", "799", "812", "813",
	"816", "817", "818", "825", "826", "827", "830", "831", "832", "833",
	"834", "835", "836", "837", "838", "839", "854", "855", "856", "857",
	"858", "859", "870", "872", "873", "874", "875", "876", "877", "878",
	"879", "883", "886", "887", "888", "891", "892", "893", "894", "895",
	"896", "897", "901", "902", "903", "906", "908", "909", "911", "912",
	"913", "914", "915", "916", "917", "919", "930", "931", "932", "933",
	"934", "935", "936", "937", "938", "939", "941", "943", "951", "952",
	"953", "954", "955", "970", "971", "972", "973", "974", "975", "976",
	"977", "979", "990", "991", "992", "993", "994", "995", "996", "997",
	"998", "999",
};

/* %s twice: the area code without its 0, and the subscriber's number. */
static const struct {
	const char *format, *extension;
} forms[] = {
	{ "0%s%s", "" },
	{ "0%s-%s", "" },
	{ "0%s %s", "" },
	{ "(0%s)%s", "" },
	{ "(0%s) %s", "" },
	{ "（0%s）%s", "" },
	{ "0%s—%s", "" },
	{ "0%s.%s", "" },
	{ "+86%s%s", "" },
	{ "+86 %s %s", "" },
	{ "+86-%s-%s", "" },
	{ "+86(0)%s-%s", "" },
	{ "+86 0%s %s", "" },
	{ "＋86 %s %s", "" },
	{ "0086%s%s", "" },
	{ "0086-%s-%s", "" },
	{ "00860%s%s", "" },
	{ "+0086%s%s", "" },
	{ "+0%s%s", "" },
	{ "tel:+86-%s-%s", "" },
	{ "sip:0%s%s@pbx", "" },
	{ "90%s%s", "" },
	{ "9,0%s%s", "" },
	{ "179510%s%s", "" },
	{ "9179510%s%s", "" },
	{ "0%s-%s转8001", "8001" },
	{ "0%s%s转分机 12", "12" },
	{ "0%s %s ext. 305", "305" },
	{ "0%s-%s-123", "123" },
	{ "0%s%s#6", "6" },
	{ "0%s-%s,,88", "88" },
	{ "+86 %s %s x77", "77" },
};

static const cti_number_plan beijing = {
	sizeof(beijing), "CN", "010", "9", NULL, 0, NULL, 0
};

static void check_area(const char *area, const char *subscriber)
{
	char text[64], e164[24], national[24];
	cti_number n;
	size_t i;

	snprintf(e164, sizeof(e164), "+86%s%s", area, subscriber);
	snprintf(national, sizeof(national), "0%s%s", area, subscriber);
	for (i = 0; i < COUNT(forms); i++) {
		snprintf(text, sizeof(text), forms[i].format, area, subscriber);
		parse(&n, text, &beijing);
		if (n.number_class != FIXED || strcmp(n.e164, e164) != 0 ||
		    strcmp(n.national, national) != 0 ||
		    strcmp(n.extension, forms[i].extension) != 0)
			fail_msg("\"%s\" is %s \"%s\" \"%s\" ext \"%s\"", text,
				 cti_number_class_name(
					 (enum cti_number_class)n.number_class),
				 n.e164, n.national, n.extension);
	}
}

static void test_dialled__reads_every_area_of_china_in_every_form(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(areas_of_eight); i++)
		check_area(areas_of_eight[i], "62330088");
	for (i = 0; i < COUNT(areas_of_seven); i++)
		check_area(areas_of_seven[i], "8812345");
}

/* Where a local number is dialled, the site's own area goes before it. */
static void test_dialled__puts_any_site_s_area_before_local_numbers(
	void **state)
{
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;
	char e164[24];
	cti_number n;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(areas_of_seven); i++) {
		plan.area = areas_of_seven[i];
		parse(&n, "881-2345", &plan);
		snprintf(e164, sizeof(e164), "+86%s8812345", plan.area);
		assert_string_equal(n.e164, e164);
		assert_string_equal(n.key[n.key_count - 1], "8812345");
	}
	for (i = 0; i < COUNT(areas_of_eight); i++) {
		plan.area = areas_of_eight[i];
		parse(&n, "6233 0088", &plan);
		snprintf(e164, sizeof(e164), "+86%s62330088", plan.area);
		assert_string_equal(n.e164, e164);
		assert_string_equal(n.key[n.key_count - 2], "62330088");
	}
}

/* Every mobile prefix, with all that is dialled or written before it. */
static void test_dialled__reads_mobile_numbers_behind_any_prefix(void **state)
{
	static const char *const before[] = {
		"",	   "0",	      "9",	   "90",     "9,",    "+86",
		"+86 0",   "86",      "0086",	   "9 0086", "17951", "179510",
		"17951 0", "17911",   "17909",	   "12593",  "193",   "917951",
		"10193",   "+0086",   "tel:+86",   "(+86)",  "手机:", "0-",
		"+86-",	   "1795186", "179510086",
	};
	char text[64], digits[16], e164[24];
	cti_number n;
	size_t i;
	int block;

	(void)state;
	for (block = 130; block < 200; block++)
		for (i = 0; i < COUNT(before); i++) {
			snprintf(digits, sizeof(digits), "%d00138000", block);
			snprintf(text, sizeof(text), "%s%s", before[i], digits);
			snprintf(e164, sizeof(e164), "+86%s", digits);
			parse(&n, text, &beijing);
			if (n.number_class != MOBILE ||
			    strcmp(n.e164, e164) != 0)
				fail_msg("\"%s\" is %s \"%s\"", text,
					 cti_number_class_name(
						 (enum cti_number_class)
							 n.number_class),
					 n.e164);
		}
}

static void test_dialled__knows_services_and_lent_numbers(void **state)
{
	static const struct row rows[] = {
		{ "110", SERVICE, "", "", "110" },
		{ "112", SERVICE, "", "", "112" },
		{ "114", SERVICE, "", "", "114" },
		{ "119", SERVICE, "", "", "119" },
		{ "120", SERVICE, "", "", "120" },
		{ "122", SERVICE, "", "", "122" },
		{ "9119", SERVICE, "", "", "119" },
		{ "10000", SERVICE, "", "", "10000" },
		{ "10010", SERVICE, "", "", "10010" },
		{ "10086", SERVICE, "", "", "10086" },
		{ "1008611", SERVICE, "", "", "1008611" },
		{ "10099", SERVICE, "", "", "10099" },
		{ "11183", SERVICE, "", "", "11183" },
		{ "11185", SERVICE, "", "", "11185" },
		{ "118114", SERVICE, "", "", "118114" },
		{ "12123", SERVICE, "", "", "12123" },
		{ "12306", SERVICE, "", "", "12306" },
		{ "12315", SERVICE, "", "", "12315" },
		{ "12345", SERVICE, "", "", "12345" },
		{ "12378", SERVICE, "", "", "12378" },
		{ "16881234", SERVICE, "", "", "16881234" },
		{ "95105105", SERVICE, "", "", "95105105" },
		{ "95500", SERVICE, "", "", "95500" },
		{ "95533", SERVICE, "", "", "95533" },
		{ "95588", SERVICE, "", "", "95588" },
		{ "995588", SERVICE, "", "", "95588" },
		{ "96110", SERVICE, "", "", "96110" },
		{ "968888", SERVICE, "", "", "968888" },
		{ "+8695588", SERVICE, "", "", "95588" },
		{ "+86 10086", SERVICE, "", "", "10086" },
		{ "010-95588", SERVICE, "", "", "010 95588" },
		{ "010-12345", SERVICE, "", "", "010 12345" },
		{ "0571-96345", SERVICE, "", "", "0571 96345" },
		{ "+86 21 962288", SERVICE, "", "", "021 962288" },
		{ "95013412345", SERVICE, "", "", "95013412345" },
		{ "9501341234567", SERVICE, "", "", "9501341234567" },
		{ "95040401111", SERVICE, "", "", "95040401111" },
		{ "095013412345", SERVICE, "", "", "95013412345" },
		{ "095588", SERVICE, "", "", "95588" },
		{ "010086", SERVICE, "", "", "10086" },
		{ "+86 0 95588", SERVICE, "", "", "95588" },
		{ "106575123456", SERVICE, "", "", "106575123456" },
		{ "10690333012345", SERVICE, "", "", "10690333012345" },
	};

	(void)state;
	check(rows, COUNT(rows), &beijing);
}

static void test_dialled__knows_400_and_800(void **state)
{
	static const struct row rows[] = {
		{ "4008108888", SHARED, "+864008108888", "", "400 810 8888" },
		{ "400-810-8888", SHARED, "+864008108888", "", "400 810 8888" },
		{ "400 8108888", SHARED, "+864008108888", "", "400 810 8888" },
		{ "4008-108-888", SHARED, "+864008108888", "", "400 810 8888" },
		{ "４００８１０８８８８", SHARED, "+864008108888", "",
		  "400 810 8888" },
		{ "94008108888", SHARED, "+864008108888", "", "400 810 8888" },
		{ "+86 400-810-8888", SHARED, "+864008108888", "",
		  "400 810 8888" },
		{ "864008108888", SHARED, "+864008108888", "", "400 810 8888" },
		{ "04008108888", SHARED, "+864008108888", "", "400 810 8888" },
		{ "400-810-8888转2", SHARED, "+864008108888", "2",
		  "400 810 8888 ext. 2" },
		{ "400-810-8888-2", SHARED, "+864008108888", "2",
		  "400 810 8888 ext. 2" },
		{ "4008108888,3", SHARED, "+864008108888", "3",
		  "400 810 8888 ext. 3" },
		{ "800-810-8888", FREE, "+868008108888", "", "800 810 8888" },
		{ "8008108888", FREE, "+868008108888", "", "800 810 8888" },
		{ "98008108888", FREE, "+868008108888", "", "800 810 8888" },
		{ "+868008108888", FREE, "+868008108888", "", "800 810 8888" },
	};

	(void)state;
	check(rows, COUNT(rows), &beijing);
}

static void test_dialled__knows_what_is_none(void **state)
{
	static const struct row rows[] = {
		{ "0", EXTENSION, "", "", "0" },
		{ "00000", EXTENSION, "", "", "00000" },
		{ "000000", WITHHELD, "", "", "" },
		{ "0000000000", WITHHELD, "", "", "" },
		{ "00000000000", WITHHELD, "", "", "" },
		{ "+0000000000", WITHHELD, "", "", "" },
		{ "266696687", WITHHELD, "", "", "" },
		{ "+266696687", WITHHELD, "", "", "" },
		{ "00266696687", WITHHELD, "", "", "" },
		{ "sip:+266696687@10.0.0.1", WITHHELD, "", "", "" },
		{ "01012345678", UNKNOWN, "", "", "010 1234 5678" },
		{ "7654321098", FIXED, "+867654321098", "", "0765 432 1098" },
		{ "12345678901234567", UNKNOWN, "", "",
		  "123 456 789 0123 4567" },
	};

	(void)state;
	check(rows, COUNT(rows), &beijing);
}

static void test_dialled__reads_numbers_at_a_site_in_new_york(void **state)
{
	static const cti_number_plan plan = { sizeof(plan), "US", "212", "9",
					      NULL,	    4,	  NULL,	 0 };
	static const struct row rows[] = {
		{ "2125550123", FIXED, "+12125550123", "", "212 555 0123" },
		{ "(212) 555-0123", FIXED, "+12125550123", "", "212 555 0123" },
		{ "212.555.0123", FIXED, "+12125550123", "", "212 555 0123" },
		{ "1 212 555 0123", FIXED, "+12125550123", "", "212 555 0123" },
		{ "12125550123", FIXED, "+12125550123", "", "212 555 0123" },
		{ "+1 212 555 0123", FIXED, "+12125550123", "",
		  "212 555 0123" },
		{ "+12125550123", FIXED, "+12125550123", "", "212 555 0123" },
		{ "555-0123", FIXED, "+12125550123", "", "212 555 0123" },
		{ "9 555 0123", FIXED, "+12125550123", "", "212 555 0123" },
		{ "9 1 415 555 0123", FIXED, "+14155550123", "",
		  "415 555 0123" },
		{ "tel:+1-212-555-0123;ext=12", FIXED, "+12125550123", "12",
		  "212 555 0123 ext. 12" },
		{ "212-555-0123 ext 12", FIXED, "+12125550123", "12",
		  "212 555 0123 ext. 12" },
		{ "212-555-0123x12", FIXED, "+12125550123", "12",
		  "212 555 0123 ext. 12" },
		{ "1-888-555-0199", FREE, "+18885550199", "", "888 555 0199" },
		{ "833-555-0199", FREE, "+18335550199", "", "833 555 0199" },
		{ "900-555-0199", UNKNOWN, "+19005550199", "", "900 555 0199" },
		{ "411", SERVICE, "", "", "411" },
		{ "911", SERVICE, "", "", "911" },
		{ "9911", SERVICE, "", "", "911" },
		{ "4011", EXTENSION, "", "", "4011" },
		{ "011 44 20 7946 0000", FIXED, "+442079460000", "",
		  "+44 20 7946 0000" },
		{ "9 011 44 20 7946 0000", FIXED, "+442079460000", "",
		  "+44 20 7946 0000" },
		{ "+86 138 0013 8000", MOBILE, "+8613800138000", "",
		  "+86 138 0013 8000" },
	};

	(void)state;
	check(rows, COUNT(rows), &plan);
}

static void test_dialled__reads_numbers_at_a_site_in_london(void **state)
{
	static const cti_number_plan plan = { sizeof(plan), "GB", "020", "9",
					      NULL,	    4,	  NULL,	 0 };
	static const struct row rows[] = {
		{ "020 7946 0000", FIXED, "+442079460000", "",
		  "020 7946 0000" },
		{ "(020) 7946 0000", FIXED, "+442079460000", "",
		  "020 7946 0000" },
		{ "7946 0000", FIXED, "+442079460000", "", "020 7946 0000" },
		{ "9 7946 0000", FIXED, "+442079460000", "", "020 7946 0000" },
		{ "+44 (0)20 7946 0000", FIXED, "+442079460000", "",
		  "020 7946 0000" },
		{ "0044 20 7946 0000", FIXED, "+442079460000", "",
		  "020 7946 0000" },
		{ "442079460000", FIXED, "+442079460000", "", "020 7946 0000" },
		{ "0161 496 0000", FIXED, "+441614960000", "",
		  "0161 496 0000" },
		{ "01632 960123", FIXED, "+441632960123", "", "01632 960 123" },
		{ "07700 900123", MOBILE, "+447700900123", "",
		  "07700 900 123" },
		{ "9 07700 900123", MOBILE, "+447700900123", "",
		  "07700 900 123" },
		{ "+44 7700 900123", MOBILE, "+447700900123", "",
		  "07700 900 123" },
		{ "07624 412345", MOBILE, "+447624412345", "",
		  "07624 412 345" },
		{ "07640 123456", UNKNOWN, "+447640123456", "",
		  "07640 123 456" },
		{ "0800 1111", FREE, "+448001111", "", "0800 1111" },
		{ "0808 157 0123", FREE, "+448081570123", "", "0808 157 0123" },
		{ "0345 000 0000", FIXED, "+443450000000", "",
		  "0345 000 0000" },
		{ "0845 000 0000", SHARED, "+448450000000", "",
		  "0845 000 0000" },
		{ "056 0012 3456", FIXED, "+445600123456", "",
		  "056 0012 3456" },
		{ "999", SERVICE, "", "", "999" },
		{ "112", SERVICE, "", "", "112" },
		{ "118500", SERVICE, "", "", "118500" },
		{ "4011", EXTENSION, "", "", "4011" },
		{ "020 7946 0000 extension 12", FIXED, "+442079460000", "12",
		  "020 7946 0000 ext. 12" },
		{ "00 1 212 555 0123", FIXED, "+12125550123", "",
		  "+1 212 555 0123" },
	};

	(void)state;
	check(rows, COUNT(rows), &plan);
}

static void test_dialled__reads_numbers_at_a_site_in_berlin(void **state)
{
	static const cti_number_plan plan = { sizeof(plan), "DE", "030", "0",
					      NULL,	    3,	  NULL,	 0 };
	static const struct row rows[] = {
		{ "030 901820", FIXED, "+4930901820", "", "030 901 820" },
		{ "030/901820", FIXED, "+4930901820", "", "030 901 820" },
		{ "+49 30 901820", FIXED, "+4930901820", "", "030 901 820" },
		{ "+49 (0)30 901820", FIXED, "+4930901820", "", "030 901 820" },
		{ "0049 30 901820", FIXED, "+4930901820", "", "030 901 820" },
		{ "901820", FIXED, "+4930901820", "", "030 901 820" },
		{ "0 030 901820", FIXED, "+4930901820", "", "030 901 820" },
		{ "089 1234567", FIXED, "+49891234567", "", "089 123 4567" },
		{ "0211 123456", FIXED, "+49211123456", "", "0211 123 456" },
		{ "0151 12345678", MOBILE, "+4915112345678", "",
		  "0151 1234 5678" },
		{ "0171 1234567", MOBILE, "+491711234567", "",
		  "0171 123 4567" },
		{ "+49 171 1234567", MOBILE, "+491711234567", "",
		  "0171 123 4567" },
		{ "0 0171 1234567", MOBILE, "+491711234567", "",
		  "0171 123 4567" },
		{ "0800 3301000", FREE, "+498003301000", "", "0800 330 1000" },
		{ "0180 5123456", SHARED, "+491805123456", "",
		  "0180 512 3456" },
		{ "0700 12345678", UNKNOWN, "+4970012345678", "",
		  "0700 1234 5678" },
		{ "110", SERVICE, "", "", "110" },
		{ "112", SERVICE, "", "", "112" },
		{ "115", SERVICE, "", "", "115" },
		{ "301", EXTENSION, "", "", "301" },
		{ "030 901820 Durchwahl 12", FIXED, "+4930901820", "12",
		  "030 901 820 ext. 12" },
		{ "030 901820 DW 12", FIXED, "+4930901820", "12",
		  "030 901 820 ext. 12" },
		{ "Anonym", WITHHELD, "", "", "" },
		{ "Rufnummer unterdrückt", WITHHELD, "", "", "" },
		{ "0086 138 0013 8000", MOBILE, "+8613800138000", "",
		  "+86 138 0013 8000" },
	};

	(void)state;
	check(rows, COUNT(rows), &plan);
}

static void test_dialled__reads_numbers_at_a_site_in_hong_kong(void **state)
{
	static const cti_number_plan plan = { sizeof(plan), "HK", NULL, "9",
					      NULL,	    4,	  NULL, 0 };
	static const struct row rows[] = {
		{ "2123 4567", FIXED, "+85221234567", "", "2123 4567" },
		{ "3123-4567", FIXED, "+85231234567", "", "3123 4567" },
		{ "5123 4567", MOBILE, "+85251234567", "", "5123 4567" },
		{ "6123 4567", MOBILE, "+85261234567", "", "6123 4567" },
		{ "9123 4567", MOBILE, "+85291234567", "", "9123 4567" },
		{ "9 2123 4567", FIXED, "+85221234567", "", "2123 4567" },
		{ "9 9123 4567", MOBILE, "+85291234567", "", "9123 4567" },
		{ "+852 2123 4567", FIXED, "+85221234567", "", "2123 4567" },
		{ "852 2123 4567", FIXED, "+85221234567", "", "2123 4567" },
		{ "00852 2123 4567", FIXED, "+85221234567", "", "2123 4567" },
		{ "5801 2345", FIXED, "+85258012345", "", "5801 2345" },
		{ "800 968 888", FREE, "+852800968888", "", "800 968 888" },
		{ "999", SERVICE, "", "", "999" },
		{ "18501", SERVICE, "", "", "18501" },
		{ "1001", EXTENSION, "", "", "1001" },
		{ "2123 4567 轉 12", FIXED, "+85221234567", "12",
		  "2123 4567 ext. 12" },
		{ "2123 4567 內線12", FIXED, "+85221234567", "12",
		  "2123 4567 ext. 12" },
		{ "001 86 138 0013 8000", MOBILE, "+8613800138000", "",
		  "+86 138 0013 8000" },
		{ "隱藏號碼", WITHHELD, "", "", "" },
		{ "001 266 696 687", WITHHELD, "", "", "" },
	};

	(void)state;
	check(rows, COUNT(rows), &plan);
}

static void test_dialled__reads_numbers_at_a_site_in_singapore(void **state)
{
	static const cti_number_plan plan = { sizeof(plan), "SG", NULL, "9",
					      NULL,	    4,	  NULL, 0 };
	static const struct row rows[] = {
		{ "6123 4567", FIXED, "+6561234567", "", "6123 4567" },
		{ "3123 4567", FIXED, "+6531234567", "", "3123 4567" },
		{ "8123 4567", MOBILE, "+6581234567", "", "8123 4567" },
		{ "9123 4567", MOBILE, "+6591234567", "", "9123 4567" },
		{ "9 6123 4567", FIXED, "+6561234567", "", "6123 4567" },
		{ "+65 6123 4567", FIXED, "+6561234567", "", "6123 4567" },
		{ "65 6123 4567", FIXED, "+6561234567", "", "6123 4567" },
		{ "800 123 4567", FREE, "+658001234567", "", "800 123 4567" },
		{ "1800 123 4567", FREE, "+6518001234567", "",
		  "180 0123 4567" },
		{ "1900 123 4567", UNKNOWN, "+6519001234567", "",
		  "190 0123 4567" },
		{ "7000 123 4567", SHARED, "+6570001234567", "",
		  "700 0123 4567" },
		{ "995", SERVICE, "", "", "995" },
		{ "999", SERVICE, "", "", "999" },
		{ "1001", EXTENSION, "", "", "1001" },
		{ "6123 4567 x 12", FIXED, "+6561234567", "12",
		  "6123 4567 ext. 12" },
		{ "001 86 138 0013 8000", MOBILE, "+8613800138000", "",
		  "+86 138 0013 8000" },
	};

	(void)state;
	check(rows, COUNT(rows), &plan);
}

static void test_dialled__reads_numbers_at_a_site_in_tokyo(void **state)
{
	static const cti_number_plan plan = { sizeof(plan), "JP", "03", "0",
					      NULL,	    4,	  NULL, 0 };
	static const struct row rows[] = {
		{ "03-1234-5678", FIXED, "+81312345678", "", "03 1234 5678" },
		{ "（03）1234-5678", FIXED, "+81312345678", "",
		  "03 1234 5678" },
		{ "０３−１２３４−５６７８", FIXED, "+81312345678", "",
		  "03 1234 5678" },
		{ "+81 3 1234 5678", FIXED, "+81312345678", "",
		  "03 1234 5678" },
		{ "81-3-1234-5678", FIXED, "+81312345678", "", "03 1234 5678" },
		{ "2345-6789", FIXED, "+81323456789", "", "03 2345 6789" },
		{ "0 2345-6789", FIXED, "+81323456789", "", "03 2345 6789" },
		{ "0 03-1234-5678", FIXED, "+81312345678", "", "03 1234 5678" },
		{ "045-123-4567", FIXED, "+81451234567", "", "045 123 4567" },
		{ "090-1234-5678", MOBILE, "+819012345678", "",
		  "090 1234 5678" },
		{ "080-1234-5678", MOBILE, "+818012345678", "",
		  "080 1234 5678" },
		{ "070-1234-5678", MOBILE, "+817012345678", "",
		  "070 1234 5678" },
		{ "+81 90 1234 5678", MOBILE, "+819012345678", "",
		  "090 1234 5678" },
		{ "050-1234-5678", FIXED, "+815012345678", "",
		  "050 1234 5678" },
		{ "0120-123-456", FREE, "+81120123456", "", "0120 123 456" },
		{ "0800-123-4567", FREE, "+818001234567", "", "0800 123 4567" },
		{ "0570-012-345", SHARED, "+81570012345", "", "0570 012 345" },
		{ "0990-512-345", UNKNOWN, "+81990512345", "", "0990 512 345" },
		{ "110", SERVICE, "", "", "110" },
		{ "119", SERVICE, "", "", "119" },
		{ "1001", EXTENSION, "", "", "1001" },
		{ "03-1234-5678 内線12", FIXED, "+81312345678", "12",
		  "03 1234 5678 ext. 12" },
		{ "010 86 138 0013 8000", MOBILE, "+8613800138000", "",
		  "+86 138 0013 8000" },
		{ "非通知", WITHHELD, "", "", "" },
		{ "公衆電話", WITHHELD, "", "", "" },
	};

	(void)state;
	check(rows, COUNT(rows), &plan);
}

static void test_dialled__shows_neighbours_as_they_do(void **state)
{
	static const struct row rows[] = {
		{ "+886 912 345 678", MOBILE, "+886912345678", "",
		  "+886 912 345 678" },
		{ "+886 2 2345 6789", FIXED, "+886223456789", "",
		  "+886 2 2345 6789" },
		{ "+886 80 012 3456", FREE, "+886800123456", "",
		  "+886 800 123 456" },
		{ "+853 6612 3456", MOBILE, "+85366123456", "",
		  "+853 6612 3456" },
		{ "+853 0800 501", FREE, "+8530800501", "", "+853 080 0501" },
		{ "+33 6 12 34 56 78", MOBILE, "+33612345678", "",
		  "+33 6 12 34 56 78" },
		{ "+81 90 1234 5678", MOBILE, "+819012345678", "",
		  "+81 90 1234 5678" },
		{ "+44 20 7946 0000", FIXED, "+442079460000", "",
		  "+44 20 7946 0000" },
		{ "+49 30 901820", FIXED, "+4930901820", "", "+49 30 901 820" },
		{ "+7 495 123 45 67", UNKNOWN, "+74951234567", "",
		  "+7 495 123 4567" },
	};

	(void)state;
	check(rows, COUNT(rows), &beijing);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_dialled__reads_every_area_of_china_in_every_form),
		cmocka_unit_test(
			test_dialled__puts_any_site_s_area_before_local_numbers),
		cmocka_unit_test(
			test_dialled__reads_mobile_numbers_behind_any_prefix),
		cmocka_unit_test(test_dialled__knows_services_and_lent_numbers),
		cmocka_unit_test(test_dialled__knows_400_and_800),
		cmocka_unit_test(test_dialled__knows_what_is_none),
		cmocka_unit_test(
			test_dialled__reads_numbers_at_a_site_in_new_york),
		cmocka_unit_test(
			test_dialled__reads_numbers_at_a_site_in_london),
		cmocka_unit_test(
			test_dialled__reads_numbers_at_a_site_in_berlin),
		cmocka_unit_test(
			test_dialled__reads_numbers_at_a_site_in_hong_kong),
		cmocka_unit_test(
			test_dialled__reads_numbers_at_a_site_in_singapore),
		cmocka_unit_test(
			test_dialled__reads_numbers_at_a_site_in_tokyo),
		cmocka_unit_test(test_dialled__shows_neighbours_as_they_do),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
