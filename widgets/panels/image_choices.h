// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QWidget>
#include <vector>

#include "widgets/panels/linked_state.h"
#include "widgets/session/gui_post.h"

namespace triptych::widgets {

// The images of a sample as thumbnails side by side. A click or the arrow keys choose the one that is shown and
// explained.
class ImageChoices : public QWidget {
    Q_OBJECT

public:
    explicit ImageChoices(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, sizeHint().height()}; }
    // Whether there is a choice at all.
    [[nodiscard]] bool isNeeded() const { return m_files.size() > 1; }
    [[nodiscard]] int count() const { return static_cast<int>(m_files.size()); }

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    void refresh();
    void retranslate();
    void ask(int index);
    [[nodiscard]] int firstShown() const;
    [[nodiscard]] QRect cellRect(int index) const;
    [[nodiscard]] int cellAt(const QPoint& position) const; // -1: none

    LinkedState& m_state;
    GuiPost m_post;
    std::vector<std::filesystem::path> m_files;
    std::vector<QImage> m_thumbnails;
    int m_hovered = -1;
};

} // namespace triptych::widgets
