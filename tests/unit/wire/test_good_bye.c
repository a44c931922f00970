/* SPDX-License-Identifier: MIT */
/* Close frames: why the other side goes, and what it is answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wire/good_bye.h"

#include <cti/error.h>

static void assert_read(struct cti__str payload, int err, uint16_t answer,
			const char *why)
{
	struct cti__buf text = { 0 };
	uint16_t got;

	assert_int_equal(cti__good_bye_read(payload, &got, &text), err);
	assert_int_equal(got, answer);
	assert_string_equal(cti__buf_cstr(&text), why);
	cti__buf_fini(&text);
}

static void test_good_bye__tells_code_and_reason(void **state)
{
	(void)state;
	assert_read(CTI__STR(""), CTI_EEOF, 0,
		    "the other side closed the WebSocket");
	assert_read(CTI__STR("\x03\xe9"), CTI_EEOF, 1001,
		    "the other side closed the WebSocket (code 1001): it goes "
		    "away");
	assert_read(CTI__STR("\x03\xf0"
			     "full"),
		    CTI_EEOF, 1008,
		    "the other side closed the WebSocket (code 1008): full");
	assert_read(CTI__STR("\x0f\xa0"), CTI_EEOF, 4000,
		    "the other side closed the WebSocket (code 4000): it gives "
		    "no reason");
}

static void test_good_bye__shows_no_control_characters(void **state)
{
	(void)state;
	assert_read(CTI__STR("\x03\xe8"
			     "a\r\n\x1b[31mb"),
		    CTI_EEOF, 1000,
		    "the other side closed the WebSocket (code 1000): a[31mb");
}

static void test_good_bye__refuses_what_no_frame_may_say(void **state)
{
	static const uint16_t codes[] = { 0,	999,  1004, 1005, 1006,
					  1015, 1016, 2999, 5000, 65535 };
	char payload[2];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		payload[0] = (char)(codes[i] >> 8);
		payload[1] = (char)codes[i];
		assert_read(cti__str_n(payload, 2), CTI_EPROTO, 1002,
			    "the other side closed the WebSocket with a code "
			    "that is none");
	}
	assert_read(CTI__STR("\x03"), CTI_EPROTO, 1002,
		    "the other side closed the WebSocket with a code that is "
		    "none");
	assert_read(CTI__STR("\x03\xe8\xff"), CTI_EPROTO, 1007,
		    "the other side closed the WebSocket for a reason that is "
		    "not UTF-8");
}

static void test_good_bye__knows_text(void **state)
{
	(void)state;
	assert_true(cti__good_bye_is_text(CTI__STR("")));
	assert_true(cti__good_bye_is_text(cti__str_n("a\0b", 3)));
	assert_true(cti__good_bye_is_text(CTI__STR("\xf0\x9f\x93\x9e")));
	assert_false(cti__good_bye_is_text(CTI__STR("\xf0\x9f\x93")));
	assert_false(cti__good_bye_is_text(CTI__STR("\xc0\x80")));
	assert_false(cti__good_bye_is_text(CTI__STR("\xed\xa0\x80")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_bye__tells_code_and_reason),
		cmocka_unit_test(test_good_bye__shows_no_control_characters),
		cmocka_unit_test(test_good_bye__refuses_what_no_frame_may_say),
		cmocka_unit_test(test_good_bye__knows_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
