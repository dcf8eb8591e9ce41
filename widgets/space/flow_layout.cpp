// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/space/flow_layout.h"

#include <QWidget>
#include <algorithm>

#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

bool expands(const QLayoutItem* item) {
    return item->expandingDirections().testFlag(Qt::Horizontal);
}

int needOf(const QLayoutItem* item) {
    return expands(item) ? item->minimumSize().width() : item->sizeHint().width();
}

int heightOf(const std::vector<QLayoutItem*>& row) {
    int height = 0;
    for (const QLayoutItem* item : row)
        height = std::max(height, item->sizeHint().height());
    return height;
}

} // namespace

FlowLayout::FlowLayout(QWidget* parent)
    : QLayout(parent) {
    setContentsMargins({});
    setSpacing(theme::metric::inner);
}

FlowLayout::~FlowLayout() {
    for (QLayoutItem* item : m_items)
        delete item;
}

void FlowLayout::addItem(QLayoutItem* item) {
    m_items.push_back(item);
}

QLayoutItem* FlowLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? m_items[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
    QLayoutItem* item = itemAt(index);
    if (item)
        m_items.erase(m_items.begin() + index);
    return item;
}

int FlowLayout::widthOf(const Row& row) const {
    int width = spacing() * (static_cast<int>(row.size()) - 1);
    for (const QLayoutItem* item : row)
        width += needOf(item);
    return width;
}

std::vector<FlowLayout::Row> FlowLayout::rowsFor(int width) const {
    std::vector<Row> rows;
    for (QLayoutItem* item : m_items) {
        if (item->isEmpty())
            continue;
        if (rows.empty() || widthOf(rows.back()) + spacing() + needOf(item) > width)
            rows.emplace_back();
        rows.back().push_back(item);
    }
    return rows;
}

int FlowLayout::heightForWidth(int width) const {
    int height = 0;
    for (const Row& row : rowsFor(width))
        height += (height > 0 ? spacing() : 0) + heightOf(row);
    return height;
}

QSize FlowLayout::minimumSize() const {
    QSize size;
    for (const QLayoutItem* item : m_items)
        if (!item->isEmpty())
            size = size.expandedTo(item->minimumSize());
    return size;
}

QSize FlowLayout::sizeHint() const {
    Row all;
    std::ranges::copy_if(m_items, std::back_inserter(all), [](const QLayoutItem* item) { return !item->isEmpty(); });
    return all.empty() ? QSize() : QSize(widthOf(all), heightOf(all));
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    int top = rect.top();
    for (const Row& row : rowsFor(rect.width())) {
        const int height = heightOf(row);
        place(row, {rect.left(), top, rect.width(), height});
        top += height + spacing();
    }
}

void FlowLayout::place(const Row& row, const QRect& area) const {
    auto takers = static_cast<int>(std::ranges::count_if(row, expands));
    int spare = std::max(0, area.width() - widthOf(row));
    int left = area.left();
    for (QLayoutItem* item : row) {
        int width = std::min(needOf(item), area.width());
        if (expands(item)) {
            const int share = spare / takers--;
            width += share;
            spare -= share;
        }
        const int height = std::min(item->sizeHint().height(), area.height());
        item->setGeometry({left, area.top() + (area.height() - height) / 2, width, height});
        left += width + spacing();
    }
}

} // namespace triptych::widgets
