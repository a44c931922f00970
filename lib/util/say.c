/* SPDX-License-Identifier: MIT */
/* Sentences for people, in the language of the process: gettext's door. */
#include "util/say.h"
#include "util/utf8.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef CTI__HAVE_GETTEXT
#include <libintl.h>
#include <pthread.h>

static pthread_once_t bound = PTHREAD_ONCE_INIT;

/* Formats come from there: a program with another user's rights looks in the
   installed folder only. */
static void bind_once(void)
{
	const char *folder = secure_getenv("TEXTDOMAINDIR");

	bindtextdomain(CTI__DOMAIN,
		       folder && *folder ? folder : CTI__LOCALEDIR);
	bind_textdomain_codeset(CTI__DOMAIN, "UTF-8");
}

static const char *look_up(const char *text)
{
	pthread_once(&bound, bind_once);
	return dgettext(CTI__DOMAIN, text);
}
#else
static const char *look_up(const char *text)
{
	return text;
}
#endif

const char *cti__say(const char *text)
{
	int before = errno;
	const char *said;

	/* Of "" gettext tells who translated; "%s" is in every other call. */
	if (!*text || strcmp(text, "%s") == 0)
		return text;
	said = look_up(text);
	errno = before;
	return said;
}

/* Bytes of a text without the character that its end has cut. */
static size_t whole(const char *text, size_t n)
{
	size_t at = n;

	while (at && n - at < 4 && ((unsigned char)text[at - 1] & 0xc0) == 0x80)
		at--;
	if (!at || (unsigned char)text[at - 1] < 0xc0)
		return n;
	at--;
	return cti__utf8_unit(text + at, n - at) ? n : at;
}

void cti__say_into(char *out, size_t size, const char *format, va_list args)
{
	int n = vsnprintf(out, size, cti__say(format), args);

	if (n < 0)
		*out = '\0';
	else if ((size_t)n >= size)
		out[whole(out, size - 1)] = '\0';
}

void cti__say_to(char *out, size_t size, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	cti__say_into(out, size, format, args);
	va_end(args);
}
