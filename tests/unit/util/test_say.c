/* SPDX-License-Identifier: MIT */
/* Sentences: English until the program chooses a language, then that of the
   catalogue, whole characters and errno included. */
#include "util/say.h"
#include "util/utf8.h"
#include "refuse.h"

#include <cti/config.h>

#include <errno.h>
#include <locale.h>
#include <stdio.h>

#define REFUSED "the switch refused the login"

/* Whether the build has made a catalogue; without gettext all is English. */
static const bool speaks = HAS_CATALOGUE;

static int speak_chinese(void **state)
{
	(void)state;
	setenv("LANGUAGE", "zh_CN", 1);
	return setlocale(LC_MESSAGES, "C.UTF-8") ? 0 : -1;
}

static int speak_english(void **state)
{
	(void)state;
	return setlocale(LC_MESSAGES, "C") ? 0 : -1;
}

static void test_say__is_english_for_who_chose_nothing(void **state)
{
	(void)state;
	setenv("LANGUAGE", "zh_CN", 1);
	assert_string_equal(cti__say(REFUSED), REFUSED);
	assert_string_equal(cti_strerror(CTI_EAUTH), REFUSED);
}

static void test_say__is_chinese_for_who_chose_it(void **state)
{
	(void)state;
	assert_string_equal(cti_strerror(CTI_EAUTH),
			    speaks ? "交换机拒绝了登录" : REFUSED);
	assert_int_equal(CTI__SAID("not found").n, speaks ? 12 : 9);
}

static void test_say__leaves_what_nobody_translates(void **state)
{
	static const char own[] = "nobody has ever translated this";

	(void)state;
	assert_ptr_equal(cti__say(own), own);
	assert_string_equal(cti__say(""), "");
	assert_string_equal(cti__say("%s"), "%s");
}

static void test_say__keeps_names_of_errors(void **state)
{
	(void)state;
	assert_string_equal(cti_error_name(CTI_EAUTH), "CTI_EAUTH");
	assert_string_equal(cti_error_at(7)->text, REFUSED);
}

static void test_say__keeps_errno(void **state)
{
	(void)state;
	errno = EXDEV;
	(void)cti__say("out of memory");
	(void)cti__say("nobody has ever translated this");
	assert_int_equal(errno, EXDEV);
}

static void test_say__takes_no_memory_of_ours(void **state)
{
	assert_int_equal(speak_chinese(state), 0);
	refuse_after = 0;
	assert_int_not_equal(strcmp(cti__say("unknown configuration key"),
				    "unknown configuration key") == 0,
			     speaks);
	refuse_after = -1;
	assert_int_equal(speak_english(state), 0);
	assert_int_equal(refuse_held, 0);
}

static void test_say__puts_values_where_the_language_has_them(void **state)
{
	char text[256];

	(void)state;
	cti__say_to(text, sizeof(text),
		    "%s: larger than %lu bytes; is it the right file?", "a.csv",
		    7ul);
	assert_string_equal(
		text,
		speaks ? "a.csv：超过了 7 字节；是这个文件吗？"
		       : "a.csv: larger than 7 bytes; is it the right file?");
}

static void test_say__ends_with_a_whole_character(void **state)
{
	char text[64];
	size_t size;

	(void)state;
	for (size = 1; size <= sizeof(text); size++) {
		memset(text, '.', sizeof(text));
		cti__say_to(text, size, "no connection \xe2\x82\xac %s",
			    "\xf0\x9f\x93\x9e 交换机 caf\xc3\xa9");
		assert_true(strlen(text) < size);
		assert_true(cti__utf8_ok(cti__str(text)));
		/* No more than the one that did not fit is lost. */
		assert_true(strlen(text) + 4 >= size || size > 40);
	}
}

static void test_say__cuts_nothing_else(void **state)
{
	char text[8];

	(void)state;
	cti__say_to(text, sizeof(text), "%s", "plain text");
	assert_string_equal(text, "plain t");
	cti__say_to(text, sizeof(text), "%s",
		    "\x80\x80\x80\x80\x80\x80\x80\x80");
	assert_int_equal(strlen(text), 7);
}

static void test_say__tells_of_keys_in_the_language(void **state)
{
	const cti_key_info *key = cti_key_at(0);

	(void)state;
	assert_string_equal(key->name, "agents.wrapup_ms");
	assert_string_equal(key->type, "int");
	assert_true(cti__utf8_ok(cti__str(key->doc)));
	assert_int_equal((unsigned char)key->doc[0] >= 0x80, speaks);
}

static void test_say__is_english_again(void **state)
{
	(void)state;
	assert_string_equal(cti_strerror(CTI_EAUTH), REFUSED);
}

#define IN_CHINESE(test)                                                       \
	{                                                                      \
#test, test, speak_chinese, speak_english, NULL                \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_say__is_english_for_who_chose_nothing),
		IN_CHINESE(test_say__is_chinese_for_who_chose_it),
		IN_CHINESE(test_say__leaves_what_nobody_translates),
		IN_CHINESE(test_say__keeps_names_of_errors),
		IN_CHINESE(test_say__keeps_errno),
		IN_CHINESE(test_say__puts_values_where_the_language_has_them),
		IN_CHINESE(test_say__ends_with_a_whole_character),
		IN_CHINESE(test_say__cuts_nothing_else),
		IN_CHINESE(test_say__tells_of_keys_in_the_language),
		REFUSE_TEST(test_say__takes_no_memory_of_ours),
		cmocka_unit_test(test_say__is_english_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
