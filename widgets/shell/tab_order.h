// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

namespace triptych::widgets {

// What the Tab key reaches in these parts now, one part after another and inside each as it is read: row by row as it
// is laid out, whenever its controls were made.
[[nodiscard]] QList<QWidget*> readingOrder(const QList<QWidget*>& parts);

} // namespace triptych::widgets
