/* SPDX-License-Identifier: MIT */
/* cti: libcti on the command line. The table of commands, and finding one. */
#include "tool.h"

#include <string.h>

/* Texts stand here as they are read. */
/* clang-format off */
#define SESSION_HELP                                                           \
	"  --json            every event as one line of JSON, nothing else\n"  \
	"  --device N        only events that name this extension or number;\n" \
	"                    may be given again\n"                             \
	"  --config FILE     keys, links and directories from a JSON file\n"   \
	"  --set KEY=VALUE   one key; `cti keys` lists them; may be given again\n" \
	"  --no-color        plain text also on a terminal (as NO_COLOR=1)\n"  \
	"  -v, --verbose     say every step on stderr\n"

#define LOGIN_HELP                                                             \
	"  --user NAME       who logs in\n"                                    \
	"  --secret-file F   the password is the first line of F\n"            \
	"  --seconds N       end after N seconds\n"                            \
	"  --until-end       end when the link has nothing more to say\n"

#define LOGIN_WORDS                                                            \
	"\nThe login comes from these options, from the URL (ami://user:secret@host,\n" \
	"which others on this machine may see) or from CTI_USER and CTI_SECRET.\n"

#define PLAN_HELP                                                              \
	"  --country CN         the site's country, two letters (default CN)\n" \
	"  --area 010           its area code, as dialled inside the country\n" \
	"  --outside-prefix 9   what is dialled for an outside line\n"            \
	"  --plugin NAME        knows the numbers of more countries: phonenumber,\n" \
	"                       or the path of a shared object\n"                  \
	"  --plugin-all         ask it about the own country's numbers too\n"

const struct command commands[] = {
	{ "monitor", N_("what happens on a switch, as it happens"),
	  "monitor URL [--config FILE] [--device N]... [--json | --top] [...]",
	  N_("Logs in to a switch and prints each event, until Ctrl-C.\n\n"
	  "  URL               ami://host[:5038], ami+tls://host[:5039],\n"
	  "                    ari://host[:8088], ari+tls://host[:8089],\n"
	  "                    esl://host[:8021], esl+tls://host[:8021],\n"
	  "                    sim:FILE, replay:PATH\n"
	  "  --top             calls, agents and queues as tables that move, like\n"
	  "                    top; h shows the keys\n"
	  "  --commands        each line on stdin is a request, such as\n"
	  "                    `hold 1001` or `transfer 1001 1002`; its end is\n"
	  "                    printed among the events\n" SESSION_HELP LOGIN_HELP
		  LOGIN_WORDS
	  "\nFor example:\n"
	  "  CTI_SECRET=secret cti monitor ami://pbx.example.com --user cti\n"
	  "  cti monitor ami+tls://pbx.example.com --user cti \\\n"
	  "      --secret-file ~/.cti-secret --json | jq .event\n"),
	  monitor_run, NULL },
	{ "can", N_("what a telephone, a call or an agent can be asked for now"),
	  "can URL --device N | --call ID | --agent NAME [option...]",
	  N_("Lists every request with yes, or why not, so that one knows before.\n\n"
	  "  --call ID         the call, as in events\n"
	  "  --device N        the extension, in that call or in any\n"
	  "  --agent NAME      who sits there\n"
	  "  --after S         look when the link has been up for so long\n"
	  "  --json            a line of JSON for each\n"
	  "  --config FILE, --set KEY=VALUE, --no-color, -v   as for monitor\n"
	  "  --user NAME, --secret-file F   who logs in\n"
	  "\nFor example:\n"
	  "  cti can ami://pbx.example.com --device 1001\n"),
	  can_run, NULL },
	{ "replay", N_("the same from a recording, as fast as it goes"),
	  "replay [--protocol P] PATH [--json] [option...]",
	  N_("Tells what a recording tells. PATH is a file of `cti record`, or a\n"
	  "folder of captures (ami.raw and others; also packed with gzip).\n\n"
	  "  --protocol P      which one, where a folder has several: ami\n"
	  SESSION_HELP
	  "\nExit status 0 when the recording was read to its end, 1 when it is\n"
	  "cut short or unreadable.\n\nFor example:\n"
	  "  cti replay monday.raw --protocol ami --json >monday.jsonl\n"),
	  replay_run, NULL },
	{ "record", N_("a switch's words into a file that replay reads"),
	  "record URL FILE [--seconds N] [--json] [option...]",
	  N_("Logs in to a switch and writes what it says to FILE, until Ctrl-C.\n"
	  "With --json or --verbose it prints the events meanwhile.\n\n"
	  SESSION_HELP LOGIN_HELP LOGIN_WORDS
	  "\nFor example:\n"
	  "  cti record ami://pbx.example.com monday.raw --user cti \\\n"
	  "      --secret-file ~/.cti-secret --seconds 3600\n"),
	  record_run, NULL },
	{ "doctor", N_("what is wrong with a link or its switch, and the remedy"),
	  "doctor URL [--call] [--json] [option...]",
	  N_("Connects as `cti monitor` does, asks the switch how it is set up, and says\n"
	  "what it found: what, what to do, and the file, section and line. It\n"
	  "changes nothing.\n\n"
	  "  --call            make a call that rings nowhere, to see whether the\n"
	  "                    switch tells of it; other programs see it too\n"
	  "  --seconds N       give up after N seconds (60)\n"
	  "  --json            a line of JSON for each\n"
	  "  --config FILE, --set KEY=VALUE, --no-color, -v   as for monitor\n"
	  "  --user NAME, --secret-file F   who logs in\n"
	  "\nExit status 0 when there is no fault (warnings may be), else 1.\n"
	  "\nFor example:\n"
	  "  CTI_SECRET=secret cti doctor ami://cti@pbx.example.com\n"),
	  doctor_run, NULL },
	{ "sim", N_("a story on the switch in the box"),
	  "sim [FILE] [--speed N | --flat-out] [--json] [option...]",
	  N_("Plays a script of calls on the simulator and shows events and pops.\n"
	  "Without FILE it plays a short morning in a call centre.\n\n"
	  "  --speed N         N times as fast as life\n"
	  "  --flat-out        do not wait at all, on a virtual clock: two runs\n"
	  "                    print the same, byte for byte\n"
	  "  --own-day         as fast as life, but on the story's own day, which is\n"
	  "                    2026-01-05 as with --flat-out, not today\n"
	  "  --seconds N       end after N seconds\n"
	  SESSION_HELP
	  "\nFor example:\n"
	  "  cti sim\n"
	  "  cti sim my-story.sim --flat-out --json\n"),
	  sim_run, sim_more },
	{ "explain", N_("why a call's events came, or did not"),
	  "explain RECORDING [CALL] [--mask] [--json] [--protocol P] [option...]",
	  N_("Shows what a recording says of one call, step by step in order of time:\n"
	  "each message of the switch (the lines that matter, with the place of\n"
	  "its first byte), what was read in it, the events that came of it, what\n"
	  "became of the pops, and why nothing happened where nothing did.\n\n"
	  "  CALL              its id, the beginning of its id, or the number of\n"
	  "                    one of its parties; without it the calls are listed\n"
	  "  --mask            hide numbers, names and call data, the same always\n"
	  "                    behind the same mask: fit to be sent to others\n"
	  "  --full            all lines of these messages\n"
	  "  --all             also messages that name the call and say nothing\n"
	  "                    of use\n"
	  "  --protocol P      which one, where a folder has several: ami\n"
	  "  --json            every step as one line of JSON\n"
	  "  --config FILE     keys and directories from a JSON file\n"
	  "  --set KEY=VALUE   one key; `cti keys` lists them; may be given again\n"
	  "  --no-color        plain text also on a terminal (as NO_COLOR=1)\n"
	  "  -v, --verbose     say every step on stderr\n"
	  "\nFor example:\n"
	  "  cti explain monday.raw\n"
	  "  cti explain monday.raw 13800138000 --mask >for-support.txt\n"),
	  explain_run, NULL },
	{ "identify", N_("who a number belongs to"),
	  "identify N... [--csv FILE] [--sqlite FILE] [--config FILE] [--json]",
	  N_("Asks the directories as a ringing call would: candidates, how sure and\n"
	  "why, from where, and the greeting. N may be -: numbers from standard\n"
	  "input, one a line.\n\n"
	  "  --csv FILE        customers in a CSV file with a header line;\n"
	  "                    columns named phone... or mobile hold numbers\n"
	  "  --sqlite FILE     customers as `cti directory build` writes them\n"
	  "  --config FILE     directories from a JSON file\n"
	  "  --data NAME=VALUE what the caller keyed in, such as CTI_ACCOUNT=A7;\n"
	  "                    may be given again\n"
	  PLAN_HELP
	  "  --set KEY=VALUE   one key; `cti keys` lists them; may be given again\n"
	  "  --fields A,B...   only these fields of the customers; else all\n"
	  "  --json            one line of JSON a number\n"
	  "\nFor example:\n"
	  "  cti identify 13800138000 --csv customers.csv\n"
	  "  cti identify anonymous --csv customers.csv --data CTI_ACCOUNT=A7\n"),
	  identify_run, NULL },
	{ "directory", N_("a CSV file made into a quick directory"),
	  "directory build CSV SQLITE [option...]",
	  N_("Reads customers from a CSV file and writes an SQLite file in which a\n"
	  "number is found by key, however many customers there are. A broken\n"
	  "line is left out, and said.\n\n" PLAN_HELP
	  "\nFor example:\n"
	  "  cti directory build customers.csv customers.db --area 010\n"),
	  directory_run, NULL },
	{ "number", N_("what a telephone number is"),
	  "number [--country CN] [--area 010] [--outside-prefix 9] [--json] N...",
	  N_("Takes numbers apart as the library does before it looks them up: class,\n"
	  "E.164, national form, extension; then step by step what was done, and\n"
	  "the keys it is matched by.\n\n"
	  PLAN_HELP
	  "  --json               one line of JSON a number\n"
	  "\nFor example:\n"
	  "  cti number 13800138000 '(010) 6552-9988 ext. 12'\n"
	  "  cti number --country DE '+49 30 123456'\n"
	  "  cti number --plugin phonenumber '+55 11 98765-4321'\n"),
	  number_run, NULL },
	{ "service", N_("service knowledge: tiers, lines, hints and the like"),
	  "service check FILE... | try FILE [FIELD=VALUE...] [option...]",
	  N_("check reads files of service knowledge as the key service.file does,\n"
	  "and says what is in them, or what is wrong, where, and the remedy.\n"
	  "try says what follows from a file for a customer with these fields;\n"
	  "without fields for somebody whom nobody knows.\n\n"
	  "  --dnis N          the number that was dialled\n"
	  "  --queue NAME      the queue the call is in\n"
	  "  --direction D     inbound or outbound\n"
	  "  --at TIME         when, as 2026-01-05T01:00:00Z; else now\n"
	  "  --data KEY=VALUE  data of the call, such as the reason; repeatable\n"
	  "  --json            as it stands in a pop's JSON\n"
	  "  --no-color        plain text also on a terminal (as NO_COLOR=1)\n"
	  "\nFor example:\n"
	  "  cti service check service.json\n"
	  "  cti service try service.json spend=680 tenure_months=96 "
	  "credit=95\n"),
	  service_run, NULL },
	{ "journal", N_("the contacts of a journal"),
	  "journal FILE [ID] [--json | --csv] [--since DAY] [--until DAY] [...]",
	  N_("Lists the contacts that journal.file holds, oldest first; with an ID,\n"
	  "shows that one with all its segments.\n\n"
	  "  --json            a line of JSON a contact, with its segments\n"
	  "  --csv             a line of CSV a contact, behind a line of names\n"
	  "  --since DAY       only what began on that day (UTC) or later\n"
	  "  --until DAY       only what began before that day (UTC)\n"
	  "  --number N        only contacts with that customer's number\n"
	  "  --record KEY=VAL  only with that in their record: tenant=agency\n"
	  "  --segments        who rang, talked, held, under each line\n"
	  "  --last N          only the last N\n"
	  "  --dead            the records that the CRM does not take, and why\n"
	  "  --retry           offer them to it again; with an ID, only that one\n"
	  "  --no-color        plain text also on a terminal (as NO_COLOR=1)\n"
	  "\nFor example:\n"
	  "  cti sim --flat-out --set journal.file=day.db >day.txt\n"
	  "  cti journal day.db --csv >day.csv\n"),
	  journal_run, NULL },
	{ "report", N_("what a day comes to: rates, times, money"),
	  "report FILE [--json | --csv | --prometheus | --plot | ...] [...]",
	  N_("Counts the contacts of a journal, of a recording (file or capture folder)\n"
	  "or of a simulator's script (.sim), and prints tables and a plot; each\n"
	  "number stands beside its definition.\n\n"
	  "  --json            a line of JSON a group: all, queue, line, campaign,\n"
	  "                    medium, tier, kind, desk, agent, hours, interval\n"
	  "  --csv             a line of CSV a group\n"
	  "  --prometheus      text exposition\n"
	  "  --plot            a plot in the terminal, drawn by gnuplot\n"
	  "  --png FILE        the plot as a picture\n"
	  "  --svg FILE        the same as SVG\n"
	  "  --out FILE        to a file, replaced at one stroke; without it the\n"
	  "                    text forms go to stdout\n"
	  "  --since DAY       of a journal, only what began on that day (UTC) or\n"
	  "                    later\n"
	  "  --until DAY       only what began before that day (UTC)\n"
	  "  --record KEY=VAL  of a journal, only contacts with that in their record\n"
	  "  --count KEY=VALUE how to count: service_level_s (20),\n"
	  "                    service_level_percent (80), short_abandon_ms (5000),\n"
	  "                    interval_s (3600), utc_offset_min, cost_per_contact,\n"
	  "                    cost_per_minute, converted, retained, lost, hours,\n"
	  "                    holidays, bands, groups (which the text shows:\n"
	  "                    tier,campaign); may be given again\n"
	  "  --protocol P      which one, where a folder has several: ami\n"
	  "  --config FILE     keys and directories from a JSON file\n"
	  "  --set KEY=VALUE   one key; `cti keys` lists them; may be given again\n"
	  "\nFor example:\n"
	  "  cti report contacts.db --count 'bands=human_rate_in:85:98'\n"),
	  report_run, NULL },
	{ "keys", N_("everything that can be configured"),
	  "keys [--json]",
	  N_("Lists the keys of --set and of the configuration file, with type,\n"
	  "default and meaning. In the file, objects stand for the dots.\n\n"
	  "  --json            one line of JSON a key\n"
	  "\nFor example:\n"
	  "  cti keys | less\n"),
	  keys_run, NULL },
	{ NULL, NULL, NULL, NULL, NULL, NULL },
};
/* clang-format on */

static void help(FILE *to)
{
	const struct command *command;

	fputs(_("usage: cti COMMAND [word...]\n\n"
		"Telephone calls as events, and who is calling: the tool of "
		"libcti.\n\n"),
	      to);
	for (command = commands; command->name; command++)
		fprintf(to, "  %-10s %s\n", command->name,
			_(command->summary));
	fputs(_("\nRequests to a switch (`cti dial URL ...`, `cti agent ready URL "
		"...`):\n"),
	      to);
	request_list(to);
	fputs(_("\n  cti COMMAND --help tells more, with an example.\n"
		"  cti sim shows it all without a switch.\n"),
	      to);
}

static const char *command_name(size_t index, const void *of)
{
	size_t count = 0;

	(void)of;
	while (commands[count].name)
		count++;
	return index < count ? commands[index].name
			     : request_name(index - count);
}

const struct command *command_find(const char *name)
{
	const struct command *command;

	for (command = commands; command->name; command++)
		if (strcmp(command->name, name) == 0)
			return command;
	return request_command(name);
}

static int unknown(const char *name)
{
	const char *meant = options_nearest(name, command_name, NULL);

	if (meant)
		tool_failed("there is no command \"%s\"; did you mean %s?",
			    name, meant);
	else
		tool_failed("there is no command \"%s\"; `cti --help` lists "
			    "them",
			    name);
	return TOOL_USAGE;
}

/* cti help, cti help COMMAND */
static int show_help(int argc, char **argv)
{
	const struct command *command = argc > 2 ? command_find(argv[2]) : NULL;

	if (argc > 2 && !command)
		return unknown(argv[2]);
	if (command)
		options_help(stdout, command);
	else
		help(stdout);
	return tool_flush();
}

int main(int argc, char **argv)
{
	const struct command *command;

	language_setup();
	if (argc < 2) {
		help(stderr);
		return TOOL_USAGE;
	}
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 ||
	    strcmp(argv[1], "-h") == 0)
		return show_help(argc, argv);
	if (strcmp(argv[1], "--complete") == 0)
		return complete(argc - 2, argv + 2);
	if (strcmp(argv[1], "--version") == 0) {
		printf("cti %s\n", cti_version());
		return tool_flush();
	}
	/* `cti record start URL` is about a call, `cti record URL FILE` not. */
	if (argc > 2 && request_is(argv[1], argv[2]))
		command = request_command(argv[1]);
	else
		command = command_find(argv[1]);
	if (!command)
		return unknown(argv[1]);
	return command->run(command, argc - 1, argv + 1);
}
