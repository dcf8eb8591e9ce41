// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/sound_canvas.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "visualization/plot/heat_picture.h"
#include "widgets/panels/number_text.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

plot::SoundColours soundColours() {
    const theme::Tokens& tokens = theme::current();
    QColor wave = tokens.strong;
    wave.setAlphaF(0.75F);
    return {wave, tokens.control, tokens.ink2, tokens.isDark() ? tokens.window : tokens.raised, tokens.ink};
}

plot::SoundNames soundNames() {
    return {QCoreApplication::translate("Sound", "wave"), QCoreApplication::translate("Sound", "heat"),
            QCoreApplication::translate("Sound", "%1 kHz")};
}

SoundCanvas::SoundCanvas(LinkedState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&state, &LinkedState::resultChanged, this, &SoundCanvas::onResult);
    connect(&state, &LinkedState::changed, this, qOverload<>(&QWidget::update));
    connect(&theme::notifier(), &theme::Notifier::changed, this, [this] {
        m_stale = true;
        update();
    });
    onResult();
}

void SoundCanvas::onResult() {
    m_words = spokenWords(m_state.session());
    m_cursor = -1;
    m_pressed = -1; // of the result before
    m_playMs = -1;
    arrange();
}

void SoundCanvas::arrange() {
    const double durationMs = m_state.result() ? m_state.result()->inputs.sound.durationMs() : 0;
    m_tracks = plot::layoutTracks(rect(), durationMs, theme::font(theme::Role::Hint), soundNames());
    m_stale = true;
    update();
}

void SoundCanvas::setPlayPosition(double ms) {
    m_playMs = ms;
    update();
}

QRectF SoundCanvas::framesRect(const std::vector<int>& frames) const {
    if (frames.empty() || m_state.isMissing(Modality::Audio))
        return {};
    const double step = m_state.result()->inputs.audioAxis.msPerFrame;
    return m_tracks.stretch(frames.front() * step, (frames.back() + 1) * step);
}

QRegion SoundCanvas::labels() const {
    QRegion region = plot::labelsOf(m_tracks);
    for (const plot::WordLabel& label : plot::placeWords(m_tracks, m_words, litWord(), theme::font(theme::Role::Hint)))
        region += label.box.toAlignedRect();
    return region;
}

int SoundCanvas::frameAt(const QPointF& position) const {
    if (m_state.isMissing(Modality::Audio) || position.x() < m_tracks.wave.left() ||
        position.x() > m_tracks.wave.right())
        return -1;
    const AudioAxis& axis = m_state.result()->inputs.audioAxis;
    return axis.msPerFrame > 0
               ? std::clamp(static_cast<int>(m_tracks.msAt(position.x()) / axis.msPerFrame), 0, axis.frames - 1)
               : -1;
}

UnitSet SoundCanvas::framesBetween(int from, int to) const {
    UnitSet set{Modality::Audio, {}};
    for (int frame = std::min(from, to); frame <= std::max(from, to); ++frame)
        set.units.push_back(frame);
    return set;
}

void SoundCanvas::renderGround() {
    m_stale = false;
    m_litWave = {};
    if (m_state.isMissing(Modality::Audio)) {
        m_ground = {};
        return;
    }
    const ShownInputs& inputs = m_state.result()->inputs;
    const double ratio = devicePixelRatioF();
    m_ground = QPixmap(size() * ratio);
    m_ground.setDevicePixelRatio(ratio);
    m_ground.fill(theme::current().panel);
    const QPainterPath wave = plot::wavePath(inputs.sound, m_tracks.wave, ratio);
    renderLitWave(wave);
    const plot::SoundColours colours = soundColours();
    const QImage mel = plot::spectrogramImage(inputs.spectrogram, (m_tracks.mel.size() * ratio).toSize(), colours);
    QPainter painter(&m_ground);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.setFont(theme::font(theme::Role::Hint));
    plot::drawTracks(painter, m_tracks, wave, mel, inputs.spectrogram, colours, soundNames());
}

void SoundCanvas::renderLitWave(const QPainterPath& wave) {
    const double ratio = devicePixelRatioF();
    m_litWave = QPixmap(m_ground.size());
    m_litWave.setDevicePixelRatio(ratio);
    m_litWave.fill(Qt::transparent);
    QPainter painter(&m_litWave);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(wave, theme::current().audio.hue);
}

void SoundCanvas::paintEvent(QPaintEvent*) {
    if (m_stale || m_ground.devicePixelRatio() != devicePixelRatioF())
        renderGround();
    QPainter painter(this);
    if (m_ground.isNull())
        return painter.fillRect(rect(), theme::current().panel);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.drawPixmap(0, 0, m_ground);
    drawHeat(painter);
    for (const UnitSet& pinned : m_state.session().selection().pinned())
        if (pinned.modality == Modality::Audio)
            drawStretch(painter, pinned.units, true);
    drawStretch(painter, m_state.focus(Modality::Audio).units, false);
    painter.setFont(theme::font(theme::Role::Hint));
    plot::drawWords(painter, m_tracks, m_words, litWord(), theme::current().ink2, theme::current().audio.text);
    drawPlayPosition(painter);
    if (hasFocus()) {
        painter.setPen(QPen(theme::current().accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), theme::metric::radius, theme::metric::radius);
    }
}

void SoundCanvas::drawHeat(QPainter& painter) const {
    const Heat& heat = m_state.heat(Modality::Audio);
    QPainterPath shape;
    shape.addRoundedRect(m_tracks.heat, theme::metric::barRadius, theme::metric::barRadius);
    if (heat.map.empty()) {
        painter.fillPath(shape, theme::current().groove);
        return;
    }
    const double heardMs = static_cast<double>(heat.map.size()) * m_state.result()->inputs.audioAxis.msPerFrame;
    painter.save();
    painter.setClipPath(shape);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const QImage row = plot::mapImage(heat.map, m_state.colourMap(), heat.rangeEnd);
    painter.drawImage(QRectF(m_tracks.heat.topLeft(), QPointF(m_tracks.xOf(heardMs), m_tracks.heat.bottom())), row);
    painter.restore();
}

void SoundCanvas::drawStretch(QPainter& painter, const std::vector<int>& frames, bool isPin) const {
    const QRectF box = framesRect(frames);
    if (box.isEmpty())
        return;
    const QColor hue = theme::current().audio.hue;
    painter.save();
    QColor wash = hue;
    wash.setAlphaF(0.14F);
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    painter.fillRect(QRectF(box.topLeft(), QPointF(box.right(), m_tracks.mel.bottom())), wash);
    // Filling the path anew would take most of a frame.
    const QRect lit = box.toAlignedRect();
    const double ratio = devicePixelRatioF();
    painter.drawPixmap(lit, m_litWave, QRectF(lit.topLeft() * ratio, lit.size() * ratio).toRect());
    painter.setBrush(Qt::NoBrush);
    const QRectF frame = box.adjusted(0, -1, 0, 0);
    if (isPin) {
        painter.setPen(QPen(hue, 2, Qt::DashLine));
        painter.drawRect(frame);
    } else {
        // Lines are filled at once; the outline of a tall frame takes a tenth of a 4K frame.
        painter.setPen(QPen(hue, 2, Qt::SolidLine, Qt::SquareCap));
        const std::array lines{QLineF(frame.topLeft(), frame.topRight()), QLineF(frame.topRight(), frame.bottomRight()),
                               QLineF(frame.bottomRight(), frame.bottomLeft()),
                               QLineF(frame.bottomLeft(), frame.topLeft())};
        painter.drawLines(lines.data(), static_cast<int>(lines.size()));
    }
    painter.restore();
}

int SoundCanvas::litWord() const {
    const std::vector<int>& frames = m_state.focus(Modality::Audio).units;
    if (frames.empty() || m_words.empty())
        return -1;
    const double step = m_state.result()->inputs.audioAxis.msPerFrame;
    const double from = frames.front() * step;
    const double to = (frames.back() + 1) * step;
    int best = -1;
    double most = 0;
    for (std::size_t i = 0; i < m_words.size(); ++i) {
        const double shared = std::min(to, m_words[i].toMs) - std::max(from, m_words[i].fromMs);
        if (shared > most) {
            most = shared;
            best = static_cast<int>(i);
        }
    }
    return best;
}

void SoundCanvas::drawPlayPosition(QPainter& painter) const {
    if (m_playMs < 0)
        return;
    const double x = m_tracks.xOf(m_playMs);
    painter.fillRect(QRectF(x - 0.75, m_tracks.wave.top() - 2, 1.5, m_tracks.axis.top() + 4 - m_tracks.wave.top()),
                     theme::current().ink);
    painter.setBrush(theme::current().ink);
    painter.setPen(Qt::NoPen);
    painter.drawRoundedRect(QRectF(x - 4, m_tracks.wave.top() - 5, 8, 8), 2, 2);
}

void SoundCanvas::resizeEvent(QResizeEvent*) {
    arrange();
}

void SoundCanvas::hoverFrame(int frame) {
    m_cursor = frame;
    Session& session = m_state.session();
    if (frame < 0) {
        session.selection().unhover();
        session.setReadOut({});
        return;
    }
    const UnitSet set = framesBetween(m_pressed >= 0 ? m_pressed : frame, frame);
    session.selection().hover(set);
    const FloatArray& map = m_state.heat(Modality::Audio).map;
    if (static_cast<std::size_t>(frame) < map.size())
        session.setReadOut(tr("%1 · %2", "place and value under the cursor")
                               .arg(m_state.describe(set),
                                    numberText(static_cast<double>(map.values()[static_cast<std::size_t>(frame)]))));
}

void SoundCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (const int frame = frameAt(event->position()); frame != m_cursor)
        hoverFrame(frame);
}

void SoundCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton)
        m_pressed = frameAt(event->position());
}

void SoundCanvas::mouseReleaseEvent(QMouseEvent* event) {
    const int from = std::exchange(m_pressed, -1);
    if (from < 0 || event->button() != Qt::LeftButton)
        return;
    const int to = frameAt(event->position());
    const UnitSet set = framesBetween(from, to >= 0 ? to : from);
    Selection& selection = m_state.session().selection();
    const bool again = set.units.size() == 1 && selection.isPinned(Modality::Audio, set.units.front());
    if (event->modifiers().testFlag(Qt::ShiftModifier))
        selection.addPin(set);
    else
        selection.pin(again ? UnitSet{} : set);
    Q_EMIT seekRequested(
        m_tracks.msAt(m_tracks.xOf(set.units.front() * m_state.result()->inputs.audioAxis.msPerFrame)));
}

void SoundCanvas::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    const int frames = m_state.isMissing(Modality::Audio) ? 0 : m_state.result()->inputs.audioAxis.frames;
    if (frames > 0 && (key == Qt::Key_Left || key == Qt::Key_Right)) {
        const int step = key == Qt::Key_Left ? -1 : 1;
        hoverFrame(std::clamp((m_cursor < 0 ? 0 : m_cursor) + step, 0, frames - 1));
    } else if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_cursor >= 0) {
        m_state.session().selection().pin({Modality::Audio, {m_cursor}});
    } else {
        QWidget::keyPressEvent(event);
    }
}

void SoundCanvas::leaveEvent(QEvent*) {
    if (m_pressed < 0)
        hoverFrame(-1);
}

} // namespace triptych::widgets
