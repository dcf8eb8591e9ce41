// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

namespace triptych::widgets {

class ModelLibrary;
class ModelPopover;

// The model in use, or the one that is being opened; opens the list of models.
class ModelButton : public QPushButton {
    Q_OBJECT

public:
    explicit ModelButton(ModelLibrary& library, QWidget* parent = nullptr);

    [[nodiscard]] ModelPopover& popover() const { return *m_popover; }
    [[nodiscard]] QSize sizeHint() const override;
    void openList();

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void refresh();

    ModelLibrary& m_library;
    ModelPopover* m_popover;
    QString m_label;
    bool m_isMissing = false;
};

} // namespace triptych::widgets
