// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace triptych {

// While one lives, freed blocks stay with the process, whatever their size: perturbed inputs ask for the same tens of
// MiB thousands of times, and pages taken from the system anew cost them a tenth of their time. The last one to end
// gives them back. Does nothing without glibc.
class MemoryReuse {
public:
    MemoryReuse();
    ~MemoryReuse();
    MemoryReuse(const MemoryReuse&) = delete;
    MemoryReuse& operator=(const MemoryReuse&) = delete;
};

} // namespace triptych
