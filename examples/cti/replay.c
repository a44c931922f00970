/* SPDX-License-Identifier: MIT */
/* cti replay: a recording, as fast as it goes. */
#include "tool.h"

#include <stdlib.h>

int replay_run(const struct command *command, int argc, char **argv)
{
	const char *protocol = NULL;
	struct session session = { .until_end = true };
	struct texts words = { .count = 0 };
	const struct option options[] = {
		SESSION_OPTIONS(session),
		{ "--protocol", OPTION_TEXT, &protocol },
		{ NULL, OPTION_FLAG, NULL },
	};
	char *url;
	int status;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (words.count != 1)
		return tool_usage(command, "give one recording: a file or a "
					   "capture folder");
	url = text_url("replay", words.at[0], protocol ? "protocol" : NULL,
		       protocol);
	if (!url)
		return tool_failed("out of memory");
	session.url = url;
	session.whole = words.at[0];
	status = session_run(&session);
	free(url);
	return status;
}
