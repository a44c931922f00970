/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: any bytes as the server's side of a WebSocket. Whole and in pieces
 * they give the same messages and the same end. The first byte says how long a
 * piece is, and whether the server has agreed before.
 *
 *	CC=clang meson setup build-fuzz -Dfuzz=true -Db_lundef=false
 *	ninja -C build-fuzz
 *	build-fuzz/tests/fuzz/fuzz_websocket CORPUS-FOLDER
 */
#include "wire/websocket.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char agreed[] =
	"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
	"Connection: Upgrade\r\n"
	"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static int chance(void *p, size_t n)
{
	memset(p, 0, n);
	if (n == 16)
		memcpy(p, "the sample nonce", n);
	return 0;
}

/* 0 or why it ended; what happened goes to told. */
static int feed(struct cti__websocket *ws, const char *data, size_t n,
		struct cti__buf *told)
{
	enum cti__websocket_what what;
	size_t used;
	int err;

	do {
		err = cti__websocket_read(ws, data, n, &used, &what);
		if (used > n)
			abort();
		data += used;
		n -= used;
		if (what == CTI__WEBSOCKET_MESSAGE)
			cti__buf_str(told, cti__websocket_message(ws));
		cti__buf_char(told, (char)('0' + (int)what));
		/* How often it says "nothing" depends on the pieces. */
		if (what == CTI__WEBSOCKET_NOTHING)
			told->n--;
		cti__websocket_sent(ws);
	} while (!err && what != CTI__WEBSOCKET_NOTHING);
	if (!err && n)
		abort();
	return err;
}

static void run(struct cti__buf *told, bool open, const char *data, size_t size,
		size_t piece)
{
	struct cti__websocket_opts opts = {
		.host = CTI__STR("pbx:8088"),
		.max_message = 4096,
		.random = chance,
	};
	struct cti__websocket *ws;
	struct cti__buf why = { 0 };
	size_t at, n;
	int err = 0;

	if (cti__websocket_new(&ws, &opts, &why))
		abort();
	if (open)
		err = feed(ws, agreed, sizeof(agreed) - 1, told);
	for (at = 0; !err && at < size; at += n) {
		n = size - at < piece ? size - at : piece;
		err = feed(ws, data + at, n, told);
	}
	cti__buf_i64(told, err);
	cti__buf_text(told, cti__websocket_detail(ws));
	cti__websocket_free(ws);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cti__buf whole = { 0 }, cut = { 0 };
	bool open = size && (data[0] & 0x80);

	if (size < 2)
		return 0;
	run(&whole, open, (const char *)data + 1, size - 1, size);
	run(&cut, open, (const char *)data + 1, size - 1, 1 + (data[0] & 0x7f));
	if (whole.n != cut.n || memcmp(whole.p, cut.p, whole.n) != 0) {
		fprintf(stderr,
			"cut in pieces, the bytes mean another thing\n");
		abort();
	}
	cti__buf_fini(&whole);
	cti__buf_fini(&cut);
	return 0;
}
