/* SPDX-License-Identifier: MIT */
/* Codes and sentences for what cannot be made to happen on a loopback. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "io/dial.h"
#include "io/easy.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <errno.h>
#include <string.h>

static char out[CTI__DIAL_DETAIL];

static void test_explain__tells_silence_from_an_end(void **state)
{
	(void)state;
	assert_int_equal(cti__dial_explain_lost(out, "pbx:5038", false,
						CURLE_RECV_ERROR, ETIMEDOUT,
						"Recv failure"),
			 CTI_ETIMEDOUT);
	assert_string_equal(out, "pbx:5038: the other side does not answer any "
				 "more (connection timed out); check the "
				 "network");
	assert_int_equal(cti__dial_explain_lost(out, "pbx:5038", false,
						CURLE_RECV_ERROR, EHOSTUNREACH,
						""),
			 CTI_ETIMEDOUT);
	assert_int_equal(
		cti__dial_explain_lost(out, "pbx:5038", false, CURLE_OK, 0, ""),
		CTI_EEOF);
	assert_int_equal(cti__dial_explain_lost(out, "pbx:5038", false,
						CURLE_OUT_OF_MEMORY, 0, ""),
			 CTI_ENOMEM);
}

static void test_explain__takes_an_unexpected_eof_for_an_end(void **state)
{
	(void)state;
	assert_int_equal(cti__dial_explain_lost(
				 out, "pbx:5039", true, CURLE_RECV_ERROR, 0,
				 "OpenSSL SSL_read: error:0A000126:SSL "
				 "routines::unexpected eof while reading"),
			 CTI_EEOF);
	assert_int_equal(cti__dial_explain_lost(
				 out, "pbx:5039", true, CURLE_RECV_ERROR, 0,
				 "OpenSSL SSL_read: error:0A000119:SSL "
				 "routines::decryption failed or bad mac"),
			 CTI_ETLS);
}

static void test_explain__keeps_a_sentence_on_one_line(void **state)
{
	struct cti__stream_opts opts = CTI__STREAM_OPTS_INIT;
	char words[2000];

	(void)state;
	memset(words, 'x', sizeof(words));
	memcpy(words, "one\r\ntwo\x1b[31m", 13);
	words[sizeof(words) - 1] = '\0';
	assert_int_equal(cti__dial_explain(out, "pbx:1", &opts,
					   CURLE_SSL_CONNECT_ERROR, 0, words),
			 CTI_ETLS);
	assert_int_equal(strlen(out), sizeof(out) - 1);
	assert_non_null(strstr(out, "one  two [31m"));
}

static void test_explain__always_gives_a_reason(void **state)
{
	struct cti__stream_opts opts = CTI__STREAM_OPTS_INIT;

	(void)state;
	assert_int_equal(cti__dial_explain(out, "pbx:1", &opts,
					   CURLE_UNSUPPORTED_PROTOCOL, 0, ""),
			 CTI_ECONNECT);
	assert_non_null(strstr(out, "cannot connect: Unsupported protocol; "));
	assert_int_equal(cti__dial_explain(out, "pbx:1", &opts,
					   CURLE_COULDNT_CONNECT, ENETUNREACH,
					   "words"),
			 CTI_ECONNECT);
	assert_non_null(strstr(out, "network is unreachable; check the "
				    "address, and that this machine has a "
				    "network"));
	assert_null(strstr(out, "firewall"));
	assert_int_equal(cti__dial_explain(out, "pbx:1", &opts,
					   CURLE_OUT_OF_MEMORY, 0, ""),
			 CTI_ENOMEM);
}

static void is_named(const char *host, const char *expect)
{
	struct cti__stream_opts opts = CTI__STREAM_OPTS_INIT;
	char *name;

	opts.host = host;
	opts.port = 5038;
	assert_true(cti__easy_is_host(host));
	name = cti__easy_name(&opts);
	assert_string_equal(name, expect);
	cti__free(name);
}

static void test_explain__names_a_host_with_its_port(void **state)
{
	char longest[257];

	(void)state;
	is_named("pbx_1.example.com", "pbx_1.example.com:5038");
	is_named("::1", "[::1]:5038");
	is_named("fe80::1%eth0", "[fe80::1%eth0]:5038");
	is_named("电话.example", "电话.example:5038");
	memset(longest, 'a', sizeof(longest));
	longest[256] = '\0';
	assert_false(cti__easy_is_host(longest));
	longest[255] = '\0';
	assert_true(cti__easy_is_host(longest));
	assert_false(cti__easy_is_host("100%"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_explain__tells_silence_from_an_end),
		cmocka_unit_test(
			test_explain__takes_an_unexpected_eof_for_an_end),
		cmocka_unit_test(test_explain__keeps_a_sentence_on_one_line),
		cmocka_unit_test(test_explain__always_gives_a_reason),
		cmocka_unit_test(test_explain__names_a_host_with_its_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
