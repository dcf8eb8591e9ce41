// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "projects/sample_entry.h"

namespace triptych::widgets {

// Which object that one of the asked sample's texts names is not in the found sample, or not as often: "no red ring".
// Only those properties count that the text says. Empty where all of them are there or where the truth is not known.
[[nodiscard]] QString missingObject(const projects::SampleEntry& asked, const std::string& text,
                                    const projects::SampleEntry& found);

} // namespace triptych::widgets
