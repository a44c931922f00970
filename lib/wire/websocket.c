/* SPDX-License-Identifier: MIT */
/* The client's side of a WebSocket (RFC 6455) without a socket. */
#include "wire/websocket.h"
#include "util/alloc.h"
#include "util/say.h"
#include "wire/good_bye.h"
#include "wire/upgrade.h"

#include <cti/error.h>

#include <wslay/wslay.h>

/* Of the answer to the upgrade, with all that may come before it. */
#define HEAD_MAX      16384
/* Frames of one message: more is a message without end. */
#define FRAGMENTS_MAX 16384
#define CONTROL_MAX   125

enum stage {
	STAGE_UPGRADE, /* the server has not agreed yet */
	STAGE_OPEN,
	STAGE_ENDED
};

struct cti__websocket {
	wslay_frame_context_ptr frames;
	enum stage stage;
	unsigned char nonce[CTI__UPGRADE_NONCE];
	char *host;
	size_t max_message;
	int (*random)(void *p, size_t n);
	int random_err; /* what it returned last */
	struct cti__buf out, detail;
	struct cti__buf head; /* of the answer, as far as it has come */
	const char *in;	      /* what libwslay may still take */
	size_t in_left;
	struct cti__buf message; /* the one being put together */
	size_t fragments;	 /* its frames; 0: none has begun */
	bool whole;	    /* it was handed out: the next takes its place */
	uint64_t frame_got; /* bytes of the present frame */
	bool in_frame;
	uint8_t control[CONTROL_MAX]; /* the present control frame */
	size_t control_n;
	/* Of several pings only the last needs an answer: RFC 6455, 5.5.3. */
	uint8_t pong[CONTROL_MAX];
	size_t pong_n;
	bool pong_due;
};

static ssize_t take_bytes(uint8_t *to, size_t room, int flags, void *user)
{
	struct cti__websocket *ws = user;
	size_t n = ws->in_left < room ? ws->in_left : room;

	(void)flags;
	if (!n)
		return -1;
	memcpy(to, ws->in, n);
	ws->in += n;
	ws->in_left -= n;
	return (ssize_t)n;
}

static ssize_t put_bytes(const uint8_t *data, size_t n, int flags, void *user)
{
	struct cti__websocket *ws = user;

	(void)flags;
	cti__buf_add(&ws->out, data, n);
	return ws->out.err ? -1 : (ssize_t)n;
}

static int make_mask(uint8_t *to, size_t n, void *user)
{
	struct cti__websocket *ws = user;

	ws->random_err = ws->random(to, n);
	return ws->random_err ? -1 : 0;
}

static int send_frame(struct cti__websocket *ws, uint8_t opcode,
		      const void *data, size_t n)
{
	static const uint8_t nothing;
	struct wslay_frame_iocb frame = {
		.fin = 1,
		.opcode = opcode,
		.payload_length = n,
		.mask = 1,
		/* An empty message has no bytes to point at. */
		.data = n ? data : &nothing,
		.data_length = n,
	};
	ssize_t sent;

	do {
		sent = wslay_frame_send(ws->frames, &frame);
		if (sent < 0)
			return ws->random_err ? ws->random_err : CTI_ENOMEM;
		frame.data += sent;
		frame.data_length -= (size_t)sent;
	} while (frame.data_length);
	return 0;
}

static void send_close(struct cti__websocket *ws, uint16_t code)
{
	uint8_t data[2] = { (uint8_t)(code >> 8), (uint8_t)code };

	/* Without it the other side sees an end just as well. */
	(void)send_frame(ws, WSLAY_CONNECTION_CLOSE, data, sizeof(data));
}

/* The end, with a sentence. */
static int end(struct cti__websocket *ws, int err, const char *text)
{
	ws->stage = STAGE_ENDED;
	cti__buf_clear(&ws->detail);
	cti__buf_text(&ws->detail, ws->host);
	cti__buf_text(&ws->detail, ": ");
	cti__buf_text(&ws->detail, cti__say(text));
	return err;
}

/* The other side broke the rules; it is told by which code. */
static int broken(struct cti__websocket *ws, uint16_t code, int err,
		  const char *text)
{
	send_close(ws, code);
	return end(ws, err, text);
}

static int no_memory(struct cti__websocket *ws)
{
	return end(ws, CTI_ENOMEM, cti_strerror(CTI_ENOMEM));
}

static int on_close(struct cti__websocket *ws)
{
	uint16_t answer;
	int err;

	end(ws, 0, "");
	err = cti__good_bye_read(cti__str_n((char *)ws->control, ws->control_n),
				 &answer, &ws->detail);
	if (answer)
		send_close(ws, answer);
	else
		(void)send_frame(ws, WSLAY_CONNECTION_CLOSE, NULL, 0);
	return err;
}

/* What the first bytes of a frame say of the whole. */
static int check_frame(struct cti__websocket *ws,
		       const struct wslay_frame_iocb *frame)
{
	bool control = wslay_is_ctrl_frame(frame->opcode);

	if (frame->mask || frame->rsv || (frame->opcode & 7) > 2)
		return broken(ws, WSLAY_CODE_PROTOCOL_ERROR, CTI_EPROTO,
			      "the other side sent a frame that no server may "
			      "send");
	if (control)
		return 0;
	if (frame->opcode == WSLAY_BINARY_FRAME)
		return broken(ws, WSLAY_CODE_UNSUPPORTED_DATA, CTI_EPROTO,
			      "the other side sent a binary message, where "
			      "only text is spoken");
	if ((frame->opcode == WSLAY_CONTINUATION_FRAME) != (ws->fragments > 0))
		return broken(ws, WSLAY_CODE_PROTOCOL_ERROR, CTI_EPROTO,
			      "the other side mixed up the pieces of its "
			      "messages");
	if (frame->payload_length > ws->max_message - ws->message.n ||
	    ws->fragments == FRAGMENTS_MAX) {
		broken(ws, WSLAY_CODE_MESSAGE_TOO_BIG, CTI_ETOOBIG, "");
		cti__buf_printf(&ws->detail,
				cti__say("the other side sent a message of "
					 "more than %zu bytes or %d pieces"),
				ws->max_message, FRAGMENTS_MAX);
		return CTI_ETOOBIG;
	}
	ws->fragments++;
	return 0;
}

static int add_data(struct cti__websocket *ws,
		    const struct wslay_frame_iocb *frame)
{
	if (wslay_is_ctrl_frame(frame->opcode)) {
		memcpy(ws->control + ws->control_n, frame->data,
		       frame->data_length);
		ws->control_n += frame->data_length;
		return 0;
	}
	cti__buf_add(&ws->message, frame->data, frame->data_length);
	return ws->message.err ? no_memory(ws) : 0;
}

/* A frame is whole. */
static int on_frame(struct cti__websocket *ws,
		    const struct wslay_frame_iocb *frame,
		    enum cti__websocket_what *what)
{
	switch (frame->opcode) {
	case WSLAY_CONNECTION_CLOSE:
		return on_close(ws);
	case WSLAY_PING:
		memcpy(ws->pong, ws->control, ws->control_n);
		ws->pong_n = ws->control_n;
		ws->pong_due = true;
		return 0;
	case WSLAY_PONG:
		return 0;
	default:
		break;
	}
	if (!frame->fin)
		return 0;
	ws->fragments = 0;
	ws->whole = true;
	if (!cti__good_bye_is_text(cti__str_n(ws->message.p, ws->message.n)))
		return broken(ws, WSLAY_CODE_INVALID_FRAME_PAYLOAD_DATA,
			      CTI_EPROTO,
			      "the other side sent a text that is not UTF-8");
	*what = CTI__WEBSOCKET_MESSAGE;
	return 0;
}

/* One piece of a frame. CTI_EAGAIN: more bytes are wanted. */
static int read_piece(struct cti__websocket *ws, enum cti__websocket_what *what)
{
	struct wslay_frame_iocb frame = { 0 };
	ssize_t n = wslay_frame_recv(ws->frames, &frame);
	int err = 0;

	if (n == WSLAY_ERR_WANT_READ)
		return CTI_EAGAIN;
	if (n < 0)
		return broken(ws, WSLAY_CODE_PROTOCOL_ERROR, CTI_EPROTO,
			      "the other side sent something that is no frame "
			      "of a WebSocket");
	if (!ws->in_frame) {
		err = check_frame(ws, &frame);
		if (err)
			return err;
		ws->in_frame = true;
		ws->frame_got = 0;
		ws->control_n = 0;
	}
	if (frame.data_length)
		err = add_data(ws, &frame);
	if (err)
		return err;
	ws->frame_got += frame.data_length;
	if (ws->frame_got < frame.payload_length)
		return 0;
	ws->in_frame = false;
	return on_frame(ws, &frame, what);
}

static int read_frames(struct cti__websocket *ws,
		       enum cti__websocket_what *what)
{
	int err = 0;

	if (ws->whole)
		cti__buf_clear(&ws->message);
	ws->whole = false;
	while (!err && *what == CTI__WEBSOCKET_NOTHING)
		err = read_piece(ws, what);
	if (err && err != CTI_EAGAIN)
		return err;
	if (err && ws->pong_due) {
		ws->pong_due = false;
		if (send_frame(ws, WSLAY_PONG, ws->pong, ws->pong_n))
			return no_memory(ws);
	}
	return 0;
}

static int check_head(struct cti__websocket *ws, struct cti__str text,
		      enum cti__websocket_what *what)
{
	struct cti__upgrade up = { .host = cti__str(ws->host) };
	struct cti__http_head head;
	int err;

	if (cti__http_head_parse(&head, text))
		return end(ws, CTI_EPROTO,
			   "the other side does not speak HTTP/1.1; check the "
			   "port in the link's URL, and whether it is one for "
			   "TLS");
	/* "Wait", "here are hints": the answer is yet to come. */
	if (head.status < 200 && head.status != 101)
		return 0;
	err = cti__upgrade_check(&head, &up, ws->nonce, &ws->detail);
	if (!err)
		*what = CTI__WEBSOCKET_OPENED;
	ws->stage = err ? STAGE_ENDED : STAGE_OPEN;
	return err;
}

/* The first bytes show already that it is something else, such as TLS. */
static bool may_be_http(const struct cti__buf *head)
{
	static const char want[] = "HTTP/1.1 ";
	size_t n = head->n < sizeof(want) - 1 ? head->n : sizeof(want) - 1;

	return !n || !memcmp(head->p, want, n);
}

static int read_head(struct cti__websocket *ws, enum cti__websocket_what *what)
{
	size_t room = HEAD_MAX - ws->head.n, was = ws->head.n, end_at;
	size_t n = ws->in_left < room ? ws->in_left : room;
	int err;

	cti__buf_add(&ws->head, ws->in, n);
	if (ws->head.err)
		return no_memory(ws);
	end_at = cti__http_head_end(ws->head.p, ws->head.n);
	if (!may_be_http(&ws->head) || (!end_at && ws->head.n == HEAD_MAX))
		return check_head(ws, CTI__STR_NONE, what);
	if (end_at)
		n = end_at - was;
	ws->in += n;
	ws->in_left -= n;
	if (!end_at)
		return 0;
	err = check_head(ws, cti__str_n(ws->head.p, end_at), what);
	cti__buf_clear(&ws->head);
	return err;
}

int cti__websocket_read(struct cti__websocket *ws, const char *data, size_t len,
			size_t *used, enum cti__websocket_what *what)
{
	int err = 0;

	*used = 0;
	*what = CTI__WEBSOCKET_NOTHING;
	ws->in = data;
	ws->in_left = len;
	if (ws->stage == STAGE_ENDED)
		return CTI_ESTATE;
	while (!err && ws->in_left && ws->stage == STAGE_UPGRADE)
		err = read_head(ws, what);
	if (!err && *what == CTI__WEBSOCKET_NOTHING && ws->stage == STAGE_OPEN)
		err = read_frames(ws, what);
	*used = len - ws->in_left;
	return err;
}

struct cti__str cti__websocket_message(const struct cti__websocket *ws)
{
	return cti__str_n(ws->message.p, ws->message.n);
}

const char *cti__websocket_detail(struct cti__websocket *ws)
{
	return cti__buf_cstr(&ws->detail);
}

bool cti__websocket_is_open(const struct cti__websocket *ws)
{
	return ws->stage == STAGE_OPEN;
}

struct cti__str cti__websocket_out(const struct cti__websocket *ws)
{
	return cti__str_n(ws->out.p, ws->out.err ? 0 : ws->out.n);
}

void cti__websocket_sent(struct cti__websocket *ws)
{
	/* The login was in it, at first. */
	cti__wipe(ws->out.p, ws->out.n);
	ws->out.n = 0;
}

/* Half a frame must not go out, and nothing can follow it. */
static int send_whole(struct cti__websocket *ws, uint8_t opcode,
		      const void *data, size_t n)
{
	int err;

	if (ws->stage != STAGE_OPEN)
		return CTI_ESTATE;
	err = send_frame(ws, opcode, data, n);
	if (err) {
		ws->out.n = 0;
		end(ws, err, cti_strerror(err));
	}
	return err;
}

int cti__websocket_send(struct cti__websocket *ws, const void *text, size_t len)
{
	return send_whole(ws, WSLAY_TEXT_FRAME, text, len);
}

int cti__websocket_ping(struct cti__websocket *ws)
{
	return send_whole(ws, WSLAY_PING, NULL, 0);
}

int cti__websocket_close(struct cti__websocket *ws)
{
	static const uint8_t going_away[2] = { 1001 >> 8, 1001 & 0xff };
	int err = send_whole(ws, WSLAY_CONNECTION_CLOSE, going_away,
			     sizeof(going_away));

	if (!err)
		end(ws, CTI_ECANCELED, "we closed the WebSocket");
	return err;
}

void cti__websocket_free(struct cti__websocket *ws)
{
	if (!ws)
		return;
	if (ws->frames)
		wslay_frame_context_free(ws->frames);
	cti__buf_wipe(&ws->out);
	cti__buf_fini(&ws->detail);
	cti__buf_fini(&ws->head);
	cti__buf_fini(&ws->message);
	cti__free(ws->host);
	cti__free(ws);
}

static int begin(struct cti__websocket *ws,
		 const struct cti__websocket_opts *opts, struct cti__buf *why)
{
	static const struct wslay_frame_callbacks callbacks = {
		.send_callback = put_bytes,
		.recv_callback = take_bytes,
		.genmask_callback = make_mask,
	};
	struct cti__upgrade up = {
		.host = opts->host,
		.path = opts->path,
		.user = opts->user,
		.secret = opts->secret,
	};
	int err;

	ws->host = cti__str_dup(opts->host);
	if (!ws->host || wslay_frame_context_init(&ws->frames, &callbacks, ws))
		return CTI_ENOMEM;
	err = opts->random(ws->nonce, sizeof(ws->nonce));
	return err ? err : cti__upgrade_request(&ws->out, &up, ws->nonce, why);
}

int cti__websocket_new(struct cti__websocket **out,
		       const struct cti__websocket_opts *opts,
		       struct cti__buf *why)
{
	struct cti__websocket *ws;
	int err;

	*out = NULL;
	ws = cti__calloc(1, sizeof(*ws));
	if (!ws)
		return CTI_ENOMEM;
	ws->max_message = opts->max_message;
	ws->random = opts->random;
	err = begin(ws, opts, why);
	if (err)
		cti__websocket_free(ws);
	else
		*out = ws;
	return err;
}
