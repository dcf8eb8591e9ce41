// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QFileInfo>
#include <QSettings>
#include <QTimer>
#include <cstdio>

#include "app/gui/held_service.h"
#include "app/gui/screenshot.h"
#include "app/gui/start_options.h"
#include "inference/engine/corpora/local_corpus_service.h"
#include "inference/engine/local_service.h"
#include "widgets/session/model_library.h"
#include "widgets/shell/document.h"
#include "widgets/shell/language.h"
#include "widgets/shell/main_window.h"
#include "widgets/shell/workspace_stack.h"
#include "widgets/theme/theme.h"
#include "widgets/vtk/gl_support.h"

namespace {

using namespace triptych;
using namespace triptych::gui;

QStringList toList(int count, char** arguments) {
    QStringList list;
    for (int i = 0; i < count; ++i)
        list << QString::fromLocal8Bit(arguments[i]);
    return list;
}

std::filesystem::path dataFolder() {
    return QFileInfo(QCoreApplication::applicationDirPath() + QStringLiteral("/../share/triptych"))
        .canonicalFilePath()
        .toStdString();
}

std::shared_ptr<InferenceService> makeService(const StartOptions& options) {
    std::shared_ptr<InferenceService> engine = engine::makeLocalService();
    if (!options.screenshot.isEmpty() && options.state == ShownState::Running)
        return std::make_shared<HeldService>(std::move(engine));
    return engine;
}

void applySettings(const StartOptions& options, widgets::MainWindow& window) {
    widgets::Session& session = window.session();
    if (!options.method.isEmpty()) {
        widgets::DisplayValues values = session.display().values();
        values.method = options.method.toStdString();
        session.display().set(std::move(values));
    }
    if (!options.screenshot.isEmpty() && options.state == ShownState::Error && options.model.isEmpty()) {
        widgets::RunSettings settings = session.runSettings();
        settings.model = "a-model-that-is-not-there";
        session.setRunSettings(std::move(settings));
    }
}

void openFirst(const StartOptions& options, widgets::MainWindow& window) {
    if (!options.screenshot.isEmpty() && options.state == ShownState::Empty)
        return;
    if (options.path.isEmpty())
        window.document().openLibrary();
    else
        window.document().openFiles({options.path});
}

int start(const StartOptions& options, QApplication& application) {
    const bool forPicture = !options.screenshot.isEmpty();
    widgets::theme::install(application);
    if (options.theme)
        widgets::theme::setMode(*options.theme);
    const QString saved = forPicture ? QStringLiteral("en") : QSettings().value(QStringLiteral("language")).toString();
    const QString wanted = options.language.isEmpty() ? saved : options.language;
    widgets::language::set(wanted.isEmpty() ? widgets::language::ofSystem() : wanted);

    widgets::MainWindow window(makeService(options), {dataFolder(), !forPicture, engine::makeLocalCorpusService()});
    if (!options.size.isEmpty())
        window.resize(options.size);
    if (!window.workspaces().showWorkspace(options.workspace)) {
        std::fprintf(stderr, "triptych: the workspace \"%s\" is not part of this build.\n",
                     qUtf8Printable(options.workspace));
        return 2;
    }
    applySettings(options, window);
    std::unique_ptr<Screenshot> screenshot;
    if (forPicture)
        screenshot = std::make_unique<Screenshot>(window, options);
    window.show();
    // The window stands before anything is read.
    QTimer::singleShot(0, &window, [&] {
        if (options.model.isEmpty())
            return openFirst(options, window);
        // The sample waits for its model, so that nothing is run twice; where there is none, the former one is used.
        widgets::ModelLibrary& models = window.models();
        auto* waiting = new QObject(&window);
        const auto open = [&options, &window, waiting] {
            waiting->deleteLater();
            waiting->disconnect();
            openFirst(options, window);
        };
        QObject::connect(&models, &widgets::ModelLibrary::opened, waiting, open);
        if (!forPicture)
            QObject::connect(&models, &widgets::ModelLibrary::failed, waiting, open);
        models.use(options.model);
    });
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv) {
    const auto read = readStartOptions(toList(argc, argv));
    if (const auto* message = std::get_if<StartMessage>(&read)) {
        std::fputs(qUtf8Printable(message->text), message->status == 0 ? stdout : stderr);
        return message->status;
    }
    const auto& options = std::get<StartOptions>(read);
    if (options.scalePercent != 100)
        qputenv("QT_SCALE_FACTOR", QByteArray::number(options.scalePercent / 100.0));
    widgets::prepareForGl();
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Triptych"));
    QCoreApplication::setApplicationName(QStringLiteral("Triptych"));
    QCoreApplication::setApplicationVersion(QStringLiteral(TRIPTYCH_VERSION));
    return start(options, application);
}
