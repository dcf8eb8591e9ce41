// SPDX-License-Identifier: GPL-3.0-or-later
// Words for people for what the engine names by ids. Ids that are not known here keep the engine's English label.
#pragma once

#include <QString>

#include "inference/base/error.h"
#include "inference/contract/descriptor.h"
#include "inference/contract/target.h"

namespace triptych::widgets {

[[nodiscard]] QString modalityWord(Modality modality);
[[nodiscard]] QString methodLabel(const MethodDescriptor& method);
[[nodiscard]] QString methodSummary(const MethodDescriptor& method);
// Empty for most methods.
[[nodiscard]] QString methodNotice(const MethodDescriptor& method);
[[nodiscard]] QString parameterLabel(const ParameterDescriptor& parameter);
[[nodiscard]] QString choiceLabel(const std::string& choice);
// A shape or colour of the demo world.
[[nodiscard]] QString worldWord(const std::string& word);
[[nodiscard]] QString modelLabel(const std::string& model);
[[nodiscard]] QString targetLabel(const Target& target);
// "Running the model" of a Progress::stage.
[[nodiscard]] QString stageLabel(const std::string& stage);
[[nodiscard]] QString errorTitle(ErrorCode code);
// What to do next.
[[nodiscard]] QString errorAdvice(ErrorCode code);

} // namespace triptych::widgets
