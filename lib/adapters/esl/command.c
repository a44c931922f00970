/* SPDX-License-Identifier: MIT */
/*
 * Commands on their way out: the one encoder of the Event Socket. FreeSWITCH
 * reads them by blanks, quotes, commas and braces, and expands ${...} in some:
 * a value from outside must not be able to use any of that.
 */
#include "adapters/esl/esl.h"
#include "util/alloc.h"

#include <cti/error.h>

#include <stdio.h>

static void put(struct cti__esl_command *cmd, const char *p, size_t n)
{
	if (n > sizeof(cmd->text) - cmd->n) {
		cmd->bad = true;
		return;
	}
	if (n)
		memcpy(cmd->text + cmd->n, p, n);
	cmd->n += n;
}

void cti__esl_begin(struct cti__esl_command *cmd, const char *words)
{
	cmd->n = 0;
	cmd->bad = false;
	cti__esl_add(cmd, words);
}

void cti__esl_add(struct cti__esl_command *cmd, const char *words)
{
	put(cmd, words, strlen(words));
}

static bool is_plain(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	       (c >= 'a' && c <= 'z') || (c && strchr("_.@*#+-", c));
}

void cti__esl_word(struct cti__esl_command *cmd, struct cti__str word)
{
	size_t i;

	/* A word that begins with - would be an option. */
	if (!word.n || word.p[0] == '-')
		cmd->bad = true;
	for (i = 0; i < word.n; i++)
		if (!is_plain(word.p[i]))
			cmd->bad = true;
	put(cmd, word.p, word.n);
}

static bool is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

/* What stands for itself nowhere, and cannot be made to. */
static bool is_expanded(char c)
{
	return is_control(c) || strchr("${}[]<>|^", c);
}

void cti__esl_quoted(struct cti__esl_command *cmd, struct cti__str text)
{
	size_t i;

	put(cmd, "'", 1);
	for (i = 0; i < text.n; i++) {
		if (is_expanded(text.p[i]))
			cmd->bad = true;
		if (strchr("'\"\\", text.p[i]))
			put(cmd, "\\", 1);
		put(cmd, text.p + i, 1);
	}
	put(cmd, "'", 1);
}

/* Blanks at the ends are cut off, unless they are written as \s. */
static bool is_outer(struct cti__str text, size_t i)
{
	return text.p[i] == ' ' &&
	       (!cti__str_trim(cti__str_sub(text, 0, i + 1)).n ||
		!cti__str_trim(cti__str_sub(text, i, text.n)).n);
}

/*
 * Originate takes a variable apart three times (blanks, commas, the equals
 * sign), and each time takes quotes and backslashes off: what shall be left
 * after the third needs seven backslashes now, or four as \s. The comma counts
 * the second time only, and passes the first as it is.
 */
void cti__esl_value(struct cti__esl_command *cmd, struct cti__str text)
{
	size_t i;

	put(cmd, "'", 1);
	for (i = 0; i < text.n; i++) {
		/* Parts of a dial string are parted by that, quoted or not. */
		if (is_expanded(text.p[i]) ||
		    cti__str_starts(cti__str_sub(text, i, 3), CTI__STR(":_:")))
			cmd->bad = true;
		if (strchr("'\\", text.p[i]))
			cti__esl_add(cmd, "\\\\\\\\\\\\\\");
		else if (text.p[i] == ',')
			cti__esl_add(cmd, "\\");
		if (is_outer(text, i))
			cti__esl_add(cmd, "\\\\\\\\s");
		else
			put(cmd, text.p + i, 1);
	}
	put(cmd, "'", 1);
}

void cti__esl_line(struct cti__esl_command *cmd, struct cti__str text)
{
	size_t i;

	for (i = 0; i < text.n; i++)
		if (is_control(text.p[i]))
			cmd->bad = true;
	put(cmd, text.p, text.n);
}

/* "cti-<epoch>-<tag>": FreeSWITCH keeps 36 bytes of it. */
#define JOB_MAX 37

static void job_id(const struct cti__esl_state *esl, uint64_t tag, char *id)
{
	snprintf(id, JOB_MAX, "cti-%016llx-%llx",
		 (unsigned long long)cti_port_epoch(esl->port),
		 (unsigned long long)(tag & 0xfffffffffffffff));
}

static int queue(struct cti__esl_state *esl, enum cti__esl_ask what,
		 uint64_t tag)
{
	unsigned at = esl->asked % CTI__ESL_ASKS;

	if (esl->asked - esl->answered >= CTI__ESL_ASKS) {
		cti_port_detail(esl->port,
				"FreeSWITCH has not answered the commands "
				"before this one yet; try again later.");
		return CTI_EAGAIN;
	}
	esl->ask[at].what = (uint8_t)what;
	esl->ask[at].tag = tag;
	esl->asked++;
	return 0;
}

int cti__esl_end(struct cti__esl_command *cmd, struct cti__esl_state *esl)
{
	cti__esl_add(cmd, "\n\n");
	if (!cmd->bad)
		return 0;
	cti_port_detail(esl->port, "It has a character that means something to "
				   "FreeSWITCH's commands, or is too long.");
	return CTI_EINVAL;
}

int cti__esl_send(struct cti__esl_command *cmd, struct cti__esl_state *esl,
		  enum cti__esl_ask what, uint64_t tag)
{
	char id[JOB_MAX];
	int err;

	if (what == ESL_ASK_JOB) {
		job_id(esl, tag, id);
		cti__esl_add(cmd, "\nJob-UUID: ");
		cti__esl_add(cmd, id);
	}
	err = cti__esl_end(cmd, esl);
	if (!err)
		err = queue(esl, what, tag);
	if (!err)
		cti_port_send(esl->port, cmd->text, cmd->n);
	cti__wipe(cmd->text, sizeof(cmd->text));
	return err;
}

bool cti__esl_answered(struct cti__esl_state *esl, enum cti__esl_ask *what,
		       uint64_t *tag)
{
	unsigned at = esl->answered % CTI__ESL_ASKS;

	if (esl->answered == esl->asked)
		return false;
	esl->answered++;
	*what = (enum cti__esl_ask)esl->ask[at].what;
	*tag = esl->ask[at].tag;
	return true;
}

bool cti__esl_job(const struct cti__esl_state *esl, struct cti__str id,
		  uint64_t *tag)
{
	char mine[JOB_MAX], text[JOB_MAX];
	unsigned long long value;

	if (id.n < 22 || id.n >= sizeof(text))
		return false;
	memcpy(text, id.p, id.n);
	text[id.n] = '\0';
	if (sscanf(text + 21, "%llx", &value) != 1)
		return false;
	job_id(esl, value, mine);
	*tag = value;
	return strcmp(mine, text) == 0;
}
