// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "widgets/views/registry.h"

class QHBoxLayout;
class QStackedWidget;
class QToolButton;

namespace triptych::widgets {

// The views of one place behind a row of titles; the tools of the view that is shown stand at the right. Titles that
// find no room are in a menu behind them.
class ViewTabs : public QWidget {
    Q_OBJECT

public:
    ViewTabs(ViewDescriptor::Place place, LinkedState& state, QWidget* parent = nullptr);

    // Shows a view by its id; does nothing for another place's views.
    void show(const QString& id);

Q_SIGNALS:
    void expandRequested();

protected:
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    struct Tab {
        const ViewDescriptor* descriptor;
        QToolButton* button;
        View* view;
    };

    void addTab(const ViewDescriptor& descriptor);
    void select(std::size_t index);
    // Shows as many titles as there is room for, that of the present view always.
    void fitTitles();
    [[nodiscard]] int roomForTitles() const;
    void showMore();
    void retranslate();
    // Titles of views that cannot show the present result are greyed.
    void refresh();

    LinkedState& m_state;
    std::vector<Tab> m_tabs;
    QHBoxLayout* m_header;
    QHBoxLayout* m_titles;
    QStackedWidget* m_pages;
    QToolButton* m_more;
    QToolButton* m_expand;
};

} // namespace triptych::widgets
