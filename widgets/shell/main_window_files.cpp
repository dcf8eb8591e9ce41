// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>

#include "projects/project_file.h"
#include "widgets/controls/notice.h"
#include "widgets/dialogs/figure_dialog.h"
#include "widgets/dialogs/model_dialog.h"
#include "widgets/panels/explain_workspace.h"
#include "widgets/session/model_library.h"
#include "widgets/session/settings_history.h"
#include "widgets/shell/document.h"
#include "widgets/shell/main_window.h"
#include "widgets/shell/sample_intake.h"

namespace triptych::widgets {

namespace {

QFileDialog* fileDialog(QWidget* parent, const QString& title, QFileDialog::FileMode mode) {
    auto* dialog = new QFileDialog(parent, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(mode);
    return dialog;
}

} // namespace

void MainWindow::openFiles() {
    QFileDialog* dialog = fileDialog(this, tr("Open"), QFileDialog::ExistingFiles);
    dialog->setNameFilter(openFilter());
    connect(dialog, &QFileDialog::filesSelected, this, &MainWindow::openFromList);
    dialog->open();
}

void MainWindow::openModel(const QString& missing) {
    QFileDialog* dialog = fileDialog(
        this, missing.isEmpty() ? tr("Open a model folder") : tr("Where is the model now?"), QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    if (ModelLibrary::isFolder(missing))
        dialog->setDirectory(QFileInfo(missing).path());
    connect(dialog, &QFileDialog::fileSelected, this, [this, missing](const QString& folder) {
        m_notice->hide();
        if (missing.isEmpty())
            m_library->use(folder);
        else
            m_library->relink(missing, folder);
    });
    dialog->open();
}

void MainWindow::showModelDetails() {
    if (!m_modelDialog) {
        m_modelDialog = new ModelDialog(m_session->service(), *m_library, this);
        m_modelDialog->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_modelDialog->show();
    m_modelDialog->raise();
    m_modelDialog->activateWindow();
}

void MainWindow::openFromList(const QStringList& paths) {
    const bool replaces = std::any_of(paths.begin(), paths.end(),
                                      [](const QString& path) { return fileKind(path) == FileKind::Project; });
    if (replaces && !mayDiscard())
        return;
    m_notice->hide();
    m_document->openFiles(paths);
}

void MainWindow::save() {
    if (m_document->path().isEmpty())
        saveAs();
    else
        static_cast<void>(m_document->save(m_document->path()));
}

void MainWindow::saveAs() {
    QFileDialog* dialog = fileDialog(this, tr("Save project"), QFileDialog::AnyFile);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Triptych projects (*%1)").arg(QLatin1String(projects::projectSuffix)));
    dialog->setDefaultSuffix(QLatin1String(projects::projectSuffix).mid(1));
    dialog->selectFile(m_document->name());
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        if (mayReplace(path))
            static_cast<void>(m_document->save(path));
    });
    dialog->open();
}

bool MainWindow::mayReplace(const QString& path) {
    const QString saved = Document::savedPath(path);
    if (saved == path || !QFileInfo::exists(saved))
        return true;
    return QMessageBox::question(this, tr("Replace the file?"), tr("“%1” is there already.").arg(saved),
                                 QMessageBox::Save | QMessageBox::Cancel) == QMessageBox::Save;
}

void MainWindow::removeSample(int row) {
    const projects::SampleEntry entry = m_document->samples().entry(row);
    m_settings->push(
        QT_TRANSLATE_NOOP("SettingsHistory", "removal of a sample"),
        [this, id = entry.sample.id] {
            if (const int place = m_document->samples().rowOf(id); place >= 0)
                m_document->removeSample(place);
        },
        [this, row, entry] { m_document->insertSample(row, entry); });
}

void MainWindow::exportFigure() {
    auto* dialog = new FigureDialog(
        m_session->result(), [this](QPainter& painter, const QSizeF& size) { m_workspace->paintFigure(painter, size); },
        this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &FigureDialog::failed, this, [this](const Error& error) { showNotice(error, false); });
    dialog->show();
}

void MainWindow::showAbout() {
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Triptych"),
                                tr("<b>Triptych %1</b><p>Shows what a cross-modal model looks at.</p>"
                                   "<p>Works offline; no data leaves this computer.</p>"
                                   "<p>Free software under the GNU General Public License, version 3 or later.</p>")
                                    .arg(QStringLiteral(TRIPTYCH_VERSION)),
                                QMessageBox::Close, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setModal(false);
    box->show();
}

bool MainWindow::mayDiscard() {
    if (!m_document->isModified() || !m_options.remembers)
        return true;
    const auto answer = QMessageBox::question(
        this, tr("Unsaved changes"), tr("The project “%1” has changes that are not saved.").arg(m_document->name()),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
    if (answer != QMessageBox::Save)
        return answer == QMessageBox::Discard;
    if (m_document->path().isEmpty()) {
        saveAs();
        return false;
    }
    return m_document->save(m_document->path());
}

} // namespace triptych::widgets
