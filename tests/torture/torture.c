/* SPDX-License-Identifier: MIT */
/*
 * Every scenario, with the n-th request for memory refused, for every n:
 * torture CAPTURES SOURCE [--system] [--points N] [--only NAME] [--point N]
 * [--list]; --system: system calls fail instead, in each way of each kind.
 *
 * A scenario runs in a process of its own, which goes through the points; where
 * it dies or hangs another one goes on behind that point.
 */
#include "memory.h"
#include "play.h"
#include "scenario.h"
#include "system.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A point is some milliseconds of work; a hang ends here. */
#define HANG_S	 20
/* Problems that are told of one scenario. */
#define TOLD_MAX 8
/* With all memory gone, whoever asks this often does not give up. */
#define ENDLESS	 200000

static struct {
	uint64_t points; /* a scenario and want; 0: all */
	uint64_t only_point;
	const char *only;
	bool system; /* system calls fail, not requests for memory */
} asked;

/* What parent and child share. */
static struct progress {
	uint64_t total; /* requests of a run with enough memory */
	uint64_t at;	/* the point under way */
	enum memory_want want;
	uint64_t done, refused, clean; /* clean: runs that ended well */
	unsigned problems;
	bool over;
	char what[80]; /* fails in this run */
} * now;

/* How a system call fails: the first, second or third of its kind, five in a
   row, or all. */
static const struct {
	uint64_t at, many;
	bool passes;
} ways[] = { { 1, 1, true },
	     { 2, 1, true },
	     { 3, 1, true },
	     { 1, 5, true },
	     { 1, UINT32_MAX, false } };
#define WAYS (sizeof(ways) / sizeof(ways[0]))

static const struct system_kind *kind_of(uint64_t point)
{
	return system_kind((size_t)((point - 1) / WAYS));
}

static void name_point(uint64_t at, enum memory_want want)
{
	static const char *const wants[] = { "once", "four times",
					     "from then on" };

	if (asked.system && at)
		snprintf(now->what, sizeof(now->what),
			 "point %llu, %s from number %llu on for %llu",
			 (unsigned long long)at, kind_of(at)->name,
			 (unsigned long long)ways[(at - 1) % WAYS].at,
			 (unsigned long long)ways[(at - 1) % WAYS].many);
	else
		snprintf(now->what, sizeof(now->what),
			 "request %llu refused %s", (unsigned long long)at,
			 wants[want]);
}

static void problem(const struct scenario *scenario, const char *what)
{
	if (now->problems++ < TOLD_MAX)
		printf("FAIL %s, %s: %s\n", scenario->name, now->what, what);
	fflush(stdout);
}

static size_t descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	size_t n = 0;

	while (dir && readdir(dir))
		n++;
	if (dir)
		closedir(dir);
	return n;
}

static void arm(uint64_t at, enum memory_want want)
{
	size_t way = (size_t)((at ? at - 1 : 0) % WAYS);

	memory_arm(asked.system ? 0 : at, want);
	play_must_recover = want != MEMORY_GONE;
	if (asked.system) {
		system_arm(at ? kind_of(at) : NULL, at ? ways[way].at : 0,
			   ways[way].many);
		play_must_recover = !at || ways[way].passes;
	}
	system_resume();
}

/* What is wrong with the run that has ended; NULL: nothing. */
static const char *judge(int err, size_t open)
{
	static char text[256];
	static char fault[256];

	snprintf(fault, sizeof(fault), "%s", play_fault());
	if (memory_misuse())
		return memory_misuse();
	if (*fault)
		return fault;
	if (err > 0)
		return "it returned no error and no success";
	if (memory_refused() > ENDLESS)
		return "it asks without end";
	if (descriptors() != open) {
		snprintf(text, sizeof(text), "%zu descriptors became %zu", open,
			 descriptors());
		return text;
	}
	return memory_leak(text, sizeof(text));
}

/* One run. Returns what is wrong with it; NULL: nothing. */
static const char *run_once(const struct scenario *scenario, uint64_t at,
			    enum memory_want want, int *err)
{
	size_t open = descriptors();

	name_point(at, want);
	memory_mark();
	arm(at, want);
	alarm(HANG_S);
	*err = scenario->run(scenario->arg, scenario->more);
	system_pause();
	now->refused += asked.system ? system_failed() : memory_refused();
	if (at == 0)
		now->total = memory_asked();
	return judge(*err, open);
}

/* The scenario must do with memory what it shall survive without: twice, for
   what is made once a process. */
static bool warm_up(const struct scenario *scenario)
{
	const char *what;
	char text[96];
	int err, i;

	for (i = 0; i < 3; i++) {
		what = run_once(scenario, 0, MEMORY_ONCE, &err);
		if (err)
			snprintf(text, sizeof(text), "with memory: %s: %.60s",
				 cti_strerror(err), what ? what : "");
		if (err || (what && i == 2)) {
			problem(scenario, err ? text : what);
			return false;
		}
	}
	return true;
}

static uint64_t stride(void)
{
	if (!asked.points || now->total <= asked.points)
		return 1;
	return (now->total + asked.points - 1) / asked.points;
}

/* Every way of every kind that the scenario has calls for. */
static void torture_calls(const struct scenario *scenario)
{
	uint64_t calls[SYSTEM_KINDS];
	const char *what;
	int err;
	size_t i;

	for (i = 0; system_kind(i); i++)
		calls[i] = system_asked(system_kind(i));
	now->total = i * WAYS;
	for (now->at += !now->at; now->at <= now->total; now->at++) {
		if (asked.points && (now->at - 1) % WAYS >= asked.points)
			continue;
		if (calls[(now->at - 1) / WAYS] <
			    ways[(now->at - 1) % WAYS].at ||
		    (!ways[(now->at - 1) % WAYS].passes &&
		     system_is_promise(kind_of(now->at))))
			continue;
		if (asked.only_point && now->at != asked.only_point)
			continue;
		what = run_once(scenario, now->at, MEMORY_ONCE, &err);
		now->done++;
		now->clean += !err;
		if (what)
			problem(scenario, what);
	}
}

static void torture(const struct scenario *scenario)
{
	uint64_t step;
	const char *what;
	int err;

	if (!warm_up(scenario))
		return;
	if (asked.system) {
		torture_calls(scenario);
		return;
	}
	step = stride();
	for (; now->want <= MEMORY_GONE; now->want++, now->at = 0) {
		/* Other points of a shallow run every day. */
		if (!now->at)
			now->at = 1 + (uint64_t)(time(NULL) / 86400) % step;
		for (; now->at <= now->total; now->at += step) {
			if (asked.only_point && now->at != asked.only_point)
				continue;
			what = run_once(scenario, now->at, now->want, &err);
			now->done++;
			now->clean += !err;
			if (what)
				problem(scenario, what);
		}
	}
}

static void run_child(const struct scenario *scenario)
{
	struct rlimit none = { 0, 0 };

	if (!getenv("CTI_TORTURE_CORE"))
		setrlimit(RLIMIT_CORE, &none);
	torture(scenario);
	alarm(0);
	now->over = true;
	fflush(stdout);
	_exit(0);
}

static void run_scenario(const struct scenario *scenario)
{
	char text[64];
	uint64_t step;
	int status, deaths = 0;

	memset(now, 0, sizeof(*now));
	while (!now->over && deaths < TOLD_MAX) {
		pid_t pid = fork();

		if (pid == 0)
			run_child(scenario);
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			exit(99);
		if (now->over)
			break;
		deaths++;
		snprintf(text, sizeof(text), "%s",
			 WIFSIGNALED(status)
				 ? WTERMSIG(status) == SIGALRM
					   ? "it hangs"
					   : strsignal(WTERMSIG(status))
				 : "it ended the process");
		problem(scenario, text);
		if (!now->at)
			break;
		step = asked.system ? 1 : stride();
		now->at += step;
		now->done++;
	}
	printf("%s %-28s %6llu requests %6llu points %7llu refused %6llu "
	       "well\n",
	       now->problems ? "BAD" : "ok ", scenario->name,
	       (unsigned long long)now->total, (unsigned long long)now->done,
	       (unsigned long long)now->refused,
	       (unsigned long long)now->clean);
	fflush(stdout);
}

const struct scenario *const scenario_tables[] = {
	scenarios_values,  scenarios_calls,   scenarios_links,
	scenarios_sources, scenarios_journal, scenarios_guests, NULL
};

static int run_all(bool list)
{
	const struct scenario *scenario;
	uint64_t points = 0, refused = 0, problems = 0, count = 0;
	size_t i;

	for (i = 0; scenario_tables[i]; i++) {
		for (scenario = scenario_tables[i]; scenario->name;
		     scenario++) {
			if (asked.only && strcmp(asked.only, scenario->name))
				continue;
			count++;
			if (list) {
				printf("%s\n", scenario->name);
				continue;
			}
			run_scenario(scenario);
			points += now->done;
			refused += now->refused;
			problems += now->problems;
		}
	}
	printf("%llu scenarios, %llu runs, %llu requests refused, "
	       "%llu problems\n",
	       (unsigned long long)count, (unsigned long long)points,
	       (unsigned long long)refused, (unsigned long long)problems);
	return problems || !count;
}

int main(int argc, char **argv)
{
	bool list = false;
	int i;

	if (argc < 3)
		return 2;
	play_captures = argv[1];
	play_source = argv[2];
	for (i = 3; i < argc; i++) {
		if (!strcmp(argv[i], "--list"))
			list = true;
		else if (!strcmp(argv[i], "--system"))
			asked.system = true;
		else if (i + 1 == argc)
			return 2;
		else if (!strcmp(argv[i], "--points"))
			asked.points = strtoull(argv[++i], NULL, 10);
		else if (!strcmp(argv[i], "--point"))
			asked.only_point = strtoull(argv[++i], NULL, 10);
		else if (!strcmp(argv[i], "--only"))
			asked.only = argv[++i];
		else
			return 2;
	}
	now = mmap(NULL, sizeof(*now), PROT_READ | PROT_WRITE,
		   MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	system_pause();
	if (now == MAP_FAILED || memory_init())
		return 99;
	return run_all(list);
}
