/* SPDX-License-Identifier: MIT */
/* WebSocket: the test is the server, good or hostile, and the wire. */
#include "../util/refuse.h"

#include "util/buf.h"
#include "wire/websocket.h"

#define MOST 70000
#define AGREED                                                                 \
	"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"           \
	"Connection: Upgrade\r\n"                                              \
	"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"

static struct {
	struct cti__websocket *ws;
	struct cti__buf told; /* "open ", "[message]" */
	struct cti__buf sent; /* by us, since the last look */
	int err;
	int random_err;
	unsigned char mask;
} stage;

/* The nonce of RFC 6455; masks of one byte. */
static int chance(void *p, size_t n)
{
	if (stage.random_err)
		return stage.random_err;
	if (n == 16)
		memcpy(p, "the sample nonce", n);
	else
		memset(p, stage.mask, n);
	return 0;
}

static int open_it(void)
{
	struct cti__websocket_opts opts = {
		.host = CTI__STR("pbx:8088"),
		.path = CTI__STR("/ari"),
		.user = CTI__STR("u"),
		.secret = CTI__STR("s"),
		.max_message = MOST,
		.random = chance,
	};
	struct cti__buf why = { 0 };
	int err = cti__websocket_new(&stage.ws, &opts, &why);

	cti__buf_fini(&why);
	return err;
}

static void take_out(void)
{
	struct cti__str out = cti__websocket_out(stage.ws);

	cti__buf_str(&stage.sent, out);
	cti__websocket_sent(stage.ws);
}

/* Bytes of the server; 0 or the error. */
static int receive(const void *data, size_t len)
{
	enum cti__websocket_what what;
	const char *at = data;
	size_t used;

	do {
		stage.err = cti__websocket_read(stage.ws, at, len, &used,
						&what);
		assert_true(used <= len);
		at += used;
		len -= used;
		if (what == CTI__WEBSOCKET_OPENED)
			cti__buf_text(&stage.told, "open ");
		if (what == CTI__WEBSOCKET_MESSAGE) {
			cti__buf_char(&stage.told, '[');
			cti__buf_str(&stage.told,
				     cti__websocket_message(stage.ws));
			cti__buf_char(&stage.told, ']');
		}
		take_out();
	} while (!stage.err && what != CTI__WEBSOCKET_NOTHING);
	if (!stage.err)
		assert_int_equal(len, 0);
	return stage.err;
}

static int setup(void **state)
{
	memset(&stage, 0, sizeof(stage));
	return refuse_begin(state);
}

static int teardown(void **state)
{
	cti__websocket_free(stage.ws);
	cti__buf_fini(&stage.told);
	cti__buf_fini(&stage.sent);
	return refuse_end(state);
}

static void begin(void)
{
	assert_int_equal(open_it(), 0);
	assert_int_equal(receive(AGREED, sizeof(AGREED) - 1), 0);
	assert_string_equal(cti__buf_cstr(&stage.told), "open ");
	assert_true(cti__websocket_is_open(stage.ws));
	cti__buf_clear(&stage.told);
	cti__buf_clear(&stage.sent);
}

#define RECEIVE(literal) receive(literal, sizeof(literal) - 1)

static void assert_told(const char *want)
{
	assert_string_equal(cti__buf_cstr(&stage.told), want);
	cti__buf_clear(&stage.told);
}

static void assert_sent_n(const char *want, size_t n)
{
	assert_int_equal(stage.sent.n, n);
	assert_memory_equal(stage.sent.p, want, n);
	cti__buf_clear(&stage.sent);
}

#define ASSERT_SENT(literal) assert_sent_n(literal, sizeof(literal) - 1)

/* A frame with a length that fits it, any kind of. */
static void put_frame(struct cti__buf *out, unsigned char first,
		      const void *data, size_t n)
{
	cti__buf_char(out, (char)first);
	if (n < 126) {
		cti__buf_char(out, (char)n);
	} else if (n < 65536) {
		cti__buf_char(out, 126);
	} else {
		cti__buf_char(out, 127);
		cti__buf_add(out, "\0\0\0\0\0", 5);
		cti__buf_char(out, (char)(n >> 16));
	}
	if (n >= 126) {
		cti__buf_char(out, (char)(n >> 8));
		cti__buf_char(out, (char)n);
	}
	cti__buf_add(out, data, n);
}

static void test_websocket__opens_and_brings_messages_one_by_one(void **state)
{
	(void)state;
	assert_int_equal(open_it(), 0);
	assert_false(cti__websocket_is_open(stage.ws));
	assert_int_equal(RECEIVE(AGREED "\x81\x02{}\x81\x03"
					"abc\x81\x00\x81\x01"
					"d"),
			 0);
	assert_told("open [{}][abc][][d]");
	assert_int_equal(memcmp(stage.sent.p, "GET /ari HTTP/1.1\r\n", 19), 0);
}

/* The trace is the same for every cut. */
static void test_websocket__reads_bytes_cut_anywhere(void **state)
{
	static const char text[] =
		"HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" AGREED "\x01\x02"
		"ab\x89\x01p\x00\x01"
		"c\x80\x01"
		"d\x81\x03"
		"xyz";
	size_t cut, i;

	(void)state;
	for (cut = 1; cut < sizeof(text) - 1; cut++) {
		assert_int_equal(open_it(), 0);
		take_out();
		cti__buf_clear(&stage.sent);
		assert_int_equal(receive(text, cut), 0);
		assert_int_equal(receive(text + cut, sizeof(text) - 1 - cut),
				 0);
		assert_told("open [abcd][xyz]");
		ASSERT_SENT("\x8a\x81\0\0\0\0p");
		cti__websocket_free(stage.ws);
	}
	assert_int_equal(open_it(), 0);
	for (i = 0; i < sizeof(text) - 1; i++)
		assert_int_equal(receive(text + i, 1), 0);
	assert_told("open [abcd][xyz]");
}

static void test_websocket__takes_every_form_of_length(void **state)
{
	static const size_t sizes[] = { 125, 126, 4096, 65535, 65536, MOST };
	struct cti__buf in = { 0 };
	char data[MOST];
	size_t i;

	(void)state;
	memset(data, 'x', sizeof(data));
	begin();
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		cti__buf_clear(&in);
		put_frame(&in, 0x81, data, sizes[i]);
		assert_int_equal(receive(in.p, in.n), 0);
		assert_int_equal(stage.told.n, sizes[i] + 2);
		cti__buf_clear(&stage.told);
	}
	cti__buf_fini(&in);
}

static void test_websocket__masks_what_it_sends(void **state)
{
	char big[300];
	size_t i;

	(void)state;
	begin();
	stage.mask = 0x20;
	assert_int_equal(cti__websocket_send(stage.ws, "abc", 3), 0);
	assert_int_equal(cti__websocket_ping(stage.ws), 0);
	take_out();
	ASSERT_SENT("\x81\x83    ABC\x89\x80    ");
	memset(big, 'x', sizeof(big));
	assert_int_equal(cti__websocket_send(stage.ws, big, sizeof(big)), 0);
	take_out();
	assert_memory_equal(stage.sent.p, "\x81\xfe\x01\x2c    ", 8);
	assert_int_equal(stage.sent.n, 8 + sizeof(big));
	for (i = 8; i < stage.sent.n; i++)
		assert_int_equal(stage.sent.p[i], 'X');
}

/* 20,000 pings in one read are no reason to send 20,000 pongs. */
static void test_websocket__answers_the_last_of_many_pings(void **state)
{
	struct cti__buf in = { 0 };
	int i;

	(void)state;
	begin();
	for (i = 0; i < 20000; i++)
		put_frame(&in, 0x89, "old", 3);
	put_frame(&in, 0x89, "new", 3);
	put_frame(&in, 0x8a, "unasked", 7);
	assert_int_equal(receive(in.p, in.n), 0);
	ASSERT_SENT("\x8a\x83\0\0\0\0new");
	assert_told("");
	cti__buf_fini(&in);
}

static void assert_end(int err, const char *sent, size_t n, const char *detail)
{
	enum cti__websocket_what what;
	size_t used;

	assert_int_equal(stage.err, err);
	assert_sent_n(sent, n);
	assert_string_equal(cti__websocket_detail(stage.ws), detail);
	assert_false(cti__websocket_is_open(stage.ws));
	/* It stays ended. */
	assert_int_equal(
		cti__websocket_read(stage.ws, "\x81\x00", 2, &used, &what),
		CTI_ESTATE);
	assert_int_equal(cti__websocket_send(stage.ws, "x", 1), CTI_ESTATE);
	assert_int_equal(cti__websocket_ping(stage.ws), CTI_ESTATE);
	assert_int_equal(cti__websocket_close(stage.ws), CTI_ESTATE);
}

static void test_websocket__answers_a_good_bye_with_its_code(void **state)
{
	(void)state;
	begin();
	/* What comes behind it is not looked at. */
	RECEIVE("\x81\x01"
		"a\x88\x06\x03\xe8"
		"done\x81\x01"
		"b");
	assert_told("[a]");
	assert_end(CTI_EEOF, "\x88\x82\0\0\0\0\x03\xe8", 8,
		   "pbx:8088: the other side closed the WebSocket (code 1000): "
		   "done");
}

static void test_websocket__says_good_bye_itself(void **state)
{
	(void)state;
	begin();
	assert_int_equal(cti__websocket_close(stage.ws), 0);
	take_out();
	stage.err = CTI_ECANCELED;
	assert_end(CTI_ECANCELED, "\x88\x82\0\0\0\0\x03\xe9", 8,
		   "pbx:8088: we closed the WebSocket");
}

#define CLOSE(code) "\x88\x82\0\0\0\0" code
#define NO_SERVER                                                              \
	"pbx:8088: the other side sent a frame that no server may send"
#define NO_FRAME                                                               \
	"pbx:8088: the other side sent something that is no frame of a "       \
	"WebSocket"
#define MIXED	"pbx:8088: the other side mixed up the pieces of its messages"
#define NO_TEXT "pbx:8088: the other side sent a text that is not UTF-8"

static void test_websocket__ends_where_the_rules_are_broken(void **state)
{
	static const struct {
		struct cti__str in;
		const char *sent, *detail;
	} rows[] = {
		/* masked; reserved bits; reserved kinds */
		{ CTI__STR("\x81\x81\1\2\3\4a"), CLOSE("\x03\xea"), NO_SERVER },
		{ CTI__STR("\xc1\x01"
			   "a"),
		  CLOSE("\x03\xea"), NO_SERVER },
		{ CTI__STR("\x83\x01"
			   "a"),
		  CLOSE("\x03\xea"), NO_SERVER },
		{ CTI__STR("\x8b\x00"), CLOSE("\x03\xea"), NO_SERVER },
		/* a control frame in pieces, or long */
		{ CTI__STR("\x09\x00"), CLOSE("\x03\xea"), NO_FRAME },
		{ CTI__STR("\x89\x7e\x00\x7e"), CLOSE("\x03\xea"), NO_FRAME },
		/* lengths that have a shorter form, or no end */
		{ CTI__STR("\x81\x7e\x00\x01"
			   "a"),
		  CLOSE("\x03\xea"), NO_FRAME },
		{ CTI__STR("\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"
			   "a"),
		  CLOSE("\x03\xea"), NO_FRAME },
		/* pieces of nothing, and two messages in one another */
		{ CTI__STR("\x80\x01"
			   "a"),
		  CLOSE("\x03\xea"), MIXED },
		{ CTI__STR("\x01\x01"
			   "a\x81\x01"
			   "b"),
		  CLOSE("\x03\xea"), MIXED },
		/* bytes that are no text; cut inside a character */
		{ CTI__STR("\x81\x02\xc0\x80"), CLOSE("\x03\xef"), NO_TEXT },
		{ CTI__STR("\x01\x01\xe6\x80\x00"), CLOSE("\x03\xef"),
		  NO_TEXT },
		{ CTI__STR("\x82\x01"
			   "a"),
		  CLOSE("\x03\xeb"),
		  "pbx:8088: the other side sent a binary message, where only "
		  "text is spoken" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		begin();
		receive(rows[i].in.p, rows[i].in.n);
		assert_told("");
		assert_end(CTI_EPROTO, rows[i].sent, 8, rows[i].detail);
		cti__websocket_free(stage.ws);
		stage.ws = NULL;
	}
}

static void test_websocket__takes_characters_cut_between_frames(void **state)
{
	(void)state;
	begin();
	assert_int_equal(RECEIVE("\x01\x01\xe6\x00\x01\x9d\x80\x01\x8e"), 0);
	assert_told("[\xe6\x9d\x8e]");
}

static void assert_too_big(void)
{
	assert_told("");
	assert_end(CTI_ETOOBIG, CLOSE("\x03\xf1"), 8,
		   "pbx:8088: the other side sent a message of more than 70000 "
		   "bytes or 16384 pieces");
}

/* It is refused at its first byte: the rest need not come. */
static void test_websocket__refuses_a_huge_message_at_once(void **state)
{
	(void)state;
	begin();
	RECEIVE("\x81\x7f\0\0\0\0\0\x01\x11\x71x");
	assert_too_big();
}

static void test_websocket__refuses_a_message_of_endless_pieces(void **state)
{
	char data[1000] = { 0 };
	struct cti__buf in = { 0 };
	size_t sent = 0;

	(void)state;
	begin();
	put_frame(&in, 0x01, data, sizeof(data));
	while (!receive(in.p, in.n)) {
		sent += sizeof(data);
		assert_true(sent <= MOST);
		cti__buf_clear(&in);
		put_frame(&in, 0x00, data, sizeof(data));
	}
	assert_int_equal(sent, MOST);
	assert_too_big();
	cti__buf_fini(&in);
}

static void test_websocket__refuses_endless_empty_pieces(void **state)
{
	int i;

	(void)state;
	begin();
	assert_int_equal(RECEIVE("\x01\x00"), 0);
	for (i = 1; i < 20000 && !RECEIVE("\x00\x00"); i++)
		;
	assert_int_equal(i, 16384);
	assert_too_big();
}

static void test_websocket__keeps_half_a_frame_for_later(void **state)
{
	(void)state;
	begin();
	assert_int_equal(RECEIVE("\x81\x05"
				 "hal"),
			 0);
	assert_told("");
	assert_true(cti__websocket_is_open(stage.ws));
	assert_int_equal(RECEIVE("f!"), 0);
	assert_told("[half!]");
}

static void test_websocket__does_not_open_for_another_answer(void **state)
{
	(void)state;
	assert_int_equal(open_it(), 0);
	take_out();
	cti__buf_clear(&stage.sent);
	RECEIVE("HTTP/1.1 401 Unauthorized\r\n"
		"WWW-Authenticate: Basic realm=\"a\"\r\n\r\n");
	assert_end(CTI_EAUTH, "", 0,
		   "pbx:8088: the server refused the user or the secret; check "
		   "both, and the account on the server (HTTP status 401)");
}

#define NO_HTTP                                                                \
	"pbx:8088: the other side does not speak HTTP/1.1; check the port in " \
	"the link's URL, and whether it is one for TLS"

static void test_websocket__ends_where_no_http_is_spoken(void **state)
{
	char flood[4096];
	int i;

	(void)state;
	/* Known by its first bytes, though no line ever ends. */
	assert_int_equal(open_it(), 0);
	take_out();
	cti__buf_clear(&stage.sent);
	RECEIVE("\x15\x03\x01");
	assert_end(CTI_EPROTO, "", 0, NO_HTTP);
	cti__websocket_free(stage.ws);

	assert_int_equal(open_it(), 0);
	take_out();
	cti__buf_clear(&stage.sent);
	assert_int_equal(RECEIVE("HTTP/1.1 101 X\r\nA: "), 0);
	memset(flood, 'x', sizeof(flood));
	for (i = 0; i < 4 && !receive(flood, sizeof(flood)); i++)
		;
	assert_int_equal(i, 3);
	assert_end(CTI_EPROTO, "", 0, NO_HTTP);
}

static void test_websocket__needs_chance(void **state)
{
	(void)state;
	stage.random_err = CTI_ESTATE;
	assert_int_equal(open_it(), CTI_ESTATE);
	assert_null(stage.ws);
	stage.random_err = 0;
	begin();
	stage.random_err = CTI_ESTATE;
	assert_int_equal(cti__websocket_send(stage.ws, "abc", 3), CTI_ESTATE);
	/* Nothing half-made goes out. */
	assert_int_equal(cti__websocket_out(stage.ws).n, 0);
	assert_false(cti__websocket_is_open(stage.ws));
}

/* All that a connection does; 0 or the first error. */
static int whole_life(void)
{
	static const char in[] = AGREED "\x01\x02"
					"ab\x89\x01p\x80\x01"
					"c\x88\x02\x03\xe8";
	enum cti__websocket_what what;
	size_t used, at = 0;
	int err = open_it();

	if (err)
		return err;
	cti__websocket_sent(stage.ws);
	do {
		err = cti__websocket_read(stage.ws, in + at,
					  sizeof(in) - 1 - at, &used, &what);
		at += used;
		if (!err && what == CTI__WEBSOCKET_MESSAGE)
			err = cti__websocket_send(stage.ws, in, 1000);
	} while (!err && what);
	return err;
}

static void test_websocket__survives_every_refused_allocation(void **state)
{
	int err, i;

	(void)state;
	for (i = 0; i < 1000; i++) {
		refuse_after = i;
		err = whole_life();
		refuse_after = -1;
		cti__websocket_free(stage.ws);
		stage.ws = NULL;
		assert_int_equal(refuse_held, 0);
		if (err == CTI_EEOF)
			break;
		assert_int_equal(err, CTI_ENOMEM);
	}
	assert_int_equal(err, CTI_EEOF);
	assert_true(i > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_websocket__opens_and_brings_messages_one_by_one,
			setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__reads_bytes_cut_anywhere, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__takes_every_form_of_length, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__masks_what_it_sends, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__answers_the_last_of_many_pings, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__answers_a_good_bye_with_its_code, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__says_good_bye_itself, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__ends_where_the_rules_are_broken, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__takes_characters_cut_between_frames,
			setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__refuses_a_huge_message_at_once, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__refuses_a_message_of_endless_pieces,
			setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__refuses_endless_empty_pieces, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__keeps_half_a_frame_for_later, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__does_not_open_for_another_answer, setup,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__ends_where_no_http_is_spoken, setup,
			teardown),
		cmocka_unit_test_setup_teardown(test_websocket__needs_chance,
						setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_websocket__survives_every_refused_allocation,
			setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
