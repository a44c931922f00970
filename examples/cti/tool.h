/* SPDX-License-Identifier: MIT */
/*
 * What the files of the command-line tool share. The tool is an application
 * like any other: it sees only the public headers.
 */
#ifndef CTI_TOOL_H
#define CTI_TOOL_H

#include <cti/cti.h>

#include <libintl.h>
#include <stdio.h>

/* Messages: _ translates, N_ marks what is translated where it is used. Without
   either macro, whoever looks for messages sees them in their place. */
#ifndef CTI_POT
#define _(text) gettext(text)
#define N_(text) text
#endif

enum { TOOL_OK = 0, TOOL_FAILED = 1, TOOL_USAGE = 2 };

/* One command: main.c has the table. */
struct command {
	const char *name;
	const char *summary; /* for the list of commands */
	const char *usage;   /* behind "cti ": "keys [--json]" */
	const char *help;    /* what it does, its options, an example */
	int (*run)(const struct command *command, int argc, char **argv);
	void (*more)(FILE *to); /* help that the library knows; or NULL */
};

extern const struct command commands[];
/* Of the table, or a request's; NULL: there is none. */
const struct command *command_find(const char *name);

/* language.c: messages and letters are the reader's; numbers are not. */
void language_setup(void);
/* What programs read is English: sentences of the library too. */
void language_of_programs(void);

/* complete.c: what the last word may become, for a shell. */
int complete(int argc, char **argv);

int monitor_run(const struct command *command, int argc, char **argv);
int replay_run(const struct command *command, int argc, char **argv);
int doctor_run(const struct command *command, int argc, char **argv);
int record_run(const struct command *command, int argc, char **argv);
int sim_run(const struct command *command, int argc, char **argv);
void sim_more(FILE *to);
int number_run(const struct command *command, int argc, char **argv);
int identify_run(const struct command *command, int argc, char **argv);
int directory_run(const struct command *command, int argc, char **argv);
int explain_run(const struct command *command, int argc, char **argv);
int service_run(const struct command *command, int argc, char **argv);
int report_run(const struct command *command, int argc, char **argv);
int journal_run(const struct command *command, int argc, char **argv);
int keys_run(const struct command *command, int argc, char **argv);

/* request.c: the commands made from the library's list of requests. */
/* The command of that name, valid until the next call; NULL if it is none. */
const struct command *request_command(const char *name);
/* Whether sub is one of several requests of that name: "record", "start". */
bool request_is(const char *name, const char *sub);
/* Their names; NULL behind the last. Valid until the next call. */
const char *request_name(size_t index);
/* What of, of several of a name: "start"; NULL behind the last. */
const char *request_sub(size_t index, const char *name);
/* All of them with what they do. */
void request_list(FILE *to);
int request_run(const struct command *command, int argc, char **argv);
int can_run(const struct command *command, int argc, char **argv);

/* options.c: the command line. */

enum option_kind {
	OPTION_FLAG,  /* bool */
	OPTION_TEXT,  /* const char * */
	OPTION_LIST,  /* struct texts; may be given again and again */
	OPTION_NUMBER /* double, greater than 0 */
};

struct option {
	const char *name; /* "--json"; the table ends with NULL */
	enum option_kind kind;
	void *to;
};

#define TEXTS_MAX 64
struct texts {
	const char *at[TEXTS_MAX];
	size_t count;
};

/*
 * Sort argv into options and the rest, which goes to words. Returns true to go
 * on; else *status is what the command returns: help was shown, or a sentence
 * said what is wrong.
 */
bool options_parse(const struct command *command, const struct option *options,
		   int argc, char **argv, struct texts *words, int *status);
/* The candidate that was probably meant, or NULL. next() ends with NULL. */
const char *options_nearest(const char *word,
			    const char *(*next)(size_t index, const void *of),
			    const void *of);
void options_help(FILE *to, const struct command *command);
/* The options of a command, ended by one without a name; where they go to is
   nowhere. Valid until the next call. */
const struct option *options_of(const struct command *command);

/* One sentence on stderr: "cti: ...". Return what the command returns. */
int tool_failed(const char *format, ...) __attribute__((format(printf, 1, 2)));
int tool_usage(const struct command *command, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* What errno says, and the remedy. Valid until the next call. */
const char *tool_os_error(void);
/* Called before any sentence: whoever has the screen gives it back. */
void tool_before_saying(void (*fn)(void));
/* Whether everything printed has arrived; else a sentence and TOOL_FAILED. */
int tool_flush(void);

/* print.c: for people. */

enum color {
	COLOR_NONE,
	COLOR_DIM,
	COLOR_BOLD,
	COLOR_RED,
	COLOR_GREEN,
	COLOR_YELLOW,
	COLOR_BLUE,
	COLOR_MAGENTA,
	COLOR_CYAN
};

/* Colours are for terminals that want them; never: --no-color was given. */
void print_setup(bool never);
void print_color(enum color color);
void print_color_to(FILE *to, enum color color);
/* "09:31:07.204  " */
void print_time_to(FILE *to, int64_t us);
/* Text without control characters: nothing steers the terminal; text.c. */
void print_clean(FILE *to, const char *text);
void print_event(const cti_event *event);
/* "1:05" */
void print_span(int64_t ms);
/* Columns that a terminal needs for the text; text.c. */
size_t print_width(const char *text);

/* service.c: what follows from the service knowledge, line by line; some are
   empty. */
typedef void advice_line_fn(enum color color, const char *text);
void advice_lines(const cti_advice *advice, advice_line_fn *tell);

/* box.c: a pop as a box, for people. Forgets what was open. */
void box_event(const cti_event *event);
void box_forget(void);

/* What fits into that many columns, clean; with an ellipsis if it was cut. Returns
   its columns. ascii: what is not is shown as '?'; text.c. */
size_t text_fit(char *to, size_t size, const char *text, size_t columns,
		bool ascii);

/* JSON, for programs; text.c. */

/* scheme:PATH?NAME=VALUE with the path encoded; NULL if memory ran out. name
   may be NULL. The caller frees it. */
char *text_url(const char *scheme, const char *path, const char *name,
	       const char *value);

/* "2026-11-22T01:30:44.863Z" */
#define TEXT_TIME_MAX 40
void text_time(char *to, int64_t us);
/* A day, such as "2026-11-22", as microseconds since 1970; false: it is none. */
bool text_day(const char *text, int64_t *us);

/* output.c: results in files, which are replaced at one stroke. Both say what
   failed, and return a status. */

int output_file(const char *path, const char *text);
/* A script as gnuplot draws it; path NULL: to stdout. terminal: what it draws
   on, a line of its language. */
int output_plot(const char *path, const char *terminal, const char *script);

/* A string in quotes. */
void json_text(FILE *to, const char *text);
/* ,"name":"text" (without the comma if first). */
void json_member(FILE *to, bool first, const char *name, const char *text);

/* plan.c: the site's dial plan on the command line. */

struct plan_options {
	const char *country;
	const char *area;
	const char *outside_prefix;
	const char *plugin;
	bool plugin_all;
};

/* clang-format off */
#define PLAN_OPTIONS(plan)                                                     \
	{ "--country", OPTION_TEXT, &(plan).country },                         \
	{ "--area", OPTION_TEXT, &(plan).area },                               \
	{ "--outside-prefix", OPTION_TEXT, &(plan).outside_prefix },           \
	{ "--plugin", OPTION_TEXT, &(plan).plugin },                           \
	{ "--plugin-all", OPTION_FLAG, &(plan).plugin_all }
/* clang-format on */

/* Fills in the plan, or says that the country is not known. */
int plan_make(const struct command *command, const struct plan_options *options,
	      cti_number_plan *out);

/*
 * A view shows what happens its own way, in place of lines: top.c. What is above
 * open is filled in by the session.
 */
struct view {
	cti_client *client;
	struct uv_loop_s *loop;
	void (*quit)(void *host);
	void *host;
	/* 0, or what the command returns, after a sentence. */
	int (*open)(struct view *view);
	void (*event)(struct view *view, const cti_event *event);
	/* A line of the log. */
	void (*say)(struct view *view, const char *text);
	/* The terminal is the shell's again. May be called twice. */
	void (*close)(struct view *view);
};

/* NULL: a sentence said why not. filter: only rows with that text; may be NULL. */
struct view *top_view(bool no_color, const char *filter);
void top_free(void);

/* session.c: a client on a loop, its events printed until the end. */

struct session {
	/* What to do: zero is the default everywhere. */
	const char *url; /* NULL: the links of the configuration */
	const char *config;
	const char *user;
	const char *secret_file;
	const char *record;
	struct texts devices; /* only events that name one of these */
	struct texts set;     /* "key=value" */
	double seconds;	      /* 0: no limit */
	bool flat_out;	      /* the simulator's virtual clock, no waiting */
	bool paced;	      /* its virtual clock, as fast as life */
	const char *whole;    /* a recording that must be readable */
	bool until_end;	      /* end when the link has nothing more */
	bool quiet;	      /* print no events */
	bool commands;	      /* lines on stdin are requests */
	struct view *view;    /* NULL: lines */
	cti_trace_fn *trace;  /* every step; NULL: not wanted */
	void *trace_user;
	bool json;
	bool no_color;
	bool verbose;
	/* What came of it. */
	cti_link_stats stats;
};

/* clang-format off */
#define SESSION_OPTIONS(session)                                               \
	{ "--config", OPTION_TEXT, &(session).config },                        \
	{ "--set", OPTION_LIST, &(session).set },                              \
	{ "--device", OPTION_LIST, &(session).devices },                       \
	{ "--json", OPTION_FLAG, &(session).json },                            \
	{ "--no-color", OPTION_FLAG, &(session).no_color },                    \
	{ "--verbose", OPTION_FLAG, &(session).verbose }
#define SESSION_LOGIN_OPTIONS(session)                                         \
	{ "--user", OPTION_TEXT, &(session).user },                            \
	{ "--secret-file", OPTION_TEXT, &(session).secret_file },              \
	{ "--seconds", OPTION_NUMBER, &(session).seconds }
/* clang-format on */

/* Runs to the end; returns the exit status. */
int session_run(struct session *session);
/* cti_set() of every "key=value"; says what is wrong. */
int session_settings(cti_client *client, const char *config,
		     const struct texts *set);
/* The link of the session's URL and login; or says why there is none. */
int session_link(cti_client *client, const struct session *session,
		 cti_link **link);
/* The client's log goes to stderr. */
void session_log(enum cti_log_level level, const char *text, void *user);

#endif
