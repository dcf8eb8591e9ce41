// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "widgets/theme/theme.h"

namespace triptych::widgets::theme {

namespace {

Tokens lightTokens() {
    Tokens t;
    t.mode = Mode::Light;
    t.window = QColor(0xE9ECF0);
    t.title = QColor(0xDFE3E8);
    t.bar = QColor(0xF6F7F9);
    t.panel = QColor(0xFFFFFF);
    t.raised = QColor(0xF1F3F6);
    t.hover = QColor(0xE8EBEF);
    t.line = QColor(0xD6DAE0);
    t.control = QColor(0xB3BAC4);
    t.strong = QColor(0x747D89);
    t.ink = QColor(0x191C20);
    t.ink2 = QColor(0x4C5560);
    t.ink3 = QColor(0x646D79);
    t.accent = QColor(0x8F3A76);
    t.onAccent = QColor(0xFFFFFF);
    t.accentSoft = QColor(0xF6EAF2);
    t.groove = QColor(0xD3D8DE);
    t.knob = QColor(0xFFFFFF);
    t.canvas = QColor(0xD9DDE3);
    t.tip = QColor(0x22262B);
    t.onTip = QColor(0xF4F5F7);
    t.ok = QColor(0x1A7F4B);
    t.warn = QColor(0x9A5B00);
    t.error = QColor(0xB3261E);
    t.image = {QColor(0x0072B2), QColor(0x005F96), QColor(0xE3F0F8)};
    t.text = {QColor(0xE69F00), QColor(0x805500), QColor(0xFDF3DF)};
    t.audio = {QColor(0x009E73), QColor(0x00694D), QColor(0xE0F3EE)};
    t.onTextHue = QColor(0x241800);
    return t;
}

Tokens darkTokens() {
    Tokens t;
    t.mode = Mode::Dark;
    t.window = QColor(0x111316);
    t.title = QColor(0x0E1013);
    t.bar = QColor(0x1A1D21);
    t.panel = QColor(0x1E2126);
    t.raised = QColor(0x272B31);
    t.hover = QColor(0x2E333A);
    t.line = QColor(0x343A42);
    t.control = QColor(0x505965);
    t.strong = QColor(0x8B95A2);
    t.ink = QColor(0xE9EBEE);
    t.ink2 = QColor(0xB4BCC6);
    t.ink3 = QColor(0x97A0AC);
    t.accent = QColor(0xE391C5);
    t.onAccent = QColor(0x2B0F22);
    t.accentSoft = QColor(0x3C2836);
    t.groove = QColor(0x3F4650);
    t.knob = QColor(0xE9EBEE);
    t.canvas = QColor(0x0D0F11);
    t.tip = QColor(0x3A404A);
    t.onTip = QColor(0xF4F5F7);
    t.ok = QColor(0x57C88E);
    t.warn = QColor(0xF0B34A);
    t.error = QColor(0xF2877F);
    t.image = {QColor(0x0072B2), QColor(0x6FBEEC), QColor(0x16303F)};
    t.text = {QColor(0xE69F00), QColor(0xF2BC4B), QColor(0x3A2E15)};
    t.audio = {QColor(0x009E73), QColor(0x4CCBA5), QColor(0x14342B)};
    t.onTextHue = QColor(0x241800);
    return t;
}

double luminance(const QColor& colour) {
    const auto linear = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

const ModalityColours& Tokens::of(Modality modality) const {
    switch (modality) {
    case Modality::Image:
        return image;
    case Modality::Text:
        return text;
    case Modality::Audio:
        return audio;
    }
    return image;
}

const Tokens& tokens(Mode mode) {
    static const Tokens light = lightTokens();
    static const Tokens dark = darkTokens();
    return mode == Mode::Dark ? dark : light;
}

double contrast(const QColor& a, const QColor& b) {
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

} // namespace triptych::widgets::theme
