// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace triptych::widgets {

// What was opened or saved last, newest first; kept between starts.
class RecentFiles {
public:
    static constexpr int maximum = 10;

    [[nodiscard]] static QStringList paths();
    static void add(const QString& path);
    static void clear();
};

// Model folders that were opened, newest first; kept between starts.
class RecentModels {
public:
    [[nodiscard]] static QStringList paths();
    static void set(const QStringList& folders);
};

} // namespace triptych::widgets
