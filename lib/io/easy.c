/* SPDX-License-Identifier: MIT */
/* From the options of a stream to those of libcurl. */
#include "io/easy.h"
#include "io/inside.h"
#include "util/alloc.h"
#include "util/buf.h"

#include <cti/error.h>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

uint32_t cti__easy_version(void)
{
	return curl_version_info(CURLVERSION_NOW)->version_num;
}

static void set_int(int fd, int level, int option, uint32_t value)
{
	int n = value > INT32_MAX ? INT32_MAX : (int)value;

	setsockopt(fd, level, option, &n, sizeof(n));
}

/* A system that refuses one of these can still be talked through. */
void cti__easy_tune(int fd, const struct cti__stream_opts *opts)
{
	if (opts->keep_idle_s) {
		set_int(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
		set_int(fd, IPPROTO_TCP, TCP_KEEPIDLE, opts->keep_idle_s);
		set_int(fd, IPPROTO_TCP, TCP_KEEPINTVL, opts->keep_interval_s);
		set_int(fd, IPPROTO_TCP, TCP_KEEPCNT, opts->keep_count);
	}
	if (opts->user_timeout_ms)
		set_int(fd, IPPROTO_TCP, TCP_USER_TIMEOUT,
			opts->user_timeout_ms);
}

static int tune_socket(void *user, curl_socket_t fd, curlsocktype purpose)
{
	(void)purpose;
	cti__easy_tune(fd, user);
	return CURL_SOCKOPT_OK;
}

static bool is_host_char(unsigned char c, bool ip6)
{
	if (c >= 0x80 || c == '-' || c == '.' || c == '_')
		return true;
	if (ip6 && (c == ':' || c == '%'))
		return true;
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z');
}

bool cti__easy_is_host(const char *host)
{
	bool ip6 = strchr(host, ':');
	size_t i;

	for (i = 0; host[i]; i++) {
		if (!is_host_char((unsigned char)host[i], ip6))
			return false;
	}
	return i > 0 && i < 256;
}

char *cti__easy_name(const struct cti__stream_opts *opts)
{
	const char *form = strchr(opts->host, ':') ? "[%s]:%u" : "%s:%u";
	struct cti__buf b = { 0 };

	cti__buf_printf(&b, form, opts->host, (unsigned)opts->port);
	return cti__buf_take(&b, NULL);
}

/* The name as a URL, in which the '%' of an IPv6 zone is written "%25". */
static char *make_url(const char *name, bool tls)
{
	struct cti__buf b = { 0 };
	const char *c;

	cti__buf_text(&b, tls ? "https://" : "http://");
	for (c = name; *c; c++) {
		cti__buf_char(&b, *c);
		if (*c == '%')
			cti__buf_text(&b, "25");
	}
	return cti__buf_take(&b, NULL);
}

static int set_tls(CURL *easy, const struct cti__stream_opts *opts)
{
	int bad = 0;

	bad |= curl_easy_setopt(easy, CURLOPT_SSLVERSION,
				(long)CURL_SSLVERSION_TLSv1_2);
	bad |= curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER,
				opts->verify ? 1L : 0L);
	bad |= curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST,
				opts->verify ? 2L : 0L);
	bad |= curl_easy_setopt(easy, CURLOPT_SSL_ENABLE_ALPN, 0L);
	/* For whoever asks when the certificate ends. Not every TLS library
	   tells. */
	(void)curl_easy_setopt(easy, CURLOPT_CERTINFO, 1L);
	if (opts->ca_file) {
		bad |= curl_easy_setopt(easy, CURLOPT_CAINFO, opts->ca_file);
		bad |= curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
	}
	if (opts->cert_file) {
		bad |= curl_easy_setopt(easy, CURLOPT_SSLCERT, opts->cert_file);
		bad |= curl_easy_setopt(easy, CURLOPT_SSLKEY,
					opts->key_file ? opts->key_file
						       : opts->cert_file);
	}
	return bad;
}

static int set_url(CURL *easy, const char *name, bool tls)
{
	char *url = make_url(name, tls);
	int bad;

	bad = !url || curl_easy_setopt(easy, CURLOPT_URL, url);
	cti__free(url);
	return bad;
}

int cti__easy_set_net(CURL *easy, const struct cti__stream_opts *opts,
		      struct cti__stream_opts *kept)
{
	int bad = 0;

	bad |= curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* The environment may name a proxy; it is meant for the web. */
	bad |= curl_easy_setopt(easy, CURLOPT_PROXY, "");
	bad |= curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
				(long)opts->connect_timeout_ms);
	bad |= curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, tune_socket);
	bad |= curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, kept);
#if LIBCURL_VERSION_NUM >= 0x075700
	/* Else closing waits for a name server that does not answer. */
	curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
	if (opts->tls)
		bad |= set_tls(easy, opts);
	return bad ? CTI_ENOMEM : 0;
}

int cti__easy_set(CURL *easy, const struct cti__stream_opts *opts,
		  struct cti__stream_opts *kept, const char *name)
{
	int bad = 0;

	bad |= set_url(easy, name, opts->tls);
	bad |= curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
	/* Also the most that one curl_easy_recv() brings. */
	bad |= curl_easy_setopt(easy, CURLOPT_BUFFERSIZE,
				(long)CTI__LOOP_INPUT);
	return bad ? CTI_ENOMEM : cti__easy_set_net(easy, opts, kept);
}
