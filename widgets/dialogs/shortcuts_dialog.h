// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>
#include <QPair>

namespace triptych::widgets {

// A list of keys and what they do, for reading. Not modal.
class ShortcutsDialog : public QDialog {
    Q_OBJECT

public:
    // Rows of what is done and the keys that do it.
    explicit ShortcutsDialog(const QList<QPair<QString, QString>>& rows, QWidget* parent = nullptr);
};

} // namespace triptych::widgets
