/* SPDX-License-Identifier: MIT */
/* cti record: a switch's bytes to a file that replay reads. */
#include "tool.h"

int record_run(const struct command *command, int argc, char **argv)
{
	struct session session = { 0 };
	struct texts words = { .count = 0 };
	const struct option options[] = {
		SESSION_OPTIONS(session),
		SESSION_LOGIN_OPTIONS(session),
		{ "--until-end", OPTION_FLAG, &session.until_end },
		{ NULL, OPTION_FLAG, NULL },
	};
	int status;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (words.count != 2)
		return tool_usage(command,
				  "give the URL to record and the file to "
				  "record to");
	session.url = words.at[0];
	session.record = words.at[1];
	session.quiet = !session.json && !session.verbose;
	status = session_run(&session);
	if (status == TOOL_OK)
		fprintf(stderr, "%llu bytes in %llu messages are in %s\n",
			(unsigned long long)session.stats.bytes_in,
			(unsigned long long)session.stats.messages,
			session.record);
	return status;
}
