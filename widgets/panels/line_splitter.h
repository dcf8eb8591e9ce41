// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSplitter>

namespace triptych::widgets {

// A splitter whose handle is the one-pixel line between panels.
class LineSplitter : public QSplitter {
    Q_OBJECT

public:
    explicit LineSplitter(Qt::Orientation orientation, QWidget* parent = nullptr);

protected:
    QSplitterHandle* createHandle() override;
};

} // namespace triptych::widgets
