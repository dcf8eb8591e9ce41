// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>
#include <optional>
#include <variant>

#include "widgets/theme/theme.h"

namespace triptych::gui {

enum class ShownState { Empty, Running, Done, Error };

// The options of `triptych`, as the manual lists them.
struct StartOptions {
    QString path; // project or sample; empty: the sample library
    QString screenshot;
    QString method;
    QString model;           // built-in name or folder; empty: that of the project, else the built-in one
    std::optional<int> word; // counted from 0
    std::optional<widgets::theme::Mode> theme;
    QSize size;
    int scalePercent = 100;
    ShownState state = ShownState::Done;
    QString language;
    QString workspace = QStringLiteral("explain");
};

// What to print instead of starting, and the exit status.
struct StartMessage {
    QString text;
    int status = 0;
};

// Reads the command line; needs no QCoreApplication.
[[nodiscard]] std::variant<StartOptions, StartMessage> readStartOptions(const QStringList& arguments);

} // namespace triptych::gui
