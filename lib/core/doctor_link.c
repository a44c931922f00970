/* SPDX-License-Identifier: MIT */
/* What can be said of a link whatever its switch: the way there, and the login.
 */
#include "core/doctor.h"
#include "io/stream.h"

#include <cti/error.h>

#include <inttypes.h>
#include <stdio.h>

#define DAY_S	  86400
/* A certificate that ends sooner wants somebody to see to it now. */
#define SOON_DAYS 30

static const struct cti_finding_form reached = {
	"link-up",
	CTI_FINDING_GOOD,
	CTI_SAY("{1} was reached and let us in; the link is up."),
};
static const struct cti_finding_form reached_in = {
	"link-up",
	CTI_FINDING_GOOD,
	CTI_SAY("{1} was reached and let us in within {2} ms, and listed what "
		"is so now within {3} ms."),
};
static const struct cti_finding_form plain = {
	"link-plain",
	CTI_FINDING_WARNING,
	CTI_SAY("The connection to {1} is not encrypted: whoever is in between "
		"reads all numbers and names, and may read the password."),
	CTI_SAY("Let the switch offer TLS and write {2}+tls:// in the URL, or "
		"keep the connection within a network that is yours."),
};
static const struct cti_finding_form certificate = {
	"link-certificate",
	CTI_FINDING_GOOD,
	CTI_SAY("The certificate of {1} is trusted, and good for {2} days."),
};
static const struct cti_finding_form unverified = {
	"link-unverified",
	CTI_FINDING_WARNING,
	CTI_SAY("The certificate of {1} is not verified: anybody in between "
		"can pretend to be the switch."),
	CTI_SAY("Set tls.verify to true, and tls.ca_file to the file of who "
		"has signed the certificate."),
	"tls.verify",
	"",
	"tls.verify=true",
};
static const struct cti_finding_form ends_soon = {
	"link-certificate",
	CTI_FINDING_WARNING,
	CTI_SAY("The certificate of {1} ends in {2} days; then no link comes "
		"up any more."),
	CTI_SAY("Let the switch have a new certificate before."),
};
static const struct cti_finding_form no_name = {
	"link-name",
	CTI_FINDING_FAULT,
	CTI_SAY("The host of {1} has no address: its name is unknown here."),
	CTI_SAY("Check the spelling, and this machine's name service with "
		"`getent hosts NAME`; or give the address itself."),
};
static const struct cti_finding_form no_tls = {
	"link-tls",
	CTI_FINDING_FAULT,
	CTI_SAY("No TLS connection with {1}: {3}"),
	CTI_SAY("Check that the port speaks TLS, that the URL names the host "
		"as its certificate does, and that tls.ca_file is the file of "
		"who has signed it."),
	"tls.ca_file",
};
static const struct cti_finding_form no_answer = {
	"link-unreached",
	CTI_FINDING_FAULT,
	CTI_SAY("{1} cannot be used: {3}"),
	CTI_SAY("Check that the switch runs, listens there, and that no "
		"firewall is in between."),
};
static const struct cti_finding_form no_login = {
	"link-login",
	CTI_FINDING_FAULT,
	CTI_SAY("{1} refused the login of {2}: {3}"),
	CTI_SAY("Check the user and the password, and from where the switch "
		"lets that user in."),
};
static const struct cti_finding_form taken = {
	"link-taken",
	CTI_FINDING_FAULT,
	CTI_SAY("Another program has taken our place at {1}: {3}"),
	CTI_SAY("Give each program a name of its own."),
};
static const struct cti_finding_form dropped = {
	"link-lost",
	CTI_FINDING_FAULT,
	CTI_SAY("The link to {1} was lost while it was looked at: {3}"),
	CTI_SAY("Look again; if that is lost too, see the switch's log for who "
		"ended it."),
};
static const struct cti_finding_form unanswered = {
	"link-unanswered",
	CTI_FINDING_WARNING,
	CTI_SAY("{1} has not answered all questions in time: what is not told "
		"here was not looked at."),
	CTI_SAY("Look again when the switch is less busy."),
};

/* {1}, {2} and {3} of the forms above, and of an adapter's. */
struct said {
	struct cti__buf host;
	struct cti__str values[3];
};

/* A sentence of the network's begins with the host, as the forms do. */
static struct cti__str without(struct cti__str host, struct cti__str detail)
{
	struct cti__str rest = cti__str_sub(detail, host.n, detail.n);

	return cti__str_starts(detail, host) &&
			       cti__str_starts(rest, CTI__STR(": "))
		       ? cti__str_sub(rest, 2, rest.n)
		       : detail;
}

static void say_begin(struct cti_link *link, struct said *said)
{
	const char *user = cti_settings_get(&link->settings, "user");

	memset(said, 0, sizeof(*said));
	cti__link_put_host(link, &said->host);
	said->values[0] = cti__str(cti__buf_cstr(&said->host));
	said->values[1] = *user ? cti__str(user) : CTI__STR("-");
	said->values[2] = without(said->values[0],
				  cti__str(cti__buf_cstr(&link->detail)));
}

static void say_end(struct cti_link *link, struct said *said,
		    const struct cti_finding_form *form)
{
	if (form)
		cti__doctor_tell(link, form, said->values, 3);
	cti__buf_fini(&said->host);
}

/* Whether what is sent stays on this machine. */
static bool is_here(struct cti_link *link)
{
	char peer[64] = "";

	if (link->stream)
		cti__stream_host(link->stream, peer, sizeof(peer));
	return !*peer || strncmp(peer, "127.", 4) == 0 ||
	       strcmp(peer, "::1") == 0 ||
	       strncmp(peer, "::ffff:127.", 11) == 0;
}

static void look_at_wire(struct cti_link *link)
{
	int64_t ends = link->stream ? cti__stream_expires(link->stream) : 0;
	int64_t days = (ends - link->env->now_us(link) / 1000000) / DAY_S;
	struct said said;
	char number[24];

	say_begin(link, &said);
	if (!link->url.tls) {
		said.values[1] = cti__str(link->adapter->scheme);
		say_end(link, &said, is_here(link) ? NULL : &plain);
		return;
	}
	snprintf(number, sizeof(number), "%" PRId64, days);
	said.values[1] = cti__str(number);
	if (!cti__settings_bool(&link->settings, "tls.verify"))
		say_end(link, &said, &unverified);
	else if (!ends)
		say_end(link, &said, NULL);
	else
		say_end(link, &said,
			days < SOON_DAYS ? &ends_soon : &certificate);
}

void cti__doctor_came_up(struct cti_link *link, int64_t login_us,
			 int64_t list_us)
{
	bool seen = login_us != INT64_MAX && list_us != INT64_MAX;
	char login[24], list[24];
	struct said said;

	if (link->adapter->wire == CTI_WIRE_NONE)
		return;
	say_begin(link, &said);
	if (seen) {
		snprintf(login, sizeof(login), "%" PRId64, login_us / 1000);
		snprintf(list, sizeof(list), "%" PRId64, list_us / 1000);
		said.values[1] = cti__str(login);
		said.values[2] = cti__str(list);
	}
	say_end(link, &said, seen ? &reached_in : &reached);
	look_at_wire(link);
}

static const struct cti_finding_form *or_else(
	const struct cti_finding_form *form,
	const struct cti_finding_form *other)
{
	return form ? form : other;
}

void cti__doctor_failed(struct cti_link *link, bool let_in)
{
	const struct cti_finding_form *form;
	struct said said;

	switch (link->err) {
	case CTI_ERESOLVE:
		form = &no_name;
		break;
	case CTI_ETLS:
		form = &no_tls;
		break;
	case CTI_EAUTH:
		form = or_else(link->adapter->refused, &no_login);
		break;
	case CTI_EEXIST:
		form = &taken;
		break;
	default:
		form = let_in ? &dropped
			      : or_else(link->adapter->unreached, &no_answer);
	}
	say_begin(link, &said);
	say_end(link, &said, form);
}

void cti__doctor_unanswered(struct cti_link *link)
{
	struct said said;

	say_begin(link, &said);
	say_end(link, &said, &unanswered);
}
