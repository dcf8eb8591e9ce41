// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/number_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace triptych::widgets {

namespace {

// A hyphen is too short for a sign.
QString withMinus(QString number) {
    return number.replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace

QString numberText(double value) {
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    if (value == 0 || !std::isfinite(value))
        return withMinus(locale.toString(value, 'f', std::isfinite(value) ? 0 : 2));
    // 0.9996 has the digits of 1.
    const double rounded = QString::number(value, 'e', 2).toDouble();
    const int digits = 2 - static_cast<int>(std::floor(std::log10(std::abs(rounded))));
    constexpr int mostDigits = 9;
    return withMinus(digits > mostDigits ? locale.toString(value, 'e', 2)
                                         : locale.toString(value, 'f', std::max(0, digits)));
}

QString signedNumberText(double value) {
    return value > 0 ? QStringLiteral("+") + numberText(value) : numberText(value);
}

QString tickText(double value) {
    return withMinus(QLocale().toString(value, 'g', 3));
}

QString decimalsText(double value, int decimals) {
    return withMinus(QLocale().toString(value, 'f', decimals));
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
