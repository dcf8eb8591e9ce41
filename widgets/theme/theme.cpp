// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QToolTip>

#include "widgets/theme/style.h"

namespace triptych::widgets::theme {

namespace {

Mode currentMode = Mode::Light;

QPalette paletteOf(const Tokens& t) {
    QPalette palette;
    palette.setColor(QPalette::Window, t.panel);
    palette.setColor(QPalette::WindowText, t.ink);
    palette.setColor(QPalette::Base, t.panel);
    palette.setColor(QPalette::AlternateBase, t.bar);
    palette.setColor(QPalette::Text, t.ink);
    palette.setColor(QPalette::PlaceholderText, t.ink3);
    palette.setColor(QPalette::Button, t.panel);
    palette.setColor(QPalette::ButtonText, t.ink);
    palette.setColor(QPalette::BrightText, t.error);
    palette.setColor(QPalette::Highlight, t.accent);
    palette.setColor(QPalette::HighlightedText, t.onAccent);
    palette.setColor(QPalette::Link, t.accent);
    palette.setColor(QPalette::LinkVisited, t.accent);
    palette.setColor(QPalette::ToolTipBase, t.tip);
    palette.setColor(QPalette::ToolTipText, t.onTip);
    palette.setColor(QPalette::Light, t.raised);
    palette.setColor(QPalette::Midlight, t.hover);
    palette.setColor(QPalette::Mid, t.line);
    palette.setColor(QPalette::Dark, t.control);
    palette.setColor(QPalette::Shadow, t.strong);
    QColor faint = t.ink3;
    faint.setAlphaF(0.6F);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, faint);
    return palette;
}

QStringList families() {
    static const QStringList found = [] {
        QStringList names;
        const QStringList installed = QFontDatabase::families();
        if (installed.contains(QStringLiteral("Inter")))
            names << QStringLiteral("Inter");
        names << QFontDatabase::systemFont(QFontDatabase::GeneralFont).families();
        // Without this, Chinese may be set in a Japanese fallback's shapes.
        for (const QString& chinese : {QStringLiteral("Noto Sans CJK SC"), QStringLiteral("Source Han Sans SC"),
                                       QStringLiteral("WenQuanYi Micro Hei")})
            if (installed.contains(chinese))
                names << chinese;
        return names;
    }();
    return found;
}

int pixelSize(Role role) {
    switch (role) {
    case Role::Body:
        return 13;
    case Role::Chip:
        return 14;
    case Role::Secondary:
        return 12;
    case Role::Hint:
    case Role::DockTitle:
        return 11;
    }
    return 13;
}

} // namespace

QFont font(Role role, QFont::Weight weight) {
    QFont font;
    font.setFamilies(families());
    font.setPixelSize(pixelSize(role));
    font.setWeight(weight);
    if (role == Role::DockTitle) {
        font.setWeight(QFont::DemiBold);
        font.setCapitalization(QFont::AllUppercase);
        font.setLetterSpacing(QFont::PercentageSpacing, 106);
    }
    return font;
}

const Tokens& current() {
    return tokens(currentMode);
}

Mode mode() {
    return currentMode;
}

void setMode(Mode mode) {
    if (mode == currentMode)
        return;
    currentMode = mode;
    QApplication::setPalette(paletteOf(current()));
    QToolTip::setPalette(paletteOf(current()));
    Q_EMIT notifier().changed();
}

void install(QApplication& application) {
    const bool dark = QApplication::palette().window().color().lightness() < 128;
    currentMode = dark ? Mode::Dark : Mode::Light;
    QApplication::setStyle(new Style);
    QApplication::setPalette(paletteOf(current()));
    QToolTip::setPalette(paletteOf(current()));
    QApplication::setFont(font(Role::Body));
    QToolTip::setFont(font(Role::Secondary));
    application.setWindowIcon(QIcon(QStringLiteral(":/icons/triptych.svg")));
}

Notifier& notifier() {
    static Notifier instance;
    return instance;
}

} // namespace triptych::widgets::theme
