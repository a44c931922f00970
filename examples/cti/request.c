/* SPDX-License-Identifier: MIT */
/*
 * The commands that ask a switch for something, all made from the library's
 * list of requests: "hold" is a command, "agent-ready" is `cti agent ready`.
 */
#include "asking.h"

#include <stdlib.h>
#include <string.h>

/* Kinds that take a word more than they need. */
static bool takes_to(const cti_request_info *info)
{
	return info->needs & CTI_NEEDS_TO || info->kind == CTI_REQUEST_PARK ||
	       info->kind == CTI_REQUEST_RECORD_START;
}

/* What stands before the dash; all of it if there is none. */
static size_t head_of(const cti_request_info *info)
{
	return strcspn(info->word, "-");
}

static bool is_group(const cti_request_info *info)
{
	return info->word[head_of(info)] == '-';
}

static bool is_head(const cti_request_info *info, const char *name)
{
	return strlen(name) == head_of(info) &&
	       memcmp(info->word, name, head_of(info)) == 0;
}

static const cti_request_info *first_of(const char *name)
{
	const cti_request_info *info;
	size_t i;

	for (i = 0; (info = cti_request_at(i)) != NULL; i++)
		if (is_head(info, name))
			return info;
	return NULL;
}

const char *request_name(size_t index)
{
	static char names[64][32];
	static size_t count;
	const cti_request_info *info;
	size_t i;

	for (i = 0; !count && (info = cti_request_at(i)) != NULL; i++)
		snprintf(names[i], sizeof(names[i]), "%.*s", (int)head_of(info),
			 info->word);
	/* Those of a group follow each other. */
	for (i = count = 0; i < 64 && names[i][0]; i++)
		if (i == 0 || strcmp(names[i], names[i - 1]) != 0)
			if (count++ == index)
				return names[i];
	return NULL;
}

/* Words. */

static void put_word(const char **at, struct texts *words, size_t *next)
{
	if (!*at && *next < words->count)
		*at = words->at[(*next)++];
}

/* Who is meant, if no option has said it, comes first. */
static void put_words(struct asking *asking, const cti_request_info *info,
		      struct texts *words, size_t *next)
{
	cti_request_opts *o = &asking->opts;
	const char *priority = NULL;

	if (info->needs & CTI_NEEDS_CALL)
		put_word(&o->call, words, next);
	if (info->needs & CTI_NEEDS_DEVICE ||
	    (info->needs & CTI_NEEDS_CALL_OR_DEVICE && !o->call) ||
	    (info->needs & CTI_NEEDS_AGENT_OR_DEVICE && !o->agent))
		put_word(&o->device, words, next);
	if (takes_to(info))
		put_word(&o->to, words, next);
	if (info->needs & CTI_NEEDS_KEY)
		put_word(&o->key, words, next);
	if (info->needs & CTI_NEEDS_VALUE)
		put_word(&o->value, words, next);
	if (info->kind == CTI_REQUEST_QUEUE_PRIORITY)
		put_word(&priority, words, next);
	if (priority)
		o->priority = (int32_t)strtol(priority, NULL, 10);
}

static int put_pairs(const struct command *command, struct asking *asking)
{
	const char *text, *value;
	size_t i;

	if (asking->data.count > ASKING_PAIRS)
		return tool_usage(command, "--data is given more than %d times",
				  ASKING_PAIRS);
	for (i = 0; i < asking->data.count; i++) {
		text = asking->data.at[i];
		value = strchr(text, '=');
		if (!value || (size_t)(value - text) >= ASKING_KEY)
			return tool_usage(command,
					  "--data needs KEY=VALUE, not \"%s\"",
					  text);
		snprintf(asking->keys[i], ASKING_KEY, "%.*s",
			 (int)(value - text), text);
		asking->pairs[i].key = asking->keys[i];
		asking->pairs[i].value = value + 1;
	}
	asking->opts.data = asking->pairs;
	asking->opts.data_count = asking->data.count;
	return TOOL_OK;
}

static bool is_given(const char *text)
{
	return text && *text;
}

/* Its name in the usage; NULL: all is there. */
static const char *missing(const cti_request_info *info,
			   const cti_request_opts *o)
{
	bool call = is_given(o->call), device = is_given(o->device);
	uint32_t needs = info->needs;

	if (needs & CTI_NEEDS_CALL && !call)
		return "CALL";
	if ((needs & CTI_NEEDS_DEVICE && !device) ||
	    (needs & CTI_NEEDS_CALL_OR_DEVICE && !call && !device) ||
	    (needs & CTI_NEEDS_AGENT_OR_DEVICE && !is_given(o->agent) &&
	     !device))
		return "N";
	if (needs & CTI_NEEDS_TO && !is_given(o->to))
		return "TO";
	if (needs & CTI_NEEDS_KEY && !is_given(o->key))
		return "KEY";
	/* Of data, nothing is a value too. */
	return info->kind == CTI_REQUEST_DTMF && !is_given(o->value) ? "DIGITS"
								     : NULL;
}

/* A program with a typing error must not act on what was guessed. */
static int finish(const struct command *command, struct asking *asking,
		  const cti_request_info *info, struct texts *words,
		  size_t next)
{
	const char *lacks;

	if (info)
		put_words(asking, info, words, &next);
	if (next < words->count)
		return tool_usage(command, "\"%s\" is a word too many",
				  words->at[next]);
	lacks = info ? missing(info, &asking->opts) : NULL;
	if (lacks)
		return tool_usage(command, "%s is missing", lacks);
	if (asking->auto_answer)
		asking->opts.flags |= CTI_REQUEST_AUTO_ANSWER;
	if (asking->at_once)
		asking->opts.flags |= CTI_REQUEST_AT_ONCE;
	asking->opts.timeout_ms = (uint32_t)(asking->timeout * 1000);
	return put_pairs(command, asking);
}

const char *request_sub(size_t index, const char *name)
{
	const cti_request_info *info;
	size_t i;

	for (i = 0; (info = cti_request_at(i)) != NULL; i++)
		if (is_head(info, name) && is_group(info) && index-- == 0)
			return info->word + head_of(info) + 1;
	return NULL;
}

static const char *sub_name(size_t index, const void *of)
{
	return request_sub(index, of);
}

static int unknown_sub(const struct command *command, const char *word)
{
	const char *meant = options_nearest(word, sub_name, command->name);

	if (meant)
		return tool_usage(command,
				  "there is no \"%s\"; did you mean %s?", word,
				  meant);
	return tool_usage(command,
			  "there is no \"%s\"; cti %s --help lists them", word,
			  command->name);
}

/* Which request: with the word behind the first, where there are several. */
static const cti_request_info *kind_of(const struct command *command,
				       const struct texts *words, size_t *next,
				       int *status)
{
	const cti_request_info *info = first_of(command->name);
	size_t i;

	if (!info || !is_group(info))
		return info;
	if (!words->count) {
		*status = tool_usage(command, "what? cti %s --help lists it",
				     command->name);
		return NULL;
	}
	*next = 1;
	for (i = 0; (info = cti_request_at(i)) != NULL; i++)
		if (is_head(info, command->name) &&
		    strcmp(info->word + head_of(info) + 1, words->at[0]) == 0)
			return info;
	*status = unknown_sub(command, words->at[0]);
	return NULL;
}

static bool read_words(struct asking *asking, enum asking_for who,
		       const struct command *command, struct texts *words,
		       int *status)
{
	const cti_request_info *info = NULL;
	size_t next = 0;

	if (who != ASKING_CAN) {
		info = kind_of(command, words, &next, status);
		if (!info)
			return false;
		asking->opts.kind = info->kind;
	}
	if (who != ASKING_LINE) {
		if (next == words->count) {
			*status = tool_usage(command,
					     "which switch? Give its URL, such "
					     "as ami://pbx.example.com");
			return false;
		}
		asking->session.url = words->at[next++];
	}
	*status = finish(command, asking, info, words, next);
	return *status == TOOL_OK;
}

bool asking_parse(struct asking *asking, enum asking_for who,
		  const struct command *command, int argc, char **argv,
		  int *status)
{
	static const cti_request_opts standard = CTI_REQUEST_OPTS_INIT;
	struct texts words = { .count = 0 };
	cti_request_opts *o = &asking->opts;
	struct session *s = &asking->session;
	const struct option all[] = {
		{ "--call", OPTION_TEXT, &o->call },
		{ "--device", OPTION_TEXT, &o->device },
		{ "--link", OPTION_TEXT, &o->link },
		{ "--to", OPTION_TEXT, &o->to },
		{ "--agent", OPTION_TEXT, &o->agent },
		{ "--queue", OPTION_TEXT, &o->queue },
		{ "--reason", OPTION_TEXT, &o->reason },
		{ "--caller", OPTION_TEXT, &o->caller },
		{ "--caller-name", OPTION_TEXT, &o->caller_name },
		{ "--data", OPTION_LIST, &asking->data },
		{ "--auto-answer", OPTION_FLAG, &asking->auto_answer },
		{ "--at-once", OPTION_FLAG, &asking->at_once },
		{ "--timeout", OPTION_NUMBER, &asking->timeout },
		/* From here on not for lines. */
		{ "--after", OPTION_NUMBER, &asking->after },
		{ "--wait", OPTION_FLAG, &asking->wait },
		{ "--json", OPTION_FLAG, &s->json },
		{ "--config", OPTION_TEXT, &s->config },
		{ "--set", OPTION_LIST, &s->set },
		{ "--no-color", OPTION_FLAG, &s->no_color },
		{ "--verbose", OPTION_FLAG, &s->verbose },
		SESSION_LOGIN_OPTIONS(*s),
		{ NULL, OPTION_FLAG, NULL },
	};
	struct option some[sizeof(all) / sizeof(all[0])];
	size_t i;

	memset(asking, 0, sizeof(*asking));
	*o = standard;
	memcpy(some, all, sizeof(all));
	for (i = 0; who == ASKING_LINE && some[i].name; i++)
		if (strcmp(some[i].name, "--after") == 0)
			some[i].name = NULL;
	if (!options_parse(command, some, argc, argv, &words, status))
		return false;
	return read_words(asking, who, command, &words, status);
}

/* Help. */

static void put(char *to, size_t size, const char *text)
{
	size_t n = strlen(to);

	snprintf(to + n, size - n, "%s%s", n ? " " : "", text);
}

/* The words behind the URL, as in the usage or as in an example. */
static void write_words(const cti_request_info *info, bool example, char *to,
			size_t size)
{
	static const char *const names[][2] = {
		{ "CALL", "--call pbx-1767574800.17" },
		{ "N", "1001" },
		{ "TO", "1002" },
		{ "[TO]", "" },
		{ "KEY", "order" },
		{ "VALUE", "77" },
		{ "DIGITS", "12#" },
		{ "PRIORITY", "5" },
	};
	uint32_t needs = info->needs;

	*to = '\0';
	if (needs & CTI_NEEDS_CALL)
		put(to, size, names[0][example]);
	if (needs & (CTI_NEEDS_DEVICE | CTI_NEEDS_CALL_OR_DEVICE |
		     CTI_NEEDS_AGENT_OR_DEVICE))
		put(to, size, names[1][example]);
	if (needs & CTI_NEEDS_TO)
		put(to, size, names[2][example]);
	else if (takes_to(info))
		put(to, size, names[3][example]);
	if (needs & CTI_NEEDS_KEY)
		put(to, size, names[4][example]);
	if (needs & CTI_NEEDS_VALUE)
		put(to, size,
		    names[info->kind == CTI_REQUEST_DTMF ? 6 : 5][example]);
	if (info->kind == CTI_REQUEST_QUEUE_PRIORITY)
		put(to, size, names[7][example]);
}

static const char options_text[] = N_(
	"\n  --call ID         the call, as in events\n"
	"  --device N        whose: an extension; N for short\n"
	"  --to N            where to: number, slot, party or file; TO for "
	"short\n"
	"  --caller N, --caller-name TEXT   what who is dialled sees\n"
	"  --data KEY=VALUE  attached to the call dialled; may be given again\n"
	"  --auto-answer     the device is asked to pick up by itself\n"
	"  --agent NAME, --queue NAME, --reason TEXT   of agents\n"
	"  --at-once         an agent's state, even while on a call\n"
	"  --timeout S       how long the switch has to answer\n"
	"  --after S         ask when the link has been up for so long\n"
	"  --wait            print the call's events until it ends\n"
	"  --json            the result, and events, as lines of JSON\n"
	"  --config FILE, --set KEY=VALUE, --no-color, -v   as for monitor\n"
	"  --user NAME, --secret-file F   who logs in\n"
	"\nExit status 0 when the switch has taken it, 1 when not. `cti can` "
	"says\n"
	"what is possible.\n");

static const struct command *shown;

static void more(FILE *to)
{
	const cti_request_info *info, *first = first_of(shown->name);
	char words[128];
	size_t i;

	for (i = 0; (info = cti_request_at(i)) != NULL; i++)
		if (is_head(info, shown->name) && is_group(info)) {
			write_words(info, false, words, sizeof(words));
			fprintf(to, "  %s URL %s\n      %s\n",
				info->word + head_of(info) + 1, words,
				info->doc);
		}
	fputs(_(options_text), to);
	write_words(first, true, words, sizeof(words));
	fprintf(to,
		_("\nFor example:\n  cti %s%s%s ami://pbx.example.com %s\n"),
		shown->name, is_group(first) ? " " : "",
		is_group(first) ? first->word + head_of(first) + 1 : "", words);
}

/* Commands. */

bool request_is(const char *name, const char *sub)
{
	const char *known;
	size_t i;

	for (i = 0; (known = sub_name(i, name)) != NULL; i++)
		if (strcmp(known, sub) == 0)
			return true;
	return false;
}

const struct command *request_command(const char *name)
{
	static struct command command;
	static char text[32], usage[160], words[128], help[128];
	const cti_request_info *info = first_of(name);
	bool group;

	if (!info)
		return NULL;
	group = is_group(info);
	write_words(info, false, words, sizeof(words));
	snprintf(text, sizeof(text), "%s", name);
	snprintf(usage, sizeof(usage), "%s%s URL %s [option...]", name,
		 group ? " WHAT" : "", group ? "..." : words);
	snprintf(help, sizeof(help), "%s\n",
		 group ? _("Asks for one of these:\n") : _(info->doc));
	command.name = text;
	command.summary = group ? N_("see its --help") : info->doc;
	command.usage = usage;
	command.help = help;
	command.run = request_run;
	command.more = more;
	shown = &command;
	return &command;
}

/* What it does, in lines that fit a terminal. */
static void print_row(FILE *to, const cti_request_info *info)
{
	const char *text = info->doc;
	int column = fprintf(to, "  %-17s", info->word), n, width;
	char word[256];

	while (*text) {
		n = (int)strcspn(text, " ");
		snprintf(word, sizeof(word), "%.*s", n, text);
		width = (int)print_width(word);
		if (column + 1 + width > 79)
			column = fprintf(to, "\n%20s", "") - 1;
		fprintf(to, " %s", word);
		column += 1 + width;
		text += n + (text[n] == ' ');
	}
	putc('\n', to);
}

void request_list(FILE *to)
{
	const cti_request_info *info;
	size_t i;

	for (i = 0; (info = cti_request_at(i)) != NULL; i++)
		print_row(to, info);
}
