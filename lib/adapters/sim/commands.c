/* SPDX-License-Identifier: MIT */
/* The table of the simulator's commands. */
#include "adapters/sim/words.h"
#include "util/say.h"

#include <cti/sim.h>

#include <stdarg.h>
#include <stdio.h>

int cti__sim_wrong(struct sim *sim, int err, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	cti__say_into(text, sizeof(text), format, args);
	va_end(args);
	cti__buf_clear(&sim->why);
	cti__buf_text(&sim->why, text);
	return err;
}

static const struct sim_command commands[] = {
	{ "agent", 1, 1, "queue+ id=",
	  CTI__TEXT("agent PHONE queue NAME... [id AGENT]\tan agent logs in to "
		    "queues"),
	  cti__sim_do_agent },
	{ "logout", 1, 1, "queue=",
	  CTI__TEXT("logout PHONE [queue NAME]\tan agent logs out of all "
		    "queues or one"),
	  cti__sim_do_logout },
	{ "pause", 1, 1, "reason=",
	  CTI__TEXT("pause PHONE [reason WORD]\tan agent takes a break"),
	  cti__sim_do_pause },
	{ "ready", 1, 1, "",
	  CTI__TEXT("ready PHONE\tan agent is back, or has done the work after "
		    "a call"),
	  cti__sim_do_ready },
	{ "wrapup", 1, 1, "",
	  CTI__TEXT("wrapup PHONE\tan agent works after a call, until ready"),
	  cti__sim_do_wrapup },
	{ "queue", 1, 1, "strategy= ring# retry# wrapup# wait#",
	  CTI__TEXT("queue NAME [strategy linear|ringall] [ring S] [retry S] "
		    "[wrapup S] "
		    "[wait S]\tsets up a queue"),
	  cti__sim_do_queue },
	{ "room", 1, 1, "",
	  CTI__TEXT("room NUMBER\ta conference room that can be dialled"),
	  cti__sim_do_room },
	{ "set", 0, 0, "ring# park#",
	  CTI__TEXT("set [ring S] [park S]\thow long telephones ring and calls "
		    "stay "
		    "parked"),
	  cti__sim_do_set },
	{ "call", 1, 1, "to= queue= phone+ room= ivr name= as= withheld data+",
	  CTI__TEXT("call NUMBER|withheld [to DIALLED] queue NAME|phone "
		    "PHONE...|room "
		    "NUMBER|ivr [name TEXT] [as CALL] [withheld] [data "
		    "KEY=VALUE]...\t"
		    "somebody calls from outside"),
	  cti__sim_do_call },
	{ "route", 1, 1, "queue= phone+ room= ivr",
	  CTI__TEXT("route CALL queue NAME|phone PHONE...|room NUMBER|ivr\ta "
		    "caller goes "
		    "on from an IVR or a queue"),
	  cti__sim_do_route },
	{ "ask", 1, 1, "queue= phone= room=",
	  CTI__TEXT("ask CALL queue NAME|phone PHONE|room NUMBER\tthe "
		    "application is "
		    "asked where a caller in an IVR shall go; without it, goes "
		    "there"),
	  cti__sim_do_ask },
	{ "dial", 2, 2, "as=",
	  CTI__TEXT("dial PHONE NUMBER [as CALL]\ta telephone dials a "
		    "telephone, a "
		    "number "
		    "outside, a room, a slot, *8 or **PHONE"),
	  cti__sim_do_dial },
	{ "click", 2, 2, "as=",
	  CTI__TEXT("click PHONE NUMBER [as CALL]\tclick-to-dial: the "
		    "telephone rings "
		    "first"),
	  cti__sim_do_click },
	{ "answer", 1, 2, "",
	  CTI__TEXT("answer [CALL] NUMBER\twhat rings there is answered"),
	  cti__sim_do_answer },
	{ "reject", 1, 1, "",
	  CTI__TEXT("reject NUMBER\twhat rings there is refused"),
	  cti__sim_do_reject },
	{ "divert", 2, 2, "",
	  CTI__TEXT("divert PHONE NUMBER\twhat rings there is sent elsewhere"),
	  cti__sim_do_divert },
	{ "hold", 1, 1, "",
	  CTI__TEXT("hold PHONE\tputs the other party on hold"),
	  cti__sim_do_hold },
	{ "retrieve", 1, 1, "",
	  CTI__TEXT("retrieve PHONE\ttakes it back from hold"),
	  cti__sim_do_retrieve },
	{ "blind", 1, 2, "queue=",
	  CTI__TEXT("blind PHONE NUMBER|queue NAME\ttransfers without a word"),
	  cti__sim_do_blind },
	{ "consult", 2, 2, "as=",
	  CTI__TEXT(
		  "consult PHONE NUMBER [as CALL]\tholds and asks a colleague"),
	  cti__sim_do_consult },
	{ "transfer", 1, 1, "",
	  CTI__TEXT("transfer PHONE\thands over to who is consulted, answered "
		    "or still "
		    "ringing"),
	  cti__sim_do_transfer },
	{ "return", 1, 1, "",
	  CTI__TEXT("return PHONE\tends the consultation and takes the first "
		    "call back"),
	  cti__sim_do_return },
	{ "merge", 1, 1, "",
	  CTI__TEXT("merge PHONE\tmakes a conference of both calls"),
	  cti__sim_do_merge },
	{ "swap", 1, 1, "",
	  CTI__TEXT("swap PHONE\tchanges between the first call and the "
		    "consultation"),
	  cti__sim_do_swap },
	{ "conference", 2, 2, "",
	  CTI__TEXT("conference PHONE NUMBER\tcalls a number into the call"),
	  cti__sim_do_conference },
	{ "kick", 1, 1, "",
	  CTI__TEXT(
		  "kick CALL|NUMBER\tthe switch puts a party out of its call"),
	  cti__sim_do_kick },
	{ "withdraw", 1, 1, "",
	  CTI__TEXT("withdraw CALL\ttakes a caller out of its queue, into an "
		    "IVR"),
	  cti__sim_do_withdraw },
	{ "priority", 2, 2, "",
	  CTI__TEXT("priority CALL N\ta caller that waits is more urgent, or "
		    "less"),
	  cti__sim_do_priority },
	{ "park", 1, 1, "slot%",
	  CTI__TEXT("park PHONE [slot NUMBER]\tparks the other party"),
	  cti__sim_do_park },
	{ "unpark", 2, 2, "",
	  CTI__TEXT("unpark PHONE SLOT\tfetches it from there"),
	  cti__sim_do_unpark },
	{ "pickup", 1, 2, "",
	  CTI__TEXT("pickup PHONE [PHONE]\ttakes over what rings elsewhere"),
	  cti__sim_do_pickup },
	{ "hangup", 1, 1, "",
	  CTI__TEXT("hangup CALL|NUMBER\tputs the receiver down"),
	  cti__sim_do_hangup },
	{ "dtmf", 2, 2, "", CTI__TEXT("dtmf CALL|NUMBER DIGITS\tpresses keys"),
	  cti__sim_do_dtmf },
	{ "data", 3, 3, "",
	  CTI__TEXT("data CALL|NUMBER KEY VALUE\tattaches data"),
	  cti__sim_do_data },
	{ "record", 2, 2, "ref=",
	  CTI__TEXT("record NUMBER started|paused|resumed|stopped [ref "
		    "TEXT]\trecords a "
		    "call"),
	  cti__sim_do_record },
	{ "mute", 1, 1, "off",
	  CTI__TEXT("mute PHONE [off]\tnobody hears the telephone"),
	  cti__sim_do_mute },
	{ "spy", 2, 2, "",
	  CTI__TEXT("spy PHONE PHONE\ta supervisor listens in"),
	  cti__sim_do_spy },
	{ "answers", 1, 1, "after# off",
	  CTI__TEXT("answers NUMBER|all [after S] [off]\twho is rung up there "
		    "picks up "
		    "by itself"),
	  cti__sim_do_answers },
	{ "busy", 1, 1, "off",
	  CTI__TEXT("busy NUMBER [off]\tthe number is engaged"),
	  cti__sim_do_busy },
	{ "away", 1, 1, "off",
	  CTI__TEXT("away NUMBER [off]\tthe telephone is unplugged"),
	  cti__sim_do_away },
	{ "bar", 1, 1, "off",
	  CTI__TEXT("bar NUMBER [off]\tit must not be dialled"),
	  cti__sim_do_bar },
	{ "forward", 1, 2, "off",
	  CTI__TEXT("forward NUMBER NUMBER|off\tit sends every call elsewhere"),
	  cti__sim_do_forward },
	{ "drop", 0, 1, "",
	  CTI__TEXT("drop [S]\tthe link is lost for a while, calls go on"),
	  cti__sim_do_drop },
	{ "restart", 0, 1, "",
	  CTI__TEXT("restart [S]\tthe switch crashes and comes back without "
		    "calls"),
	  cti__sim_do_restart },
	{ "loss", 0, 1, "",
	  CTI__TEXT("loss [TEXT]\tthe switch says that it lost events"),
	  cti__sim_do_loss },
	{ "refuse", 1, 1, "",
	  CTI__TEXT("refuse N\tthe next N requests of an application are "
		    "refused"),
	  cti__sim_do_refuse },
	{ "silent", 1, 1, "",
	  CTI__TEXT("silent N\tthe next N requests of an application are never "
		    "answered"),
	  cti__sim_do_silent },
	{ "load", 1, 1, "rate% talk# phones% queue=",
	  CTI__TEXT("load CALLS [rate N] [talk S] [phones N] [queue "
		    "NAME]\tmakes calls "
		    "by "
		    "chance, N a second"),
	  cti__sim_do_load },
	{ "wait", 1, 1, "",
	  CTI__TEXT("wait S\tin a script: nothing happens for a while"),
	  cti__sim_do_wait },
	{ "end", 0, 0, "", CTI__TEXT("end\tthe link ends once no call is live"),
	  cti__sim_do_end },
};

#define COMMANDS (sizeof(commands) / sizeof(commands[0]))

const char *cti_sim_help(size_t index)
{
	return index < COMMANDS ? cti__say(commands[index].help) : NULL;
}

/* The command that begins with the same letters, the more the better. */
static const char *nearest(struct cti__str name)
{
	const char *best = NULL;
	size_t i, n, most = 1;

	/* A line of a file may have NUL in it. */
	name.n = cti__str_chr(name, '\0');
	for (i = 0; i < COMMANDS; i++) {
		for (n = 0; n < name.n && commands[i].name[n] == name.p[n]; n++)
			;
		if (n > most) {
			most = n;
			best = commands[i].name;
		}
	}
	return best;
}

static int no_command(struct sim *sim, struct cti__str name)
{
	const char *near = nearest(name);

	if (name.n > SIM_WORD)
		name.n = SIM_WORD;
	if (near)
		return cti__sim_wrong(
			sim, CTI_EINVAL,
			"\"%.*s\" is no command; did you mean \"%s\"?",
			SIM_ARG(name), near);
	return cti__sim_wrong(
		sim, CTI_EINVAL,
		"\"%.*s\" is no command; cti sim --help lists them",
		SIM_ARG(name));
}

int cti__sim_command(struct sim *sim, struct cti__str line, bool only_check)
{
	struct cti__str rest, name = cti__sim_first_word(line, &rest);
	struct sim_words words;
	size_t i;
	int err;

	for (i = 0; i < COMMANDS; i++)
		if (cti__str_is(name, commands[i].name))
			break;
	if (i == COMMANDS)
		return no_command(sim, name);
	err = cti__sim_words(sim, &words, rest, &commands[i]);
	if (!err && !only_check)
		err = commands[i].run(sim, &words);
	if (err == CTI_ENOMEM)
		cti__sim_wrong(sim, err, "%s", cti_strerror(err));
	return err;
}
