/* SPDX-License-Identifier: MIT */
/* Service knowledge: its file checked, tried, and an advice as lines for
 * people. */
#include "tool.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <time.h>

/* --- check --- */

static int check(const struct texts *words)
{
	char detail[1280];
	size_t i;
	int err;

	for (i = 1; i < words->count; i++) {
		err = cti_service_check(words->at[i], detail, sizeof(detail));
		if (err)
			return tool_failed("%s", detail);
		print_clean(stdout, detail);
		putchar('\n');
	}
	return tool_flush();
}

/* --- try --- */

#define DATA_MAX 32

struct trial {
	const char *dnis, *queue, *direction, *at;
	struct texts data;
	bool json, no_color;
};

/* "2026-01-05T01:00:00Z" */
static bool parse_time(const char *text, int64_t *us)
{
	struct tm tm = { 0 };
	const char *end = strptime(text, "%Y-%m-%dT%H:%M:%SZ", &tm);

	*us = (int64_t)timegm(&tm) * 1000000;
	return end && !*end;
}

static int set_fields(cti_customer *customer, const struct texts *words)
{
	const char *equal;
	char name[80];
	size_t i;

	for (i = 2; i < words->count; i++) {
		equal = strchr(words->at[i], '=');
		if (!equal || equal - words->at[i] >= (ptrdiff_t)sizeof(name))
			return tool_failed("\"%s\" is no FIELD=VALUE",
					   words->at[i]);
		snprintf(name, sizeof(name), "%.*s",
			 (int)(equal - words->at[i]), words->at[i]);
		if (cti_customer_set(customer, name, equal + 1))
			return tool_failed("\"%s\" cannot be a field of a "
					   "customer",
					   words->at[i]);
	}
	return TOOL_OK;
}

/* Cuts the words of the command line at their "=". */
static int set_data(const struct texts *words, cti_pair *pair, size_t *count)
{
	static char key[DATA_MAX][80];
	const char *equal;
	size_t i;

	for (i = 0; i < words->count; i++) {
		equal = strchr(words->at[i], '=');
		if (!equal || i >= DATA_MAX ||
		    equal - words->at[i] >= (ptrdiff_t)sizeof(key[i]))
			return tool_failed("--data needs KEY=VALUE, at most %d "
					   "of them, not \"%s\"",
					   DATA_MAX, words->at[i]);
		snprintf(key[i], sizeof(key[i]), "%.*s",
			 (int)(equal - words->at[i]), words->at[i]);
		pair[i].key = key[i];
		pair[i].value = equal + 1;
		*count = i + 1;
	}
	return TOOL_OK;
}

static void print_line(enum color color, const char *text)
{
	if (!*text)
		return;
	print_color(color);
	print_clean(stdout, text);
	print_color(COLOR_NONE);
	putchar('\n');
}

static int print_advice(const cti_advice *advice, bool json)
{
	char *text;

	if (!json) {
		advice_lines(advice, print_line);
		return tool_flush();
	}
	if (cti_advice_json(advice, &text, NULL))
		return tool_failed("out of memory");
	puts(text);
	cti_free(text);
	return tool_flush();
}

static int judge(cti_client *client, const struct trial *trial,
		 const struct texts *words)
{
	cti_advice_query query = CTI_ADVICE_QUERY_INIT;
	cti_customer *customer = NULL;
	cti_advice *advice = NULL;
	cti_pair pair[DATA_MAX];
	int status;

	query.dnis = trial->dnis;
	query.queue = trial->queue;
	query.direction = trial->direction;
	if (trial->at && !parse_time(trial->at, &query.time_us))
		return tool_failed("\"%s\" is no time; write it as "
				   "2026-01-05T01:00:00Z",
				   trial->at);
	if (cti_customer_new(&customer))
		return tool_failed("out of memory");
	status = set_fields(customer, words);
	if (!status)
		status = set_data(&trial->data, pair, &query.data_count);
	query.data = pair;
	if (words->count > 2)
		query.customer = customer;
	if (!status && cti_service_load(client, words->at[1]))
		status = tool_failed("%s", cti_client_detail(client));
	if (!status && cti_service_advise(client, &advice, &query))
		status = tool_failed("out of memory");
	if (!status)
		status = print_advice(advice, trial->json);
	cti_advice_unref(advice);
	cti_customer_unref(customer);
	return status;
}

static int try(const struct trial *trial, const struct texts *words)
{
	cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	cti_client *client;
	int status;

	print_setup(trial->no_color);
	opts.on_log = session_log;
	status = cti_client_new(&client, &opts);
	if (status)
		return tool_failed("no client: %s", cti_strerror(status));
	status = judge(client, trial, words);
	cti_client_close(client);
	return status;
}

int service_run(const struct command *command, int argc, char **argv)
{
	struct texts words = { .count = 0 };
	struct trial trial = { .json = false };
	const struct option options[] = {
		{ "--dnis", OPTION_TEXT, &trial.dnis },
		{ "--queue", OPTION_TEXT, &trial.queue },
		{ "--direction", OPTION_TEXT, &trial.direction },
		{ "--at", OPTION_TEXT, &trial.at },
		{ "--data", OPTION_LIST, &trial.data },
		{ "--json", OPTION_FLAG, &trial.json },
		{ "--no-color", OPTION_FLAG, &trial.no_color },
		{ NULL, OPTION_FLAG, NULL },
	};
	int status;

	if (!options_parse(command, options, argc, argv, &words, &status))
		return status;
	if (words.count >= 2 && strcmp(words.at[0], "check") == 0)
		return check(&words);
	if (words.count >= 2 && strcmp(words.at[0], "try") == 0)
		return try(&trial, &words);
	return tool_usage(command, "say: check or try, and the file");
}

/* --- an advice, as a box shows it --- */

/* What a line is made of: words with a dot between them, empty ones left out.
 */
struct line {
	char text[1024];
	size_t n;
};

static void add(struct line *line, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static void add(struct line *line, const char *format, ...)
{
	char word[512];
	va_list args;
	int n;

	va_start(args, format);
	vsnprintf(word, sizeof(word), format, args);
	va_end(args);
	if (!*word || line->n >= sizeof(line->text))
		return;
	n = snprintf(line->text + line->n, sizeof(line->text) - line->n, "%s%s",
		     line->n ? " · " : "", word);
	line->n += n > 0 ? (size_t)n : 0;
}

/* The label for people, or the id where there is none. */
static const char *label(const cti_advice *advice, enum cti_advice_field id,
			 enum cti_advice_field text)
{
	const char *words = cti_advice_text(advice, text);

	return *words ? words : cti_advice_text(advice, id);
}

#define LABEL(advice, field)                                                   \
	label(advice, CTI_ADVICE_##field, CTI_ADVICE_##field##_LABEL)

static void customer_line(const cti_advice *advice, advice_line_fn *tell)
{
	const char *list = cti_advice_text(advice, CTI_ADVICE_LIST);
	struct line line = { .n = 0 };

	add(&line, "%s", LABEL(advice, TIER));
	if (*list && strcmp(list, "ordinary") != 0)
		add(&line, "%s", LABEL(advice, LIST));
	add(&line, "%s", LABEL(advice, STAGE));
	tell(strcmp(list, "black") == 0 ? COLOR_RED : COLOR_YELLOW, line.text);
	tell(COLOR_DIM, cti_advice_text(advice, CTI_ADVICE_LIST_REASON));
}

static void contract_line(const cti_advice *advice, advice_line_fn *tell)
{
	const char *contract = cti_advice_text(advice, CTI_ADVICE_CONTRACT);
	long long days = cti_advice_int(advice, CTI_ADVICE_CONTRACT_DAYS);
	struct line line = { .n = 0 };

	if (strcmp(contract, "expired") == 0)
		add(&line, "contract expired %lld days ago", -days);
	else if (*cti_advice_text(advice, CTI_ADVICE_RENEWAL))
		add(&line, "contract ends in %lld days", days);
	add(&line, "%s", LABEL(advice, RENEWAL));
	if (cti_advice_int(advice, CTI_ADVICE_DO_NOT_CALL))
		add(&line, "do not call");
	tell(COLOR_YELLOW, line.text);
}

static void call_line(const cti_advice *advice, advice_line_fn *tell)
{
	const char *medium = cti_advice_text(advice, CTI_ADVICE_MEDIUM);
	struct line line = { .n = 0 };

	add(&line, "%s", LABEL(advice, LINE));
	add(&line, "%s%s%s%s", LABEL(advice, CAMPAIGN), *medium ? " (" : "",
	    medium, *medium ? ")" : "");
	add(&line, "%s", LABEL(advice, DESK));
	tell(COLOR_NONE, line.text);
}

static void hint_lines(const cti_advice *advice, advice_line_fn *tell)
{
	const cti_hint *hint;
	struct line line;
	size_t i;

	for (i = 0; (hint = cti_advice_hint(advice, i)); i++) {
		line.n = 0;
		if (hint->probability >= 0)
			add(&line, "%s: %s %d%% — %s",
			    cti_hint_kind_name(hint->kind), hint->text,
			    (int)hint->probability, hint->reason);
		else
			add(&line, "%s: %s — %s",
			    cti_hint_kind_name(hint->kind), hint->text,
			    hint->reason);
		tell(COLOR_MAGENTA, line.text);
	}
	line.n = 0;
	line.text[0] = '\0';
	if (*cti_advice_text(advice, CTI_ADVICE_QUIET))
		add(&line, "no offers — %s",
		    cti_advice_text(advice, CTI_ADVICE_QUIET));
	tell(COLOR_DIM, line.text);
}

static void verify_line(const cti_advice *advice, advice_line_fn *tell)
{
	const char *state = cti_advice_text(advice, CTI_ADVICE_VERIFY_STATE);
	struct line line = { .n = 0 };

	if (*state)
		add(&line, "verify %s: %s · %s needed, %s reached · %lld left",
		    cti_advice_text(advice, CTI_ADVICE_VERIFY_REQUEST), state,
		    cti_advice_text(advice, CTI_ADVICE_VERIFY_NEEDED),
		    cti_advice_text(advice, CTI_ADVICE_VERIFY_REACHED),
		    (long long)cti_advice_int(advice, CTI_ADVICE_VERIFY_LEFT));
	tell(strcmp(state, "wrong") == 0 || strcmp(state, "locked") == 0
		     ? COLOR_RED
		     : COLOR_GREEN,
	     line.text);
}

void advice_lines(const cti_advice *advice, advice_line_fn *tell)
{
	customer_line(advice, tell);
	contract_line(advice, tell);
	call_line(advice, tell);
	hint_lines(advice, tell);
	verify_line(advice, tell);
}
