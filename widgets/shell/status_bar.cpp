// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/status_bar.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QProgressBar>
#include <QTimer>
#include <QToolButton>
#include <numeric>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/panels/panel.h"
#include "widgets/session/model_library.h"
#include "widgets/shell/device_button.h"
#include "widgets/shell/notices_button.h"
#include "widgets/shell/rule.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

constexpr int memoryIntervalMs = 2000;
// A shorter run needs no bar; one that flashes by is noise.
constexpr int progressDelayMs = 300;

QString gibibytes(std::int64_t bytes) {
    return QLocale().toString(static_cast<double>(bytes) / (1 << 30), 'f', 2);
}

double totalSeconds(const RunResult& result) {
    return std::accumulate(result.times.begin(), result.times.end(), 0.0,
                           [](double sum, const StageTime& time) { return sum + time.seconds; });
}

QString duration(double seconds) {
    return seconds < 1 ? StatusBar::tr("%1 ms").arg(numberText(seconds * 1000))
                       : StatusBar::tr("%1 s").arg(numberText(seconds));
}

} // namespace

StatusBar::StatusBar(Session& session, ModelLibrary& library, QAction* darkTheme, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_library(library)
    , m_device(new DeviceButton(session))
    , m_memory(new QLabel)
    , m_time(new QLabel)
    , m_notices(new NoticesButton)
    , m_progress(new QWidget)
    , m_bar(new QProgressBar)
    , m_stage(new QLabel)
    , m_cancel(new QToolButton)
    , m_readOut(new QLabel)
    , m_theme(new QToolButton)
    , m_memoryTimer(new QTimer(this))
    , m_progressTimer(new QTimer(this)) {
    setFixedHeight(theme::metric::statusBar);
    layOut();
    connectSession();
    connect(m_theme, &QToolButton::clicked, darkTheme, &QAction::trigger);
    m_memoryTimer->start();
    refreshProgress();
    retranslate();
}

void StatusBar::layOut() {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(theme::metric::listPadding, 1, theme::metric::inner, 0);
    row->setSpacing(theme::metric::listPadding);
    auto* progressRow = new QHBoxLayout(m_progress);
    progressRow->setContentsMargins({});
    progressRow->setSpacing(theme::metric::inner);
    m_bar->setFixedWidth(112);
    m_bar->setTextVisible(false);
    m_cancel->setIcon(theme::icon(QStringLiteral("close"), theme::IconInk::Secondary));
    m_cancel->setAutoRaise(true);
    m_cancel->setFixedSize(22, 22);
    m_cancel->setIconSize({12, 12});
    for (QWidget* part :
         {static_cast<QWidget*>(m_bar), static_cast<QWidget*>(m_stage), static_cast<QWidget*>(m_cancel)})
        progressRow->addWidget(part);
    for (QLabel* label : {m_memory, m_time, m_stage, m_readOut}) {
        label->setFont(theme::font(theme::Role::Secondary));
        setInk(label, InkRole::Ink2);
    }
    m_readOut->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_readOut->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_theme->setAutoRaise(true);
    m_theme->setFixedSize(24, 24);
    for (QWidget* part : {static_cast<QWidget*>(m_device), static_cast<QWidget*>(m_memory),
                          static_cast<QWidget*>(m_time), static_cast<QWidget*>(m_notices), m_progress})
        row->addWidget(part);
    row->addWidget(m_readOut, 1);
    row->addWidget(m_theme);
}

void StatusBar::connectSession() {
    m_memoryTimer->setInterval(memoryIntervalMs);
    m_progressTimer->setSingleShot(true);
    m_progressTimer->setInterval(progressDelayMs);
    connect(m_memoryTimer, &QTimer::timeout, this, &StatusBar::refreshMemory);
    connect(m_progressTimer, &QTimer::timeout, this, &StatusBar::refreshProgress);
    connect(m_cancel, &QToolButton::clicked, this, [this] {
        if (m_library.state() != ModelLibrary::State::Idle)
            m_library.cancel();
        else
            m_session.cancel();
    });
    connect(&m_library, &ModelLibrary::progressChanged, this, &StatusBar::refreshProgress);
    connect(&m_session, &Session::resultChanged, this, &StatusBar::refreshTime);
    connect(&m_session, &Session::resultChanged, this, &StatusBar::refreshNotices);
    connect(&m_session, &Session::progressChanged, this, &StatusBar::refreshProgress);
    connect(&m_session, &Session::stateChanged, this, [this] {
        if (m_session.state() == Session::State::Running)
            m_progressTimer->start();
        else
            m_progressTimer->stop();
        refreshProgress();
    });
    connect(&m_session, &Session::readOutChanged, m_readOut, &QLabel::setText);
    connect(&theme::notifier(), &theme::Notifier::changed, this, &StatusBar::refreshTheme);
}

void StatusBar::refreshTime() {
    const auto result = m_session.result();
    if (!result) {
        m_time->clear();
        return;
    }
    const double seconds = totalSeconds(*result);
    m_time->setText(tr("run %1").arg(duration(seconds)));
    QStringList stages;
    for (const StageTime& time : result->times)
        stages << QStringLiteral("%1: %2").arg(stageLabel(time.stage), duration(time.seconds));
    m_time->setToolTip(stages.join(QLatin1Char('\n')));
    refreshMemory();
}

void StatusBar::refreshMemory() {
    const MemoryUse use = m_session.service().memoryUse();
    if (use.processBytes <= 0) {
        m_memory->clear();
        return;
    }
    m_memory->setText(tr("Memory %1 GiB").arg(gibibytes(use.processBytes)));
    m_memory->setToolTip(
        tr("Memory of the program; results are kept up to %1 GiB, now %2 GiB")
            .arg(gibibytes(use.budgetBytes), gibibytes(use.cacheBytes)) +
        QLatin1Char('\n') +
        tr("Models are kept up to %1 GiB, now %2 GiB").arg(gibibytes(use.modelBudgetBytes), gibibytes(use.modelBytes)));
}

void StatusBar::refreshProgress() {
    const bool isOpening = m_library.state() != ModelLibrary::State::Idle;
    const bool running = m_session.state() == Session::State::Running;
    m_progress->setVisible(isOpening || (running && !m_progressTimer->isActive()));
    const Progress& progress = isOpening ? m_library.progress() : m_session.progress();
    // Bytes of a large model are more than a bar's whole numbers hold.
    constexpr int steps = 1000;
    m_bar->setRange(0, progress.total > 0 ? steps : 0);
    m_bar->setValue(progress.total > 0 ? static_cast<int>(progress.done * steps / progress.total) : 0);
    const QString stage = progress.stage.empty() ? tr("Waiting") : stageLabel(progress.stage);
    m_stage->setText(
        isOpening ? tr("Opening %1: %2", "model, stage")
                        .arg(modelLabel(m_library.opening().toStdString()),
                             m_library.state() == ModelLibrary::State::Inspecting ? tr("looking at its files") : stage)
                  : stage);
    setTip(m_cancel, isOpening ? tr("Stop opening the model") : tr("Cancel the run (Ctrl+.)"));
}

void StatusBar::refreshNotices() {
    const auto result = m_session.result();
    QStringList lines;
    if (result)
        for (const std::string& notice : result->notices)
            lines << QString::fromStdString(notice);
    m_notices->setNotices(lines);
}

void StatusBar::refreshTheme() {
    const bool dark = theme::mode() == theme::Mode::Dark;
    m_theme->setIcon(theme::icon(dark ? QStringLiteral("moon") : QStringLiteral("sun"), theme::IconInk::Secondary));
    setTip(m_theme, dark ? tr("Dark theme; click for the light one") : tr("Light theme; click for the dark one"));
}

void StatusBar::retranslate() {
    m_bar->setAccessibleName(tr("Progress of the run"));
    refreshTime();
    refreshMemory();
    refreshProgress();
    refreshNotices();
    refreshTheme();
}

void StatusBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void StatusBar::paintEvent(QPaintEvent*) {
    const theme::Tokens& t = theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), t.bar);
    painter.fillRect(QRect(0, 0, width(), 1), t.line);
}

} // namespace triptych::widgets
