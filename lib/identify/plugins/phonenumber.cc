/* SPDX-License-Identifier: MIT */
/* The plug-in for numbers that asks libphonenumber. */
#include <cti/error.h>
#include <cti/number.h>

#include <phonenumbers/phonenumberutil.h>
#include <phonenumbers/shortnumberinfo.h>

#include <cstring>
#include <string>

namespace
{

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using i18n::phonenumbers::ShortNumberInfo;

/* Longer than this a number needs a country or an area. */
const size_t emergency_max = 3;

template <size_t size> void put(char (&to)[size], const std::string &text)
{
	if (text.size() < size)
		std::memcpy(to, text.c_str(), text.size() + 1);
}

std::string digits_of(const std::string &text)
{
	std::string out;

	for (char c : text)
		if (c >= '0' && c <= '9')
			out += c;
	return out;
}

uint32_t class_of(PhoneNumberUtil::PhoneNumberType type)
{
	switch (type) {
	case PhoneNumberUtil::FIXED_LINE:
	case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
	case PhoneNumberUtil::VOIP:
		return CTI_NUMBER_FIXED;
	case PhoneNumberUtil::MOBILE:
		return CTI_NUMBER_MOBILE;
	case PhoneNumberUtil::TOLL_FREE:
		return CTI_NUMBER_TOLL_FREE;
	case PhoneNumberUtil::SHARED_COST:
	case PhoneNumberUtil::UAN:
		return CTI_NUMBER_SHARED;
	default:
		return CTI_NUMBER_UNKNOWN;
	}
}

bool is_emergency(const char *number, const char *country)
{
	static const ShortNumberInfo info;

	return std::strlen(number) <= emergency_max &&
	       info.IsEmergencyNumber(number, country);
}

int ask_short(const char *number, cti_number_answer *out)
{
	out->number_class = CTI_NUMBER_SERVICE;
	put(out->national, number);
	put(out->display, number);
	return 0;
}

int ask_whole(const char *number, const std::string &country,
	      cti_number_answer *out)
{
	const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
	PhoneNumber parsed;
	std::string text;
	bool home;

	if (util.Parse(number, country, &parsed) !=
		    PhoneNumberUtil::NO_PARSING_ERROR ||
	    !util.IsValidNumber(parsed))
		return CTI_ENOENT;
	home = parsed.country_code() == util.GetCountryCodeForRegion(country);
	out->number_class = class_of(util.GetNumberType(parsed));
	out->code_digits = std::to_string(parsed.country_code()).size();
	out->area_digits = util.GetLengthOfGeographicalAreaCode(parsed);
	util.Format(parsed, PhoneNumberUtil::E164, &text);
	put(out->e164, text);
	util.Format(parsed, PhoneNumberUtil::NATIONAL, &text);
	put(out->national, digits_of(text));
	if (!home)
		util.Format(parsed, PhoneNumberUtil::INTERNATIONAL, &text);
	put(out->display, text);
	return 0;
}

std::string upper(const char *country)
{
	std::string out(country);

	for (char &c : out)
		if (c >= 'a' && c <= 'z')
			c = static_cast<char>(c - 'a' + 'A');
	return out;
}

/* No exception may leave for C. */
int ask(const char *number, const char *country, cti_number_answer *out)
{
	try {
		const std::string region = upper(country);

		if (is_emergency(number, region.c_str()))
			return ask_short(number, out);
		return ask_whole(number, region, out);
	} catch (...) {
		return CTI_ENOMEM;
	}
}

uint32_t code(const char *country)
{
	try {
		return static_cast<uint32_t>(
			PhoneNumberUtil::GetInstance()->GetCountryCodeForRegion(
				upper(country)));
	} catch (...) {
		return 0;
	}
}

const cti_number_plugin plugin = { CTI_NUMBER_PLUGIN_ABI, "libphonenumber",
				   code, ask };

} // namespace

extern "C" CTI_API const cti_number_plugin *cti_number_plugin_v1(void);

const cti_number_plugin *cti_number_plugin_v1(void)
{
	return &plugin;
}
