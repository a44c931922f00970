/* SPDX-License-Identifier: MIT */
/* One request, and `cti can`: when the link is up, ask; then say what came. */
#include "asking.h"

#include <string.h>
#include <uv.h>

/* Events that came before it was known which call the request is about. */
#define EARLY_MAX 256

static struct {
	struct view view;
	struct asking asking;
	void (*act)(void); /* when the link is up, and --after is over */
	uv_timer_t after;
	bool up, sent, ended;
	char call[128]; /* followed; "": not known yet */
	cti_event *early[EARLY_MAX];
	size_t early_count;
	int status;
} it;

static void quit(int status)
{
	if (it.ended)
		return;
	it.ended = true;
	it.status = status;
	it.view.quit(it.view.host);
}

static void print_json(const cti_event *event)
{
	char *line;
	size_t len;

	if (cti_event_json(event, &line, &len))
		return;
	fwrite(line, 1, len, stdout);
	putchar('\n');
	cti_free(line);
}

/* The event, if it is of the call. */
static void follow(const cti_event *event)
{
	if (it.ended ||
	    strcmp(cti_event_str(event, CTI_FIELD_CALL, NULL), it.call) != 0)
		return;
	if (it.asking.session.json)
		print_json(event);
	else if (cti_event_kind(event) == CTI_EVENT_POP)
		box_event(event);
	else
		print_event(event);
	if (cti_event_kind(event) == CTI_EVENT_CALL_END)
		quit(TOOL_OK);
}

static void drop_early(void)
{
	while (it.early_count)
		cti_event_unref(it.early[--it.early_count]);
}

static void know_call(const char *call)
{
	size_t i;

	if (it.call[0] || !it.asking.wait)
		return;
	snprintf(it.call, sizeof(it.call), "%s", call);
	for (i = 0; i < it.early_count; i++)
		follow(it.early[i]);
	drop_early();
}

static void on_done(cti_client *client, const cti_request_result *result,
		    void *user)
{
	(void)client;
	(void)user;
	if (it.ended)
		return;
	asking_print(it.asking.session.json, 0, result->kind, result->id,
		     result->error, result->detail, result->call, result->link);
	if (result->error)
		quit(TOOL_FAILED);
	else if (!it.asking.wait || !*result->call)
		quit(TOOL_OK);
	else
		know_call(result->call);
}

static void ask(void)
{
	cti_request_ticket ticket = { .size = sizeof(ticket) };
	int err;

	/* What comes of it may be told before this returns. */
	it.sent = true;
	err = cti_request_send(it.view.client, &it.asking.opts, on_done, NULL,
			       &ticket);
	if (!err)
		return;
	asking_print(it.asking.session.json, 0, it.asking.opts.kind, 0, err,
		     cti_client_detail(it.view.client), "", "");
	quit(TOOL_FAILED);
}

static void print_can(const cti_request_info *info, const char *no)
{
	if (!it.asking.session.json) {
		printf("%-18s", info->word);
		print_color(no ? COLOR_DIM : COLOR_GREEN);
		print_clean(stdout, no ? no : "yes");
		print_color(COLOR_NONE);
		putchar('\n');
		return;
	}
	putchar('{');
	json_member(stdout, true, "request", info->word);
	printf(",\"possible\":%s", no ? "false" : "true");
	if (no)
		json_member(stdout, false, "detail", no);
	fputs("}\n", stdout);
}

/* What the call or device that was named has nothing to do with is left out. */
static void can(void)
{
	cti_request_opts *opts = &it.asking.opts;
	const cti_request_info *info;
	size_t i;
	int err;

	for (i = 0; (info = cti_request_at(i)) != NULL; i++) {
		opts->kind = info->kind;
		err = cti_request_check(it.view.client, opts);
		if (err != CTI_EINVAL || opts->link)
			print_can(info, err ? cti_client_detail(it.view.client)
					    : NULL);
	}
	quit(TOOL_OK);
}

static void on_after(uv_timer_t *timer)
{
	(void)timer;
	if (!it.ended)
		it.act();
}

static int open_view(struct view *view)
{
	uv_timer_init(view->loop, &it.after);
	return TOOL_OK;
}

static void on_link(const cti_event *event)
{
	const char *state = cti_event_str(event, CTI_FIELD_STATE, NULL);
	const char *detail = cti_event_str(event, CTI_FIELD_DETAIL, NULL);

	if (it.up || it.ended)
		return;
	if (strcmp(state, "up") == 0) {
		it.up = true;
		uv_timer_start(&it.after, on_after,
			       (uint64_t)(it.asking.after * 1000), 0);
	} else if (*detail && (strcmp(state, "down") == 0 ||
			       strcmp(state, "failed") == 0)) {
		tool_failed("%s", detail);
		quit(TOOL_FAILED);
	}
}

static void on_event(struct view *view, const cti_event *event)
{
	(void)view;
	if (cti_event_kind(event) == CTI_EVENT_LINK) {
		on_link(event);
		return;
	}
	if (!it.asking.wait || !it.up || it.ended)
		return;
	if (it.call[0])
		follow(event);
	else if (it.sent && it.early_count < EARLY_MAX)
		it.early[it.early_count++] = cti_event_ref(event);
}

/* What the log tells of a link is in its event. */
static void on_say(struct view *view, const char *text)
{
	(void)view;
	if (it.asking.session.verbose)
		session_log(CTI_LOG_INFO, text, NULL);
}

static void close_view(struct view *view)
{
	(void)view;
	drop_early();
}

static int run(void (*act)(void))
{
	struct session *session = &it.asking.session;
	int status;

	it.act = act;
	it.view.open = open_view;
	it.view.event = on_event;
	it.view.say = on_say;
	it.view.close = close_view;
	session->view = &it.view;
	status = session_run(session);
	return status ? status : it.status;
}

int request_run(const struct command *command, int argc, char **argv)
{
	int status;

	memset(&it, 0, sizeof(it));
	if (!asking_parse(&it.asking, ASKING_COMMAND, command, argc, argv,
			  &status))
		return status;
	return run(ask);
}

int can_run(const struct command *command, int argc, char **argv)
{
	int status;

	memset(&it, 0, sizeof(it));
	if (!asking_parse(&it.asking, ASKING_CAN, command, argc, argv, &status))
		return status;
	if (!it.asking.opts.call && !it.asking.opts.device &&
	    !it.asking.opts.agent)
		return tool_usage(command, "for whom? Give --device N, "
					   "--call ID or --agent NAME");
	return run(can);
}

void asking_print(bool json, unsigned long line, uint32_t kind, uint64_t id,
		  int error, const char *detail, const char *call,
		  const char *link)
{
	const char *word = cti_request_kind_name(kind);

	if (!json) {
		if (error)
			tool_failed("%s: %s", *word ? word : "request", detail);
		else
			printf(_("%s: the switch has taken it%s%s\n"), word,
			       *call ? ", call " : "", call);
		return;
	}
	putchar('{');
	json_member(stdout, true, "request", word);
	if (line)
		printf(",\"line\":%lu", line);
	if (id)
		printf(",\"id\":%llu", (unsigned long long)id);
	json_member(stdout, false, "result",
		    error ? cti_error_name(error) : "done");
	if (*detail)
		json_member(stdout, false, "detail", detail);
	if (*call)
		json_member(stdout, false, "call", call);
	if (*link)
		json_member(stdout, false, "link", link);
	fputs("}\n", stdout);
}
