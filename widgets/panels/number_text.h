// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace triptych::widgets {

// Three significant digits in the current locale, without an exponent down to a ten-millionth, with a minus sign in
// place of a hyphen: "0.0567".
[[nodiscard]] QString numberText(double value);
// The same of a change: "+0.0567".
[[nodiscard]] QString signedNumberText(double value);

// The shortest text of a round number, as on an axis: "−0.5".
[[nodiscard]] QString tickText(double value);
// With this many decimals: "−0.50".
[[nodiscard]] QString decimalsText(double value, int decimals);

// A stretch of time in seconds: "0.83–1.13 s".
[[nodiscard]] QString secondsText(double fromMs, double toMs);
[[nodiscard]] QString secondsText(double ms);

// "1.21 GiB" in the current locale.
[[nodiscard]] QString bytesText(qint64 bytes);

} // namespace triptych::widgets
