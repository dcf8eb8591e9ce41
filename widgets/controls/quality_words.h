// SPDX-License-Identifier: GPL-3.0-or-later
// Words for people for figures of quality.
#pragma once

#include <QString>

#include "inference/contract/quality.h"

namespace triptych::widgets {

// "Deletion" of "deletion".
[[nodiscard]] QString metricWord(const std::string& metric);
// Value in full, chance and protocol, for a tool tip.
[[nodiscard]] QString protocolText(const QualityFigure& figure);
// "most relevant removed first, 4 units, zero".
[[nodiscard]] QString protocolLine(const Protocol& protocol);
// "Passes randomisation" or "Fails randomisation", of a complete one.
[[nodiscard]] QString verdictText(const Randomisation& randomisation);
// Order, resets and limit, with the likeness after every layer.
[[nodiscard]] QString randomisationText(const Randomisation& randomisation);
[[nodiscard]] QString randomisationLine(const Randomisation& randomisation);

} // namespace triptych::widgets
