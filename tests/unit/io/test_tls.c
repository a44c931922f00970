/* SPDX-License-Identifier: MIT */
/* Streams over TLS against OpenSSL, with certificates made for the occasion. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "server.h"
#include "story.h"

#include "io/http.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <semaphore.h>
#include <signal.h>
#include <sys/stat.h>

static char folder[] = "/tmp/cti-tls-XXXXXX";
static char cert[64], key[64], other_cert[64], other_key[64];
static char me_cert[64], me_key[64];
static sem_t leave_now;

struct tls_server {
	struct server base;
	SSL_CTX *ctx;
	void (*talk)(SSL *ssl);
};

static void make_certificate(char *cert_path, char *key_path, const char *name,
			     const char *host)
{
	char command[512];

	snprintf(cert_path, 64, "%s/%s.crt", folder, name);
	snprintf(key_path, 64, "%s/%s.key", folder, name);
	snprintf(command, sizeof(command),
		 "openssl req -x509 -newkey ec -pkeyopt "
		 "ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=%s "
		 "-addext subjectAltName=DNS:%s -keyout %s -out %s "
		 "2>/dev/null",
		 name, host, key_path, cert_path);
	assert_int_equal(system(command), 0);
}

static int make_certificates(void **state)
{
	(void)state;
	sem_init(&leave_now, 0, 0);
	assert_non_null(mkdtemp(folder));
	make_certificate(cert, key, "switch", "localhost");
	make_certificate(other_cert, other_key, "other", "localhost");
	make_certificate(me_cert, me_key, "me", "me.test");
	alarm(300);
	return 0;
}

static int remove_certificates(void **state)
{
	char command[80];

	(void)state;
	snprintf(command, sizeof(command), "rm -r %s", folder);
	return system(command);
}

static void serve_tls(int fd, void *arg)
{
	struct tls_server *server = arg;
	SSL *ssl = SSL_new(server->ctx);

	SSL_set_fd(ssl, fd);
	if (SSL_accept(ssl) == 1 && server->talk)
		server->talk(ssl);
	SSL_free(ssl);
	ERR_clear_error();
}

static void tls_start(struct tls_server *server, void (*talk)(SSL *ssl))
{
	server->talk = talk;
	server->ctx = SSL_CTX_new(TLS_server_method());
	assert_int_equal(SSL_CTX_use_certificate_file(server->ctx, cert,
						      SSL_FILETYPE_PEM),
			 1);
	assert_int_equal(
		SSL_CTX_use_PrivateKey_file(server->ctx, key, SSL_FILETYPE_PEM),
		1);
	/* The server is not the one under test. */
	signal(SIGPIPE, SIG_IGN);
}

static void tls_go(struct tls_server *server, int connections)
{
	server_start(&server->base, connections, serve_tls, server);
}

static void tls_stop(struct tls_server *server)
{
	server_stop(&server->base);
	SSL_CTX_free(server->ctx);
}

static void echo(SSL *ssl)
{
	char data[40000];
	int n;

	for (;;) {
		n = SSL_read(ssl, data, sizeof(data));
		if (n <= 0 || SSL_write(ssl, data, n) != n)
			return;
	}
}

static void say_bye(SSL *ssl)
{
	SSL_write(ssl, "good-bye", 8);
	SSL_shutdown(ssl);
}

/* Cut without TLS's good-bye. */
static void say_and_cut(SSL *ssl)
{
	SSL_write(ssl, "good", 4);
}

static void flood(SSL *ssl)
{
	static char data[1000000];

	while (SSL_write(ssl, data, sizeof(data)) > 0)
		;
}

/* Take one byte, and when told to, go without a word. */
static void leave(SSL *ssl)
{
	char byte;

	assert_int_equal(SSL_read(ssl, &byte, 1), 1);
	sem_wait(&leave_now);
}

static struct cti__stream_opts tls_opts(struct story *story,
					const struct tls_server *server)
{
	struct cti__stream_opts opts = story_opts(story, server->base.port);

	opts.host = "localhost";
	opts.tls = true;
	opts.ca_file = cert;
	return opts;
}

static void test_tls__trusts_the_ca_it_was_given(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	tls_start(&server, say_bye);
	tls_go(&server, 1);
	story_begin(&story);
	opts = tls_opts(&story, &server);
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.opened, 1);
	assert_int_equal(story.got, 8);
	assert_int_equal(story.err, CTI_EEOF);
	assert_non_null(strstr(story.detail, "closed the connection"));
	story_finish(&story);
	tls_stop(&server);
}

static void test_tls__brings_ten_megabytes_there_and_back(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	tls_start(&server, echo);
	tls_go(&server, 1);
	story_begin(&story);
	story.to_send = story.want = 10 * 1024 * 1024;
	opts = tls_opts(&story, &server);
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.ended, 0);
	assert_int_equal(story.got, story.want);
	assert_true(story.sum == pattern_sum(story.want));
	story_finish(&story);
	tls_stop(&server);
}

/* An attempt that must fail with CTI_ETLS and these words. */
static void is_refused(const struct cti__stream_opts *given, const char *words)
{
	struct cti__stream_opts opts = *given;
	struct story story;

	story_begin(&story);
	opts.user = &story;
	story_start(&story, &opts);
	story_run(&story);
	if (story.err != CTI_ETLS)
		fail_msg("%s: %s", cti_error_name(story.err), story.detail);
	if (!strstr(story.detail, words))
		fail_msg("\"%s\" is not in \"%s\"", words, story.detail);
	assert_int_equal(story.got, 0);
	story_finish(&story);
}

static void test_tls__refuses_another_hosts_name(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	tls_start(&server, say_bye);
	tls_go(&server, 1);
	opts = tls_opts(&story, &server);
	opts.host = "127.0.0.1";
	is_refused(&opts, "cannot be trusted: SSL: no alternative "
			  "certificate subject name matches");
	tls_stop(&server);
}

static void test_tls__refuses_an_unknown_ca(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	tls_start(&server, say_bye);
	tls_go(&server, 2);
	opts = tls_opts(&story, &server);
	opts.ca_file = other_cert;
	is_refused(&opts, "cannot be trusted: SSL certificate");
	/* The system's do not know it either. */
	opts.ca_file = NULL;
	is_refused(&opts, "cannot be trusted: SSL certificate");
	tls_stop(&server);
}

static void test_tls__refuses_what_is_older_than_1_2(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	tls_start(&server, say_bye);
	SSL_CTX_set_security_level(server.ctx, 0);
	SSL_CTX_set_min_proto_version(server.ctx, TLS1_VERSION);
	SSL_CTX_set_max_proto_version(server.ctx, TLS1_1_VERSION);
	tls_go(&server, 1);
	opts = tls_opts(&story, &server);
	is_refused(&opts, "no TLS connection");
	tls_stop(&server);
}

static void test_tls__names_a_ca_file_that_cannot_be_read(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	tls_start(&server, say_bye);
	tls_go(&server, 1);
	opts = tls_opts(&story, &server);
	opts.ca_file = "/no/such/file.pem";
	is_refused(&opts, "/no/such/file.pem");
	tls_stop(&server);
}

static void test_tls__names_a_certificate_that_cannot_be_read(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	tls_start(&server, say_bye);
	tls_go(&server, 2);
	opts = tls_opts(&story, &server);
	opts.cert_file = "/no/such/me.pem";
	is_refused(&opts, "our own certificate cannot be used");
	opts.cert_file = me_cert;
	opts.key_file = other_key;
	is_refused(&opts, "our own certificate cannot be used");
	tls_stop(&server);
}

static void test_tls__trusts_anybody_when_told_to(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	tls_start(&server, say_bye);
	tls_go(&server, 1);
	story_begin(&story);
	opts = tls_opts(&story, &server);
	opts.host = "127.0.0.1";
	opts.ca_file = NULL;
	opts.verify = false;
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.got, 8);
	story_finish(&story);
	tls_stop(&server);
}

static void ask_for_certificate(struct tls_server *server)
{
	assert_int_equal(
		SSL_CTX_load_verify_locations(server->ctx, me_cert, NULL), 1);
	SSL_CTX_set_verify(server->ctx,
			   SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT,
			   NULL);
}

static void test_tls__shows_its_own_certificate(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	tls_start(&server, say_bye);
	ask_for_certificate(&server);
	tls_go(&server, 1);
	story_begin(&story);
	opts = tls_opts(&story, &server);
	opts.cert_file = me_cert;
	opts.key_file = me_key;
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.got, 8);
	story_finish(&story);
	tls_stop(&server);
}

/* In TLS 1.3 the client learns of it when it reads. */
static void test_tls__tells_when_the_server_wants_a_certificate(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	tls_start(&server, say_bye);
	ask_for_certificate(&server);
	tls_go(&server, 1);
	opts = tls_opts(&story, &server);
	is_refused(&opts, "certificate required");
	tls_stop(&server);
}

static void test_tls__takes_a_cut_for_an_end(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	tls_start(&server, say_and_cut);
	tls_go(&server, 1);
	story_begin(&story);
	opts = tls_opts(&story, &server);
	story_start(&story, &opts);
	story_run(&story);
	assert_int_equal(story.got, 4);
	assert_int_equal(story.err, CTI_EEOF);
	story_finish(&story);
	tls_stop(&server);
}

/* One answer over HTTP. */
static void answer_http(SSL *ssl)
{
	static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
				   "\r\n{}";
	char head[4096];

	if (SSL_read(ssl, head, sizeof(head)) > 0)
		SSL_write(ssl, text, sizeof(text) - 1);
	SSL_shutdown(ssl);
}

struct told {
	int answers, err, status;
	char detail[700];
};

static void on_answer(void *arg, const struct cti__http_answer *answer)
{
	struct told *told = arg;

	told->answers++;
	told->err = answer->err;
	told->status = answer->status;
	snprintf(told->detail, sizeof(told->detail), "%s", answer->detail);
}

/* One request over HTTP; ca: the file of the authority to trust. */
static void ask_http(struct told *told, uint16_t port, const char *ca)
{
	struct cti__http_opts opts = CTI__HTTP_OPTS_INIT;
	struct cti__http_request request = { .method = "GET" };
	struct cti__http *http;
	struct story story;
	char url[64];

	story_begin(&story);
	memset(told, 0, sizeof(*told));
	opts.net.ca_file = ca;
	snprintf(url, sizeof(url), "https://localhost:%u/", port);
	request.url = url;
	request.fn = on_answer;
	request.arg = told;
	assert_int_equal(cti__http_new(&http, story.loop, &opts), 0);
	assert_int_equal(cti__http_ask(http, &request), 0);
	while (!told->answers)
		uv_run(&story.uv, UV_RUN_ONCE);
	cti__http_free(http);
	story_finish(&story);
}

static void test_tls__carries_http_from_whom_it_trusts_only(void **state)
{
	struct tls_server server;
	struct told told;

	(void)state;
	tls_start(&server, answer_http);
	tls_go(&server, 2);
	ask_http(&told, server.base.port, cert);
	assert_int_equal(told.err, 0);
	assert_int_equal(told.status, 200);
	ask_http(&told, server.base.port, other_cert);
	assert_int_equal(told.err, CTI_ETLS);
	assert_int_equal(told.status, 0);
	assert_non_null(strstr(told.detail, "cannot be trusted"));
	tls_stop(&server);
}

static volatile sig_atomic_t pipes;

static void on_pipe(int number)
{
	(void)number;
	pipes++;
}

static void test_tls__raises_no_signal(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;
	int i;

	(void)state;
	tls_start(&server, leave);
	tls_go(&server, 1);
	story_begin(&story);
	story.say = "x";
	opts = tls_opts(&story, &server);
	story_start(&story, &opts);
	while (!story.opened)
		uv_run(&story.uv, UV_RUN_ONCE);
	sem_post(&leave_now);
	tls_stop(&server);
	pipes = 0;
	signal(SIGPIPE, on_pipe);
	/* The first is answered by a reset; the second raises the signal. */
	for (i = 0; i < 3; i++)
		(void)cti__stream_send(story.stream, "x", 1);
	story_run(&story);
	assert_int_equal(story.err, CTI_EEOF);
	story_finish(&story);
	assert_int_equal(pipes, 0);
}

static void test_tls__says_good_bye_without_a_signal(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	tls_start(&server, leave);
	tls_go(&server, 1);
	story_begin(&story);
	story.say = "x";
	opts = tls_opts(&story, &server);
	story_start(&story, &opts);
	while (!story.opened)
		uv_run(&story.uv, UV_RUN_ONCE);
	sem_post(&leave_now);
	tls_stop(&server);
	pipes = 0;
	signal(SIGPIPE, on_pipe);
	(void)cti__stream_send(story.stream, "x", 1);
	/* Closing writes once more. */
	story_finish(&story);
	assert_int_equal(pipes, 0);
}

static void close_stream(struct story *story)
{
	cti__stream_close(story->stream);
	story->stream = NULL;
	/* Ends story_run(). */
	story->want = 1;
	story->got = 1;
}

static void test_tls__may_be_closed_in_each_callback(void **state)
{
	static const size_t hooks[] = { offsetof(struct story, open_hook),
					offsetof(struct story, data_hook),
					offsetof(struct story, end_hook) };
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(hooks) / sizeof(hooks[0]); i++) {
		tls_start(&server, say_bye);
		tls_go(&server, 1);
		story_begin(&story);
		*(void (**)(struct story *))((char *)&story +
					     hooks[i]) = close_stream;
		opts = tls_opts(&story, &server);
		story_start(&story, &opts);
		story_run(&story);
		story_finish(&story);
		assert_int_equal(story.ended, i == 2 ? 1 : 0);
		tls_stop(&server);
	}
}

static size_t flooded, most_at_once, at_once;

static void count_flood(void *user, const char *data, size_t len)
{
	(void)user;
	(void)data;
	flooded += len;
	at_once += len;
	if (at_once > most_at_once)
		most_at_once = at_once;
}

static void ignore_open(void *user)
{
	(void)user;
}

/* OpenSSL holds records that the poll does not show: both that none is left
   lying, and that the loop gets its turn in between. */
static void test_tls__leaves_room_for_others_in_a_flood(void **state)
{
	struct tls_server server;
	struct cti__stream_opts opts;
	struct story story;

	(void)state;
	tls_start(&server, flood);
	tls_go(&server, 1);
	story_begin(&story);
	opts = tls_opts(&story, &server);
	opts.on_open = ignore_open;
	opts.on_data = count_flood;
	flooded = most_at_once = 0;
	story_start(&story, &opts);
	while (flooded < 20000000 && !story.ended) {
		at_once = 0;
		uv_run(&story.uv, UV_RUN_ONCE);
	}
	assert_int_equal(story.ended, 0);
	assert_in_range(most_at_once, 1, 2 * 16 * 65536);
	story_finish(&story);
	tls_stop(&server);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tls__trusts_the_ca_it_was_given),
		cmocka_unit_test(test_tls__brings_ten_megabytes_there_and_back),
		cmocka_unit_test(test_tls__refuses_another_hosts_name),
		cmocka_unit_test(test_tls__refuses_an_unknown_ca),
		cmocka_unit_test(test_tls__refuses_what_is_older_than_1_2),
		cmocka_unit_test(test_tls__names_a_ca_file_that_cannot_be_read),
		cmocka_unit_test(
			test_tls__names_a_certificate_that_cannot_be_read),
		cmocka_unit_test(test_tls__trusts_anybody_when_told_to),
		cmocka_unit_test(test_tls__shows_its_own_certificate),
		cmocka_unit_test(
			test_tls__tells_when_the_server_wants_a_certificate),
		cmocka_unit_test(test_tls__takes_a_cut_for_an_end),
		cmocka_unit_test(
			test_tls__carries_http_from_whom_it_trusts_only),
		cmocka_unit_test(test_tls__raises_no_signal),
		cmocka_unit_test(test_tls__says_good_bye_without_a_signal),
		cmocka_unit_test(test_tls__may_be_closed_in_each_callback),
		cmocka_unit_test(test_tls__leaves_room_for_others_in_a_flood),
	};

	return cmocka_run_group_tests(tests, make_certificates,
				      remove_certificates);
}
