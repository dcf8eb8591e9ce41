// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>

#include "widgets/space/space_desk.h"

class QLabel;
class QPushButton;
class QStackedLayout;

namespace triptych::widgets {

class ElidedLabel;
class NumberSlider;

// How much wholes, regions and words count in a score; where the corpus has none of the latter, a button that embeds
// them.
class PartWeightsBar : public QWidget {
    Q_OBJECT

public:
    explicit PartWeightsBar(SpaceDesk& desk, QWidget* parent = nullptr);

    // Wholes, regions, words.
    [[nodiscard]] NumberSlider& slider(std::size_t part) const { return *m_sliders[part]; }
    [[nodiscard]] QPushButton& embedButton() const { return *m_embed; }
    // What the button is for, how far it is, or why it failed.
    [[nodiscard]] ElidedLabel& note() const { return *m_note; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void layOut();
    void take();
    void refresh();
    [[nodiscard]] QString noteText() const;
    void retranslate();

    SpaceDesk& m_desk;
    std::array<QLabel*, 3> m_labels{};
    std::array<NumberSlider*, 3> m_sliders{};
    QPushButton* m_embed;
    ElidedLabel* m_note;
    QStackedLayout* m_pages;
};

} // namespace triptych::widgets
