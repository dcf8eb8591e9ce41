// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/line_splitter.h"

#include <QPainter>

#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

class LineHandle : public QSplitterHandle {
public:
    using QSplitterHandle::QSplitterHandle;

protected:
    // Qt widens the grab area of thin handles; only its middle is drawn.
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(contentsRect(), theme::current().line); }
};

} // namespace

LineSplitter::LineSplitter(Qt::Orientation orientation, QWidget* parent)
    : QSplitter(orientation, parent) {
    setHandleWidth(1);
    setChildrenCollapsible(false);
    connect(&theme::notifier(), &theme::Notifier::changed, this, [this] {
        for (int i = 0; i < count(); ++i)
            handle(i)->update();
    });
}

QSplitterHandle* LineSplitter::createHandle() {
    return new LineHandle(orientation(), this);
}

} // namespace triptych::widgets
