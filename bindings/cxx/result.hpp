/* SPDX-License-Identifier: MIT */
/*
 * A value or why there is none, in place of exceptions; and what every other
 * header of the C++17 binding needs.
 */
#ifndef CTI_RESULT_HPP
#define CTI_RESULT_HPP

#include "generated.hpp"

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace cti {

using std::chrono::milliseconds;
/** Microseconds since 1970, as the library counts. */
using time_point = std::chrono::time_point<std::chrono::system_clock,
					   std::chrono::microseconds>;

/** Why something failed: the code, and one sentence that names the remedy. */
struct failure {
	errc code = errc::ok;
	std::string text;

	/** "CTI_EAUTH". */
	std::string_view name() const
	{
		return ::cti_error_name(static_cast<int>(code));
	}
	/** Whether the same may succeed later without a change by anybody. */
	bool retryable() const
	{
		return ::cti_error_is_retryable(static_cast<int>(code));
	}
};

/** A value or why there is none; as std::expected of C++23. */
template <class T> class [[nodiscard]] result {
public:
	result(T value) : held(std::move(value)) {}
	result(failure why) : held(std::move(why)) {}

	bool has_value() const { return held.index() == 0; }
	explicit operator bool() const { return has_value(); }
	/** The value; ends the program if there is none. */
	T &value() &
	{
		if (!has_value())
			std::abort();
		return *std::get_if<0>(&held);
	}
	const T &value() const &
	{
		return const_cast<result *>(this)->value();
	}
	/** By value, so that `for (x : *f())` does not outlive it. */
	T value() && { return std::move(value()); }
	T &operator*() & { return value(); }
	const T &operator*() const & { return value(); }
	T operator*() && { return std::move(value()); }
	T *operator->() { return &value(); }
	const T *operator->() const { return &value(); }
	T value_or(T other) const
	{
		return has_value() ? value() : std::move(other);
	}
	/** Why not; empty, code errc::ok, if there is a value. */
	const failure &error() const
	{
		static const failure none;
		const failure *why = std::get_if<1>(&held);

		return why ? *why : none;
	}

private:
	std::variant<T, failure> held;
};

template <> class [[nodiscard]] result<void> {
public:
	result() = default;
	result(failure cause) : why(std::move(cause)) {}
	/** Of a value that nobody wants. */
	template <class T> result(const result<T> &other) : why(other.error())
	{
	}

	bool has_value() const { return why.code == errc::ok; }
	explicit operator bool() const { return has_value(); }
	const failure &error() const { return why; }

private:
	failure why;
};

namespace detail {

inline failure fail(int code, std::string_view sentence = {})
{
	errc known = static_cast<errc>(code);

	return { known,
		 std::string(sentence.empty() ? std::string_view(
							::cti_strerror(code))
					      : sentence) };
}

/** A text as C wants it. One with NUL inside would be cut: it is refused. */
class c_text {
public:
	c_text(std::string_view from) : text(from), given(from.data() != nullptr)
	{
	}
	bool broken() const { return text.find('\0') != std::string::npos; }
	/** NULL for a view that has never been set. */
	const char *or_null() const { return given ? text.c_str() : nullptr; }
	const char *get() const { return text.c_str(); }

private:
	std::string text;
	bool given;
};

inline failure has_nul(std::string_view what)
{
	return fail(CTI_EINVAL, std::string(what) +
					" has a NUL byte inside; remove it");
}

inline time_point at(std::int64_t us)
{
	return time_point(std::chrono::microseconds(us));
}

/** 0 is never. */
inline std::optional<time_point> maybe_at(std::int64_t us)
{
	return us ? std::optional<time_point>(at(us)) : std::nullopt;
}

inline std::int64_t us(std::optional<time_point> when)
{
	return when ? when->time_since_epoch().count() : 0;
}

/** A text that C gives. */
inline std::string take(char *text, std::size_t n)
{
	std::string taken(text, n);

	::cti_free(text);
	return taken;
}

/** Room for the sentence of functions that have no client. */
struct sentence {
	char text[512] = "";

	result<void> said(int err) const
	{
		return err ? result<void>(fail(err, text)) : result<void>();
	}
};

} // namespace detail

} // namespace cti

#endif
