// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/audio_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>

#include "widgets/controls/elided_label.h"
#include "widgets/panels/linked_state.h"
#include "widgets/panels/missing_note.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/sound_canvas.h"
#include "widgets/panels/sound_player.h"
#include "widgets/panels/view_window.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {
constexpr int volumeSteps = 100;
}

AudioPanel::AudioPanel(LinkedState& state, QWidget* parent)
    : Panel(Modality::Audio, parent)
    , m_state(state)
    , m_player(new SoundPlayer(this))
    , m_canvas(new SoundCanvas(state))
    , m_missing(new MissingNote(Modality::Audio))
    , m_play(new QToolButton)
    , m_position(new QLabel)
    , m_seek(new QSlider(Qt::Horizontal))
    , m_duration(new QLabel)
    , m_mute(new QToolButton)
    , m_volume(new QSlider(Qt::Horizontal))
    , m_figures(new ElidedLabel(1))
    , m_transport(makeTransport())
    , m_copy(addTool(QStringLiteral("copy")))
    , m_expand(addTool(QStringLiteral("expand"))) {
    addToHeader(new WindowButton(*this));
    body()->setContentsMargins(8, 0, 14, theme::metric::inner);
    body()->addWidget(m_canvas, 1);
    body()->addWidget(m_transport);
    body()->addWidget(m_missing, 1);
    connect(m_play, &QToolButton::clicked, m_player, &SoundPlayer::toggle);
    connect(m_seek, &QSlider::valueChanged, m_player, [this](int ms) { m_player->seek(ms); });
    connect(m_volume, &QSlider::valueChanged, m_player,
            [this](int steps) { m_player->setVolume(static_cast<double>(steps) / volumeSteps); });
    connect(m_mute, &QToolButton::toggled, this, [this](bool muted) {
        m_mute->setIcon(theme::icon(muted ? QStringLiteral("mute") : QStringLiteral("volume")));
        m_player->setVolume(muted ? 0 : static_cast<double>(m_volume->value()) / volumeSteps);
    });
    connect(m_player, &SoundPlayer::positionChanged, this, &AudioPanel::onPosition);
    connect(m_player, &SoundPlayer::playingChanged, this, [this](bool playing) {
        m_play->setIcon(theme::icon(playing ? QStringLiteral("pause") : QStringLiteral("play")));
    });
    connect(m_canvas, &SoundCanvas::seekRequested, m_player, &SoundPlayer::seek);
    connect(m_copy, &QToolButton::clicked, this, &AudioPanel::copyRequested);
    connect(m_expand, &QToolButton::clicked, this, &AudioPanel::expandRequested);
    connect(&state, &LinkedState::resultChanged, this, &AudioPanel::onResult);
    connect(&state, &LinkedState::changed, this, &AudioPanel::refreshFacts);
    retranslate();
    onResult();
}

QWidget* AudioPanel::makeTransport() {
    auto* bar = new QWidget;
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(4, 0, 0, 0);
    layout->setSpacing(theme::metric::inner);
    m_play->setIcon(theme::icon(QStringLiteral("play")));
    m_play->setFixedSize(theme::metric::toolBarControl, theme::metric::control);
    m_mute->setIcon(theme::icon(QStringLiteral("volume")));
    m_mute->setAutoRaise(true);
    m_mute->setCheckable(true);
    m_volume->setRange(0, volumeSteps);
    m_volume->setValue(80);
    m_volume->setFixedWidth(64);
    m_seek->setMinimumWidth(60);
    m_figures->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    for (QLabel* label : {m_position, m_duration, m_figures})
        label->setFont(theme::font(theme::Role::Secondary));
    setInk(m_position, InkRole::Ink);
    setInk(m_duration, InkRole::Ink2);
    setInk(m_figures, InkRole::Ink2);
    layout->addWidget(m_play);
    layout->addSpacing(theme::metric::grid);
    layout->addWidget(m_position);
    layout->addWidget(m_seek, 1);
    layout->addWidget(m_duration);
    layout->addWidget(m_mute);
    layout->addWidget(m_volume);
    layout->addSpacing(theme::metric::inner);
    layout->addWidget(m_figures);
    return bar;
}

void AudioPanel::retranslate() {
    setTitle(tr("Audio"));
    setTip(m_copy, tr("Copy the figure"));
    setTip(m_expand, tr("Full screen"));
    setTip(m_mute, tr("Mute"));
    setTip(m_volume, tr("Volume"));
    setTip(m_seek, tr("Position in the sound"));
    m_canvas->setAccessibleName(tr("Sound: arrow keys step over the frames, Return pins one"));
    refreshFacts();
}

void AudioPanel::togglePlay() {
    if (m_play->isEnabled())
        m_player->toggle();
}

void AudioPanel::onResult() {
    const bool missing = m_state.isMissing(Modality::Audio);
    m_canvas->setVisible(!missing);
    m_transport->setVisible(!missing);
    m_missing->setVisible(missing);
    m_copy->setVisible(!missing);
    m_state.describeMissing(*m_missing);
    const Sound sound = missing ? Sound() : m_state.result()->inputs.sound;
    m_player->setSound(sound);
    const QSignalBlocker block(m_seek);
    m_seek->setRange(0, static_cast<int>(sound.durationMs()));
    m_seek->setValue(0);
    m_position->setText(QLocale().toString(0.0, 'f', 2));
    const bool playable = SoundPlayer::canPlay();
    m_play->setEnabled(playable);
    setTip(m_play, playable ? tr("Play or pause (Space)")
                            : tr("This machine has no audio device, so the sound cannot be played."));
    refreshFacts();
}

void AudioPanel::refreshFacts() {
    if (m_state.isMissing(Modality::Audio)) {
        setFacts({});
        return;
    }
    const Sound& sound = m_state.result()->inputs.sound;
    setFacts(tr("%1 kHz · %2", "sample rate, duration")
                 .arg(QLocale().toString(sound.sampleRateHz / 1000.0, 'g', 3), secondsText(sound.durationMs())));
    m_duration->setText(secondsText(sound.durationMs()));
    const Heat& heat = m_state.heat(Modality::Audio);
    m_figures->setText(heat.map.empty() ? tr("no values")
                                        : tr("max %1 · sum %2")
                                              .arg(numberText(static_cast<double>(heat.summary.maximum)),
                                                   numberText(heat.summary.sum)));
    m_figures->setToolTip(m_figures->text() + QLatin1Char('\n') + tr("Raw values of the frames, before any scaling"));
}

// The raw figures go before the volume, which the sound's button can also take away.
void AudioPanel::resizeEvent(QResizeEvent* event) {
    constexpr int roomyWidth = 420;
    m_volume->setVisible(width() >= roomyWidth);
    Panel::resizeEvent(event);
}

void AudioPanel::onPosition(double ms) {
    const QSignalBlocker block(m_seek);
    m_seek->setValue(static_cast<int>(ms));
    m_position->setText(QLocale().toString(ms / 1000, 'f', 2));
    m_canvas->setPlayPosition(ms);
}

} // namespace triptych::widgets
