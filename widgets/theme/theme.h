// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QRectF>
#include <vector>

#include "inference/contract/modality.h"

class QApplication;
class QPainter;

namespace triptych::widgets::theme {

enum class Mode { Light, Dark };

// `hue` is for marks, lines and fills and never carries text; `soft` is the ground of chips.
struct ModalityColours {
    QColor hue;
    QColor text;
    QColor soft;
};

struct Tokens {
    Mode mode = Mode::Light;
    QColor window, title, bar, panel, raised, hover;
    QColor line;            // 1-px separators
    QColor control, strong; // field borders; check boxes, knobs, neutral bars
    QColor ink, ink2, ink3; // text, labels, hints
    QColor accent, onAccent, accentSoft;
    QColor groove, knob;
    QColor canvas, tip, onTip;
    QColor ok, warn, error;
    ModalityColours image, text, audio;
    QColor onTextHue; // text on the solid hue of the text modality

    [[nodiscard]] bool isDark() const { return mode == Mode::Dark; }
    [[nodiscard]] const ModalityColours& of(Modality modality) const;
};

// Distances in px at 100 %.
namespace metric {
inline constexpr int grid = 4;
inline constexpr int inner = 8;  // inside a group
inline constexpr int outer = 16; // between groups
inline constexpr int listPadding = 12;
inline constexpr int formPadding = 16;
inline constexpr int radius = 6;
inline constexpr int smallRadius = 4;
inline constexpr int barRadius = 3;
inline constexpr int toolBarHeight = 44;
inline constexpr int toolBarControl = 32;
inline constexpr int control = 28;
inline constexpr int compact = 24;
inline constexpr int chip = 30;
inline constexpr int dockHeader = 32;
inline constexpr int statusBar = 28;
inline constexpr int formLabel = 80;
inline constexpr int groove = 4;
inline constexpr int knob = 16;
} // namespace metric

enum class Role { Body, Chip, Secondary, Hint, DockTitle };

// Body 13 px, chip 14, secondary 12, hint 11, dock title 11 semibold in capitals. Inter where it is installed.
[[nodiscard]] QFont font(Role role, QFont::Weight weight = QFont::Normal);

[[nodiscard]] const Tokens& tokens(Mode mode);
[[nodiscard]] const Tokens& current();
[[nodiscard]] Mode mode();
// Recolours the running program; widgets that paint by themselves listen to notifier().
void setMode(Mode mode);

// Sets style, palette and font; starts in the mode that fits the system palette's lightness.
void install(QApplication& application);

class Notifier : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

Q_SIGNALS:
    void changed();
};

[[nodiscard]] Notifier& notifier();

// Square, circle or triangle of the modality, centred in `rect`; in its hue unless a colour is given.
void drawMark(QPainter& painter, Modality modality, const QRectF& rect, const QColor& colour = {});

enum class IconInk { Text, Secondary, OnAccent, Accent, Ok, Warn, Error };

// An icon of resources/icons by its file's base name. It takes its colour from the current theme whenever it is
// painted, so that nothing need be set again when the theme changes.
[[nodiscard]] QIcon icon(const QString& name, IconInk ink = IconInk::Text);

// Marks of the modalities side by side, as the model chooser shows them.
[[nodiscard]] QIcon marksIcon(const std::vector<Modality>& modalities);

// WCAG contrast of two opaque colours, 1..21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

} // namespace triptych::widgets::theme
