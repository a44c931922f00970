/* SPDX-License-Identifier: MIT */
/* Plug-ins that know the numbers of more countries: loaded, and asked. */
#include "identify/parsing.h"
#include "util/say.h"

#include <cti/error.h>

#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>

#ifndef CTI__PLUGIN_DIR
#define CTI__PLUGIN_DIR "/usr/lib/cti"
#endif

#define PATH_SIZE 1024

__attribute__((format(printf, 4, 5))) static int refuse(char *detail,
							size_t size, int err,
							const char *format, ...)
{
	va_list args;

	if (!detail || !size)
		return err;
	va_start(args, format);
	cti__say_into(detail, size, format, args);
	va_end(args);
	return err;
}

static bool is_name(const char *name)
{
	return *name && !strchr(name, '/') && strlen(name) < 64;
}

/* A bare name is a file of ours; with a slash it is a file of the site's. */
static void path_of(char *path, size_t size, const char *name)
{
	if (is_name(name))
		snprintf(path, size, "%s/libcti-%s.so", CTI__PLUGIN_DIR, name);
	else
		snprintf(path, size, "%s", name);
}

static const cti_number_plugin *enter(void *library)
{
	cti_number_plugin_fn *entry = NULL;
	void *symbol = dlsym(library, CTI_NUMBER_PLUGIN_ENTRY);

	/* A pointer to data becomes one to a function: POSIX's way. */
	memcpy(&entry, &symbol, sizeof(entry));
	return entry ? entry() : NULL;
}

int cti_number_plugin_load(const cti_number_plugin **out, const char *name,
			   char *detail, size_t detail_size)
{
	const cti_number_plugin *plugin;
	char path[PATH_SIZE];
	const char *why;
	void *library;

	if (out)
		*out = NULL;
	if (!out || !name || !*name || strlen(name) >= sizeof(path))
		return refuse(detail, detail_size, CTI_EINVAL,
			      "name a plug-in for numbers, such as "
			      "phonenumber.");
	path_of(path, sizeof(path), name);
	/* C++ libraries do not all stand to be unloaded. */
	library = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	if (!library) {
		why = dlerror();
		return refuse(
			detail, detail_size, CTI_ENOENT,
			"the plug-in \"%.64s\" for numbers cannot be "
			"loaded (%.300s); %s, or name no plug-in.",
			name, why ? why : cti__say("no reason given"),
			is_name(name)
				? cti__say("install the package "
					   "libcti-phonenumber, which brings "
					   "libphonenumber")
				: cti__say("name a shared object that is "
					   "there"));
	}
	plugin = enter(library);
	dlclose(library);
	if (!plugin || plugin->abi != CTI_NUMBER_PLUGIN_ABI || !plugin->code ||
	    !plugin->ask)
		return refuse(
			detail, detail_size, CTI_EFORMAT,
			"%.300s is no plug-in for numbers of this version "
			"of libcti; name one that exports %s.",
			path, CTI_NUMBER_PLUGIN_ENTRY);
	*out = plugin;
	return 0;
}

bool cti__plugin_ask(struct cti__parsing *p, struct cti__str number)
{
	cti_number_answer answer;
	char text[40];

	if (number.n >= sizeof(text))
		return false;
	memcpy(text, number.p, number.n);
	text[number.n] = '\0';
	memset(&answer, 0, sizeof(answer));
	answer.size = sizeof(answer);
	if (p->plugin->ask(text, p->home->name, &answer))
		return false;
	cti__parsing_answer(p, &answer);
	cti__parsing_step(p, CTI__STEP_PLUGIN, CTI__STR_NONE);
	return true;
}

static bool is_home(const struct cti__parsing *p)
{
	return cti__str_starts(cti__str(p->out->e164 + 1),
			       cti__str(p->home->code));
}

static bool was_asked(const struct cti__parsing *p)
{
	return p->step_count &&
	       p->step[p->step_count - 1].kind == CTI__STEP_PLUGIN;
}

/* What the plug-in is to be asked, into text; false if nothing. */
static bool question(const struct cti__parsing *p, char *text, size_t size)
{
	const cti_number *out = p->out;
	bool home_too = p->plugin_all || p->home == &p->elsewhere;

	if (out->e164[0])
		snprintf(text, size, "%s", out->e164);
	else
		snprintf(text, size, "%s%s", p->plus ? "+" : "", out->national);
	if (out->e164[0] && is_home(p))
		return home_too;
	return out->e164[0] || (out->number_class == CTI_NUMBER_UNKNOWN &&
				(home_too || p->plus));
}

void cti__plugin_refine(struct cti__parsing *p)
{
	char text[sizeof(p->out->national) + 1];

	if (!p->plugin || was_asked(p) || !question(p, text, sizeof(text)))
		return;
	if (!cti__plugin_ask(p, cti__str(text)))
		cti__parsing_step(p, CTI__STEP_PLUGIN_NONE, CTI__STR_NONE);
}
