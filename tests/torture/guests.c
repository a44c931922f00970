/* SPDX-License-Identifier: MIT */
/* Scenarios with servers of customers, and with a switch that connects to us.
 */
#include "clock.h"
#include "play.h"
#include "scenario.h"
#include "switches.h"
#include "system.h"

#include "core/link.h"
#include "io/listen.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* arg: the preset. Somebody whom the server knows, and once more. */
static int run_http(const char *arg, const char *more)
{
	cti_http_source_opts opts = CTI_HTTP_SOURCE_OPTS_INIT;
	struct play play = { 0 };
	char base[64];
	int err;

	(void)more;
	snprintf(base, sizeof(base), "http://127.0.0.1:%u",
		 switches_port("crm"));
	opts.preset = arg;
	opts.base = base;
	opts.secret = "token";
	TRY(play_open(&play));
	TRY(cti_set(play.client, "identify.deadline_ms", "2000"));
	TRY(cti_source_add_http(play.client, "crm", &opts));
	TRY(play_identify(&play, "13800138000", CTI_IDENTITY_IDENTIFIED));
	cti_identify_forget(play.client, "13800138000");
	TRY(play_identify(&play, "13800138000", CTI_IDENTITY_IDENTIFIED));
out:
	return play_close(&play, err);
}

static bool has_posted(struct play *play)
{
	cti_journal_stats stats = { .size = sizeof(stats) };

	return !cti_journal_stats_get(play->client, &stats) &&
	       stats.delivered + stats.dead > 0;
}

/* arg: the path that records are posted to; more: the port of a server that is
   dead, or "". */
static int run_outbox(const char *arg, const char *more)
{
	struct play play = { 0 };
	char url[512];
	int err, i, tenths;

	play_remove_journal("outbox.db");
	TRY(play_open(&play));
	snprintf(url, sizeof(url), "http://127.0.0.1:%u%s",
		 *more ? 9 : switches_port("crm"), arg);
	TRY(cti_set(play.client, "journal.outbox_url", url));
	TRY(cti_set(play.client, "journal.outbox_token", "token"));
	TRY(cti_set(play.client, "journal.outbox_delay_s", "0"));
	TRY(cti_set(play.client, "journal.file", play_path("outbox.db")));
	snprintf(url, sizeof(url),
		 "sim:%s/examples/stories/inbound.sim?clock=virtual",
		 play_source);
	TRY(play_link(&play, url));
	TRY(play_advance(&play, 30000));
	/* Where nothing fails it comes, however busy the machine is. */
	tenths = *more ? 5 : play_is_whole() ? 300 : 50;
	for (i = 0; i < tenths && !has_posted(&play); i++)
		play_wait(&play, 100);
	if (play_is_whole() && !*more && !has_posted(&play))
		err = 1; /* nothing was posted */
out:
	return play_close(&play, err);
}

static const char channel[] =
	"Event-Name: CHANNEL_DATA\nCall-Direction: inbound\n"
	"Unique-ID: 7e0a\nCaller-Caller-ID-Number: 13800138000\n"
	"Caller-Destination-Number: 4001100266\nCaller-Context: public\n"
	"Content-Type: command/reply\nReply-Text: %2BOK%0A\n"
	"Socket-Mode: async\nControl: full\n\n";
static const char ok[] = "Content-Type: command/reply\nReply-Text: +OK\n\n";

/* A call that the switch's dialplan sends to our port. */
struct guest {
	int fd;
	char text[4096];
	size_t n;
};

static void say(struct guest *guest, const char *text)
{
	if (send(guest->fd, text, strlen(text), MSG_NOSIGNAL) < 0)
		shutdown(guest->fd, SHUT_RDWR);
}

static int guest_dial(struct guest *guest, uint16_t port)
{
	struct sockaddr_in at = { .sin_family = AF_INET };

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	at.sin_port = htons(port);
	memset(guest, 0, sizeof(*guest));
	guest->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (guest->fd < 0 ||
	    connect(guest->fd, (struct sockaddr *)&at, sizeof(at)))
		return CTI_EIO;
	fcntl(guest->fd, F_SETFL, O_NONBLOCK);
	return 0;
}

/* Hear what there is, answer each command. False: it was left. */
static bool guest_turn(struct guest *guest)
{
	char *end, *text = guest->text;
	ssize_t got = recv(guest->fd, text + guest->n,
			   sizeof(guest->text) - 1 - guest->n, 0);

	if (!got)
		return false;
	if (got > 0)
		guest->n += (size_t)got;
	text[guest->n] = '\0';
	while ((end = strstr(text, "\n\n")) != NULL) {
		say(guest, strncmp(text, "connect", 7) ? ok : channel);
		guest->n -= (size_t)(end + 2 - text);
		memmove(text, end + 2, guest->n + 1);
	}
	return true;
}

struct routing {
	int asked, told;
};

static void on_route(cti_client *client, cti_route *route, void *user)
{
	struct routing *routing = user;

	(void)client;
	routing->asked++;
	if (cti_route_to(route, "1002"))
		cti_route_default(route);
}

static void on_routed(cti_client *client, const cti_route *route,
		      const cti_route_result *result, void *user)
{
	struct routing *routing = user;

	(void)client;
	(void)route;
	(void)result;
	routing->told++;
}

static void hear_up(struct play *play, const cti_event *event)
{
	(void)event;
	play->done |= play->ups > 0;
}

static void visit(struct play *play, const struct routing *routing)
{
	struct guest guest = { .fd = -1 };
	bool stays;
	int i;

	system_pause();
	stays = play->link->door &&
		!guest_dial(&guest, cti__listen_port(play->link->door));
	for (i = 0; stays && i < 100 && !routing->told; i++) {
		system_resume();
		play_wait(play, 10);
		system_pause();
		stays = guest_turn(&guest);
	}
	if (guest.fd >= 0)
		close(guest.fd);
	system_resume();
}

/* FreeSWITCH asks for a call by connecting to us, and is told. */
static int run_outbound(const char *arg, const char *more)
{
	struct routing routing = { 0 };
	struct play play = { .hear = hear_up };
	cti_route_opts route = CTI_ROUTE_OPTS_INIT;
	cti_link_opts opts = CTI_LINK_OPTS_INIT;
	char url[64];
	int err;

	snprintf(url, sizeof(url), "%s://%s:%u", arg, more, switches_port(arg));
	opts.url = url;
	opts.name = "pbx";
	opts.secret = "s3cret";
	route.when = CTI_ROUTE_SWITCH;
	route.to = "";
	route.on_route = on_route;
	route.on_routed = on_routed;
	route.user = &routing;
	TRY(play_open(&play));
	TRY(cti_set(play.client, "esl.listen", "127.0.0.1:0"));
	TRY(cti_set(play.client, "link.backoff_min_ms", "20"));
	TRY(cti_route_set(play.client, &route));
	TRY(cti_link_add(play.client, &play.link, &opts));
	clock_pace(5);
	play_run(&play, 5000);
	visit(&play, &routing);
	clock_pace(50);
	if (play_is_whole() && !routing.told)
		err = 1; /* the call was never routed */
out:
	err = play_close(&play, err);
	return routing.asked == routing.told ? err : 1;
}

const struct scenario scenarios_guests[] = {
	{ "source-http", run_http, "generic", "" },
	{ "outbox", run_outbox, "/contacts", "" },
	{ "outbox-dead", run_outbox, "/contacts", "dead" },
	{ "esl-outbound", run_outbound, "esl", "127.0.0.1" },
	{ 0 },
};
