// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/tab_order.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLayout>
#include <QSplitter>

namespace triptych::widgets {

namespace {

void collect(QWidget* widget, QList<QWidget*>& found);

void collect(const QLayout& layout, QList<QWidget*>& found) {
    for (int i = 0; i < layout.count(); ++i) {
        QLayoutItem* item = layout.itemAt(i);
        if (item->widget())
            collect(item->widget(), found);
        else if (item->layout())
            collect(*item->layout(), found);
    }
}

void collect(QWidget* widget, QList<QWidget*>& found) {
    if (widget->isWindow() || widget->isHidden() || found.contains(widget))
        return;
    if (widget->isEnabled() && !widget->focusProxy() && (widget->focusPolicy() & Qt::TabFocus))
        found << widget;
    if (qobject_cast<QAbstractSpinBox*>(widget) || qobject_cast<QComboBox*>(widget))
        return;
    if (const auto* splitter = qobject_cast<QSplitter*>(widget))
        for (int i = 0; i < splitter->count(); ++i)
            collect(splitter->widget(i), found);
    if (widget->layout())
        collect(*widget->layout(), found);
    for (QWidget* child : widget->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
        collect(child, found);
}

} // namespace

QList<QWidget*> readingOrder(const QList<QWidget*>& parts) {
    QList<QWidget*> found;
    for (QWidget* part : parts)
        collect(part, found);
    return found;
}

} // namespace triptych::widgets
