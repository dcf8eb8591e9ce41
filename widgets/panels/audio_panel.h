// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/panels/panel.h"

class QLabel;
class QSlider;
class QToolButton;

namespace triptych::widgets {

class LinkedState;
class MissingNote;
class SoundCanvas;
class SoundPlayer;

// The sound along time, and what is needed to hear it.
class AudioPanel : public Panel {
    Q_OBJECT

public:
    explicit AudioPanel(LinkedState& state, QWidget* parent = nullptr);

    [[nodiscard]] SoundCanvas* canvas() const { return m_canvas; }
    void togglePlay();

Q_SIGNALS:
    void copyRequested();
    void expandRequested();

protected:
    void retranslate() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] QWidget* makeTransport();
    void onResult();
    void refreshFacts();
    void onPosition(double ms);

    LinkedState& m_state;
    SoundPlayer* m_player;
    SoundCanvas* m_canvas;
    MissingNote* m_missing;
    QToolButton* m_play;
    QLabel* m_position;
    QSlider* m_seek;
    QLabel* m_duration;
    QToolButton* m_mute;
    QSlider* m_volume;
    QLabel* m_figures;
    QWidget* m_transport;
    QToolButton* m_copy;
    QToolButton* m_expand;
};

} // namespace triptych::widgets
