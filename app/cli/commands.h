// SPDX-License-Identifier: GPL-3.0-or-later
// One function per subcommand, each defined in the file of its name.
#pragma once

#include "app/cli/context.h"

namespace triptych::cli {} // namespace triptych::cli
