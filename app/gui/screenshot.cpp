// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/screenshot.h"

#include <QCoreApplication>
#include <QPixmap>
#include <QSaveFile>
#include <cstdio>

#include "widgets/session/model_library.h"
#include "widgets/shell/document.h"
#include "widgets/shell/main_window.h"
#include "widgets/shell/workspace_stack.h"

namespace triptych::gui {

namespace {

using widgets::Session;

constexpr int settleMs = 600; // thumbnails arrive and the layout comes to rest
constexpr int limitMs = 120'000;

} // namespace

Screenshot::Screenshot(widgets::MainWindow& window, const StartOptions& options, QObject* parent)
    : QObject(parent)
    , m_window(window)
    , m_options(options) {
    m_settle.setSingleShot(true);
    m_settle.setInterval(settleMs);
    m_limit.setSingleShot(true);
    m_limit.setInterval(limitMs);
    connect(&m_settle, &QTimer::timeout, this, &Screenshot::save);
    connect(&m_limit, &QTimer::timeout, this, [this] {
        giveUp(QStringLiteral("no result after %1 s; run without --screenshot to see why").arg(limitMs / 1000));
    });
    connect(&window.session(), &Session::stateChanged, this, &Screenshot::onStateChanged);
    const auto onFailed = [this](const Error& error) {
        if (m_options.state == ShownState::Error)
            m_settle.start();
        else
            giveUp(QString::fromStdString(triptych::describe(error)));
    };
    connect(&window.document(), &widgets::Document::failed, this, onFailed);
    connect(&window.models(), &widgets::ModelLibrary::failed, this, onFailed);
    m_limit.start();
    if (m_options.state == ShownState::Empty)
        m_settle.start();
}

void Screenshot::onStateChanged() {
    Session& session = m_window.session();
    switch (session.state()) {
    case Session::State::Running:
        if (m_options.state == ShownState::Running)
            m_settle.start();
        break;
    case Session::State::Done:
        if (m_options.state == ShownState::Error)
            return giveUp(QStringLiteral("the run did not fail"));
        if (m_options.state == ShownState::Done)
            settle();
        break;
    case Session::State::Error:
        if (m_options.state == ShownState::Error)
            m_settle.start();
        else
            giveUp(QString::fromStdString(triptych::describe(*session.lastError())));
        break;
    case Session::State::Empty:
        break;
    }
}

void Screenshot::settle() {
    Session& session = m_window.session();
    if (m_options.word) {
        const int words = static_cast<int>(session.result()->inputs.words.size());
        if (*m_options.word >= words)
            return giveUp(QStringLiteral("there is no word %1; the text has %2 words, counted from 0")
                              .arg(*m_options.word)
                              .arg(words));
        session.selection().hover({Modality::Text, {*m_options.word}});
    }
    m_settle.start();
}

void Screenshot::save() {
    // Runs of the workspace itself may go on after the session's own; the figures beside the map belong to the picture.
    const bool waits = m_options.state == ShownState::Done || m_options.state == ShownState::Error;
    const bool measures = m_options.state == ShownState::Done && m_window.session().quality().isMeasuring();
    if (measures || (waits && !m_window.workspaces().current().isSettled()))
        return m_settle.start();
    QSaveFile file(m_options.screenshot);
    if (!file.open(QIODevice::WriteOnly) || !m_window.grab().save(&file, "PNG") || !file.commit())
        return giveUp(QStringLiteral("%1 could not be written; choose another folder").arg(m_options.screenshot));
    QCoreApplication::exit(0);
}

void Screenshot::giveUp(const QString& reason) {
    std::fprintf(stderr, "triptych: no screenshot: %s\n", qUtf8Printable(reason));
    QCoreApplication::exit(1);
}

} // namespace triptych::gui
