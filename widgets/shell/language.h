// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace triptych::widgets::language {

// Codes of the languages that the program speaks: "en", "zh_CN".
[[nodiscard]] QStringList available();
// A language's name in itself.
[[nodiscard]] QString nativeName(const QString& code);
[[nodiscard]] QString current();

// Changes the language of the running program; windows hear it as QEvent::LanguageChange. An unknown code is English.
void set(const QString& code);

// The language of the system where the program speaks it, else English.
[[nodiscard]] QString ofSystem();

} // namespace triptych::widgets::language
