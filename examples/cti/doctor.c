/* SPDX-License-Identifier: MIT */
/* cti doctor: what is wrong with a link or its switch, and what to change. */
#include "tool.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#define LINE_WIDTH 79
#define INDENT	   9

static struct {
	uv_loop_t loop;
	uv_timer_t limit;
	uv_signal_t interrupt;
	cti_client *client;
	bool json, done;
	unsigned count[CTI_FINDING_FAULT + 1];
	int status;
} it;

static void close_handle(uv_handle_t *handle, void *arg)
{
	(void)arg;
	if (!uv_is_closing(handle))
		uv_close(handle, NULL);
}

static void on_closed(void *user)
{
	(void)user;
	uv_walk(&it.loop, close_handle, NULL);
}

static void end(int status)
{
	if (it.done)
		return;
	it.done = true;
	it.status = status;
	cti_client_close(it.client);
}

/* One letter; those of Chinese may stand at a line's end, their stops only
   behind another. */
static size_t letter(const char *text)
{
	size_t n = 1;

	while ((text[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static bool is_stop(const char *text)
{
	static const char *const stops[] = { "，", "。", "；", "：",
					     "、", "）", "”",  NULL };
	size_t i = 0;

	while (stops[i] && strncmp(text, stops[i], strlen(stops[i])) != 0)
		i++;
	return stops[i];
}

/* What must stay together at the beginning of a text. */
static size_t piece(const char *text)
{
	size_t n = 0;

	if (text[0] & 0x80)
		n = letter(text);
	else
		while (text[n] && text[n] != ' ' && !(text[n] & 0x80))
			n++;
	while (is_stop(text + n))
		n += letter(text + n);
	return n;
}

/* In lines that fit a terminal, behind the level. */
static void print_words(const char *text)
{
	size_t column = INDENT, n, width, gap = 0;
	char word[512];

	while (*text) {
		n = piece(text);
		snprintf(word, sizeof(word), "%.*s",
			 (int)(n < sizeof(word) ? n : sizeof(word) - 1), text);
		width = print_width(word);
		if (column > INDENT && column + gap + width > LINE_WIDTH) {
			printf("\n%*s", INDENT, "");
			column = INDENT;
		} else if (gap && column > INDENT) {
			putchar(' ');
			column++;
		}
		print_clean(stdout, word);
		column += width;
		gap = text[n] == ' ';
		text += n + gap;
	}
	putchar('\n');
}

/* "manager.conf [cti]: read = ..." */
static void print_place(const cti_finding *finding)
{
	if (!*finding->file)
		return;
	printf("%*s", INDENT, "");
	print_color(COLOR_BOLD);
	print_clean(stdout, finding->file);
	if (*finding->section) {
		putchar(' ');
		print_clean(stdout, finding->section);
	}
	print_color(COLOR_NONE);
	if (*finding->line) {
		fputs(": ", stdout);
		print_color(COLOR_CYAN);
		print_clean(stdout, finding->line);
		print_color(COLOR_NONE);
	}
	putchar('\n');
}

static void print_text(const cti_finding *finding)
{
	static const struct {
		const char *word;
		enum color color;
	} levels[] = {
		[CTI_FINDING_GOOD] = { N_("good"), COLOR_GREEN },
		[CTI_FINDING_NOTE] = { N_("note"), COLOR_BLUE },
		[CTI_FINDING_WARNING] = { N_("warning"), COLOR_YELLOW },
		[CTI_FINDING_FAULT] = { N_("fault"), COLOR_RED },
	};
	const char *word = _(levels[finding->level].word);

	print_color(levels[finding->level].color);
	printf("%s%*s", word, INDENT - (int)print_width(word), "");
	print_color(COLOR_NONE);
	print_words(finding->text);
	if (*finding->remedy) {
		printf("%*s", INDENT, "");
		print_words(finding->remedy);
	}
	print_place(finding);
}

static void print_json(const cti_finding *finding)
{
	putchar('{');
	json_member(stdout, true, "level",
		    cti_finding_level_name(finding->level));
	json_member(stdout, false, "id", finding->id);
	json_member(stdout, false, "text", finding->text);
	json_member(stdout, false, "remedy", finding->remedy);
	json_member(stdout, false, "file", finding->file);
	json_member(stdout, false, "section", finding->section);
	json_member(stdout, false, "line", finding->line);
	puts("}");
}

static void on_finding(cti_client *client, const cti_finding *finding,
		       void *user)
{
	(void)client;
	(void)user;
	if (finding->level <= CTI_FINDING_FAULT)
		it.count[finding->level]++;
	(it.json ? print_json : print_text)(finding);
	fflush(stdout);
}

static void print_sum(void)
{
	unsigned faults = it.count[CTI_FINDING_FAULT];
	unsigned warnings = it.count[CTI_FINDING_WARNING];

	if (it.json)
		return;
	if (faults || warnings)
		printf(_("\nfaults: %u, warnings: %u, notes: %u\n"), faults,
		       warnings, it.count[CTI_FINDING_NOTE]);
	else
		puts(_("\nNothing has to be changed."));
}

static void on_done(cti_client *client, int error, void *user)
{
	(void)client;
	(void)user;
	print_sum();
	end(error || it.count[CTI_FINDING_FAULT] ? TOOL_FAILED : TOOL_OK);
}

static void on_limit(uv_timer_t *timer)
{
	(void)timer;
	end(tool_failed("nothing more was found out in time"));
}

static void on_signal(uv_signal_t *handle, int number)
{
	(void)handle;
	(void)number;
	end(TOOL_FAILED);
}

/* What the log would say the findings say better. */
static void on_log(enum cti_log_level level, const char *text, void *user)
{
	if (*(bool *)user)
		session_log(level, text, NULL);
}

static int look(const struct session *session, bool call, double seconds)
{
	cti_link *link;
	int err = session_link(it.client, session, &link);

	if (err)
		return err;
	err = cti_link_diagnose(link, call ? CTI_DIAGNOSE_CALL : 0, on_finding,
				on_done, NULL);
	if (err)
		return tool_failed("the link cannot be looked at: %s",
				   cti_strerror(err));
	uv_timer_start(&it.limit, on_limit, (uint64_t)(seconds * 1000), 0);
	return TOOL_OK;
}

static int run(struct session *session, bool call, double seconds)
{
	cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	int status;

	signal(SIGPIPE, SIG_IGN);
	if (uv_loop_init(&it.loop))
		return tool_failed("no event loop can be made");
	uv_timer_init(&it.loop, &it.limit);
	uv_signal_init(&it.loop, &it.interrupt);
	uv_signal_start(&it.interrupt, on_signal, SIGINT);
	opts.loop = &it.loop;
	opts.on_log = on_log;
	opts.on_closed = on_closed;
	opts.user = &session->verbose;
	opts.log_level = CTI_LOG_DEBUG;
	status = cti_client_new(&it.client, &opts);
	if (status) {
		on_closed(NULL);
		status = tool_failed("no client: %s", cti_strerror(status));
	} else {
		status = session_settings(it.client, session->config,
					  &session->set);
		if (!status)
			status = look(session, call, seconds);
		if (status)
			end(status);
	}
	uv_run(&it.loop, UV_RUN_DEFAULT);
	uv_loop_close(&it.loop);
	return it.done ? it.status : status;
}

int doctor_run(const struct command *command, int argc, char **argv)
{
	struct session session = { .url = NULL };
	struct texts words = { .count = 0 };
	bool call = false;
	const struct option options[] = {
		{ "--call", OPTION_FLAG, &call },
		{ "--json", OPTION_FLAG, &session.json },
		{ "--config", OPTION_TEXT, &session.config },
		{ "--set", OPTION_LIST, &session.set },
		{ "--no-color", OPTION_FLAG, &session.no_color },
		{ "--verbose", OPTION_FLAG, &session.verbose },
		SESSION_LOGIN_OPTIONS(session),
		{ NULL, OPTION_FLAG, NULL },
	};
	int status;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (!words.count)
		return tool_usage(command, "which switch? give its URL");
	if (words.count > 1)
		return tool_usage(command, "give one URL only");
	session.url = words.at[0];
	if (strncmp(session.url, "replay:", 7) == 0)
		return tool_usage(command,
				  "a recording has no settings to look "
				  "at; give the URL of a switch");
	print_setup(session.no_color);
	it.json = session.json;
	status = run(&session, call,
		     session.seconds > 0 ? session.seconds : 60);
	return status == TOOL_OK ? tool_flush() : status;
}
