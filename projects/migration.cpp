// SPDX-License-Identifier: GPL-3.0-or-later
#include "projects/migration.h"

#include <array>

#include "projects/project_file.h"

namespace triptych::projects {

namespace {

using Step = QJsonObject (*)(QJsonObject);

// Step i brings version i + 1 to version i + 2, so the list has one step less than there are versions.
constexpr std::array<Step, projectVersion - 1> steps{};

} // namespace

Result<QJsonObject> migrate(QJsonObject document, const std::string& where) {
    const QJsonValue stated = document.value(QLatin1String("version"));
    const int version = stated.toInt();
    if (!stated.isDouble() || version < 1)
        return fail(ErrorCode::BadFormat,
                    "The file states no version, so it is not a Triptych project; choose another one.", where);
    if (version > projectVersion)
        return fail(ErrorCode::Unsupported,
                    "The project was saved by a newer Triptych (format " + std::to_string(version) +
                        ", this program reads up to " + std::to_string(projectVersion) + "); update the program.",
                    where);
    for (std::size_t step = static_cast<std::size_t>(version) - 1; step < steps.size(); ++step)
        document = steps[step](std::move(document));
    document.insert(QLatin1String("version"), projectVersion);
    return document;
}

} // namespace triptych::projects
