// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QBuffer>
#include <QObject>
#include <memory>

#include "inference/contract/media.h"

class QAudioSink;
class QTimer;

namespace triptych::widgets {

// Plays a decoded sound where the machine has a device for it.
class SoundPlayer : public QObject {
    Q_OBJECT

public:
    explicit SoundPlayer(QObject* parent = nullptr);
    ~SoundPlayer() override;

    // Whether there is a device to play on.
    [[nodiscard]] static bool canPlay();

    void setSound(const Sound& sound);
    void seek(double ms);
    void setVolume(double volume); // 0..1
    void toggle();
    void stop();
    [[nodiscard]] bool isPlaying() const { return m_playing; }
    [[nodiscard]] double positionMs() const { return m_positionMs; }

Q_SIGNALS:
    void positionChanged(double ms);
    void playingChanged(bool playing);

private:
    void play();
    void pause();
    void tick();

    QByteArray m_pcm; // 16 bit, one channel
    int m_sampleRateHz = 0;
    double m_durationMs = 0;
    double m_startMs = 0;
    double m_positionMs = 0;
    double m_volume = 0.8;
    bool m_playing = false;
    std::unique_ptr<QBuffer> m_buffer;
    std::unique_ptr<QAudioSink> m_sink;
    QTimer* m_timer;
};

} // namespace triptych::widgets
