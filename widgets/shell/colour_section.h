// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <functional>

#include "widgets/session/session.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace triptych::widgets {

class Form;
class NumberSlider;
class SegmentedButton;

// How a map is drawn: colours, range, opacity, grid, outline.
class ColourSection : public QWidget {
    Q_OBJECT

public:
    explicit ColourSection(Session& session, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void connectControls();
    void retranslate();
    void refresh();
    void change(const std::function<void(DisplayValues&)>& change);
    [[nodiscard]] double currentMaximum() const;

    Session& m_session;
    Form* m_form;
    QComboBox* m_colours;
    SegmentedButton* m_range;
    QLineEdit* m_maximum;
    NumberSlider* m_opacity;
    QCheckBox* m_grid;
    QCheckBox* m_outline;
    QLabel* m_coloursLabel;
    QLabel* m_rangeLabel;
    QLabel* m_maximumLabel;
    QLabel* m_opacityLabel;
};

} // namespace triptych::widgets
