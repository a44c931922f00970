/* SPDX-License-Identifier: MIT */
/* What concerned one call, step by step: the second run of `cti explain`. */
#include "explain.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* How often one value may be shown of a message. */
#define SAME_MAX 2

/* --- which lines of a message matter --- */

static void add_said(const struct json_leaf *leaf, void *user)
{
	struct steps *s = user;
	char **more;

	if (strcmp(leaf->path, "fact") == 0 ||
	    (!leaf->is_string && isalpha((unsigned char)*leaf->value)))
		return;
	more = realloc(s->said, (s->said_count + 1) * sizeof(*more));
	if (!more)
		return;
	s->said = more;
	more[s->said_count] = strdup(leaf->value);
	if (more[s->said_count])
		s->said_count++;
}

/* Lines that say in the switch's own words what a fact says in others. */
static bool is_telling(const char *name)
{
	static const char *const names[] = {
		"event",
		"event-name",
		"event-subclass",
		"response",
		"message",
		"type",
		"state",
		"channelstate",
		"channelstatedesc",
		"dialstatus",
		"cause",
		"cause-txt",
		"cause_txt",
		"result",
		"status",
		"reason",
		"answer-state",
		"channel-state",
		"hangup-cause",
		"channel-call-state",
		"digit",
		"dtmf-digit",
		"paused",
		"position",
		"action",
		"cc-action",
		"fifo_action",
		"dialstring",
		"desttype",
		"soft",
	};
	const char *dot = strrchr(name, '.');
	size_t i;

	if (dot)
		name = dot + 1;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcasecmp(name, names[i]) == 0)
			return true;
	return false;
}

static bool is_said(const struct steps *s, const char *value)
{
	size_t i;

	if (!value[0] || !value[1])
		return false;
	for (i = 0; i < s->said_count; i++)
		if (strcmp(s->said[i], value) == 0)
			return true;
	return false;
}

/* "PJSIP/1001-0000002a" has 1001 in it. */
static bool has_said(const struct steps *s, const char *value)
{
	const char *at;
	size_t i, n;

	for (i = 0; i < s->said_count; i++) {
		n = strlen(s->said[i]);
		if (n < 3)
			continue;
		for (at = strstr(value, s->said[i]); at;
		     at = strstr(at + 1, s->said[i]))
			if ((at == value || strchr("/@:", at[-1])) &&
			    strchr("/@:;,-", at[n]))
				return true;
	}
	return false;
}

/* --- one message --- */

struct shown_line {
	const struct line *line;
	bool known;
};

static size_t count_same(const struct shown_line *shown, size_t count,
			 const char *value)
{
	size_t same = 0, i;

	for (i = 0; i < count; i++)
		same += strcmp(shown[i].line->value, value) == 0;
	return same;
}

static size_t choose(const struct steps *s, const struct lines *lines,
		     struct shown_line *shown)
{
	const struct line *line;
	size_t count = 0, i;
	bool known;

	for (i = 0; i < lines->count; i++) {
		line = &lines->at[i];
		known = lines->count == 1 || is_telling(line->name) ||
			is_said(s, line->value);
		if (!s->full && !known && !has_said(s, line->value))
			continue;
		if (!s->full && !is_telling(line->name) &&
		    count_same(shown, count, line->value) >= SAME_MAX)
			continue;
		shown[count].line = line;
		shown[count++].known = known;
	}
	return count;
}

static char *line_value(const struct steps *s, const struct shown_line *shown)
{
	const char *name = shown->line->name;

	/* Keys that were pressed may be a card's number. */
	if (!mask_is_off(s->mask) && strcasestr(name, "digit"))
		return strdup("*");
	return mask_line(s->mask, shown->line->value, shown->known);
}

static void print_lines(const struct steps *s, const struct shown_line *shown,
			size_t count)
{
	char *value;
	size_t i;

	for (i = 0; i < count; i++) {
		value = line_value(s, &shown[i]);
		if (i)
			printf("%*s", 24, "");
		print_color(COLOR_DIM);
		if (*shown[i].line->name) {
			print_clean(stdout, shown[i].line->name);
			fputs(": ", stdout);
		}
		print_color(COLOR_NONE);
		print_clean(stdout, value ? value : "?");
		putchar('\n');
		free(value);
	}
}

static void print_json_lines(const struct steps *s,
			     const struct shown_line *shown, size_t count)
{
	char time[TEXT_TIME_MAX], *value;
	size_t i;

	text_time(time, s->message_us);
	printf("{\"step\":\"message\",\"time\":\"%s\",\"connection\":%u,"
	       "\"offset\":%llu",
	       time, s->connection, (unsigned long long)s->offset);
	json_member(stdout, false, "link", s->link ? s->link : "");
	fputs(",\"lines\":[", stdout);
	for (i = 0; i < count; i++) {
		value = line_value(s, &shown[i]);
		fputs(i ? ",{" : "{", stdout);
		json_member(stdout, true, "name", shown[i].line->name);
		json_member(stdout, false, "value", value ? value : "?");
		putchar('}');
		free(value);
	}
	puts("]}");
}

/* Connections behind the first have files of their own in a folder. */
static void print_place(const struct steps *s)
{
	char place[48];

	if (s->connection > 1)
		snprintf(place, sizeof(place), "@%u:%llu", s->connection,
			 (unsigned long long)s->offset);
	else
		snprintf(place, sizeof(place), "@%llu",
			 (unsigned long long)s->offset);
	printf("%-9s ", place);
}

static void print_message(const struct steps *s)
{
	struct lines lines = { .count = 0 };
	struct shown_line *shown;
	size_t count = 0;

	lines_read(&lines, s->message, s->message_len);
	shown = calloc(lines.count + 1, sizeof(*shown));
	if (shown)
		count = choose(s, &lines, shown);
	if (s->json) {
		print_json_lines(s, shown, count);
	} else {
		print_time_to(stdout, s->message_us);
		print_color(COLOR_BOLD);
		print_place(s);
		print_color(COLOR_NONE);
		print_lines(s, shown, count);
	}
	free(shown);
	lines_free(&lines);
}

/* Print what is collected, and forget the message. */
static void finish(struct steps *s)
{
	bool named;

	if (s->body)
		fclose(s->body);
	s->body = NULL;
	named = s->message && !s->has_facts &&
		contacts_named_in(s->contacts, s->message, s->message_len);
	if (s->body_text || (named && s->all)) {
		if (s->message)
			print_message(s);
		if (s->body_text)
			fwrite(s->body_text, 1, s->body_size, stdout);
		else if (!s->json)
			printf("%*snothing is read from it\n", 24, "");
		s->shown++;
	} else if (named) {
		s->passed_over++;
	}
	while (s->said_count)
		free(s->said[--s->said_count]);
	free(s->body_text);
	free(s->message);
	s->body_text = s->message = NULL;
	s->has_facts = false;
}

/* --- what follows from it --- */

static FILE *body(struct steps *s)
{
	if (!s->body)
		s->body = open_memstream(&s->body_text, &s->body_size);
	return s->body ? s->body : stdout;
}

static void label(const struct steps *s, FILE *to, enum color color,
		  const char *word)
{
	(void)s;
	fprintf(to, "%*s", 14, "");
	print_color_to(to, color);
	fprintf(to, "%-9s ", word);
	print_color_to(to, COLOR_NONE);
}

/* {"step":"fact","time":...,"fact":{...}} */
static void put_json(FILE *to, const char *step, int64_t time_us,
		     const char *name, const char *json)
{
	char time[TEXT_TIME_MAX];

	text_time(time, time_us);
	fprintf(to, "{\"step\":\"%s\",\"time\":\"%s\",\"%s\":%s}\n", step, time,
		name, json);
}

static void put_field(const struct json_leaf *leaf, void *user)
{
	FILE *to = user;

	if (strcmp(leaf->path, "fact") == 0) {
		print_clean(to, leaf->value);
		return;
	}
	print_color_to(to, COLOR_DIM);
	fprintf(to, "  %s", leaf->path);
	print_color_to(to, COLOR_NONE);
	/* What is true needs no word more. */
	if (!leaf->is_string && isalpha((unsigned char)*leaf->value))
		return;
	putc(' ', to);
	print_clean(to, leaf->value);
}

static void show_fact(struct steps *s, int64_t time_us)
{
	char *json = s->fact ? mask_json(s->mask, s->fact, s->fact_len) : NULL;
	FILE *to = body(s);

	if (json && s->json) {
		put_json(to, "fact", time_us, "fact", json);
	} else if (json) {
		label(s, to, COLOR_CYAN, "fact");
		json_each(json, strlen(json), put_field, to);
		putc('\n', to);
	}
	free(json);
	free(s->fact);
	s->fact = NULL;
}

static bool is_wanted(const struct steps *s, const cti_trace *step)
{
	const char *merged;

	if (*step->call && contacts_has_call(s->contacts, step->call))
		return true;
	if (!step->event)
		return false;
	merged = cti_event_str(step->event, CTI_FIELD_MERGED, NULL);
	return *merged && contacts_has_call(s->contacts, merged);
}

struct fact_ids {
	const struct contacts *contacts;
	bool names_leg, wanted_leg, wanted_bridge;
};

static void look_at_id(const struct json_leaf *leaf, void *user)
{
	static const char *const legs[] = { "leg", "other", "second",
					    "target" };
	struct fact_ids *ids = user;
	size_t i;

	if (strcmp(leaf->path, "bridge") == 0)
		ids->wanted_bridge |= contacts_has_leg(ids->contacts,
						       leaf->value);
	for (i = 0; i < sizeof(legs) / sizeof(legs[0]); i++)
		if (strcmp(leaf->path, legs[i]) == 0) {
			ids->names_leg = true;
			ids->wanted_leg |= contacts_has_leg(ids->contacts,
							    leaf->value);
		}
}

static void on_fact(struct steps *s, const cti_trace *step)
{
	struct fact_ids ids = { .contacts = s->contacts };

	/* The switch's own word for when, if it has one. */
	if (!s->has_facts)
		s->message_us = step->time_us;
	s->in_fact = true;
	s->has_facts = true;
	free(s->fact);
	s->fact = strndup(step->text, step->len);
	s->fact_len = step->len;
	json_each(step->text, step->len, look_at_id, &ids);
	/* A bridge may be many calls': it counts where nobody else does. */
	s->fact_wanted = ids.names_leg ? ids.wanted_leg : ids.wanted_bridge;
	if (!s->fact_wanted && *step->call)
		s->fact_wanted = is_wanted(s, step) && !ids.names_leg;
	if (!s->fact_wanted)
		return;
	json_each(step->text, step->len, add_said, s);
	show_fact(s, step->time_us);
}

static void put_pop(struct steps *s, FILE *to, const cti_pop *pop)
{
	const char *reason = cti_pop_reason(pop);
	char *device = mask_text(s->mask, cti_pop_device(pop));
	char *left = s->left ? mask_text(s->mask, s->left) : NULL;

	label(s, to, COLOR_MAGENTA, "pop");
	fprintf(to, "%s, revision %u, on %s",
		cti_pop_state_name(cti_pop_state(pop)), cti_pop_revision(pop),
		device ? device : "?");
	if (*reason)
		fprintf(to, ": %s", reason);
	else
		fprintf(to, ": %s", cti_identity_name(cti_pop_identity(pop)));
	if (cti_pop_state(pop) == CTI_POP_OPENED && left)
		fprintf(to, ", moved here from %s", left);
	putc('\n', to);
	free(device);
	free(left);
	if (cti_pop_state(pop) == CTI_POP_OPENED ||
	    strcmp(reason, "transferred") == 0 ||
	    strcmp(reason, "picked-up") == 0 || strcmp(reason, "parked") == 0) {
		free(s->left);
		s->left = *reason ? strdup(cti_pop_device(pop)) : NULL;
	}
}

static void on_event(struct steps *s, const cti_trace *step)
{
	const cti_pop *pop = cti_event_pop(step->event);
	char *json;
	FILE *to;

	if (cti_event_kind(step->event) == CTI_EVENT_LINK &&
	    strcmp(cti_event_str(step->event, CTI_FIELD_STATE, NULL),
		   "connecting") == 0)
		s->connection++;
	if (!s->fact_wanted && !is_wanted(s, step))
		return;
	/* An event comes by itself when a wait has ended. */
	if (!s->in_fact && s->has_facts)
		finish(s);
	if (s->in_fact && s->fact)
		show_fact(s, step->time_us);
	json = mask_json(s->mask, step->text, step->len);
	to = s->in_fact ? body(s) : stdout;
	if (s->json) {
		put_json(to, pop ? "pop" : "event", step->time_us, "event",
			 json ? json : "null");
		free(json);
		return;
	}
	if (!s->in_fact) {
		print_time_to(to, step->time_us);
		fputs("nothing more was said: what waited is decided\n", to);
	}
	if (pop)
		put_pop(s, to, pop);
	label(s, to, pop ? COLOR_DIM : COLOR_GREEN, pop ? "" : "event");
	print_clean(to, json ? json : "?");
	putc('\n', to);
	free(json);
}

static void on_no_pop(struct steps *s, const cti_trace *step)
{
	char *device = NULL;
	FILE *to;

	if (!s->fact_wanted && !is_wanted(s, step))
		return;
	to = s->in_fact ? body(s) : stdout;
	if (step->id_count)
		device = mask_text(s->mask, step->ids[0]);
	if (s->json) {
		fputs("{\"step\":\"no-pop\"", to);
		json_member(to, false, "device", device ? device : "");
		json_member(to, false, "why", step->text);
		fputs("}\n", to);
	} else {
		label(s, to, COLOR_MAGENTA, "no pop");
		fprintf(to, "on %s: %.*s\n", device ? device : "?",
			(int)step->len, step->text);
	}
	free(device);
}

static void on_outcome(struct steps *s, const cti_trace *step)
{
	char text[256];
	FILE *to;

	s->in_fact = false;
	free(s->fact);
	s->fact = NULL;
	if (!s->fact_wanted)
		return;
	s->fact_wanted = false;
	to = body(s);
	snprintf(text, sizeof(text), "%.*s", (int)step->len, step->text);
	if (s->json) {
		fputs("{\"step\":\"outcome\"", to);
		json_member(to, false, "text", text);
		json_member(to, false, "call", step->call);
		fputs("}\n", to);
	} else if (strcmp(text, "told") != 0) {
		label(s, to, COLOR_YELLOW, "");
		fprintf(to, "%s\n", text);
	}
}

static void on_message(struct steps *s, const cti_trace *step)
{
	finish(s);
	s->message = malloc(step->len + 1);
	if (s->message)
		memcpy(s->message, step->text, step->len);
	s->message_len = s->message ? step->len : 0;
	s->message_us = step->time_us;
	s->offset = step->offset;
	if (!s->link || strcmp(s->link, step->link) != 0) {
		free(s->link);
		s->link = strdup(step->link);
	}
}

void steps_step(struct steps *s, const cti_trace *step)
{
	switch (step->kind) {
	case CTI_TRACE_MESSAGE:
		on_message(s, step);
		break;
	case CTI_TRACE_FACT:
		on_fact(s, step);
		break;
	case CTI_TRACE_EVENT:
		on_event(s, step);
		break;
	case CTI_TRACE_NO_POP:
		on_no_pop(s, step);
		break;
	case CTI_TRACE_OUTCOME:
		on_outcome(s, step);
		break;
	}
}

void steps_end(struct steps *s)
{
	finish(s);
	if (!s->json && s->passed_over)
		printf("%lu message%s more named this call and said nothing "
		       "that is read; --all shows them.\n",
		       s->passed_over, s->passed_over == 1 ? "" : "s");
	free(s->said);
	free(s->fact);
	free(s->left);
	free(s->link);
}
