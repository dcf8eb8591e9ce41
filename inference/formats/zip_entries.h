// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "inference/formats/file_bytes.h"

namespace triptych::formats {

[[nodiscard]] bool isZip(Bytes bytes);

// Names of the entries of a zip archive, from its central directory (APPNOTE 4.3.12, 4.3.14, 4.3.16); nothing is
// unpacked. BadFormat where the directory is damaged or lists more than 100,000 entries.
[[nodiscard]] Result<std::vector<std::string>> zipEntryNames(Bytes archive, const std::string& where);

} // namespace triptych::formats
