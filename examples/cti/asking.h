/* SPDX-License-Identifier: MIT */
/* What the files share that ask a switch for something. */
#ifndef CTI_TOOL_ASKING_H
#define CTI_TOOL_ASKING_H

#include "tool.h"

#define ASKING_PAIRS 32
#define ASKING_KEY   65

/* A request in the words of the command line. */
struct asking {
	cti_request_opts
		opts; /* borrows from all that is below, and from argv */
	cti_pair pairs[ASKING_PAIRS];
	char keys[ASKING_PAIRS][ASKING_KEY];
	struct texts data; /* "key=value" */
	bool auto_answer, at_once;
	double timeout; /* seconds */
	double after;	/* seconds that the link has been up; 0: at once */
	bool wait;	/* follow the call to its end */
	struct session session;
};

/* Who asks. */
enum asking_for {
	ASKING_COMMAND, /* a command with a URL, and all options */
	ASKING_LINE,	/* a line on stdin: no URL, no login */
	ASKING_CAN	/* what is possible: a URL, and no more words */
};

/*
 * Read argv, which begins with the request's first word, "hold" or "agent".
 * True to go on; else *status is what the command returns, after its words.
 */
bool asking_parse(struct asking *asking, enum asking_for who,
		  const struct command *command, int argc, char **argv,
		  int *status);

/* One line for a request that has ended, or was not accepted: for people, or
   JSON. line: number of its line on stdin; 0: none. */
void asking_print(bool json, unsigned long line, uint32_t kind, uint64_t id,
		  int error, const char *detail, const char *call,
		  const char *link);

/* monitor --commands: lines on stdin become requests. Between the two, the
   client lives. */
void lines_begin(cti_client *client, struct uv_loop_s *loop, bool json);
void lines_end(void);

#endif
