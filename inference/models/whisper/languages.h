// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace triptych::models::whisper {

// "hi" of "Hindi"; what is no English name of a language that Whisper knows comes back in small letters.
[[nodiscard]] std::string languageCode(std::string_view name);

} // namespace triptych::models::whisper
