// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/contract/run_request.h"

#include <algorithm>

namespace triptych {

namespace {

// '*' matches any run of characters, everything else itself.
bool globMatches(std::string_view glob, std::string_view text) {
    if (glob.empty())
        return text.empty();
    if (glob.front() != '*')
        return !text.empty() && glob.front() == text.front() && globMatches(glob.substr(1), text.substr(1));
    return globMatches(glob.substr(1), text) || (!text.empty() && globMatches(glob, text.substr(1)));
}

} // namespace

bool Watch::matches(std::string_view traceName) const {
    switch (kind) {
    case Kind::None:
        return false;
    case Kind::All:
        return true;
    case Kind::Globs:
        return std::ranges::any_of(globs, [&](const std::string& glob) { return globMatches(glob, traceName); });
    }
    return false;
}

} // namespace triptych
