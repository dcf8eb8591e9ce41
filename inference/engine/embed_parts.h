// SPDX-License-Identifier: GPL-3.0-or-later
// Gives a finished corpus the regions of its pictures and the words of its texts.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "inference/base/progress.h"
#include "inference/models/model.h"

namespace triptych::engine {

// Nine windows of half the edges, overlapping by half, of every picture; every word of the texts once, as a text of its
// own. Reports "regions" and "words". A picture that cannot be read any more is near to nothing and is named in what is
// returned. Stopped, it goes on where it was when it is called again. Errors: those of readCorpus and of the model.
[[nodiscard]] Result<std::vector<std::string>> embedParts(const std::filesystem::path& corpus,
                                                          const models::Model& model, const Monitor& monitor);

} // namespace triptych::engine
