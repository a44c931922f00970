/* SPDX-License-Identifier: MIT */
/* cti monitor: what happens on a switch, as it happens. */
#include "tool.h"

int monitor_run(const struct command *command, int argc, char **argv)
{
	bool top = false;
	struct session session = { 0 };
	struct texts words = { .count = 0 };
	const struct option options[] = {
		SESSION_OPTIONS(session),
		SESSION_LOGIN_OPTIONS(session),
		{ "--until-end", OPTION_FLAG, &session.until_end },
		{ "--top", OPTION_FLAG, &top },
		{ "--commands", OPTION_FLAG, &session.commands },
		{ NULL, OPTION_FLAG, NULL },
	};
	int status;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (words.count > 1)
		return tool_usage(command,
				  "one URL at a time; several links go "
				  "into a file for --config");
	if (!words.count && !session.config)
		return tool_usage(command,
				  "which switch? Give its URL, such as "
				  "ami://pbx.example.com");
	if (!words.count && session.until_end)
		return tool_usage(command,
				  "--until-end needs the URL of the link whose "
				  "end it is");
	if (top && session.json)
		return tool_usage(command, "--top is for people; leave it or "
					   "--json out");
	if (top && session.commands)
		return tool_usage(command, "--commands prints lines; leave it "
					   "or --top out");
	session.url = words.at[0];
	if (!top)
		return session_run(&session);
	session.view = top_view(session.no_color, session.devices.at[0]);
	status = session.view ? session_run(&session) : TOOL_FAILED;
	top_free();
	return status;
}
