// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/recent_files.h"

#include <QFileInfo>
#include <QSettings>

namespace triptych::widgets {

namespace {

const QString key = QStringLiteral("recentFiles");
const QString modelsKey = QStringLiteral("recentModels");

} // namespace

QStringList RecentFiles::paths() {
    return QSettings().value(key).toStringList();
}

void RecentFiles::add(const QString& path) {
    const QString absolute = QFileInfo(path).absoluteFilePath();
    QStringList known = paths();
    known.removeAll(absolute);
    known.prepend(absolute);
    QSettings().setValue(key, known.mid(0, maximum));
}

void RecentFiles::clear() {
    QSettings().remove(key);
}

QStringList RecentModels::paths() {
    return QSettings().value(modelsKey).toStringList();
}

void RecentModels::set(const QStringList& folders) {
    QSettings().setValue(modelsKey, folders);
}

} // namespace triptych::widgets
