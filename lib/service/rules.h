/* SPDX-License-Identifier: MIT */
/*
 * Service knowledge as it was read from its file: plain tables. All of it lives
 * as long as the service whose keep it is in.
 */
#ifndef CTI__SERVICE_RULES_H
#define CTI__SERVICE_RULES_H

#include "service/condition.h"
#include "service/keep.h"

/* Columns that are made of the call and of what was judged already; a file
   cannot declare fields of these names. */
#define CTI__OWN_COLUMN_MAP(X)                                                 \
	X(TODAY, "today", DATE)                                                \
	X(WEEKDAY, "weekday", NUMBER)                                          \
	X(HOUR, "hour", NUMBER)                                                \
	X(IDENTITY, "identity", TEXT)                                          \
	X(DIRECTION, "direction", TEXT)                                        \
	X(DNIS, "dnis", TEXT)                                                  \
	X(QUEUE, "queue", TEXT)                                                \
	X(LINE, "line", TEXT)                                                  \
	X(CAMPAIGN, "campaign", TEXT)                                          \
	X(MEDIUM, "medium", TEXT)                                              \
	X(SCORE, "score", NUMBER)                                              \
	X(TIER, "tier", TEXT)                                                  \
	X(CONTRACT, "contract", TEXT)                                          \
	X(CONTRACT_DAYS, "contract_days", NUMBER)                              \
	X(RENEWAL, "renewal", TEXT)                                            \
	X(LIST, "list", TEXT)                                                  \
	X(STAGE, "stage", TEXT)                                                \
	X(SHARE, "share", NUMBER)                                              \
	X(DAYS, "days", NUMBER)                                                \
	X(TENANT, "tenant", TEXT)                                              \
	X(PHASE, "phase", TEXT)                                                \
	X(REASON, "reason", TEXT)

enum cti__own_column {
#define CTI__OWN_COLUMN_ENTRY(constant, name, type) CTI__OWN_##constant,
	CTI__OWN_COLUMN_MAP(CTI__OWN_COLUMN_ENTRY)
#undef CTI__OWN_COLUMN_ENTRY
		CTI__OWN_COUNT
};

/* A condition by its number from 1; 0: none was given. */
typedef size_t cti__when;

/* A text with the values of columns in it. */
struct cti__phrase {
	struct cti__phrase_part {
		struct cti__str text; /* if column is CTI__NO_COLUMN */
		size_t column;
	} * part;
	size_t count;
};
#define CTI__NO_COLUMN ((size_t)-1)

struct cti__texts {
	const char **at;
	size_t count;
};

/* A declared field: column CTI__OWN_COUNT and on, in the order of the file. */
struct cti__field {
	const char *name;
	const char *from; /* the customer's field, or "data.KEY" of the call */
	enum cti__column_type type;
};

/* One of the measures that make the score. */
struct cti__measure {
	size_t column;
	double weight, none, full;
};

struct cti__tier {
	const char *id, *label;
	struct cti__texts also;	       /* what the CRM may call it */
	double from;		       /* least score */
	const char *form_zh, *form_en; /* of the greeting; NULL: none */
	int64_t priority;
};

/* Which list: the order is that of severity. */
enum cti__list_kind {
	CTI__LIST_ORDINARY,
	CTI__LIST_RED,
	CTI__LIST_BLACK,
	CTI__LIST_COUNT
};

struct cti__list_rule {
	const char *label;
	struct cti__texts also;
	cti__when when;
	struct cti__phrase reason;
	int64_t priority;
};

/* A stage of the life cycle, or a segment. */
struct cti__class {
	const char *id, *label;
	cti__when when;
};

/* What falls due some days before a contract ends. */
struct cti__renewal {
	const char *id, *label;
	int64_t days;
	struct cti__phrase text;
};

struct cti__line {
	const char *id, *label, *phase, *desk, *request, *tenant;
	struct cti__texts numbers, queues;
};

/* What a caller may want: a row of the site's list of reasons. */
struct cti__reason {
	const char *id, *label, *phase, *request;
	struct cti__texts also; /* what the menu or the agent may call it */
};

struct cti__campaign {
	const char *id, *label, *medium, *line;
	struct cti__texts numbers, queues;
	const char *begins, *ends; /* "2026-03-06"; NULL: no bound */
};

struct cti__desk {
	const char *id, *label, *group;
	struct cti__texts skills, queues, lines;
	cti__when when;
};

struct cti__person {
	const char *name, *device;
};

enum cti__hint_kind {
	CTI__HINT_HINT,
	CTI__HINT_OFFER,
	CTI__HINT_CARE,
	CTI__HINT_RENEWAL,
	CTI__HINT_LEAD,
	CTI__HINT_COUNT
};

struct cti__hint_rule {
	const char *id, *product;
	int64_t kind; /* enum cti__hint_kind */
	cti__when when;
	struct cti__phrase text, reason;
	int64_t priority;
	/* Of care: a day that comes again, within so many days. */
	size_t date;
	int64_t within;
	/* Of cross-selling: a part of the whole. */
	size_t part;
	double share;
	/* Of a lead: in percent, or an expression. */
	int64_t probability;
	cti__when probability_of;
};

struct cti__quiet {
	cti__when when;
	struct cti__phrase reason;
	uint32_t silences; /* bits of enum cti__hint_kind */
};

enum cti__compare {
	CTI__COMPARE_EQUAL,
	CTI__COMPARE_LAST,
	CTI__COMPARE_DIGITS,
	CTI__COMPARE_DATE,
	CTI__COMPARE_COUNT
};

struct cti__factor {
	const char *id, *label, *field;
	int64_t compare; /* enum cti__compare */
	int64_t digits;
	bool shown; /* the field is no secret */
};

/* Levels: none, simple, strict. */
#define CTI__LEVEL_COUNT 3
/* Of a value that is shown to nobody, whatever was verified. */
#define CTI__LEVEL_NEVER CTI__LEVEL_COUNT

struct cti__level {
	int64_t needs;		   /* factors that must be right */
	struct cti__texts factors; /* which count; none named: all */
};

struct cti__request_class {
	const char *id, *label;
	int64_t level;
};

/* Rows of any type, as they are read: pointer and count. */
struct cti__array {
	void *at;
	size_t count;
};
#define CTI__ARRAY(type, name)                                                 \
	struct {                                                               \
		type *at;                                                      \
		size_t count;                                                  \
	} name

struct cti__rules {
	const char *label;
	int64_t east_minutes;
	CTI__ARRAY(struct cti__field, fields);
	const char *tier_given, *list_given, *stage_given;
	CTI__ARRAY(struct cti__measure, measures);
	CTI__ARRAY(struct cti__tier, tiers);
	struct cti__list_rule lists[CTI__LIST_COUNT];
	CTI__ARRAY(struct cti__class, stages);
	CTI__ARRAY(struct cti__class, segments);
	size_t contract_end; /* column */
	CTI__ARRAY(struct cti__renewal, renewals);
	CTI__ARRAY(struct cti__line, lines);
	CTI__ARRAY(struct cti__campaign, campaigns);
	CTI__ARRAY(struct cti__desk, desks);
	const char *owner_field, *owner_device_field;
	struct cti__texts owner_tiers;
	CTI__ARRAY(struct cti__person, people);
	int64_t budget;
	CTI__ARRAY(struct cti__quiet, quiets);
	CTI__ARRAY(struct cti__hint_rule, hints);
	CTI__ARRAY(struct cti__hint_rule, cares);
	CTI__ARRAY(struct cti__hint_rule, parts); /* of spend */
	CTI__ARRAY(struct cti__hint_rule, leads);
	size_t total; /* of which they are parts; a column */
	const char *channel_field, *channel_time_field;
	cti__when do_not_call;
	struct cti__phrase do_not_call_reason;
	int64_t attempts;
	CTI__ARRAY(struct cti__factor, factors);
	struct cti__level levels[CTI__LEVEL_COUNT];
	CTI__ARRAY(struct cti__request_class, requests);
	const char *data_request, *data_factor, *data_level;
	struct cti__texts reason_given; /* the first that says something */
	CTI__ARRAY(struct cti__reason, reasons);
	CTI__ARRAY(size_t, record); /* columns that go into the journal */
	/* The customer's fields that are shown from that level on only. */
	struct cti__texts sensitive[CTI__LEVEL_NEVER + 1];
};

/* What was read, with its columns and conditions. */
struct cti__service {
	uint32_t refs;
	const char *path;
	struct cti__keep keep;
	struct cti__rules rules;
	struct cti__column *columns;
	size_t column_count;
	struct cti__cell *cells; /* the row that is judged */
	struct cti__conditions *conditions;
};

#endif
