// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/main_window.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QSettings>
#include <QStatusBar>
#include <QVBoxLayout>

#include "widgets/compare/compare_workspace.h"
#include "widgets/compare/comparison.h"
#include "widgets/controls/notice.h"
#include "widgets/dialogs/model_dialog.h"
#include "widgets/dialogs/trust_dialog.h"
#include "widgets/panels/explain_workspace.h"
#include "widgets/session/model_library.h"
#include "widgets/session/settings_history.h"
#include "widgets/session/visit_history.h"
#include "widgets/shell/actions.h"
#include "widgets/shell/command_palette.h"
#include "widgets/shell/document.h"
#include "widgets/shell/explanation_dock.h"
#include "widgets/shell/model_button.h"
#include "widgets/shell/recent_files.h"
#include "widgets/shell/sample_intake.h"
#include "widgets/shell/samples_dock.h"
#include "widgets/shell/status_bar.h"
#include "widgets/shell/tab_order.h"
#include "widgets/shell/tool_bar.h"
#include "widgets/shell/workspace_stack.h"
#include "widgets/space/space_desk.h"
#include "widgets/space/space_workspace.h"
#include "widgets/theme/theme.h"

namespace triptych::widgets {

namespace {

// Changes when docks or toolbars do, so that a layout of another version is not restored.
constexpr int layoutVersion = 1;

// Says where a drop will go.
class DropFrame : public QWidget {
public:
    explicit DropFrame(QWidget* parent)
        : QWidget(parent) {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        hide();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const theme::Tokens& t = theme::current();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        QColor veil = t.accentSoft;
        veil.setAlphaF(0.75F);
        painter.setBrush(veil);
        painter.setPen(QPen(t.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(8, 8, -8, -8), theme::metric::radius, theme::metric::radius);
        painter.setPen(t.accent);
        painter.setFont(theme::font(theme::Role::Chip, QFont::DemiBold));
        painter.drawText(rect(), Qt::AlignCenter, MainWindow::tr("Drop to open"));
    }
};

} // namespace

MainWindow::MainWindow(std::shared_ptr<InferenceService> service, WindowOptions options, QWidget* parent)
    : QMainWindow(parent)
    , m_options(std::move(options))
    , m_session(new Session(std::move(service), this))
    , m_library(new ModelLibrary(*m_session, this))
    , m_document(new Document(*m_session, m_options.dataFolder, this))
    , m_visits(new VisitHistory(*m_session, this))
    , m_settings(new SettingsHistory(*m_session, this))
    , m_actions(new Actions(this))
    , m_palette(new CommandPalette(this)) {
    setAcceptDrops(true);
    setContextMenuPolicy(Qt::NoContextMenu);
    resize(1600, 974);
    m_toolBar = new ToolBar(*m_session, *m_library, *m_actions, this);
    addToolBar(m_toolBar);
    buildCentre();
    buildDocks();
    buildMenus();
    connectActions();
    connectViewActions();
    connectHistories();
    connectSession();
    connectModels();
    m_dropFrame = new DropFrame(this);
    m_firstLayout = saveState(layoutVersion);
    restoreLayout();
    retranslate();
    m_workspace->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildCentre() {
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins({});
    column->setSpacing(0);
    m_notice = new Notice(centre);
    m_workspace = new ExplainWorkspace(*m_session, centre);
    m_workspaces = new WorkspaceStack(centre);
    column->addWidget(m_notice);
    addWorkspaces();
    column->addWidget(m_workspaces, 1);
    setCentralWidget(centre);
    auto* bar = new QStatusBar(this);
    bar->setSizeGripEnabled(false);
    bar->setContentsMargins({});
    bar->addPermanentWidget(new StatusBar(*m_session, *m_library, m_actions->darkTheme, bar), 1);
    bar->layout()->setContentsMargins({});
    bar->setFixedHeight(theme::metric::statusBar);
    setStatusBar(bar);
}

void MainWindow::addWorkspaces() {
    m_workspaces->add({"explain", QT_TRANSLATE_NOOP("Workspaces", "Explain"),
                       QT_TRANSLATE_NOOP("Workspaces", "What one sample's words, regions and moments look at"),
                       m_workspace});
    auto* compare = new CompareWorkspace(*m_session, m_document->samples());
    m_workspaces->add(
        {"compare", QT_TRANSLATE_NOOP("Workspaces", "Compare"),
         QT_TRANSLATE_NOOP("Workspaces", "Methods, models, samples, layers and heads side by side"), compare, false,
         [compare] { return compare->comparison().isSettled() && !compare->comparison().quality().isMeasuring(); }});
    if (m_options.corpora)
        addSpaceWorkspaces();
    m_toolBar->setWorkspaces(*m_workspaces);
}

void MainWindow::addSpaceWorkspaces() {
    auto* desk = new SpaceDesk(*m_session, m_document->samples(), m_options.corpora, this);
    auto* embed = new EmbedWorkspace(*desk);
    m_workspaces->add({"embed", QT_TRANSLATE_NOOP("Workspaces", "Embed"),
                       QT_TRANSLATE_NOOP("Workspaces", "Where images, texts and sounds lie in the model's space"),
                       embed, false, [embed] { return embed->isSettled(); }});
    auto* retrieve = new RetrieveWorkspace(*desk);
    m_workspaces->add({"retrieve", QT_TRANSLATE_NOOP("Workspaces", "Retrieve"),
                       QT_TRANSLATE_NOOP("Workspaces", "What the model finds for a sentence, an image or a sound"),
                       retrieve, false, [retrieve] { return retrieve->isSettled(); }});
}

void MainWindow::buildDocks() {
    m_samples = new SamplesDock(*m_session, m_document->samples(), this);
    m_explanation = new ExplanationDock(m_workspace->linked(), this);
    addDockWidget(Qt::LeftDockWidgetArea, m_samples);
    addDockWidget(Qt::RightDockWidgetArea, m_explanation);
    resizeDocks({m_samples, m_explanation}, {232, 288}, Qt::Horizontal);
    connect(m_samples, &SamplesDock::openAsked, this, &MainWindow::openFiles);
    connect(m_samples, &SamplesDock::libraryAsked, m_actions->library, &QAction::trigger);
    connect(m_samples, &SamplesDock::sampleChosen, m_document, &Document::showSample);
    connect(m_samples, &SamplesDock::removeAsked, this, &MainWindow::removeSample);
    connect(m_explanation, &ExplanationDock::copyFigureAsked, m_workspace, &ExplainWorkspace::copyFigure);
    connect(m_explanation, &ExplanationDock::exportFigureAsked, this, &MainWindow::exportFigure);
    connect(m_workspaces, &WorkspaceStack::aboutToShow, this, [this](const WorkspaceEntry& next) {
        if (next.showsExplanation || !m_explanation->isVisibleTo(this))
            return;
        m_hiddenExplanationWidth = m_explanation->width();
        // By its action, which hears nothing from a dock that was never shown.
        m_actions->showExplanation->setChecked(false);
    });
    // The dock comes back as it was left.
    connect(m_workspaces, &QStackedWidget::currentChanged, this, [this] {
        const int width = m_workspaces->current().showsExplanation ? std::exchange(m_hiddenExplanationWidth, 0) : 0;
        if (width == 0)
            return;
        m_actions->showExplanation->setChecked(true);
        resizeDocks({m_explanation}, {width}, Qt::Horizontal);
    });
}

void MainWindow::connectSession() {
    connect(m_document, &Document::changed, this, &MainWindow::refreshTitle);
    connect(m_document, &Document::failed, this, [this](const Error& error) { showNotice(error, false); });
    connect(m_document, &Document::visited, this, [this](const QString& path) {
        if (m_options.remembers)
            RecentFiles::add(path);
    });
    connect(m_session, &Session::stateChanged, this, [this] {
        refreshActions();
        if (m_session->state() == Session::State::Error) {
            showNotice(*m_session->lastError(), true);
            // A project may bring a model that is code.
            if (m_session->lastError()->code == ErrorCode::Untrusted)
                m_library->findProgram(m_library->current());
        } else if (m_session->state() != Session::State::Empty && m_noticeIsOfRun)
            m_notice->hide();
    });
    connect(m_session, &Session::resultChanged, this, &MainWindow::refreshActions);
    connect(m_session, &Session::sampleChanged, this, &MainWindow::refreshActions);
    connect(m_notice, &Notice::closed, m_notice, &QWidget::hide);
    connect(m_notice, &Notice::retryAsked, m_session, &Session::run);
}

bool MainWindow::focusNextPrevChild(bool next) {
    const QList<QWidget*> order = readingOrder({m_toolBar, m_samples, centralWidget(), m_explanation, statusBar()});
    if (order.isEmpty())
        return QMainWindow::focusNextPrevChild(next);
    const auto count = order.size();
    const auto here = order.indexOf(focusWidget());
    const auto there = next ? (here + 1) % count : (std::max<qsizetype>(here, 0) + count - 1) % count;
    order[there]->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

void MainWindow::connectModels() {
    if (m_options.remembers) {
        m_library->setRecent(RecentModels::paths());
        connect(m_library, &ModelLibrary::recentChanged, this, [this] { RecentModels::set(m_library->recent()); });
    }
    connect(m_library, &ModelLibrary::failed, this, [this](const Error& error) { showNotice(error, false); });
    connect(m_library, &ModelLibrary::opened, m_notice, &QWidget::hide);
    connect(m_document, &Document::modelMissing, this, [this](const QString& folder) {
        showNotice(Error{ErrorCode::FileMissing,
                         "The model of this project is not in its folder any more; choose where it is now, or another "
                         "model.",
                         folder.toStdString()},
                   false);
    });
    connect(m_library, &ModelLibrary::programFound, this, [this](const ProgramFacts& program) {
        m_refused = program;
        m_notice->offerTrust();
    });
    connect(m_notice, &Notice::trustAsked, this, &MainWindow::askForTrust);
    connect(m_notice, &Notice::relinkAsked, this, [this] { openModel(m_library->current()); });
    connect(m_toolBar, &ToolBar::openModelAsked, this, [this] { openModel(); });
    connect(m_toolBar, &ToolBar::relinkAsked, this, &MainWindow::openModel);
    connect(m_toolBar, &ToolBar::modelDetailsAsked, this, &MainWindow::showModelDetails);
    connect(m_actions->openModel, &QAction::triggered, this, [this] { openModel(); });
    connect(m_actions->chooseModel, &QAction::triggered, &m_toolBar->models(), &ModelButton::openList);
    connect(m_actions->modelDetails, &QAction::triggered, this, &MainWindow::showModelDetails);
}

void MainWindow::showNotice(const Error& error, bool isOfRun) {
    m_noticeIsOfRun = isOfRun;
    // A model in use whose folder has gone can be found again.
    const bool canRelink = error.code == ErrorCode::FileMissing && error.where == m_session->runSettings().model &&
                           ModelLibrary::isMissing(m_library->current());
    m_notice->report(error, isOfRun, canRelink);
}

void MainWindow::askForTrust() {
    auto* dialog = new TrustDialog(m_refused, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &TrustDialog::trusted, this, [this](const ProgramFacts& program, Trust trust) {
        const auto listed = m_session->service().trustProgram(program.sha256, trust);
        m_notice->hide();
        if (QString::fromStdString(program.model) == m_library->current())
            m_session->run();
        else
            m_library->use(QString::fromStdString(program.model));
        if (!listed)
            showNotice(listed.error(), false);
    });
    dialog->show();
}

void MainWindow::restoreLayout() {
    if (!m_options.remembers)
        return;
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
    restoreState(settings.value(QStringLiteral("layout")).toByteArray(), layoutVersion);
}

void MainWindow::refreshTitle() {
    setWindowModified(m_document->isModified());
    setWindowTitle(tr("%1[*] – Triptych", "window title: project").arg(m_document->name()));
}

void MainWindow::changeEvent(QEvent* event) {
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::LanguageChange && m_dropFrame)
        retranslate();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!mayDiscard()) {
        event->ignore();
        return;
    }
    if (m_options.remembers) {
        QSettings settings;
        settings.setValue(QStringLiteral("geometry"), saveGeometry());
        settings.setValue(QStringLiteral("layout"), saveState(layoutVersion));
    }
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!canTake(*event->mimeData()))
        return;
    event->acceptProposedAction();
    m_dropFrame->setGeometry(centralWidget()->geometry());
    m_dropFrame->show();
    m_dropFrame->raise();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent* event) {
    QMainWindow::dragLeaveEvent(event);
    m_dropFrame->hide();
}

void MainWindow::dropEvent(QDropEvent* event) {
    m_dropFrame->hide();
    const QStringList files = localFiles(*event->mimeData());
    event->acceptProposedAction();
    if (const auto model = ModelLibrary::folderOf(files))
        m_library->use(*model);
    else if (!files.isEmpty())
        openFromList(files);
    else
        m_document->addText(event->mimeData()->text());
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    // What no view with the focus has taken is for the workspace.
    if (event->key() == Qt::Key_Escape) {
        m_session->selection().clear();
        return;
    }
    switch (event->key()) {
    case Qt::Key_Space:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_BracketLeft:
    case Qt::Key_BracketRight:
        pressKey(event->key());
        break;
    default:
        QMainWindow::keyPressEvent(event);
    }
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    if (m_dropFrame)
        m_dropFrame->setGeometry(centralWidget()->geometry());
}

} // namespace triptych::widgets
