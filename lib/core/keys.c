/* SPDX-License-Identifier: MIT */
/* The table of all configuration keys, and what a value of each may be. */
#include "core/config.h"
#include "util/say.h"

#include <cti/error.h>

#include <inttypes.h>
#include <pthread.h>

#define GENERAL false
#define PER_LINK true
#define TEXT(name, standard, per_link, doc)                                    \
	{ { name, "string", standard, doc, false }, CTI__KEY_STRING, 0, 0,     \
	  NULL, per_link }
#define SECRET(name, doc)                                                      \
	{ { name, "string", "", doc, true }, CTI__KEY_STRING, 0, 0, NULL, true }
#define INT(name, standard, least, most, per_link, doc)                        \
	{ { name, "int", #standard, doc, false }, CTI__KEY_INT, least, most,   \
	  NULL, per_link }
#define BOOL(name, standard, per_link, doc)                                    \
	{ { name, "bool", #standard, doc, false }, CTI__KEY_BOOL, 0, 0, NULL,  \
	  per_link }
#define LIST(name, standard, per_link, doc)                                    \
	{ { name, "list", standard, doc, false }, CTI__KEY_LIST, 0, 0, NULL,   \
	  per_link }
#define PATH(name, doc)                                                        \
	{ { name, "file", "", doc, false }, CTI__KEY_FILE, 0, 0, NULL, true }
#define WORD(name, standard, words, doc)                                       \
	{ { name, "string", standard, doc, false }, CTI__KEY_WORD, 0, 0,       \
	  words, false }

#define HOUR_MS 3600000
#define DAY_MS	(24 * HOUR_MS)

static const struct cti__key keys[] = {
	INT("agents.wrapup_ms", 0, 0, HOUR_MS, PER_LINK,
	    "How long an agent has for work after a call, where the switch has "
	    "no such time of its own; 0: none."),
	TEXT("ami.agent_interface", "PJSIP/{device}", PER_LINK,
	     "What the queues of Asterisk call an agent's device."),
	{ { "ami.auth", "string", "auto",
	    CTI__TEXT("How the secret goes to Asterisk: md5 (hashed with a "
		      "challenge), plain, or auto: plain over TLS only."),
	    false },
	  CTI__KEY_WORD, 0, 0, "auto,md5,plain", PER_LINK },
	TEXT("ami.auto_answer", "Call-Info: <sip:libcti>;answer-after=0",
	     PER_LINK,
	     "SIP header that makes a telephone pick up by itself, for a "
	     "request to dial with auto-answer."),
	TEXT("ami.code_join", "*3", PER_LINK,
	     "Feature code of Asterisk (atxferthreeway) that makes a "
	     "conference of a consultation."),
	TEXT("ami.code_swap", "*4", PER_LINK,
	     "Feature code of Asterisk (atxferswap) that changes between the "
	     "two parties of a consultation."),
	TEXT("ami.context", "libcti", PER_LINK,
	     "Context of Asterisk's dialplan for hold, made by the library "
	     "where its rights allow; empty: no hold by moving the call."),
	TEXT("ami.dial_channel", "PJSIP/{device}", PER_LINK,
	     "Asterisk's channel that rings a device."),
	TEXT("ami.dial_context", "", PER_LINK,
	     "Context of Asterisk where numbers are dialled for a device; "
	     "empty: the device's own, or that of a caller who is sent on."),
	LIST("ami.events", "", PER_LINK,
	     "Classes of events to ask Asterisk for; empty: those that are "
	     "needed."),
	LIST("ami.queues", "", PER_LINK,
	     "Queues of Asterisk that an agent logs in to if the request "
	     "names none."),
	INT("ami.ring_ms", 30000, 1000, 600000, PER_LINK,
	    "How long a telephone rings that Asterisk calls for a request."),
	BOOL("ami.variables", false, PER_LINK,
	     "Whether to have Asterisk send what its dialplan sets (VarSet), "
	     "for data.variables; without it they must be named as channelvars "
	     "in manager.conf, or come by UserEvent."),
	TEXT("ari.app", "libcti", PER_LINK,
	     "Name of the application under which events are had from ARI; "
	     "each program that connects needs its own."),
	TEXT("ari.auto_answer", "Call-Info: <sip:libcti>;answer-after=0",
	     PER_LINK,
	     "SIP header that makes a telephone pick up by itself, for a "
	     "request to dial with auto-answer over ARI."),
	TEXT("ari.dial_channel", "PJSIP/{device}", PER_LINK,
	     "Asterisk's channel that rings a device, for requests over ARI."),
	TEXT("ari.dial_context", "", PER_LINK,
	     "Context of Asterisk where requests over ARI dial numbers; empty: "
	     "they cannot dial."),
	INT("ari.ring_ms", 30000, 1000, 600000, PER_LINK,
	    "How long a telephone rings that Asterisk calls for a request over "
	    "ARI."),
	TEXT("client.name", "", GENERAL,
	     "What the program, or the language's binding, calls itself, with "
	     "its version: said in the log."),
	LIST("data.variables", "CTI_ACCOUNT", PER_LINK,
	     "Variables of the switch, and headers of its user events, that "
	     "are told as data of the call; at most eight."),
	LIST("devices.extensions", "", PER_LINK,
	     "Patterns of the endpoints that are extensions, which are "
	     "watched; "
	     "X is a digit, * any rest; empty: the switch's own custom."),
	LIST("devices.remote_control", "", PER_LINK,
	     "Patterns of the devices whose telephones pick up, hold and take "
	     "back when told to (NOTIFY with Event: talk or hold)."),
	LIST("devices.trunks", "", PER_LINK,
	     "Patterns of the endpoints that are trunks; they outrank "
	     "devices.extensions."),
	TEXT("esl.agent_domain", "default", PER_LINK,
	     "What follows the @ in the names of FreeSWITCH's queues and "
	     "agents; they are told without it."),
	TEXT("esl.context", "default", PER_LINK,
	     "FreeSWITCH's dialplan context in which requests dial."),
	TEXT("esl.domain", "", PER_LINK,
	     "Domain of FreeSWITCH's users that requests ring up; empty: its "
	     "own default."),
	{ { "esl.format", "string", "plain",
	    CTI__TEXT(
		    "Form of the events to ask FreeSWITCH for: plain or json."),
	    false },
	  CTI__KEY_WORD, 0, 0, "plain,json", PER_LINK },
	TEXT("esl.listen", "", PER_LINK,
	     "Address and port where FreeSWITCH's application socket may "
	     "connect to ask where a call shall go, such as 10.0.0.5:8084; "
	     "empty: nowhere."),
	LIST("esl.listen_from", "", PER_LINK,
	     "Addresses and networks that may connect to esl.listen; empty: "
	     "the link's own FreeSWITCH."),
	TEXT("esl.recordings", "/var/lib/freeswitch/recordings", PER_LINK,
	     "Folder on FreeSWITCH's machine for recordings without a name."),
	INT("files.settle_ms", 250, 10, 60000, GENERAL,
	    "How long a file that has changed must be left alone before it is "
	    "read again."),
	BOOL("files.watch", true, GENERAL,
	     "Whether the files of sources and service.file are read again "
	     "when they change."),
	INT("http.timeout_ms", 10000, 10, 600000, PER_LINK,
	    "How long the switch may take to answer a request over HTTP."),
	INT("identify.cache_max", 10000, 1, 10000000, GENERAL,
	    "Numbers kept in the cache of identifications."),
	INT("identify.clear_lead", 15, 1, 100, GENERAL,
	    "How far ahead of the second, in points of a hundred, the first "
	    "candidate must be to stand alone."),
	BOOL("identify.contacts", true, GENERAL,
	     "Whether the other contacts of a customer's account are looked up "
	     "too."),
	LIST("identify.data", "CTI_ACCOUNT=account", GENERAL,
	     "Data of calls that tell who calls, each with the field of the "
	     "customer that it stands for: NAME=FIELD."),
	INT("identify.data_score", 90, 1, 100, GENERAL,
	    "How sure it is, of a hundred, that data of a call name the "
	    "caller."),
	INT("identify.deadline_ms", 150, 1, 60000, GENERAL,
	    "How long all sources together have to say who calls."),
	INT("identify.hit_ttl_ms", 600000, 1, DAY_MS, GENERAL,
	    "How long a customer that was found is kept."),
	INT("identify.learned_after", 2, 1, 100, GENERAL,
	    "How often agents must choose a customer for a number, until he is "
	    "the first next time."),
	{ { "identify.learned_file", "file", "",
	    CTI__TEXT("SQLite file that agents' choices among several "
		      "candidates are kept in; empty: nothing is learned."),
	    false },
	  CTI__KEY_FILE, 0, 0, NULL, false },
	INT("identify.miss_ttl_ms", 30000, 1, DAY_MS, GENERAL,
	    "How long it is kept that nobody knows a number."),
	INT("identify.shared_from", 5, 2, 16, GENERAL,
	    "From how many customers behind it on a number is a switchboard's "
	    "or a hotel's, and tells nobody's name."),
	{ { "journal.file", "file", "",
	    CTI__TEXT("SQLite file that every contact is written to; empty: "
		      "none."),
	    false },
	  CTI__KEY_FILE, 0, 0, NULL, false },
	INT("journal.max_waiting", 20000, 16, 10000000, GENERAL,
	    "Changes that may wait for the disk; the oldest are lost then, and "
	    "that is told."),
	INT("journal.outbox_attempts", 20, 1, 1000, GENERAL,
	    "How often a record is offered to the CRM before it is given up."),
	INT("journal.outbox_delay_s", 60, 0, 86400, GENERAL,
	    "How long after its end a contact is sent: time for the agent to "
	    "say how it went."),
	{ { "journal.outbox_token", "string", "",
	    CTI__TEXT("Bearer token for journal.outbox_url."), true },
	  CTI__KEY_STRING, 0, 0, NULL, false },
	TEXT("journal.outbox_url", "", GENERAL,
	     "Address that each ended contact is posted to as JSON, with an "
	     "Idempotency-Key; empty: none."),
	INT("journal.retention_days", 0, 0, 36500, GENERAL,
	    "How many days contacts are kept; 0: for ever."),
	INT("link.auth_retry_ms", 60000, 1000, DAY_MS, PER_LINK,
	    "How long to wait after a refused login."),
	INT("link.backoff_max_ms", 30000, 10, HOUR_MS, PER_LINK,
	    "The longest wait between two attempts to connect."),
	INT("link.backoff_min_ms", 500, 10, HOUR_MS, PER_LINK,
	    "The first wait between two attempts to connect, at the longest; "
	    "it doubles."),
	INT("link.connect_timeout_ms", 10000, 10, 600000, PER_LINK,
	    "How long finding the host, connecting and TLS may take together."),
	INT("link.login_timeout_ms", 10000, 10, 600000, PER_LINK,
	    "How long the switch may take to greet and to accept the login."),
	INT("link.ping_ms", 10000, 100, HOUR_MS, PER_LINK,
	    "How often to ask a quiet switch whether it is there; two without "
	    "an answer end the connection."),
	INT("link.resync_timeout_ms", 30000, 10, HOUR_MS, PER_LINK,
	    "How long the switch may take to list its calls and agents."),
	SECRET("link.secret", "Password of the login."),
	LIST("link.standby", "", PER_LINK,
	     "Other addresses of the switch, host or host:port, tried in turn "
	     "when it cannot be reached or does not let one in."),
	TEXT("link.user", "", PER_LINK, "Name of the login."),
	TEXT("numbers.area", "", GENERAL,
	     "The site's own area code with its trunk prefix, such as 010."),
	LIST("numbers.carrier_prefixes", "", GENERAL,
	     "Prefixes that choose a carrier; empty: the country's own."),
	TEXT("numbers.country", "CN", GENERAL,
	     "The country of the site by two letters."),
	INT("numbers.extension_digits", 5, 1, 15, GENERAL,
	    "How many digits an extension has at the most."),
	TEXT("numbers.outside_prefix", "", GENERAL,
	     "What is dialled for an outside line, such as 9."),
	TEXT("numbers.plugin", "", GENERAL,
	     "A plug-in that knows the numbers of more countries: phonenumber "
	     "for libphonenumber, or the path of one; empty: none."),
	WORD("numbers.plugin_for", "abroad", "abroad,all",
	     "Which numbers the plug-in is asked about: abroad (those of other "
	     "countries) or all."),
	INT("pop.ask_members", 3, 1, 16, GENERAL,
	    "Of how many who may be calling the first is still asked for by "
	    "name."),
	INT("pop.earlier", 5, 0, 20, GENERAL,
	    "How many earlier contacts of the journal a pop shows."),
	BOOL("pop.internal", false, GENERAL,
	     "Whether calls between colleagues pop too."),
	WORD("pop.language", "zh", "zh,en",
	     "Language of the greeting: zh or en."),
	WORD("pop.open_on", "ring", "ring,answer",
	     "When a pop opens: when the telephone rings, or on answer."),
	BOOL("pop.outbound", false, GENERAL,
	     "Whether a call that the agent dials pops when it is answered."),
	LIST("pop.schemes", "http,https", GENERAL,
	     "Schemes that pop.url may have."),
	INT("pop.statement_score", 80, 1, 100, GENERAL,
	    "From which score on a customer is greeted by name without "
	    "asking."),
	TEXT("pop.url", "", GENERAL,
	     "Address that a pop opens, with fields in braces; empty: the "
	     "customer's own field url."),
	INT("queue.max_bytes", 16777216, 65536, 4294967296, GENERAL,
	    "Bytes that may wait for cti_poll()."),
	INT("queue.max_events", 10000, 16, 10000000, GENERAL,
	    "Events that may wait for cti_poll()."),
	INT("request.max_pending", 256, 1, 100000, GENERAL,
	    "Requests that may be under way at once."),
	INT("request.timeout_ms", 10000, 100, HOUR_MS, GENERAL,
	    "How long a switch has to answer a request."),
	INT("route.deadline_ms", 2000, 10, 600000, GENERAL,
	    "How long the application has to say where a call shall go."),
	TEXT("route.default", "", GENERAL,
	     "Where a call goes that the application has not said it of; "
	     "empty: the way it would go by itself."),
	{ { "service.file", "file", "",
	    CTI__TEXT("JSON file of service knowledge: tiers, lines, hints and "
		      "the like; empty: none."),
	    false },
	  CTI__KEY_FILE, 0, 0, NULL, GENERAL },
	INT("tcp.keepalive_s", 15, 0, 7200, PER_LINK,
	    "Seconds of silence before TCP probes the connection; 0: never."),
	INT("tcp.user_timeout_ms", 20000, 0, HOUR_MS, PER_LINK,
	    "How long sent bytes may stay unacknowledged; 0: the system's "
	    "own."),
	PATH("tls.ca_file",
	     "PEM file of the authorities to trust; empty: the system's."),
	PATH("tls.cert", "PEM file of the certificate to show to the switch."),
	PATH("tls.key", "PEM file of its key; empty: it is in tls.cert."),
	BOOL("tls.verify", true, PER_LINK,
	     "Whether the switch's certificate and host name must be right."),
};

#define KEY_COUNT (sizeof(keys) / sizeof(keys[0]))

const struct cti__key *cti__key_at(size_t index)
{
	return index < KEY_COUNT ? &keys[index] : NULL;
}

/* What people are told of the keys, in the language of the process. */
static cti_key_info said[KEY_COUNT];

static void say_docs(void)
{
	size_t i;

	for (i = 0; i < KEY_COUNT; i++) {
		said[i] = keys[i].info;
		said[i].doc = cti__say(said[i].doc);
	}
}

const cti_key_info *cti_key_at(size_t index)
{
	static pthread_once_t said_once = PTHREAD_ONCE_INIT;

	pthread_once(&said_once, say_docs);
	return index < KEY_COUNT ? &said[index] : NULL;
}

size_t cti__key_index(const struct cti__key *key)
{
	return (size_t)(key - keys);
}

const struct cti__key *cti__key_find(struct cti__str name)
{
	size_t i;

	for (i = 0; i < KEY_COUNT; i++)
		if (cti__str_is(name, keys[i].info.name))
			return &keys[i];
	return NULL;
}

#define NAME_MAX_BYTES 64

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Letters to put in, leave out or change; two swapped ones count as one. */
static size_t distance(struct cti__str a, struct cti__str b)
{
	size_t rows[3][NAME_MAX_BYTES + 1];
	size_t *before = rows[0], *last = rows[1], *now = rows[2], *spare;
	size_t i, j;

	for (j = 0; j <= b.n; j++)
		last[j] = before[j] = j;
	for (i = 1; i <= a.n; i++) {
		now[0] = i;
		for (j = 1; j <= b.n; j++) {
			now[j] = least(least(last[j], now[j - 1]) + 1,
				       last[j - 1] +
					       (a.p[i - 1] != b.p[j - 1]));
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1])
				now[j] = least(now[j], before[j - 2] + 1);
		}
		spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.n];
}

static struct cti__str last_part(struct cti__str name)
{
	size_t dot = cti__str_rchr(name, '.');

	return dot == name.n ? name : cti__str_sub(name, dot + 1, name.n);
}

const struct cti__key *cti__key_nearest(struct cti__str name, bool per_link)
{
	const struct cti__key *best = NULL;
	size_t best_distance = NAME_MAX_BYTES, d, i;
	struct cti__str known;

	if (name.n > NAME_MAX_BYTES)
		return NULL;
	for (i = 0; i < KEY_COUNT; i++) {
		if (per_link && !keys[i].per_link)
			continue;
		known = cti__str(keys[i].info.name);
		d = distance(name, known);
		/* The right word under a wrong or no heading. */
		if (cti__str_eq(last_part(name), last_part(known)))
			d = least(d, 2);
		if (d < best_distance) {
			best_distance = d;
			best = &keys[i];
		}
	}
	return best_distance <= 2 || best_distance <= name.n / 4 ? best : NULL;
}

bool cti__bool_word(struct cti__str word, bool *out)
{
	static const char *const words[] = { "false", "true", "no", "yes",
					     "off",   "on",   "0",  "1" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (!cti__str_ieq(word, cti__str(words[i])))
			continue;
		*out = i & 1;
		return true;
	}
	return false;
}

static bool fits(const struct cti__key *key, struct cti__str value)
{
	struct cti__str rest = cti__str(key->words);
	int64_t number;
	bool truth;

	switch (key->type) {
	case CTI__KEY_INT:
		return value.n && value.n < 20 &&
		       cti__str_is_digits(
			       cti__str_sub(value, *value.p == '-', value.n)) &&
		       cti__str_i64(value, &number) && number >= key->least &&
		       number <= key->most;
	case CTI__KEY_BOOL:
		return cti__bool_word(value, &truth);
	case CTI__KEY_WORD:
		while (rest.n)
			if (cti__str_eq(cti__str_cut(rest, ',', &rest), value))
				return true;
		return false;
	default:
		return true;
	}
}

/* A secret never stands in a sentence. */
static void say_given(const struct cti__key *key, struct cti__str value,
		      struct cti__buf *why)
{
	if (key->info.secret)
		cti__buf_text(why, ".");
	else
		cti__buf_printf(why, cti__say(", not \"%.*s\"."),
				(int)(value.n > 100 ? 100 : value.n),
				value.n ? value.p : "");
}

int cti__key_check(const struct cti__key *key, struct cti__str value,
		   struct cti__buf *why)
{
	bool unsafe = cti__str_has_any(value, "\r\n");

	if (!unsafe && fits(key, value))
		return 0;
	if (!why)
		return CTI_EVALUE;
	cti__buf_clear(why);
	if (unsafe) {
		cti__buf_printf(why, cti__say("%s must be one line of text."),
				key->info.name);
		return CTI_EVALUE;
	}
	cti__buf_printf(why, cti__say("%s must be "), key->info.name);
	if (key->type == CTI__KEY_INT)
		cti__buf_printf(
			why, cti__say("a number from %" PRId64 " to %" PRId64),
			key->least, key->most);
	else if (key->type == CTI__KEY_BOOL)
		cti__buf_text(why, cti__say("true or false"));
	else
		cti__buf_printf(why, cti__say("one of %s"), key->words);
	say_given(key, value, why);
	return CTI_EVALUE;
}
