/* SPDX-License-Identifier: MIT */
/* What Asterisk's names say: channels, queue interfaces, dial strings. */
#include "adapters/asterisk/names.h"

/* Technologies whose channels carry no party: recorders, announcers, doubles.
 */
#define WORD(word)                                                             \
	{                                                                      \
		word, sizeof(word) - 1                                         \
	}

static const struct cti__str plumbing[] = {
	WORD("AsyncGoto"),    WORD("Announcer"),
	WORD("Bridge"),	      WORD("CBAnn"),
	WORD("CBRec"),	      WORD("ConfBridgeRecorder"),
	WORD("Message"),      WORD("OutgoingSpoolFailed"),
	WORD("Recorder"),     WORD("Snoop"),
	WORD("Surrogate"),    WORD("UnicastRTP"),
	WORD("MulticastRTP"), WORD("Parked"),
	WORD("Substitution"), WORD("AudioSocket"),
	WORD("Bridging"),
};

static bool is_plumbing(struct cti__str technology)
{
	size_t i;

	for (i = 0; i < sizeof(plumbing) / sizeof(plumbing[0]); i++)
		if (cti__str_eq(technology, plumbing[i]))
			return true;
	return false;
}

/* "1002@internal-00000000;1": extension, context, and the pair's shared name.
 */
static struct cti__asterisk_channel local_channel(struct cti__str rest)
{
	struct cti__asterisk_channel ch = { .role = CTI_ROLE_LOCAL };
	size_t semicolon = cti__str_rchr(rest, ';');
	struct cti__str behind;

	ch.pair = cti__str_sub(rest, 0, semicolon);
	if (semicolon + 1 < rest.n)
		ch.half = rest.p[semicolon + 1] == '2' ? 2 : 1;
	ch.device = cti__str_cut(ch.pair, '@', &behind);
	ch.context = cti__str_sub(behind, 0, cti__str_rchr(behind, '-'));
	return ch;
}

enum cti_role cti__asterisk_endpoint(const struct cti__asterisk_site *site,
				     struct cti__str technology,
				     struct cti__str name)
{
	bool extension;

	if (cti__str_matches_any(name, site->trunks))
		return CTI_ROLE_TRUNK;
	if (site->extensions.n)
		extension = cti__str_matches_any(name, site->extensions);
	else
		/* A DAHDI port is named by a number, too, and is a line. */
		extension = cti__str_is_digits(name) &&
			    !cti__str_is(technology, "DAHDI");
	return extension ? CTI_ROLE_EXTENSION : CTI_ROLE_TRUNK;
}

struct cti__asterisk_channel cti__asterisk_channel(
	const struct cti__asterisk_site *site, struct cti__str name)
{
	struct cti__asterisk_channel ch = { .role = CTI_ROLE_UNKNOWN };
	struct cti__str rest, technology = cti__str_cut(name, '/', &rest);

	if (is_plumbing(technology)) {
		ch.role = CTI_ROLE_PLUMBING;
		return ch;
	}
	if (cti__str_is(technology, "Local"))
		return local_channel(rest);
	ch.device = cti__str_sub(rest, 0, cti__str_rchr(rest, '-'));
	ch.role = cti__asterisk_endpoint(site, technology, ch.device);
	return ch;
}

struct cti__str cti__asterisk_interface_device(struct cti__str interface)
{
	size_t mark = 0;
	struct cti__str rest;

	while (mark < interface.n && interface.p[mark] != '/' &&
	       interface.p[mark] != ':')
		mark++;
	if (mark < interface.n)
		interface = cti__str_sub(interface, mark + 1, interface.n);
	interface = cti__str_cut(interface, '/', &rest);
	return cti__str_cut(interface, '@', &rest);
}

struct cti__str cti__asterisk_dialled_number(struct cti__str dial_string)
{
	size_t slash = cti__str_rchr(dial_string, '/');
	struct cti__str rest;

	if (slash < dial_string.n)
		dial_string = cti__str_sub(dial_string, slash + 1,
					   dial_string.n);
	return cti__str_cut(dial_string, '@', &rest);
}

struct cti__str cti__asterisk_bare(struct cti__str name)
{
	struct cti__str rest;

	return cti__str_cut(name, '@', &rest);
}

bool cti__asterisk_is_dialable(struct cti__str number)
{
	static const char allowed[] = "0123456789*#+._-"
				      "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t i;

	for (i = 0; i < number.n; i++)
		if (!memchr(allowed, number.p[i], sizeof(allowed) - 1))
			return false;
	return number.n > 0 && number.n < 80;
}

enum cti_dial_result cti__asterisk_result(struct cti__str status)
{
	static const struct {
		const char *status;
		enum cti_dial_result result;
	} rows[] = {
		{ "ANSWER", CTI_DIAL_ANSWER },
		{ "BUSY", CTI_DIAL_BUSY },
		{ "NOANSWER", CTI_DIAL_NO_ANSWER },
		{ "CANCEL", CTI_DIAL_CANCEL },
		{ "CONGESTION", CTI_DIAL_CONGESTION },
		{ "CHANUNAVAIL", CTI_DIAL_UNAVAILABLE },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (cti__str_is(status, rows[i].status))
			return rows[i].result;
	return CTI_DIAL_OTHER;
}
