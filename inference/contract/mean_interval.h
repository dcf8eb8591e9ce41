// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace triptych {

// A mean and the bounds between which it lies.
struct MeanInterval {
    double mean = 0;
    double low = 0;
    double high = 0;

    bool operator==(const MeanInterval&) const = default;
};

} // namespace triptych
