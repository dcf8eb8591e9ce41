// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/image_choices.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>

#include "widgets/theme/style_parts.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr int cell = 44;
constexpr int choiceGap = 8;
constexpr int ring = 3; // room for the ring around the chosen one
constexpr int thumbnailEdge = 2 * cell;

} // namespace

ImageChoices::ImageChoices(LinkedState& state, QWidget* parent)
    : QWidget(parent)
    , m_state(state)
    , m_post(this) {
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&state.session(), &Session::sampleChanged, this, &ImageChoices::refresh);
    connect(&theme::notifier(), &theme::Notifier::changed, this, qOverload<>(&QWidget::update));
    retranslate();
    refresh();
}

QSize ImageChoices::sizeHint() const {
    return {320, cell + 2 * ring};
}

void ImageChoices::refresh() {
    std::vector<std::filesystem::path> files;
    for (const SampleItem& item : m_state.session().entry().sample.of(Modality::Image))
        files.push_back(item.file);
    if (files != m_files) {
        m_files = std::move(files);
        m_thumbnails.assign(m_files.size(), {});
        for (int i = 0; isNeeded() && i < count(); ++i)
            ask(i);
    }
    setVisible(isNeeded());
    update();
}

void ImageChoices::ask(int index) {
    const auto file = m_files[static_cast<std::size_t>(index)];
    m_state.session().service().preview({{Modality::Image, {}, file}, thumbnailEdge}, [this, post = m_post, index,
                                                                                       file](Result<Preview> preview) {
        if (!preview || preview->picture.rgb.empty())
            return;
        const Picture& picture = preview->picture;
        const QImage image =
            QImage(picture.rgb.data(), picture.width, picture.height, 3 * picture.width, QImage::Format_RGB888).copy();
        post([this, index, file, image] {
            if (index >= count() || m_files[static_cast<std::size_t>(index)] != file)
                return;
            m_thumbnails[static_cast<std::size_t>(index)] = image;
            update();
        });
    });
}

int ImageChoices::firstShown() const {
    const int room = std::max(1, (width() - 2 * ring + choiceGap) / (cell + choiceGap));
    return std::clamp(m_state.session().imageIndex() - room / 2, 0, std::max(0, count() - room));
}

QRect ImageChoices::cellRect(int index) const {
    return {ring + (index - firstShown()) * (cell + choiceGap), ring, cell, cell};
}

int ImageChoices::cellAt(const QPoint& position) const {
    for (int i = firstShown(); i < count(); ++i)
        if (cellRect(i).contains(position))
            return i;
    return -1;
}

void ImageChoices::paintEvent(QPaintEvent*) {
    const theme::Tokens& t = theme::current();
    QPainter painter(this);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    const int chosen = m_state.session().imageIndex();
    for (int i = firstShown(); i < count() && cellRect(i).right() < width(); ++i) {
        const QRect frame = cellRect(i);
        theme::parts::box(painter, frame, t.raised, {}, theme::metric::smallRadius);
        if (const QImage& image = m_thumbnails[static_cast<std::size_t>(i)]; !image.isNull()) {
            QPainterPath clip;
            clip.addRoundedRect(frame, theme::metric::smallRadius, theme::metric::smallRadius);
            QRect target(QPoint(), image.size().scaled(frame.size(), Qt::KeepAspectRatioByExpanding));
            target.moveCenter(frame.center());
            painter.save();
            painter.setClipPath(clip);
            painter.drawImage(target, image);
            painter.restore();
        } else {
            painter.setFont(theme::font(theme::Role::Hint));
            painter.setPen(t.ink3);
            painter.drawText(frame, Qt::AlignCenter, QLocale().toString(i + 1));
        }
        if (i == chosen)
            theme::parts::focusRing(painter, frame.adjusted(-ring, -ring, ring, ring), theme::metric::radius);
        else if (i == m_hovered)
            theme::parts::box(painter, frame.adjusted(-1, -1, 1, 1), Qt::transparent, t.strong,
                              theme::metric::smallRadius);
    }
}

void ImageChoices::mousePressEvent(QMouseEvent* event) {
    if (const int index = cellAt(event->position().toPoint()); index >= 0)
        m_state.session().chooseImage(index);
}

void ImageChoices::mouseMoveEvent(QMouseEvent* event) {
    m_hovered = cellAt(event->position().toPoint());
    update();
}

void ImageChoices::leaveEvent(QEvent*) {
    m_hovered = -1;
    update();
}

void ImageChoices::keyPressEvent(QKeyEvent* event) {
    const int step = event->key() == Qt::Key_Right ? 1 : event->key() == Qt::Key_Left ? -1 : 0;
    if (step == 0)
        return QWidget::keyPressEvent(event);
    m_state.session().chooseImage(std::clamp(m_state.session().imageIndex() + step, 0, std::max(0, count() - 1)));
}

bool ImageChoices::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int index = cellAt(help->pos());
        const auto name = [&] { return m_files[static_cast<std::size_t>(index)].filename().string(); };
        QToolTip::showText(help->globalPos(), index >= 0 ? QString::fromStdString(name()) : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

void ImageChoices::retranslate() {
    setAccessibleName(tr("Images of the sample: arrow keys choose the one that is explained"));
}

void ImageChoices::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

} // namespace triptych::widgets
