// SPDX-License-Identifier: GPL-3.0-or-later
#include "inference/world/speech.h"

namespace triptych::world {

const std::vector<Voice>& trainingVoices(Language language) {
    static const std::vector<Voice> english{
        {"en-us", 200, 50},
        {"en-us+f1", 215, 45},
        {"en-us+f2", 230, 55},
        {"en-us+m1", 190, 40},
        {"en-us+m3", 245, 50},
        {"en-us+m7", 210, 60},
        {"en+f3", 225, 50},
        {"en+m2", 205, 45},
        {"en+m4", 255, 55},
        {"en+f1", 195, 60},
        {"en-gb-x-rp+f2", 220, 40},
        {"en-gb-x-rp+m3", 235, 35},
        {"en-gb-scotland+m1", 210, 50},
        {"en-029+f3", 240, 45},
    };
    static const std::vector<Voice> chinese{
        {"cmn-latn-pinyin", 210, 50},    {"cmn-latn-pinyin+f1", 225, 45}, {"cmn-latn-pinyin+f2", 200, 55},
        {"cmn-latn-pinyin+f3", 240, 50}, {"cmn-latn-pinyin+m1", 215, 40}, {"cmn-latn-pinyin+m2", 195, 50},
        {"cmn-latn-pinyin+m3", 230, 60}, {"cmn-latn-pinyin+m4", 250, 45}, {"cmn-latn-pinyin+m7", 205, 55},
    };
    return language == Language::English ? english : chinese;
}

const std::vector<Voice>& heldOutVoices(Language language) {
    static const std::vector<Voice> english{
        {"en-us+f4", 220, 50}, {"en-us+m6", 210, 45},      {"en+f5", 235, 55},
        {"en+m5", 200, 50},    {"en-gb-x-rp+m8", 225, 50},
    };
    static const std::vector<Voice> chinese{
        {"cmn-latn-pinyin+f4", 215, 50},
        {"cmn-latn-pinyin+m6", 225, 45},
        {"cmn-latn-pinyin+f5", 205, 55},
    };
    return language == Language::English ? english : chinese;
}

} // namespace triptych::world
