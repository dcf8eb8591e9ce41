// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainterPath>
#include <QPixmap>
#include <QWidget>
#include <vector>

#include "visualization/audio/sound_tracks.h"
#include "widgets/panels/linked_state.h"

namespace triptych::widgets {

[[nodiscard]] plot::SoundColours soundColours();
[[nodiscard]] plot::SoundNames soundNames();

// Words and their times, as far as the sample's truth tells them.
[[nodiscard]] std::vector<plot::SpokenWord> spokenWords(const Session& session);

// The sound along time with its heat. What does not change while pointing is kept as one picture.
class SoundCanvas : public QWidget {
    Q_OBJECT

public:
    explicit SoundCanvas(LinkedState& state, QWidget* parent = nullptr);

    void setPlayPosition(double ms);
    // Frames from the waveform's top to the heat's bottom, in widget coordinates; empty without sound.
    [[nodiscard]] QRectF framesRect(const std::vector<int>& frames) const;
    // What is read in the drawing: words, names of tracks, frequencies and times.
    [[nodiscard]] QRegion labels() const;
    [[nodiscard]] const plot::SoundTracks& tracks() const { return m_tracks; }
    [[nodiscard]] QSize sizeHint() const override { return {420, 320}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {180, 190}; }

Q_SIGNALS:
    void seekRequested(double ms);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void onResult();
    void arrange();
    void renderGround();
    void renderLitWave(const QPainterPath& wave);
    void drawStretch(QPainter& painter, const std::vector<int>& frames, bool isPin) const;
    void drawHeat(QPainter& painter) const;
    void drawPlayPosition(QPainter& painter) const;
    [[nodiscard]] int litWord() const;
    [[nodiscard]] int frameAt(const QPointF& position) const; // -1 outside
    [[nodiscard]] UnitSet framesBetween(int from, int to) const;
    void hoverFrame(int frame);

    LinkedState& m_state;
    plot::SoundTracks m_tracks;
    std::vector<plot::SpokenWord> m_words;
    QPixmap m_litWave; // the whole wave in the modality's hue, of which a stretch is shown
    QPixmap m_ground;
    bool m_stale = true;
    int m_cursor = -1;
    int m_pressed = -1;
    double m_playMs = -1;
};

} // namespace triptych::widgets
