// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "widgets/panels/linked_state.h"

class QLabel;

namespace triptych::widgets {

// A place that the source is linked with: mark, name and weight on the modality's soft ground.
class UnitChip : public QWidget {
    Q_OBJECT

public:
    explicit UnitChip(Modality modality, QWidget* parent = nullptr);

    void show(const QString& name, double value);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Modality m_modality;
    QString m_name;
    QString m_value;
};

// Says in words what the drawing shows: "ring looks at [region 1 0.302] [0.83–1.13 s 0.318]".
class LinkSentence : public QWidget {
    Q_OBJECT

public:
    explicit LinkSentence(LinkedState& state, QWidget* parent = nullptr);

    // The sentence without its chips, for assistive technology and tests.
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void showChip(UnitChip* chip, Modality modality);

    LinkedState& m_state;
    QLabel* m_sentence;
    UnitChip* m_word;
    UnitChip* m_region;
    UnitChip* m_moment;
};

} // namespace triptych::widgets
