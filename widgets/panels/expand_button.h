// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QToolButton>
#include <vector>

namespace triptych::widgets {

// Lets a view fill its workspace: whatever stands beside it in its splitter, and in those around it, is hidden until
// the button is pressed again. A view in a window of its own fills the screen instead.
class ExpandButton : public QToolButton {
    Q_OBJECT

public:
    explicit ExpandButton(QWidget& view);

    [[nodiscard]] QWidget& view() const { return m_view; }
    [[nodiscard]] bool isExpanded() const { return m_isExpanded; }
    void toggleExpanded();
    // The button whose view lies under the cursor; null where none does.
    [[nodiscard]] static ExpandButton* underCursor(const QWidget& workspace);

Q_SIGNALS:
    void expanded(bool fills);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    QWidget& m_view;
    bool m_isExpanded = false;
    std::vector<QPointer<QWidget>> m_hidden;
};

} // namespace triptych::widgets
