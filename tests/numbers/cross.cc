/* SPDX-License-Identifier: MIT */
/*
 * Our rules for numbers, and the plug-in, beside libphonenumber: every number
 *it has an example of, and all blocks of the countries that we have rules of.
 *
 *	cross PLUGIN [--all]
 *
 * A difference must have one of the reasons below; --all prints each that has
 * none. The status is 1 if there is one.
 */
#include <cti/number.h>

#include <phonenumbers/phonenumber.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <atomic>
#include <cstdio>
#include <cstring>
#include <list>
#include <map>
#include <set>
#include <string>
#include <thread>

namespace
{

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

/* Fewer numbers than these would prove little. */
const size_t least = 2000;

const char *const countries[] = { "CN", "HK", "MO", "TW", "SG",
				  "JP", "US", "GB", "FR", "DE" };

const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();

/* A number as libphonenumber knows it. */
struct sample {
	std::string region, nsn, e164;
	PhoneNumber number;
	PhoneNumberUtil::PhoneNumberType type;
};

struct difference {
	const sample &s;
	const cti_number &ours;
	const char *what; /* "e164", "class", "national", "display", ... */
};

struct reason {
	const char *text;
	bool (*fits)(const difference &d);
};

bool begins(const std::string &text, const char *with)
{
	return text.compare(0, std::strlen(with), with) == 0;
}

bool is_about(const difference &d, const char *region, const char *nsn)
{
	return d.s.region == region && begins(d.s.nsn, nsn);
}

/* Digits of the area code of a number in China. */
size_t area_cn(const std::string &nsn)
{
	return nsn[0] <= '2' ? 2 : 3;
}

const reason reasons[] = {
	{ "China: services are dialled as they are and have no E.164",
	  [](const difference &d) {
		  return d.s.region == "CN" &&
			 d.ours.number_class == CTI_NUMBER_SERVICE;
	  } },
	{ "China: a subscriber's number begins with 2 to 8",
	  [](const difference &d) {
		  return d.s.region == "CN" &&
			 d.s.type == PhoneNumberUtil::FIXED_LINE &&
			 d.ours.number_class == CTI_NUMBER_UNKNOWN &&
			 std::strchr("019", d.s.nsn[area_cn(d.s.nsn)]);
	  } },
	{ "Hong Kong: numbers of pagers were given to mobile telephones",
	  [](const difference &d) {
		  return is_about(d, "HK", "7") &&
			 d.s.type == PhoneNumberUtil::PAGER;
	  } },
	{ "Hong Kong: personal and company numbers count as fixed",
	  [](const difference &d) {
		  return (is_about(d, "HK", "8") &&
			  d.s.type == PhoneNumberUtil::PERSONAL_NUMBER) ||
			 (is_about(d, "HK", "30") &&
			  d.s.type == PhoneNumberUtil::UAN);
	  } },
	{ "Hong Kong: dear numbers of odd lengths",
	  [](const difference &d) { return is_about(d, "HK", "900"); } },
	{ "too short for its area code, taken for a local number",
	  [](const difference &d) {
		  return (is_about(d, "TW", "2") && d.s.nsn.size() < 9) ||
			 (d.s.number.country_code() == 1 &&
			  d.s.nsn.size() == 7);
	  } },
	{ "North America: mobile, personal and company numbers count as fixed",
	  [](const difference &d) {
		  return d.s.number.country_code() == 1 &&
			 d.ours.number_class == CTI_NUMBER_FIXED &&
			 std::strcmp(d.what, "class") == 0;
	  } },
	{ "Britain: 084 and 087 cost what both sides pay, 03 as a fixed one",
	  [](const difference &d) {
		  return is_about(d, "GB", "84") || is_about(d, "GB", "87") ||
			 is_about(d, "GB", "3");
	  } },
	{ "France: dear numbers count as shared-cost",
	  [](const difference &d) {
		  return is_about(d, "FR", "8") &&
			 d.s.type == PhoneNumberUtil::PREMIUM_RATE;
	  } },
	{ "China: no area has the code 0807, which is grouped in two ways",
	  [](const difference &d) {
		  return is_about(d, "CN", "807") && begins(d.what, "display");
	  } },
	{ "fewer than seven digits with the country code are no number here",
	  [](const difference &d) { return d.s.e164.size() < 8; } },
	{ "Germany: pagers, and mailboxes of mobile telephones, are not known",
	  [](const difference &d) {
		  return d.s.region == "DE" &&
			 (d.s.type == PhoneNumberUtil::PAGER ||
			  d.s.type == PhoneNumberUtil::VOICEMAIL);
	  } },
	{ "Germany: 0137 counts as shared-cost whatever it costs",
	  [](const difference &d) { return is_about(d, "DE", "137"); } },
};

struct tally {
	long compared = 0, same = 0, unexplained = 0;
	std::set<std::string> numbers;
	std::map<std::string, long> by_reason;
	bool all = false;
};

void differ(tally &t, const difference &d, const std::string &wanted)
{
	for (const reason &r : reasons) {
		if (!r.fits(d))
			continue;
		t.by_reason[r.text]++;
		return;
	}
	if (t.all || t.unexplained < 20)
		std::printf("%s %s: %s is \"%s\" there and %s \"%s\" \"%s\" "
			    "\"%s\" here\n",
			    d.s.region.c_str(), d.s.e164.c_str(), d.what,
			    wanted.c_str(),
			    cti_number_class_name(static_cast<cti_number_class>(
				    d.ours.number_class)),
			    d.ours.e164, d.ours.national, d.ours.display);
	t.unexplained++;
}

void compare(tally &t, const difference &d, const std::string &wanted,
	     const char *got)
{
	t.compared++;
	t.numbers.insert(d.s.e164);
	if (wanted == got)
		t.same++;
	else
		differ(t, d, wanted);
}

cti_number parse(const std::string &text, const cti_number_plan &plan)
{
	cti_number out = {};

	out.size = sizeof(out);
	/* What is not understood stays empty, and so differs. */
	if (cti_number_parse(text.c_str(), &plan, &out))
		out.number_class = CTI_NUMBER_UNKNOWN;
	return out;
}

/* The name must live as long as the plan. */
cti_number_plan plan_of(const char *country)
{
	cti_number_plan plan = CTI_NUMBER_PLAN_INIT;

	plan.country = country;
	/* Some islands have numbers of four digits. */
	plan.extension_digits = 1;
	return plan;
}

std::string format(const sample &s, PhoneNumberUtil::PhoneNumberFormat how)
{
	std::string text;

	util.Format(s.number, how, &text);
	return text;
}

std::string digits_of(const std::string &text)
{
	std::string out;

	for (char c : text)
		if (c >= '0' && c <= '9')
			out += c;
	return out;
}

/* Only where the groups end counts, not with which sign. */
std::string groups_of(const std::string &text)
{
	std::string out;

	for (char c : text)
		if (c == '-')
			out += ' ';
		else if (c != '(' && c != ')')
			out += c;
	return out;
}

/* The names of our classes that say the same as theirs; the first is ours. */
std::string class_of(const sample &s, const cti_number &ours)
{
	switch (s.type) {
	case PhoneNumberUtil::FIXED_LINE_OR_MOBILE:
		return ours.number_class == CTI_NUMBER_MOBILE ? "mobile"
							      : "fixed";
	case PhoneNumberUtil::FIXED_LINE:
	case PhoneNumberUtil::VOIP:
		return "fixed";
	case PhoneNumberUtil::MOBILE:
		return "mobile";
	case PhoneNumberUtil::TOLL_FREE:
		return "toll-free";
	case PhoneNumberUtil::SHARED_COST:
	case PhoneNumberUtil::UAN:
		return "shared-cost";
	default:
		return "unknown";
	}
}

const char *class_name(const cti_number &n)
{
	return cti_number_class_name(
		static_cast<cti_number_class>(n.number_class));
}

bool make(sample &s, const std::string &region, const PhoneNumber &number)
{
	s.region = region;
	s.number = number;
	if (!util.IsValidNumber(number))
		return false;
	s.nsn.clear(); /* else they are added to what is there */
	util.GetNationalSignificantNumber(number, &s.nsn);
	s.e164 = format(s, PhoneNumberUtil::E164);
	s.type = util.GetNumberType(number);
	return true;
}

bool has_rules(const std::string &region)
{
	for (const char *country : countries)
		if (region == country)
			return true;
	return false;
}

/* Our own rules on a number of a country that they know. */
void check_known(tally &t, const sample &s, const cti_number_plan &home)
{
	const std::string national = format(s, PhoneNumberUtil::NATIONAL);
	cti_number ours = parse(s.e164, home);

	compare(t, { s, ours, "e164" }, s.e164, ours.e164);
	compare(t, { s, ours, "class" }, class_of(s, ours), class_name(ours));
	compare(t, { s, ours, "national" }, digits_of(national), ours.national);
	ours = parse(national, home);
	compare(t, { s, ours, "e164 from national" }, s.e164, ours.e164);
}

/* Groups are claimed for China: as seen there, and from elsewhere. */
void check_shown(tally &t, const sample &s, const cti_number_plan &home,
		 const cti_number_plan &abroad)
{
	cti_number ours = parse(s.e164, home);

	compare(t, { s, ours, "display" },
		groups_of(format(s, PhoneNumberUtil::NATIONAL)), ours.display);
	ours = parse(s.e164, abroad);
	compare(t, { s, ours, "display abroad" },
		groups_of(format(s, PhoneNumberUtil::INTERNATIONAL)),
		ours.display);
}

/* Every block of four digits, every length, low and high. */
void check_blocks(tally &t, const char *region)
{
	const cti_number_plan home = plan_of(region), abroad = plan_of("US");
	const int code = util.GetCountryCodeForRegion(region);
	PhoneNumber number;
	sample s;

	for (int block = 1000; block < 10000; block++)
		for (size_t len = 7; len <= 11; len++) {
			std::string nsn = std::to_string(block);

			nsn += block % 2 ? "2345678" : "8765432";
			nsn.resize(len);
			number.set_country_code(code);
			number.set_national_number(std::stoull(nsn));
			if (!make(s, region, number))
				continue;
			check_known(t, s, home);
			if (s.region == "CN")
				check_shown(t, s, home, abroad);
		}
}

/* Numbers of every country that libphonenumber has an example of. */
std::list<sample> examples()
{
	std::set<std::string> regions;
	std::list<sample> out;
	PhoneNumber number;
	sample s;

	util.GetSupportedRegions(&regions);
	for (const std::string &region : regions)
		for (int type = 0; type <= PhoneNumberUtil::VOICEMAIL; type++) {
			if (util.GetExampleNumberForType(
				    region,
				    static_cast<
					    PhoneNumberUtil::PhoneNumberType>(
					    type),
				    &number) &&
			    make(s, region, number))
				out.push_back(s);
		}
	return out;
}

/* Without the plug-in the digits must be right everywhere, the rest where we
   have rules. */
void check_examples(tally &t, const std::list<sample> &list)
{
	const cti_number_plan abroad = plan_of("CN");

	for (const sample &s : list) {
		const cti_number ours = parse(s.e164, abroad);

		compare(t, { s, ours, "e164" }, s.e164, ours.e164);
		if (has_rules(s.region))
			check_known(t, s, plan_of(s.region.c_str()));
	}
}

/* With it everything must be as libphonenumber says, of all countries. */
void check_plugin(tally &t, const std::list<sample> &list,
		  const cti_number_plugin *plugin)
{
	for (const sample &s : list) {
		cti_number_plan plan = plan_of(s.region == "CN" ? "JP" : "CN");
		cti_number ours;

		plan.plugin = plugin;
		ours = parse(s.e164, plan);
		compare(t, { s, ours, "e164 by plug-in" }, s.e164, ours.e164);
		compare(t, { s, ours, "class by plug-in" }, class_of(s, ours),
			class_name(ours));
		compare(t, { s, ours, "display by plug-in" },
			format(s, PhoneNumberUtil::INTERNATIONAL),
			ours.display);
		plan.country = s.region.c_str();
		plan.plugin_for = CTI_NUMBER_ALL;
		ours = parse(format(s, PhoneNumberUtil::NATIONAL), plan);
		compare(t, { s, ours, "home by plug-in" }, s.e164, ours.e164);
	}
}

/* The plug-in answers several threads as it answers one. */
int check_threads(const std::list<sample> &list,
		  const cti_number_plugin *plugin)
{
	std::atomic<long> wrong(0);
	std::list<std::thread> threads;

	for (int i = 0; i < 4; i++)
		threads.emplace_back([&] {
			for (const sample &s : list) {
				cti_number_answer answer = {};

				answer.size = sizeof(answer);
				if (plugin->ask(s.e164.c_str(), "CN",
						&answer) ||
				    s.e164 != answer.e164)
					wrong++;
			}
		});
	for (std::thread &one : threads)
		one.join();
	std::printf("four threads at once: %ld wrong\n", wrong.load());
	return wrong ? 1 : 0;
}

int report(const char *title, const tally &t)
{
	std::printf("%s: %zu numbers, %ld compared, %ld the same, "
		    "%ld unexplained\n",
		    title, t.numbers.size(), t.compared, t.same, t.unexplained);
	for (const auto &one : t.by_reason)
		std::printf("%8ld  %s\n", one.second, one.first.c_str());
	return t.unexplained ? 1 : 0;
}

} // namespace

int main(int argc, char **argv)
{
	const cti_number_plugin *plugin;
	const std::list<sample> list = examples();
	tally blocks, own, plugged;
	char detail[512];
	int failed;

	if (argc < 2) {
		std::fprintf(stderr, "usage: cross PLUGIN [--all]\n");
		return 2;
	}
	blocks.all = own.all = plugged.all = argc > 2;
	if (cti_number_plugin_load(&plugin, argv[1], detail, sizeof(detail))) {
		std::fprintf(stderr, "%s\n", detail);
		return 1;
	}
	for (const char *country : countries)
		check_blocks(blocks, country);
	check_examples(own, list);
	check_plugin(plugged, list, plugin);
	failed = report("blocks of ten countries", blocks);
	failed |= report("examples of all countries, without the plug-in", own);
	failed |= report("examples of all countries, with it", plugged);
	failed |= check_threads(list, plugin);
	return failed || blocks.numbers.size() < least;
}
