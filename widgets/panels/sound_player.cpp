// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/sound_player.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QMediaDevices>
#include <QTimer>
#include <algorithm>
#include <cstring>

namespace triptych::widgets {

namespace {
constexpr int tickMs = 16;
constexpr int bytesPerSample = 2;
} // namespace

SoundPlayer::SoundPlayer(QObject* parent)
    : QObject(parent)
    , m_timer(new QTimer(this)) {
    m_timer->setInterval(tickMs);
    connect(m_timer, &QTimer::timeout, this, &SoundPlayer::tick);
}

SoundPlayer::~SoundPlayer() = default;

bool SoundPlayer::canPlay() {
    return !QMediaDevices::defaultAudioOutput().isNull();
}

void SoundPlayer::setSound(const Sound& sound) {
    stop();
    m_sampleRateHz = sound.sampleRateHz;
    m_durationMs = sound.durationMs();
    m_pcm.resize(static_cast<qsizetype>(sound.samples.size()) * bytesPerSample);
    for (std::size_t i = 0; i < sound.samples.size(); ++i) {
        const auto sample = static_cast<qint16>(std::clamp(sound.samples[i], -1.0F, 1.0F) * 32767);
        std::memcpy(m_pcm.data() + static_cast<qsizetype>(i) * bytesPerSample, &sample, bytesPerSample);
    }
}

void SoundPlayer::setVolume(double volume) {
    m_volume = volume;
    if (m_sink)
        m_sink->setVolume(volume);
}

void SoundPlayer::toggle() {
    if (m_playing)
        pause();
    else
        play();
}

void SoundPlayer::play() {
    if (m_pcm.isEmpty() || !canPlay())
        return;
    QAudioFormat format;
    format.setSampleRate(m_sampleRateHz);
    format.setChannelCount(1);
    format.setSampleFormat(QAudioFormat::Int16);
    m_startMs = m_positionMs >= m_durationMs ? 0 : m_positionMs;
    m_buffer = std::make_unique<QBuffer>(&m_pcm);
    m_buffer->open(QIODevice::ReadOnly);
    m_buffer->seek(static_cast<qint64>(m_startMs * m_sampleRateHz / 1000) * bytesPerSample);
    m_sink = std::make_unique<QAudioSink>(QMediaDevices::defaultAudioOutput(), format);
    m_sink->setVolume(m_volume);
    m_sink->start(m_buffer.get());
    m_playing = true;
    m_timer->start();
    Q_EMIT playingChanged(true);
}

void SoundPlayer::pause() {
    m_timer->stop();
    m_sink.reset();
    m_buffer.reset();
    if (std::exchange(m_playing, false))
        Q_EMIT playingChanged(false);
}

void SoundPlayer::stop() {
    pause();
    m_positionMs = 0;
}

void SoundPlayer::seek(double ms) {
    const bool wasPlaying = m_playing;
    pause();
    m_positionMs = std::clamp(ms, 0.0, m_durationMs);
    Q_EMIT positionChanged(m_positionMs);
    if (wasPlaying)
        play();
}

void SoundPlayer::tick() {
    m_positionMs = std::min(m_durationMs, m_startMs + static_cast<double>(m_sink->processedUSecs()) / 1000);
    const bool ended = m_sink->state() == QAudio::IdleState || m_sink->state() == QAudio::StoppedState;
    if (ended)
        m_positionMs = m_durationMs;
    Q_EMIT positionChanged(m_positionMs);
    if (ended)
        pause();
}

} // namespace triptych::widgets
