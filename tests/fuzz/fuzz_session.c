/* SPDX-License-Identifier: MIT */
/*
 * libFuzzer: the life of a link: what the switch sends, time that goes by,
 * connections lost, requests and their answers, for the adapter ADAPTER. The
 * grammar of events holds.
 *
 * An input is pieces of text, each ended by the mark, a letter and a number;
 * the letter says what the text is:
 *	h	the switch says it
 *	t	the same, and then time goes by
 *	d	the same, and then the connection is lost; another follows
 *	a	it is the answer to what was asked; the number picks the sort
 *	q	"device,to,agent" of a request; the number is its kind
 *	p	the peer that has connected to us says it
 *	P	the same, and then it goes away
 *	g	nothing: the link is pinged
 *	l	nothing: the login is accepted, and all lists are empty
 * A request without a device is of one that was told of lately.
 */
#include "stage.h"

#include "model/request.h"
#include "util/utf8.h"

#include <cti/error.h>

extern const struct cti_adapter ADAPTER;

#define STEPS_MAX 400

struct session {
	struct stage st; /* first: the port's user */
	struct cti__buf unread, peer_unread;
	struct cti_peer peer;
	void *peer_state; /* NULL: nobody has connected */
	bool is_up, is_asked;
	uint64_t tag;
};

static void settings(struct cti_port *port)
{
	/* Event Socket has one password and no users. */
	if (strcmp(ADAPTER.scheme, "esl") != 0)
		fake_port_set(port, "user", "cti");
	fake_port_set(port, "secret", "ClueCon");
	fake_port_set(port, "ami.auth", "plain");
	fake_port_set(port, "esl.context", "default");
	fake_port_set(port, "esl.domain", "pbx.example.com");
	fake_port_set(port, "esl.agent_domain", "default");
	fake_port_set(port, "ami.context", "default");
	fake_port_set(port, "data.variables", "account,customer_id");
}

/* What was sent is of use for the ids in it only. */
static void forget_words(struct session *s)
{
	if (s->st.port.sent.n > 8192)
		cti__buf_drop(&s->st.port.sent, s->st.port.sent.n - 4096);
	cti__buf_clear(&s->st.port.facts);
	cti__buf_clear(&s->st.port.http_log);
	cti__buf_clear(&s->st.port.log);
	cti__buf_clear(&s->peer.sent);
}

static void peer_gone(struct session *s)
{
	if (!s->peer_state)
		return;
	s->st.port.adapter->peer_down(s->st.port.state, s->peer_state);
	free(s->peer_state);
	s->peer_state = NULL;
	cti__buf_fini(&s->peer.sent);
	cti__buf_clear(&s->peer_unread);
	memset(&s->peer, 0, sizeof(s->peer));
}

static void link_up(struct session *s)
{
	s->is_asked = false;
	s->is_up = true;
	(void)fake_port_up(&s->st.port);
	s->is_asked = s->st.port.ready;
}

static void link_lost(struct session *s)
{
	peer_gone(s);
	cti__buf_clear(&s->unread);
	fake_port_down(&s->st.port, CTI_EEOF);
	s->st.port.wake_us = INT64_MAX;
	fake_port_pass(&s->st.port, 1000);
	link_up(s);
}

/* What the core does once the adapter has returned. */
static void settle(struct session *s)
{
	struct cti_port *port = &s->st.port;

	forget_words(s);
	if (s->peer_state && s->peer.is_closed)
		peer_gone(s);
	if (port->failed) {
		link_lost(s);
	} else if (port->ready && !s->is_asked) {
		s->is_asked = true;
		if (port->adapter->resync)
			(void)port->adapter->resync(port->state);
	}
}

/* Bytes that the adapter has not used come again with more behind them. */
static bool give(struct session *s, struct cti__buf *unread,
		 struct cti__str text, bool is_peer)
{
	const struct cti_adapter *adapter = s->st.port.adapter;
	void *state = s->st.port.state;
	struct cti__str all;
	ssize_t used;

	cti__buf_str(unread, text);
	all = fuzz_alone(cti__str_n(unread->p, unread->n));
	used = is_peer ? adapter->peer_input(state, s->peer_state, all.p, all.n)
		       : adapter->input(state, all.p, all.n);
	fuzz_forget(all);
	must(used <= (ssize_t)unread->n, "more is used than there is");
	if (used > 0)
		cti__buf_drop(unread, (size_t)used);
	return used >= 0;
}

/* A message of a WebSocket is whole, and text. */
static void hear(struct session *s, struct cti__str text)
{
	struct cti_port *port = &s->st.port;
	bool is_whole = port->adapter->wire == CTI_WIRE_WEBSOCKET;

	if (is_whole && (!text.n || !cti__utf8_ok(text)))
		return;
	if (!give(s, &s->unread, text, false))
		link_lost(s);
	else
		must(!is_whole || !s->unread.n, "a part of a message is left");
	settle(s);
}

static void peer_hear(struct session *s, struct cti__str text)
{
	const struct cti_adapter *adapter = s->st.port.adapter;

	/* Nobody comes before the link is live. */
	if (!adapter->peer_up || !s->st.port.synced)
		return;
	if (!s->peer_state) {
		s->peer_state = calloc(1, adapter->peer_state_size);
		must(s->peer_state != NULL, "out of memory");
		if (adapter->peer_up(s->st.port.state, s->peer_state,
				     &s->peer)) {
			free(s->peer_state);
			s->peer_state = NULL;
			return;
		}
	}
	if (!give(s, &s->peer_unread, text, true))
		peer_gone(s);
	settle(s);
}

/* The last ActionID of AMI that was sent. */
static struct cti__str last_id(const struct session *s)
{
	const struct cti__str key = CTI__STR("ActionID: ");
	struct cti__str sent = cti__str_n(s->st.port.sent.p, s->st.port.sent.n);
	size_t at;

	for (at = sent.n; at-- > 0;)
		if (cti__str_starts(cti__str_sub(sent, at, sent.n), key)) {
			sent = cti__str_sub(sent, at + key.n, sent.n);
			return cti__str_sub(sent, 0, cti__str_chr(sent, '\r'));
		}
	return CTI__STR_NONE;
}

static void answer_ami(struct session *s, unsigned sort, struct cti__str text)
{
	static const char *const first[] = { "Response: Success",
					     "Response: Error",
					     "Event: OriginateResponse",
					     "Event: CoreShowChannelsComplete",
					     "Event: StatusComplete",
					     "Event: CoreShowChannel",
					     "Event: Status",
					     "Response: Goodbye" };
	struct cti__buf out = { 0 };

	cti__buf_printf(&out, "%s\r\nActionID: ", first[sort % 8]);
	cti__buf_str(&out, last_id(s));
	cti__buf_text(&out, "\r\n");
	cti__buf_str(&out, text);
	cti__buf_text(&out, "\r\n\r\n");
	hear(s, cti__str_n(out.p, out.n));
	cti__buf_fini(&out);
}

static void answer_esl(struct session *s, unsigned sort, struct cti__str text)
{
	static const char *const types[] = { "api/response", "text/event-plain",
					     "text/event-json",
					     "text/disconnect-notice",
					     "log/data" };
	struct cti__buf out = { 0 };

	if (sort % 8 >= 5)
		cti__buf_text(&out, "Content-Type: command/reply\n"
				    "Reply-Text: ");
	else
		cti__buf_printf(&out,
				"Content-Type: %s\nContent-Length: %zu\n\n",
				types[sort % 8], text.n);
	cti__buf_str(&out, text);
	if (sort % 8 >= 5)
		cti__buf_text(&out, "\n\n");
	hear(s, cti__str_n(out.p, out.n));
	cti__buf_fini(&out);
}

static void answer_http(struct session *s, unsigned sort, struct cti__str text)
{
	static const int statuses[] = { 200, 200, 200, 204, 0, 404, 409, 500 };
	char *body = fuzz_text(text);

	(void)fake_port_answer(&s->st.port, "", statuses[sort % 8], body);
	free(body);
	settle(s);
}

static void answer(struct session *s, unsigned sort, struct cti__str text)
{
	const char *scheme = s->st.port.adapter->scheme;

	if (!strcmp(scheme, "ari"))
		answer_http(s, sort, text);
	else if (!strcmp(scheme, "esl"))
		answer_esl(s, sort, text);
	else
		answer_ami(s, sort, text);
}

static void request(struct session *s, unsigned kind, struct cti__str text)
{
	const struct cti_adapter *adapter = s->st.port.adapter;
	struct cti_request req = { .kind = kind % 40,
				   .new_leg = CTI__STR("5c7e3a6e-0001") };
	struct cti__buf why = { 0 };
	uint64_t tag = ++s->tag;

	req.device = cti__str_cut(text, ',', &req.to);
	req.to = cti__str_cut(req.to, ',', &req.agent);
	if (!req.device.n)
		req.device = cti__str(s->st.device[s->st.devices++ % 4]);
	req.call = cti__str(s->st.call);
	req.queue = req.reason = req.key = req.value = req.to;
	req.caller = req.caller_name = req.device;
	if (s->st.port.synced && cti__utf8_ok(text) && req.device.n &&
	    req.to.n && cti__model_resolve(s->st.model, &req, &why) == 0 &&
	    !adapter->refuse(s->st.port.state, &req) &&
	    adapter->request(s->st.port.state, tag, &req))
		must(s->st.port.detail.n > 0, "refused without a reason");
	cti__buf_clear(&s->st.port.detail);
	cti__buf_fini(&why);
	settle(s);
}

static void ami_live(struct session *s)
{
	static const struct {
		const char *event, *id;
	} lists[] = { { "BridgeListComplete", "b" },
		      { "CoreShowChannelsComplete", "c" },
		      { "QueueStatusComplete", "q" },
		      { "ParkedCallsComplete", "p" } };
	struct cti__buf out = { 0 };
	struct cti__str id;
	size_t i;

	hear(s, CTI__STR("Asterisk Call Manager/8.0.2\r\n"));
	answer_ami(s, 0, CTI__STR("Message: Authentication accepted"));
	fake_port_pass(&s->st.port, 2500);
	settle(s);
	id = last_id(s);
	id.n = cti__str_rchr(id, '-');
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
		cti__buf_printf(&out,
				"Event: %s\r\nEventList: Complete\r\n"
				"ActionID: %.*s-%s\r\n\r\n",
				lists[i].event, (int)id.n, id.n ? id.p : "",
				lists[i].id);
	}
	hear(s, cti__str_n(out.p, out.n));
	cti__buf_fini(&out);
}

static void esl_live(struct session *s)
{
	static const char *const lists[] = {
		"3600\n", "{\"row_count\":0}",
		"-ERR callcenter_config Command not found!\n",
		"-ERR callcenter_config Command not found!\n"
	};
	size_t i;

	hear(s, CTI__STR("Content-Type: auth/request\n\n"));
	answer_esl(s, 5, CTI__STR("+OK accepted"));
	answer_esl(s, 5, CTI__STR("+OK event listener enabled plain"));
	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		answer_esl(s, 0, cti__str(lists[i]));
}

static void ari_live(struct session *s)
{
	unsigned i;

	answer_http(s, 0, CTI__STR("{\"status\":{\"startup_time\":\"t\"}}"));
	for (i = 0; i < 8 && !s->st.port.synced; i++)
		answer_http(s, 0, CTI__STR("[]"));
}

static void go_live(struct session *s)
{
	const char *scheme = s->st.port.adapter->scheme;

	if (s->st.port.synced)
		return;
	if (!strcmp(scheme, "ari"))
		ari_live(s);
	else if (!strcmp(scheme, "esl"))
		esl_live(s);
	else
		ami_live(s);
}

static void step(struct session *s, char what, unsigned number,
		 struct cti__str text)
{
	const struct cti_adapter *adapter = s->st.port.adapter;

	if (what == 'a')
		answer(s, number, text);
	else if (what == 'q')
		request(s, number, text);
	else if (what == 'p' || what == 'P')
		peer_hear(s, text);
	else if (what == 'l')
		go_live(s);
	else if (what != 'g')
		hear(s, text);
	if (what == 't') {
		fake_port_pass(&s->st.port, number * number * 4);
		stage_tick(&s->st, s->st.port.now_us);
		settle(s);
	} else if (what == 'd') {
		link_lost(s);
		settle(s);
	} else if (what == 'P') {
		peer_gone(s);
	} else if (what == 'g' && adapter->ping && s->st.port.ready) {
		(void)adapter->ping(s->st.port.state);
		settle(s);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cti__str rest = fuzz_input(data, size), text;
	static struct session s;
	unsigned number, steps = 0;
	char what;

	memset(&s, 0, sizeof(s));
	stage_begin(&s.st, GRAMMAR_TORN);
	settings(&s.st.port);
	must(fake_port_init(&s.st.port, &ADAPTER, "pbx") == 0, "no adapter");
	link_up(&s);
	while (rest.n && steps++ < STEPS_MAX) {
		text = fuzz_part(&rest);
		what = (char)fuzz_byte(&rest);
		number = fuzz_byte(&rest);
		step(&s, what, number, text);
	}
	peer_gone(&s);
	fake_port_down(&s.st.port, CTI_EEOF);
	cti__buf_fini(&s.unread);
	cti__buf_fini(&s.peer_unread);
	stage_end(&s.st);
	return 0;
}
