/* SPDX-License-Identifier: MIT */
/*
 * One run of a client on a loop of the tool's own: monitor, replay, record and
 * sim differ in what they ask of it. On one loop, nothing that is printed can
 * be lost for want of room, however fast a recording goes.
 */
#include "progress.h"
#include "asking.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <uv.h>

#define SECRET_MAX 1024

/* A virtual clock goes on in steps. */
#define STEP_MS	 100
/* A step of a clock that is watched. */
#define PACE_MS	 10
/* How often it is looked how far a recording is read. */
#define GAUGE_MS 100

struct run {
	struct session *session;
	uv_loop_t loop;
	uv_signal_t interrupt;
	uv_signal_t terminate;
	uv_timer_t limit;
	uv_idle_t rush;	 /* gives a virtual clock its time */
	uv_timer_t pace; /* the same, no faster than life */
	uint64_t paced_ms;
	uv_timer_t gauge; /* how far a recording is read */
	struct progress progress;
	uint64_t whole_bytes; /* 0: not known */
	uv_prepare_t flush;
	cti_client *client;
	cti_link *link;
	char detail[512]; /* why the link is not up */
	char said[1024];  /* the last line of the log */
	bool came_up;
	bool troubled; /* it was lost, in a way that the log warned of */
	bool ended;
	bool unread; /* whoever read our output has gone */
	int status;
};

void session_log(enum cti_log_level level, const char *text, void *user)
{
	(void)level;
	(void)user;
	tool_failed("%s", text);
}

/* The last line is kept: what it has said need not be said again. */
static void on_log(enum cti_log_level level, const char *text, void *user)
{
	struct run *run = user;

	if (run->session->view)
		run->session->view->say(run->session->view, text);
	else
		session_log(level, text, NULL);
	snprintf(run->said, sizeof(run->said), "%s", text);
}

/* Why the link failed, unless the log has just told it. */
static int failed(struct run *run, const char *detail)
{
	/* What a view has shown is gone with it. */
	if (!run->session->view && *detail && strstr(run->said, detail))
		return TOOL_FAILED;
	return tool_failed("%s", *detail ? detail : "the link failed");
}

static void end(struct run *run, int status)
{
	if (run->ended)
		return;
	run->ended = true;
	run->status = status;
	if (run->session->view)
		run->session->view->close(run->session->view);
	lines_end();
	if (run->link)
		cti_link_stats_get(run->link, &run->session->stats);
	run->link = NULL;
	uv_idle_stop(&run->rush);
	uv_timer_stop(&run->pace);
	uv_timer_stop(&run->limit);
	uv_timer_stop(&run->gauge);
	progress_end(&run->progress);
	cti_client_close(run->client);
	run->client = NULL;
}

/* What the end of the link means for the run. */
static void on_link_end(struct run *run, const char *detail)
{
	bool complete = strcmp(detail, "end of the recording") == 0 ||
			strcmp(detail, "end of the script") == 0;

	if (complete && run->session->whole && (run->troubled || !run->came_up))
		end(run, run->troubled
				 ? TOOL_FAILED
				 : tool_failed("%s holds nothing that can "
					       "be replayed",
					       run->session->whole));
	else if (complete && run->session->until_end)
		end(run, TOOL_OK);
	else if (run->session->until_end || !run->came_up)
		end(run, failed(run, detail));
}

static void on_link_event(struct run *run, const cti_event *event)
{
	const char *state = cti_event_str(event, CTI_FIELD_STATE, NULL);
	const char *detail = cti_event_str(event, CTI_FIELD_DETAIL, NULL);
	const char *link = cti_event_str(event, CTI_FIELD_LINK, NULL);

	if (!run->link || strcmp(link, cti_link_name(run->link)) != 0)
		return;
	if (*detail)
		snprintf(run->detail, sizeof(run->detail), "%s", detail);
	if (strcmp(state, "up") == 0)
		run->came_up = true;
	else if (strcmp(state, "down") == 0 && *detail &&
		 strstr(run->said, detail))
		run->troubled = true;
	else if (strcmp(state, "failed") == 0)
		on_link_end(run, run->detail);
}

static bool in_list(const char *list, const char *item)
{
	size_t len = strlen(item), n;

	while (*list) {
		n = strcspn(list, ",");
		if (n == len && memcmp(list, item, n) == 0)
			return true;
		list += n + (list[n] == ',');
	}
	return false;
}

/* Whether the event names a device that was asked for. What is said of links
   concerns everybody. */
static bool is_wanted(const struct session *session, const cti_event *event)
{
	static const enum cti_field fields[] = {
		CTI_FIELD_DEVICE, CTI_FIELD_REMOTE,  CTI_FIELD_CALLED,
		CTI_FIELD_BY,	  CTI_FIELD_TO,	     CTI_FIELD_FROM,
		CTI_FIELD_OF,	  CTI_FIELD_DEVICES, CTI_FIELD_CALLER,
	};
	enum cti_event_kind kind = cti_event_kind(event);
	const char *text;
	size_t i, j;

	if (!session->devices.count || kind == CTI_EVENT_LINK ||
	    kind == CTI_EVENT_LOSS)
		return true;
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		text = cti_event_str(event, fields[i], NULL);
		for (j = 0; *text && j < session->devices.count; j++)
			if (in_list(text, session->devices.at[j]))
				return true;
	}
	return false;
}

static void print_json(struct run *run, const cti_event *event)
{
	char *line;
	size_t len;
	int err = cti_event_json(event, &line, &len);

	if (err) {
		end(run, tool_failed("an event cannot be printed: %s",
				     cti_strerror(err)));
		return;
	}
	fwrite_unlocked(line, 1, len, stdout);
	putchar_unlocked('\n');
	cti_free(line);
}

static void on_event(cti_client *client, const cti_event *event, void *user)
{
	struct run *run = user;
	enum cti_event_kind kind = cti_event_kind(event);

	if (run->session->view)
		run->session->view->event(run->session->view, event);
	else if (!run->session->quiet && is_wanted(run->session, event)) {
		if (run->session->json)
			print_json(run, event);
		else if (kind == CTI_EVENT_POP)
			box_event(event);
		else
			print_event(event);
	}
	if (kind == CTI_EVENT_LINK && !run->ended)
		on_link_event(run, event);
	if (kind == CTI_EVENT_LINK && run->session->commands && !run->ended &&
	    !strcmp(cti_event_str(event, CTI_FIELD_STATE, NULL), "up"))
		lines_begin(client, &run->loop, run->session->json);
}

static void on_signal(uv_signal_t *signal, int number)
{
	(void)number;
	end(signal->data, TOOL_OK);
}

static void on_limit(uv_timer_t *timer)
{
	struct run *run = timer->data;

	bool said = !*run->detail || strstr(run->said, run->detail);

	if (run->session->url && !run->came_up)
		end(run, tool_failed("the link was not up within %g s%s%s",
				     run->session->seconds, said ? "" : ": ",
				     said ? "" : run->detail));
	else
		end(run, TOOL_OK);
}

/* Whatever has been printed is seen before the loop waits. */
static void on_flush(uv_prepare_t *prepare)
{
	struct run *run = prepare->data;

	if (!fflush(stdout) || run->ended)
		return;
	/* Who reads along may stop at any time (`| head`): that is no failure.
	 */
	run->unread = errno == EPIPE;
	end(run, run->unread ? TOOL_OK : tool_flush());
}

static void advance(struct run *run, uint32_t ms)
{
	int err = run->link ? cti_sim_advance(run->link, ms) : 0;

	if (err && !run->ended)
		end(run, tool_failed("the simulator's clock stands: %s",
				     cti_strerror(err)));
}

/* The handles live in struct run, so that closing them is all it takes. */
static void on_rush(uv_idle_t *idle)
{
	advance(idle->data, STEP_MS);
}

static void on_pace(uv_timer_t *timer)
{
	struct run *run = timer->data;
	uint64_t now = uv_now(&run->loop);

	if (now > run->paced_ms)
		advance(run, (uint32_t)(now - run->paced_ms));
	run->paced_ms = now;
}

static int handles_open(struct run *run)
{
	int err = uv_loop_init(&run->loop);

	if (err)
		return tool_failed("no event loop: %s", uv_strerror(err));
	uv_signal_init(&run->loop, &run->interrupt);
	uv_signal_init(&run->loop, &run->terminate);
	uv_timer_init(&run->loop, &run->limit);
	uv_idle_init(&run->loop, &run->rush);
	uv_prepare_init(&run->loop, &run->flush);
	run->interrupt.data = run->terminate.data = run->limit.data = run;
	uv_timer_init(&run->loop, &run->pace);
	uv_timer_init(&run->loop, &run->gauge);
	run->gauge.data = run;
	run->rush.data = run->flush.data = run->pace.data = run;
	uv_signal_start(&run->interrupt, on_signal, SIGINT);
	uv_signal_start(&run->terminate, on_signal, SIGTERM);
	uv_prepare_start(&run->flush, on_flush);
	return 0;
}

static void close_handle(uv_handle_t *handle, void *arg)
{
	(void)arg;
	if (!uv_is_closing(handle))
		uv_close(handle, NULL);
}

static void on_closed(void *user)
{
	struct run *run = user;

	uv_walk(&run->loop, close_handle, NULL);
}

/* The first line of a file; the caller wipes it. */
static int read_secret(const char *path, char *secret)
{
	FILE *file = fopen(path, "r");

	if (!file)
		return tool_failed("the secret in %s cannot be read: %s", path,
				   tool_os_error());
	/* Without a buffer of stdio's there is no second copy to wipe. */
	setvbuf(file, NULL, _IONBF, 0);
	if (!fgets(secret, SECRET_MAX, file))
		secret[0] = '\0';
	fclose(file);
	secret[strcspn(secret, "\r\n")] = '\0';
	if (!secret[0])
		return tool_failed("%s is empty; its first line must be the "
				   "secret",
				   path);
	return 0;
}

/* The login: what the options say, then the URL, then the environment. */
static int find_login(const struct session *session, cti_link_opts *opts,
		      char *secret)
{
	bool in_url = strchr(session->url, '@') != NULL;

	opts->user = session->user;
	if (!opts->user && !in_url)
		opts->user = getenv("CTI_USER");
	if (session->secret_file) {
		if (read_secret(session->secret_file, secret))
			return TOOL_FAILED;
		opts->secret = secret;
	} else if (!in_url) {
		opts->secret = getenv("CTI_SECRET");
	}
	return 0;
}

int session_link(cti_client *client, const struct session *session,
		 cti_link **link)
{
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	char secret[SECRET_MAX] = "";
	int err;

	opts.url = session->url;
	opts.record = session->record;
	err = find_login(session, &opts, secret);
	if (err)
		return err;
	err = cti_link_add(client, link, &opts);
	explicit_bzero(secret, sizeof(secret));
	if (err)
		return tool_failed("%s", cti_client_detail(client));
	return 0;
}

static int set_all(cti_client *client, const struct texts *set)
{
	char key[128];
	const char *value;
	size_t i, len;

	for (i = 0; i < set->count; i++) {
		value = strchr(set->at[i], '=');
		len = value ? (size_t)(value - set->at[i]) : sizeof(key);
		if (len >= sizeof(key))
			return tool_failed("--set needs KEY=VALUE, not \"%s\"; "
					   "`cti keys` lists the keys",
					   set->at[i]);
		memcpy(key, set->at[i], len);
		key[len] = '\0';
		if (cti_set(client, key, value + 1))
			return tool_failed("%s", cti_client_detail(client));
	}
	return 0;
}

static int load(cti_client *client, const char *config)
{
	struct progress progress;
	int err;

	progress_begin(&progress, client, N_("reading customers"));
	err = cti_load(client, config);
	progress_end(&progress);
	return err ? tool_failed("%s", cti_client_detail(client)) : TOOL_OK;
}

int session_settings(cti_client *client, const char *config,
		     const struct texts *set)
{
	/* Twice: the links of the file must see them, and they go before what
	   the file says. */
	if (set_all(client, set))
		return TOOL_FAILED;
	if (config && load(client, config))
		return TOOL_FAILED;
	return set_all(client, set);
}

static void on_quit(void *host)
{
	end(host, TOOL_OK);
}

static void on_gauge(uv_timer_t *timer)
{
	struct run *run = timer->data;
	cti_link_stats stats = { .size = sizeof(stats) };
	uint64_t total = run->whole_bytes;

	if (!run->link)
		return;
	cti_link_stats_get(run->link, &stats);
	/* The file may have a head and marks between the bytes. */
	if (total && stats.bytes_in >= total)
		total = stats.bytes_in + 1;
	progress_tell(stats.bytes_in, total, &run->progress);
}

/* Events that scroll by are progress enough. */
static void show_progress(struct run *run)
{
	const char *path = run->session->whole;
	size_t n = path ? strlen(path) : 0;
	struct stat file;

	if (!n || run->session->view || isatty(STDOUT_FILENO))
		return;
	if (stat(path, &file) == 0 && S_ISREG(file.st_mode) &&
	    (n < 3 || strcmp(path + n - 3, ".gz") != 0))
		run->whole_bytes = (uint64_t)file.st_size;
	progress_begin(&run->progress, NULL, N_("replaying"));
	uv_timer_start(&run->gauge, on_gauge, GAUGE_MS, GAUGE_MS);
}

static int open_view(struct run *run)
{
	struct view *view = run->session->view;

	if (!view)
		return 0;
	view->client = run->client;
	view->loop = &run->loop;
	view->quit = on_quit;
	view->host = run;
	return view->open(view);
}

static int start(struct run *run)
{
	cti_client_opts opts = CTI_CLIENT_OPTS_INIT;
	struct session *session = run->session;
	int err;

	opts.loop = &run->loop;
	opts.on_event = on_event;
	opts.on_log = on_log;
	opts.on_closed = on_closed;
	opts.user = run;
	if (session->verbose)
		opts.log_level = CTI_LOG_DEBUG;
	err = cti_client_new(&run->client, &opts);
	if (err) {
		on_closed(run);
		return tool_failed("no client: %s", cti_strerror(err));
	}
	err = session_settings(run->client, session->config, &session->set);
	if (!err && session->trace)
		err = cti_trace_set(run->client, session->trace,
				    session->trace_user);
	if (!err && session->url)
		err = session_link(run->client, session, &run->link);
	if (!err)
		err = open_view(run);
	if (err) {
		end(run, err);
		return err;
	}
	if (session->seconds > 0)
		uv_timer_start(&run->limit, on_limit,
			       (uint64_t)(session->seconds * 1000), 0);
	show_progress(run);
	if (session->flat_out)
		uv_idle_start(&run->rush, on_rush);
	if (session->paced) {
		run->paced_ms = uv_now(&run->loop);
		uv_timer_start(&run->pace, on_pace, PACE_MS, PACE_MS);
	}
	return 0;
}

int session_run(struct session *session)
{
	struct run run = { .session = session };
	int err;

	session->stats.size = sizeof(session->stats);
	/* Sockets and pipes that nobody reads any more are errors, not the end.
	 */
	signal(SIGPIPE, SIG_IGN);
	print_setup(session->no_color);
	if (handles_open(&run))
		return TOOL_FAILED;
	err = start(&run);
	if (err)
		run.status = err;
	uv_run(&run.loop, UV_RUN_DEFAULT);
	uv_loop_close(&run.loop);
	box_forget();
	if (run.status == TOOL_OK && !run.unread)
		return tool_flush();
	return run.status;
}
