// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/model_rows.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <optional>
#include <utility>

#include "widgets/controls/engine_words.h"
#include "widgets/panels/number_text.h"
#include "widgets/session/model_library.h"

namespace triptych::widgets {

namespace {

class Words {
    Q_DECLARE_TR_FUNCTIONS(ModelRows)
};

// The folder that holds it, short for the home folder.
QString placeOf(const QString& folder) {
    const QString parent = QFileInfo(folder).path();
    const QString home = QDir::homePath();
    return parent.startsWith(home + QLatin1Char('/')) ? QLatin1Char('~') + parent.mid(home.size()) : parent;
}

QString loadedText(const LoadedModel& model) {
    return Words::tr("%1 · %2 in memory · %3", "family, size, device")
        .arg(QString::fromStdString(model.family), bytesText(model.weightBytes), QString::fromStdString(model.device));
}

class Rows {
public:
    explicit Rows(const ModelLibrary& library)
        : m_library(library)
        , m_loaded(library.loaded()) {}

    void addHeading(const QString& title) {
        ModelRow row;
        row.kind = ModelRow::Kind::Heading;
        row.title = title;
        m_pendingHeading = row;
    }
    void addModel(const QString& model, ModelRow::Kind kind, const QString& otherwise) {
        if (m_pendingHeading)
            m_rows.push_back(*std::exchange(m_pendingHeading, std::nullopt));
        ModelRow row;
        row.kind = kind;
        row.model = model;
        row.title = modelLabel(model.toStdString());
        row.isCurrent = model == m_library.current();
        row.isMissing = ModelLibrary::isMissing(model);
        const LoadedModel* loaded = find(model);
        row.isLoaded = loaded != nullptr;
        row.detail = row.isMissing ? Words::tr("The folder is not there; choose it anew")
                     : loaded      ? loadedText(*loaded)
                                   : otherwise;
        m_rows.push_back(row);
    }
    [[nodiscard]] bool isLoaded(const QString& model) const { return find(model) != nullptr; }
    [[nodiscard]] std::vector<ModelRow> take() { return std::move(m_rows); }

private:
    [[nodiscard]] const LoadedModel* find(const QString& model) const {
        const auto found = std::find_if(m_loaded.begin(), m_loaded.end(), [&](const LoadedModel& loaded) {
            return QString::fromStdString(loaded.model) == model;
        });
        return found == m_loaded.end() ? nullptr : &*found;
    }

    const ModelLibrary& m_library;
    std::vector<LoadedModel> m_loaded;
    std::vector<ModelRow> m_rows;
    std::optional<ModelRow> m_pendingHeading;
};

} // namespace

std::vector<ModelRow> modelRows(const ModelLibrary& library) {
    Rows rows(library);
    rows.addHeading(Words::tr("Built in"));
    for (const QString& model : library.builtin())
        rows.addModel(model, ModelRow::Kind::Builtin, Words::tr("comes with the program"));
    QStringList inMemory;
    for (const LoadedModel& model : library.loaded())
        if (const QString name = QString::fromStdString(model.model); ModelLibrary::isFolder(name))
            inMemory << name;
    rows.addHeading(Words::tr("In memory"));
    for (const QString& model : inMemory)
        rows.addModel(model, ModelRow::Kind::Folder, placeOf(model));
    QStringList others = library.recent();
    // The model of a project that has never been opened here.
    if (ModelLibrary::isFolder(library.current()) && !others.contains(library.current()))
        others.prepend(library.current());
    rows.addHeading(Words::tr("Recent folders"));
    for (const QString& model : others)
        if (!inMemory.contains(model))
            rows.addModel(model, ModelRow::Kind::Folder, placeOf(model));
    return rows.take();
}

} // namespace triptych::widgets
