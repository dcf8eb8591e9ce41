// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/number_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace triptych::widgets {

QString numberText(double value) {
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    if (value == 0 || !std::isfinite(value))
        return locale.toString(value, 'f', std::isfinite(value) ? 0 : 2);
    const int digits = 2 - static_cast<int>(std::floor(std::log10(std::abs(value))));
    constexpr int mostDigits = 9;
    return digits > mostDigits ? locale.toString(value, 'e', 2) : locale.toString(value, 'f', std::max(0, digits));
}

QString signedNumberText(double value) {
    return value > 0 ? QStringLiteral("+") + numberText(value) : numberText(value);
}

QString secondsText(double fromMs, double toMs) {
    const QLocale locale;
    return QCoreApplication::translate("NumberText", "%1–%2 s", "a stretch of time in seconds")
        .arg(locale.toString(fromMs / 1000, 'f', 2), locale.toString(toMs / 1000, 'f', 2));
}

QString secondsText(double ms) {
    return QCoreApplication::translate("NumberText", "%1 s", "a time in seconds")
        .arg(QLocale().toString(ms / 1000, 'f', 2));
}

QString bytesText(qint64 bytes) {
    return QLocale().formattedDataSize(bytes, bytes >= (qint64{1} << 30) ? 2 : bytes >= 1024 ? 1 : 0);
}

} // namespace triptych::widgets
