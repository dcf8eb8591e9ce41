// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include "inference/contract/run_result.h"
#include "widgets/views/view.h"

namespace triptych::widgets {

struct ViewDescriptor {
    enum class Place { Left, Right };

    const char* id;    // stable, for settings
    const char* label; // English; translated in context "Views"
    Place place;
    std::function<View*(LinkedState&)> create;
    std::function<bool(const RunResult&)> canShow;
};

[[nodiscard]] const std::vector<ViewDescriptor>& views();
[[nodiscard]] QString viewLabel(const ViewDescriptor& view);

} // namespace triptych::widgets
