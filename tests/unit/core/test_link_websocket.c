/* SPDX-License-Identifier: MIT */
/* Links over a WebSocket: a server in a thread, a fake adapter, the real world.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fake.h"
#include "ws_server.h"

#include "core/tape.h"

static struct {
	uv_loop_t loop;
	cti_client *client;
	cti_link *link;
	struct server server;
	char url[64];
	char seen[4096]; /* states of the link */
	bool closed;
	/* Of the server. */
	char request[2048];
	char got[126], texts[256]; /* of its last frame; of the text ones */
	int kinds[8];		   /* of the client's frames */
	size_t frames;
} t;

static void add_word(char *out, size_t room, const char *word)
{
	size_t n = strlen(out);

	snprintf(out + n, room - n, "%s ", word);
}

static void on_event(cti_client *client, const cti_event *ev, void *user)
{
	(void)client;
	(void)user;
	if (cti_event_kind(ev) == CTI_EVENT_LINK)
		add_word(t.seen, sizeof(t.seen),
			 cti_event_str(ev, CTI_FIELD_STATE, NULL));
}

static void on_closed(void *user)
{
	(void)user;
	t.closed = true;
}

static int add_path(void *state, struct cti__buf *out)
{
	(void)state;
	cti__buf_text(out, "/ari/events?app=cti");
	return 0;
}

static int set_up(void **state)
{
	struct cti_client_opts opts = CTI_CLIENT_OPTS_INIT;

	(void)state;
	memset(&t, 0, sizeof(t));
	memset(&fake, 0, sizeof(fake));
	uv_loop_init(&t.loop);
	opts.loop = &t.loop;
	opts.on_event = on_event;
	opts.on_closed = on_closed;
	return cti_client_new(&t.client, &opts);
}

static void close_client(void)
{
	if (!t.client)
		return;
	cti_client_close(t.client);
	t.client = NULL;
	uv_run(&t.loop, UV_RUN_DEFAULT);
}

static int tear_down(void **state)
{
	(void)state;
	close_client();
	return t.closed ? uv_loop_close(&t.loop) : -1;
}

static struct cti_adapter adapter(void)
{
	struct cti_adapter it = fake_adapter;

	it.wire = CTI_WIRE_WEBSOCKET;
	it.ping = NULL;
	it.path = add_path;
	return it;
}

/* Dial a server that serves one connection so. */
static void dial(serve_fn *serve, const char *record)
{
	static struct cti_adapter it;
	struct cti_link_opts opts = CTI_LINK_OPTS_INIT;

	it = adapter();
	server_start(&t.server, 1, serve, NULL);
	snprintf(t.url, sizeof(t.url), "fake://127.0.0.1:%u", t.server.port);
	opts.url = t.url;
	opts.name = "pbx";
	opts.user = "Aladdin";
	opts.secret = "open sesame";
	opts.record = record;
	assert_int_equal(cti__link_add_with(t.client, &t.link, &opts, &it,
					    &cti__link_live),
			 0);
}

static void run_until(const char *word)
{
	while (!strstr(t.seen, word))
		uv_run(&t.loop, UV_RUN_ONCE);
}

/* All of what speak() says: four words that the fake counts. */
static void run_until_heard(void)
{
	while (t.link->stats.messages < 4)
		uv_run(&t.loop, UV_RUN_ONCE);
	assert_int_equal(t.link->stats.messages, 4);
}

/* Wait for the link to be down, and look why. */
static void assert_down(const char *why)
{
	char detail[512];

	run_until("down ");
	snprintf(detail, sizeof(detail), "%s", cti_link_detail(t.link));
	cti_link_remove(t.link);
	server_stop(&t.server);
	assert_non_null(strstr(detail, why));
}

static void agree(int fd)
{
	peer_head(fd, t.request, sizeof(t.request));
	ws_accept(fd, t.request);
}

static void take_frames(int fd)
{
	int kind;

	while (t.frames < 8 && (kind = ws_take(fd, t.got)) >= 0) {
		t.kinds[t.frames++] = kind;
		if (kind == 0x81)
			add_word(t.texts, sizeof(t.texts), t.got);
	}
}

static void speak(int fd, void *arg)
{
	(void)arg;
	agree(fd);
	/* What is left over of one message is no part of the next. */
	ws_frame(fd, 0x81, "W;half");
	ws_frame(fd, 0x01, "R");
	ws_frame(fd, 0x80, ";S;");
	ws_frame(fd, 0x81, "S;");
	take_frames(fd);
}

static void test_link_websocket__hands_on_whole_messages(void **state)
{
	(void)state;
	dial(speak, NULL);
	run_until_heard();
	assert_string_equal(t.seen, "connecting resync up ");
	/* The good-bye is the last that the server sees. */
	close_client();
	server_stop(&t.server);
	assert_int_equal(t.frames, 3);
	assert_string_equal(t.texts, "login list ");
	assert_int_equal(t.kinds[2], 0x88);
	assert_memory_equal(t.got, "\x03\xe9", 2);
	assert_non_null(
		strstr(t.request, "GET /ari/events?app=cti HTTP/1.1\r\n"));
	assert_non_null(strstr(t.request, "Authorization: Basic "
					  "QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"));
	assert_non_null(strstr(t.request, "Host: 127.0.0.1:"));
	/* No compression is offered: events are small, and each would wait. */
	assert_null(strcasestr(t.request, "Sec-WebSocket-Extensions"));
	assert_string_equal(fake.text, "up ask down CTI_ECANCELED ");
}

static void bye(int fd, void *arg)
{
	(void)arg;
	agree(fd);
	ws_frame(fd, 0x88,
		 "\x03\xf4"
		 "update");
	take_frames(fd);
}

static void test_link_websocket__tells_why_the_other_side_left(void **state)
{
	(void)state;
	dial(bye, NULL);
	assert_down("the other side closed the WebSocket (code 1012): update");
	assert_int_equal(t.frames, 1);
	assert_int_equal(t.kinds[0], 0x88);
	assert_memory_equal(t.got, "\x03\xf4", 2);
}

static void refuse_user(int fd, void *arg)
{
	(void)arg;
	peer_head(fd, t.request, sizeof(t.request));
	peer_say(fd, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
}

static void test_link_websocket__a_refused_login_waits(void **state)
{
	(void)state;
	dial(refuse_user, NULL);
	run_until("failed ");
	assert_string_equal(t.seen, "connecting failed ");
	assert_int_equal(t.link->stage, CTI__STAGE_REFUSED);
	assert_int_equal(t.link->err, CTI_EAUTH);
	assert_true(t.link->deadline_us - cti__loop_now_us() > 50000000);
	assert_non_null(strstr(cti_link_detail(t.link), "HTTP status 401"));
	assert_null(strstr(cti_link_detail(t.link), "sesame"));
	cti_link_remove(t.link);
	server_stop(&t.server);
	/* The adapter never saw a wire. */
	assert_string_equal(fake.text, "");
}

static void serve_nothing(int fd, void *arg)
{
	(void)arg;
	peer_head(fd, t.request, sizeof(t.request));
	peer_say(fd, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
}

static void test_link_websocket__nothing_there_is_down(void **state)
{
	(void)state;
	dial(serve_nothing, NULL);
	assert_down("the server has nothing at this address; check that the "
		    "interface is switched on there (HTTP status 404)");
}

static void agree_wrongly(int fd, void *arg)
{
	(void)arg;
	peer_head(fd, t.request, sizeof(t.request));
	peer_say(fd,
	       "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
	       "Connection: Upgrade\r\n"
	       "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
	take_frames(fd);
}

static void test_link_websocket__a_wrong_accept_is_down(void **state)
{
	(void)state;
	dial(agree_wrongly, NULL);
	assert_down("does not belong to our request");
	assert_string_equal(fake.text, "");
}

static void leave(int fd, void *arg)
{
	(void)arg;
	peer_head(fd, t.request, sizeof(t.request));
}

static void test_link_websocket__an_end_instead_of_an_answer(void **state)
{
	(void)state;
	dial(leave, NULL);
	assert_down("closed the connection");
}

/* Answers no ping; the client gives up and says so. */
static void be_deaf(int fd, void *arg)
{
	(void)arg;
	agree(fd);
	ws_frame(fd, 0x81, "R;S;");
	take_frames(fd);
}

static void test_link_websocket__two_pings_without_answer_are_down(void **state)
{
	(void)state;
	assert_int_equal(cti_set(t.client, "links.pbx.link.ping_ms", "100"), 0);
	dial(be_deaf, NULL);
	run_until("up ");
	assert_down("has not answered for two pings");
	/* "list", two pings, the good-bye. */
	assert_int_equal(t.frames, 4);
	assert_int_equal(t.kinds[1], 0x89);
	assert_int_equal(t.kinds[2], 0x89);
	assert_int_equal(t.kinds[3], 0x88);
}

/* Answers three pings, then leaves. */
static void be_there(int fd, void *arg)
{
	int kind, pings = 0;

	(void)arg;
	agree(fd);
	ws_frame(fd, 0x81, "R;S;");
	while (pings < 3 && (kind = ws_take(fd, t.got)) >= 0) {
		pings += kind == 0x89;
		if (kind == 0x89)
			ws_frame(fd, 0x8a, t.got);
	}
	ws_frame(fd, 0x88, "\x03\xe8");
}

static void test_link_websocket__answered_pings_keep_it_up(void **state)
{
	(void)state;
	assert_int_equal(cti_set(t.client, "links.pbx.link.ping_ms", "100"), 0);
	dial(be_there, NULL);
	run_until("up ");
	assert_down("(code 1000)");
}

static void say_nothing(int fd, void *arg)
{
	(void)arg;
	while (peer_read(fd, t.got, 1))
		;
}

static void test_link_websocket__silence_instead_of_an_answer(void **state)
{
	(void)state;
	assert_int_equal(
		cti_set(t.client, "links.pbx.link.login_timeout_ms", "50"), 0);
	dial(say_nothing, NULL);
	assert_down("did not answer in time whether it is a WebSocket");
}

/* More than any message may have, in pieces. */
static void flood(int fd, void *arg)
{
	static const char head[4] = { 0, 126, 0x40, 0 };
	static char data[0x4000];
	int i;

	(void)arg;
	agree(fd);
	memset(data, 'x', sizeof(data));
	ws_frame(fd, 0x01, "x");
	for (i = 0; i < 70; i++) {
		peer_write(fd, head, sizeof(head));
		peer_write(fd, data, sizeof(data));
	}
	while (peer_read(fd, data, 1))
		;
}

static void test_link_websocket__an_endless_message_is_down(void **state)
{
	(void)state;
	dial(flood, NULL);
	assert_down("a message of more than 1048576 bytes");
}

static void assert_item(struct cti__tape *tape, enum cti__tape_kind kind,
			const char *data)
{
	struct cti__tape_item item;
	struct cti__buf why = { 0 };

	assert_int_equal(cti__tape_next(tape, &item, &why), 0);
	assert_int_equal(item.kind, kind);
	assert_int_equal(item.len, strlen(data));
	if (item.len)
		assert_memory_equal(item.data, data, item.len);
}

static void test_link_websocket__records_messages_one_by_one(void **state)
{
	char path[] = "/tmp/cti-record-XXXXXX";
	struct cti__buf why = { 0 };
	struct cti__tape *tape;

	(void)state;
	close(mkstemp(path));
	dial(speak, path);
	run_until_heard();
	close_client();
	server_stop(&t.server);
	assert_int_equal(cti__tape_open(&tape, path, "", &why), 0);
	assert_string_equal(cti__tape_protocol(tape), "fake");
	assert_item(tape, CTI__TAPE_OPEN, "");
	assert_item(tape, CTI__TAPE_DATA, "W;half");
	assert_item(tape, CTI__TAPE_DATA, "R;S;");
	assert_item(tape, CTI__TAPE_DATA, "S;");
	assert_item(tape, CTI__TAPE_CLOSE, "");
	assert_item(tape, CTI__TAPE_END, "");
	cti__tape_close(tape);
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_link_websocket__hands_on_whole_messages, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_websocket__tells_why_the_other_side_left,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_websocket__a_refused_login_waits, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_websocket__nothing_there_is_down, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_websocket__a_wrong_accept_is_down, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_websocket__an_end_instead_of_an_answer,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_websocket__two_pings_without_answer_are_down,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_websocket__answered_pings_keep_it_up, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_websocket__silence_instead_of_an_answer,
			set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_websocket__an_endless_message_is_down, set_up,
			tear_down),
		cmocka_unit_test_setup_teardown(
			test_link_websocket__records_messages_one_by_one,
			set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
