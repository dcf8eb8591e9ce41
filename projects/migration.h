// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <string>

#include "inference/base/error.h"

namespace triptych::projects {

// Brings the JSON of an older project file to projectVersion, one version at a time. A file without a version, or of a
// newer program, is an error.
[[nodiscard]] Result<QJsonObject> migrate(QJsonObject document, const std::string& where);

} // namespace triptych::projects
