/* SPDX-License-Identifier: MIT */
/*
 * Data that the dialplan attaches to a call:
 *
 *	Set(CTI_ACCOUNT=A7)			VarSet, if ami.variables is on
 *	UserEvent(Caller,CTI_ACCOUNT: A7)	a header of the event
 *	channelvars=CTI_ACCOUNT			"ChanVariable: CTI_ACCOUNT=A7"
 *						in every event of the channel
 */
#include "adapters/ami/ami.h"

static bool is_told(const struct cti__ami_state *ami, struct cti__str name)
{
	size_t i;

	for (i = 0; i < ami->variables; i++)
		if (ami->variable[i].n == name.n &&
		    cti__str_ieq(ami->variable[i], name))
			return true;
	return false;
}

/* The last line of a text, which goes; line ends go, too. Half of a busy
   switch's messages come here. */
static inline struct cti__str take_last_line(struct cti__str *text)
{
	const char *p = text->p, *end = p + text->n, *feed;

	while (end > p && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	feed = memrchr(p, '\n', (size_t)(end - p));
	if (feed)
		p = feed + 1;
	text->n = (size_t)(p - text->p);
	return cti__str_n(p, (size_t)(end - p));
}

bool cti__ami_tells_variable(const struct cti__ami_state *ami,
			     struct cti__str block)
{
	static const struct cti__str name = { "Variable: ", 10 },
				     value = { "Value:", 6 };
	struct cti__str line = take_last_line(&block);

	if (cti__str_starts(line, value))
		line = take_last_line(&block);
	return !cti__str_starts(line, name) ||
	       is_told(ami, cti__str_sub(line, name.n, line.n));
}

static void report(struct cti__ami_message *msg, struct cti__str name,
		   struct cti__str value, bool standing)
{
	struct cti_fact fact = { .kind = CTI_FACT_DATA, .standing = standing };

	fact.leg = cti__ami_get(msg, AMI_UNIQUEID);
	fact.name = name;
	fact.data = value;
	if (fact.leg.n && is_told(msg->ami, name))
		cti_port_report(msg->ami->port, &fact);
}

void cti__ami_on_variable(struct cti__ami_message *msg)
{
	report(msg, cti__ami_get(msg, AMI_VARIABLE),
	       cti__ami_get(msg, AMI_VALUE), false);
}

/* The next line as name and value; false behind the last. */
static bool next_line(struct cti__str *rest, struct cti__str *name,
		      struct cti__str *value)
{
	struct cti__str line;

	if (!rest->n)
		return false;
	line = cti__str_cut(*rest, '\n', rest);
	*name = cti__str_trim(cti__str_cut(line, ':', value));
	*value = cti__str_trim(*value);
	return true;
}

void cti__ami_on_user_event(struct cti__ami_message *msg)
{
	struct cti__str rest = msg->raw, name, value;

	while (next_line(&rest, &name, &value))
		report(msg, name, value, false);
}

void cti__ami_channel_variables(struct cti__ami_message *msg)
{
	struct cti__str rest = msg->raw, name, value;

	while (next_line(&rest, &name, &value)) {
		if (!cti__str_is(name, "ChanVariable"))
			continue;
		name = cti__str_cut(value, '=', &value);
		/* Every event has them: one not set yet says nothing. */
		if (value.n)
			report(msg, name, value, true);
	}
}
