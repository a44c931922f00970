/* SPDX-License-Identifier: MIT */
/* Requests over AMI on the fake port: what they send, and the answers. */
#ifndef CTI_TESTS_AMI_ASK_H
#define CTI_TESTS_AMI_ASK_H

#include "ami_stage.h"
#include "adapters/ami/request.h"

#include <stdio.h>

#define ASK_MAX 16

struct ask_stage {
	struct stage st;
	struct cti__buf text; /* what was sent, without ActionIDs */
	char id[ASK_MAX][80]; /* those, of the last actions */
	size_t id_count;
	uint64_t tag;
};

static inline void ask_open(struct ask_stage *s)
{
	memset(s, 0, sizeof(*s));
	fake_port_set(&s->st.port, "ami.dial_channel", "PJSIP/{device}");
	fake_port_set(&s->st.port, "ami.agent_interface", "PJSIP/{device}");
	fake_port_set(&s->st.port, "ami.ring_ms", "30000");
	fake_port_set(&s->st.port, "ami.context", "libcti");
	fake_port_set(&s->st.port, "ami.code_join", "*3");
	fake_port_set(&s->st.port, "ami.code_swap", "*4");
	stage_ready(&s->st);
	fake_port_forget(&s->st.port);
}

static inline void ask_close(struct ask_stage *s)
{
	cti__buf_fini(&s->text);
	stage_close(&s->st);
}

/* Take what was sent apart: a line each, '|' between actions. */
static inline const char *ask_sent(struct ask_stage *s)
{
	struct cti__str rest = cti__str_n(s->st.port.sent.p, s->st.port.sent.n);
	static const struct cti__str mark = { "ActionID: ", 10 };

	cti__buf_clear(&s->text);
	s->id_count = 0;
	while (rest.n) {
		struct cti__str line = cti__str_cut(rest, '\n', &rest);

		assert_true(line.n && line.p[line.n - 1] == '\r');
		line.n--;
		if (cti__str_starts(line, mark)) {
			assert_true(s->id_count < ASK_MAX);
			snprintf(s->id[s->id_count++], 80, "%.*s",
				 (int)(line.n - mark.n), line.p + mark.n);
		} else if (line.n) {
			cti__buf_str(&s->text, line);
			cti__buf_char(&s->text, '\n');
		} else {
			cti__buf_text(&s->text, "|\n");
		}
	}
	cti__buf_clear(&s->st.port.sent);
	return cti__buf_cstr(&s->text);
}

/* Ask; nothing may end before the switch has answered. */
static inline int ask(struct ask_stage *s, const struct cti_request *req)
{
	size_t before = s->st.port.done_count;
	int err = s->st.port.adapter->request(s->st.port.state, ++s->tag, req);

	assert_int_equal(s->st.port.done_count, before);
	return err;
}

/* What is sent for a request is this. */
static inline void ask_sends(struct ask_stage *s, const struct cti_request *req,
			     const char *text)
{
	assert_int_equal(ask(s, req), 0);
	assert_string_equal(ask_sent(s), text);
}

/* The answer to the i-th of the last actions; more: further lines. */
static inline void ask_answer(struct ask_stage *s, size_t i,
			      const char *response, const char *more)
{
	char text[1024];

	assert_true(i < s->id_count);
	snprintf(text, sizeof(text), "Response: %s\r\nActionID: %s\r\n%s\r\n",
		 response, s->id[i], more);
	stage_hear(&s->st, text);
}

static inline void ask_event(struct ask_stage *s, size_t i, const char *event,
			     const char *more)
{
	char text[1024];

	snprintf(text, sizeof(text), "Event: %s\r\nActionID: %s\r\n%s\r\n",
		 event, s->id[i], more);
	stage_hear(&s->st, text);
}

/* The last request has ended, once, so. */
static inline void ask_ended(struct ask_stage *s, int err, const char *why)
{
	assert_int_equal(s->st.port.done_tag, s->tag);
	assert_int_equal(s->st.port.done_err, err);
	assert_int_equal(s->st.port.done_count, 1);
	if (why)
		assert_string_equal(cti__buf_cstr(&s->st.port.done_why), why);
	s->st.port.done_count = 0;
}

/* Refused before anything was sent, with a sentence that has this in it. */
static inline void ask_refused(struct ask_stage *s,
			       const struct cti_request *req, int err,
			       const char *has)
{
	cti__buf_clear(&s->st.port.detail);
	assert_int_equal(ask(s, req), err);
	assert_int_equal(s->st.port.sent.n, 0);
	assert_non_null(strstr(cti__buf_cstr(&s->st.port.detail), has));
}

static inline const char *ask_refuse(struct ask_stage *s,
				     const struct cti_request *req)
{
	return s->st.port.adapter->refuse(s->st.port.state, req);
}

#endif
