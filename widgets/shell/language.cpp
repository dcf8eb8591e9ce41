// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>
#include <memory>

namespace triptych::widgets::language {

namespace {

const QString english = QStringLiteral("en");
const QString chinese = QStringLiteral("zh_CN");

struct Installed {
    QString code = english;
    std::unique_ptr<QTranslator> ours;
    std::unique_ptr<QTranslator> qts; // words of Qt's own dialogs
};

Installed& installed() {
    static Installed state;
    return state;
}

void install(std::unique_ptr<QTranslator>& slot, const QString& name, const QString& folder) {
    if (slot)
        QCoreApplication::removeTranslator(slot.get());
    slot = std::make_unique<QTranslator>();
    if (slot->load(name, folder))
        QCoreApplication::installTranslator(slot.get());
}

} // namespace

QStringList available() {
    return {english, chinese};
}

QString nativeName(const QString& code) {
    return code == chinese ? QString::fromUtf8("\xe7\xae\x80\xe4\xbd\x93\xe4\xb8\xad\xe6\x96\x87")
                           : QStringLiteral("English");
}

QString current() {
    return installed().code;
}

void set(const QString& code) {
    Installed& state = installed();
    state.code = available().contains(code) ? code : english;
    QLocale::setDefault(state.code == english ? QLocale(QLocale::English) : QLocale(state.code));
    install(state.qts, QStringLiteral("qtbase_") + state.code, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(state.ours, QStringLiteral("triptych_") + state.code, QStringLiteral(":/i18n"));
}

QString ofSystem() {
    return QLocale::system().language() == QLocale::Chinese ? chinese : english;
}

} // namespace triptych::widgets::language
