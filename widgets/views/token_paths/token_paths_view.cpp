// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/token_paths/token_paths_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QSlider>
#include <algorithm>
#include <cmath>

#include "widgets/controls/engine_words.h"
#include "widgets/controls/number_slider.h"
#include "widgets/controls/target_words.h"
#include "widgets/panels/linked_state.h"
#include "widgets/session/session.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {
namespace {

constexpr double margin = 14;
constexpr double factsHeight = 20;
constexpr double dot = 3;
constexpr double litDot = 5;
constexpr double grabDistance = 9;

QRectF boundsOf(const FloatArray& points) {
    QPointF least(points.values()[0], points.values()[1]);
    QPointF most = least;
    for (std::size_t i = 0; i + 1 < points.size(); i += 2) {
        const double x = static_cast<double>(points.values()[i]);
        const double y = static_cast<double>(points.values()[i + 1]);
        least = {std::min(least.x(), x), std::min(least.y(), y)};
        most = {std::max(most.x(), x), std::max(most.y(), y)};
    }
    // A plane of one point has no extent of its own.
    constexpr double leastExtent = 1e-6;
    return QRectF(least, most).united(QRectF(least, QSizeF(leastExtent, leastExtent)));
}

} // namespace

TokenPathsView::TokenPathsView(LinkedState& state, QWidget* parent)
    : View(state, parent)
    , m_study(state.session().service())
    , m_tools(new QWidget(this))
    , m_stream(new QComboBox)
    , m_layer(new NumberSlider) {
    auto* row = new QHBoxLayout(m_tools);
    row->setContentsMargins({});
    row->setSpacing(theme::metric::inner);
    m_stream->setFixedHeight(theme::metric::compact);
    m_layer->setMinimumWidth(130);
    row->addWidget(m_stream);
    row->addWidget(m_layer);
    setMouseTracking(true);
    connect(m_stream, &QComboBox::activated, this, &TokenPathsView::chooseStream);
    connect(m_layer, &NumberSlider::changed, this, qOverload<>(&QWidget::update));
    connect(&m_study, &StudyMonitor::changed, this, &TokenPathsView::onStudied);
    connect(&state, &LinkedState::resultChanged, this, [this] {
        m_asked = nullptr;
        m_study.clear();
        if (isVisible())
            ask();
    });
    retranslate();
}

void TokenPathsView::showEvent(QShowEvent*) {
    ask();
}

void TokenPathsView::ask() {
    if (!state().result() || state().result() == m_asked)
        return;
    m_asked = state().result();
    StudyRequest request;
    request.run = m_asked->request;
    request.kind = StudyKind::Paths;
    m_study.start(std::move(request));
}

void TokenPathsView::onStudied() {
    const QString before = m_stream->currentText();
    m_stream->clear();
    if (m_study.report())
        for (const TokenPaths& paths : m_study.report()->paths)
            m_stream->addItem(QString::fromStdString(paths.stream));
    m_stream->setVisible(m_stream->count() > 1);
    chooseStream(std::max(0, m_stream->findText(before)));
}

void TokenPathsView::chooseStream(int index) {
    m_stream->setCurrentIndex(index);
    const TokenPaths* shown = paths();
    m_layer->setEnabled(shown);
    if (shown) {
        const int last = static_cast<int>(shown->layers.size()) - 1;
        m_layer->setRange(0, last);
        m_layer->setValue(last);
        m_bounds = boundsOf(shown->points);
    }
    update();
}

const TokenPaths* TokenPathsView::paths() const {
    const int index = std::max(0, m_stream->currentIndex());
    if (!m_study.report() || index >= static_cast<int>(m_study.report()->paths.size()))
        return nullptr;
    return &m_study.report()->paths[static_cast<std::size_t>(index)];
}

void TokenPathsView::showLayer(int layer) {
    m_layer->setValue(layer);
    update();
}

int TokenPathsView::layer() const {
    return m_layer->value();
}

QRectF TokenPathsView::plane() const {
    const QRectF room = QRectF(rect()).adjusted(margin, margin, -margin, -margin - factsHeight);
    return {room.topLeft(), room.size().expandedTo({10, 10})};
}

QPointF TokenPathsView::positionOf(int token, int layer) const {
    const auto at = paths()->points.row({layer, token});
    const QRectF area = plane();
    // One scale for both axes, so that distances can be compared.
    const double scale = std::min(area.width() / m_bounds.width(), area.height() / m_bounds.height());
    const QPointF away = QPointF(static_cast<double>(at[0]), static_cast<double>(at[1])) - m_bounds.center();
    return area.center() + QPointF(away.x(), -away.y()) * scale;
}

UnitSet TokenPathsView::unitOf(int token) const {
    const auto index = static_cast<std::size_t>(token);
    const Modality modality = paths()->modalities[index];
    int unit = paths()->units[index];
    if (modality == Modality::Text)
        unit = state().result()->inputs.tokens[static_cast<std::size_t>(unit)].word;
    return {modality, {unit}};
}

bool TokenPathsView::isLit(int token) const {
    const UnitSet unit = unitOf(token);
    const std::vector<int>& focus = state().focus(unit.modality).units;
    return std::ranges::find(focus, unit.units.front()) != focus.end();
}

int TokenPathsView::tokenAt(const QPointF& at) const {
    int nearest = -1;
    double least = grabDistance;
    if (!paths() || !state().result())
        return nearest;
    for (int token = 0; token < static_cast<int>(paths()->units.size()); ++token) {
        const QPointF away = positionOf(token, layer()) - at;
        if (const double distance = std::hypot(away.x(), away.y()); distance < least) {
            least = distance;
            nearest = token;
        }
    }
    return nearest;
}

void TokenPathsView::mouseMoveEvent(QMouseEvent* event) {
    if (const int token = tokenAt(event->position()); token >= 0)
        state().session().selection().hover(unitOf(token));
    else
        state().session().selection().unhover();
}

void TokenPathsView::mouseReleaseEvent(QMouseEvent* event) {
    const int token = tokenAt(event->position());
    state().session().selection().pin(token >= 0 ? unitOf(token) : UnitSet());
}

void TokenPathsView::leaveEvent(QEvent*) {
    state().session().selection().unhover();
}

QString TokenPathsView::emptyText() const {
    return m_study.lastError() ? QString::fromStdString(m_study.lastError()->detail)
                               : tr("Following the tokens through the layers");
}

void TokenPathsView::drawPath(QPainter& painter, int token, bool lit) const {
    const theme::Tokens& tokens = theme::current();
    const Modality modality = paths()->modalities[static_cast<std::size_t>(token)];
    QColor colour = tokens.of(modality).hue;
    QPolygonF line;
    for (int i = 0; i <= layer(); ++i)
        line << positionOf(token, i);
    colour.setAlphaF(lit ? 1.0F : 0.42F);
    painter.setPen(QPen(colour, lit ? 2 : 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    const double radius = lit ? litDot : dot;
    const QRectF mark(line.back() - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius));
    if (lit)
        theme::drawMark(painter, modality, mark.adjusted(-1.5, -1.5, 1.5, 1.5), tokens.panel);
    colour.setAlphaF(lit ? 1.0F : 0.8F);
    theme::drawMark(painter, modality, mark, colour);
}

// A part of a word is named by itself.
QString TokenPathsView::nameOf(int token) const {
    const UnitSet unit = unitOf(token);
    if (unit.modality != Modality::Text)
        return state().describe(unit);
    const ShownInputs& inputs = state().result()->inputs;
    const Token& part = inputs.tokens[static_cast<std::size_t>(paths()->units[static_cast<std::size_t>(token)])];
    const QString text = partOf(inputs.text, part.chars).trimmed();
    return text.isEmpty() ? QString::fromStdString(part.text) : text;
}

// What is lit is named in any case, other words where they have room.
void TokenPathsView::drawNames(QPainter& painter) const {
    std::vector<QRectF> taken;
    for (const bool lit : {true, false})
        for (int token = 0; token < static_cast<int>(paths()->units.size()); ++token) {
            const bool isText = paths()->modalities[static_cast<std::size_t>(token)] == Modality::Text;
            if (isLit(token) != lit || (!lit && !isText))
                continue;
            painter.setFont(theme::font(theme::Role::Hint, lit ? QFont::DemiBold : QFont::Normal));
            painter.setPen(lit ? theme::current().ink : theme::current().ink2);
            const QString name = nameOf(token);
            QRectF box = painter.fontMetrics().boundingRect(name).adjusted(-1, 0, 1, 0);
            box.moveTopLeft(positionOf(token, layer()) + QPointF((lit ? litDot : dot) + 3, -box.height() / 2));
            if (std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(box); }))
                continue;
            taken.push_back(box);
            painter.drawText(box, Qt::AlignCenter | Qt::TextDontClip, name);
        }
}

double TokenPathsView::drawLegend(QPainter& painter, const QRectF& line) const {
    constexpr double markEdge = 8;
    constexpr double gap = 5;
    double x = line.left();
    for (const Modality modality : allModalities) {
        if (std::ranges::find(paths()->modalities, modality) == paths()->modalities.end())
            continue;
        theme::drawMark(painter, modality, QRectF(x, line.center().y() - markEdge / 2, markEdge, markEdge));
        x += markEdge + gap;
        const QString word = modalityWord(modality);
        painter.setPen(theme::current().ink2);
        painter.drawText(QRectF(x, line.top(), line.right() - x, line.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         word);
        x += painter.fontMetrics().horizontalAdvance(word) + 2 * gap;
    }
    return x + gap;
}

void TokenPathsView::drawFacts(QPainter& painter) const {
    painter.setFont(theme::font(theme::Role::Hint));
    const double share = paths()->shownShares[static_cast<std::size_t>(layer())];
    const QRectF line(margin, height() - factsHeight - 4, width() - 2 * margin, factsHeight);
    const QRectF rest(QPointF(drawLegend(painter, line), line.top()), line.bottomRight());
    const QString facts =
        tr("lines: from the entry to this layer · %1 % of the differences show in this plane").arg(qRound(100 * share));
    painter.setPen(theme::current().ink2);
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(facts, Qt::ElideRight, static_cast<int>(rest.width())));
}

void TokenPathsView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!paths() || !state().result()) {
        painter.setPen(theme::current().ink3);
        painter.drawText(rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap, emptyText());
        return;
    }
    // What is lit lies above the rest.
    for (const bool lit : {false, true})
        for (int token = 0; token < static_cast<int>(paths()->units.size()); ++token)
            if (isLit(token) == lit)
                drawPath(painter, token, lit);
    drawNames(painter);
    drawFacts(painter);
}

void TokenPathsView::refresh() {
    update();
}

void TokenPathsView::retranslate() {
    m_stream->setToolTip(tr("The tower whose tokens are followed"));
    m_stream->setAccessibleName(tr("Tower"));
    m_layer->slider()->setToolTip(tr("The layer up to which they are followed"));
    m_layer->slider()->setAccessibleName(tr("Layer"));
    m_layer->setFormat([](int layer) { return layer == 0 ? tr("entry") : tr("layer %1").arg(layer); });
    update();
}

} // namespace triptych::widgets
