/* SPDX-License-Identifier: MIT */
/* The handshake that makes a WebSocket of an HTTP connection (RFC 6455, 4). */
#include "wire/upgrade.h"
#include "util/base64.h"
#include "util/say.h"
#include "util/sha1.h"

#include <cti/error.h>

/* Room for any sane request at once: what has a secret in it shall not be left
   behind where a growing buffer was. */
#define REQUEST_ROOM 4096

static int say(struct cti__buf *why, int err, const struct cti__upgrade *up,
	       const char *text)
{
	cti__buf_clear(why);
	cti__buf_str(why, up->host);
	cti__buf_text(why, ": ");
	cti__buf_text(why, cti__say(text));
	return err;
}

/* Whether nothing in it could end the header. */
static bool is_clean(struct cti__str s)
{
	size_t i;

	for (i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			return false;
	return true;
}

static int check_parts(const struct cti__upgrade *up, struct cti__buf *why)
{
	if (!up->host.n || !is_clean(up->host) ||
	    cti__str_chr(up->host, ' ') < up->host.n)
		return say(why, CTI_EINVAL, up, "is no name of a host");
	if (up->path.n && !cti__http_is_path(up->path))
		return say(why, CTI_EINVAL, up,
			   "the path of the WebSocket has characters that "
			   "must be percent-encoded");
	if (!is_clean(up->user) || cti__str_chr(up->user, ':') < up->user.n)
		return say(why, CTI_EINVAL, up,
			   "a user with a colon or a control character in it "
			   "cannot log in over HTTP");
	return 0;
}

static void put_login(struct cti__buf *out, const struct cti__upgrade *up)
{
	struct cti__buf pair = { 0 };

	if (!up->user.n)
		return;
	cti__buf_reserve(&pair, up->user.n + up->secret.n + 1);
	cti__buf_str(&pair, up->user);
	cti__buf_char(&pair, ':');
	cti__buf_str(&pair, up->secret);
	if (pair.err)
		out->err = pair.err;
	cti__buf_text(out, "Authorization: Basic ");
	cti__base64_put(out, pair.p, pair.n);
	cti__buf_text(out, "\r\n");
	cti__buf_wipe(&pair);
}

int cti__upgrade_request(struct cti__buf *out, const struct cti__upgrade *up,
			 const unsigned char nonce[CTI__UPGRADE_NONCE],
			 struct cti__buf *why)
{
	int err = check_parts(up, why);

	if (err)
		return err;
	cti__buf_reserve(out, REQUEST_ROOM + up->path.n +
				      2 * (up->user.n + up->secret.n));
	cti__buf_text(out, "GET ");
	cti__buf_str(out, up->path.n ? up->path : CTI__STR("/"));
	cti__buf_text(out, " HTTP/1.1\r\nHost: ");
	cti__buf_str(out, up->host);
	cti__buf_text(out, "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
			   "Sec-WebSocket-Version: 13\r\n"
			   "Sec-WebSocket-Key: ");
	cti__base64_put(out, nonce, CTI__UPGRADE_NONCE);
	cti__buf_text(out, "\r\n");
	put_login(out, up);
	cti__buf_text(out, "\r\n");
	return out->err;
}

void cti__upgrade_accept(struct cti__buf *out,
			 const unsigned char nonce[CTI__UPGRADE_NONCE])
{
	unsigned char sum[CTI__SHA1_SIZE];
	struct cti__buf text = { 0 };

	cti__base64_put(&text, nonce, CTI__UPGRADE_NONCE);
	/* The number that RFC 6455 gives in 1.3. */
	cti__buf_text(&text, "258EAFA5-E914-47DA-95CA-C5AB0DC85B11");
	if (text.err)
		out->err = text.err;
	cti__sha1(sum, cti__str_n(text.p, text.n));
	cti__base64_put(out, sum, sizeof(sum));
	cti__buf_fini(&text);
}

static int no_upgrade(const struct cti__upgrade *up, int status,
		      struct cti__buf *why)
{
	static const struct {
		int least, most, err;
		const char *text;
	} rows[] = {
		{ 300, 399, CTI_EPROTO,
		  CTI__TEXT("the server sends us to another address, which is "
			    "not "
			    "followed; name the right one in the link's URL") },
		{ 401, 401, CTI_EAUTH,
		  CTI__TEXT("the server refused the user or the secret; check "
			    "both, and the account on the server") },
		{ 403, 403, CTI_EREFUSED,
		  CTI__TEXT("the server does not let this user in here; give "
			    "its account the right to") },
		{ 404, 404, CTI_ENOENT,
		  CTI__TEXT("the server has nothing at this address; check "
			    "that the interface is switched on there") },
		{ 400, 499, CTI_EREFUSED,
		  CTI__TEXT("the server refused the WebSocket; look into its "
			    "log") },
		{ 500, 599, CTI_ECONNECT,
		  CTI__TEXT("the server cannot serve us now; look into its "
			    "log") },
		{ 0, 999, CTI_EPROTO,
		  CTI__TEXT("the server answered, but not as a WebSocket does; "
			    "check the port in the link's URL") },
	};
	size_t i = 0;

	while (status < rows[i].least || status > rows[i].most)
		i++;
	say(why, 0, up, rows[i].text);
	cti__buf_printf(why, cti__say(" (HTTP status %d)"), status);
	return rows[i].err;
}

/* 0, CTI_ENOMEM or CTI_EPROTO. */
static int check_accept(const struct cti__http_head *head,
			const unsigned char nonce[CTI__UPGRADE_NONCE])
{
	struct cti__buf want = { 0 };
	struct cti__str value;
	int err;

	cti__upgrade_accept(&want, nonce);
	err = want.err;
	if (!err &&
	    (cti__http_head_get(head, "Sec-WebSocket-Accept", &value) != 1 ||
	     !cti__str_eq(value, cti__str_n(want.p, want.n))))
		err = CTI_EPROTO;
	cti__buf_fini(&want);
	return err;
}

int cti__upgrade_check(const struct cti__http_head *head,
		       const struct cti__upgrade *up,
		       const unsigned char nonce[CTI__UPGRADE_NONCE],
		       struct cti__buf *why)
{
	int err;

	if (head->status != 101)
		return no_upgrade(up, head->status, why);
	if (!cti__http_head_has(head, "Upgrade", "websocket") ||
	    !cti__http_head_has(head, "Connection", "upgrade"))
		return say(why, CTI_EPROTO, up,
			   "the server switched to another protocol than "
			   "WebSocket; check what stands between it and us");
	err = check_accept(head, nonce);
	if (err == CTI_ENOMEM)
		return say(why, err, up, cti_strerror(err));
	/* An answer from a cache, or from something that only repeats. */
	if (err)
		return say(why, err, up,
			   "the server's Sec-WebSocket-Accept does not belong "
			   "to our request; check what stands between it and "
			   "us");
	if (cti__http_head_get(head, "Sec-WebSocket-Extensions", NULL) ||
	    cti__http_head_get(head, "Sec-WebSocket-Protocol", NULL))
		return say(why, CTI_EPROTO, up,
			   "the server chose an extension or a subprotocol "
			   "that it was not offered");
	return 0;
}
